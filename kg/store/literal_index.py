"""Index the literals of properties that have only few, with their counts. Knows SQLite and stores."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

MAX_DISTINCT = 50  #: distinct literals of a property that are indexed; of one with more, none are
TABLES = """
CREATE TABLE value (property TEXT, text TEXT, language TEXT, datatype TEXT, triples INTEGER,
                    PRIMARY KEY (property, text, language, datatype)) WITHOUT ROWID;
CREATE TABLE varied (property TEXT PRIMARY KEY) WITHOUT ROWID;
"""
STATEMENTS = {
    "value": """INSERT INTO value VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET triples = triples + ?5""",
    "no value": "DELETE FROM value WHERE property = ?",
    "varied": "INSERT INTO varied VALUES (?)",
    "not varied": "DELETE FROM varied WHERE property = ?",
}  #: SQL of the steps that `value_steps` gives
DELETE_EMPTY = "DELETE FROM value WHERE triples = 0"

# A range that is no class is a datatype.
_WITH_LITERALS = "SELECT DISTINCT property FROM range WHERE class NOT IN (SELECT iri FROM class) ORDER BY property"
_VALUES = """SELECT ?value (COUNT(?s) AS ?n) WHERE {{
  {{ SELECT DISTINCT ?value WHERE {{ ?x {0} ?value FILTER (ISLITERAL(?value)) }} LIMIT {1} }}
  ?s {0} ?value }} GROUP BY ?value"""
_DEFAULT = DefaultGraph()

Key = tuple[str, str, str]  # of a literal: text, language or "", datatype
Step = tuple[str, tuple[str | int, ...]]


class Queryable(Protocol):
    """What answers SELECT queries: a store, or an endpoint elsewhere."""

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        """Return the rows of a SELECT."""


def write_values(db: sqlite3.Connection, store: Queryable) -> None:
    """Fill the tables from a store's default graph; the properties and their ranges are in the index already."""
    for (iri,) in db.execute(_WITH_LITERALS).fetchall():
        try:
            query = _VALUES.format(NamedNode(iri), MAX_DISTINCT + 1)
        except ValueError:  # an endpoint may call anything a property
            continue
        rows = complete_rows(store, query)
        counts = {_key(row["value"]): int(row["n"].value) for row in rows if isinstance(row["value"], Literal)}
        for name, values in _insert_steps(iri, counts):
            db.execute(STATEMENTS[name], values)


def complete_rows(store: Queryable, query: str, prefixes: dict[str, str] | None = None) -> Iterator[Any]:
    """Yield the rows of a SELECT in which no variable is unbound; an endpoint may give any rows to any query."""
    return (row for row in store.query(query, prefixes=prefixes) if None not in tuple(row))


def value_steps(
    db: sqlite3.Connection, new: Store, added: Collection[Triple], removed: Collection[Triple]
) -> Iterator[Step]:
    """Yield the steps that bring the tables up to date with statements that `new` has gained and lost."""
    gained, lost = _literals_by_property(added), _literals_by_property(removed)
    for iri in sorted(gained.keys() | lost.keys()):
        if db.execute("SELECT 1 FROM varied WHERE property = ?", (iri,)).fetchone():
            yield from _shrunk_property_steps(new, iri, lost[iri])
            continue
        change = Counter(map(_key, gained[iri]))
        change.subtract(map(_key, lost[iri]))
        rows = db.execute("SELECT text, language, datatype, triples FROM value WHERE property = ?", (iri,))
        after = Counter({(text, language, datatype): number for text, language, datatype, number in rows})
        after.update(change)
        if sum(number > 0 for number in after.values()) > MAX_DISTINCT:
            yield "no value", (iri,)
            yield "varied", (iri,)
        else:
            yield from (("value", (iri, *key, number)) for key, number in sorted(change.items()) if number)


def _shrunk_property_steps(new: Store, iri: str, lost: Iterable[Literal]) -> Iterator[Step]:
    """Yield the steps for a property that had too many values, if it has few now."""
    node = NamedNode(iri)
    if all(any(True for _ in new.quads_for_pattern(None, node, value, _DEFAULT)) for value in set(lost)):
        return  # none is gone
    counts: Counter[Key] = Counter()
    for quad in new.quads_for_pattern(None, node, None, _DEFAULT):
        if isinstance(quad.object, Literal):
            counts[_key(quad.object)] += 1
            if len(counts) > MAX_DISTINCT:
                return
    yield "not varied", (iri,)
    yield from _insert_steps(iri, counts)


def _insert_steps(iri: str, counts: Mapping[Key, int]) -> Iterator[Step]:
    if len(counts) > MAX_DISTINCT:
        yield "varied", (iri,)
    else:
        yield from (("value", (iri, *key, number)) for key, number in sorted(counts.items()))


def _literals_by_property(triples: Iterable[Triple]) -> defaultdict[str, list[Literal]]:
    found: defaultdict[str, list[Literal]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.object, Literal):
            found[triple.predicate.value].append(triple.object)
    return found


def _key(value: Literal) -> Key:
    return value.value, value.language or "", value.datatype.value
