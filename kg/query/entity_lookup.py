"""Find the one thing of a graph that a name stands for, or say which ones it may be. Knows labels; asks no query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import UsageError
from kg.query.display_names import curie, expand, visible
from kg.store.label_index import Index
from kg.vocab import ONTOLOGY, PREFIXES

_MOST = 6  # candidates that are named


def resolve(text: str, class_name: str, index: Index, prefixes: Mapping[str, str]) -> str:
    """Return the IRI of a curie, an IRI or a label, of a class such as `cno:Actor` if one is given.

    A label counts in any case. If it isn't a whole label, the one thing is taken whose labels hold its words.

    Raises:
        UsageError: nothing is called so, or several things are; names the candidates.
    """
    name = text.strip().strip("\"'")
    wanted = expand(class_name, prefixes) if class_name else None
    if iri := expand(text.strip(), prefixes):
        return _known(iri, text, wanted, index, prefixes)
    named = _fitting(index.nodes_labelled(name), wanted, index)
    found = named or _fitting([node.iri for node in index.search(name, 50)], wanted, index)
    if len(found) == 1:
        return found[0]
    kind = f" of class {class_name}" if class_name else ""
    if not found:
        raise UsageError(
            f"nothing{kind} is called '{visible(name)}' in this graph{_near(name, wanted, index, prefixes)}"
        )
    raise UsageError(f"'{visible(name)}' may be {_listed(found, index, prefixes)}; give one of these names")


def _known(iri: str, text: str, wanted: str | None, index: Index, prefixes: Mapping[str, str]) -> str:
    if index.uses(iri) is None and not index.types(iri) and not index.labels([iri]):
        local = text.rsplit("/", 1)[-1].partition(":")[2].replace("-", " ").rstrip(">")
        raise UsageError(f"{visible(text)} does not occur in this graph{_near(local, wanted, index, prefixes)}")
    return iri


def _fitting(iris: Iterable[str], wanted: str | None, index: Index) -> list[str]:
    return [iri for iri in iris if wanted is None or is_a(iri, wanted, index)]


def is_a(iri: str, class_iri: str, index: Index) -> bool:
    """Tell whether a node is of a class, also in a graph of which nothing was inferred."""
    return any(class_iri in _with_broader(one) for one in index.types(iri))


@lru_cache(maxsize=200)
def _with_broader(class_iri: str) -> frozenset[str]:
    found = {class_iri}
    while more := {broader for one in found for broader in _broader().get(one, ())} - found:
        found |= more
    return frozenset(found)


@lru_cache(maxsize=1)
def _broader() -> Mapping[str, list[str]]:
    """Return the ontology's classes with those right above them."""
    above: dict[str, list[str]] = {}
    for s, p, o, _ in parse(path=str(ONTOLOGY / "conflict.ttl"), format=RdfFormat.TURTLE):
        if p.value == PREFIXES["rdfs"] + "subClassOf" and isinstance(s, NamedNode) and isinstance(o, NamedNode):
            above.setdefault(s.value, []).append(o.value)
    return above


def _near(name: str, wanted: str | None, index: Index, prefixes: Mapping[str, str]) -> str:
    """Return the things that share a word with the name, as the end of a message."""
    some: dict[str, None] = {}
    for word in sorted(name.split(), key=len, reverse=True)[:3]:
        some.update(dict.fromkeys(_fitting([node.iri for node in index.search(word, 20)], wanted, index)))
    return f"; near are {_listed(list(some), index, prefixes)}" if some else "; look with: kg search GRAPH TEXT"


def _listed(iris: list[str], index: Index, prefixes: Mapping[str, str]) -> str:
    labels = index.labels(iris[:_MOST])
    names = [f"{curie(iri, prefixes)} ({visible(labels.get(iri, ''))})" for iri in iris[:_MOST]]
    return ", ".join(names) + ", …" * (len(iris) > _MOST)
