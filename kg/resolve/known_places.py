"""Read ontology/places.ttl: the places that no gazetteer holds, or not under their usual names. Knows no articles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Kind, Place
from kg.resolve.node_files import NodeEntry, NodeFile
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.turtle_files import read_facts

PLACE_KINDS = (Kind.COUNTRY, Kind.REGION, Kind.SETTLEMENT, Kind.PLACE)
_WITHIN = PREFIXES["cno"] + "within"
_LATITUDE = PREFIXES["wgs84"] + "lat"
_LONGITUDE = PREFIXES["wgs84"] + "long"


def load_known_places(path: Path = ONTOLOGY / "places.ttl") -> tuple[Place, ...]:
    """Return the places of a Turtle file, in its order.

    Raises:
        OntologyError: the file does not parse, or a place lacks a label, has a class that is no place's, or lies
            within itself; names file and line.
    """
    file = NodeFile(path, "place", PLACE_KINDS)
    places = tuple(_place(entry) for entry in file.entries(read_facts(path)))
    _refuse_cycles({p.key: p for p in places}, file)
    return places


def _place(entry: NodeEntry) -> Place:
    return Place(
        entry.key, entry.kind, entry.label, entry.aliases, entry.key_of(_WITHIN),
        _degrees(entry, _LATITUDE), _degrees(entry, _LONGITUDE), entry.same_as,
    )  # fmt: skip


def _degrees(entry: NodeEntry, predicate: str) -> float | None:
    return next((float(value) for value in entry.properties.get(predicate, ())), None)


def _refuse_cycles(places: Mapping[str, Place], file: NodeFile) -> None:
    for place in places.values():
        seen, node = {place.key}, place
        while node.within is not None and node.within in places:
            node = places[node.within]
            if node.key in seen:
                raise OntologyError(f"{file.line_of(place.key)}: '{place.key}' lies within itself; mend cno:within")
            seen.add(node.key)
