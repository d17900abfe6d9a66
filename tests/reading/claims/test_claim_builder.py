import pytest

from kg.model import Claim


@pytest.fixture
def claims(entities, assembled, tree):
    """Return the claims about the events of a parse, in the order of the text."""

    def build(text: str) -> list[Claim]:
        events = (e.event for e in assembled(entities(tree(text))))
        return [c for e in events if e.action != "reject" for c in e.claims]

    return build


def spoken(claim: Claim) -> str:
    who = " and ".join(f.value.label for f in claim.claimants) or "article"
    via = "".join(f" via {f.value.label}" for f in claim.relayed_by)
    return f"{who}{via}: {claim.polarity} {claim.certainty} {claim.modality} {claim.speech_act}"


@pytest.mark.parametrize(
    ("tree_text", "expected"),
    [
        pytest.param("The/DT/det/1 Taliban/NNP/nsubj/2/B-ORG claimed/VBD/ROOT/2 responsibility/NN/dobj/2 for/IN/prep/3 the/DT/det/6 attack/NN/pobj/4 ././punct/2",
                     ["Taliban: affirmed certain actual acknowledgement"], id="who claims responsibility is the source"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/npadvmod/1/B-GPE ././punct/1 Nobody/NN/nsubj/5 claimed/VBD/ROOT/5 responsibility/NN/dobj/5 for/IN/prep/6 the/DT/det/9 attack/NN/pobj/7 ././punct/5",
                     ["article: affirmed certain actual statement"], id="that nobody owns up denies no attack"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/npadvmod/1/B-GPE ././punct/1 The/DT/det/5 attack/NN/nsubj/6 injured/VBD/ROOT/6 no/DT/det/8 one/NN/dobj/6 ././punct/6",
                     ["article: affirmed certain actual statement"], id="that nobody was hurt denies no attack"),
        pytest.param("The/DT/det/1 ministry/NN/nsubj/2 rejected/VBD/ROOT/2 a/DT/det/4 demand/NN/dobj/2 from/IN/prep/4 the/DT/det/7 rebels/NNS/pobj/5 ././punct/2",
                     ["article: affirmed certain actual statement"], id="a demand that is rejected was made"),
        pytest.param("\"/``/punct/8 We/PRP/nsubj/2 condemn/VBZ/ccomp/8 France/NNP/dobj/2/B-GPE ,/,/punct/8 \"/''/punct/8 the/DT/det/7 minister/NN/nsubj/8 said/VBD/ROOT/8 ././punct/8",
                     ["article: affirmed certain actual statement"], id="what is done in a quotation is the speaker's conduct"),
        pytest.param("The/DT/det/1 minister/NN/nsubj/2 said/VBD/ROOT/2 he/PRP/nsubj/5 had/VBD/aux/5 condemned/VBN/ccomp/2 France/NNP/dobj/5/B-GPE ././punct/2",
                     ["minister: affirmed certain actual statement"], id="what one says that one did is one's claim"),
        pytest.param("The/DT/det/2 border/NN/compound/2 service/NN/nsubj/3 said/VBD/ROOT/3 rebels/NNS/nsubj/5 attacked/VBD/ccomp/3 Goma/NNP/npadvmod/5/B-GPE ././punct/3",
                     ["border service: affirmed certain actual statement"], id="whatever says something is a source"),
        pytest.param("Unconfirmed/JJ/amod/1 reports/NNS/nsubj/2 said/VBD/ROOT/2 rebels/NNS/nsubj/4 attacked/VBD/ccomp/2 Goma/NNP/npadvmod/4/B-GPE ././punct/2",
                     ["article: affirmed uncommitted actual statement"], id="reports of nobody's are the article's"),
        pytest.param("The/DT/det/1 Guardian/NNP/nsubj/6/B-ORG ,/,/punct/6 citing/VBG/advcl/6 officials/NNS/dobj/3 ,/,/punct/6 reported/VBD/ROOT/6 that/IN/mark/9 rebels/NNS/nsubj/9 attacked/VBD/ccomp/6 Goma/NNP/npadvmod/9/B-GPE ././punct/6",
                     ["officials via The Guardian: affirmed certain actual statement"], id="who cites relays"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ccomp/6 Goma/NNP/dobj/1/B-GPE ,/,/punct/6 the/DT/det/5 army/NN/nsubj/6 said/VBD/ROOT/6 ././punct/6 The/DT/det/9 rebels/NNS/nsubj/10 denied/VBD/ROOT/10 the/DT/det/12 shelling/NN/dobj/10 ././punct/10",
                     ["army: affirmed certain actual statement", "Rebels: denied certain actual denial"], id="two sources, two claims"),
        pytest.param("Nobody/NN/nsubjpass/2 was/VBD/auxpass/2 injured/VBN/ROOT/2 in/IN/prep/2 Goma/NNP/pobj/3/B-GPE ././punct/2",
                     [], id="that nobody was hurt is no event"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 denied/VBD/ROOT/2 killing/VBG/xcomp/2 the/DT/det/5 villagers/NNS/dobj/3 ././punct/2",
                     ["army: denied certain actual denial"], id="a killing that is denied was told by others"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 denied/VBD/ROOT/2 involvement/NN/dobj/2 in/IN/prep/3 the/DT/det/6 attack/NN/pobj/4 on/IN/prep/6 Goma/NNP/pobj/7/B-GPE ././punct/2",
                     ["army: denied certain actual denial"], id="involvement that is denied"),
        pytest.param("No/DT/det/1 group/NN/nsubj/2 claimed/VBD/ROOT/2 responsibility/NN/dobj/2 for/IN/prep/3 the/DT/det/6 attack/NN/pobj/4 on/IN/prep/6 Goma/NNP/pobj/7/B-GPE ././punct/2",
                     ["article: affirmed certain actual statement"], id="no group is no source"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 said/VBD/ROOT/2 it/PRP/nsubj/6 did/VBD/aux/6 not/RB/neg/6 kill/VB/ccomp/2 villagers/NNS/dobj/6 ././punct/2",
                     ["army: denied certain actual statement"], id="a killing that its doer denies"),
        pytest.param("Reports/NNS/nsubj/1 say/VBP/ROOT/1 rebels/NNS/nsubj/3 attacked/VBD/ccomp/1 Goma/NNP/npadvmod/3/B-GPE ././punct/1",
                     ["article: affirmed probable actual statement"], id="reports of nobody's are hearsay"),
        pytest.param("The/DT/det/1 attack/NN/nsubjpass/5 on/IN/prep/1 Goma/NNP/pobj/2/B-GPE was/VBD/auxpass/5 claimed/VBN/ROOT/5 by/IN/agent/5 the/DT/det/8 Taliban/NNP/pobj/6/B-ORG ././punct/5",
                     ["Taliban: affirmed certain actual statement"], id="an attack that was claimed"),
        pytest.param("Prosecutors/NNS/nsubj/1 said/VBD/ROOT/1 rebels/NNS/nsubj/3 attacked/VBD/ccomp/1 Goma/NNP/npadvmod/3/B-GPE ././punct/1",
                     ["Prosecutors: affirmed certain actual statement"], id="who holds a post speaks"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ccomp/6 Goma/NNP/dobj/1/B-GPE ,/,/punct/6 the/DT/det/5 army/NN/nsubj/6 said/VBD/ROOT/6 ././punct/6 The/DT/det/9 Taliban/NNP/nsubj/10/B-ORG denied/VBD/ROOT/10 the/DT/det/12 attack/NN/dobj/10 ././punct/10",
                     ["army: affirmed certain actual statement", "Taliban: denied certain actual denial"], id="a denial is of the deed told last"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/npadvmod/1/B-GPE ././punct/1 The/DT/det/5 army/NN/nsubj/6 denies/VBZ/ROOT/6 it/PRP/dobj/6 ././punct/6",
                     ["article: affirmed certain actual statement", "army: denied certain actual denial"], id="who denies it"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 said/VBD/ROOT/2 rebels/NNS/nsubj/4 shelled/VBD/ccomp/2 Goma/NNP/dobj/4/B-GPE ././punct/2 The/DT/det/8 Taliban/NNP/nsubj/9/B-ORG denied/VBD/ROOT/9 the/DT/det/11 claim/NN/dobj/9 ././punct/9",
                     ["army: affirmed certain actual statement", "Taliban: denied certain actual denial"], id="who denies a claim"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE ././punct/1 The/DT/det/5 army/NN/nsubj/6 denied/VBD/ROOT/6 the/DT/det/8 claim/NN/dobj/6 ././punct/6",
                     ["article: affirmed certain actual statement"], id="a claim that nobody was said to make is another"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 a/DT/det/3 minister/NN/dobj/1 in/IN/prep/1 Goma/NNP/pobj/4/B-GPE ././punct/1 The/DT/det/8 minister/NN/nsubj/9 denies/VBZ/ROOT/9 it/PRP/dobj/9 ././punct/9",
                     ["article: affirmed certain actual statement"], id="who is arrested denies something else"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/npadvmod/1/B-GPE ,/,/punct/1 which/WDT/dobj/7 the/DT/det/6 army/NN/nsubj/7 denies/VBZ/relcl/1 ././punct/1",
                     ["article: affirmed certain actual statement", "army: denied certain actual denial"], id="which somebody denies"),
    ],
)  # fmt: skip
def test_who_claims_what(claims, tree_text, expected):
    assert [spoken(c) for c in claims(tree_text)] == expected


@pytest.mark.parametrize(
    ("tree_text", "outcomes"),
    [
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ccomp/11 Goma/NNP/dobj/1/B-GPE ,/,/punct/1 but/CC/cc/1 the/DT/det/6 attack/NN/nsubj/7 failed/VBD/conj/1 ,/,/punct/11 the/DT/det/10 army/NN/nsubj/11 said/VBD/ROOT/11 ././punct/11",
                     {"army": "failed"}, id="the attack failed"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ccomp/10 Goma/NNP/dobj/1/B-GPE and/CC/cc/1 the/DT/det/5 attack/NN/nsubj/6 succeeded/VBD/conj/1 ,/,/punct/10 a/DT/det/9 spokesman/NN/nsubj/10 said/VBD/ROOT/10 ././punct/10",
                     {"spokesman": "succeeded"}, id="the attack succeeded"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ccomp/11 Goma/NNP/dobj/1/B-GPE ,/,/punct/1 but/CC/cc/1 the/DT/det/6 attack/NN/nsubj/7 shocked/VBD/conj/1 nobody/NN/dobj/7 ,/,/punct/11 officials/NNS/nsubj/11 said/VBD/ROOT/11 ././punct/11",
                     {"officials": None}, id="what else is said of it is no outcome"),
    ],
)  # fmt: skip
def test_who_says_how_it_ended(claims, tree_text, outcomes):
    found = claims(tree_text)
    assert {c.claimants[0].value.label: c.outcome for c in found} == outcomes
