"""Event mentions: each trigger with its actors, targets, place and time adjunct and cues, before event coreference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Actor, Filler, Kind
from kg.reading.events.place_adjuncts import place_adjunct
from kg.reading.events.time_adjuncts import time_adjunct
from kg.reading.events.trigger import ACTOR_ROLES, TARGET_ROLES, Trigger
from kg.reading.factuality.scope import names_nobody
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention
from kg.reading.mentions.time_mentions import TimeMention
from kg.reading.parse.reported_speech import Cue, covering

_PREMODIFIERS = {"amod", "nmod", "compound", "poss"}
_NON_LOCATION_ROLES = {"actor", "topic", "weapon", "event"}


@dataclass(frozen=True)
class EventMention:
    """One trigger with its arguments and adjuncts."""

    trigger: Trigger
    actors: tuple[Filler, ...]
    targets: tuple[Filler, ...]
    place: PlaceMention | None
    date: TimeMention | None
    cues: tuple[Cue, ...]  #: that cover the trigger, innermost first
    location_arguments: frozenset[int]  #: token indexes of the arguments that can be where the event is

    @property
    def date_key(self) -> str | None:
        """The interval as coreference compares it: its days, else its text; None without a time."""
        if self.date is None:
            return None
        interval = self.date.interval
        return self.date.mention.text if interval.earliest is None else f"{interval.earliest}/{interval.latest}"


def event_mentions(
    triggers: Iterable[Trigger],
    entities: EntityLinker,
    cues: tuple[Cue, ...],
    places: Sequence[PlaceMention],
    dates: Sequence[TimeMention],
) -> list[EventMention]:
    """Return the event mention of each trigger, in the order given."""
    cue_tokens = frozenset(c.token.i for c in cues)
    return [_event_mention(t, entities, cues, places, dates, cue_tokens) for t in triggers]


def _event_mention(
    trigger: Trigger,
    entities: EntityLinker,
    cues: tuple[Cue, ...],
    places: Sequence[PlaceMention],
    dates: Sequence[TimeMention],
    cue_tokens: frozenset[int],
) -> EventMention:
    roles = trigger.roles
    actors = _fillers(trigger, roles, ACTOR_ROLES, entities) or _fillers(trigger, roles, ("weapon",), entities)
    actor_keys = {a.value.key for a in actors}
    targets = [f for f in _fillers(trigger, roles, TARGET_ROLES, entities) if f.value.key not in actor_keys]
    location_arguments = [t for role, tokens in roles.items() if role not in _NON_LOCATION_ROLES for t in tokens]
    other_cues = cue_tokens - {trigger.token.i}
    if trigger.token.dep_ == "nsubjpass":  # "clashes were reported in Goma": what locates the report locates them
        other_cues -= {trigger.token.head.i}
    return EventMention(
        trigger,
        actors,
        _innermost_targets(targets, entities),
        place_adjunct(trigger.token, location_arguments, places, other_cues, entities.is_within),
        time_adjunct(trigger.token, dates, other_cues),
        tuple(covering(cues, trigger.token)),
        frozenset(t.i for t in location_arguments),
    )


def _innermost_targets(targets: Sequence[Filler], entities: EntityLinker) -> tuple[Filler, ...]:
    """Return the targets without places that contain another of them: "Dobropillia, Donetsk region" is one target."""
    containing: set[str] = set()
    for filler in targets:
        place = entities.gazetteer.place(filler.value.key) if is_place_target(filler) else None
        if place:
            containing |= {p.key for p in entities.gazetteer.containing_places(place) if p.key != place.key}
    return tuple(f for f in targets if not (is_place_target(f) and f.value.key in containing))


def _fillers(
    trigger: Trigger, roles: dict[str, list[Token]], names: tuple[str, ...], entities: EntityLinker
) -> tuple[Filler, ...]:
    """Return the fillers of some roles, each value once, in the order of the roles.

    Args:
        trigger: of the mention.
        roles: the trigger's arguments by role.
        names: of the roles.
        entities: link arguments to actors and places.
    """
    fillers: dict[str, Filler] = {}
    owners = {t.i for t in trigger.slots.get("owner", ())} if not trigger.is_verb else set()
    for role in names:
        for token in roles.get(role, ()):
            if _is_excluded(token, role, trigger, entities):
                continue
            filler = _filler(token, role, trigger, entities, is_owner=token.i in owners)
            if filler is not None:
                fillers.setdefault(filler.value.key, filler)
    return tuple(fillers.values())


def _is_excluded(token: Token, role: str, trigger: Trigger, entities: EntityLinker) -> bool:
    """Tell whether an argument does not fill its role, whatever it names."""
    if _is_non_causative_subject(token, trigger, entities):
        return True
    if role in ACTOR_ROLES:
        return names_nobody(token) or _is_departed_place(token, trigger, entities)
    if role in TARGET_ROLES:
        return is_instrument(token, trigger, entities) or _is_location_of_object(token, trigger, entities)
    return False


def is_instrument(token: Token, trigger: Trigger, entities: EntityLinker) -> bool:
    """Tell whether a verb's object is the instrument: "fired missiles at a depot" has the depot as its target."""
    phrase = entities.phrases.phrase_of(entities.phrases.semantic_head(token))
    if phrase is None or phrase.kind != "weapon" or token not in trigger.slots.get("object", ()):
        return False
    return any(trigger.slots.get(slot) for slot in ("at", "on", "into", "against", "toward", "towards"))


def _is_location_of_object(token: Token, trigger: Trigger, entities: EntityLinker) -> bool:
    """Tell whether a place after "on" locates the verb's object: "attacked a boat on the river"."""
    objects = trigger.slots.get("object", ()) if trigger.is_verb and token in trigger.slots.get("on", ()) else ()
    targets = [t for t in objects if any(t in trigger.roles.get(role, ()) for role in TARGET_ROLES)]
    phrase = entities.phrases.phrase_of(token)
    is_place = phrase is not None and phrase.kind == "place" and token not in objects
    return is_place and any(not is_instrument(t, trigger, entities) for t in targets)


def _is_non_causative_subject(token: Token, trigger: Trigger, entities: EntityLinker) -> bool:
    """Tell whether a token is the subject of a verb that does not cause a noun's effect: "gave a death toll"."""
    if trigger.is_verb or not trigger.entry.secondary or token.dep_ != "nsubj" or token.head.pos_ != "VERB":
        return False
    return token.head.lower_ not in entities.phrases.nouns.causative_verbs


def _is_departed_place(token: Token, trigger: Trigger, entities: EntityLinker) -> bool:
    """Tell whether a verb's object is a place and no actor: "left Iraq" beside "withdrew its troops"."""
    phrase = entities.phrases.phrase_of(token)
    is_object = trigger.is_verb and token in trigger.slots.get("object", ())
    return is_object and phrase is not None and phrase.kind == "place"


def _filler(token: Token, role: str, trigger: Trigger, entities: EntityLinker, *, is_owner: bool) -> Filler | None:
    rule = trigger.explain_role(role, token)
    if role == "weapon":  # the owner of a weapon is the actor; a weapon without one has none
        return entities.instrument_owner_filler(token, rule)
    if role in ACTOR_ROLES:
        if is_owner or token.dep_ in _PREMODIFIERS:
            return entities.owner_filler(token, rule)
        return entities.actor_filler(token, rule)
    if is_owner:
        owner = entities.owner_filler(token, rule)
        if owner is not None:
            return owner
    return entities.target_filler(token, rule, towns_as_places=entities.is_use_of_force(trigger.entry.action))


def is_place_target(filler: Filler) -> bool:
    """Tell whether a target is a town or another place, and no actor."""
    return isinstance(filler.value, Actor) and filler.value.kind is Kind.FACILITY
