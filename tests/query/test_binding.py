import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.query.binding import bind
from kg.query.solutions import Iri, Literal

ONE, TWO = Iri("http://e.org/1"), Iri("http://e.org/2")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT * { ?s ?p $x }", "SELECT * { ?s ?p <http://e.org/1> }"),
        ("SELECT * { ?s ?p ?x . # $x\n }", "SELECT * { ?s ?p <http://e.org/1> . # $x\n }"),
        ('SELECT * { ?s ?p "$x", $xy }', 'SELECT * { ?s ?p "$x", $xy }'),
        ("ASK { FILTER (!BOUND($x) || ?y = $x) }", "ASK { FILTER (!true || ?y = <http://e.org/1>) }"),
        ("SELECT $x { ?s ?p $x }", "SELECT (<http://e.org/1> AS $x) { ?s ?p <http://e.org/1> }"),
        ("SELECT * { { SELECT ?s { ?s ?p $x } } }", "SELECT * { { SELECT ?s { ?s ?p <http://e.org/1> } } }"),
        (
            "SELECT * { { SELECT ?s $x { ?s ?p 1 } } }",
            "SELECT * { { SELECT ?s (<http://e.org/1> AS $x) { ?s ?p 1 } } }",
        ),
        ("SELECT (COUNT($x) AS ?n) { }", "SELECT (COUNT(<http://e.org/1>) AS ?n) { }"),
        ("ASK { } GROUP BY ?s $x", "ASK { } GROUP BY ?s (<http://e.org/1> AS $x)"),
        ("SELECT ?s { ?s ?p 1 } ORDER BY ?s $x", "SELECT ?s { ?s ?p 1 } ORDER BY ?s (<http://e.org/1>)"),
        ("SELECT ?s { ?s ?p 1 } ORDER BY DESC($x)", "SELECT ?s { ?s ?p 1 } ORDER BY DESC(<http://e.org/1>)"),
        ("DESCRIBE $x", "DESCRIBE <http://e.org/1>"),
        ("CONSTRUCT { $x a ?y } { ?y ?p $x }", "CONSTRUCT { <http://e.org/1> a ?y } { ?y ?p <http://e.org/1> }"),
    ],
)
def test_a_value_takes_the_place_of_its_variable_and_of_nothing_else(text, bound):
    assert bind(text, {"x": [ONE]}) == bound


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("ASK { FILTER (?y IN ($x)) }", "ASK { FILTER (?y IN (<http://e.org/1>, <http://e.org/2>)) }"),
        ("ASK { VALUES ?y { $x } }", "ASK { VALUES ?y { <http://e.org/1> <http://e.org/2> } }"),
        ("ASK { ?s ?p $x }", "ASK { VALUES $x { <http://e.org/1> <http://e.org/2> } ?s ?p $x }"),
        ("DESCRIBE $x ?s { ?s ?p 1 }", "DESCRIBE <http://e.org/1> <http://e.org/2> ?s { ?s ?p 1 }"),
        ("SELECT $x { ?s ?p $x }", "SELECT $x { VALUES $x { <http://e.org/1> <http://e.org/2> } ?s ?p $x }"),
        (
            "CONSTRUCT { $x a ?y } { ?y ?p $x }",
            "CONSTRUCT { $x a ?y } { VALUES $x { <http://e.org/1> <http://e.org/2> } ?y ?p $x }",
        ),
        (
            "ASK { { SELECT $x { ?s ?p $x } } }",
            "ASK { { SELECT $x { VALUES $x { <http://e.org/1> <http://e.org/2> } ?s ?p $x } } }",
        ),
    ],
)
def test_several_values_become_a_list(text, bound):
    assert bind(text, {"x": [ONE, TWO]}) == bound


def test_a_query_that_assigns_to_a_parameter_is_refused():
    with pytest.raises(QueryError, match="assigns to it"):
        bind("SELECT (1 AS $x) {}", {"x": [ONE]})


ATTACKS = [
    '" } DROP ALL #', "') . ?s ?p ?o . FILTER ('", "\\", '\\"', "a\n} INSERT DATA { <a:> <a:> <a:> }", "$x", "?x", "<http://e>",
    '"""', "'''", "\x00", "\u202e", "SERVICE <http://127.0.0.1/> { ?s ?p ?o }", "'@en", '"^^<http://e>',
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_no_text_gets_out_of_its_literal(session, text):
    result = session.ask(bind("SELECT (STR($x) AS ?out) { }", {"x": [Literal(text)]}))
    assert [row[0].value for row in result.rows] == [text]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_no_text_at_all_gets_out_of_its_literal(session, text):
    (row,) = session.ask(bind("SELECT (STR($x) AS ?out) { FILTER (!BOUND($y)) }", {"x": [Literal(text)]})).rows
    assert row[0].value == text


@pytest.mark.parametrize("iri", ["http://x> } DROP ALL {", "http://x y", "http://x\n", 'http://"'])
def test_no_text_gets_out_of_its_iri(iri):
    with pytest.raises(QueryError, match="can't be written"):
        bind("ASK { ?s ?p $x }", {"x": [Iri(iri)]})
