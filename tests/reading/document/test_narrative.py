"""Stories of sentences parsed by hand: each sentence is a paragraph unless two are joined."""

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
KILLED = "Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 ././punct/1"


@pytest.fixture
def story(resources, entities, assembled, tree):
    """Return the events of paragraphs, published on a Wednesday, and what their places and days are chosen from."""

    def told(*paragraphs: str, title: str = ""):
        doc, numbers = _joined(tree, paragraphs)
        parsed = ParsedArticle(doc, [t.idx for t in doc], numbers, clean_text(doc.text), doc.text)
        linked = entities(doc, parsed)
        places = tuple(place_mentions(linked))
        times = time_mentions(parsed, resources.timex_tagger, date(2024, 5, 8))
        context = ArticleContext(linked, StorySegments(linked), places, times, title)
        return assembled(linked, places, times), context

    return told


@pytest.fixture
def features(story):
    """Return the features of each candidate for place and day of the last event, by name and by first day."""

    def of_paragraphs(*paragraphs: str, title: str = ""):
        events, context = story(*paragraphs, title=title)
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
    ("paragraph", "place", "sign"),
    [
        pytest.param(KILLED, "Goma", "told nowhere, deed: the story's place", id="a deed of the story"),
        pytest.param(KILLED, "Goma", "the story's place: past", id="told in the past"),
        pytest.param("Police/NNS/nsubj/2 have/VBP/aux/2 arrested/VBN/ROOT/2 rebels/NNS/dobj/2 ././punct/2",
                     "Goma", "the story's place: not past", id="a perfect is not of that day"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 2014/CD/pobj/3/B-DATE ././punct/1",
                     "Goma", "told nowhere, deed: the story's place, at another time", id="a deed of another time"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 Sake/NNP/pobj/3/B-GPE ././punct/1",
                     "Sake", "deed: where it is said to be", id="a deed elsewhere"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 Sake/NNP/pobj/3/B-GPE ././punct/1",
                     "Goma", "told elsewhere, deed: the story's place", id="and not where the story is"),
        pytest.param("France/NNP/nsubj/1/B-GPE condemned/VBD/ROOT/1 Rwanda/NNP/dobj/1/B-GPE ././punct/1",
                     "Goma", "told elsewhere, words: the story's place", id="words"),
        pytest.param("Rebels/NNS/nsubj/1 killed/VBD/ROOT/1 police/NNS/dobj/1 ././punct/1",
                     "Goma", "told nowhere, deed: the place of the same sides", id="the same sides"),
    ],
)  # fmt: skip
def test_what_speaks_for_a_place(features, paragraph, place, sign):
    assert sign in features(LEAD, paragraph)[0][place]


def test_the_place_of_its_paragraph_is_told_from_that_of_the_story(features):
    places, days = features(LEAD, f"{SAKE} {_moved(KILLED, 8)}")
    assert "told nowhere, deed: the paragraph's place" in places["Sake"]
    assert "told on no day, deed: the paragraph's day" in days["2024-05-06"]
    assert "told on no day, deed: the story's day" in days["2024-05-07"]


def test_the_title_says_where(features):
    later = "Rebels/NNS/nsubj/1 met/VBD/ROOT/1 Goma/NNP/poss/4/B-GPE 's/POS/case/2 mayor/NN/dobj/1 ././punct/1"
    assert (
        "told nowhere, talk: the title's place" in features(KILLED, later, title="Rebels in Goma arrested")[0]["Goma"]
    )


def test_a_statement_s_day_is_told_from_a_deed_s(features):
    said = "Police/NNS/nsubj/1 said/VBD/ROOT/1 Monday/NNP/npadvmod/1/B-DATE rebels/NNS/nsubj/4 fled/VBD/ccomp/1 Goma/NNP/dobj/4/B-GPE ././punct/1"
    assert "a statement's day" in features(said)[1]["2024-05-06"]


def test_each_event_gets_what_weighs_most_and_nothing_below_the_threshold(story):
    weights = {
        "place": LinearScorer(-2, 0.5, {"deed: where it is said to be": 3, "told nowhere, deed: the story's place": 3}),
        "date": LinearScorer(-2, 0.5, {"deed: its grammar's day": 3}),
    }
    events = fill_slots(*story(LEAD, KILLED), weights)
    assert [(e.places[0].value.label, e.places[0].rule, e.time and str(e.time.earliest)) for e in events] == [
        ("Goma", "deed: where it is said to be (0.73)", "2024-05-07"),
        ("Goma", "told nowhere, deed: the story's place (0.73)", None),
    ]


def test_with_the_weights_that_ship_a_deed_of_the_story_is_where_the_story_is(story):
    assert [e.places[0].value.label for e in fill_slots(*story(LEAD, KILLED), load_scorers())] == [
        "Goma",
        "Goma",
    ]


def _moved(text: str, by: int) -> str:
    """Return a sentence's items with their heads moved, to follow another in one paragraph."""
    moved = []
    for item in text.split():
        word, tag, dep, head = item.rsplit("/", 3)
        moved.append(f"{word}/{tag}/{dep}/{int(head) + by}")
    return " ".join(moved)
