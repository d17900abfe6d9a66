import pytest

from kg.model import RejectionReason


@pytest.mark.parametrize(
    ("tree_text", "expected"),
    [
        pytest.param("The/DT/det/1 rebels/NNS/nsubj/2 captured/VBD/ROOT/2 Goma/NNP/dobj/2/B-GPE ././punct/2",
                     ["captured seize-territory"], id="a captured town is territory"),
        pytest.param("The/DT/det/1 rebels/NNS/nsubj/2 captured/VBD/ROOT/2 three/CD/nummod/4/B-CARDINAL soldiers/NNS/dobj/2 ././punct/2",
                     ["captured detain"], id="captured people are detained"),
        pytest.param("The/DT/det/1 bombing/NN/nsubj/2 left/VBD/ROOT/2 six/CD/nummod/4/B-CARDINAL soldiers/NNS/dobj/2 dead/JJ/oprd/2 ././punct/2",
                     ["bombing bomb-attack", "left attack", "dead use-force"], id="who is left dead has not been withdrawn"),
        pytest.param("They/PRP/nsubj/1 entered/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE ././punct/1",
                     ["entered incursion"], id="a pronoun can be a force"),
        pytest.param("The/DT/det/2 allied/VBN/amod/2 militias/NNS/nsubj/3 attacked/VBD/ROOT/3 the/DT/det/5 town/NN/dobj/3 ././punct/3",
                     ["attacked attack"], id="a participle that only describes"),
        pytest.param("People/NNS/nsubj/4 accused/VBN/acl/0 of/IN/prep/1 crimes/NNS/pobj/2 fled/VBD/ROOT/4 the/DT/det/6 town/NN/dobj/4 ././punct/4",
                     ["fled retreat"], id="a verbal action without an actor"),
        pytest.param("Houthi/NNP/npadvmod/2/B-ORG -/HYPH/punct/2 controlled/VBN/amod/3 Hodeidah/NNP/nsubj/4/B-GPE burned/VBD/ROOT/4 ././punct/4",
                     ["controlled hold-territory"], id="a participle joined to a name has an actor"),
        pytest.param("Gunmen/NNS/nsubj/1 shot/VBD/ROOT/1 soldiers/NNS/dobj/1 in/IN/prep/1 Russian/JJ/npadvmod/6/B-NORP -/HYPH/punct/6 occupied/VBN/amod/7 Crimea/NNP/pobj/3/B-GPE ././punct/1",
                     ["shot attack", "occupied hold-territory"], id="what is occupied is not being seized"),
        pytest.param("Troops/NNS/nsubj/1 marched/VBD/ROOT/1 on/IN/prep/1 Goma/NNP/pobj/2/B-GPE ././punct/1",
                     ["marched advance"], id="a verb and its preposition"),
        pytest.param("People/NNS/nsubj/1 marched/VBD/ROOT/1 on/IN/prep/1 Sunday/NNP/pobj/2/B-DATE ././punct/1",
                     ["marched protest"], id="but not a day's"),
        pytest.param("Gunmen/NNS/nsubj/1 ambushed/VBD/ROOT/1 a/DT/det/3 patrol/NN/dobj/1 ././punct/1",
                     ["ambushed attack"], id="a participant is no trigger"),
        pytest.param("Buses/NNS/nsubj/1 burst/VBD/ROOT/1 into/IN/prep/1 flames/NNS/pobj/2 ././punct/1",
                     [], id="fire is no incursion"),
        pytest.param("They/PRP/nsubj/1 took/VBD/ROOT/1 Ali/NNP/dobj/1/B-PERSON into/IN/prep/1 custody/NN/pobj/3 ././punct/1",
                     ["took detain"], id="a verb and its prepositional phrase"),
        pytest.param("Ali/NNP/nsubj/1/B-PERSON languished/VBD/ROOT/1 in/IN/prep/1 prison/NN/pobj/2 ././punct/1",
                     ["languished detain"], id="whoever sits in prison is held"),
        pytest.param("Security/NN/nsubjpass/2 was/VBD/auxpass/2 tightened/VBN/ROOT/2 in/IN/prep/2 Goma/NNP/pobj/3/B-GPE ././punct/2",
                     ["tightened mobilize"], id="a verb and its object, in the passive"),
        pytest.param("Mali/NNP/nsubj/1/B-GPE withdrew/VBD/ROOT/1 from/IN/prep/1 the/DT/det/4 treaty/NN/pobj/2 ././punct/1",
                     ["withdrew reject"], id="who leaves a treaty moves no troops"),
        pytest.param("Mali/NNP/nsubj/1/B-GPE gave/VBD/ROOT/1 Chad/NNP/dative/1/B-GPE a/DT/det/4 deadline/NN/dobj/1 ././punct/1",
                     ["gave request"], id="a deadline is a demand"),
        pytest.param("The/DT/det/1 group/NN/nsubj/2 denied/VBD/ROOT/2 any/DT/det/4 involvement/NN/dobj/2 in/IN/prep/4 the/DT/det/7 attack/NN/pobj/5 ././punct/2",
                     ["denied attack", "attack attack"], id="a denial is a trigger beside what it denies"),
        pytest.param("A/DT/det/1 jet/NN/nsubj/2 overran/VBD/ROOT/2 the/DT/det/4 runway/NN/dobj/2 ././punct/2",
                     [], id="a runway is no territory"),
        pytest.param("He/PRP/nsubj/1 supports/VBZ/ROOT/1 himself/PRP/dobj/1 ././punct/1",
                     [], id="nobody is his own ally"),
        pytest.param("Two/CD/nummod/1/B-CARDINAL people/NNS/nsubjpass/3 were/VBD/auxpass/3 killed/VBN/ROOT/3 in/IN/prep/3 a/DT/det/6 fire/NN/pobj/4 ././punct/3",
                     [], id="a fire kills without an attack"),
    ],
)  # fmt: skip
def test_words_have_the_sense_that_fits(trigger_actions, tree_text, expected):
    assert trigger_actions(tree_text) == expected


def test_words_inside_a_fixed_phrase_fill_slots(search):
    triggers = search(
        "They/PRP/nsubj/1 threw/VBD/ROOT/1 Ali/NNP/dobj/1/B-PERSON behind/IN/prep/1 bars/NNS/pobj/3 "
        "and/CC/cc/1 held/VBD/conj/1 two/CD/nummod/8/B-CARDINAL pilots/NNS/dobj/6 hostage/NN/oprd/6 ././punct/1"
    ).triggers
    assert [(t.entry.text, [x.text for x in t.roles["target"]]) for t in triggers] == [
        ("throw", ["Ali"]),
        ("hold * hostage", ["pilots"]),
    ]


@pytest.mark.parametrize(
    ("tree_text", "term_count", "expected"),
    [
        pytest.param("He/PRP/nsubj/1 had/VBD/ROOT/1 a/DT/det/4 heart/NN/compound/4 attack/NN/dobj/1 ././punct/1",
                     None, ("attack", RejectionReason.LEXICAL_EXCEPTION, "“heart attack” (fence-health)"), id="inside a lexical exception"),
        pytest.param("He/PRP/nsubj/1 read/VBD/ROOT/1 War/NNP/dobj/1/B-WORK_OF_ART and/CC/cc/2/I-WORK_OF_ART Peace/NNP/conj/2/I-WORK_OF_ART ././punct/1",
                     None, ("war", RejectionReason.NAME, "“War and Peace”"), id="part of a name"),
        pytest.param("The/DT/det/2 battle/NN/compound/2 plan/NN/nsubj/3 slept/VBD/ROOT/3 ././punct/3",
                     None, ("battle", RejectionReason.PART_OF_SPEECH, "part of “battle plan”"), id="a modifier in a compound"),
        pytest.param("The/DT/det/1 allied/VBN/amod/2 militias/NNS/nsubj/3 slept/VBD/ROOT/3 ././punct/3",
                     None, ("ally", RejectionReason.MODIFIER, "“militias”"), id="a participle that only describes"),
        pytest.param("The/DT/det/1 village/NN/nsubj/2 lies/VBZ/ROOT/2 there/RB/advmod/2 ././punct/2",
                     None, ("lie", RejectionReason.CONDITION, "only with an object: actor, person; "), id="a restriction that is not met"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 a/DT/det/3 baker/NN/dobj/1 ././punct/1",
                     0, ("arrest", RejectionReason.LOW_RELEVANCE, "0 of 1 other words of conflict in the text"), id="too few terms of conflict"),
        pytest.param("The/DT/det/2 bus/NN/compound/2 drivers/NNS/nsubj/3 met/VBD/ROOT/3 on/IN/prep/3 Monday/NNP/pobj/4/B-DATE ././punct/3",
                     5, ("meet", RejectionReason.LOW_RELEVANCE, "no sign of conflict in the sentence of a tentative word"), id="no term of conflict in its sentence"),
    ],
)  # fmt: skip
def test_rejected_senses_have_a_reason(rejected_senses, tree_text, term_count, expected):
    words, reason, detail = expected
    assert [(w, r) for w, r, d in rejected_senses(tree_text, term_count) if d.startswith(detail)] == [(words, reason)]


def test_a_word_inside_a_trigger_is_not_rejected(rejected_senses):
    tree_text = "They/PRP/nsubj/1 launched/VBD/ROOT/1 an/DT/det/3 attack/NN/dobj/1 on/IN/prep/3 Goma/NNP/pobj/4/B-GPE ././punct/1"
    assert rejected_senses(tree_text, None) == []
