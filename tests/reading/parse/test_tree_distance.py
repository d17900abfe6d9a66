import pytest

from kg.reading.parse.tree_distance import SAME_CLAUSE, attachment_site, tree_distance

REPORTED = "Troops/NNS/nsubj/1 said/VBD/ROOT/1 on/IN/prep/1 Monday/NNP/pobj/2 rebels/NNS/nsubj/5 shelled/VBD/ccomp/1 Goma/NNP/dobj/5"
LIGHT_VERB = "Rebels/NNS/nsubj/1 launched/VBD/ROOT/1 an/DT/det/3 attack/NN/dobj/1 in/IN/prep/1 Goma/NNP/pobj/4"
CONJUNCTS = "Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1 and/CC/cc/1 looted/VBD/conj/1 shops/NNS/dobj/4"


def token_of(doc, text):
    return next(t for t in doc if t.text == text)


@pytest.mark.parametrize(
    ("tree_text", "phrase", "expected"),
    [
        pytest.param(LIGHT_VERB, "Goma", "launched", id="the verb over a preposition"),
        pytest.param("A/DT/det/1 raid/NN/nsubj/4 in/IN/prep/1 Goma/NNP/pobj/2 failed/VBD/ROOT/4", "Goma", "raid", id="the noun over a preposition"),
        pytest.param("Troops/NNS/nsubj/1 took/VBD/ROOT/1 Goma/NNP/dobj/1", "Goma", "took", id="the verb of an object"),
    ],
)  # fmt: skip
def test_attachment_site_governs_the_phrase(tree, tree_text, phrase, expected):
    assert attachment_site(token_of(tree(tree_text), phrase)).text == expected


@pytest.mark.parametrize(
    ("tree_text", "trigger", "site", "expected"),
    [
        pytest.param(LIGHT_VERB, "launched", "launched", 0, id="the trigger"),
        pytest.param(LIGHT_VERB, "attack", "launched", 2, id="a governor of the trigger"),
        pytest.param(LIGHT_VERB, "launched", "attack", 2, id="a dependent of the trigger"),
        pytest.param(REPORTED, "shelled", "said", None, id="the reporting verb"),
        pytest.param(CONJUNCTS, "shelled", "looted", SAME_CLAUSE, id="a conjunct"),
    ],
)
def test_distance(tree, tree_text, trigger, site, expected):
    doc = tree(tree_text)
    cue_tokens = frozenset(t.i for t in doc if t.text == "said")
    assert tree_distance(token_of(doc, trigger), token_of(doc, site), cue_tokens) == expected
