import pytest

from kg.model import Kind, Place
from kg.reading.events.place_adjuncts import IN_CLAUSE, STATED, STATED_FOR_CLAUSE, TARGET, place_adjunct
from kg.reading.mentions.place_attachment import attach_place, is_locative

GROUND = {"suburbs", "base", "market", "border"}
NORTH_KIVU = Place("north-kivu", Kind.REGION, "North Kivu")
MAP = {
    "Goma": Place("goma", Kind.SETTLEMENT, "Goma", within="north-kivu"), "Kivu": NORTH_KIVU,
    "Kabul": Place("kabul", Kind.SETTLEMENT, "Kabul"), "Aleppo": Place("aleppo", Kind.SETTLEMENT, "Aleppo"),
    "Sake": Place("sake", Kind.SETTLEMENT, "Sake"), "Iran": Place("iran", Kind.COUNTRY, "Iran"),
    "Syria": Place("syria", Kind.COUNTRY, "Syria"),
}  # fmt: skip


@pytest.fixture
def placed_in(tree, parsed, phrases):
    """Return the places of a parse and its document."""

    def made(tree_text: str):
        doc = tree(tree_text)
        of_doc, whole = phrases(doc), parsed(doc)
        named = [of_doc.phrase_of(t) for t in doc if t.text in MAP]
        mention = [whole.mention(p.first, p.last) for p in named]
        places = [
            attach_place(p, MAP[p.head.text], m, m, lambda t: t.text in GROUND)
            for p, m in zip(named, mention, strict=True)
        ]
        return doc, places

    return made


def inside(place, other):
    return place.within == other.key


@pytest.mark.parametrize(
    ("tree_text", "trigger", "targets", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 fought/VBD/ROOT/1 in/IN/prep/1 Goma/NNP/pobj/2/B-GPE", "fought", (), ("Goma", STATED), id="said to be there"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 in/IN/prep/3 Goma/NNP/pobj/4/B-GPE", "shelled", ("base",), ("Goma", STATED_FOR_CLAUSE), id="where its target is"),
        pytest.param("A/DT/det/2 Kabul/NNP/compound/2/B-GPE bombing/NN/nsubj/3 failed/VBD/ROOT/3", "bombing", (), ("Kabul", STATED), id="before the deed's noun"),
        pytest.param("An/DT/det/2 Iran/NNP/compound/2/B-GPE bombing/NN/nsubj/3 failed/VBD/ROOT/3", "bombing", (), None, id="a country before it is who acts"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 a/DT/det/4 Kabul/NNP/compound/4/B-GPE market/NN/dobj/1", "shelled", ("market",), ("Kabul", STATED_FOR_CLAUSE), id="before a building"),
        pytest.param("Rebels/NNS/nsubj/1 killed/VBD/ROOT/1 a/DT/det/4 Kabul/NNP/compound/4/B-GPE reporter/NN/dobj/1", "killed", ("reporter",), None, id="before a person it is whence he comes"),
        pytest.param("Rebels/NNS/nsubj/1 bombed/VBD/ROOT/1 the/DT/det/3 suburbs/NNS/dobj/1 of/IN/prep/3 Aleppo/NNP/pobj/4/B-GPE", "bombed", ("suburbs",), ("Aleppo", STATED), id="by its part"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE in/IN/prep/1 North/NNP/compound/5/B-GPE Kivu/NNP/pobj/3/I-GPE", "shelled", ("Goma",), ("Goma", TARGET), id="the target within it"),
        pytest.param("Troops/NNS/nsubj/1 moved/VBD/ROOT/1 into/IN/prep/1 Syria/NNP/pobj/2/B-GPE", "moved", (), ("Syria", IN_CLAUSE), id="where to"),
        pytest.param("They/PRP/nsubj/1 left/VBD/ROOT/1 Sake/NNP/dobj/1/B-GPE where/WRB/advmod/6 the/DT/det/5 army/NN/nsubj/6 fought/VBD/relcl/2", "fought", (), ("Sake", STATED), id="a clause with where"),
        pytest.param("Iran/NNP/nsubj/1/B-GPE fought/VBD/ROOT/1 rebels/NNS/dobj/1", "fought", ("rebels",), None, id="who acts is no place"),
    ],
)  # fmt: skip
def test_place_of_a_trigger(placed_in, tree_text, trigger, targets, expected):
    doc, places = placed_in(tree_text)
    token = next(t for t in doc if t.text == trigger)
    found = place_adjunct(token, [t for t in doc if t.text in targets], places, frozenset(), inside)
    assert (found and (found.place.label, found.rule)) == expected


def test_what_hangs_on_a_statement_is_no_place_of_what_it_says(placed_in):
    doc, places = placed_in(
        "He/PRP/nsubj/1 said/VBD/ROOT/1 in/IN/prep/1 Kabul/NNP/pobj/2/B-GPE rebels/NNS/nsubj/5 fled/VBD/ccomp/1"
    )
    assert place_adjunct(doc[5], [], places, frozenset({1}), inside) is None


def test_only_some_prepositions_say_where(placed_in):
    _, [goma, sake] = placed_in(
        "They/PRP/nsubj/1 fled/VBD/ROOT/1 from/IN/prep/1 Goma/NNP/pobj/2/B-GPE and/CC/cc/1 died/VBD/conj/1 near/IN/prep/5 Sake/NNP/pobj/6/B-GPE"
    )
    assert (is_locative(goma), is_locative(sake)) == (False, True)
