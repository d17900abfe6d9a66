import pytest


@pytest.mark.parametrize(
    ("tree_text", "head", "name", "kind"),
    [
        pytest.param("The/DT/det/1 army/NN/nsubj/2 fled/VBD/ROOT/2", 1, "army", "force", id="without its article"),
        pytest.param("Many/JJ/amod/1 rebels/NNS/nsubj/2 fled/VBD/ROOT/2", 1, "rebels", "group", id="without a vague number"),
        pytest.param("Red/NNP/compound/5 Banner/NNP/compound/5 (/-LRB-/punct/5 RB/NNP/nmod/5 )/-RRB-/punct/5 fighters/NNS/nsubj/6 fled/VBD/ROOT/6",
                     5, "Red Banner fighters", "group", id="without text in brackets"),
        pytest.param("The/DT/det/3 oil/NN/compound/2 pumping/NN/compound/3 station/NN/nsubj/4 burned/VBD/ROOT/4", 3, "oil pumping station", "facility", id="a noun of two words"),
        pytest.param("A/DT/det/6 12/CD/nummod/3/B-DATE -/HYPH/punct/3/I-DATE year/NN/npadvmod/5/I-DATE -/HYPH/punct/5/I-DATE old/JJ/amod/6/I-DATE girl/NN/nsubj/7 died/VBD/ROOT/7", 6, "girl", "group", id="without an age"),
        pytest.param("The/DT/det/1 idea/NN/nsubj/2 spread/VBD/ROOT/2", 1, "idea", "thing", id="a noun in no list"),
    ],
)  # fmt: skip
def test_a_phrase_has_a_name_and_a_kind(tree, phrases, tree_text, head, name, kind):
    doc = tree(tree_text)
    phrase = phrases(doc).phrase_of(doc[head])
    assert (phrase.name, phrase.kind) == (name, kind)
