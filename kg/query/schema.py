"""Tell what a graph holds: classes with their properties, counted. Reads the index; asks no worker."""

from __future__ import annotations

from collections.abc import Mapping

from kg.query.display_names import curie, visible
from kg.store.label_index import Index, Property

_RANGES = 3  # classes or datatypes named for one property


def schema_listing(index: Index, prefixes: Mapping[str, str], pattern: str = "") -> str:
    """Return the classes, largest first, each with its properties; or those of either that hold the pattern.

    A property's line gives how many of the class have it, and what its values are.
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
    more = [*ranges[:_RANGES], *(["…"] if len(ranges) > _RANGES else [])]
    return f"  {curie(used.iri, prefixes)}", used.things, f"→ {', '.join(more)}" if more else ""
