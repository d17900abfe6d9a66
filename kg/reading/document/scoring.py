"""Score the candidates for a slot by a logistic model over binary features. Knows weights; knows no language.

The weights are data (`weights.json`), fitted by `scripts/fit_weights.py`. The model is linear, so that a choice is
explained by the features that weigh most.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Generic, TypeVar

from kg.model import Mention

T = TypeVar("T")
_EXPLAINING_FEATURES = 3  #: that explain a choice
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One value that a slot can have."""

    value: T
    mention: Mention  #: of the value, the one nearest to the event
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """The model of one slot."""

    bias: float  #: in logits
    threshold: float  #: the least probability, from 0 to 1, with which a candidate is chosen
    weights: Mapping[str, float]  #: feature → weight, in logits; a feature without one weighs nothing

    def probability(self, features: Iterable[str]) -> float:
        """Return the probability that a candidate with these features is right, from 0 to 1."""
        logits = sorted(self.weights.get(f, 0.0) for f in features)  # a sum of floats depends on their order
        return 1 / (1 + exp(-self.bias - sum(logits)))

    def best_candidate(self, candidates: Sequence[Candidate[T]]) -> tuple[Candidate[T], float] | None:
        """Return the most probable candidate, the first of equals, with its probability; None below the threshold."""
        scored = [(self.probability(c.features), c) for c in candidates]
        best = max(scored, key=lambda s: s[0], default=None)
        return (best[1], best[0]) if best is not None and best[0] >= self.threshold else None

    def strongest_features(self, features: Iterable[str]) -> list[str]:
        """Return the features with the greatest positive weights, the greatest first."""
        positive = sorted((f for f in features if self.weights.get(f, 0.0) > 0), key=lambda f: (-self.weights[f], f))
        return positive[:_EXPLAINING_FEATURES]


@lru_cache(maxsize=2)
def load_scorers(path: Path = WEIGHTS) -> dict[str, LinearScorer]:
    """Return the scorers by slot: "place", "date", and "same" for event coreference."""
    models = json.loads(path.read_text(encoding="utf-8"))
    return {slot: LinearScorer(row["bias"], row["threshold"], row["weights"]) for slot, row in models.items()}
