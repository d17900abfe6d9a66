"""Resolve a name to the one node of a graph that it denotes. Knows labels and classes; runs no query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import UsageError
from kg.query.display_names import curie, expand, visible
from kg.store.label_index import Index
from kg.vocab import ONTOLOGY, PREFIXES

_MAX_CANDIDATES = 6  # in a message


def resolve_entity(text: str, class_name: str, index: Index, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that a CURIE, an IRI or a label denotes, of a class such as `cno:Actor` if one is given.

    Labels match in any case; a text that is no label denotes the one node whose labels hold its words.

    Raises:
        UsageError: no node is found, or several are; lists the candidates.
    """
    name = text.strip().strip("\"'")
    class_iri = expand(class_name, prefixes) if class_name else None
    if iri := expand(text.strip(), prefixes):
        return _checked(iri, text, class_iri, index, prefixes)
    exact = _of_class(index.nodes_labelled(name), class_iri, index)
    found = exact or _of_class([node.iri for node in index.search(name, 50)], class_iri, index)
    if len(found) == 1:
        return found[0]
    kind = f" of class {class_name}" if class_name else ""
    if not found:
        raise UsageError(
            f"nothing{kind} is called '{visible(name)}' in this graph{_near_hint(name, class_iri, index, prefixes)}"
        )
    raise UsageError(f"'{visible(name)}' may be {_listed(found, index, prefixes)}; give one of these names")


def _checked(iri: str, text: str, class_iri: str | None, index: Index, prefixes: Mapping[str, str]) -> str:
    if index.uses(iri) is None and not index.types(iri) and not index.labels([iri]):
        local = text.rsplit("/", 1)[-1].partition(":")[2].replace("-", " ").rstrip(">")
        raise UsageError(f"{visible(text)} does not occur in this graph{_near_hint(local, class_iri, index, prefixes)}")
    return iri


def _of_class(iris: Iterable[str], class_iri: str | None, index: Index) -> list[str]:
    return [iri for iri in iris if class_iri is None or is_a(iri, class_iri, index)]


def is_a(iri: str, class_iri: str, index: Index) -> bool:
    """Tell whether a node is of a class or of one below it, also in a graph without inferred types."""
    return any(class_iri in _superclasses(one) for one in index.types(iri))


@lru_cache(maxsize=200)
def _superclasses(class_iri: str) -> frozenset[str]:
    found = {class_iri}
    while more := {above for one in found for above in _direct_superclasses().get(one, ())} - found:
        found |= more
    return frozenset(found)


@lru_cache(maxsize=1)
def _direct_superclasses() -> Mapping[str, list[str]]:
    """Return the direct superclasses of the ontology's classes."""
    superclasses: dict[str, list[str]] = {}
    for s, p, o, _ in parse(path=str(ONTOLOGY / "conflict.ttl"), format=RdfFormat.TURTLE):
        if p.value == PREFIXES["rdfs"] + "subClassOf" and isinstance(s, NamedNode) and isinstance(o, NamedNode):
            superclasses.setdefault(s.value, []).append(o.value)
    return superclasses


def _near_hint(name: str, class_iri: str | None, index: Index, prefixes: Mapping[str, str]) -> str:
    """Return the nodes that share a word with the name, as the end of a message."""
    near: dict[str, None] = {}
    for word in sorted(name.split(), key=len, reverse=True)[:3]:
        near.update(dict.fromkeys(_of_class([node.iri for node in index.search(word, 20)], class_iri, index)))
    return f"; near are {_listed(list(near), index, prefixes)}" if near else "; look with: kg search GRAPH TEXT"


def _listed(iris: list[str], index: Index, prefixes: Mapping[str, str]) -> str:
    labels = index.labels(iris[:_MAX_CANDIDATES])
    names = [f"{curie(iri, prefixes)} ({visible(labels.get(iri, ''))})" for iri in iris[:_MAX_CANDIDATES]]
    return ", ".join(names) + ", …" * (len(iris) > _MAX_CANDIDATES)
