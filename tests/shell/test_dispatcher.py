"""One line of input: a command, a query, or neither."""

import re

import pytest

from kg.shell.dispatcher import execute_line, is_command


def test_a_query_runs_when_it_is_whole(typed):
    data, words = typed("SELECT ?e {", "?e a cno:Event", "}", "ORDER BY ?e", "", "ASK {}")
    assert data[2] == " 1 │ Northern Front shells the port of Kessel  event:shelling-kessel"
    assert data[3] == "yes"
    assert re.fullmatch(r"1 row · 1 column · \d+ ms", words[0])


@pytest.mark.parametrize("clause", ["GROUP BY ?a", "GROUP BY\n  ?a\nHAVING (COUNT(?e) > 0)\nORDER BY ?a\nLIMIT 3"])
def test_what_groups_a_query_may_have_lines_of_its_own(typed, clause):
    lines = ["SELECT ?a (COUNT(?e) AS ?n)", "WHERE {", "  ?e cno:actor ?a", "}", *clause.splitlines(), "ASK {}"]
    data, words = typed(*lines)
    assert (data[2].split(), data[3]) == (["1", "│", "Northern", "Front", "actor:northern-front", "│", "1"], "yes")
    assert not any("error" in line for line in words)


def test_a_query_without_its_grouping_is_explained_at_an_empty_line_or_a_semicolon(typed):
    for end in ([""], [";"], []):
        data, words = typed("SELECT ?a (COUNT(?e) AS ?n)", "{ ?e cno:actor ?a }", *end, "ASK {}")
        assert data == ["yes"]
        assert words[:2] == ["error: ?a is neither grouped nor aggregated", "  1 │ SELECT ?a (COUNT(?e) AS ?n)"]


def test_a_clause_behind_a_finished_query_is_told_why_it_stands_alone(typed):
    assert typed("ASK {};", "LIMIT 3")[1][-1] == (
        "the query before ended at an empty line or a semicolon; leave none there"
    )


def test_the_lines_of_a_wrong_query_are_one_error(typed):
    data, words = typed("SELEC ?a {", "  ?e cno:actor ?a", "}", "ASK {}")
    assert data == ["yes"]
    assert sum(line.startswith("error") for line in words) == 1


def test_an_unfinished_query_is_explained_at_the_end(typed):
    assert typed("SELECT * {", "?s ?p ?o")[1][0] == "error: { is not closed"


def test_a_wrong_query_does_not_end_the_session(typed, shell):
    data, words = typed("SELEC * {}", "ASK {}")
    assert (data, words[0]) == (["yes"], "error: unknown word 'SELEC'")
    assert shell.has_failed


def test_an_unfinished_query_can_be_gone_on_with(shell):
    execute_line(shell, "SELECT * {\n ?e a cnoo:Event")
    assert shell.prompt_text == "SELECT * {\n ?e a cnoo:Event"
    execute_line(shell, "SELEC * {}")
    assert shell.prompt_text == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"\srce x", "error: no command \\srce; did you mean \\src?"),
        (r"\o f", "error: no command \\o; did you mean \\g FILE?"),
        (r"\dt", "error: no command \\dt; did you mean \\schema?"),
        (r"\sch", "error: no command \\sch; did you mean \\schema?"),
        (r"\k", "error: no command \\k; \\? lists them"),
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


@pytest.mark.parametrize("line", [".x", "/x", r"\x", r" \x "])
def test_commands_have_other_marks(typed, shell, line):
    typed(line)
    assert shell.settings.mode == "vertical"


def test_a_path_or_a_dot_in_a_query_is_no_command(typed):
    assert typed("SELECT ?x { ?c cno:claimant", "/cno:country ?x", ". }", "")[0][2] == " 1 │ Lurania  place:lurania"


@pytest.mark.parametrize("line", [r"\quit", "exit", "quit", ".quit"])
def test_nothing_is_run_after_leaving(typed, shell, line):
    assert typed(line, "ASK {}")[0] == []
    assert shell.is_finished


@pytest.mark.parametrize("text", ["\\d 1", "\\?", ".last", "/q 3", "exit", "help", " \\tour"])
def test_a_command_needs_no_whole_query(text):
    assert is_command(text)


@pytest.mark.parametrize("text", [".5", "/cno:place ?x", "?s ?p ?o", "SELECT"])
def test_what_looks_like_a_command_is_none(text):
    assert not is_command(text)


@pytest.mark.parametrize("line", ["help", ".help", "/help", "HELP", "help;", "help()", "?", ":help", r"\help", r"\h"])
def test_help_comes_however_it_is_asked_for(typed, line):
    assert any(one.startswith(r"\tour") for one in typed(line)[0])


@pytest.mark.parametrize(
    "line", ["exit;", "quit()", "QUIT", ":q", ":q!", ".exit", "/quit", "bye", "\ufeffquit", "\ufeff\\quit"]
)
def test_there_are_many_ways_out(typed, shell, line):
    typed(line, "ASK {}")
    assert shell.is_finished


@pytest.mark.parametrize("text", ["/c", ":quitter", "?x", "exit ?s", "?help"])
def test_what_only_begins_like_a_way_out_is_none(typed, shell, text):
    typed(text)
    assert not shell.is_finished


@pytest.mark.parametrize(
    "lines",
    [
        ("\ufeffSELECT\u00a0?e {", "?e\u00a0a cno:\u200bEvent", "}"),
        ("SELECT ?e { ?e rdfs:label “Northern Front shells the port of Kessel”@en }",),
    ],
)
def test_a_pasted_query_is_put_right(typed, lines):
    assert typed(*lines)[0][2].startswith(" 1 │ Northern Front shells")


def test_an_address_that_is_not_closed_is_said_at_once_and_the_next_query_answered(typed):
    data, words = typed("SELECT * { ?s a <http://a }", "ASK {}")
    assert (data, words[0]) == (["yes"], "error: < is not closed")


@pytest.mark.parametrize("line", [r"\pager 'x", r"\set pager less 'x", r"\q disputed-events a='x", r"\q edit mine"])
def test_a_quotation_mark_that_is_not_closed_is_said(typed, monkeypatch, line):
    monkeypatch.setenv("VISUAL", "vi 'x")
    typed("ASK {}", "", r"\q save mine")
    assert "no closing quotation" in typed(line)[1][0]
