import re

import pytest
from support.small_graph import CARTESIAN

from kg.shell.commands import COMMANDS
from kg.vocab import PREFIXES

WHO = "SELECT ?who ?n { ?c cno:claimant ?who OPTIONAL { ?c cno:killed ?n } } ORDER BY ?who"


def test_a_query_runs_when_it_is_whole(typed):
    data, words = typed("SELECT ?e {", "?e a cno:Event", "}", "ORDER BY ?e", "", "ASK {}")
    assert data[2] == " 1 │ Northern Front shells the port of Kessel  event:shelling-kessel"
    assert data[3] == "yes"
    assert re.fullmatch(r"1 row · 1 column · \d+ ms", words[0])


def test_an_unfinished_query_is_explained_at_the_end(typed):
    assert typed("SELECT * {", "?s ?p ?o")[1][0] == "error: { is not closed"


def test_a_wrong_query_does_not_end_the_session(typed, shell):
    data, words = typed("SELEC * {}", "ASK {}")
    assert (data, words[0]) == (["yes"], "error: unknown word 'SELEC'")
    assert shell.failed


def test_an_unfinished_query_can_be_gone_on_with(shell):
    shell.line("SELECT * {\n ?e a cnoo:Event")
    assert shell.buffer == "SELECT * {\n ?e a cnoo:Event"
    shell.line("SELEC * {}")
    assert shell.buffer == ""


def test_no_rows_have_notes(typed):
    assert (
        typed("SELECT * { ?e a cno:Evnt }")[1][1] == "note: cno:Evnt does not occur in this graph. Near: cno:Event (1)"
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"\srce x", "error: no command \\srce; did you mean \\src?"),
        (r"\zzzz", "error: no command \\zzzz; \\? lists them"),
        (r"\q disput", None),
        (r"\q zzz", "error: no saved query 'zzz'; there are: "),
        (r"\d", "error: \\d NODE: it needs one of these"),
        (r"\d nothing at all", "error: nothing is called 'nothing at all'"),
        (r"\d actor:nobody", "error: actor:nobody does not occur in this graph"),
        (r"\d #99", "error: the last result has no row 99"),
        (r"\src place:lurania", "error: no words of an article stand behind place:lurania"),
        (r"\mode xls", "error: \\mode xls: no such format; there are: table, "),
        (r"\labels maybe", "error: \\labels maybe: not a choice; there are: on, off, both"),
        (r"\limit many", "error: \\limit many: not a number"),
        (r"\prefix x", "error: \\prefix x: not a prefix"),
        (r"\r /no/such/file", "error: /no/such/file: No such file"),
        (r"\g out.csv", "error: \\g: there is no result yet"),
        (r"\last", "error: \\last: there is no result yet"),
    ],
)
def test_what_a_command_can_not_do_is_said(typed, line, words):
    said = typed(line)[1]
    assert words is None or said[0].startswith(words)


def test_help_lists_every_command(typed):
    data = "\n".join(typed(r"\?")[0])
    assert all(f"\\{name}" in data for name in COMMANDS)
    assert typed(r"\? find")[0] == ["\\find TEXT  nodes by parts of their labels; then \\d 3"]


@pytest.mark.parametrize("line", [".x", "/x", r"\x", r" \x "])
def test_commands_have_other_marks(typed, shell, line):
    typed(line)
    assert shell.settings.mode == "vertical"


def test_a_path_or_a_dot_in_a_query_is_no_command(typed):
    assert typed("SELECT ?x { ?c cno:claimant", "/cno:country ?x", ". }", "")[0][2] == " 1 │ Lurania  place:lurania"


def test_a_found_node_is_described_by_its_row(typed):
    data, _ = typed(r"\find nf reb")
    assert "Northern Front  actor:northern-front" in data[2]
    data, words = typed(r"\d 1")
    assert words[0] == "Northern Front · actor:northern-front · cno:ArmedForce"
    assert any("rdfs:label" in line for line in data)
    assert any("← │ cno:actor" in line for line in data)


def test_the_words_of_the_articles_stand_behind_a_row(typed):
    data, words = typed("SELECT ?e { ?e a cno:Event }", "", r"\src #1")
    assert data[3:] == [
        "Shells fall on the port of Kessel · Kessel Gazette · 2031-03-05",
        "  [0–42] “Shells killed four dockers, the army said.”  — Army of Lurania: affirmed",
        "Front denies it hit the port",
        "  [10–37] “We did not fire on Kessel”  — Northern Front: denied",
    ]
    assert words[-1] == "Northern Front shells the port of Kessel · event:shelling-kessel"


def test_a_row_can_be_followed_by_the_name_of_its_column(typed):
    typed("SELECT ?c ?who { ?c cno:claimant ?who } ORDER BY ?c")
    assert typed(r"\d 1 who")[1][0].startswith("Army of Lurania · actor:lurania-army")
    assert "the last result has no column nope" in typed(r"\d 1 nope")[1][0]


def test_saved_queries_are_listed_shown_and_run(typed):
    listed = typed(r"\q")[0]
    assert listed[1].split()[:2] == ["2", "disputed-events"]
    assert typed(r"\q show 2")[0][0] == "#+ title: Which events do sources disagree on, and in which words?"
    data, words = typed(r"\q disputed-events")
    assert "Army of Lurania  actor:lurania-army" in data[2]
    assert words[0] == "# Which events do sources disagree on, and in which words?"


def test_results_are_written_again_and_to_files(typed, tmp_path):
    data, _ = typed(WHO, "", r"\g", rf"\g {tmp_path}/out.csv", rf"\g {tmp_path}/out.md")
    assert data[:4] == data[4:8]
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == PREFIXES["actor"] + "lurania-army,4"
    assert "| Army of Lurania | 4 |" in (tmp_path / "out.md").read_text()


def test_a_file_is_run(typed, tmp_path):
    (tmp_path / "a.rq").write_text("ASK {}")
    assert typed(rf"\r {tmp_path}/a.rq")[0] == ["yes"]


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


def test_a_prefix_can_be_added(typed, shell):
    assert typed(r"\prefix lu https://w3id.org/conflict-news/data/", "ASK { lu:actor\\/lurania-army ?p ?o }")[0] == [
        "yes"
    ]
    assert "lu:" in "\n".join(typed(r"\prefix")[0])
    del shell.session.prefixes["lu"]


def test_a_time_limit_is_kept_and_the_next_query_answered(typed, shell):
    data, words = typed(r"\timeout 0.2", CARTESIAN, "", "ASK {}")
    assert (data, words[1]) == (["yes"], "error: stopped after 0.2 s; narrow it, or give it more time")
    assert shell.settings.timeout == 0.2


def test_statements_are_turtle_whatever_the_mode(typed):
    assert typed("DESCRIBE actor:lurania-army")[0][-3].startswith("actor:lurania-army")


def test_graphs_schema_and_status_tell_of_the_graph(typed):
    assert any("graph:gazetteer" in line for line in typed(r"\graphs")[0])
    assert any(line.startswith("cno:Claim") for line in typed(r"\schema claim")[0])
    assert "triples" in typed(r"\status")[0][1]
    assert typed(r"\reload")[1][0].startswith("kg 20")


@pytest.mark.parametrize("line", [r"\quit", "exit", "quit", ".quit"])
def test_nothing_is_run_after_leaving(typed, shell, line):
    assert typed(line, "ASK {}")[0] == []
    assert shell.done


def test_a_label_can_not_steer_the_terminal(typed):
    for lines in (
        (r"\d place:trap",),
        (r"\find evil",),
        ("SELECT ?l { place:trap rdfs:label ?l }", ""),
        (r"\mode csv", WHO),
    ):
        data, words = typed(*lines)
        assert not set("\n".join([*data, *words])) & set("\x1b\u202e")
