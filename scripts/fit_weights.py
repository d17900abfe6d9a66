"""Fit kg/reading/document/weights.json on annotated articles: the weight of each feature of a candidate.

    python scripts/fit_weights.py TEXTS.jsonl GOLD.jsonl [TEXTS.jsonl GOLD.jsonl …] [--write]

`training_examples` says what the files are. The model is a logistic regression with an L2 penalty, after le Cessie and
van Houwelingen (1992). Printed figures come from cross-validation over articles: no article is scored with weights that
are fitted on it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from training_examples import MentionPairs, SlotExample, mention_pairs, slot_examples

from kg.reading.document.event_coreference import cluster_mentions
from kg.reading.document.scoring import WEIGHTS, LinearScorer, load_scorers

FOLDS = 10
PENALTY = {"same": 1.0, "place": 5.0, "date": 10.0}  #: found by cross-validation among 1, 3, 10, 20 and 30
F1_TOLERANCE = 0.005  #: given up for precision: an empty slot is better than a wrong one
MIN_COUNT = 8  #: of candidates with a feature; a rarer one gets no weight
Row = tuple[frozenset[str], bool]  #: features, and whether the candidate is right
Figures = tuple[float, float, float, float]  #: precision, recall, F1, threshold


def main(arguments: Sequence[str]) -> None:
    """Fit, print the cross-validated figures and, if asked, write the weights."""
    files = [a for a in arguments if a != "--write"]
    pairs = [p for texts, gold in zip(files[::2], files[1::2], strict=True) for p in mention_pairs(texts, gold)]
    scorers = {"same": fit_pairs(pairs, cross_validated_pair_threshold(pairs))}
    if "--write" in arguments:
        write_scorers(scorers)  # coreference decides which events there are to give a place
    examples: dict[str, list[SlotExample]] = {"place": [], "date": []}
    for texts, gold in zip(files[::2], files[1::2], strict=True):
        for slot, example in slot_examples(texts, gold):
            examples[slot].append(example)
    for slot, of_slot in examples.items():
        threshold = cross_validated_threshold(slot, of_slot)
        scorers[slot] = fit(_rows(of_slot), PENALTY[slot], threshold)
    if "--write" in arguments:
        write_scorers(scorers)


def write_scorers(scorers: dict[str, LinearScorer]) -> None:
    """Write the scorers, other slots unchanged, for later calls of `load_scorers` too."""
    rows = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    rows |= {
        slot: {"bias": s.bias, "threshold": s.threshold, "weights": dict(s.weights)} for slot, s in scorers.items()
    }
    WEIGHTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    load_scorers.cache_clear()


def fit(rows: Sequence[Row], penalty: float, threshold: float) -> LinearScorer:
    """Return the scorer with the greatest penalized likelihood, by Newton's method."""
    counts = Counter(f for features, _ in rows for f in features)
    names = sorted(f for f, n in counts.items() if n >= MIN_COUNT)
    column = {f: n for n, f in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1
    for n, (features, _) in enumerate(rows):
        x[n, [column[f] for f in features if f in column]] = 1
    y = np.array([is_right for _, is_right in rows], dtype=float)
    ridge = np.full(len(names) + 1, penalty)
    ridge[-1] = 1e-6
    w = np.zeros(len(names) + 1)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - ridge * w
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(ridge), gradient)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    weights = {f: round(float(w[n]), 3) for f, n in column.items() if abs(w[n]) >= 0.005}
    return LinearScorer(round(float(w[-1]), 3), threshold, weights)


def fit_pairs(articles: Iterable[MentionPairs], threshold: float) -> LinearScorer:
    """Return the scorer of event coreference."""
    rows = [(a.features[p], corefer) for a in articles for p, corefer in a.annotated_pairs if p in a.features]
    return fit(rows, PENALTY["same"], threshold)


def cross_validated_pair_threshold(articles: Sequence[MentionPairs]) -> float:
    """Print precision, recall and F1 of event coreference by cross-validation; return the threshold of the best F1."""
    fold_of = _folds(a.article for a in articles)
    probabilities = []
    for n in range(FOLDS):
        scorer = fit_pairs([a for a in articles if fold_of[a.article] != n], 0.0)
        held_out = (a for a in articles if fold_of[a.article] == n)
        probabilities += [(a, {p: scorer.probability(f) for p, f in a.features.items()}) for a in held_out]
    best: Figures = (0.0, 0.0, 0.0, 0.5)
    for percent in range(20, 80, 5):
        best = max(best, b_cubed(probabilities, percent / 100), key=lambda f: f[2])
    print(f"same: {sum(len(list(a.annotated_pairs)) for a in articles)} pairs of words")
    _print_figures(best)
    return best[3]


def b_cubed(articles: Iterable[tuple[MentionPairs, dict[tuple[int, int], float]]], threshold: float) -> Figures:
    """Return the B-cubed figures (Bagga and Baldwin 1998) of the clusters at a threshold.

    Args:
        articles: with the probabilities of their pairs.
        threshold: of clustering.
    """
    precisions = recalls = mentions = 0.0
    for article, probabilities in articles:
        clusters = cluster_mentions(len(article.gold_events), probabilities, threshold)
        cluster_of = {m: set(cluster) for cluster in clusters for m in cluster}
        annotated = [n for n, events in enumerate(article.gold_events) if events]
        for mention in annotated:
            gold = {n for n in annotated if article.gold_events[n] & article.gold_events[mention]}
            predicted = {n for n in annotated if n in cluster_of[mention]}
            precisions += len(gold & predicted) / len(predicted)
            recalls += len(gold & predicted) / len(gold)
            mentions += 1
    precision, recall = precisions / max(1, mentions), recalls / max(1, mentions)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), threshold


def cross_validated_threshold(slot: str, examples: Sequence[SlotExample]) -> float:
    """Print precision, recall and F1 of a slot by cross-validation; return the most precise threshold of the best."""
    fold_of = _folds(e.article for e in examples)
    answers: list[tuple[float, bool]] = []
    for n in range(FOLDS):
        scorer = fit(_rows([e for e in examples if fold_of[e.article] != n]), PENALTY[slot], 0.0)
        for example in (e for e in examples if fold_of[e.article] == n):
            best_candidate = scorer.best_candidate(example.candidates)
            if best_candidate is not None:
                candidate, probability = best_candidate
                answers.append((probability, example.right[list(example.candidates).index(candidate)]))
    filled = sum(e.has_value for e in examples)
    by_threshold = [slot_figures(answers, filled, percent / 100) for percent in range(5, 80, 5)]
    best_f1 = max(f1 for _, _, f1, _ in by_threshold)
    best = max(figures for figures in by_threshold if figures[2] >= best_f1 - F1_TOLERANCE)
    findable = sum(any(e.right) for e in examples)
    print(f"{slot}: {len(examples)} events, {filled} filled in the gold, {findable} with a right candidate")
    _print_figures(best)
    return best[3]


def slot_figures(answers: Iterable[tuple[float, bool]], filled: int, threshold: float) -> Figures:
    """Return the figures of the answers at or above a threshold.

    Args:
        answers: probability of the best candidate, and whether it is right.
        filled: slots that the gold fills.
        threshold: the least probability of an answer.
    """
    given = [is_right for probability, is_right in answers if probability >= threshold]
    hits = sum(given)
    precision, recall = hits / max(1, len(given)), hits / max(1, filled)
    return precision, recall, 2 * hits / max(1, len(given) + filled), threshold


def _folds(articles: Iterable[str]) -> dict[str, int]:
    """Return the fold of each article."""
    return {article: n % FOLDS for n, article in enumerate(sorted(set(articles)))}


def _rows(examples: Iterable[SlotExample]) -> list[Row]:
    return [(c.features, is_right) for e in examples for c, is_right in zip(e.candidates, e.right, strict=True)]


def _print_figures(figures: Figures) -> None:
    precision, recall, f1, threshold = figures
    print(f"  threshold {threshold:.2f}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
