"""What a typed value stands for when nothing declares it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query.solutions import Iri, Literal
from kg.query.values import read_values, written
from kg.vocab import PREFIXES

TODAY = date(2031, 3, 10)
XSD = PREFIXES["xsd"]
M23 = Iri(PREFIXES["actor"] + "m23")


@pytest.mark.parametrize(
    ("text", "terms", "said"),
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
        ("-3d", (Literal("2031-03-07", datatype=XSD + "date"),), "2031-03-07"),
        ('"5"^^xsd:long', (Literal("5", datatype=XSD + "long"),), "5"),
    ],
)
def test_a_value_is_a_term_a_day_or_a_text(text, terms, said):
    assert read_values(text, PREFIXES, TODAY) == terms
    assert written(terms, PREFIXES) == said


@pytest.mark.parametrize(
    "text", ["no:prefix", '"open', "<a b>", "12 people", '"a" ; <urn:b> "c"', "_:b", '"a" # x\n. <a:b> a <a:c>']
)
def test_what_begins_like_a_term_and_is_none_is_refused(text):
    with pytest.raises(UsageError):
        read_values(text, PREFIXES, TODAY)


@given(st.text())
def test_any_text_is_a_value_or_refused(text):
    try:
        terms = read_values(text, PREFIXES, TODAY)
    except UsageError:
        return
    assert all(isinstance(term, Iri | Literal) for term in terms)
    assert terms
