import pytest

from kg.extract.attribution import Attribution, covering
from kg.extract.stance import Stances
from kg.extract.triggers import triggers


@pytest.mark.parametrize(
    ("tree_text", "event", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE", "attacked", "affirmed certain actual statement", id="plain"),
        pytest.param("Rebels/NNS/nsubj/3 did/VBD/aux/3 not/RB/neg/3 attack/VB/ROOT/3 Goma/NNP/dobj/3/B-GPE", "attack", "denied certain actual statement", id="negation"),
        pytest.param("Rebels/NNS/nsubj/2 may/MD/aux/2 attack/VB/ROOT/2 Goma/NNP/dobj/2/B-GPE", "attack", "affirmed possible intended statement", id="a modal hedges"),
        pytest.param("Rebels/NNS/nsubj/2 will/MD/aux/2 attack/VB/ROOT/2 Goma/NNP/dobj/2/B-GPE", "attack", "affirmed certain intended statement", id="the future is intended"),
        pytest.param("Rebels/NNS/nsubj/1 plan/VBP/ROOT/1 to/TO/aux/3 attack/VB/xcomp/1 Goma/NNP/dobj/3/B-GPE", "attack", "affirmed certain intended statement", id="a plan is intended"),
        pytest.param("The/DT/det/1 president/NN/nsubj/2 called/VBD/ROOT/2 for/IN/prep/2 a/DT/det/5 ceasefire/NN/pobj/3", "ceasefire", "affirmed certain hypothetical statement", id="a call is no deed"),
        pytest.param("If/IN/mark/2 rebels/NNS/nsubj/2 attack/VBP/advcl/7 Goma/NNP/dobj/2/B-GPE ,/,/punct/7 troops/NNS/nsubj/7 will/MD/aux/7 respond/VB/ROOT/7", "attack", "affirmed certain hypothetical statement", id="if"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 denied/VBD/ROOT/2 the/DT/det/4 attack/NN/dobj/2", "attack", "denied certain actual denial", id="a denial"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 did/VBD/aux/4 not/RB/neg/4 say/VB/ROOT/4 that/IN/mark/7 rebels/NNS/nsubj/7 attacked/VBD/ccomp/4 Goma/NNP/dobj/7/B-GPE", "attacked", "affirmed certain actual statement", id="what negates the saying does not negate the deed"),
        pytest.param("Rebels/NNS/nsubj/4 ,/,/punct/0 who/WP/nsubj/3 attacked/VBD/relcl/0 fled/VBD/ROOT/4", "attacked", "affirmed certain actual statement", id="a relative clause stands for itself"),
        pytest.param("Rebels/NNS/nsubj/3/B-ORG will/MD/aux/3 not/RB/neg/3 attack/VB/ROOT/3 Goma/NNP/dobj/3/B-PERSON ././punct/3",
                     "attack", "denied certain intended statement", id="a plan that is denied"),
        pytest.param("Rebels/NNS/nsubj/2 would/MD/aux/2 attack/VB/ccomp/7 Goma/NNP/dobj/2/B-PERSON ,/,/punct/7 the/DT/det/6 ministry/NN/nsubj/7 said/VBD/ROOT/7 ././punct/7",
                     "attack", "affirmed certain intended statement", id="a future told in the past"),
        pytest.param("Rebels/NNS/nsubj/3/B-ORG would/MD/aux/3 have/VB/aux/3 attacked/VBN/ROOT/3 Goma/NNP/npadvmod/3/B-PERSON ././punct/3",
                     "attacked", "affirmed certain hypothetical statement", id="what would have been"),
        pytest.param("Rebels/NNS/nsubj/3/B-ORG did/VBD/aux/3 not/RB/neg/3 attack/VB/ROOT/3 Goma/NNP/dobj/3/B-PERSON but/CC/cc/4 shelled/VBD/conj/4 Sake/NNP/dobj/6/B-ORG ././punct/3",
                     "shelled", "affirmed certain actual statement", id="a negation ends before the next tense"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 said/VBD/ROOT/2 nothing/NN/dobj/2 after/IN/prep/2 the/DT/det/6 attack/NN/pobj/4 on/IN/prep/6 Goma/NNP/pobj/7/B-GPE ././punct/2",
                     "attack", "affirmed certain actual statement", id="what is denied after a deed is not the deed"),
        pytest.param("Troops/NNS/nsubj/1 tried/VBD/ROOT/1 to/TO/aux/3 attack/VB/xcomp/1 Goma/NNP/dobj/3/B-PERSON but/CC/cc/1 were/VBD/auxpass/7 repelled/VBN/conj/1 ././punct/1",
                     "attack", "affirmed certain actual statement", id="an attempt that was made is a deed"),
        pytest.param("As/IN/mark/2 troops/NNS/nsubj/2 try/VBP/advcl/8 to/TO/aux/4 attack/VB/xcomp/2 Goma/NNP/dobj/4/B-PERSON ,/,/punct/8 rebels/NNS/nsubj/8 flee/VBP/ROOT/8 ././punct/8",
                     "attack", "affirmed certain intended statement", id="an attempt under way lies ahead"),
        pytest.param("Ministers/NNS/nsubj/1 sent/VBD/ROOT/1 troops/NNS/dobj/1 to/TO/aux/4 attack/VB/advcl/1 Goma/NNP/dobj/4/B-PERSON ././punct/1",
                     "attack", "affirmed certain intended statement", id="a purpose is intended"),
        pytest.param("Ministers/NNS/nsubj/1 called/VBD/ROOT/1 on/IN/prep/1 rebels/NNS/pobj/2 to/TO/aux/5 attack/VB/xcomp/1 Goma/NNP/dobj/5/B-PERSON ././punct/1",
                     "attack", "affirmed certain hypothetical statement", id="a call is no deed, though who calls is its source"),
        pytest.param("The/DT/det/1 group/NN/nsubj/2 threatened/VBD/ROOT/2 to/TO/aux/4 attack/VB/xcomp/2 Goma/NNP/dobj/4/B-PERSON ././punct/2",
                     "attack", "affirmed certain hypothetical announcement", id="a threat"),
        pytest.param("It/PRP/nsubj/1 is/VBZ/ROOT/1 unclear/JJ/acomp/1 whether/IN/mark/5 rebels/NNS/nsubj/5 attacked/VBD/ccomp/1 Goma/NNP/npadvmod/5/B-GPE ././punct/1",
                     "attacked", "undetermined uncommitted actual doubt", id="whether"),
        pytest.param("Rebels/NNS/nsubj/2/B-ORG reportedly/RB/advmod/2 attacked/VBD/ROOT/2 Goma/NNP/npadvmod/2/B-PERSON ././punct/2",
                     "attacked", "affirmed probable actual statement", id="reportedly"),
        pytest.param("Rebels/NNS/nsubjpass/2 are/VBP/auxpass/2 said/VBN/ROOT/2 to/TO/aux/5 have/VB/aux/5 attacked/VBN/xcomp/2 Goma/NNP/npadvmod/5/B-PERSON ././punct/2",
                     "attacked", "affirmed probable actual statement", id="nobody says it"),
        pytest.param("The/DT/det/1 general/NN/nsubj/2 approved/VBD/ROOT/2 the/DT/det/4 attack/NN/dobj/2 on/IN/prep/4 Goma/NNP/pobj/5/B-GPE ././punct/2",
                     "attack", "affirmed certain actual statement", id="a known attack that was approved took place"),
        pytest.param("The/DT/det/1 army/NN/nsubj/4 has/VBZ/aux/4 not/RB/neg/4 announced/VBN/ROOT/4 any/DT/det/6 plans/NNS/dobj/4 to/TO/aux/8 attack/VB/acl/6 Goma/NNP/dobj/8/B-PERSON ././punct/4",
                     "attack", "denied certain intended announcement", id="not any"),
        pytest.param("Not/RB/neg/1 one/CD/nummod/2/B-CARDINAL soldier/NN/nsubj/3 crossed/VBD/ROOT/3 the/DT/det/5 border/NN/dobj/3 ././punct/3",
                     "crossed", "denied certain actual statement", id="a subject that is nobody"),
        pytest.param("Troops/NNS/nsubjpass/2 were/VBD/auxpass/2 sent/VBN/ROOT/2 to/TO/aux/4 prevent/VB/advcl/2 rebels/NNS/dobj/4 from/IN/prep/4 attacking/VBG/pcomp/6 Goma/NNP/dobj/7/B-PERSON ././punct/2",
                     "attacking", "affirmed certain hypothetical statement", id="what is prevented"),
        pytest.param("Unconfirmed/JJ/amod/1 reports/NNS/nsubj/2 said/VBD/ROOT/2 rebels/NNS/nsubj/4 attacked/VBD/ccomp/2 Goma/NNP/npadvmod/4/B-GPE ././punct/2",
                     "attacked", "affirmed uncommitted actual statement", id="a hedge on the source"),
        pytest.param("Rebels/NNS/nsubj/3 not/RB/preconj/2 only/RB/advmod/3 attacked/VBD/ROOT/3 Goma/NNP/dobj/3/B-GPE but/CC/cc/3 burned/VBD/conj/3 it/PRP/dobj/6 ././punct/3",
                     "attacked", "affirmed certain actual statement", id="not only"),
        pytest.param("Hamas/NNP/nsubj/1/B-ORG called/VBD/ROOT/1 on/IN/prep/1 Iran/NNP/pobj/2/B-GPE to/TO/aux/5 cease/VB/xcomp/1 its/PRP$/poss/7 attacks/NNS/dobj/5 ././punct/1",
                     "attacks", "affirmed certain actual statement", id="what is to end goes on"),
        pytest.param("The/DT/det/1 parliament/NN/nsubj/2 voted/VBD/ROOT/2 to/TO/aux/4 attack/VB/xcomp/2 Goma/NNP/dobj/4/B-PERSON ././punct/2",
                     "attack", "affirmed certain intended statement", id="a vote to act"),
        pytest.param("The/DT/det/1 company/NN/nsubjpass/3 is/VBZ/auxpass/3 accused/VBN/ROOT/3 of/IN/prep/3 arming/VBG/pcomp/4 rebels/NNS/dobj/5 who/WP/nsubj/8 attacked/VBD/relcl/6 Goma/NNP/dobj/8/B-PERSON ././punct/3",
                     "arming", "affirmed uncommitted actual allegation", id="nobody accuses"),
    ],
)  # fmt: skip
def test_stance(tree, words, rules, phrases, parsed, tree_text, event, expected):
    doc = tree(tree_text)
    of_doc = phrases(doc)
    cues = Attribution(words, rules).cues(parsed(doc), of_doc)
    found = triggers(of_doc, words, words.index("Fence"), rules).triggers
    trigger = next(t for t in found if t.token.text == event)
    inner = covering(cues, trigger.token)
    stance = Stances(words).of(trigger, inner[0] if inner else None, frozenset(c.token.i for c in cues))
    assert f"{stance.polarity} {stance.certainty} {stance.modality} {stance.speech_act}" == expected
