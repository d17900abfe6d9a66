"""Describe one class or one property of a graph on a card. Knows the index; runs no query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from kg.errors import UsageError
from kg.query.display_names import curie, expand, local_name, visible
from kg.query.table import display_width, pad
from kg.store.label_index import Count, Index

_EXAMPLES = 3


def class_card(index: Index, prefixes: Mapping[str, str], name: str) -> str:
    """Return a class with its count, its properties with the share of members that have each, and examples.

    Raises:
        UsageError: the graph has no such class; lists similar names.
    """
    one = _find(index.classes(), name, prefixes, "class")
    used = index.properties_of(one.iri)
    rows = [
        (
            curie(p.iri, prefixes),
            f"{p.things / max(one.number, 1):4.0%}",
            f"{p.triples:,}",
            _range_text(index, p.iri, prefixes),
        )
        for p in used
    ]
    examples = ", ".join(node.label or curie(node.iri, prefixes) for node in index.members([one.iri], _EXAMPLES))
    return _head(index, one, "things", prefixes) + (f"such as {visible(examples)}\n" if examples else "") + _rows(rows)


def property_card(index: Index, prefixes: Mapping[str, str], name: str) -> str:
    """Return a property with its count, its domains with the share of members that have it, and its ranges.

    Raises:
        UsageError: the graph has no such property; lists similar names.
    """
    one = _find(index.properties(), name, prefixes, "property")
    domains = []
    for counted in index.classes():
        for used in index.properties_of(counted.iri):
            if used.iri == one.iri:
                share = f"{used.things / max(counted.number, 1):4.0%}"
                domains.append(("of " + curie(counted.iri, prefixes), share, f"{used.triples:,}", ""))
    ranges = [
        ("→ " + curie(r.iri, prefixes), "", f"{r.number:,}", _examples(index, r.iri, prefixes))
        for r in index.ranges(one.iri)
    ]
    return _head(index, one, "triples", prefixes) + _rows([*domains, *ranges])


def _find(counts: list[Count], name: str, prefixes: Mapping[str, str], kind: str) -> Count:
    iri = expand(name, prefixes)
    for one in counts:
        if one.iri == iri or local_name(one.iri).lower() == name.lower():
            return one
    names = {curie(one.iri, prefixes): one for one in counts}
    locals_ = {local_name(one.iri).lower(): short for short, one in names.items()}
    similar = [locals_[local] for local in get_close_matches(name.rpartition(":")[2].lower(), locals_, 3, 0.6)] or [
        short for short in names if name.lower() in short.lower()
    ][:3]
    raise UsageError(f"no {kind} '{name}' in this graph" + (f"; near: {', '.join(similar)}" if similar else ""))


def _head(index: Index, one: Count, unit: str, prefixes: Mapping[str, str]) -> str:
    label = visible(index.labels([one.iri]).get(one.iri, ""))
    return " · ".join(filter(None, (curie(one.iri, prefixes), label, f"{one.number:,} {unit}"))) + "\n"


def _range_text(index: Index, iri: str, prefixes: Mapping[str, str]) -> str:
    ranges = index.ranges(iri)
    if not ranges:
        return ""
    examples = _examples(index, ranges[0].iri, prefixes)
    return f"→ {curie(ranges[0].iri, prefixes)}" + (f": {examples}" if examples else "")


def _examples(index: Index, class_iri: str, prefixes: Mapping[str, str]) -> str:
    found = index.members([class_iri], 2)
    return visible(", ".join(node.label or curie(node.iri, prefixes) for node in found))[:60]


def _rows(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max((display_width(row[i]) for row in rows), default=0) for i in range(3)]
    return "".join(
        f"  {pad(a, widths[0])}  {pad(b, widths[1], True)}  {pad(c, widths[2], True)}  {d}".rstrip() + "\n"
        for a, b, c, d in rows
    )
