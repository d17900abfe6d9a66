import pytest

from kg.reading.events.verb_arguments import verb_arguments


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
                     {"subject": ["rebels"], "from": ["Goma"]}, id="the object of a verb of control is the subject"),
        pytest.param("attacked", "Militants/NNS/nsubj/7 ,/,/punct/0 who/WP/nsubj/3 attacked/VBD/relcl/0 the/DT/det/5 base/NN/dobj/3 ,/,/punct/0 fled/VBD/ROOT/7",
                     {"subject": ["Militants"], "object": ["base"]}, id="a relative pronoun stands for its antecedent"),
        pytest.param("killing", "Shells/NNS/nsubj/1 hit/VBD/ROOT/1 a/DT/det/3 market/NN/dobj/1 ,/,/punct/1 killing/VBG/advcl/1 three/CD/nummod/7 people/NNS/dobj/5",
                     {"subject": ["Shells"], "object": ["people"]}, id="a participle shares the subject"),
        pytest.param("attack", "Rebels/NNS/nsubj/3 did/VBD/aux/3 not/RB/neg/3 attack/VB/ROOT/3 Goma/NNP/advmod/3/B-PERSON",
                     {"subject": ["Rebels"], "object": ["Goma"]}, id="a name the parser takes for an adverb is the object"),
        pytest.param("leave", "Rebels/NNS/nsubj/1 called/VBD/ROOT/1 on/IN/prep/1 villagers/NNS/pobj/2 to/TO/aux/5 leave/VB/xcomp/1 Goma/NNP/dobj/5/B-GPE",
                     {"subject": ["villagers"], "object": ["Goma"]}, id="and so is the object of its preposition"),
        pytest.param("shot", "Goma/NNP/nsubj/6/B-GPE ,/,/punct/0 who/WP/nsubjpass/4 was/VBD/auxpass/4 shot/VBN/relcl/0 ,/,/punct/0 fled/VBD/ROOT/6",
                     {"object": ["who"]}, id="a town is no antecedent of who"),
        pytest.param("held", "The/DT/det/4 ISIL/NNP/npadvmod/3/B-ORG -/HYPH/punct/3 held/VBN/amod/4 village/NN/nsubj/5 burned/VBD/ROOT/5",
                     {"subject": ["ISIL"], "object": ["village"]}, id="a name joined to a participle is its agent"),
        pytest.param("held", "The/DT/det/4 long/RB/advmod/3 -/HYPH/punct/3 held/VBN/amod/4 village/NN/nsubj/5 burned/VBD/ROOT/5",
                     {"object": ["village"]}, id="and another word joined to it does not"),
        pytest.param("killed", "One/CD/nummod/1/B-CARDINAL clerk/NN/nsubj/2 killed/VBD/ROOT/2 in/IN/prep/2 Goma/NNP/pobj/3/B-GPE",
                     {"object": ["clerk"], "in": ["Goma"]}, id="a headline leaves the auxiliary out"),
        pytest.param("wounded", "Two/CD/nummod/1/B-CARDINAL clerks/NNS/nsubj/2 killed/VBD/ROOT/2 and/CC/cc/2 another/DT/nsubj/5 wounded/VBN/conj/2 near/IN/prep/5 Goma/NNP/pobj/6/B-GPE",
                     {"object": ["another"], "near": ["Goma"]}, id="and the second one as well"),
        pytest.param("killed", "Troops/NNS/nsubj/1 killed/VBD/ROOT/1 ,/,/punct/1 wounded/VBD/conj/1 or/CC/cc/3 captured/VBD/conj/3 fighters/NNS/dobj/5",
                     {"subject": ["Troops"], "object": ["fighters"]}, id="but not where a later verb has the object"),
        pytest.param("killed", "The/DT/det/1 men/NNS/nsubj/3 have/VBP/aux/3 killed/VBN/ROOT/3 before/RB/advmod/3",
                     {"subject": ["men"]}, id="nor where the auxiliary is there"),
    ],
)  # fmt: skip
def test_slots_of_verbs(tree, rules, token_of, filler_texts, verb, tree_text, expected):
    doc = tree(tree_text)
    assert filler_texts(verb_arguments(token_of(doc, verb), rules)) == expected
