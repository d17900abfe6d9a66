import numpy as np
import pytest
import spacy
from thinc.api import NumpyOps

from kg.reading.parse.fast_inference import speed_up

RULES = [
    ([[{"TAG": "NN"}], [{"TAG": "NNS"}]], {"POS": "NOUN"}, 0),
    ([[{"TAG": "VBD"}]], {"POS": "VERB"}, 0),
    ([[{"TAG": "VBD", "LOWER": {"IN": ["was", "were"]}}]], {"POS": "AUX"}, 0),
    ([[{"LOWER": "gunmen", "DEP": "nsubj"}]], {"LEMMA": "gunman"}, 0),
    ([[{"LOWER": {"REGEX": "^x+$"}}]], {"POS": "SYM"}, 0),
    ([[{"LOWER": "cease"}, {"LOWER": "fire"}]], {"POS": "NOUN"}, 1),
    ([[{"LOWER": "fire"}]], {"POS": "X"}, 0),
]
TREES = [
    pytest.param("Gunmen/NNS/nsubj/1 left/VBD/ROOT/1 ./././1", id="rules on tags and on a word with its dependency"),
    pytest.param("Gunmen/NNS/pobj/1 Gunmen/NNS/nsubj/2 were/VBD/ROOT/2", id="the same word with two dependencies"),
    pytest.param("cease/NN/compound/1 fire/NN/ROOT/1", id="a rule on two words, and a later one that overrules it"),
    pytest.param("fire/VBD/ROOT/0 xxx/NN/dobj/0", id="a rule with a pattern for its word"),
]


@pytest.fixture(scope="module")
def ruler(tree):
    def build(*, is_fast):
        nlp = spacy.blank("en", vocab=tree("./././0").vocab)
        pipe = nlp.add_pipe("attribute_ruler")
        for patterns, attributes, index in RULES:
            pipe.add(patterns, attributes, index=index)
        if is_fast:
            speed_up(nlp)
        return pipe

    return build


@pytest.mark.parametrize("tree_text", TREES)
def test_attributes_are_those_of_the_plain_ruler(tree, ruler, tree_text):
    annotations = []
    for is_fast in (False, True):
        pipe = ruler(is_fast=is_fast)
        for _ in range(2):  # the second time from the cache
            doc = pipe(tree(tree_text))
            annotations.append([(t.pos_, t.lemma_) for t in doc])
    assert annotations[0] == annotations[1] == annotations[2] == annotations[3]


@pytest.mark.parametrize("trans1", [False, True])
@pytest.mark.parametrize("trans2", [False, True])
def test_products_are_those_of_the_plain_arithmetic(trans1, trans2):
    nlp = spacy.blank("en")
    tagger = nlp.add_pipe("tagger")
    tagger.add_label("NN")
    nlp.initialize()
    speed_up(nlp)
    x = np.arange(9, dtype="f").reshape(3, 3)
    y = x[::-1].copy()
    out = np.zeros((3, 3), dtype="f")
    plain = NumpyOps().gemm(x, y, trans1=trans1, trans2=trans2)
    assert tagger.model.ops.gemm(x, y, trans1=trans1, trans2=trans2).tolist() == plain.tolist()
    tagger.model.ops.gemm(x, y, out=out, trans1=trans1, trans2=trans2)
    assert out.tolist() == plain.tolist()
    assert type(tagger.model.ops) is not NumpyOps
