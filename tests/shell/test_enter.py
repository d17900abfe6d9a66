"""Enter runs a whole query, begins a line in one that can go on, and hands over one that no more text can mend."""

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from kg.query.completeness import State, state
from kg.shell.commands import is_command
from kg.shell.prompt import prompt_session
from kg.vocab import PREFIXES

COMPLETE, INCOMPLETE, WRONG = State.COMPLETE, State.INCOMPLETE, State.WRONG

SPECIFIED = [
    ("SELECT * { ?s ?p ?o }", COMPLETE),
    ("ASK {}", COMPLETE),
    ("SELECT * {", INCOMPLETE),
    ("SELECT ?s WHERE", INCOMPLETE),
    ("SELECT * { ?s a cno:Event ; ", INCOMPLETE),
    ('SELECT * { ?s ?p """a\nb', INCOMPLETE),
    ("SELEC * {}", WRONG),
    ("SELECT * { ?s ?p ?o }}", WRONG),
    ("SELECT * { ?s oont:x ?o }", WRONG),
]
MORE = [
    ("", INCOMPLETE),
    ("   \n ", INCOMPLETE),
    ("# a remark", INCOMPLETE),
    ("SELECT", INCOMPLETE),
    ("SELECT *", INCOMPLETE),
    ("SELECT DISTINCT ?s", INCOMPLETE),
    ("SELECT (COUNT(*) AS", INCOMPLETE),
    ("SELECT (COUNT(*) AS ?n)", INCOMPLETE),
    ("PREFIX ex: <http://e/>", INCOMPLETE),
    ("PREFIX ex: <http://e/> SELECT * { ?s ex:p ?o }", COMPLETE),
    ("BASE <http://e/> ASK { <a> ?p ?o }", COMPLETE),
    ("ASK", INCOMPLETE),
    ("ASK {", INCOMPLETE),
    ("ASK { ?s ?p ?o . }", COMPLETE),
    ("DESCRIBE place:kessel", COMPLETE),
    ("DESCRIBE", INCOMPLETE),
    ("DESCRIBE ?x { ?x a cno:Event", INCOMPLETE),
    ("CONSTRUCT { ?s ?p ?o } WHERE {", INCOMPLETE),
    ("CONSTRUCT WHERE { ?s ?p ?o }", COMPLETE),
    ("SELECT * { ?s ?p ?o } LIMIT", INCOMPLETE),
    ("SELECT * { ?s ?p ?o } LIMIT 5", COMPLETE),
    ("SELECT * { ?s ?p ?o } LIMIT x", WRONG),
    ("SELECT * { ?s ?p ?o } ORDER", INCOMPLETE),
    ("SELECT * { ?s ?p ?o } ORDER BY", INCOMPLETE),
    ("SELECT * { ?s ?p ?o } ORDER BY DESC(?s)", COMPLETE),
    ("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p", COMPLETE),
    ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p", WRONG),
    ("SELECT * { ?s ?p ?o OPTIONAL {", INCOMPLETE),
    ("SELECT * { ?s ?p ?o OPTIONAL { ?s ?q ?r }", INCOMPLETE),
    ("SELECT * { ?s ?p ?o OPTIONAL { ?s ?q ?r } }", COMPLETE),
    ("SELECT * { ?s ?p ?o FILTER (?o > 3", INCOMPLETE),
    ("SELECT * { ?s ?p ?o FILTER (?o > 3) }", COMPLETE),
    ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", WRONG),
    ("SELECT * { VALUES ?x { 1 2", INCOMPLETE),
    ("SELECT * { VALUES ?x { 1 2 } }", COMPLETE),
    ("SELECT * { ?s cno:about/cno:place ?o }", COMPLETE),
    ("SELECT * { ?s cno:about/", INCOMPLETE),
    ("SELECT * { { SELECT ?s { ?s ?p ?o } } }", COMPLETE),
    ("SELECT * { ?s ?p 'a } b' }", COMPLETE),
    ("SELECT * { ?s ?p ?o # }\n", INCOMPLETE),
    ("SELECT * { ?s ?p ?o # }\n}", COMPLETE),
    ("SELECT * { <http://e/#x> ?p ?o }", COMPLETE),
    ("WHERE { ?s ?p ?o }", WRONG),
    ("SELECT * { ?s ?p ?o ) }", WRONG),
]


@pytest.mark.parametrize(("text", "wanted"), SPECIFIED + MORE)
def test_enter_knows_how_far_a_query_is(text, wanted):
    assert state(text, PREFIXES) is wanted


@pytest.mark.parametrize("text", ["\\d 1", "\\?", ".last", "/q 3", "exit", "help", " \\tour"])
def test_a_command_needs_no_whole_query(text):
    assert is_command(text)


@pytest.mark.parametrize("text", [".5", "/cno:place ?x", "?s ?p ?o", "SELECT"])
def test_what_looks_like_a_command_is_none(text):
    assert not is_command(text)


def test_a_paste_of_ten_lines_waits_for_enter_and_runs_whole(shell, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    query = "SELECT ?e\nWHERE {\n  ?e a cno:Event ;\n     cno:place ?p .\n\n  ?p cno:within ?c\n}\nORDER BY ?e\nLIMIT 5\n# end"
    with create_pipe_input() as source:
        source.send_text(f"\x1b[200~{query}\x1b[201~\r")
        assert prompt_session(shell, source, DummyOutput()).prompt() == query
