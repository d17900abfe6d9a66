from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, UsageError
from kg.query.arguments import ValueContext, resolve_arguments, split_assignments
from kg.query.binding import bind
from kg.query.parameters import parse_declaration
from kg.query.solutions import Iri, Literal
from kg.query.time_periods import parse_day

TODAY = date(2031, 3, 31)  # a Monday
XSD = "http://www.w3.org/2001/XMLSchema#"
ACTOR = "https://w3id.org/conflict-news/data/actor/"


@pytest.fixture
def around(session):
    return ValueContext(session.index, session.prefixes, TODAY)


@pytest.mark.parametrize(
    ("text", "edge", "day"),
    [
        ("2031-02-03", "start", "2031-02-03"),
        ("2031-02", "start", "2031-02-01"),
        ("2031-02", "end", "2031-02-28"),
        ("2028", "end", "2028-12-31"),
        ("today", "start", "2031-03-31"),
        ("yesterday", "end", "2031-03-30"),
        ("-30d", "start", "2031-03-01"),
        ("-2w", "start", "2031-03-17"),
        ("-1m", "start", "2031-02-28"),
        ("-1y", "start", "2030-03-31"),
        ("last-week", "start", "2031-03-24"),
        ("last-week", "end", "2031-03-30"),
        ("this-month", "start", "2031-03-01"),
        ("last-month", "end", "2031-02-28"),
        ("this-year", "start", "2031-01-01"),
    ],
)
def test_a_day_is_said_in_many_ways(text, edge, day):
    assert parse_day(text, TODAY, edge).isoformat() == day


@pytest.mark.parametrize("text", ["2031-02-30", "soon", "", "30d", "2031-13", "-99999y", "last-decade", "20310203"])
def test_what_is_no_day_says_how_to_write_one(text):
    with pytest.raises(UsageError, match="is no day; write it as"):
        parse_day(text, TODAY)


@pytest.mark.parametrize(
    ("setting", "typed", "terms"),
    [
        ("iri", "actor:x", (Iri(ACTOR + "x"),)),
        ("iri", "<https://e.org/a>", (Iri("https://e.org/a"),)),
        ("string", 'a "b" \\', (Literal('a "b" \\'),)),
        ("integer", "-07", (Literal("-7", datatype=XSD + "integer"),)),
        ("decimal", "2.50", (Literal("2.50", datatype=XSD + "decimal"),)),
        ("boolean", "yes", (Literal("true", datatype=XSD + "boolean"),)),
        ("date", "2031-02", (Literal("2031-02-01", datatype=XSD + "date"),)),
        ("dateTime", "today", (Literal("2031-03-31T00:00:00", datatype=XSD + "dateTime"),)),
        ("lang", "pt-BR", (Literal("pt-br"),)),
        ({"values": ["code:affirmed", "code:denied"]}, "denied", (Iri("https://w3id.org/conflict-news/code/denied"),)),
        ({"values": ["a", "b"], "many": True}, "b,a,b", (Literal("b"), Literal("a"))),
        ({"type": "entity", "class": "cno:Actor"}, "northern front", (Iri(ACTOR + "northern-front"),)),
        ({"type": "entity", "class": "cno:Actor"}, "NF rebels", (Iri(ACTOR + "northern-front"),)),
        ({"type": "entity"}, "actor:lurania-army", (Iri(ACTOR + "lurania-army"),)),
    ],
)
def test_texts_become_terms(around, setting, typed, terms):
    assert resolve_arguments([parse_declaration("x", setting)], {"x": [typed]}, around, "q") == {"x": terms}


@pytest.mark.parametrize(
    ("setting", "given", "words"),
    [
        pytest.param(
            "date", {"y": ["1"]}, "no parameter 'y'; did you mean|no parameter 'y'; there are: x", id="unknown"
        ),
        pytest.param(
            {"required": True}, {}, r"x is missing; give x=…; there are: x \(string, required\)", id="missing"
        ),
        pytest.param("integer", {"x": ["ten"]}, "x: 'ten' is no whole number", id="integer"),
        pytest.param("decimal", {"x": ["NaN"]}, "is no number", id="decimal"),
        pytest.param("decimal", {"x": ["1e999999"]}, "is no number", id="huge"),
        pytest.param("iri", {"x": ["http://x> } DROP ALL {"]}, "is no IRI", id="iri"),
        pytest.param("boolean", {"x": ["maybe"]}, "neither true nor false", id="boolean"),
        pytest.param({"values": ["red", "blue"]}, {"x": ["read"]}, "did you mean red.*there are: red, blue", id="enum"),
        pytest.param("integer", {"x": ["1", "2"]}, "takes one value, and 2 are given", id="several"),
        pytest.param(
            {"type": "entity", "class": "cno:Person"}, {"x": ["Kessel"]}, "nothing of class cno:Person", id="class"
        ),
        pytest.param({"type": "entity"}, {"x": ["actor:northern-fronts"]}, "near are actor:northern-front", id="near"),
        pytest.param({"type": "entity"}, {"x": ["Lur"]}, "may be place:lurania .*actor:lurania-army", id="ambiguous"),
    ],
)
def test_a_wrong_value_is_answered_with_what_there_is(around, setting, given, words):
    with pytest.raises(UsageError, match=words):
        resolve_arguments([parse_declaration("x", setting)], given, around, "q")


def test_a_default_counts_as_if_it_were_typed(around):
    (terms,) = resolve_arguments(
        [parse_declaration("since", {"type": "date", "default": "-30d"})], {}, around, "q"
    ).values()
    assert terms[0].value == "2031-03-01"


def test_what_is_no_assignment_is_refused():
    assert split_assignments(["$a=1", "a=2=3", "b="]) == {"a": ["1", "2=3"], "b": [""]}
    with pytest.raises(UsageError, match="write it as name=value"):
        split_assignments(["a"])
    with pytest.raises(UsageError, match="write it as name=value"):
        split_assignments(["=1"])


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
