import pytest

from kg.extract.attribution import Attribution, covering
from kg.extract.stance import Stances
from kg.extract.triggers import triggers


@pytest.mark.parametrize(
    ("tree_text", "event", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE", "attacked", "affirmed certain actual statement", id="plain"),
        pytest.param("Rebels/NNS/nsubj/3 did/VBD/aux/3 not/RB/neg/3 attack/VB/ROOT/3 Goma/NNP/dobj/3/B-GPE", "attack", "denied certain actual statement", id="negation"),
        pytest.param("Rebels/NNS/nsubj/2 may/MD/aux/2 attack/VB/ROOT/2 Goma/NNP/dobj/2/B-GPE", "attack", "affirmed possible actual statement", id="a modal hedges"),
        pytest.param("Rebels/NNS/nsubj/2 will/MD/aux/2 attack/VB/ROOT/2 Goma/NNP/dobj/2/B-GPE", "attack", "affirmed certain intended statement", id="the future is intended"),
        pytest.param("Rebels/NNS/nsubj/1 plan/VBP/ROOT/1 to/TO/aux/3 attack/VB/xcomp/1 Goma/NNP/dobj/3/B-GPE", "attack", "affirmed certain intended statement", id="a plan is intended"),
        pytest.param("The/DT/det/1 president/NN/nsubj/2 called/VBD/ROOT/2 for/IN/prep/2 a/DT/det/5 ceasefire/NN/pobj/3", "ceasefire", "affirmed certain hypothetical statement", id="a call is no deed"),
        pytest.param("If/IN/mark/2 rebels/NNS/nsubj/2 attack/VBP/advcl/7 Goma/NNP/dobj/2/B-GPE ,/,/punct/7 troops/NNS/nsubj/7 will/MD/aux/7 respond/VB/ROOT/7", "attack", "affirmed certain hypothetical statement", id="if"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 denied/VBD/ROOT/2 the/DT/det/4 attack/NN/dobj/2", "attack", "denied certain actual denial", id="a denial"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 did/VBD/aux/4 not/RB/neg/4 say/VB/ROOT/4 that/IN/mark/7 rebels/NNS/nsubj/7 attacked/VBD/ccomp/4 Goma/NNP/dobj/7/B-GPE", "attacked", "affirmed certain actual statement", id="what negates the saying does not negate the deed"),
        pytest.param("Rebels/NNS/nsubj/4 ,/,/punct/0 who/WP/nsubj/3 attacked/VBD/relcl/0 fled/VBD/ROOT/4", "attacked", "affirmed certain actual statement", id="a relative clause stands for itself"),
    ],
)  # fmt: skip
def test_stance(tree, words, rules, phrases, parsed, tree_text, event, expected):
    doc = tree(tree_text)
    of_doc = phrases(doc)
    cues = Attribution(words, rules).cues(parsed(doc), of_doc)
    found = triggers(of_doc, words.entries, words.index("Fence"), rules, frozenset(words.single("Context")))
    trigger = next(t for t in found if t.token.text == event)
    inner = covering(cues, trigger.token)
    stance = Stances(words).of(trigger, inner[0] if inner else None, frozenset(c.token.i for c in cues))
    assert f"{stance.polarity} {stance.certainty} {stance.modality} {stance.speech_act}" == expected
