"""Fit kg/reading/document/weights.json on annotated articles: how much each feature speaks for a candidate.

    python scripts/fit_weights.py TEXTS.jsonl GOLD.jsonl [TEXTS.jsonl GOLD.jsonl …] [--write]

Texts are what `kg build` takes; a gold line is {"id", "events": [{"start", "end", "also", "action", "accept", "place",
"accept_places", "date", …}]}. Events that the reader finds are paired with annotated ones by trigger and category; for
each, the candidates are right or wrong. The model is a logistic regression with an L2 penalty, after le Cessie and van
Houwelingen (1992). What is printed comes from cross-validation over articles: weights never judge what they have seen.
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
from kg.model import Event, Interval, Mention, Place
from kg.reading.document.coreference_features import MentionPairFeatures, nearest_causes
from kg.reading.document.event_coreference import cluster_mentions
from kg.reading.document.scoring import WEIGHTS, Candidate, LinearScorer, load_scorers
from kg.reading.document.slot_filling import slot_candidates
from kg.reading.pipeline import load_reader
from kg.resolve.toponym_spelling import fold_toponym
from kg.vocab.lexicon import load_lexicon

FOLDS = 10
PENALTY = {"same": 1.0, "place": 5.0, "date": 10.0}  #: found by cross-validation among 1, 3, 10, 20 and 30
SPARED = 0.005  #: of F1, given for precision: an empty slot is better than a wrong one
RAREST = 8  #: a sign seen on fewer candidates weighs nothing
Gold = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """One slot of one event that is in the gold: its candidates, and which are right."""

    article: str
    candidates: Sequence[Candidate[Any]]
    right: Sequence[bool]
    filled: bool  #: whether the gold has a value


@dataclass(frozen=True)
class Story:
    """The words of one article that name actions: which may tell of one happening, and what they are annotated with."""

    article: str
    pairs: dict[tuple[int, int], frozenset[str]]
    meant: Sequence[frozenset[int]]  #: numbers of annotated events; empty for a word that is not annotated

    @property
    def judged(self) -> Iterator[tuple[tuple[int, int], bool]]:
        """Yield the pairs of annotated words, and whether they tell of one event."""
        for n, one in enumerate(self.meant):
            for m in range(n + 1, len(self.meant)):
                if one and self.meant[m]:
                    yield (n, m), bool(one & self.meant[m])


def main(arguments: Sequence[str]) -> None:
    """Fit, print the cross-validated figures and, if asked, write the weights."""
    files = [a for a in arguments if a != "--write"]
    stories = [s for texts, gold in zip(files[::2], files[1::2], strict=True) for s in pairs_of(texts, gold)]
    scales = {"same": fitted_pairs(stories, grouped(stories))}
    if "--write" in arguments:
        written(scales)  # what is merged decides which events there are to place
    made: dict[str, list[Choice]] = {"place": [], "date": []}
    for texts, gold in zip(files[::2], files[1::2], strict=True):
        for slot, choice in choices_of(texts, gold):
            made[slot].append(choice)
    for slot, found in made.items():
        scales[slot] = fitted(_rows(found), PENALTY[slot], cross_validated(slot, found))
    if "--write" in arguments:
        written(scales)


def written(new: dict[str, LinearScorer]) -> None:
    """Write the scales, those that are not new as they were; the running program takes them up."""
    rows = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    rows |= {s: {"bias": c.bias, "threshold": c.threshold, "weights": dict(c.weights)} for s, c in new.items()}
    WEIGHTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    load_scorers.cache_clear()


def pairs_of(texts: str, gold: str) -> Iterator[Story]:
    """Yield the trigger words of each article that are annotated, pair by pair, with what they tell of."""
    golden = {line["id"]: line["events"] for line in map(json.loads, Path(gold).read_text().splitlines())}
    for ending in inputs([texts]):
        article = ending.article
        sketch = next(load_reader().analyses([article])) if article is not None and article.id in golden else None
        if article is None or sketch is None:
            continue
        meant = [
            _meant(sketch.context.entities.parsed.mention(w.trigger.first, w.trigger.last), golden[article.id])
            for w in sketch.mentions
        ]
        deeds = nearest_causes(sketch.mentions)
        pairs = {
            (a.number, b.number): signs
            for b in sketch.mentions
            for a, signs in MentionPairFeatures(sketch.mentions, deeds).candidate_antecedents(b)
        }
        yield Story(article.id, pairs, meant)


def _meant(word: Mention, golden: Sequence[Gold]) -> frozenset[int]:
    """Return the numbers of the annotated events that a word tells of."""
    return frozenset(
        n
        for n, gold in enumerate(golden)
        for a in (gold, *gold.get("also", ()))
        if word.start < a["end"] and a["start"] < word.end
    )


def choices_of(texts: str, gold: str) -> Iterator[tuple[str, Choice]]:
    """Yield the slots of the events of a file that are annotated, with their candidates."""
    golden = {line["id"]: line["events"] for line in map(json.loads, Path(gold).read_text().splitlines())}
    for ending in inputs([texts]):
        article = ending.article
        if article is None or article.id not in golden:
            continue
        (sketch,) = load_reader().analyses([article])
        if sketch is None:
            continue
        placing, dating = slot_candidates(sketch.events, sketch.context)
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
    category = load_lexicon().category
    best: tuple[bool, int, Gold] | None = None
    for n, gold in enumerate(golden):
        spans = [(gold["start"], gold["end"]), *((a["start"], a["end"]) for a in gold.get("also", ()))]
        meets = any(m.start < end and start < m.end for m in event.triggers for start, end in spans)
        wanted = [gold["action"], *gold.get("accept", ())]
        if meets and category(event.action) in {category(a) for a in wanted}:
            found = (event.action in wanted, -n, gold)
            best = max(best, found, key=lambda f: f[:2]) if best else found
    return best[2] if best else None


def called(place: Place) -> set[str]:
    """Return the names of a place, folded."""
    return {fold_toponym(n) for n in (place.label, *place.aliases)} | {
        fold_toponym(place.label.removesuffix(" region"))
    }


def bare(name: str) -> str:
    """Return a gold place's name, folded, without the part of it that is meant: "north-eastern Syria"."""
    return re.sub(
        r"^(?:(?:north|south|east|west|central)\w* )+(?=\w{5})(?!sudan|korea|africa|ossetia|bank)",
        "",
        fold_toponym(name),
    )


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


Row = tuple[frozenset[str], bool]  #: signs, and whether they speak for what is right


def _rows(found: Sequence[Choice]) -> list[Row]:
    return [(c.features, right) for f in found for c, right in zip(f.candidates, f.right, strict=True)]


def fitted(rows: Sequence[Row], penalty: float, threshold: float) -> LinearScorer:
    """Return the scale that fits best: Newton's method on the penalized likelihood."""
    counts = Counter(s for signs, _ in rows for s in signs)
    signs = sorted(s for s, n in counts.items() if n >= RAREST)
    column = {s: n for n, s in enumerate(signs)}
    x = np.zeros((len(rows), len(signs) + 1))
    x[:, -1] = 1
    for n, (spoken, _) in enumerate(rows):
        x[n, [column[s] for s in spoken if s in column]] = 1
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
    return LinearScorer(round(float(w[-1]), 3), threshold, weights)


def fitted_pairs(stories: Sequence[Story], threshold: float) -> LinearScorer:
    """Return the scale for two words of one happening."""
    return fitted(
        [(s.pairs[p], one) for s in stories for p, one in s.judged if p in s.pairs], PENALTY["same"], threshold
    )


def grouped(stories: Sequence[Story]) -> float:
    """Print how well words of one happening are put together in articles that the weights have not seen.

    Precision and recall are B-cubed (Bagga and Baldwin 1998); returns the threshold with the best F1.
    """
    articles = sorted({s.article for s in stories})
    fold_of = {a: n % FOLDS for n, a in enumerate(articles)}
    chances = []
    for n in range(FOLDS):
        scale = fitted_pairs([s for s in stories if fold_of[s.article] != n], 0.0)
        seen = (s for s in stories if fold_of[s.article] == n)
        chances += [(s, {p: scale.probability(signs) for p, signs in s.pairs.items()}) for s in seen]
    best = (0.0, 0.0, 0.0, 0.5)
    for percent in range(20, 80, 5):
        right = full = words = 0.0
        for story, known in chances:
            home = {w: set(g) for g in cluster_mentions(len(story.meant), known, percent / 100) for w in g}
            annotated = [n for n, meant in enumerate(story.meant) if meant]
            for word in annotated:
                same = {n for n in annotated if story.meant[n] & story.meant[word]}
                put = {n for n in annotated if n in home[word]}
                right, full, words = right + len(same & put) / len(put), full + len(same & put) / len(same), words + 1
        precision, recall = right / max(1, words), full / max(1, words)
        figures = (precision, recall, 2 * precision * recall / max(1e-9, precision + recall), percent / 100)
        best = max(best, figures, key=lambda f: f[2])
    print(f"same: {sum(len(list(s.judged)) for s in stories)} pairs of words")
    print(f"  threshold {best[3]:.2f}: P {best[0]:.3f} R {best[1]:.3f} F1 {best[2]:.3f}")
    return best[3]


def cross_validated(slot: str, found: Sequence[Choice]) -> float:
    """Print precision, recall and F1 over articles that the weights have not seen; return the best threshold."""
    articles = sorted({c.article for c in found})
    fold_of = {a: n % FOLDS for n, a in enumerate(articles)}
    answers: list[tuple[float, bool]] = []
    for n in range(FOLDS):
        scale = fitted(_rows([c for c in found if fold_of[c.article] != n]), PENALTY[slot], 0.0)
        for c in (c for c in found if fold_of[c.article] == n):
            chosen = scale.best_candidate(c.candidates)
            if chosen is not None:
                answers.append((chosen[1], c.right[list(c.candidates).index(chosen[0])]))
    filled = sum(c.filled for c in found)
    tried = [scored(answers, filled, t / 100) for t in range(5, 80, 5)]
    best = max(t for t in tried if t[2] >= max(f1 for _, _, f1, _ in tried) - SPARED)  # the most precise of the best
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
