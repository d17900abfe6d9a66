"""Queries that come from web pages and word processors."""

import time

import pytest

from kg.errors import QueryError
from kg.query.completeness import State, state
from kg.query.explain_error import explain, explain_in_one_line
from kg.query.odd_characters import plain_query
from kg.vocab import PREFIXES

NBSP, BOM, ZWSP = "\u00a0", "\ufeff", "\u200b"


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        (f"SELECT{NBSP}?e {{ ?e{NBSP}a cno:Event }}", "SELECT ?e { ?e a cno:Event }"),
        (f"{BOM}ASK {{}}", "ASK {}"),
        (f"ASK {{ ?e a cno:{ZWSP}Event }}", "ASK { ?e a cno:Event }"),
        ("ASK { ?e rdfs:label “Goma”@en }", 'ASK { ?e rdfs:label "Goma"@en }'),
        ("ASK { ?e rdfs:label „Goma“ }", 'ASK { ?e rdfs:label "Goma" }'),
        ("ASK { ?e rdfs:label ‘Goma’ , ‘x’ }", "ASK { ?e rdfs:label 'Goma' , 'x' }"),
        ("ASK { ?e rdfs:label “Don't – it’s” , “b” }", 'ASK { ?e rdfs:label "Don\'t – it’s" , "b" }'),
        ("ASK {\u2028?e\u3000a\u2009cno:Event }", "ASK {\n?e a cno:Event }"),
        ("ASK { ?e a \u200ecno:Ev\u00adent\u2060 }", "ASK { ?e a cno:Event }"),
    ],
    ids=["space", "byte order mark", "zero width", "quotes", "German", "single", "apostrophe", "separators", "marks"],
)
def test_what_can_not_be_meant_otherwise_is_put_right(pasted, plain):
    assert plain_query(pasted) == plain
    assert state(pasted, PREFIXES) is State.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        f'ASK {{ ?e rdfs:label "Gate{NBSP}5 “Goma” {ZWSP}" }}',
        f"ASK {{ ?e rdfs:label '''{NBSP}\n“Goma”\n{BOM}''' }}",
        "ASK { ?e a <http://x/é“” > }".replace(" >", ">"),
        f"ASK {{ # it’s{NBSP}“so\u2028 }}\n ?e a cno:Event }}",
        "ASK { ?e rdfs:label “Goma }",
        'ASK { ?e rdfs:label “a"b” }',
        "ASK { ?подія a cno:Event ; rdfs:label 'Гома' }",
    ],
    ids=["string", "long string", "IRI", "comment", "alone", "mixed", "Ukrainian"],
)
def test_texts_addresses_and_comments_are_left_alone(text):
    assert plain_query(text) == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ASK { ?e rdfs:label “Goma }", ["error: “ (left double quotation mark) has no place in a query", "  1 │ ASK { ?e rdfs:label “Goma }",
                                         "    │                     ^  texts stand between \"…\" or '…'"]),
        ("ASK { ?e a cno:Event … }", ["error: … (horizontal ellipsis) has no place in a query", "  1 │ ASK { ?e a cno:Event … }",
                                      "    │                      ^  write ..."]),
        ("ASK { FILTER(3 – 2) }", ["error: – (en dash) has no place in a query", "  1 │ ASK { FILTER(3 – 2) }", "    │                ^  write -"]),
    ],
)  # fmt: skip
def test_what_may_be_meant_otherwise_is_pointed_to(text, lines):
    assert explain(text, QueryError("query: wrong", 1, 1), PREFIXES).split("\n") == lines


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s a <http://a }",
        "SELECT * { ?s a <http://a",
        "SELECT * { ?s ?p <urn:x\n",
        "SELECT * { ?s <http://a b> ?o }",
        "PREFIX a: <http://x\nSELECT * { ?s ?p ?o",
        "SELECT * { ?s ?p ?o FILTER (?o = <http://a",
        "SELECT * { VALUES ?x { <http://a",
        "SELECT * { ?s a <",
    ],
)
def test_an_iri_that_nothing_closes_is_wrong_at_once(text):
    assert state(text, PREFIXES) is State.WRONG
    column = text.rindex("<") + 1
    line = explain_in_one_line(text.replace("\n", " "), QueryError("query: wrong", 1, 1), PREFIXES)
    assert line == f"query: 1:{column}: < is not closed; an IRI ends with > and has no spaces and line ends"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER (?o <",
        "SELECT * { ?s ?p ?o FILTER (?o <3",
        "SELECT * { ?s ?p ?o FILTER (?o < ?s && ?s",
        "SELECT (?a <",
        "SELECT * { ?s ?p '''a <http://b\n",
    ],
)
def test_a_comparison_can_be_gone_on_with(text):
    assert state(text, PREFIXES) is State.INCOMPLETE


def test_a_triple_term_is_no_iri():
    assert state("SELECT * { ?r rdf:reifies <<( ?s ?p ?o )>> }", PREFIXES) is State.COMPLETE


@pytest.mark.parametrize("unit", ["“a” ", "“ ", "\u00a0", "–", "‘", "<http://a "])
def test_long_pastes_take_no_time(unit):
    started = time.process_time()
    plain_query("ASK { " + unit * (50_000 // len(unit)))
    assert time.process_time() - started < 2
