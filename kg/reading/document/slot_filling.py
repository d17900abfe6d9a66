"""Give each event of an article its place and day, weighed against all others that the article names.

Knows the order of choices; what speaks for a candidate is listed by `placing` and `dating` and weighed by `weighing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Event, Filler
from kg.reading.document.event_dates import Dating
from kg.reading.document.event_places import Placing
from kg.reading.document.narrative import Told, story
from kg.reading.document.scoring import Scale
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention
from kg.reading.mentions.time_mentions import TimeMention


def settled(
    events: Sequence[Told],
    cast: EntityLinker,
    places: Sequence[PlaceMention],
    dates: Sequence[TimeMention],
    title: str,
    weights: Mapping[str, Scale],
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
    placing, dating = choices(events, cast, places, dates, title)
    ordered = sorted(events, key=lambda t: t.token.i)
    done = {}
    for n, told in enumerate(ordered):
        placed = _placed(told, placing, ordered[:n], weights["place"])
        done[told.token.i] = _dated(placed, dating, ordered[:n], weights["date"]).event
    return [done[t.token.i] for t in events]


def choices(
    events: Sequence[Told], cast: EntityLinker, places: Sequence[PlaceMention], dates: Sequence[TimeMention], title: str
) -> tuple[Placing, Dating]:
    """Return what lists the candidates for the place and for the day of an event."""
    shared = story(sorted(events, key=lambda t: t.token.i), cast)
    stops = frozenset(c.token.i for c in cast.coreference.cues)
    return Placing(cast, places, shared, title, stops), Dating(cast, dates, shared, stops)


def _placed(told: Told, placing: Placing, before: Sequence[Told], scale: Scale) -> Told:
    chosen = scale.choose(placing.candidates(told, before))
    if chosen is None:
        return told
    candidate, chance = chosen
    place = candidate.value
    words = place.extended_mention.text if place.extended_mention.text != place.mention.text else None
    filler = Filler(place.place, place.mention, _rule(candidate.signs, chance, scale))
    return replace(told, event=replace(told.event, places=(filler,), place_text=words))


def _dated(told: Told, dating: Dating, before: Sequence[Told], scale: Scale) -> Told:
    chosen = scale.choose(dating.candidates(told, before))
    if chosen is None:
        return told
    candidate, chance = chosen
    when = replace(candidate.value.interval, rule=_rule(candidate.signs, chance, scale))
    return replace(told, event=replace(told.event, time=when))


def _rule(signs: Iterable[str], chance: float, scale: Scale) -> str:
    """Return what speaks most for a choice, and how likely it is right."""
    return f"{'; '.join(scale.reasons(signs))} ({chance:.2f})"
