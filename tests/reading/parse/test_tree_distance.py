import pytest

from kg.reading.parse.tree_distance import SAME_CLAUSE, attachment_site, tree_distance

SAID = "Troops/NNS/nsubj/1 said/VBD/ROOT/1 on/IN/prep/1 Monday/NNP/pobj/2 rebels/NNS/nsubj/5 shelled/VBD/ccomp/1 Goma/NNP/dobj/5"
LIGHT = "Rebels/NNS/nsubj/1 launched/VBD/ROOT/1 an/DT/det/3 attack/NN/dobj/1 in/IN/prep/1 Goma/NNP/pobj/4"
BOTH = "Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1 and/CC/cc/1 looted/VBD/conj/1 shops/NNS/dobj/4"


def at(doc, text):
    return next(t for t in doc if t.text == text)


@pytest.mark.parametrize(
    ("tree_text", "phrase", "expected"),
    [
        pytest.param(LIGHT, "Goma", "launched", id="the verb behind a preposition"),
        pytest.param("A/DT/det/1 raid/NN/nsubj/4 in/IN/prep/1 Goma/NNP/pobj/2 failed/VBD/ROOT/4", "Goma", "raid", id="the noun behind a preposition"),
        pytest.param("Troops/NNS/nsubj/1 took/VBD/ROOT/1 Goma/NNP/dobj/1", "Goma", "took", id="the verb of an object"),
    ],
)  # fmt: skip
def test_site_is_what_a_phrase_hangs_on(tree, tree_text, phrase, expected):
    assert attachment_site(at(tree(tree_text), phrase)).text == expected


@pytest.mark.parametrize(
    ("tree_text", "trigger", "where", "expected"),
    [
        pytest.param(LIGHT, "launched", "launched", 0, id="on the trigger"),
        pytest.param(LIGHT, "attack", "launched", 2, id="on what governs the trigger"),
        pytest.param(LIGHT, "launched", "attack", 2, id="on what the trigger governs"),
        pytest.param(SAID, "shelled", "said", None, id="on the statement"),
        pytest.param(BOTH, "shelled", "looted", SAME_CLAUSE, id="on a verb beside it"),
    ],
)
def test_distance(tree, tree_text, trigger, where, expected):
    doc = tree(tree_text)
    stops = frozenset(t.i for t in doc if t.text == "said")
    assert tree_distance(at(doc, trigger), at(doc, where), stops) == expected
