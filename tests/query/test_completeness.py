"""How far a query or an update is: complete, incomplete or wrong."""

import pytest

from kg.query.completeness import State, state, without_terminator
from kg.vocab import PREFIXES

COMPLETE, INCOMPLETE, EXTENDABLE, WRONG = State.COMPLETE, State.INCOMPLETE, State.EXTENDABLE, State.WRONG
COUNTED = "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }"
INSERT = "INSERT DATA { actor:new a cno:Actor }"

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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (INSERT, State.COMPLETE),
        ("INSERT DATA {", State.INCOMPLETE),
        ("INSERT DATA { actor:x a cno:Actor", State.INCOMPLETE),
        ("DELETE { ?s ?p ?o }", State.INCOMPLETE),
        ("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", State.COMPLETE),
        ("DELETE WHERE { ?s ?p } ", State.WRONG),
        ("CLEAR ALL", State.COMPLETE),
        ("LOAD <http://127.0.0.1:9/x>", State.COMPLETE),
        (f"{INSERT} ; {INSERT}", State.COMPLETE),
    ],
)
def test_whether_an_update_is_whole(text, found):
    assert state(text, PREFIXES) is found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("SELECT * { ?s ?p ?o }", State.COMPLETE, id="whole"),
        pytest.param("SELECT * { ?s ?p ?o } # and a comment", State.COMPLETE, id="comment at the end"),
        pytest.param("SELECT * { ?s ?p '''a\n'''}", State.COMPLETE, id="long text"),
        pytest.param("DESCRIBE actor:m23", State.COMPLETE, id="no braces needed"),
        pytest.param("", State.INCOMPLETE, id="nothing"),
        pytest.param("# a comment", State.INCOMPLETE, id="comment alone"),
        pytest.param("SELECT", State.INCOMPLETE, id="first word"),
        pytest.param("SELECT ?a WHERE", State.INCOMPLETE, id="before the brace"),
        pytest.param("SELECT * { ?s a cno:Ev", State.INCOMPLETE, id="half a name"),
        pytest.param("SELECT * { ?s ?p ?o FIL", State.INCOMPLETE, id="half a word"),
        pytest.param("SELECT * { ?s ?p '''a", State.INCOMPLETE, id="inside a long text"),
        pytest.param("SELECT * { ?s ?p ?o } ORDER BY", State.INCOMPLETE, id="after ORDER BY"),
        pytest.param("PREFIX a: <http://a/>", State.INCOMPLETE, id="prologue"),
        pytest.param("SELEC ?a", State.WRONG, id="misspelled"),
        pytest.param("SELECT * { ?s ?p ?o } }", State.WRONG, id="one brace too many"),
        pytest.param("SELECT * { ?s nope:x", State.INCOMPLETE, id="last name, which may be half typed"),
        pytest.param("SELECT * { ?s nope:x ?o", State.WRONG, id="unknown prefix"),
        pytest.param("SELECT * { ?s ?p 'a\n }", State.WRONG, id="text over two lines"),
        pytest.param(COUNTED, EXTENDABLE, id="GROUP BY may follow"),
        pytest.param(f"{COUNTED} GROUP BY", INCOMPLETE, id="half of GROUP BY"),
        pytest.param(f"{COUNTED} GROUP BY ?p", EXTENDABLE, id="another variable may follow"),
        pytest.param(f"{COUNTED} GROUP BY ?p ?s", COMPLETE, id="all are grouped"),
        pytest.param(f"{COUNTED} HAVING (?n > 1)", WRONG, id="too late for GROUP BY"),
        pytest.param(f"{COUNTED} LIMIT 3", WRONG, id="too late for GROUP BY, with a limit"),
        pytest.param("SELECT (STR(?s) AS ?t) (MAX(?o) AS ?n) { ?s ?p ?o }", EXTENDABLE, id="ungrouped in brackets"),
        pytest.param("SELECT ?s ?t { ?s ?p ?o } GROUP BY ?s", EXTENDABLE, id="grouped without an aggregate"),
        pytest.param("SELECT * { ?s ?p ?o } GROUP BY ?s", WRONG, id="star is not grouped"),
        pytest.param("SELECT * { { " + COUNTED, INCOMPLETE, id="ungrouped inside"),
        pytest.param("SELECT * { { " + COUNTED + " } }", WRONG, id="ungrouped inside, and closed"),
        pytest.param("SELECT * { { " + COUNTED + " GROUP BY ?s } }", COMPLETE, id="grouped inside"),
        pytest.param("SELECT (SUM(?o) AS ?n) (?n + 1 AS ?m) { ?s ?p ?o }", WRONG, id="no grouping mends a result"),
        pytest.param("ASK {} ;", COMPLETE, id="semicolon behind a query"),
        pytest.param(f"{COUNTED} ;", WRONG, id="semicolon instead of GROUP BY"),
        pytest.param("SELECT * { ?s ?p ?o ;", INCOMPLETE, id="semicolon of a pattern"),
        pytest.param("hello", State.WRONG, id="no query"),
        pytest.param("SELECT * {" + " ?s ?p ?o ." * 200 + "}", State.COMPLETE, id="too long to parse, closed"),
        pytest.param("ASK " + "{" * 5000, State.INCOMPLETE, id="too deep to parse, open"),
    ],
)
def test_how_far_a_text_is(text, expected):
    assert state(text, PREFIXES) is expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ASK {} ;", "ASK {}"),
        ("ASK {};;\n # done\n", "ASK {}"),
        ("ASK { ?s ?p ?o ; ", "ASK { ?s ?p ?o ; "),
        ("CLEAR ALL ;", "CLEAR ALL ;"),
        (";", ";"),
    ],
)
def test_a_semicolon_behind_a_query_is_no_part_of_it(text, left):
    assert without_terminator(text) == left


def test_a_relative_iri_may_have_a_base_that_the_text_does_not_say():
    assert state("SELECT * {\n <a> ?p ?o\n", PREFIXES) is State.INCOMPLETE
    assert state("SELECT * {\n <a> ?p ?o\n}", PREFIXES) is State.COMPLETE
