"""Choose among the candidates for a slot by a small linear score. Knows signs and weights; knows no language.

The weights are data (`weights.json`), fitted by `scripts/fit_weights.py`: a logistic model over signs that each speak
for or against a candidate, so that a choice can be explained by the signs that made it.
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
_REASONS = 3  #: signs that explain a choice
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One value that a slot might have."""

    value: T
    mention: Mention  #: the words nearest to the event that name it
    features: frozenset[str]  #: what speaks for or against it


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """The weights of one slot."""

    bias: float
    threshold: float  #: the least chance, from 0 to 1, with which a candidate is taken
    weights: Mapping[str, float]  #: sign → weight, in logits; a sign without one weighs nothing

    def probability(self, features: Iterable[str]) -> float:
        """Return how likely a candidate with these signs is right, from 0 to 1."""
        return 1 / (1 + exp(-self.bias - sum(sorted(self.weights.get(s, 0.0) for s in features))))

    def best_candidate(self, candidates: Sequence[Candidate[T]]) -> tuple[Candidate[T], float] | None:
        """Return the likeliest candidate, the first of equals, with its chance; None below the threshold."""
        weighed = [(self.probability(c.features), c) for c in candidates]
        best = max(weighed, key=lambda w: w[0], default=None)
        return (best[1], best[0]) if best is not None and best[0] >= self.threshold else None

    def strongest_features(self, features: Iterable[str]) -> list[str]:
        """Return the signs that speak most for a candidate, the weightiest first."""
        speaking = sorted((s for s in features if self.weights.get(s, 0.0) > 0), key=lambda s: (-self.weights[s], s))
        return speaking[:_REASONS]


@lru_cache(maxsize=2)
def load_scorers(path: Path = WEIGHTS) -> dict[str, LinearScorer]:
    """Return the scale of each slot, by its name."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return {slot: LinearScorer(row["bias"], row["threshold"], row["weights"]) for slot, row in found.items()}
