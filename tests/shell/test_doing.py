"""Commands that save, draw, repeat, explain and set."""

import re

import pytest
from pyoxigraph import Store

from kg.errors import UsageError
from kg.query.saved_queries import saved_queries
from kg.shell.keyword_help import WORDS
from kg.shell.settings import KNOBS, configured

COUNTS = "SELECT ?who (COUNT(?c) AS ?n) { ?c cno:claimant ?who } GROUP BY ?who ORDER BY ?who"
DATED = "SELECT ?d ?e { ?e cno:earliest ?d }"


@pytest.fixture(autouse=True)
def _own_places(tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.chdir(tmp_path)


def test_the_tour_asks_what_the_graph_answers(typed, shell):
    for number in range(1, 7):
        data, words = typed("\\tour")
        assert words[0].startswith(f"{number} of ")
        answer = typed("\n".join(data), "")
        assert not any(line.startswith("error") for line in answer[1])
    assert typed("\\tour")[1][0].startswith("1 of 6")
    assert "the tour has stops 1 to 6" in typed("\\tour 9")[1][0]


def test_cards_tell_of_a_class_and_of_a_property(typed):
    data = typed("\\c event")[0]
    assert data[0] == "cno:Event · 1 things"
    assert any(re.match(r"  cno:claimant|  cno:actor +100%", line) for line in data)
    assert any("of cno:Event" in line for line in typed("\\p cno:actor")[0])
    assert typed("\\c evnt")[1][0].startswith("error: no class 'evnt' in this graph; near: cno:Event")
    assert len(typed("\\c")[0]) > 5
    assert len(typed("\\p")[0]) > 5


def test_a_saved_query_runs_anywhere(typed, tmp_path, shell):
    typed(COUNTS, "", "\\q save who-says Who says most")
    file = tmp_path / "queries" / "who-says.rq"
    text = file.read_text()
    assert text.startswith('#+ summary: "Who says most"\nPREFIX cno: <')
    Store().query(text)  # declares all that it uses
    assert saved_queries(file.parent)[0].title == "Who says most"
    assert "Army of Lurania" in typed("\\q who-says")[0][2]
    assert any("who-says" in line for line in typed("\\q")[0])
    assert "exists" in typed("\\q save who-says")[1][0]
    typed("\\q rm who-says")
    assert not file.exists()


@pytest.mark.parametrize("name", ["../up", "A B", "", "/etc/x", "a.b"])
def test_a_saved_query_stays_in_its_folder(typed, name):
    assert typed("ASK {}", "", f"\\q save {name}")[1][-1].startswith("error: \\q save")


def test_queries_of_the_program_are_not_removed(typed):
    assert "comes with the program" in typed("\\q rm disputed-events")[1][0]


def test_an_editor_gets_a_whole_query_and_gives_it_back(typed, shell, tmp_path, monkeypatch):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho 'LIMIT 1' >> \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    typed(COUNTS, "", "\\e")
    assert shell.buffer.startswith("PREFIX cno: <")
    assert shell.buffer.endswith("LIMIT 1")
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert "not found; set EDITOR" in typed("\\e")[1][0]


def test_results_go_to_a_command(typed):
    data, words = typed(COUNTS, "", "\\g | wc -l", "\\g | false", "\\g |")
    assert data[-1].strip() == "3"
    assert words[-2:] == ["error: false: ended with 1", "error: \\g |: name a command, as in \\g | wc -l"]


def test_results_are_drawn(typed, tmp_path):
    bars = typed(COUNTS, "", "\\view bar")[0][-2:]
    assert bars[0].startswith("Army of Lurania  ████")
    assert any("└" in line for line in typed(COUNTS, "", "\\view line")[0])
    assert typed(DATED, "", "\\view timeline")[0][-1].startswith("2031-03-04 ●")
    typed("SELECT ?e ?p { ?e cno:place ?p }", "", f"\\view graph {tmp_path}/g.html")
    page = (tmp_path / "g.html").read_text()
    assert "Northern Front shells the port of Kessel" in page
    assert "https://cdn" not in page
    query = 'SELECT ("here" AS ?what) (48.5 AS ?lat) (30.1 AS ?long) {}'
    typed(query, "", f"\\view map {tmp_path}/m.html")
    assert "here" in (tmp_path / "m.html").read_text()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("\\view", "no such view"),
        ("\\view bar", "no column of numbers"),
        ("\\view line", "no column of numbers"),
        ("\\view timeline", "no column of dates"),
        ("\\view map", "no row has a place"),
        ("\\view graph", "no row has two nodes"),
        ("\\watch x", "write \\watch i=SECONDS"),
        ("\\! 99", "\\history lists them"),
        ("\\history x", "not a number"),
        ("\\set colour red", "no setting 'colour'"),
        ("\\set timng off", "did you mean timing?"),
        ("\\set timing maybe", "there are: on, off"),
        ("\\export", "name a file"),
        ("\\export a.xls", "no format '.xls'"),
        ("\\tour x", "stops 1 to"),
    ],
)
def test_what_can_not_be_done_is_said(typed, line, words):
    assert words in typed("SELECT ?e { ?e a cno:Event }", "", line)[1][-1]


def test_watching_tells_what_changes(typed):
    words = typed(COUNTS, "", "\\watch i=0.1 c=3")[1]
    assert words.count("0 new, 0 gone") == 2
    assert typed("\\watch i=0.1 m=5")[1][0].endswith("Ctrl-C ends")


def test_what_can_not_be_explained_is_said_as_for_a_query(typed):
    _, words = typed("\\explain SELEC ?e { ?e a cno:Event }")
    assert words[0] == "error: unknown word 'SELEC'"
    assert words[-1].endswith("did you mean SELECT?")


def test_a_plan_names_what_costs_most(typed):
    data, words = typed("\\explain SELECT ?e { ?e a cno:Event ; cno:place ?p }")
    assert any("QuadPattern(?e rdf:type cno:Event)" in line for line in data)
    assert words[0].endswith("▶ costs most")


def test_history_of_the_session(typed):
    typed("ASK {}", "", "\\history 1")
    data = typed("\\history 1")[0]
    assert data[0].endswith("  ASK {}")
    assert typed(f"\\! {data[0].split()[0]}")[0] == ["yes"]


def test_a_query_is_laid_out(typed):
    assert typed("select ?e {?e a cno:Event; cno:place ?p} limit 3", "", "\\fmt")[0][-4:] == [
        "SELECT ?e {", "  ?e a cno:Event;", "    cno:place ?p", "} LIMIT 3",
    ]  # fmt: skip


def test_the_graph_is_written(typed, tmp_path):
    assert re.match(r"wrote .*a\.nq: \d+ statements", typed(f"\\export {tmp_path}/a.nq")[1][0])


def test_help_tells_of_words_with_examples_that_run(typed):
    for word, (_, example) in WORDS.items():
        data = typed(f"\\? {word}")[0]
        assert data[1].strip() == example
        assert not any(line.startswith("error") for line in typed(example, "")[1]), word


def test_settings_come_from_files_the_environment_and_now(typed, shell, tmp_path, monkeypatch):
    user = tmp_path / "XDG_CONFIG_HOME" / "kg"
    user.mkdir(parents=True)
    (user / "config.toml").write_text("[shell]\nlimit = 7\nvi = true\ntimeout = 3\n")
    (tmp_path / "kg.toml").write_text("[shell]\nlimit = 8\n")
    monkeypatch.setenv("KG_TIMEOUT", "9")
    settings = configured()
    assert (settings.limit, settings.vi, settings.timeout) == (8, True, 9)
    assert settings.sources == {"limit": "kg.toml", "vi": str(user / "config.toml"), "timeout": "KG_TIMEOUT"}
    typed("\\set limit 5")
    data = typed("\\set")[0]
    assert len(data) == len(KNOBS) + 1
    assert "limit    5          now" in data


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[shell]\nlimt = 1", "did you mean limit?"),
        ("[shell", "correct it"),
        ("shell = 1", "write [shell]"),
        ("[shell]\nvi = 3", "on, off"),
    ],
)
def test_a_wrong_configuration_names_its_file(tmp_path, text, words):
    (tmp_path / "kg.toml").write_text(text)
    with pytest.raises(UsageError) as problem:
        configured()
    assert str(problem.value).startswith("kg.toml: ")
    assert words in str(problem.value)


def test_the_pattern_that_leaves_nothing_is_named(typed):
    query = "SELECT * { ?e a cno:Event ; cno:place ?p . ?p a cno:Country }"
    assert (
        typed(query)[1][1] == "note: everything before '?p a cno:Country' finds something, and with it nothing is left"
    )


@pytest.mark.parametrize(
    "label", ["a\x1b[31mb", "\x1b]8;;http://x\x07y", "a\u202eb", "x" * 10_000, "e" + "\u0301" * 300, "漢字" * 50]
)
def test_hostile_labels_keep_columns_aligned_and_the_terminal_sane(shell, typed, label):
    from dataclasses import replace

    from wcwidth import wcswidth

    from kg.query.solutions import Literal, Solutions
    from kg.query.table import table

    look = replace(shell.look(Solutions(("a", "b"), ())), width=80)
    lines = table(
        Solutions(("a", "b"), ((Literal(label), Literal("x")), (Literal("y"), Literal("z")))), look
    ).splitlines()
    assert not set("".join(lines)) & {"\x1b", "\x07", "\u202e"}
    places = [wcswidth(line[: line.rindex("│")]) for line in lines if "│" in line]
    assert len(set(places)) == 1
    assert max(map(wcswidth, lines)) <= 80
