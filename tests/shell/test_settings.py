"""Settings: from files, from the environment, and by commands."""

import pytest

from kg.shell.settings import SETTINGS, load_settings
from kg.vocab import PREFIXES

WHO = "SELECT ?who ?n { ?c cno:claimant ?who OPTIONAL { ?c cno:killed ?n } } ORDER BY ?who"


def test_settings_change_what_is_shown(typed, shell):
    assert typed(r"\labels on", WHO)[0][2].strip() == "1 │ Army of Lurania │ 4"
    assert typed(r"\labels off", WHO)[0][2].strip() == "1 │ actor:lurania-army   │ 4"
    assert typed(r"\mode csv", WHO)[0] == [
        "who,n",
        PREFIXES["actor"] + "lurania-army,4",
        PREFIXES["actor"] + "northern-front,",
    ]
    assert typed(r"\x", r"\limit 1", WHO)[0][0].startswith("── 1 ")
    assert typed(WHO)[1][0].endswith(" ms  (there are more)")
    assert shell.settings.limit == 1
    assert typed(r"\timing", WHO)[1][1] == "1 row · 2 columns  (there are more)"


def test_settings_come_from_files_the_environment_and_now(typed, shell, tmp_path, monkeypatch):
    user = tmp_path / "XDG_CONFIG_HOME" / "kg"
    user.mkdir(parents=True)
    (user / "config.toml").write_text("[shell]\nlimit = 7\nvi = true\ntimeout = 3\n")
    (tmp_path / "kg.toml").write_text("[shell]\nlimit = 8\n")
    monkeypatch.setenv("KG_TIMEOUT", "9")
    settings = load_settings()
    assert (settings.limit, settings.vi, settings.timeout) == (8, True, 9)
    assert settings.sources == {"limit": "kg.toml", "vi": str(user / "config.toml"), "timeout": "KG_TIMEOUT"}
    typed("\\set limit 5")
    data = typed("\\set")[0]
    assert len(data) == len(SETTINGS) + 1
    assert "limit    5          now" in data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[shell]\nlimt = 1", "did you mean limit?"),
        ("[shell", "correct it"),
        ("shell = 1", "write [shell]"),
        ("[shell]\nvi = 3", "on, off"),
        ("a = " + "[" * 9_000, "nested too deeply"),
        ("a." * 50_000, "more than 10,000 characters"),
    ],
)
def test_a_wrong_configuration_names_its_file(tmp_path, text, words):
    (tmp_path / "kg.toml").write_text(text)
    (problem,) = load_settings().problems
    assert problem.startswith("kg.toml: ")
    assert words in problem


def test_a_language_can_be_configured_and_a_wrong_one_is_refused(typed, tmp_path):
    (tmp_path / "kg.toml").write_text('[shell]\nlang = "uk, en"\n')
    assert load_settings().languages == ("uk", "en")
    assert "'e!' is no language" in typed(r"\lang e!")[1][0]
    (tmp_path / "kg.toml").write_text('[shell]\nlang = "12"\n')
    assert load_settings().problems[0].startswith("kg.toml: lang 12: ")
    assert load_settings().languages == ()
