import pytest

from kg.reading.document.coreference_features import MentionAttributes
from kg.reading.document.event_coreference import cluster_mentions, coreference_inputs, coreferent_mentions
from kg.reading.document.scoring import LinearScorer
from kg.reading.events.triggers import find_triggers

BASE = "Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ././punct/1"
AGAIN = f"{BASE} The/DT/det/6 attack/NN/nsubj/7 shocked/VBD/ROOT/7 all/DT/dobj/7 ././punct/7"


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        pytest.param({}, [[0], [1], [2]], id="nothing can be one"),
        pytest.param({(0, 1): 0.9, (1, 2): 0.4}, [[0, 1], [2]], id="only what is likely enough"),
        pytest.param({(0, 2): 0.6, (1, 2): 0.8}, [[0], [1, 2]], id="the likeliest"),
        pytest.param({(0, 1): 0.9, (0, 2): 0.01, (1, 2): 0.9}, [[0, 1], [2]], id="one word can rule a happening out"),
        pytest.param({(0, 1): 0.9, (1, 2): 0.9}, [[0, 1, 2]], id="a chain"),
    ],
)
def test_each_word_goes_to_the_happening_it_most_likely_tells_of(chances, expected):
    assert cluster_mentions(3, chances, 0.5) == expected


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        pytest.param("taken up, nothing against it", [["attacked", "attack"]], id="a sign that it has"),
        pytest.param("the same actor", [["attacked"], ["attack"]], id="a sign that it lacks"),
    ],
)
def test_words_are_put_together_by_the_signs_that_weigh(tree, words, rules, phrases, sign, expected):
    found = find_triggers(phrases(tree(AGAIN)), words, words.phrase_index("Fence"), rules).triggers
    known = [MentionAttributes(frozenset(), frozenset(), None, None)] * len(found)
    groups = coreferent_mentions(coreference_inputs(found, known, words), LinearScorer(-1, 0.5, {sign: 2}))
    assert [[found[n].token.text for n in group] for group in groups] == expected


def test_sentences_without_triggers_count_as_well(tree, words, rules, phrases):
    text = f"{BASE} All/DT/nsubj/6 slept/VBD/ROOT/6 ././punct/6 The/DT/det/9 attack/NN/nsubj/10 shocked/VBD/ROOT/10 all/DT/dobj/10 ././punct/10"
    found = find_triggers(phrases(tree(text)), words, words.phrase_index("Fence"), rules).triggers
    known = [MentionAttributes(frozenset(), frozenset(), None, None)] * len(found)
    assert [w.sentence for w in coreference_inputs(found, known, words)] == [0, 2]
