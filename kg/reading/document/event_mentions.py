"""What one trigger says by itself: its sides, place, day and sources, before happenings are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Actor, Filler, Kind
from kg.reading.events.place_adjuncts import place_adjunct
from kg.reading.events.time_adjuncts import time_adjunct
from kg.reading.events.trigger import Trigger
from kg.reading.factuality.scope import names_nobody
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention
from kg.reading.mentions.time_mentions import TimeMention
from kg.reading.parse.reported_speech import Cue, covering

_ACTORS = ("actor", "partner")
_TARGETS = ("target", "victim")
_MODIFIERS = {"amod", "nmod", "compound", "poss"}
_NO_GROUND = {"actor", "topic", "weapon", "event"}


@dataclass(frozen=True)
class EventMention:
    """One trigger with what the grammar gives it."""

    trigger: Trigger
    actors: tuple[Filler, ...]
    targets: tuple[Filler, ...]
    place: PlaceMention | None
    date: TimeMention | None
    cues: tuple[Cue, ...]  #: whose words it is in, innermost first
    location_arguments: frozenset[int]  #: tokens of what may stand on the ground where it is done

    @property
    def date_key(self) -> str | None:
        """Return its days as merging compares them."""
        when = self.date.interval if self.date else None
        if self.date is None or when is None or when.earliest is None:
            return self.date.mention.text if self.date else None
        return f"{when.earliest}/{when.latest}"


def event_mentions(
    triggers: Iterable[Trigger],
    cast: EntityLinker,
    cues: tuple[Cue, ...],
    places: Sequence[PlaceMention],
    dates: Sequence[TimeMention],
) -> list[EventMention]:
    """Return a draft for each trigger, in the order of the text."""
    stops = frozenset(c.token.i for c in cues)
    return [_event_mention(t, cast, cues, places, dates, stops) for t in triggers]


def _event_mention(
    trigger: Trigger,
    cast: EntityLinker,
    cues: tuple[Cue, ...],
    places: Sequence[PlaceMention],
    dates: Sequence[TimeMention],
    stops: frozenset[int],
) -> EventMention:
    roles = trigger.roles
    actors = _fillers(trigger, roles, _ACTORS, cast) or _fillers(trigger, roles, ("weapon",), cast)
    acting = {a.value.key for a in actors}
    targets = _innermost_targets(
        [f for f in _fillers(trigger, roles, _TARGETS, cast) if f.value.key not in acting], cast
    )
    grounds = [t for role, tokens in roles.items() if role not in _NO_GROUND for t in tokens]
    own_stops = stops - {trigger.token.i}
    if trigger.token.dep_ == "nsubjpass":  # "clashes were reported in Goma": that is where they clashed
        own_stops -= {trigger.token.head.i}
    place = place_adjunct(trigger.token, grounds, places, own_stops, cast.is_within)
    date = time_adjunct(trigger.token, dates, own_stops)
    covered = tuple(covering(cues, trigger.token))
    return EventMention(trigger, actors, targets, place, date, covered, frozenset(t.i for t in grounds))


def _innermost_targets(targets: Sequence[Filler], cast: EntityLinker) -> tuple[Filler, ...]:
    """Return the targets without areas around another of them: "Dobropillia, Donetsk region" is one target."""
    around: set[str] = set()
    for filler in targets:
        place = cast.gazetteer.place(filler.value.key) if is_place_target(filler) else None
        around |= {p.key for p in cast.gazetteer.containing_places(place) if p.key != place.key} if place else set()
    return tuple(f for f in targets if not (is_place_target(f) and f.value.key in around))


def _fillers(
    trigger: Trigger, roles: dict[str, list[Token]], wanted: tuple[str, ...], cast: EntityLinker
) -> tuple[Filler, ...]:
    found: dict[str, Filler] = {}
    owners = {t.i for t in trigger.slots.get("owner", ())} if not trigger.is_verb else set()
    for role in wanted:
        for token in roles.get(role, ()):
            if _is_non_causative_subject(token, trigger, cast):
                continue
            if role in _ACTORS and (names_nobody(token) or _is_departed_place(token, trigger, cast)):
                continue
            if role in _TARGETS and (
                is_instrument(token, trigger, cast) or _is_location_behind_on(token, trigger, cast)
            ):
                continue
            filler = _filler(token, role, trigger, cast, owned=token.i in owners)
            if filler is not None:
                found.setdefault(filler.value.key, filler)
    return tuple(found.values())


def is_instrument(token: Token, trigger: Trigger, cast: EntityLinker) -> bool:
    """Tell whether a verb's object is the means: "fired missiles at a depot" has the depot as its target."""
    phrase = cast.phrases.phrase_of(cast.phrases.semantic_head(token))
    if phrase is None or phrase.kind != "weapon" or token not in trigger.slots.get("object", ()):
        return False
    return any(trigger.slots.get(slot) for slot in ("at", "on", "into", "against", "toward", "towards"))


def _is_location_behind_on(token: Token, trigger: Trigger, cast: EntityLinker) -> bool:
    """Tell whether a place behind "on" is where a verb's object was hit: "attacked a boat on the river"."""
    hit = trigger.slots.get("object", ()) if trigger.is_verb and token in trigger.slots.get("on", ()) else ()
    aimed = [t for t in hit if any(t in trigger.roles.get(role, ()) for role in _TARGETS)]
    phrase = cast.phrases.phrase_of(token)
    place = phrase is not None and phrase.kind == "place" and token not in hit
    return place and any(not is_instrument(t, trigger, cast) for t in aimed)


def _is_non_causative_subject(token: Token, trigger: Trigger, cast: EntityLinker) -> bool:
    """Tell whether somebody is the subject of a verb that causes no harm: who "gives a toll" has killed nobody."""
    if trigger.is_verb or not trigger.entry.secondary or token.dep_ != "nsubj" or token.head.pos_ != "VERB":
        return False
    return token.head.lower_ not in cast.phrases.nouns.causative_verbs


def _is_departed_place(token: Token, trigger: Trigger, cast: EntityLinker) -> bool:
    """Tell whether a verb's object is where, and not who: "left Iraq" beside "withdrew its troops"."""
    phrase = cast.phrases.phrase_of(token)
    return (
        trigger.is_verb and token in trigger.slots.get("object", ()) and phrase is not None and phrase.kind == "place"
    )


def _filler(token: Token, role: str, trigger: Trigger, cast: EntityLinker, *, owned: bool) -> Filler | None:
    rule = trigger.explain_role(role, token)
    if role == "weapon":  # what is fired or flown acts for whose it is, and for nobody else
        return cast.instrument_owner_filler(token, rule)
    if role in _ACTORS:
        return cast.owner_filler(token, rule) if owned or token.dep_ in _MODIFIERS else cast.actor_filler(token, rule)
    if owned:
        owner = cast.owner_filler(token, rule)
        if owner is not None:
            return owner
    return cast.target_filler(token, rule, towns_as_places=cast.is_use_of_force(trigger.entry.action))


def is_place_target(filler: Filler) -> bool:
    """Tell whether a target is a town or another place, and no actor."""
    return isinstance(filler.value, Actor) and filler.value.kind is Kind.FACILITY
