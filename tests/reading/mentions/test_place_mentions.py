import pytest

from kg.reading.mentions.place_mentions import place_mentions


def summary(mention) -> str:
    return " ".join(filter(None, [mention.place.label, mention.preposition, mention.attachment_site.text]))


@pytest.mark.parametrize(
    ("tree_text", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 Goma/NNP/pobj/2/B-GPE ././punct/1",
                     ["Goma in died"], id="a name with its preposition"),
        pytest.param("GOMA/NNP/ROOT/0/B-GPE -/:/punct/0 Rebels/NNS/nsubj/3 died/VBD/dep/0 ././punct/0", [], id="no dateline"),
        pytest.param("Iran/NNP/nsubj/1/B-GPE shelled/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 along/IN/prep/3 the/DT/det/7 Iraqi/JJ/amod/7/B-NORP airspace/NN/pobj/4 ././punct/1",
                     ["Iran shelled", "Iraqi airspace along base"], id="terrain by its country"),
        pytest.param("Both/DT/det/3 Syrian/JJ/amod/3 Iraqi/JJ/amod/3 states/NNS/nsubj/4 fought/VBD/ROOT/4 ././punct/4", [], id="states are no terrain"),
        pytest.param("They/PRP/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 Sudan/NNP/poss/7/B-GPE 's/POS/case/3 West/NNP/compound/6/B-GPE Darfur/NNP/compound/7/I-GPE state/NN/pobj/2 ././punct/1",
                     ["Sudan in died", "West Darfur in died"], id="a region with a name is no border"),
        pytest.param("Rebels/NNS/nsubj/1 took/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE ././punct/1 The/DT/det/5 army/NN/nsubj/6 shelled/VBD/ROOT/6 the/DT/det/8 city/NN/dobj/6 ././punct/6",
                     ["Goma took", "Goma shelled"], id="the antecedent of the city is the last settlement"),
        pytest.param("Rebels/NNS/nsubj/1 took/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE ././punct/1 The/DT/det/5 army/NN/nsubj/6 shelled/VBD/ROOT/6 the/DT/det/9 mining/NN/compound/9 town/NN/dobj/6 ././punct/6",
                     ["Goma took"], id="a modified noun is no anaphor"),
        pytest.param("Rebels/NNS/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 Goma/NNP/pobj/2/B-GPE ././punct/1 Soldiers/NNS/nsubj/6 died/VBD/ROOT/6 there/RB/advmod/6 ././punct/6",
                     ["Goma in died", "Goma in died"], id="there"),
    ],
)  # fmt: skip
def test_places_of_the_prose(entities, tree, tree_text, expected):
    assert [summary(p) for p in place_mentions(entities(tree(tree_text)))] == expected


def test_the_extended_mention_holds_the_part_of_a_place(entities, tree):
    [mention] = place_mentions(entities(tree(
        "Rebels/NNS/nsubj/1 bombed/VBD/ROOT/1 the/DT/det/4 eastern/JJ/amod/4 suburbs/NNS/dobj/1 of/IN/prep/4 Aleppo/NNP/pobj/5/B-GPE ././punct/1"
    )))  # fmt: skip
    assert (mention.extended_mention.text, mention.mention.text) == ("eastern suburbs of Aleppo", "Aleppo")
