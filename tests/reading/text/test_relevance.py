import pytest

from kg.model import RejectionReason
from kg.reading.text.relevance import ConflictTerms, RelevanceFilter

WAR = "The army said rebels with mortars had shelled its outpost near the border ."
CUP = "The striker fired a late shot past the goalkeeper as the league champion kept the cup ."


@pytest.fixture(scope="module")
def relevance_filter(words):
    return RelevanceFilter(
        words, {"IS": "islamic-state", "Islamic State": "islamic-state", "Red-Band Front": "red-band-front"}
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(WAR, None, id="conflict terms"),
        pytest.param("An air-strike hit a warehouse.", None, id="a word of certain force"),
        pytest.param("The Red-Band Front signed the paper.", None, id="the name of a force is a conflict term"),
        pytest.param("The bakery is closed on Monday.", RejectionReason.NO_CONFLICT_TERM, id="no conflict term"),
        pytest.param(
            "It is what it is.", RejectionReason.NO_CONFLICT_TERM, id="a force's short name counts as it is written"
        ),
        pytest.param(CUP, RejectionReason.OTHER_DOMAIN, id="more sport than conflict"),
        pytest.param("", RejectionReason.NO_CONFLICT_TERM, id="an empty text"),
    ],
)
def test_a_rejection_says_why(relevance_filter, text, reason):
    assert (relevance_filter.rejection(text) or [None])[0] is reason


def test_distinct_conflict_terms_count_once_each(relevance_filter):
    assert relevance_filter.conflict_terms(["rebels"] * 9).count_outside(20, 20) == 1
    assert relevance_filter.conflict_terms(WAR.split()).count_outside(20, 20) > 2


def test_both_names_of_one_force_are_one_conflict_term(relevance_filter):
    assert relevance_filter.conflict_terms(["IS", ",", "Islamic", "State"]).count_outside(20, 20) == 1


def test_a_words_own_tokens_are_not_counted_outside_it(relevance_filter):
    assert relevance_filter.conflict_terms(["The", "army", "left"]).count_outside(1, 1) == 0


def test_conflict_terms_are_counted_within_a_span(relevance_filter):
    terms = relevance_filter.conflict_terms(["The", "army", "met", "the", "rebels"])
    assert (terms.count_within(0, 2), terms.count_within(2, 3), terms.count_within(0, 4)) == (1, 0, 2)


@pytest.mark.parametrize(
    ("distinct_terms", "other_domain_count", "expected"),
    [
        pytest.param(4, 0, 4, id="no other domain"),
        pytest.param(4, 1, 4, id="one other term is no evidence"),
        pytest.param(4, 2, 3, id="two of them outweigh one"),
        pytest.param(4, 5, 2, id="one more of them than of conflict is no other topic yet"),
        pytest.param(4, 6, -1, id="a text of another domain"),
        pytest.param(0, 1, 0, id="one term is no topic"),
    ],
)
def test_terms_of_other_domains_weigh_against_conflict_terms(distinct_terms, other_domain_count, expected):
    occurrences = tuple((n, n + 1, n) for n in range(distinct_terms))
    assert ConflictTerms(occurrences, other_domain_count).count_outside(50, 50) == expected
