import pytest

from kg.reading.document.coreference_features import MentionAttributes, MentionPairFeatures, nearest_causes
from kg.reading.document.event_coreference import coreference_inputs
from kg.reading.events.triggers import find_triggers

BASE = "Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ././punct/1"
KILLING = "Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ,/,/punct/1 killing/VBG/advcl/1 two/CD/nummod/7 soldiers/NNS/dobj/5 ././punct/1"


def with_second_attack(determiner: str) -> str:
    """Return the sentence of the base, and a second one: "… attack surprised nobody ."."""
    words = determiner.split()
    noun = 5 + len(words)
    tags = {"second": "JJ/amod/{}/B-ORDINAL"}
    determiners = " ".join(f"{w}/{tags.get(w, 'DT/det/{}').format(noun)}" for w in words)
    return f"{BASE} {determiners} attack/NN/nsubj/{noun + 1} surprised/VBD/ROOT/{noun + 1} nobody/NN/dobj/{noun + 1} ././punct/{noun + 1}"


@pytest.fixture
def pair_features(tree, words, rules, phrases):
    """Return the features of the first two mentions of a parse, empty if they cannot corefer.

    Their attributes are "actor target day place stance" for each, "-" without a value, all without where none is given.
    """

    def features(text: str, *attributes: str) -> frozenset[str]:
        triggers = find_triggers(phrases(tree(text)), words, words.phrase_index("Fence"), rules).triggers
        of_mentions = [mention_attributes(a) for a in attributes or ["- - - -"] * len(triggers)]
        mentions = coreference_inputs(triggers, of_mentions, words)
        pairs = MentionPairFeatures(mentions, nearest_causes(mentions)).candidate_antecedents(mentions[1])
        return {a.number: of_pair for a, of_pair in pairs}.get(0, frozenset())

    return features


def mention_attributes(text: str) -> MentionAttributes:
    actor, target, day, place = (None if word == "-" else word for word in text.split()[:4])
    stance = " ".join(text.split()[4:])
    containing = frozenset({"north-kivu", "dr-congo"}) if place == "goma" else frozenset()
    return MentionAttributes(
        frozenset([actor] if actor else []), frozenset([target] if target else []), day, place, containing, stance
    )


@pytest.mark.parametrize(
    ("text", "attributes", "feature"),
    [
        pytest.param(with_second_attack("The"), (), "taken up, nothing against it", id="the attack"),
        pytest.param(with_second_attack("The"), (), "in the next sentence", id="the distance in sentences"),
        pytest.param(with_second_attack("An"), (), "a new noun after a verb", id="an attack"),
        pytest.param(with_second_attack("The second"), (), "a new noun after a verb", id="the second attack"),
        pytest.param(with_second_attack("The"), ("- - - goma", "- - - kyiv"), "another place", id="two places"),
        pytest.param(
            with_second_attack("The"),
            ("- - - goma", "- - - north-kivu"),
            "a place in the other",
            id="a town and its region",
        ),
        pytest.param(with_second_attack("The"), ("- - monday -", "- - friday -"), "another day", id="two days"),
        pytest.param(with_second_attack("An"), ("a b - -", "a b - -"), "the same actor", id="one actor"),
        pytest.param(
            with_second_attack("An"), ("a b - -", "b a - -"), "the sides turned round", id="actor and target exchanged"
        ),
        pytest.param(KILLING, (), "a deed and its effect", id="an effect"),
        pytest.param(KILLING, (), "an effect and the nearest deed", id="the cause of an effect"),
        pytest.param(KILLING, (), "linked: a deed and its effect", id="a participle"),
    ],
)
def test_features_of_a_pair(pair_features, text, attributes, feature):
    assert feature in pair_features(text, *attributes)


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        pytest.param(with_second_attack("An"), (), id="an attack is not anaphoric"),
        pytest.param(with_second_attack("The"), ("- - - goma", "- - - kyiv"), id="the attack elsewhere is another"),
    ],
)
def test_pairs_without_the_feature_of_anaphora(pair_features, text, attributes):
    assert "taken up, nothing against it" not in pair_features(text, *attributes)


def test_an_attack_and_an_arrest_never_corefer(pair_features):
    arrest = "Police/NNS/nsubj/6 arrested/VBD/ROOT/6 rebels/NNS/dobj/6 ././punct/6"
    assert pair_features(f"{BASE} {arrest}") == frozenset()


def test_a_participle_for_the_control_of_a_place_corefers_with_nothing(pair_features):
    text = "Gunmen/NNS/nsubj/1 attacked/VBD/ROOT/1 soldiers/NNS/dobj/1 in/IN/prep/1 Russian/JJ/npadvmod/6/B-NORP -/HYPH/punct/6 occupied/VBN/amod/7 Crimea/NNP/pobj/3/B-GPE ././punct/1"
    assert pair_features(text) == frozenset()


def test_the_purpose_of_an_action_does_not_corefer_with_it(pair_features):
    text = "Troops/NNS/nsubj/1 launched/VBD/ROOT/1 an/DT/det/3 offensive/NN/dobj/1 to/TO/aux/5 seize/VB/advcl/1 Goma/NNP/dobj/5/B-GPE ././punct/1"
    assert pair_features(text, "- - - -", "- - - -") != frozenset()
    assert pair_features(text, "- - - -", "- - - - intended") == frozenset()
