"""The story of an article: its deeds in order, and the place and day that they share. Knows tense, no names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.model import Actor, Event, Interval, Modality, Place
from kg.reading.document.coreference_features import is_anaphoric
from kg.reading.document.event_mentions import EventMention
from kg.reading.events.place_adjuncts import STATED, STATED_FOR_CLAUSE
from kg.reading.factuality.tense import is_simple_past
from kg.reading.mentions.calendar import single_day
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention
from kg.reading.mentions.time_mentions import TimeMention

_LEAD = 2  #: paragraphs that tell what the article is about
#: categories of actions whose places and days behave alike
_CLASSES = {
    "use-force": "deed", "protest": "deed", "coerce": "deed", "retreat": "deed", "mobilize": "move", "consult": "talk",
}  # fmt: skip


@dataclass(frozen=True)
class NarratedEvent:
    """An event with where in the text it is told."""

    event: Event
    mentions: tuple[EventMention, ...]  #: its triggers in the order of the text
    paragraph: int  #: of its first trigger
    narrative_class: str  #: "deed", "move", "talk" or "words"

    @property
    def token(self) -> Token:
        """The first trigger's word."""
        return self.mentions[0].trigger.token

    @property
    def is_physical(self) -> bool:
        """Whether it is a deed that is done in some place, on some day."""
        return self.narrative_class == "deed"

    @cached_property
    def place_adjuncts(self) -> tuple[PlaceMention, ...]:
        """What the grammar gives its triggers as places, those of deeds before those of effects."""
        return tuple(d.place for d in self._ranked_mentions if d.place is not None)

    @cached_property
    def time_adjuncts(self) -> tuple[TimeMention, ...]:
        """What the grammar gives its triggers as dates, those of deeds before those of effects."""
        return tuple(d.date for d in self._ranked_mentions if d.date is not None)

    @property
    def interval(self) -> Interval | None:
        """The day that the grammar gives it."""
        return self.time_adjuncts[0].interval if self.time_adjuncts else None

    @property
    def is_past(self) -> bool:
        """Whether it is told in the simple past."""
        return any(is_simple_past(d.trigger.token) for d in self.mentions)

    @property
    def is_anaphoric(self) -> bool:
        """Whether it takes up what was told: "the attack"."""
        return is_anaphoric(self.token)

    @property
    def is_actual(self) -> bool:
        """Whether some source has it as more than a plan or a supposition."""
        return any(c.modality is Modality.ACTUAL for c in self.event.claims)

    @property
    def is_only_effect(self) -> bool:
        """Whether it has no deed, only what came of one."""
        return all(d.trigger.entry.secondary for d in self.mentions)

    @cached_property
    def _ranked_mentions(self) -> list[EventMention]:
        return sorted(self.mentions, key=lambda d: (d.trigger.entry.secondary, d.trigger.token.i))


@dataclass(frozen=True)
class NarrativeFrame:
    """What the deeds of an article share."""

    main_event: NarratedEvent | None  #: the deed that the article is about; None: none stands out
    main_day: TimeMention | None  #: None: no one day stands out


def narrated_event(
    event: Event, group: Sequence[EventMention], cast: EntityLinker, lineage: Callable[[str], Sequence[str]]
) -> NarratedEvent:
    """Return an event with where and how it is told.

    Args:
        event: without place and day.
        group: the drafts that it was made of.
        cast: names of the article.
        lineage: an action → itself and all that it is a kind of.
    """
    ordered = tuple(sorted(group, key=lambda d: d.trigger.token.i))
    kind = next((_CLASSES[a] for a in lineage(event.action) if a in _CLASSES), "words")
    return NarratedEvent(event, ordered, cast.parsed.paragraphs[ordered[0].trigger.token.i], kind)


def narrative_frame(events: Sequence[NarratedEvent], cast: EntityLinker) -> NarrativeFrame:
    """Return the first deed of the lead with a place, those said to be somewhere first, and the lead's first day."""
    lead = [t for t in events if t.is_physical and t.paragraph < _LEAD]
    there = [t for t in lead if t.place_adjuncts]
    said = [t for t in there if t.place_adjuncts[0].rule in (STATED, STATED_FOR_CLAUSE)]
    abroad = [t for t in there if not is_home_country(t.event, t.place_adjuncts[0].place, cast)]
    main = next(iter(said or abroad), None)
    dated = (t.time_adjuncts[0] for t in (main, *lead) if t is not None and t.time_adjuncts)
    return NarrativeFrame(main, next((d for d in dated if single_day(d.interval) is not None), None))


def is_home_country(event: Event, place: Place, cast: EntityLinker) -> bool:
    """Tell whether a place is the actors' own country, and so more likely who acts than where."""
    around = {p.key for p in cast.with_containing_places(place)}
    return any(isinstance(a.value, Actor) and a.value.country in around for a in event.actors)


def are_disjoint(one: Interval | None, other: Interval | None) -> bool:
    """Tell whether two times are known and do not overlap."""
    if one is None or other is None or not (one.earliest and one.latest and other.earliest and other.latest):
        return False
    return one.latest < other.earliest or other.latest < one.earliest
