"""Read ontology/places.ttl: the places that no gazetteer holds, or not under their usual names. Knows no articles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Kind, Place
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.lexicon import Facts, line_reference, local_name, read_facts

PLACE_KINDS = frozenset({Kind.COUNTRY, Kind.REGION, Kind.SETTLEMENT, Kind.PLACE})
_PLACE = PREFIXES["place"]
_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"
_ALIAS = PREFIXES["skos"] + "altLabel"
_WITHIN = PREFIXES["cno"] + "within"
_SAME = PREFIXES["schema"] + "sameAs"
_LATITUDE = PREFIXES["wgs84"] + "lat"
_LONGITUDE = PREFIXES["wgs84"] + "long"

Rows = Mapping[str, list[str]]


def load_known_places(path: Path = ONTOLOGY / "places.ttl") -> tuple[Place, ...]:
    """Return the places of a Turtle file, in its order.

    Raises:
        OntologyError: the file does not parse, or a place lacks a label, has a class that is no place's, or lies
            within itself; names file and line.
    """
    places = tuple(_place(s, rows, path) for s, rows in _nodes(read_facts(path)).items())
    _refuse_circles({p.key: p for p in places}, path)
    return places


def _nodes(facts: Facts) -> dict[str, dict[str, list[str]]]:
    return {s: rows for s, rows in facts.items() if s.startswith(_PLACE)}


def _place(subject: str, rows: Rows, path: Path) -> Place:
    key = subject.removeprefix(_PLACE)
    within = rows.get(_WITHIN, ())
    return Place(
        key, _kind(key, rows, path), _label(key, rows, path), tuple(rows.get(_ALIAS, ())),
        local_name(within[0]) if within else None, _degrees(rows, _LATITUDE), _degrees(rows, _LONGITUDE),
        tuple(rows.get(_SAME, ())),
    )  # fmt: skip


def _kind(key: str, rows: Rows, path: Path) -> Kind:
    kinds = [local_name(t) for t in rows.get(_TYPE, ())]
    if len(kinds) == 1 and kinds[0] in PLACE_KINDS:
        return Kind(kinds[0])
    said = ", ".join(kinds) or "none"
    where = line_reference(path, "place:" + key)
    raise OntologyError(f"{where}: class of '{key}' is {said}; give one of Country, Region, Settlement, Place")


def _label(key: str, rows: Rows, path: Path) -> str:
    labels = rows.get(_LABEL, ())
    if len(labels) != 1:
        raise OntologyError(
            f"{line_reference(path, 'place:' + key)}: '{key}' has {len(labels)} labels; give one rdfs:label"
        )
    return labels[0]


def _degrees(rows: Rows, name: str) -> float | None:
    return next((float(value) for value in rows.get(name, ())), None)


def _refuse_circles(places: Mapping[str, Place], path: Path) -> None:
    for place in places.values():
        seen, node = {place.key}, place
        while node.within is not None and node.within in places:
            node = places[node.within]
            if node.key in seen:
                where = line_reference(path, "place:" + place.key)
                raise OntologyError(f"{where}: '{place.key}' lies within itself; mend cno:within")
            seen.add(node.key)
