"""List a graph's classes with their properties, counted. Knows the index; runs no query."""

from __future__ import annotations

from collections.abc import Mapping

from kg.query.display_names import curie, visible
from kg.store.label_index import Index, Property

_MAX_RANGES = 3  # classes or datatypes of one property


def schema_listing(index: Index, prefixes: Mapping[str, str], pattern: str = "") -> str:
    """Return a line for each class, largest first, and for each of its properties; only those that hold the pattern.

    A property's line has the number of members that have it, and its ranges.
    """
    wanted, lines = pattern.lower(), []
    for counted in index.classes():
        properties = index.properties_of(counted.iri)
        name = curie(counted.iri, prefixes)
        if wanted not in name.lower():
            properties = [one for one in properties if wanted in curie(one.iri, prefixes).lower()]
            if not properties:
                continue
        lines.append((name, counted.number, index.labels([counted.iri]).get(counted.iri, "")))
        lines += [_property(one, index, prefixes) for one in properties]
    name_width = max((len(name) for name, _, _ in lines), default=0)
    count_width = max((len(f"{count:,}") for _, count, _ in lines), default=0)
    shown = (f"{visible(name):<{name_width}}  {count:>{count_width},}  {visible(more)}" for name, count, more in lines)
    return "".join(line.rstrip() + "\n" for line in shown)


def _property(used: Property, index: Index, prefixes: Mapping[str, str]) -> tuple[str, int, str]:
    ranges = [curie(counted.iri, prefixes) for counted in index.ranges(used.iri)]
    more = [*ranges[:_MAX_RANGES], *(["…"] if len(ranges) > _MAX_RANGES else [])]
    return f"  {curie(used.iri, prefixes)}", used.things, f"→ {', '.join(more)}" if more else ""
