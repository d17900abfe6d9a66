"""Fill the place and day of each event with the best candidate that the article has. Knows the order of choices.

Candidates and their features come from `event_places` and `event_dates`, weights from `scoring`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Event, Filler
from kg.reading.document.article_context import ArticleContext
from kg.reading.document.event_dates import DateCandidates
from kg.reading.document.event_places import PlaceCandidates
from kg.reading.document.narrative import NarratedEvent, narrative_frame
from kg.reading.document.scoring import LinearScorer


def fill_slots(
    events: Sequence[NarratedEvent], context: ArticleContext, scorers: Mapping[str, LinearScorer]
) -> list[Event]:
    """Return the events with their places and days, in the order given.

    Args:
        events: without place and day.
        context: the places and times of the article.
        scorers: by slot, "place" and "date".
    """
    places, dates = slot_candidates(events, context)
    ordered = sorted(events, key=lambda e: e.token.i)
    filled = {}
    for n, event in enumerate(ordered):
        with_place = _with_place(event, places, ordered[:n], scorers["place"])
        filled[event.token.i] = _with_date(with_place, dates, ordered[:n], scorers["date"]).event
    return [filled[e.token.i] for e in events]


def slot_candidates(events: Sequence[NarratedEvent], context: ArticleContext) -> tuple[PlaceCandidates, DateCandidates]:
    """Return what lists the candidates for the place and for the day of an event."""
    frame = narrative_frame(sorted(events, key=lambda e: e.token.i), context.entities)
    cue_tokens = frozenset(c.token.i for c in context.entities.coreference.cues)
    return PlaceCandidates(context, frame, cue_tokens), DateCandidates(context, frame, cue_tokens)


def _with_place(
    event: NarratedEvent, places: PlaceCandidates, preceding: Sequence[NarratedEvent], scorer: LinearScorer
) -> NarratedEvent:
    best = scorer.best_candidate(places.candidates(event, preceding))
    if best is None:
        return event
    candidate, probability = best
    place = candidate.value
    text = place.extended_mention.text if place.extended_mention.text != place.mention.text else None
    filler = Filler(place.place, place.mention, _explain_choice(candidate.features, probability, scorer))
    return replace(event, event=replace(event.event, places=(filler,), place_text=text))


def _with_date(
    event: NarratedEvent, dates: DateCandidates, preceding: Sequence[NarratedEvent], scorer: LinearScorer
) -> NarratedEvent:
    best = scorer.best_candidate(dates.candidates(event, preceding))
    if best is None:
        return event
    candidate, probability = best
    interval = replace(candidate.value.interval, rule=_explain_choice(candidate.features, probability, scorer))
    return replace(event, event=replace(event.event, when=interval))


def _explain_choice(features: Iterable[str], probability: float, scorer: LinearScorer) -> str:
    """Return the features that weigh most for a choice, and its probability."""
    return f"{'; '.join(scorer.strongest_features(features))} ({probability:.2f})"
