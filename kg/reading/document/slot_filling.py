"""Give each event of an article its place and day, weighed against all others that the article names.

Knows the order of choices; what speaks for a candidate is listed by `placing` and `dating` and weighed by `weighing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Event, Filler
from kg.reading.document.event_dates import DateCandidates
from kg.reading.document.event_places import PlaceCandidates
from kg.reading.document.narrative import NarratedEvent, narrative_frame
from kg.reading.document.scoring import LinearScorer
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention
from kg.reading.mentions.time_mentions import TimeMention


def fill_slots(
    events: Sequence[NarratedEvent],
    cast: EntityLinker,
    places: Sequence[PlaceMention],
    dates: Sequence[TimeMention],
    title: str,
    weights: Mapping[str, LinearScorer],
) -> list[Event]:
    """Return the events with their places and days, in the order given.

    Args:
        events: as told, without place and day.
        cast: names of the article.
        places: what the prose names of places.
        dates: what it names of days.
        title: the headline, or an empty text.
        weights: the scales of "place" and "date".
    """
    placing, dating = slot_candidates(events, cast, places, dates, title)
    ordered = sorted(events, key=lambda t: t.token.i)
    done = {}
    for n, told in enumerate(ordered):
        placed = _with_place(told, placing, ordered[:n], weights["place"])
        done[told.token.i] = _with_date(placed, dating, ordered[:n], weights["date"]).event
    return [done[t.token.i] for t in events]


def slot_candidates(
    events: Sequence[NarratedEvent],
    cast: EntityLinker,
    places: Sequence[PlaceMention],
    dates: Sequence[TimeMention],
    title: str,
) -> tuple[PlaceCandidates, DateCandidates]:
    """Return what lists the candidates for the place and for the day of an event."""
    shared = narrative_frame(sorted(events, key=lambda t: t.token.i), cast)
    stops = frozenset(c.token.i for c in cast.coreference.cues)
    return PlaceCandidates(cast, places, shared, title, stops), DateCandidates(cast, dates, shared, stops)


def _with_place(
    told: NarratedEvent, placing: PlaceCandidates, before: Sequence[NarratedEvent], scale: LinearScorer
) -> NarratedEvent:
    chosen = scale.best_candidate(placing.candidates(told, before))
    if chosen is None:
        return told
    candidate, chance = chosen
    place = candidate.value
    words = place.extended_mention.text if place.extended_mention.text != place.mention.text else None
    filler = Filler(place.place, place.mention, _explain_choice(candidate.features, chance, scale))
    return replace(told, event=replace(told.event, places=(filler,), place_text=words))


def _with_date(
    told: NarratedEvent, dating: DateCandidates, before: Sequence[NarratedEvent], scale: LinearScorer
) -> NarratedEvent:
    chosen = scale.best_candidate(dating.candidates(told, before))
    if chosen is None:
        return told
    candidate, chance = chosen
    when = replace(candidate.value.interval, rule=_explain_choice(candidate.features, chance, scale))
    return replace(told, event=replace(told.event, time=when))


def _explain_choice(signs: Iterable[str], chance: float, scale: LinearScorer) -> str:
    """Return what speaks most for a choice, and how likely it is right."""
    return f"{'; '.join(scale.strongest_features(signs))} ({chance:.2f})"
