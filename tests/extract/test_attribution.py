import pytest

from kg.extract.attribution import Attribution, covering


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
    ],
)  # fmt: skip
def test_who_says_it(tree, words, rules, phrases, parsed, tree_text, event, sources):
    doc = tree(tree_text)
    cues = Attribution(words, rules).cues(parsed(doc), phrases(doc))
    token = next(t for t in doc if t.text == event)
    assert [[s.text for s in c.sources] for c in covering(cues, token)] == sources


def test_a_statement_is_not_its_own_content(tree, words, rules, phrases, parsed):
    doc = tree(
        "The/DT/det/1 ministry/NN/nsubj/2 said/VBD/ROOT/2 rebels/NNS/nsubj/5 had/VBD/aux/5 attacked/VBN/ccomp/2 Goma/NNP/dobj/5"
    )
    [cue] = Attribution(words, rules).cues(parsed(doc), phrases(doc))
    assert {doc[i].text for i in cue.content} == {"rebels", "had", "attacked", "Goma"}


def test_a_quotation_that_goes_on_keeps_its_speaker(tree, words, rules, phrases, parsed):
    doc = tree(
        "\"/``/punct/7 We/PRP/nsubj/3 did/VBD/aux/3 attack/VB/ccomp/7 ,/,/punct/7 \"/''/punct/7 he/PRP/nsubj/7 said/VBD/ROOT/7 ././punct/7 "
        "\"/``/punct/11 They/PRP/nsubj/11 withdrew/VBD/ROOT/11 today/NN/npadvmod/11 ././punct/11 \"/''/punct/11"
    )
    cues = Attribution(words, rules).cues(parsed(doc), phrases(doc))
    withdrew = next(t for t in doc if t.text == "withdrew")
    assert [[s.text for s in c.sources] for c in covering(cues, withdrew)] == [["he"]]
