"""Serialize statements in a fixed order: N-Triples, N-Quads, Turtle, TriG, JSON-LD. Knows no vocabulary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

import pyoxigraph as ox

from kg.graph.turtle_layout import write_laid_out
from kg.vocab import PREFIXES

_SAFE_LOCAL_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_TYPE = f"<{PREFIXES['rdf']}type>"


def write_n_triples(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    """Write the union of all graphs as N-Triples, sorted, and return the number of triples."""
    return _write_lines({str(quad.triple) for quad in quads}, stream)


def write_n_quads(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    """Write N-Quads, sorted, and return their number."""
    return _write_lines({str(quad) for quad in quads}, stream)


def _write_lines(statements: set[str], stream: IO[bytes]) -> int:
    for statement in sorted(statements):
        stream.write(f"{statement} .\n".encode())
    return len(statements)


def write_json_ld(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    """Write JSON-LD with the prefixes as its context, an object for each node of a graph; return the number."""
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    count = 0
    for quad in sorted(quads, key=lambda q: (str(q.graph_name), *_sort_key(q.triple))):
        count += 1
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _compact_iri(quad.graph_name)
        node = graphs.setdefault(name, {}).setdefault(_compact_iri(quad.subject), {"@id": _compact_iri(quad.subject)})
        if str(quad.predicate) == _TYPE:
            node.setdefault("@type", []).append(_compact_iri(quad.object))
        else:
            node.setdefault(_compact_iri(quad.predicate), []).append(_json_value(quad.object))
    default = list(graphs.pop("", {}).values())
    named = [{"@id": name, "@graph": list(nodes.values())} for name, nodes in graphs.items()]
    document = {"@context": dict(PREFIXES), "@graph": [*default, *named]}
    stream.write(json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")
    return count


def _compact_iri(node: object) -> str:
    """Return an IRI as a compact IRI of JSON-LD where its local name allows, else in full; a blank node's label."""
    if not isinstance(node, ox.NamedNode):
        return str(node)
    for prefix, space in PREFIXES.items():
        if node.value.startswith(space) and _SAFE_LOCAL_NAME.fullmatch(node.value[len(space) :]):
            return f"{prefix}:{node.value[len(space) :]}"
    return node.value


def _json_value(term: object) -> dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _compact_iri(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    plain = term.datatype.value == PREFIXES["xsd"] + "string"
    return {"@value": term.value} | ({} if plain else {"@type": _compact_iri(term.datatype)})


def write_turtle(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    """Write the union of all graphs as Turtle, sorted, and return the number of triples."""
    triples = sorted({quad.triple for quad in quads}, key=_sort_key)
    write_laid_out(triples, stream, ox.RdfFormat.TURTLE, PREFIXES)
    return len(triples)


def write_trig(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    """Write TriG, sorted by graph, and return the number of quads."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_sort_key(quad.triple)))
    write_laid_out(ordered, stream, ox.RdfFormat.TRIG, PREFIXES)
    return len(ordered)


def _sort_key(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """Return a key that puts a node's types before its other properties."""
    predicate = str(triple.predicate)
    return str(triple.subject), predicate != _TYPE, predicate, str(triple.object)
