import pytest

from kg.extract.counts import Counts


@pytest.mark.parametrize(
    ("tree_text", "word", "figures"),
    [
        pytest.param("Shells/NNS/nsubj/1 killed/VBD/ROOT/1 three/CD/nummod/3 people/NNS/dobj/1", "killed", {"killed": 3}, id="a word"),
        pytest.param("At/IN/advmod/2 least/JJS/advmod/2 20/CD/nummod/3 people/NNS/nsubjpass/5 were/VBD/auxpass/5 killed/VBN/ROOT/5", "killed", {"killed": 20}, id="at least"),
        pytest.param("Dozens/NNS/nsubjpass/2 were/VBD/auxpass/2 killed/VBN/ROOT/2", "killed", {}, id="dozens is no figure"),
        pytest.param("It/PRP/nsubj/1 wounded/VBD/ROOT/1 1,200/CD/nummod/3 soldiers/NNS/dobj/1", "wounded", {"injured": 1200}, id="a thousands separator"),
    ],
)  # fmt: skip
def test_figures(tree, words, tree_text, word, figures):
    doc = tree(tree_text)
    assert Counts(words).at(next(t for t in doc if t.text == word)) == figures
