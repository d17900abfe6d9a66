import pytest

from kg.reading.mentions.casualty_figures import CasualtyFigures


@pytest.mark.parametrize(
    ("tree_text", "word", "figures"),
    [
        pytest.param("Shells/NNS/nsubj/1 killed/VBD/ROOT/1 three/CD/nummod/3 people/NNS/dobj/1", "killed", {"killed": 3}, id="a word"),
        pytest.param("At/IN/advmod/2 least/JJS/advmod/2 20/CD/nummod/3 people/NNS/nsubjpass/5 were/VBD/auxpass/5 killed/VBN/ROOT/5", "killed", {"killed": 20}, id="at least"),
        pytest.param("Dozens/NNS/nsubjpass/2 were/VBD/auxpass/2 killed/VBN/ROOT/2", "killed", {}, id="dozens is no figure"),
        pytest.param("It/PRP/nsubj/1 wounded/VBD/ROOT/1 1,200/CD/nummod/3 soldiers/NNS/dobj/1", "wounded", {"injured": 1200}, id="a thousands separator"),
        pytest.param("Two/CD/nummod/1/B-CARDINAL dozen/NN/nummod/2/I-CARDINAL soldiers/NNS/nsubjpass/4 were/VBD/auxpass/4 killed/VBN/ROOT/4", "killed", {"killed": 24}, id="two dozen"),
        pytest.param("In/IN/prep/5 2017/CD/pobj/0/B-DATE soldiers/NNS/nsubjpass/5 were/VBD/auxpass/5 reportedly/RB/advmod/5 killed/VBN/ROOT/5", "killed", {}, id="a year is no count"),
        pytest.param("It/PRP/nsubj/1 left/VBD/ROOT/1 seven/CD/nummod/3 people/NNS/dobj/1 dead/JJ/oprd/1", "dead", {"killed": 7}, id="left dead"),
        pytest.param("The/DT/det/1 toll/NN/nsubj/2 rose/VBD/ROOT/2 to/IN/prep/2 53/CD/pobj/3/B-CARDINAL", "toll", {"killed": 53}, id="a toll rises"),
        pytest.param("It/PRP/nsubj/1 caused/VBD/ROOT/1 the/DT/det/3 deaths/NNS/dobj/1 of/IN/prep/3 50/CD/nummod/6 people/NNS/pobj/4", "deaths", {"killed": 50}, id="deaths of"),
        pytest.param("It/PRP/nsubj/1 kills/VBZ/ROOT/1 two/CD/nummod/3 people/NNS/dobj/1 and/CC/cc/3 injures/NNS/conj/3 30/CD/nummod/7 others/NNS/appos/3", "injures", {"injured": 30}, id="a verb misparsed as a noun"),
        pytest.param("Ten/CD/nummod/1 soldiers/NNS/nsubjpass/3 are/VBP/auxpass/3 said/VBN/ROOT/3 to/TO/aux/6 be/VB/auxpass/6 killed/VBN/xcomp/3", "killed", {"killed": 10}, id="the subject of a governing verb"),
    ],
)  # fmt: skip
def test_figures(tree, words, tree_text, word, figures):
    doc = tree(tree_text)
    found = CasualtyFigures(words).figure_at(next(t for t in doc if t.text == word))
    assert ({found.figure.casualty: found.figure.number} if found else {}) == figures
