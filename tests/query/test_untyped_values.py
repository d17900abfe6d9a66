"""Values for a query's variables whose types nobody declares, in the two syntaxes."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query.binding import bind
from kg.query.solutions import Iri, Literal
from kg.query.table import NUMERIC_DATATYPES
from kg.query.untyped_values import ONE_TERM, TURTLE_TERMS, format_terms, parse_arguments, parse_terms
from kg.vocab import PREFIXES

TODAY = date(2031, 3, 31)
XSD = PREFIXES["xsd"]
ACTOR = PREFIXES["actor"]
M23 = Iri(ACTOR + "m23")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("actor:m23", Iri(ACTOR + "m23")),
        ("<https://e.org/a b>", None),
        ("<https://e.org/a>", Iri("https://e.org/a")),
        ("https://e.org/a", Iri("https://e.org/a")),
        ("urn:x:y", Iri("urn:x:y")),
        ("5", Literal("5", datatype=XSD + "integer")),
        ("-07", Literal("-7", datatype=XSD + "integer")),
        ("2.5", Literal("2.5", datatype=XSD + "decimal")),
        ("true", Literal("true", datatype=XSD + "boolean")),
        ("2031-02-03", Literal("2031-02-03", datatype=XSD + "date")),
        ("2031-02", Literal("2031-02-01", datatype=XSD + "date")),
        ("-30d", Literal("2031-03-01", datatype=XSD + "date")),
        ("last-week", Literal("2031-03-24", datatype=XSD + "date")),
        ("2031-02-03T04:05:06", Literal("2031-02-03T04:05:06", datatype=XSD + "dateTime")),
        ("Goma", Literal("Goma")),
        ("", Literal("")),
        ("note: actor:m23 fled", Literal("note: actor:m23 fled")),
        ("nobody:knows", Literal("nobody:knows")),
        ("123456789012345678901", Literal("123456789012345678901")),
        ('"5"', Literal("5")),
        ('"Гома"@uk', Literal("Гома", "uk")),
        ('"2031"^^xsd:gYear', Literal("2031", datatype=XSD + "gYear")),
        ('"a" } DROP ALL #', Literal('"a" } DROP ALL #')),
        ("2031-02-30", None),
    ],
)
def test_one_term_is_read_by_its_lexical_form(text, term):
    if term is None:
        with pytest.raises(UsageError, match=r"is no (day|IRI)"):
            parse_terms(text, ONE_TERM, PREFIXES, TODAY)
    else:
        assert parse_terms(text, ONE_TERM, PREFIXES, TODAY) == (term,)


@pytest.mark.parametrize(
    ("text", "terms", "formatted"),
    [
        ("actor:m23", (M23,), "actor:m23"),
        ("actor:m23, actor:m23 ,<http://x/y>", (M23, Iri("http://x/y")), "actor:m23, <http://x/y>"),
        ("https://x/y", (Iri("https://x/y"),), "<https://x/y>"),
        ('"Goma"@en', (Literal("Goma", "en"),), '"Goma"@en'),
        ("'a b'", (Literal("a b"),), '"a b"'),
        ("Goma town", (Literal("Goma town"),), '"Goma town"'),
        ("O'Brien", (Literal("O'Brien"),), '"O\'Brien"'),
        ("3", (Literal("3", datatype=XSD + "integer"),), "3"),
        ("-2.5", (Literal("-2.5", datatype=XSD + "decimal"),), "-2.5"),
        ("true", (Literal("true", datatype=XSD + "boolean"),), "true"),
        ("2024", (Literal("2024", datatype=XSD + "integer"),), "2024"),
        ("2024-05", (Literal("2024-05-01", datatype=XSD + "date"),), "2024-05-01"),
        ("-3d", (Literal("2031-03-28", datatype=XSD + "date"),), "2031-03-28"),
        ('"5"^^xsd:long', (Literal("5", datatype=XSD + "long"),), "5"),
    ],
)
def test_turtle_terms_are_terms_days_or_a_string(text, terms, formatted):
    assert parse_terms(text, TURTLE_TERMS, PREFIXES, TODAY) == terms
    assert format_terms(terms, PREFIXES) == formatted


@pytest.mark.parametrize(
    "text", ["no:prefix", '"open', "<a b>", "12 people", '"a" ; <urn:b> "c"', "_:b", '"a" # x\n. <a:b> a <a:c>']
)
def test_turtle_terms_that_begin_like_a_term_and_are_none_are_refused(text):
    with pytest.raises(UsageError):
        parse_terms(text, TURTLE_TERMS, PREFIXES, TODAY)


@pytest.mark.parametrize("syntax", [ONE_TERM, TURTLE_TERMS], ids=["one term", "turtle terms"])
@given(text=st.text())
def test_any_text_is_terms_or_refused(syntax, text):
    try:
        terms = parse_terms(text, syntax, PREFIXES, TODAY)
    except UsageError:
        return
    assert all(isinstance(term, Iri | Literal) for term in terms)
    assert terms


def test_a_variable_that_is_not_there_names_those_that_are():
    with pytest.raises(UsageError, match=r"no variable 'whom'; did you mean who\? there are: who, x"):
        parse_arguments("ASK { $who a ?x }", {"whom": ["1"]}, ONE_TERM, PREFIXES, TODAY)


PLACES = ["SELECT (STR($x) AS ?out) {}", "SELECT ?out { BIND (STR($x) AS ?out) }", "SELECT ?out { VALUES ?y { $x } BIND (STR(?y) AS ?out) }"]  # fmt: skip


@pytest.mark.parametrize("query", PLACES)
@settings(max_examples=60, deadline=None)
@example(text=".0")
@given(text=st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_no_text_becomes_a_part_of_the_query(session, query, text):
    """Whatever is typed stays one term: the query keeps its one row and its one column."""
    try:
        terms = parse_arguments(query, {"x": [text]}, ONE_TERM, PREFIXES, TODAY)
    except UsageError:
        return
    result = session.ask(bind(query, terms))
    assert result.variables == ("out",)
    [(value,)] = result.rows
    [term] = terms["x"]
    number = (
        isinstance(term, Literal) and term.datatype in NUMERIC_DATATYPES
    )  # the engine may write it otherwise: ".0" as "0"
    assert float(value.value) == float(term.value) if number else value.value == term.value
