"""Figures as whole sentences have them, read with the language model."""

from datetime import date

import pytest

from kg.model import Article
from kg.reading.pipeline import load_reader

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param("Rebels attacked Goma on Monday and killed between 10 and 15 soldiers.", ["killed 10 between 10 15 event: 10 and 15"], id="a range"),
        pytest.param("An air strike on Goma killed up to 20 people and wounded about 30.",
                     ["killed 20 at-most None 20 event: up to 20", "injured 30 about 30 30 event: about 30"], id="two qualifiers"),
        pytest.param("At least 20 people are feared dead after rebels attacked Goma with mortars on Monday, the army said.",
                     ["killed 20 feared None 20 event: 20"], id="feared"),
        pytest.param("More than a dozen people were killed when a drone hit a market in El Fasher on Friday.",
                     ["killed 12 at-least 12 None event: More than a dozen"], id="an article"),
        pytest.param("Israeli strikes killed 10 people in Gaza on Monday and have killed 40,000 since the war began.",
                     ["killed 10 exact 10 10 event: 10", "killed 40000 exact 40000 40000 to-date: 40,000"], id="a toll and a total"),
        pytest.param("Israeli strikes killed 12 people in Gaza on Monday, bringing the death toll since October to 40,000.",
                     ["killed 12 exact 12 12 event: 12"], id="a total that the sentence comes to"),
        pytest.param("The South African defence ministry said that 13 soldiers had been killed in eastern Congo since last week.",
                     ["killed 13 exact 13 13 event: 13"], id="the toll of some days"),
    ],
)  # fmt: skip
def test_figures_of_a_sentence(text, figures):
    reading = load_reader().read(Article("a", text, published=date(2024, 10, 1)))
    found = {f: None for e in reading.events for c in e.claims for f in c.figures}
    told = [f"{f.casualty} {f.number} {f.qualifier} {f.low} {f.high} {f.scope}: {f.mention.text}" for f in found]
    assert told == figures


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("No fewer than seven people were killed in the bombing in Baghdad on Monday.", "at-least"),
        ("Not fewer than 12 soldiers were killed when rebels attacked Goma on Monday.", "at-least"),
        ("Rebels attacked Goma on Monday and no more than five soldiers were killed.", "at-most"),
    ],
)
def test_the_bound_of_a_number_denies_nothing(text, qualifier):
    reading = load_reader().read(Article("a", text, published=date(2024, 10, 1)))
    claims = [c for e in reading.events for c in e.claims]
    assert {str(c.polarity) for c in claims} == {"affirmed"}
    assert {str(f.qualifier) for c in claims for f in c.figures} == {qualifier}
