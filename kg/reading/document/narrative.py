"""The narrative of an article: its events in the order of the text, and the place and day that they share.

Knows tense and grammar; knows no names.
"""

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

LEAD_PARAGRAPHS = 2  #: that name the main event
#: category of actions → class whose places and days are distributed alike, a part of feature names in `weights.json`
_NARRATIVE_CLASSES = {
    "use-force": "deed", "protest": "deed", "coerce": "deed", "retreat": "deed", "mobilize": "move", "consult": "talk",
}  # fmt: skip


@dataclass(frozen=True)
class NarratedEvent:
    """An event with its mentions and their place in the text."""

    event: Event
    mentions: tuple[EventMention, ...]  #: in the order of the text
    paragraph: int  #: of its first mention
    narrative_class: str  #: "deed", "move", "talk" or "words"

    @property
    def token(self) -> Token:
        """The trigger of its first mention."""
        return self.mentions[0].trigger.token

    @property
    def is_physical(self) -> bool:
        """Whether it is a physical event, with a place and a day of its own."""
        return self.narrative_class == "deed"

    @cached_property
    def place_adjuncts(self) -> tuple[PlaceMention, ...]:
        """The place adjuncts of its mentions, those of effects last."""
        return tuple(m.place for m in self._ranked_mentions if m.place is not None)

    @cached_property
    def time_adjuncts(self) -> tuple[TimeMention, ...]:
        """The time adjuncts of its mentions, those of effects last."""
        return tuple(m.date for m in self._ranked_mentions if m.date is not None)

    @property
    def interval(self) -> Interval | None:
        """The interval of its first time adjunct, None without one."""
        return self.time_adjuncts[0].interval if self.time_adjuncts else None

    @property
    def is_past(self) -> bool:
        """Whether a mention is in the simple past."""
        return any(is_simple_past(m.trigger.token) for m in self.mentions)

    @property
    def is_anaphoric(self) -> bool:
        """Whether its first mention refers back to an event: "the attack"."""
        return is_anaphoric(self.token)

    @property
    def is_actual(self) -> bool:
        """Whether a claim presents it as actual, and no plan or supposition."""
        return any(c.modality is Modality.ACTUAL for c in self.event.claims)

    @property
    def is_only_effect(self) -> bool:
        """Whether its mentions name only the effect of an event: "killed"."""
        return all(m.trigger.entry.secondary for m in self.mentions)

    @cached_property
    def _ranked_mentions(self) -> list[EventMention]:
        return sorted(self.mentions, key=lambda m: (m.trigger.entry.secondary, m.trigger.token.i))


@dataclass(frozen=True)
class NarrativeFrame:
    """The main event of an article and its day."""

    main_event: NarratedEvent | None  #: None: the lead has no physical event with a place
    main_day: TimeMention | None  #: None: the lead has no single day


def narrated_event(
    event: Event,
    mentions: Sequence[EventMention],
    entities: EntityLinker,
    hypernyms: Callable[[str], Sequence[str]],
) -> NarratedEvent:
    """Return an event with its place in the narrative.

    Args:
        event: without place and day.
        mentions: of the event.
        entities: of the article.
        hypernyms: an action → itself and its hypernyms, nearest first.
    """
    ordered = tuple(sorted(mentions, key=lambda m: m.trigger.token.i))
    classes = (_NARRATIVE_CLASSES[a] for a in hypernyms(event.action) if a in _NARRATIVE_CLASSES)
    paragraph = entities.parsed.paragraphs[ordered[0].trigger.token.i]
    return NarratedEvent(event, ordered, paragraph, next(classes, "words"))


def narrative_frame(events: Sequence[NarratedEvent], entities: EntityLinker) -> NarrativeFrame:
    """Return the main event of an article and its day, else the first single day of the lead's physical events.

    The main event is the first physical one of the lead with a stated place, else with a place outside the own country
    of its actors.
    """
    lead = [e for e in events if e.is_physical and e.paragraph < LEAD_PARAGRAPHS]
    located = [e for e in lead if e.place_adjuncts]
    stated = [e for e in located if e.place_adjuncts[0].rule in (STATED, STATED_FOR_CLAUSE)]
    abroad = [e for e in located if not is_home_country(e.event, e.place_adjuncts[0].place, entities)]
    main = next(iter(stated or abroad), None)
    times = (e.time_adjuncts[0] for e in (main, *lead) if e is not None and e.time_adjuncts)
    return NarrativeFrame(main, next((t for t in times if single_day(t.interval) is not None), None))


def is_home_country(event: Event, place: Place, entities: EntityLinker) -> bool:
    """Tell whether a place lies in an actor's own country, so that it rather names the actor than a location."""
    containing = {p.key for p in entities.with_containing_places(place)}
    return any(isinstance(a.value, Actor) and a.value.country in containing for a in event.actors)


def are_disjoint(one: Interval | None, other: Interval | None) -> bool:
    """Tell whether two intervals are bounded and do not overlap."""
    if one is None or other is None or not (one.earliest and one.latest and other.earliest and other.latest):
        return False
    return one.latest < other.earliest or other.latest < one.earliest
