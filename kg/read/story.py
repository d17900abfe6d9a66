"""The story of an article: the place that its events share when they name none. Knows places in order, no grammar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.extract.places import Placed, is_where
from kg.model import Event, Filler, Place

_SHARE = 0.6  #: of all that is said of places, that the main one must hold
_LEAD = 2  #: how much more a place counts that the first paragraphs name
_NAMED = 0.5  #: how much a place counts that is only named, and not said to be where something is
Around = Callable[[Place], tuple[Place, ...]]


@dataclass(frozen=True)
class Story:
    """Where an article's story takes place."""

    main: Filler | None  #: None: no place stands out


def story(places: Sequence[Placed], in_lead: Callable[[Placed], bool], around: Around) -> Story:
    """Return the smallest place that holds at least half of what the article says of places.

    Where something is said to be counts more than a mere name, and the lead more than the rest.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    first: dict[str, tuple[int, Filler]] = {}
    told: set[str] = set()
    total = 0.0
    for placed in places:
        score = (1.0 if is_where(placed) else _NAMED) * (_LEAD if in_lead(placed) else 1)
        total += score
        chain = around(placed.place)
        for n, place in enumerate(chain):
            scores[place.key] += score
            told |= {place.key} if is_where(placed) else set()
            first.setdefault(place.key, (len(chain) - n, Filler(place, placed.mention, "the story's place")))
    wide = [k for k, score in scores.items() if score >= _SHARE * total and k in told]
    main = max(wide, key=lambda k: (first[k][0], scores[k]), default=None)
    return Story(first[main][1] if main else None)


def located(events: Sequence[Event], told: Story, happens_somewhere: Callable[[str], bool]) -> list[Event]:
    """Return the events, those of deeds without a place at the story's main place."""
    if told.main is None:
        return list(events)
    return [replace(e, places=(told.main,)) if not e.places and happens_somewhere(e.action) else e for e in events]
