"""The actors and places of one article that become nodes of the graph. Knows linked entities; knows no grammar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.model import Actor, Event, Filler, Place
from kg.reading.mentions.entities import EntityLinker


def entity_mentions(entities: EntityLinker) -> tuple[Filler, ...]:
    """Return every mention of a known actor or a place by name, in the order of the text."""
    found: list[Filler] = []
    for phrase in entities.phrases:
        if phrase.entity:
            value = (
                entities.resolve_place(phrase)
                if phrase.kind == "place"
                else entities.actors.known_actor(phrase.name, phrase.kind)
            )
            if value is not None:
                found.append(Filler(value, entities.parsed.mention(phrase.first, phrase.last), "name"))
    found += [
        Filler(place, entities.parsed.mention_of_span(span), "name")
        for span, place in entities.toponyms.places_in_organization_names()
    ]
    return tuple(sorted(found, key=lambda f: f.mention))


def referenced_nodes(entities: EntityLinker, events: Iterable[Event]) -> tuple[Actor | Place, ...]:
    """Return all actors and places that events and names refer to, with their parents and countries, by key."""
    found: dict[tuple[str, str], Actor | Place] = {}
    for filler in (*(f for e in events for f in _fillers(e)), *entity_mentions(entities)):
        for node in entities.with_parents(filler.value):
            found.setdefault((type(node).__name__, node.key), _with_names_in_text(node, entities))
            country = entities.gazetteer.place(node.country) if isinstance(node, Actor) and node.country else None
            for place in entities.with_parents(country) if country else ():
                found.setdefault(("Place", place.key), place)
    return tuple(found[key] for key in sorted(found))


def _with_names_in_text(node: Actor | Place, entities: EntityLinker) -> Actor | Place:
    """Return the actor or place with its names in the text among its aliases."""
    key = node.key if isinstance(node, Actor) else f"place {node.key}"
    new = entities.names_in_text.get(key, set()) - {node.label, *node.aliases}
    return replace(node, aliases=(*node.aliases, *sorted(new))) if new else node


def _fillers(event: Event) -> Iterator[Filler]:
    """Yield every filler of an event and of its claims."""
    yield from (*event.actors, *event.targets, *event.places)
    for claim in event.claims:
        yield from (*claim.claimants, *claim.relayed_by)
