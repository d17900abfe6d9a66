import pytest

from kg.model import Kind, Place
from kg.reading.events.place_adjuncts import IN_CLAUSE, STATED, STATED_FOR_CLAUSE, TARGET, place_adjunct
from kg.reading.mentions.place_attachment import attach_place, is_locative

LOCATION_NOUNS = {"suburbs", "base", "market", "border"}
NORTH_KIVU = Place("north-kivu", Kind.REGION, "North Kivu")
PLACES = {
    "Goma": Place("goma", Kind.SETTLEMENT, "Goma", within="north-kivu"), "Kivu": NORTH_KIVU,
    "Kabul": Place("kabul", Kind.SETTLEMENT, "Kabul"), "Aleppo": Place("aleppo", Kind.SETTLEMENT, "Aleppo"),
    "Sake": Place("sake", Kind.SETTLEMENT, "Sake"), "Iran": Place("iran", Kind.COUNTRY, "Iran"),
    "Syria": Place("syria", Kind.COUNTRY, "Syria"),
}  # fmt: skip


@pytest.fixture
def document_with_places(tree, parsed, phrases):
    """Return a document and the places that it names, in the order of the text."""

    def parse(tree_text: str):
        doc = tree(tree_text)
        noun_phrases, article = phrases(doc), parsed(doc)
        names = [noun_phrases.phrase_of(t) for t in doc if t.text in PLACES]
        mentions = [article.mention(p.first, p.last) for p in names]
        places = [
            attach_place(p, PLACES[p.head.text], m, m, lambda t: t.text in LOCATION_NOUNS)
            for p, m in zip(names, mentions, strict=True)
        ]
        return doc, places

    return parse


def is_within(place, other):
    return place.within == other.key


@pytest.mark.parametrize(
    ("tree_text", "trigger", "arguments", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 fought/VBD/ROOT/1 in/IN/prep/1 Goma/NNP/pobj/2/B-GPE", "fought", (), ("Goma", STATED), id="a locative preposition"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 in/IN/prep/3 Goma/NNP/pobj/4/B-GPE", "shelled", ("base",), ("Goma", STATED_FOR_CLAUSE), id="the place of its target"),
        pytest.param("A/DT/det/2 Kabul/NNP/compound/2/B-GPE bombing/NN/nsubj/3 failed/VBD/ROOT/3", "bombing", (), ("Kabul", STATED), id="before the trigger"),
        pytest.param("An/DT/det/2 Iran/NNP/compound/2/B-GPE bombing/NN/nsubj/3 failed/VBD/ROOT/3", "bombing", (), None, id="a country before it is the actor"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 a/DT/det/4 Kabul/NNP/compound/4/B-GPE market/NN/dobj/1", "shelled", ("market",), ("Kabul", STATED_FOR_CLAUSE), id="before a building"),
        pytest.param("Rebels/NNS/nsubj/1 killed/VBD/ROOT/1 a/DT/det/4 Kabul/NNP/compound/4/B-GPE reporter/NN/dobj/1", "killed", ("reporter",), None, id="before a person it is an origin"),
        pytest.param("Rebels/NNS/nsubj/1 bombed/VBD/ROOT/1 the/DT/det/3 suburbs/NNS/dobj/1 of/IN/prep/3 Aleppo/NNP/pobj/4/B-GPE", "bombed", ("suburbs",), ("Aleppo", STATED), id="a part of it"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE in/IN/prep/1 North/NNP/compound/5/B-GPE Kivu/NNP/pobj/3/I-GPE", "shelled", ("Goma",), ("Goma", TARGET), id="the target within it"),
        pytest.param("Troops/NNS/nsubj/1 moved/VBD/ROOT/1 into/IN/prep/1 Syria/NNP/pobj/2/B-GPE", "moved", (), ("Syria", IN_CLAUSE), id="a directional preposition"),
        pytest.param("They/PRP/nsubj/1 left/VBD/ROOT/1 Sake/NNP/dobj/1/B-GPE where/WRB/advmod/6 the/DT/det/5 army/NN/nsubj/6 fought/VBD/relcl/2", "fought", (), ("Sake", STATED), id="a clause with where"),
        pytest.param("Iran/NNP/nsubj/1/B-GPE fought/VBD/ROOT/1 rebels/NNS/dobj/1", "fought", ("rebels",), None, id="an actor is no place"),
    ],
)  # fmt: skip
def test_place_of_a_trigger(document_with_places, tree_text, trigger, arguments, expected):
    doc, places = document_with_places(tree_text)
    token = next(t for t in doc if t.text == trigger)
    adjunct = place_adjunct(token, [t for t in doc if t.text in arguments], places, frozenset(), is_within)
    assert (adjunct and (adjunct.place.label, adjunct.rule)) == expected


def test_what_attaches_to_a_cue_is_no_place_of_its_content(document_with_places):
    doc, places = document_with_places(
        "He/PRP/nsubj/1 said/VBD/ROOT/1 in/IN/prep/1 Kabul/NNP/pobj/2/B-GPE rebels/NNS/nsubj/5 fled/VBD/ccomp/1"
    )
    assert place_adjunct(doc[5], [], places, frozenset({1}), is_within) is None


def test_only_some_prepositions_are_locative(document_with_places):
    _, [goma, sake] = document_with_places(
        "They/PRP/nsubj/1 fled/VBD/ROOT/1 from/IN/prep/1 Goma/NNP/pobj/2/B-GPE and/CC/cc/1 died/VBD/conj/1 near/IN/prep/5 Sake/NNP/pobj/6/B-GPE"
    )
    assert (is_locative(goma), is_locative(sake)) == (False, True)
