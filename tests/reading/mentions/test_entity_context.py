import pytest

from kg.reading.mentions.entity_context import place_context


@pytest.mark.parametrize(
    ("tree_text", "keys"),
    [
        pytest.param("Hammond/NNP/ROOT/0/B-GPE ,/,/punct/0 Indiana/NNP/appos/0/B-GPE ././punct/0",
                     ["hammond", "indiana"], id="a town and its region"),
        pytest.param("Russian/JJ/amod/1/B-NORP troops/NNS/nsubj/2 shelled/VBD/ROOT/2 Kharkiv/NNP/dobj/2/B-GPE ././punct/2",
                     ["kharkiv", "russia"], id="a demonym's country and a town"),
        pytest.param("Rebels/NNS/nsubj/1 fled/VBD/ROOT/1 Syria/NNP/dobj/1/B-GPE near/IN/prep/1 Mara/NNP/pobj/3/B-GPE ././punct/1",
                     ["syria"], id="no region of a country without a mention"),
        pytest.param("Russian/JJ/amod/1/B-NORP and/CC/cc/0 Ukrainian/JJ/conj/0/B-NORP troops/NNS/nsubj/4 left/VBD/ROOT/4 Demidovka/NNP/dobj/4/B-GPE ././punct/4",
                     ["russia", "ukraine"], id="an ambiguous village does not confirm itself"),
        pytest.param("Shells/NNS/nsubj/1 hit/VBD/ROOT/1 Mullaitivu/NNP/dobj/1/B-GPE ././punct/1",
                     ["mullaitivu"], id="an unambiguous one does"),
    ],
)  # fmt: skip
def test_place_context_of_a_text(resources, tree, tree_text, keys):
    assert sorted(p.key for p in place_context(tree(tree_text), resources.known_actors, resources.gazetteer)) == keys
