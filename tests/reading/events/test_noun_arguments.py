import pytest

from kg.reading.events.noun_arguments import noun_arguments


@pytest.mark.parametrize(
    ("noun", "tree_text", "expected"),
    [
        pytest.param("attack", "The/DT/det/1 army/NN/nsubj/2 carried/VBD/ROOT/2 out/RP/prt/2 an/DT/det/5 attack/NN/dobj/2 on/IN/prep/5 Goma/NNP/pobj/6/B-GPE",
                     {"by": ["army"], "on": ["Goma"]}, id="a light verb lends its subject"),
        pytest.param("fire", "The/DT/det/1 town/NN/nsubj/2 came/VBD/ROOT/2 under/IN/prep/2 fire/NN/pobj/3 from/IN/prep/2 the/DT/det/7 rebels/NNS/pobj/5",
                     {"of": ["town"], "from": ["rebels"]}, id="who comes under fire is the target"),
        pytest.param("shelling", "Russian/JJ/amod/1/B-NORP shelling/NN/nsubj/4 of/IN/prep/1 Kharkiv/NNP/pobj/2/B-GPE continued/VBD/ROOT/4",
                     {"owner": ["Russian"], "of": ["Kharkiv"]}, id="a demonym is the owner"),
        pytest.param("attack", "An/DT/det/1 attack/NN/nsubj/7 by/IN/prep/1 gunmen/NNS/pobj/2 on/IN/prep/1 a/DT/det/6 convoy/NN/pobj/4 killed/VBD/ROOT/7 two/CD/nummod/9 soldiers/NNS/dobj/7",
                     {"by": ["gunmen"], "on": ["convoy"]}, id="prepositions of the noun"),
        pytest.param("raid", "A/DT/det/1 raid/NN/nsubj/6 launched/VBN/acl/1 by/IN/agent/2 the/DT/det/5 militia/NN/pobj/3 left/VBD/ROOT/6 ten/CD/dobj/6 dead/JJ/oprd/6",
                     {"by": ["militia"]}, id="a participle after the noun has the agent"),
        pytest.param("attack", "A/DT/det/5 Russian/JJ/amod/2/B-NORP missile/NN/nmod/5 and/CC/cc/2 drone/NN/conj/2 attack/NN/nsubj/6 began/VBD/ROOT/6",
                     {"owner": ["Russian"]}, id="the owner of the weapons"),
        pytest.param("attack", "Malo/NNP/nsubj/1/B-PERSON called/VBD/ROOT/1 the/DT/det/3 blast/NN/dobj/1 an/DT/det/5 attack/NN/oprd/1", {}, id="whoever calls it an attack is no agent"),
        pytest.param("bombing", "Police/NNS/nsubj/1 sought/VBD/ROOT/1 the/DT/det/3 mastermind/NN/dobj/1 of/IN/prep/3 the/DT/det/6 bombing/NN/pobj/4",
                     {"by": ["mastermind"]}, id="a noun for its perpetrator"),
        pytest.param("raid", "Malo/NNP/nsubj/1/B-PERSON accused/VBD/ROOT/1 the/DT/det/3 army/NN/dobj/1 of/IN/prep/1 being/VBG/pcomp/4 the/DT/det/7 author/NN/attr/5 of/IN/prep/7 a/DT/det/10 raid/NN/pobj/8",
                     {"by": ["army"]}, id="and not whoever accuses him"),
        pytest.param("raids", "Army/NN/nsubj/1 continued/VBD/ROOT/1 anti/JJ/amod/4 -/HYPH/punct/4 Taliban/NNP/compound/5/B-ORG raids/NNS/dobj/1",
                     {"by": ["Army"], "against": ["Taliban"]}, id="a prefix against somebody is no agent"),
    ],
)  # fmt: skip
def test_slots_of_nouns(tree, rules, phrases, token_of, filler_texts, noun, tree_text, expected):
    doc = tree(tree_text)
    assert filler_texts(noun_arguments(token_of(doc, noun), rules, phrases(doc))) == expected
