"""Slots of narratives parsed by hand, one or two sentences to a paragraph: candidates, their features, the choice."""

from datetime import date

import pytest

from kg.reading.document.article_context import ArticleContext
from kg.reading.document.scoring import LinearScorer, load_scorers
from kg.reading.document.slot_filling import fill_slots, slot_candidates
from kg.reading.document.story_segments import StorySegments
from kg.reading.mentions.place_mentions import place_mentions
from kg.reading.mentions.time_mentions import time_mentions
from kg.reading.parse.nlp import ParsedArticle
from kg.text_normalization import clean_text

LEAD = "Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 troops/NNS/dobj/1 in/IN/prep/1 Goma/NNP/pobj/3/B-GPE on/IN/prep/1 Tuesday/NNP/pobj/5/B-DATE ././punct/1"
SAKE = "Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 troops/NNS/dobj/1 in/IN/prep/1 Sake/NNP/pobj/3/B-GPE on/IN/prep/1 Monday/NNP/pobj/5/B-DATE ././punct/1"
ARREST = "Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 ././punct/1"


@pytest.fixture
def narrative(resources, entities, assembled, tree):
    """Return the events of paragraphs, published on a Wednesday, without places and days, and their context."""

    def read(*paragraphs: str, title: str = ""):
        doc, numbers = _joined(tree, paragraphs)
        parsed = ParsedArticle(doc, [t.idx for t in doc], numbers, clean_text(doc.text), doc.text)
        linked = entities(doc, parsed)
        places = tuple(place_mentions(linked))
        times = time_mentions(parsed, resources.timex_tagger, date(2024, 5, 8))
        context = ArticleContext(linked, StorySegments(linked), places, times, title)
        return assembled(linked, places, times), context

    return read


@pytest.fixture
def features(narrative):
    """Return the features of each candidate for place and day of the last event, by name and by first day."""

    def of_paragraphs(*paragraphs: str, title: str = ""):
        events, context = narrative(*paragraphs, title=title)
        places, dates = slot_candidates(events, context)
        ordered = sorted(events, key=lambda e: e.token.i)
        return (
            {c.value.place.label: c.features for c in places.candidates(ordered[-1], ordered[:-1])},
            {str(c.value.interval.earliest): c.features for c in dates.candidates(ordered[-1], ordered[:-1])},
        )

    return of_paragraphs


def _joined(tree, paragraphs):
    """Return one parse of all paragraphs, and the number of each token's paragraph."""
    rows, numbers = [], []
    for number, text in enumerate(paragraphs):
        base = len(rows)
        for item in text.split():
            word, tag, dep, head, *label = item.rsplit("/", 4 if item.count("/") > 3 else 3)
            rows.append("/".join([word, tag, dep, str(base + int(head)), *label]))
            numbers.append(number)
    return tree(" ".join(rows)), numbers


@pytest.mark.parametrize(
    ("paragraph", "place", "feature"),
    [
        pytest.param(ARREST, "Goma", "told nowhere, deed: the story's place", id="a physical event after the main event"),
        pytest.param(ARREST, "Goma", "the story's place: past", id="in the past"),
        pytest.param("Police/NNS/nsubj/2 have/VBP/aux/2 arrested/VBN/ROOT/2 rebels/NNS/dobj/2 ././punct/2",
                     "Goma", "the story's place: not past", id="a perfect is not past"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 2014/CD/pobj/3/B-DATE ././punct/1",
                     "Goma", "told nowhere, deed: the story's place, at another time", id="an event of another time"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 Sake/NNP/pobj/3/B-GPE ././punct/1",
                     "Sake", "deed: where it is said to be", id="an event with a place adjunct"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 Sake/NNP/pobj/3/B-GPE ././punct/1",
                     "Goma", "told elsewhere, deed: the story's place", id="beside the place of the main event"),
        pytest.param("France/NNP/nsubj/1/B-GPE condemned/VBD/ROOT/1 Rwanda/NNP/dobj/1/B-GPE ././punct/1",
                     "Goma", "told elsewhere, words: the story's place", id="a verbal event"),
        pytest.param("Rebels/NNS/nsubj/1 killed/VBD/ROOT/1 police/NNS/dobj/1 ././punct/1",
                     "Goma", "told nowhere, deed: the place of the same sides", id="the same participants"),
    ],
)  # fmt: skip
def test_features_of_a_place(features, paragraph, place, feature):
    assert feature in features(LEAD, paragraph)[0][place]


def test_places_of_the_paragraph_and_of_the_main_event_have_features_of_their_own(features):
    places, days = features(LEAD, f"{SAKE} {_shifted(ARREST, 8)}")
    assert "told nowhere, deed: the paragraph's place" in places["Sake"]
    assert "told on no day, deed: the paragraph's day" in days["2024-05-06"]
    assert "told on no day, deed: the story's day" in days["2024-05-07"]


def test_a_place_in_the_title_has_a_feature(features):
    later = "Rebels/NNS/nsubj/1 met/VBD/ROOT/1 Goma/NNP/poss/4/B-GPE 's/POS/case/2 mayor/NN/dobj/1 ././punct/1"
    assert (
        "told nowhere, talk: the title's place" in features(ARREST, later, title="Rebels in Goma arrested")[0]["Goma"]
    )


def test_the_day_of_a_statement_has_a_feature(features):
    said = "Police/NNS/nsubj/1 said/VBD/ROOT/1 Monday/NNP/npadvmod/1/B-DATE rebels/NNS/nsubj/4 fled/VBD/ccomp/1 Goma/NNP/dobj/4/B-GPE ././punct/1"
    assert "a statement's day" in features(said)[1]["2024-05-06"]


def test_slots_have_the_most_probable_candidate_and_none_below_the_threshold(narrative):
    scorers = {
        "place": LinearScorer(-2, 0.5, {"deed: where it is said to be": 3, "told nowhere, deed: the story's place": 3}),
        "date": LinearScorer(-2, 0.5, {"deed: its grammar's day": 3}),
    }
    events = fill_slots(*narrative(LEAD, ARREST), scorers)
    assert [(e.places[0].value.label, e.places[0].rule, e.when and str(e.when.earliest)) for e in events] == [
        ("Goma", "deed: where it is said to be (0.73)", "2024-05-07"),
        ("Goma", "told nowhere, deed: the story's place (0.73)", None),
    ]


def test_the_fitted_weights_place_an_event_where_the_main_event_is(narrative):
    events = fill_slots(*narrative(LEAD, ARREST), load_scorers())
    assert [e.places[0].value.label for e in events] == ["Goma", "Goma"]


def _shifted(text: str, by: int) -> str:
    """Return a sentence's items with their heads shifted, to follow another in one paragraph."""
    shifted = []
    for item in text.split():
        word, tag, dep, head = item.rsplit("/", 3)
        shifted.append(f"{word}/{tag}/{dep}/{int(head) + by}")
    return " ".join(shifted)
