"""Stories of sentences parsed by hand: each sentence is a paragraph unless two are joined."""

from datetime import date

import pytest

from kg.extract.dates import dated
from kg.extract.nlp import Parsed
from kg.extract.triggers import triggers
from kg.read.claims import Claims
from kg.read.drafts import drafts
from kg.read.events import Events
from kg.read.story import settled
from kg.read.where import places_named
from kg.text import clean_text

LEAD = "Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 troops/NNS/dobj/1 in/IN/prep/1 Goma/NNP/pobj/3/B-GPE on/IN/prep/1 Tuesday/NNP/pobj/5/B-DATE ././punct/1"
SAKE = "Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 troops/NNS/dobj/1 in/IN/prep/1 Sake/NNP/pobj/3/B-GPE on/IN/prep/1 Monday/NNP/pobj/5/B-DATE ././punct/1"
KILLED = "Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 ././punct/1"


@pytest.fixture
def told(tools, tree, cast, phrases):
    """Return place, its rule and first day of each event of paragraphs, published on a Wednesday."""

    def story(*paragraphs: str, title: str = "") -> list[tuple[str | None, str | None, str | None]]:
        doc, numbers = _joined(tree, paragraphs)
        whole = Parsed(doc, [t.idx for t in doc], numbers, clean_text(doc.text), doc.text)
        names = cast(doc, whole)
        cues = tools.attribution.cues(whole, names.phrases)
        places = places_named(names)
        found = triggers(names.phrases, tools.words, tools.fences, tools.governors)
        sketched = drafts(found, names, cues, places, dated(whole, tools.calendar, date(2024, 5, 8)))
        events = list(Events(names, Claims(names, cues, tools), tools).of(sketched))
        return [
            (
                e.places[0].value.label if e.places else None,
                e.places[0].rule if e.places else None,
                str(e.when.earliest) if e.when else None,
            )
            for e in settled(events, sketched, names, places, tools.words.lineage, title)
        ]

    return story


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
    ("paragraph", "expected"),
    [
        pytest.param(KILLED, ("Goma", "the story's place", "2024-05-07"), id="a deed of the story"),
        pytest.param("Police/NNS/nsubj/2 have/VBP/aux/2 arrested/VBN/ROOT/2 rebels/NNS/dobj/2 ././punct/2",
                     ("Goma", "the story's place", None), id="a perfect is not of that day"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 2014/CD/pobj/3/B-DATE ././punct/1",
                     (None, None, "2014-01-01"), id="a deed of another time"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 rebels/NNS/dobj/1 in/IN/prep/1 Sake/NNP/pobj/3/B-GPE ././punct/1",
                     ("Sake", "where it is said to be", None), id="a deed elsewhere"),
        pytest.param("France/NNP/nsubj/1/B-GPE condemned/VBD/ROOT/1 Rwanda/NNP/dobj/1/B-GPE ././punct/1",
                     (None, None, None), id="words have no place"),
    ],
)  # fmt: skip
def test_what_a_later_paragraph_takes_from_the_lead(told, paragraph, expected):
    assert told(LEAD, paragraph)[-1] == expected


def test_a_deed_is_where_its_paragraph_is_before_it_is_where_the_story_is(told):
    assert told(LEAD, f"{SAKE} {_moved(KILLED, 8)}")[-1] == ("Sake", "the paragraph's place", "2024-05-06")


def test_without_a_place_in_the_lead_the_title_says_where(told):
    later = "Rebels/NNS/nsubj/1 met/VBD/ROOT/1 Goma/NNP/poss/4/B-GPE 's/POS/case/2 mayor/NN/dobj/1 ././punct/1"
    assert ("Goma", "the title's place", None) in told(KILLED, later, title="Rebels in Goma arrested")


def _moved(text: str, by: int) -> str:
    """Return a sentence's items with their heads moved, to follow another in one paragraph."""
    moved = []
    for item in text.split():
        word, tag, dep, head = item.rsplit("/", 3)
        moved.append(f"{word}/{tag}/{dep}/{int(head) + by}")
    return " ".join(moved)
