from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest

from kg.graph.labels import claim_label, event_label
from kg.graph.quads import event_key, quads, term
from kg.model import (
    Actor,
    Article,
    Casualty,
    CasualtyFigure,
    Certainty,
    Claim,
    Event,
    FigureScope,
    Filler,
    Interval,
    Kind,
    Mention,
    Modality,
    Place,
    Polarity,
    Qualifier,
    Reading,
    SpeechAct,
)

TEXT = "Rebels shelled Kessel on Tuesday, the army said."
ARTICLE = Article("kessel", TEXT, title="Shells on Kessel", outlet="Example Wire", published=date(2024, 5, 8))
REBELS = Filler(Actor("rebels", Kind.GROUP, "rebels"), Mention(0, 6, "Rebels"), "actor")
TOWN = Filler(Actor("kessel", Kind.FACILITY, "Kessel"), Mention(15, 21, "Kessel"), "target")
PLACE = Filler(Place("kessel", Kind.SETTLEMENT, "Kessel"), Mention(15, 21, "Kessel"), "place")
ARMY = Filler(Actor("army", Kind.ARMED_FORCE, "the army"), Mention(34, 42, "the army"), "source")
TUESDAY = Interval(date(2024, 5, 7), date(2024, 5, 7), "on Tuesday", "2024-05-07")
CLAIM = Claim(
    (ARMY,),
    (),
    Polarity.AFFIRMED,
    Certainty.CERTAIN,
    Modality.ACTUAL,
    SpeechAct.STATEMENT,
    (Mention(0, 47, TEXT[:47]),),
)
EVENT = Event("shelling", (Mention(7, 14, "shelled"),), (REBELS,), (TOWN,), (PLACE,), None, TUESDAY, (CLAIM,))
READING = Reading(ARTICLE, (EVENT,), (), (REBELS.value, TOWN.value, PLACE.value, ARMY.value))


@pytest.fixture
def store():
    made = ox.Store()
    made.extend(quads(READING))
    return made


def said(store, subject, predicate):
    return [q.object.value.rsplit("/", 1)[-1] for q in store.quads_for_pattern(subject, term(predicate), None)]


def test_an_event_has_what_says_which_one_it_is(store):
    event = term(f"event:{event_key(EVENT, ARTICLE.key)}")
    assert [said(store, event, f"cno:{p}") for p in ("action", "actor", "target", "place", "earliest")] == [
        ["shelling"], ["rebels"], ["kessel"], ["kessel"], ["2024-05-07"],
    ]  # fmt: skip


def test_what_varies_with_the_teller_is_the_claims(store):
    [claim] = [q.subject for q in store.quads_for_pattern(None, term("rdf:type"), term("cno:Claim"))]
    assert said(store, claim, "cno:claimant") == ["army"]
    assert said(store, claim, "cno:polarity") == ["affirmed"]


def test_what_is_known_from_outside_the_text_stands_apart(store):
    graphs = {
        q.graph_name.value.rsplit("/", 1)[-1] for q in store.quads_for_pattern(None, term("dcterms:issued"), None)
    }
    assert graphs == {f"metadata-{ARTICLE.key}"}


def test_an_event_known_to_the_day_and_place_is_shared_by_articles():
    assert event_key(EVENT, "one") == event_key(EVENT, "other")


def test_an_event_without_a_day_is_its_articles_own():
    from dataclasses import replace

    undated = replace(EVENT, when=None)
    assert event_key(undated, "one") != event_key(undated, "other")


def test_labels_are_for_readers():
    assert event_label(EVENT) == "rebels: shell → Kessel, 2024-05-07"
    assert claim_label(CLAIM, EVENT, ARTICLE) == "the army affirms: rebels: shell → Kessel, 2024-05-07"


def test_a_figure_has_its_bounds_and_words_and_a_total_is_no_toll():
    figures = (
        CasualtyFigure(Casualty.KILLED, 20, Qualifier.AT_LEAST, mention=Mention(0, 6, "Rebels")),
        CasualtyFigure(Casualty.KILLED, 300, scope=FigureScope.YEAR_TO_DATE),
        CasualtyFigure(Casualty.INJURED, 10, Qualifier.BETWEEN, 15),
    )
    store = ox.Store()
    store.extend(quads(replace(READING, events=(replace(EVENT, claims=(replace(CLAIM, figures=figures),)),))))
    names = [
        f"{c}{p}" for c in ("killed", "injured") for p in ("", "Low", "High", "Qualifier", "InTotal", "InTotalScope")
    ]
    assert {name: value for name in names if (value := said(store, None, f"cno:{name}"))} == {
        "killed": ["20"], "killedLow": ["20"], "killedQualifier": ["at-least"], "killedInTotal": ["300"],
        "killedInTotalScope": ["year-to-date"], "injured": ["10"], "injuredLow": ["10"], "injuredHigh": ["15"],
        "injuredQualifier": ["between"],
    }  # fmt: skip
    assert len(said(store, None, "cno:figureMention")) == 1
