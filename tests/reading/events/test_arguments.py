import pytest

from kg.reading.events.arguments import noun_arguments, verb_arguments


def at(doc, word):
    return next(t for t in doc if t.text == word)


def texts(slots):
    return {name: [t.text for t in found] for name, found in slots.items() if found}


@pytest.mark.parametrize(
    ("verb", "tree_text", "expected"),
    [
        pytest.param("shelled", "Goma/NNP/nsubjpass/2/B-GPE was/VBD/auxpass/2 shelled/VBN/ROOT/2 by/IN/agent/2 rebels/NNS/pobj/3",
                     {"object": ["Goma"], "subject": ["rebels"]}, id="passive swaps subject and object"),
        pytest.param("stormed", "Rebels/NNS/nsubj/3 and/CC/cc/0 soldiers/NNS/conj/0 shelled/VBD/ROOT/3 and/CC/cc/3 stormed/VBD/conj/3 the/DT/det/7 town/NN/dobj/5",
                     {"subject": ["Rebels", "soldiers"], "object": ["town"]}, id="a coordinated verb shares the subject"),
        pytest.param("shelled", "Rebels/NNS/nsubj/3 and/CC/cc/0 soldiers/NNS/conj/0 shelled/VBD/ROOT/3 and/CC/cc/3 stormed/VBD/conj/3 the/DT/det/7 town/NN/dobj/5",
                     {"subject": ["Rebels", "soldiers"], "object": ["town"]}, id="and the first one the object"),
        pytest.param("withdraw", "The/DT/det/1 army/NN/nsubj/2 forced/VBD/ROOT/2 rebels/NNS/dobj/2 to/TO/aux/5 withdraw/VB/xcomp/2 from/IN/prep/5 Goma/NNP/pobj/6/B-GPE",
                     {"subject": ["rebels"], "from": ["Goma"]}, id="who is forced acts"),
        pytest.param("attacked", "Militants/NNS/nsubj/7 ,/,/punct/0 who/WP/nsubj/3 attacked/VBD/relcl/0 the/DT/det/5 base/NN/dobj/3 ,/,/punct/0 fled/VBD/ROOT/7",
                     {"subject": ["Militants"], "object": ["base"]}, id="who stands for its antecedent"),
        pytest.param("killing", "Shells/NNS/nsubj/1 hit/VBD/ROOT/1 a/DT/det/3 market/NN/dobj/1 ,/,/punct/1 killing/VBG/advcl/1 three/CD/nummod/7 people/NNS/dobj/5",
                     {"subject": ["Shells"], "object": ["people"]}, id="a participle shares the subject"),
        pytest.param("attack", "Rebels/NNS/nsubj/3 did/VBD/aux/3 not/RB/neg/3 attack/VB/ROOT/3 Goma/NNP/advmod/3/B-PERSON",
                     {"subject": ["Rebels"], "object": ["Goma"]}, id="a name the parser takes for an adverb is the object"),
        pytest.param("leave", "Rebels/NNS/nsubj/1 called/VBD/ROOT/1 on/IN/prep/1 villagers/NNS/pobj/2 to/TO/aux/5 leave/VB/xcomp/1 Goma/NNP/dobj/5/B-GPE",
                     {"subject": ["villagers"], "object": ["Goma"]}, id="who is called on acts"),
        pytest.param("shot", "Goma/NNP/nsubj/6/B-GPE ,/,/punct/0 who/WP/nsubjpass/4 was/VBD/auxpass/4 shot/VBN/relcl/0 ,/,/punct/0 fled/VBD/ROOT/6",
                     {"object": ["who"]}, id="a town is nobody"),
        pytest.param("held", "The/DT/det/4 ISIL/NNP/npadvmod/3/B-ORG -/HYPH/punct/3 held/VBN/amod/4 village/NN/nsubj/5 burned/VBD/ROOT/5",
                     {"subject": ["ISIL"], "object": ["village"]}, id="a name joined to a participle acts"),
        pytest.param("held", "The/DT/det/4 long/RB/advmod/3 -/HYPH/punct/3 held/VBN/amod/4 village/NN/nsubj/5 burned/VBD/ROOT/5",
                     {"object": ["village"]}, id="and another word joined to it does not"),
        pytest.param("killed", "One/CD/nummod/1/B-CARDINAL clerk/NN/nsubj/2 killed/VBD/ROOT/2 in/IN/prep/2 Goma/NNP/pobj/3/B-GPE",
                     {"object": ["clerk"], "in": ["Goma"]}, id="a headline leaves the auxiliary out"),
        pytest.param("wounded", "Two/CD/nummod/1/B-CARDINAL clerks/NNS/nsubj/2 killed/VBD/ROOT/2 and/CC/cc/2 another/DT/nsubj/5 wounded/VBN/conj/2 near/IN/prep/5 Goma/NNP/pobj/6/B-GPE",
                     {"object": ["another"], "near": ["Goma"]}, id="twice"),
        pytest.param("killed", "Troops/NNS/nsubj/1 killed/VBD/ROOT/1 ,/,/punct/1 wounded/VBD/conj/1 or/CC/cc/3 captured/VBD/conj/3 fighters/NNS/dobj/5",
                     {"subject": ["Troops"], "object": ["fighters"]}, id="but not where a later verb has the object"),
        pytest.param("killed", "The/DT/det/1 men/NNS/nsubj/3 have/VBP/aux/3 killed/VBN/ROOT/3 before/RB/advmod/3",
                     {"subject": ["men"]}, id="nor where the auxiliary is there"),
    ],
)  # fmt: skip
def test_slots_of_verbs(tree, rules, verb, tree_text, expected):
    doc = tree(tree_text)
    assert texts(verb_arguments(at(doc, verb), rules)) == expected


@pytest.mark.parametrize(
    ("noun", "tree_text", "expected"),
    [
        pytest.param("attack", "The/DT/det/1 army/NN/nsubj/2 carried/VBD/ROOT/2 out/RP/prt/2 an/DT/det/5 attack/NN/dobj/2 on/IN/prep/5 Goma/NNP/pobj/6/B-GPE",
                     {"by": ["army"], "on": ["Goma"]}, id="a light verb lends its subject"),
        pytest.param("fire", "The/DT/det/1 town/NN/nsubj/2 came/VBD/ROOT/2 under/IN/prep/2 fire/NN/pobj/3 from/IN/prep/2 the/DT/det/7 rebels/NNS/pobj/5",
                     {"of": ["town"], "from": ["rebels"]}, id="who comes under fire is the target"),
        pytest.param("shelling", "Russian/JJ/amod/1/B-NORP shelling/NN/nsubj/4 of/IN/prep/1 Kharkiv/NNP/pobj/2/B-GPE continued/VBD/ROOT/4",
                     {"owner": ["Russian"], "of": ["Kharkiv"]}, id="a demonym owns the deed"),
        pytest.param("attack", "An/DT/det/1 attack/NN/nsubj/7 by/IN/prep/1 gunmen/NNS/pobj/2 on/IN/prep/1 a/DT/det/6 convoy/NN/pobj/4 killed/VBD/ROOT/7 two/CD/nummod/9 soldiers/NNS/dobj/7",
                     {"by": ["gunmen"], "on": ["convoy"]}, id="prepositions of the noun"),
        pytest.param("raid", "A/DT/det/1 raid/NN/nsubj/6 launched/VBN/acl/1 by/IN/agent/2 the/DT/det/5 militia/NN/pobj/3 left/VBD/ROOT/6 ten/CD/dobj/6 dead/JJ/oprd/6",
                     {"by": ["militia"]}, id="a participle after the noun names who did it"),
        pytest.param("attack", "A/DT/det/5 Russian/JJ/amod/2/B-NORP missile/NN/nmod/5 and/CC/cc/2 drone/NN/conj/2 attack/NN/nsubj/6 began/VBD/ROOT/6",
                     {"owner": ["Russian"]}, id="whose weapons they are"),
        pytest.param("attack", "Malo/NNP/nsubj/1/B-PERSON called/VBD/ROOT/1 the/DT/det/3 blast/NN/dobj/1 an/DT/det/5 attack/NN/oprd/1", {}, id="who calls it so has not done it"),
        pytest.param("bombing", "Police/NNS/nsubj/1 sought/VBD/ROOT/1 the/DT/det/3 mastermind/NN/dobj/1 of/IN/prep/3 the/DT/det/6 bombing/NN/pobj/4",
                     {"by": ["mastermind"]}, id="who is called its doer"),
        pytest.param("raid", "Malo/NNP/nsubj/1/B-PERSON accused/VBD/ROOT/1 the/DT/det/3 army/NN/dobj/1 of/IN/prep/1 being/VBG/pcomp/4 the/DT/det/7 author/NN/attr/5 of/IN/prep/7 a/DT/det/10 raid/NN/pobj/8",
                     {"by": ["army"]}, id="and not who calls him that"),
        pytest.param("raids", "Army/NN/nsubj/1 continued/VBD/ROOT/1 anti/JJ/amod/4 -/HYPH/punct/4 Taliban/NNP/compound/5/B-ORG raids/NNS/dobj/1",
                     {"by": ["Army"], "against": ["Taliban"]}, id="whom raids are against has no part in them"),
    ],
)  # fmt: skip
def test_slots_of_nouns(tree, rules, phrases, noun, tree_text, expected):
    doc = tree(tree_text)
    assert texts(noun_arguments(at(doc, noun), rules, phrases(doc))) == expected
