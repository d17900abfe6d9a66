import json

import pytest

from kg.model import Mention
from kg.reading.document.scoring import WEIGHTS, Candidate, LinearScorer, load_scorers

NEAR, FAR = (Candidate(word, Mention(0, 4, word), frozenset({word})) for word in ("near", "far "))
SCALE = LinearScorer(-1.0, 0.5, {"near": 2.0, "far ": 1.5})


def test_the_likeliest_candidate_is_chosen_with_its_chance():
    chosen, chance = SCALE.best_candidate([FAR, NEAR])
    assert (chosen.value, round(chance, 2)) == ("near", 0.73)


@pytest.mark.parametrize(
    "candidates",
    [
        pytest.param([], id="none"),
        pytest.param([Candidate("?", Mention(0, 1, "?"), frozenset({"new"}))], id="none likely"),
    ],
)
def test_an_empty_slot_is_better_than_a_wrong_one(candidates):
    assert SCALE.best_candidate(candidates) is None


def test_of_equals_the_first_in_the_text_is_chosen():
    twice = [Candidate(n, Mention(n, n + 1, "x"), frozenset({"near"})) for n in (1, 2)]
    assert SCALE.best_candidate(twice)[0].value == 1


def test_the_reasons_are_the_signs_that_speak_for_it():
    assert SCALE.strongest_features({"far ", "near", "new"}) == ["near", "far "]


def test_the_weights_that_ship_are_whole():
    assert set(json.loads(WEIGHTS.read_text(encoding="utf-8"))) == {"same", "place", "date"}
    assert all(0 < s.threshold < 1 and len(s.weights) > 20 for s in load_scorers().values())
