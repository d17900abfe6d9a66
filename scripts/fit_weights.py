"""Fit kg/read/weights.json on annotated articles: how much each sign speaks for a place or a day of an event.

    python scripts/fit_weights.py TEXTS.jsonl GOLD.jsonl [TEXTS.jsonl GOLD.jsonl …] [--write]

Texts are what `kg build` takes; a gold line is {"id", "events": [{"start", "end", "also", "action", "accept", "place",
"accept_places", "date", …}]}. Events that the reader finds are paired with annotated ones by trigger and category; for
each, the candidates are right or wrong. The model is a logistic regression with an L2 penalty, after le Cessie and van
Houwelingen (1992). What is printed comes from cross-validation over articles: no article is judged by weights that saw it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.ingest import inputs
from kg.model import Event, Interval
from kg.read import reader
from kg.read.settling import choices
from kg.read.weighing import WEIGHTS, Candidate, Scale
from kg.resolve.names import fold
from kg.vocab.lexicon import lexicon

FOLDS = 10
PENALTY = {"place": 20.0, "date": 10.0}  #: found by cross-validation among 1, 3, 10, 20 and 30
RAREST = 8  #: a sign seen on fewer candidates weighs nothing
Gold = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """One slot of one event that is in the gold: its candidates, and which are right."""

    article: str
    candidates: Sequence[Candidate[Any]]
    right: Sequence[bool]
    filled: bool  #: whether the gold has a value


def main(arguments: Sequence[str]) -> None:
    """Fit, print the cross-validated figures and, if asked, write the weights."""
    files = [a for a in arguments if a != "--write"]
    made: dict[str, list[Choice]] = {"place": [], "date": []}
    for texts, gold in zip(files[::2], files[1::2], strict=True):
        for slot, choice in choices_of(texts, gold):
            made[slot].append(choice)
    scales = {}
    for slot, found in made.items():
        threshold = cross_validated(slot, found)
        scales[slot] = fitted(found, PENALTY[slot], threshold)
    if "--write" in arguments:
        rows = {s: {"bias": c.bias, "threshold": c.threshold, "weights": dict(c.weights)} for s, c in scales.items()}
        WEIGHTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def choices_of(texts: str, gold: str) -> Iterator[tuple[str, Choice]]:
    """Yield the slots of the events of a file that are annotated, with their candidates."""
    golden = {line["id"]: line["events"] for line in map(json.loads, Path(gold).read_text().splitlines())}
    for ending in inputs([texts]):
        article = ending.article
        if article is None or article.id not in golden:
            continue
        sketch = reader().sketch(article)
        if sketch is None:
            continue
        placing, dating = choices(*sketch, article.title or "")
        told = sorted(sketch.events, key=lambda t: t.token.i)
        for n, event in enumerate(told):
            match = paired(event.event, golden[article.id])
            if match is None:
                continue
            names = {bare(p) for p in (match["place"], *match.get("accept_places", ())) if p}
            found = placing.candidates(event, told[:n])
            yield "place", choice(article.id, found, lambda p, names=names: bool(names & called(p.place)), names)  # type: ignore[misc]
            days = match["date"]
            dated = dating.candidates(event, told[:n])
            yield "date", choice(article.id, dated, lambda d, days=days: is_day(d.interval, days), days)  # type: ignore[misc]


def choice(article: str, found: Sequence[Candidate[Any]], is_right: Callable[[Any], bool], gold: object) -> Choice:
    """Return a choice with its candidates judged."""
    return Choice(article, found, [is_right(c.value) for c in found], bool(gold))


def paired(event: Event, golden: Sequence[Gold]) -> Gold | None:
    """Return the annotated event that shares a trigger and the category, those of the same action first."""
    category = lexicon().category
    best: tuple[bool, int, Gold] | None = None
    for n, gold in enumerate(golden):
        spans = [(gold["start"], gold["end"]), *((a["start"], a["end"]) for a in gold.get("also", ()))]
        meets = any(m.start < end and start < m.end for m in event.triggers for start, end in spans)
        wanted = [gold["action"], *gold.get("accept", ())]
        if meets and category(event.action) in {category(a) for a in wanted}:
            found = (event.action in wanted, -n, gold)
            best = max(best, found, key=lambda f: f[:2]) if best else found
    return best[2] if best else None


def called(place: Any) -> set[str]:
    """Return the names of a place, folded."""
    return {fold(n) for n in (place.label, *place.aliases)} | {fold(place.label.removesuffix(" region"))}


def bare(name: str) -> str:
    """Return a gold place's name, folded, without the part of it that is meant: "north-eastern Syria"."""
    return re.sub(r"^(?:(?:north|south|east|west|central)\w* )+(?=\w{5})(?!sudan|korea|africa|ossetia|bank)", "", fold(name))


def is_day(interval: Interval, gold: str | None) -> bool:
    """Tell whether an interval is that of a gold value: a day, a month, a year, or A/B."""
    if not gold:
        return False
    if interval.earliest is None or interval.latest is None:
        return interval.value == gold
    first, _, last = gold.partition("/")
    return interval.earliest.isoformat().startswith(first) and (
        interval.value == gold if not last else interval.latest.isoformat() == last
    )


def fitted(found: Sequence[Choice], penalty: float, threshold: float) -> Scale:
    """Return the scale that fits the choices best: Newton's method on the penalized likelihood."""
    counts = Counter(s for c in found for candidate in c.candidates for s in candidate.signs)
    signs = sorted(s for s, n in counts.items() if n >= RAREST)
    column = {s: n for n, s in enumerate(signs)}
    rows = [(candidate, right) for c in found for candidate, right in zip(c.candidates, c.right, strict=True)]
    x = np.zeros((len(rows), len(signs) + 1))
    x[:, -1] = 1
    for n, (candidate, _) in enumerate(rows):
        x[n, [column[s] for s in candidate.signs if s in column]] = 1
    y = np.array([right for _, right in rows], dtype=float)
    ridge = np.full(len(signs) + 1, penalty)
    ridge[-1] = 1e-6
    w = np.zeros(len(signs) + 1)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - ridge * w
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(ridge), gradient)
        w += step
        if np.abs(step).max() < 1e-6:
            break
    weights = {s: round(float(w[n]), 3) for s, n in column.items() if abs(w[n]) >= 0.005}
    return Scale(round(float(w[-1]), 3), threshold, weights)


def cross_validated(slot: str, found: Sequence[Choice]) -> float:
    """Print precision, recall and F1 over articles that the weights have not seen; return the best threshold."""
    articles = sorted({c.article for c in found})
    fold_of = {a: n % FOLDS for n, a in enumerate(articles)}
    answers: list[tuple[float, bool]] = []
    for n in range(FOLDS):
        scale = fitted([c for c in found if fold_of[c.article] != n], PENALTY[slot], 0.0)
        for c in (c for c in found if fold_of[c.article] == n):
            chosen = scale.choose(c.candidates)
            if chosen is not None:
                answers.append((chosen[1], c.right[list(c.candidates).index(chosen[0])]))
    filled = sum(c.filled for c in found)
    best = max((scored(answers, filled, t / 100) for t in range(5, 80, 5)), key=lambda s: s[2])
    findable = sum(any(c.right) for c in found)
    print(f"{slot}: {len(found)} events, {filled} filled in the gold, {findable} with a right candidate")
    print(f"  threshold {best[3]:.2f}: P {best[0]:.3f} R {best[1]:.3f} F1 {best[2]:.3f}")
    return best[3]


def scored(answers: Sequence[tuple[float, bool]], filled: int, threshold: float) -> tuple[float, float, float, float]:
    """Return precision, recall and F1 of the answers at or above a threshold, and the threshold."""
    taken = [right for chance, right in answers if chance >= threshold]
    hits = sum(taken)
    precision, recall = hits / max(1, len(taken)), hits / max(1, filled)
    return precision, recall, 2 * hits / max(1, len(taken) + filled), threshold


if __name__ == "__main__":
    main(sys.argv[1:])
