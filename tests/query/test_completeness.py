"""How far a query or an update is: complete, incomplete or wrong."""

import pytest

from kg.query.completeness import State, state
from kg.vocab import PREFIXES

COMPLETE, INCOMPLETE, WRONG = State.COMPLETE, State.INCOMPLETE, State.WRONG
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
