"""Values for a query's variables whose types nobody declares."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query.binding import bind
from kg.query.solutions import Iri, Literal
from kg.query.table import NUMBERS
from kg.query.untyped_values import guess, guess_all

TODAY = date(2031, 3, 31)
XSD = "http://www.w3.org/2001/XMLSchema#"
ACTOR = "https://w3id.org/conflict-news/data/actor/"


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
def test_a_text_becomes_what_it_looks_like(session, text, term):
    if term is None:
        with pytest.raises(UsageError, match=r"is no (day|IRI)"):
            guess(text, session.index, session.prefixes, TODAY)
    else:
        assert guess(text, session.index, session.prefixes, TODAY) == term


def test_a_variable_that_is_not_there_names_those_that_are(session):
    with pytest.raises(UsageError, match=r"no variable 'whom'; did you mean who\? there are: who, x"):
        guess_all("ASK { $who a ?x }", {"whom": ["1"]}, session.index, session.prefixes, TODAY)


PLACES = ["SELECT (STR($x) AS ?out) {}", "SELECT ?out { BIND (STR($x) AS ?out) }", "SELECT ?out { VALUES ?y { $x } BIND (STR(?y) AS ?out) }"]  # fmt: skip


@pytest.mark.parametrize("query", PLACES)
@settings(max_examples=60, deadline=None)
@example(text=".0")
@given(text=st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_no_text_becomes_a_part_of_the_query(session, query, text):
    """Whatever is typed stays one term: the query keeps its one row and its one column."""
    try:
        terms = guess_all(query, {"x": [text]}, session.index, session.prefixes, TODAY)
    except UsageError:
        return
    result = session.ask(bind(query, terms))
    assert result.variables == ("out",)
    [(told,)] = result.rows
    [term] = terms["x"]
    number = isinstance(term, Literal) and term.datatype in NUMBERS  # the engine may write it otherwise: ".0" as "0"
    assert float(told.value) == float(term.value) if number else told.value == term.value
