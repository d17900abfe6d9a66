import pytest

from kg.reading.document.coreference_features import MentionAttributes
from kg.reading.document.event_coreference import cluster_mentions, coreference_inputs, coreferent_mentions
from kg.reading.document.scoring import LinearScorer
from kg.reading.events.triggers import find_triggers

BASE = "Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ././punct/1"
AGAIN = f"{BASE} The/DT/det/6 attack/NN/nsubj/7 shocked/VBD/ROOT/7 all/DT/dobj/7 ././punct/7"


@pytest.fixture
def mentions(tree, words, rules, phrases):
    """Return the mentions of a parse, without attributes."""

    def of_text(text: str):
        triggers = find_triggers(phrases(tree(text)), words, words.phrase_index("Fence"), rules).triggers
        attributes = [MentionAttributes(frozenset(), frozenset(), None, None)] * len(triggers)
        return coreference_inputs(triggers, attributes, words)

    return of_text


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    [
        pytest.param({}, [[0], [1], [2]], id="no pair can corefer"),
        pytest.param({(0, 1): 0.9, (1, 2): 0.4}, [[0, 1], [2]], id="only above the threshold"),
        pytest.param({(0, 2): 0.6, (1, 2): 0.8}, [[0], [1, 2]], id="the most probable cluster"),
        pytest.param({(0, 1): 0.9, (0, 2): 0.01, (1, 2): 0.9}, [[0, 1], [2]], id="one pair can rule a cluster out"),
        pytest.param({(0, 1): 0.9, (1, 2): 0.9}, [[0, 1, 2]], id="a chain"),
    ],
)
def test_each_mention_joins_its_most_probable_cluster(probabilities, expected):
    assert cluster_mentions(3, probabilities, 0.5) == expected


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        pytest.param("taken up, nothing against it", [["attacked", "attack"]], id="a feature that the pair has"),
        pytest.param("the same actor", [["attacked"], ["attack"]], id="a feature that it lacks"),
    ],
)
def test_mentions_are_clustered_by_weighted_features(mentions, feature, expected):
    pair = mentions(AGAIN)
    clusters = coreferent_mentions(pair, LinearScorer(-1, 0.5, {feature: 2}))
    assert [[pair[n].trigger.token.text for n in cluster] for cluster in clusters] == expected


def test_sentences_without_triggers_are_counted(mentions):
    text = f"{BASE} All/DT/nsubj/6 slept/VBD/ROOT/6 ././punct/6 The/DT/det/9 attack/NN/nsubj/10 shocked/VBD/ROOT/10 all/DT/dobj/10 ././punct/10"
    assert [m.sentence for m in mentions(text)] == [0, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 and/CC/cc/1 the/DT/det/4 attack/NN/nsubj/5 failed/VBD/conj/1",
                     [["attacked", "attack"]], id="the noun of a verb in its sentence"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 and/CC/cc/1 a/DT/det/4 raid/NN/nsubj/5 failed/VBD/conj/1",
                     [["attacked"], ["raid"]], id="another noun"),
        pytest.param(AGAIN, [["attacked"], ["attack"]], id="in another sentence the weights decide"),
    ],
)  # fmt: skip
def test_a_noun_that_repeats_the_verb_before_it_takes_it_up(mentions, text, expected):
    pair = mentions(text)
    clusters = coreferent_mentions(pair, LinearScorer(-5, 0.5, {}))
    assert [[pair[n].trigger.token.text for n in cluster] for cluster in clusters] == expected
