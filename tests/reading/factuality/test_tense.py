import pytest

from kg.reading.factuality.tense import is_simple_past


@pytest.mark.parametrize(
    ("tree_text", "word", "past"),
    [
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1", "shelled", True, id="simple past"),
        pytest.param("They/PRP/nsubjpass/2 were/VBD/auxpass/2 shot/VBN/ROOT/2", "shot", True, id="passive"),
        pytest.param("They/PRP/nsubj/2 have/VBP/aux/2 shelled/VBN/ROOT/2 Goma/NNP/dobj/2", "shelled", False, id="perfect"),
        pytest.param("They/PRP/nsubj/2 had/VBD/aux/2 shelled/VBN/ROOT/2 Goma/NNP/dobj/2", "shelled", True, id="past perfect"),
        pytest.param("They/PRP/nsubj/2 will/MD/aux/2 attack/VB/ROOT/2", "attack", False, id="future"),
        pytest.param("Rebels/NNS/nsubj/1 fired/VBD/ROOT/1 killing/VBG/advcl/1 five/CD/dobj/2", "killing", True, id="a participle has its verb's tense"),
        pytest.param("The/DT/det/1 raid/NN/nsubj/2 killed/VBD/ROOT/2 five/CD/dobj/2", "raid", True, id="a noun has its verb's tense"),
        pytest.param("A/DT/det/1 raid/NN/ROOT/1", "raid", False, id="no verb"),
    ],
)  # fmt: skip
def test_simple_past(tree, tree_text, word, past):
    assert is_simple_past(next(t for t in tree(tree_text) if t.text == word)) is past
