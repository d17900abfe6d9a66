import pytest

from kg.reading.attribution.cues import CueFinder
from kg.reading.parse.reported_speech import covering


@pytest.mark.parametrize(
    ("tree_text", "event", "sources"),
    [
        pytest.param("The/DT/det/1 ministry/NN/nsubj/2 said/VBD/ROOT/2 rebels/NNS/nsubj/5 had/VBD/aux/5 attacked/VBN/ccomp/2 Goma/NNP/dobj/5/B-GPE",
                     "attacked", [["ministry"]], id="a reporting verb before"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ccomp/6 Goma/NNP/dobj/1/B-GPE ,/,/punct/6 the/DT/det/5 ministry/NN/nsubj/6 said/VBD/ROOT/6",
                     "attacked", [["ministry"]], id="a reporting verb after"),
        pytest.param("According/VBG/prep/6 to/IN/prep/0 the/DT/det/3 ministry/NN/pobj/1 ,/,/punct/6 rebels/NNS/nsubj/6 attacked/VBD/ROOT/6 Goma/NNP/dobj/6/B-GPE",
                     "attacked", [["ministry"]], id="according to"),
        pytest.param("The/DT/det/1 ministry/NN/poss/3 's/POS/case/1 claim/NN/nsubj/8 that/IN/mark/6 rebels/NNS/nsubj/6 attacked/VBD/acl/3 Goma/NNP/dobj/6 was/VBD/ROOT/8 false/JJ/acomp/8",
                     "attacked", [["ministry"]], id="a noun of saying with its owner"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 denied/VBD/ROOT/2 the/DT/det/4 attack/NN/dobj/2", "attack", [["army"]], id="a denied noun"),
        pytest.param("The/DT/det/1 institute/NN/nsubj/2 said/VBD/ROOT/2 bloggers/NNS/nsubj/4 claimed/VBD/ccomp/2 rebels/NNS/nsubj/6 attacked/VBD/ccomp/4 Goma/NNP/dobj/6",
                     "attacked", [["bloggers"], ["institute"]], id="the innermost source first"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/dobj/1 and/CC/cc/1 the/DT/det/5 army/NN/nsubj/6 fled/VBD/conj/1", "attacked", [], id="nobody is quoted"),
        pytest.param("The/DT/det/1 Guardian/NNP/nsubj/6/B-ORG ,/,/punct/6 citing/VBG/advcl/6 officials/NNS/dobj/3 ,/,/punct/6 reported/VBD/ROOT/6 that/IN/mark/9 rebels/NNS/nsubj/9 attacked/VBD/ccomp/6 Goma/NNP/npadvmod/9/B-GPE ././punct/6",
                     "attacked", [["officials"], ["Guardian"]], id="who is cited is the source and who cites relays"),
        pytest.param("The/DT/det/1 ministry/NN/nsubj/2 issued/VBD/ROOT/2 a/DT/det/4 statement/NN/dobj/2 ././punct/2 The/DT/det/7 statement/NN/nsubj/8 said/VBD/ROOT/8 rebels/NNS/nsubj/10 attacked/VBD/ccomp/8 Goma/NNP/npadvmod/10/B-GPE ././punct/8",
                     "attacked", [["ministry"]], id="a statement speaks for who issued it"),
        pytest.param("According/VBG/prep/9 to/IN/prep/0 data/NNS/pobj/1 from/IN/prep/2 the/DT/det/6/B-ORG Red/NNP/compound/6/I-ORG Cross/NNP/pobj/3/I-ORG ,/,/punct/9 rebels/NNS/nsubj/9 attacked/VBD/ROOT/9 Goma/NNP/npadvmod/9/B-GPE ././punct/9",
                     "attacked", [["Cross"]], id="data speak for whom they are from"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 rejected/VBD/ROOT/2 claims/NNS/dobj/2 that/IN/mark/6 rebels/NNS/nsubj/6 attacked/VBD/acl/3 Goma/NNP/npadvmod/6/B-GPE ././punct/2",
                     "attacked", [["army"]], id="a claim that is rejected"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 rejected/VBD/ROOT/2 a/DT/det/4 ceasefire/NN/dobj/2 with/IN/prep/4 the/DT/det/7 rebels/NNS/pobj/5 ././punct/2",
                     "ceasefire", [], id="an offer that is rejected was not said to be false"),
        pytest.param("Officials/NNS/nsubjpass/2 were/VBD/auxpass/2 quoted/VBN/ROOT/2 as/IN/prep/2 saying/VBG/pcomp/3 rebels/NNS/nsubj/6 attacked/VBD/ccomp/4 Goma/NNP/npadvmod/6/B-PERSON ././punct/2",
                     "attacked", [["Officials"]], id="who is quoted as saying"),
        pytest.param("Graham/NNP/nsubj/1/B-PERSON criticized/VBD/ROOT/1 the/DT/det/3 move/NN/dobj/1 ././punct/1 \"/``/punct/9 The/DT/det/7 rebels/NNS/nsubj/9 have/VBP/aux/9 attacked/VBN/ROOT/9 Goma/NNP/dobj/9/B-PERSON again/RB/advmod/9 and/CC/cc/11 again/RB/conj/11 ././punct/9 \"/''/punct/9",
                     "attacked", [["Graham"]], id="a quotation after its speaker's sentence"),
        pytest.param("France/NNP/nsubj/1/B-GPE condemned/VBD/ROOT/1 the/DT/det/3 attack/NN/dobj/1 on/IN/prep/3 Goma/NNP/pobj/4/B-GPE ././punct/1",
                     "attack", [], id="who condemns a deed is not its source"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 urged/VBD/ROOT/2 rebels/NNS/dobj/2 to/TO/aux/5 leave/VB/xcomp/2 Goma/NNP/dobj/5/B-PERSON ././punct/2",
                     "leave", [["army"]], id="who urges is the source of what is urged"),
        pytest.param("The/DT/det/1 company/NN/nsubjpass/3 is/VBZ/auxpass/3 accused/VBN/ROOT/3 of/IN/prep/3 arming/VBG/pcomp/4 rebels/NNS/dobj/5 who/WP/nsubj/8 attacked/VBD/relcl/6 Goma/NNP/dobj/8/B-PERSON ././punct/3",
                     "attacked", [], id="a relative clause is no part of an accusation"),
        pytest.param("The/DT/det/1 militant/JJ/amod/2 Ansar/NNP/amod/3 claims/NNS/ROOT/3 it/PRP/nsubj/5 killed/VBD/relcl/3 ten/CD/nummod/7 soldiers/NNS/dobj/5 ././punct/3",
                     "killed", [["Ansar"]], id="a verb of saying that was taken for a noun"),
        pytest.param("The/DT/det/1 claims/NNS/nsubj/7 they/PRP/nsubj/3 made/VBD/relcl/1 about/IN/prep/3 the/DT/det/6 attack/NN/pobj/4 were/VBD/ROOT/7 false/JJ/acomp/7 ././punct/7",
                     "attack", [], id="claims that were made are a noun"),
        pytest.param("According/VBG/prep/8 to/IN/prep/0 Radio/NNP/compound/3/B-ORG International/NNP/nmod/6/I-ORG ,/,/punct/6 rebel/NN/compound/6 airstrikes/NNS/nsubj/8 have/VBP/aux/8 killed/VBN/ROOT/8 soldiers/NNS/dobj/8 ././punct/8",
                     "airstrikes", [["International"]], id="whom the parser hung on the deed"),
        pytest.param("According/VBG/prep/9 to/IN/prep/0 the/DT/det/3 army/NN/pobj/1 and/CC/cc/3 the/DT/det/6 police/NNS/conj/3 ,/,/punct/9 rebels/NNS/nsubj/9 attacked/VBD/ROOT/9 Goma/NNP/npadvmod/9/B-GPE ././punct/9",
                     "attacked", [["army", "police"]], id="according to two"),
        pytest.param("According/VBG/prep/7 to/IN/prep/0 France/NNP/pobj/1/B-GPE ,/,/punct/2 Germany/NNP/conj/2/B-GPE and/CC/cc/4 Italy/NNP/conj/4/B-GPE attacked/VBD/ROOT/7 Goma/NNP/npadvmod/7/B-GPE ././punct/7",
                     "attacked", [["France"]], id="who acts after the comma is no source"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE and/CC/cc/1 ,/,/punct/1 according/VBG/prep/9 to/IN/prep/5 officials/NNS/pobj/6 ,/,/punct/9 fled/VBD/conj/1 ././punct/9",
                     "attacked", [], id="officials in the middle answer for their clause"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/RB/advmod/1/B-GPE ,/,/punct/1 forcing/VBG/advcl/1 troops/NNS/dobj/4 to/TO/aux/7 flee/VB/xcomp/4 ,/,/punct/7 according/VBG/prep/7 to/IN/prep/9 the/DT/det/12 ministry/NN/pobj/10 ././punct/1",
                     "attacked", [["ministry"]], id="the ministry at the end answers for the sentence"),
        pytest.param("A/DT/det/1 man/NN/nsubjpass/7 believed/VBD/acl/1 to/TO/aux/5 have/VB/aux/5 attacked/VBN/xcomp/2 Goma/NNP/dobj/5/B-GPE died/VBD/ROOT/7 ././punct/7",
                     "attacked", [[]], id="who is believed to have acted believes nothing"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 says/VBZ/ROOT/2 a/DT/det/4 raid/NN/nsubj/5 hurt/VBD/ccomp/2 ten/CD/nummod/7/B-CARDINAL people/NNS/dobj/5 ,/,/punct/5 blaming/VBG/advcl/5 the/DT/det/11 attack/NN/dobj/9 on/IN/prep/11 rebels/NNS/pobj/12 ././punct/2",
                     "attack", [["army"], ["army"]], id="no raid blames"),
        pytest.param("The/DT/det/1 ministry/NN/nsubj/2 said/VBD/ROOT/2 ten/CD/nummod/4/B-CARDINAL people/NNS/nsubj/5 fled/VBD/ccomp/2 ,/,/punct/5 while/IN/mark/9 rebels/NNS/nsubj/9 said/VBD/advcl/5 they/PRP/nsubj/11 attacked/VBD/ccomp/9 Goma/NNP/npadvmod/11/B-GPE ././punct/2",
                     "attacked", [["rebels"]], id="what is set against a statement is no part of it"),
        pytest.param("The/DT/det/1 rebels/NNS/nsubj/2 said/VBD/ROOT/2 in/IN/prep/2 a/DT/det/5 statement/NN/pobj/3 that/IN/mark/9 they/PRP/nsubj/9 had/VBD/aux/9 attacked/VBN/acl/5 Goma/NNP/npadvmod/9/B-GPE ././punct/2",
                     "attacked", [["rebels"]], id="said in a statement that"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 cancelled/VBD/ROOT/2 talks/NNS/dobj/2 ,/,/punct/2 citing/VBG/advcl/2 attacks/NNS/dobj/5 by/IN/prep/6 rebels/NNS/pobj/7 ././punct/2",
                     "attacks", [["army"]], id="a deed that is cited is a reason and no source"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 dismissed/VBD/ROOT/2 as/IN/prep/2 false/JJ/amod/5 reports/NNS/pobj/3 that/IN/mark/8 rebels/NNS/nsubj/8 attacked/VBD/acl/5 Goma/NNP/npadvmod/8/B-GPE ././punct/2",
                     "attacked", [["army"]], id="dismissed as false"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ccomp/10 Goma/NNP/nsubj/10/B-GPE ,/,/punct/2 the/DT/det/5 governor/NN/appos/2 ,/,/punct/5 Moussa/NNP/compound/8/B-PERSON Diarra/NNP/appos/5/I-PERSON ,/,/punct/2 told/VBD/ROOT/10 reporters/NNS/dobj/10 by/IN/prep/10 telephone/NN/pobj/12 ././punct/10",
                     "attacked", [["Diarra"]], id="neither a town nor a telephone speaks"),
        pytest.param("Amnesty/NNP/nsubj/1/B-ORG called/VBD/ROOT/1 for/IN/prep/1 an/DT/det/4 inquiry/NN/pobj/2 into/IN/prep/4 the/DT/det/7 killing/NN/pobj/5 of/IN/prep/7 villagers/NNS/pobj/8 ././punct/1",
                     "killing", [], id="what an inquiry is about is not called for"),
        pytest.param("Footage/NNP/nsubj/3 from/IN/prep/0 the/DT/det/3 scene/NN/pobj/1 shows/VBZ/ROOT/4 rebels/NNS/nsubj/6 attacking/VBG/ccomp/4 Goma/NNP/dobj/6/B-GPE ././punct/4",
                     "attacking", [], id="a scene makes no footage"),
        pytest.param("Reports/NNS/nsubjpass/6 of/IN/prep/0 attacks/NNS/pobj/1 by/IN/prep/2 rebels/NNS/pobj/3 were/VBD/auxpass/6 checked/VBN/ROOT/6 ././punct/6",
                     "attacks", [["Reports"]], id="reports of attacks by rebels are not the rebels'"),
        pytest.param("The/DT/det/1 council/NN/nsubj/2 declared/VBD/ROOT/2 a/DT/det/4 curfew/NN/dobj/2 ././punct/2",
                     "curfew", [], id="what is declared is done"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 reported/VBD/ROOT/2 attacks/NNS/dobj/2 by/IN/prep/3 rebels/NNS/pobj/4 ././punct/2",
                     "attacks", [["army"]], id="whose attacks are reported reports nothing"),
        pytest.param("The/DT/det/1 attack/NN/nsubjpass/3 was/VBD/auxpass/3 claimed/VBN/ROOT/3 by/IN/agent/3 the/DT/det/6 rebels/NNS/pobj/4 ././punct/3",
                     "attack", [["rebels"]], id="an attack that was claimed"),
    ],
)  # fmt: skip
def test_who_says_it(tree, words, rules, phrases, parsed, tree_text, event, sources):
    doc = tree(tree_text)
    cues = CueFinder(words, rules).cues(parsed(doc), phrases(doc))
    token = next(t for t in doc if t.text == event)
    assert [[s.text for s in c.sources] for c in covering(cues, token)] == sources


def test_a_statement_is_not_its_own_content(tree, words, rules, phrases, parsed):
    doc = tree(
        "The/DT/det/1 ministry/NN/nsubj/2 said/VBD/ROOT/2 rebels/NNS/nsubj/5 had/VBD/aux/5 attacked/VBN/ccomp/2 Goma/NNP/dobj/5"
    )
    [cue] = CueFinder(words, rules).cues(parsed(doc), phrases(doc))
    assert {doc[i].text for i in cue.content} == {"rebels", "had", "attacked", "Goma"}


def test_a_quotation_that_goes_on_keeps_its_speaker(tree, words, rules, phrases, parsed):
    doc = tree(
        "\"/``/punct/7 We/PRP/nsubj/3 did/VBD/aux/3 attack/VB/ccomp/7 ,/,/punct/7 \"/''/punct/7 he/PRP/nsubj/7 said/VBD/ROOT/7 ././punct/7 "
        "\"/``/punct/11 They/PRP/nsubj/11 withdrew/VBD/ROOT/11 today/NN/npadvmod/11 ././punct/11 \"/''/punct/11"
    )
    cues = CueFinder(words, rules).cues(parsed(doc), phrases(doc))
    withdrew = next(t for t in doc if t.text == "withdrew")
    assert [[s.text for s in c.sources] for c in covering(cues, withdrew)] == [["he"]]
