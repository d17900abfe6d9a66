"""Training examples for the weights, from annotated articles: pairs of event mentions, and candidates for slots.

Texts are what `kg build` takes; a gold line is {"id", "events": [{"start", "end", "also", "action", "accept", "place",
"accept_places", "date", …}]}. Knows the reader and the gold; fits nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.ingest import read_inputs
from kg.model import Event, Interval, Mention, Place
from kg.reading.document.coreference_features import MentionPairFeatures, nearest_causes
from kg.reading.document.scoring import Candidate
from kg.reading.document.slot_filling import slot_candidates
from kg.reading.pipeline import ArticleAnalysis, load_reader
from kg.resolve.toponym_spelling import fold_toponym
from kg.vocab.lexicon import load_lexicon

GoldEvent = dict[str, Any]


@dataclass(frozen=True)
class SlotExample:
    """One slot of one event that is annotated: its candidates, and which are right."""

    article: str  #: id
    candidates: Sequence[Candidate[Any]]
    right: Sequence[bool]  #: by candidate
    has_value: bool  #: whether the gold fills the slot


@dataclass(frozen=True)
class MentionPairs:
    """The event mentions of one article by number, the features of their pairs, and the gold events that they name."""

    article: str  #: id
    features: dict[tuple[int, int], frozenset[str]]  #: of the pairs that can corefer
    gold_events: Sequence[frozenset[int]]  #: by mention the numbers of its gold events, empty if not annotated

    @property
    def annotated_pairs(self) -> Iterator[tuple[tuple[int, int], bool]]:
        """Yield the pairs of annotated mentions, and whether they corefer."""
        for n, events in enumerate(self.gold_events):
            for m in range(n + 1, len(self.gold_events)):
                if events and self.gold_events[m]:
                    yield (n, m), bool(events & self.gold_events[m])


def mention_pairs(texts: str, gold: str) -> Iterator[MentionPairs]:
    """Yield the pairs of event mentions of each annotated article.

    Args:
        texts: path of the articles.
        gold: path of their annotations.
    """
    for article, analysis, gold_events in _annotated_analyses(texts, gold):
        parsed, mentions = analysis.context.entities.parsed, analysis.mentions
        spans = [parsed.mention(m.trigger.first, m.trigger.last) for m in mentions]
        of_pairs = MentionPairFeatures(mentions, nearest_causes(mentions))
        features = {(a.number, b.number): f for b in mentions for a, f in of_pairs.candidate_antecedents(b)}
        yield MentionPairs(article, features, [_gold_numbers(span, gold_events) for span in spans])


def slot_examples(texts: str, gold: str) -> Iterator[tuple[str, SlotExample]]:
    """Yield "place" and "date" of each event of the reader that is annotated, with their candidates.

    Args:
        texts: path of the articles.
        gold: path of their annotations.
    """
    for article, analysis, gold_events in _annotated_analyses(texts, gold):
        places, dates = slot_candidates(analysis.events, analysis.context)
        ordered = sorted(analysis.events, key=lambda e: e.token.i)
        for n, event in enumerate(ordered):
            match = _matching_gold_event(event.event, gold_events)
            if match is None:
                continue
            names = {_folded_gold_place(p) for p in (match["place"], *match.get("accept_places", ())) if p}
            of_place = places.candidates(event, ordered[:n])
            yield "place", _slot_example(article, of_place, lambda p, names=names: bool(names & _names(p.place)), names)  # type: ignore[misc]
            day = match["date"]
            of_date = dates.candidates(event, ordered[:n])
            yield "date", _slot_example(article, of_date, lambda t, day=day: _is_gold_time(t.interval, day), day)  # type: ignore[misc]


def _annotated_analyses(texts: str, gold: str) -> Iterator[tuple[str, ArticleAnalysis, Sequence[GoldEvent]]]:
    """Yield the id, the analysis and the gold events of each annotated article that has prose."""
    gold_events = {line["id"]: line["events"] for line in map(json.loads, Path(gold).read_text().splitlines())}
    for outcome in read_inputs([texts]):
        article = outcome.article
        if article is None or article.id not in gold_events:
            continue
        (analysis,) = load_reader().analyses([article])
        if analysis is not None:
            yield article.id, analysis, gold_events[article.id]


def _gold_numbers(mention: Mention, gold_events: Sequence[GoldEvent]) -> frozenset[int]:
    """Return the numbers of the gold events with a trigger that overlaps a mention."""
    return frozenset(
        n
        for n, gold in enumerate(gold_events)
        for trigger in (gold, *gold.get("also", ()))
        if mention.start < trigger["end"] and trigger["start"] < mention.end
    )


def _slot_example(
    article: str, candidates: Sequence[Candidate[Any]], is_right: Callable[[Any], bool], gold_value: object
) -> SlotExample:
    return SlotExample(article, candidates, [is_right(c.value) for c in candidates], bool(gold_value))


def _matching_gold_event(event: Event, gold_events: Sequence[GoldEvent]) -> GoldEvent | None:
    """Return the gold event that shares a trigger and the category, those of the same action first."""
    category = load_lexicon().category
    best: tuple[bool, int, GoldEvent] | None = None
    for n, gold in enumerate(gold_events):
        spans = [(t["start"], t["end"]) for t in (gold, *gold.get("also", ()))]
        overlaps = any(m.start < end and start < m.end for m in event.triggers for start, end in spans)
        actions = [gold["action"], *gold.get("accept", ())]
        if overlaps and category(event.action) in {category(a) for a in actions}:
            match = (event.action in actions, -n, gold)
            best = max(best, match, key=lambda m: m[:2]) if best else match
    return best[2] if best else None


def _names(place: Place) -> set[str]:
    """Return the names of a place, folded."""
    names = (place.label, *place.aliases, place.label.removesuffix(" region"))
    return {fold_toponym(n) for n in names}


def _folded_gold_place(name: str) -> str:
    """Return a gold place's name, folded, without a part of it: "north-eastern Syria"."""
    return re.sub(
        r"^(?:(?:north|south|east|west|central)\w* )+(?=\w{5})(?!sudan|korea|africa|ossetia|bank)",
        "",
        fold_toponym(name),
    )


def _is_gold_time(interval: Interval, gold: str | None) -> bool:
    """Tell whether an interval is that of a gold value: a day, a month, a year, or A/B."""
    if not gold:
        return False
    if interval.earliest is None or interval.latest is None:
        return interval.value == gold
    first, _, last = gold.partition("/")
    return interval.earliest.isoformat().startswith(first) and (
        interval.value == gold if not last else interval.latest.isoformat() == last
    )
