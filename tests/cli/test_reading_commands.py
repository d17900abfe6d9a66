"""`kg read` and `kg words` as a user types them, on a pipe and on a terminal."""

import json
import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest
from support.commands import KG, environment, kg

ROOT = Path(__file__).parents[2]
TEXT = """Rebels shelled the town of Bunagana on Tuesday, the Congolese army said. A trader had a heart attack.
Share this article
The rebels denied it: they \x1b[31mnever\x9b2J shelled Bunagana, a spokesman said.
"""


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    return file


def on_terminal(*arguments, **variables):
    """Return what a command prints on a terminal of eighty columns."""
    screen, terminal = pty.openpty()
    running = subprocess.Popen(
        [*KG, *map(str, arguments)], env=environment(TERM="xterm", **variables), stdin=terminal, stdout=terminal,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(terminal)
    shown = b""
    try:
        while piece := os.read(screen, 1 << 16):
            shown += piece
    except OSError:  # the terminal's other side is closed
        pass
    os.close(screen)
    assert running.wait() == 0
    return shown.decode()


@pytest.mark.model
def test_an_article_on_a_terminal_is_highlighted_and_cannot_steer_it(article):
    shown = on_terminal("read", article)
    assert "\x1b[1;31mtrigger\x1b[0m" in shown.splitlines()[0]
    assert "\x1b[1;31mshelled\x1b[0m" in shown
    assert "\x1b[36mRebels\x1b[0m" in shown
    assert "\\u{1b}[31mnever" in on_terminal("read", "--explain", article)


@pytest.mark.model
def test_no_color_leaves_the_words_plain(article):
    assert "\x1b" not in on_terminal("read", article, NO_COLOR="1")


@pytest.mark.model
def test_json_is_the_same_on_a_terminal_and_steers_nothing(article):
    shown = on_terminal("read", "--json", "--explain", article)
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert json.loads(shown) == json.loads(kg("read", "--json", "--explain", article).stdout)


@pytest.mark.model
def test_json_has_span_and_rule_of_every_value_and_what_was_passed_over(article):
    told = json.loads(kg("read", "--json", "--explain", "--published", "2024-05-08", article).stdout)
    event = told["events"][0]
    fillers = [*event["actors"], *event["targets"], *event["places"], event["when"]]
    fillers += [f for c in event["claims"] for f in c["claimants"]]
    assert fillers
    assert all(f["rule"] for f in fillers)
    assert all(TEXT[m["start"] : m["end"]] == m["text"] for m in (f["mention"] for f in fillers))
    assert {"text": "attack", "reason": "fenced phrase"}.items() <= told["passed"][0].items()
    assert [(u["text"], u["reason"]) for u in told["unread"]] == [("Share this article", "page furniture")]
    assert "passed" not in json.loads(kg("read", "--json", article).stdout)


@pytest.mark.model
def test_a_text_that_is_not_read_says_why():
    told = kg("read", "-", given="The bakery on the corner is closed on Monday.\n")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "Not read: no word of conflict in the whole text")


def test_words_come_from_arguments_or_lines_of_stdin():
    assert "(act:shelling), verb “shell”" in kg("words", "Rebels", "shelled", "Goma").stdout
    told = [json.loads(line) for line in kg("words", "--json", given="They shelled it.\n\nxyzzy\n").stdout.splitlines()]
    assert [t["text"] for t in told] == ["They shelled it.", "xyzzy"]
    assert told[0]["met"][0]["action"] == "attack-civilians"
    assert told[1]["met"] == []


def test_a_sentence_that_meets_nothing_says_so():
    told = kg("words", "xyzzy")
    assert (told.returncode, told.stdout) == (0, "xyzzy\nnone of its words is in the ontology\n")


@pytest.mark.model
def test_an_own_ontology_is_named_by_an_option_or_a_variable(tmp_path):
    own = shutil.copytree(ROOT / "ontology", tmp_path / "own")
    with (own / "actions.ttl").open("a", encoding="utf-8") as file:
        file.write('act:shelling lex:verb "xyzzy"@en .\n')
    number = len((own / "actions.ttl").read_text().splitlines())
    for told in (kg("words", "xyzzied", "--ontology", own), kg("words", "xyzzied", KG_ONTOLOGY=str(own))):
        assert f"shell (act:shelling), verb “xyzzy” — {own}/actions.ttl:{number}" in told.stdout
    assert "shell “xyzzied”" in kg("read", "-", "--ontology", own, given="Rebels xyzzied Goma.").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("words", ""), 2, "nothing to look up", id="an empty text"),
        pytest.param(("words",), 2, "nothing to look up", id="no text at all"),
        pytest.param(("words", "x", "--ontology", "nowhere"), 2, "--ontology nowhere: no actions.ttl there; give a copy", id="no such folder"),
        pytest.param(("read", "a.txt", "--ontology", "."), 2, "--ontology .: no actions.ttl there", id="a folder without files"),
        pytest.param(("read", "nowhere.txt"), 1, "nowhere.txt", id="no such article"),
        pytest.param(("read", "--explian", "a.txt"), 2, "No such option", id="a wrong option"),
        pytest.param(("read", "a.txt", "--published", "May"), 2, "not a day", id="a day that is none"),
    ],
)  # fmt: skip
def test_a_wrong_command_is_one_line_and_an_exit_code(arguments, code, words):
    told = kg(*arguments)
    assert (told.returncode, told.stdout) == (code, "")
    assert told.stderr.startswith("kg: error: ")
    assert told.stderr.count("\n") == 1
    assert words in told.stderr
