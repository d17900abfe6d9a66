import json

import pytest

from kg.model import Mention
from kg.reading.document.scoring import WEIGHTS, Candidate, LinearScorer, load_scorers

NEAR, FAR = (Candidate(word, Mention(0, 4, word), frozenset({word})) for word in ("near", "far "))
SCORER = LinearScorer(-1.0, 0.5, {"near": 2.0, "far ": 1.5})


def test_the_most_probable_candidate_is_chosen_with_its_probability():
    best, probability = SCORER.best_candidate([FAR, NEAR])
    assert (best.value, round(probability, 2)) == ("near", 0.73)


@pytest.mark.parametrize(
    "candidates",
    [
        pytest.param([], id="none"),
        pytest.param([Candidate("?", Mention(0, 1, "?"), frozenset({"new"}))], id="none above the threshold"),
    ],
)
def test_an_empty_slot_is_better_than_a_wrong_one(candidates):
    assert SCORER.best_candidate(candidates) is None


def test_of_equals_the_first_candidate_is_chosen():
    equals = [Candidate(n, Mention(n, n + 1, "x"), frozenset({"near"})) for n in (1, 2)]
    assert SCORER.best_candidate(equals)[0].value == 1


def test_the_strongest_features_have_the_greatest_positive_weights():
    assert SCORER.strongest_features({"far ", "near", "new"}) == ["near", "far "]


def test_the_fitted_weights_have_all_slots():
    assert set(json.loads(WEIGHTS.read_text(encoding="utf-8"))) == {"same", "place", "date"}
    assert all(0 < s.threshold < 1 and len(s.weights) > 20 for s in load_scorers().values())
