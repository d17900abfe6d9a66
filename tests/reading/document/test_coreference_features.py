import pytest

from kg.reading.document.coreference_features import MentionAttributes, MentionPairFeatures, nearest_causes
from kg.reading.document.event_coreference import coreference_inputs
from kg.reading.events.triggers import find_triggers

BASE = "Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ././punct/1"
KILLING = "Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ,/,/punct/1 killing/VBG/advcl/1 two/CD/nummod/7 soldiers/NNS/dobj/5 ././punct/1"


def again(determiner: str) -> str:
    """Return a second sentence, "… attack surprised nobody .", after the five words of the first."""
    words = determiner.split()
    at = 5 + len(words)
    tags = {"second": "JJ/amod/{}/B-ORDINAL"}
    before = " ".join(f"{w}/{tags.get(w, 'DT/det/{}').format(at)}" for w in words)
    return f"{BASE} {before} attack/NN/nsubj/{at + 1} surprised/VBD/ROOT/{at + 1} nobody/NN/dobj/{at + 1} ././punct/{at + 1}"


@pytest.fixture
def signs(tree, words, rules, phrases):
    """Return the signs of the first two triggers; `facts` are "actor target day place" for each, "-" where open."""

    def found(text: str, *facts: str) -> frozenset[str]:
        seen = find_triggers(phrases(tree(text)), words, words.phrase_index("Fence"), rules).triggers
        known = [fact(f) for f in facts] or [fact("- - - -")] * len(seen)
        told = coreference_inputs(seen, known, words)
        return {
            a.number: s for a, s in MentionPairFeatures(told, nearest_causes(told)).candidate_antecedents(told[1])
        }.get(0, frozenset())

    return found


def fact(text: str) -> MentionAttributes:
    sides, mode = text.split()[:4], " ".join(text.split()[4:])
    actor, target, day, place = (None if word == "-" else word for word in sides)
    around = frozenset({"north-kivu", "dr-congo"}) if place == "goma" else frozenset()
    return MentionAttributes(
        frozenset([actor] if actor else []), frozenset([target] if target else []), day, place, around, mode
    )


@pytest.mark.parametrize(
    ("text", "facts", "sign"),
    [
        pytest.param(again("The"), (), "taken up, nothing against it", id="the attack"),
        pytest.param(again("The"), (), "in the next sentence", id="how far on"),
        pytest.param(again("An"), (), "a new noun after a verb", id="an attack"),
        pytest.param(again("The second"), (), "a new noun after a verb", id="the second attack"),
        pytest.param(again("The"), ("- - - goma", "- - - kyiv"), "another place", id="two places"),
        pytest.param(
            again("The"), ("- - - goma", "- - - north-kivu"), "a place in the other", id="a town and its region"
        ),
        pytest.param(again("The"), ("- - monday -", "- - friday -"), "another day", id="two days"),
        pytest.param(again("An"), ("a b - -", "a b - -"), "the same actor", id="one actor"),
        pytest.param(again("An"), ("a b - -", "b a - -"), "the sides turned round", id="an answer"),
        pytest.param(KILLING, (), "a deed and its effect", id="an effect"),
        pytest.param(KILLING, (), "an effect and the nearest deed", id="the deed of an effect"),
        pytest.param(KILLING, (), "linked: a deed and its effect", id="a participle"),
    ],
)
def test_what_speaks_for_one_happening(signs, text, facts, sign):
    assert sign in signs(text, *facts)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        pytest.param(again("An"), (), id="an attack takes up nothing"),
        pytest.param(again("The"), ("- - - goma", "- - - kyiv"), id="nor does the attack elsewhere"),
    ],
)
def test_what_does_not(signs, text, facts):
    assert "taken up, nothing against it" not in signs(text, *facts)


def test_an_attack_and_an_arrest_are_never_one(signs):
    arrest = "Police/NNS/nsubj/6 arrested/VBD/ROOT/6 rebels/NNS/dobj/6 ././punct/6"
    assert signs(f"{BASE} {arrest}") == frozenset()


def test_what_only_says_who_holds_a_place_is_no_part_of_what_happened_there(signs):
    text = "Gunmen/NNS/nsubj/1 attacked/VBD/ROOT/1 soldiers/NNS/dobj/1 in/IN/prep/1 Russian/JJ/npadvmod/6/B-NORP -/HYPH/punct/6 occupied/VBN/amod/7 Crimea/NNP/pobj/3/B-GPE ././punct/1"
    assert signs(text) == frozenset()


def test_what_a_deed_is_for_is_no_part_of_it(signs):
    text = "Troops/NNS/nsubj/1 launched/VBD/ROOT/1 an/DT/det/3 offensive/NN/dobj/1 to/TO/aux/5 seize/VB/advcl/1 Goma/NNP/dobj/5/B-GPE ././punct/1"
    assert signs(text, "- - - -", "- - - -") != frozenset()
    assert signs(text, "- - - -", "- - - - intended") == frozenset()
