import pytest

from kg.model import RejectionReason
from kg.reading.text.relevance import ConflictTerms, RelevanceFilter

WAR = "The army said rebels with mortars had shelled its outpost near the border ."
CUP = "The striker fired a late shot past the goalkeeper as the league champion kept the cup ."


@pytest.fixture(scope="module")
def gate(words):
    return RelevanceFilter(
        words, {"IS": "islamic-state", "Islamic State": "islamic-state", "Red-Band Front": "red-band-front"}
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        pytest.param(WAR, None, id="words of war"),
        pytest.param("An air-strike hit a warehouse.", None, id="a word that always means force"),
        pytest.param("The Red-Band Front signed the paper.", None, id="the name of a force is a word of conflict"),
        pytest.param("The bakery is closed on Monday.", RejectionReason.NO_CONFLICT_TERM, id="nothing of the kind"),
        pytest.param(
            "It is what it is.", RejectionReason.NO_CONFLICT_TERM, id="a force's short name counts as it is written"
        ),
        pytest.param(CUP, RejectionReason.OTHER_DOMAIN, id="more sport than conflict"),
        pytest.param("", RejectionReason.NO_CONFLICT_TERM, id="an empty text"),
    ],
)
def test_the_gate_says_why_it_refuses_a_text(gate, text, refusal):
    assert (gate.rejection(text) or [None])[0] is refusal


def test_different_words_of_conflict_count_and_not_how_often_they_stand(gate):
    assert gate.conflict_terms(["rebels"] * 9).count_outside(20, 20) == 1
    assert gate.conflict_terms(WAR.split()).count_outside(20, 20) > 2


def test_both_names_of_one_force_are_one_word_of_conflict(gate):
    assert gate.conflict_terms(["IS", ",", "Islamic", "State"]).count_outside(20, 20) == 1


def test_a_words_own_tokens_are_no_sign_beside_it(gate):
    assert gate.conflict_terms(["The", "army", "left"]).count_outside(1, 1) == 0


def test_words_of_conflict_are_counted_in_a_stretch(gate):
    temper = gate.conflict_terms(["The", "army", "met", "the", "rebels"])
    assert (temper.count_within(0, 2), temper.count_within(2, 3), temper.count_within(0, 4)) == (1, 0, 2)


@pytest.mark.parametrize(
    ("kinds", "other", "left"),
    [
        pytest.param(4, 0, 4, id="nothing else"),
        pytest.param(4, 1, 4, id="one other word says nothing"),
        pytest.param(4, 2, 3, id="two of them outweigh one"),
        pytest.param(4, 5, 2, id="one more of them than of conflict is no topic yet"),
        pytest.param(4, 6, -1, id="a text about something else"),
        pytest.param(0, 1, 0, id="one word doesn't make a topic"),
    ],
)
def test_words_of_other_domains_weigh_against_those_of_conflict(kinds, other, left):
    assert ConflictTerms(tuple((n, n + 1, n) for n in range(kinds)), other).count_outside(50, 50) == left
