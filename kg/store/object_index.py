"""Index the objects of properties that have only few, with their counts, by class of the subject too.

An object is an IRI or a literal; the two kinds of one property are counted apart. Knows SQLite and stores.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.store.identity_resolution import Node

MAX_LITERALS, MAX_NODES = 50, 1000  #: distinct objects of a property that are indexed; of one with more, none are
TABLES = """
CREATE TABLE object (property TEXT, class TEXT, text TEXT, language TEXT, datatype TEXT, triples INTEGER,
                     PRIMARY KEY (property, class, text, language, datatype)) WITHOUT ROWID;
CREATE TABLE crowded (property TEXT, has_literals INTEGER, PRIMARY KEY (property, has_literals)) WITHOUT ROWID;
"""  # class: of the subject, "" for all subjects; datatype: "" for an IRI
STATEMENTS = {
    "object": """INSERT INTO object VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET triples = triples + ?6""",
    "no object": "DELETE FROM object WHERE property = ?1 AND (datatype != '') = ?2",
    "crowded": "INSERT INTO crowded VALUES (?, ?)",
    "not crowded": "DELETE FROM crowded WHERE property = ? AND has_literals = ?",
}  #: SQL of the steps that `object_steps` gives
DELETE_EMPTY = "DELETE FROM object WHERE triples = 0"

_PROPERTIES = """SELECT p.iri, p.triples, (SELECT coalesce(sum(r.triples), 0) FROM range AS r WHERE r.property = p.iri
                 AND r.class NOT IN (SELECT iri FROM class)) FROM property AS p ORDER BY p.iri"""
_SOME_OBJECTS = "{{ SELECT DISTINCT ?value WHERE {{ ?x {0} ?value FILTER ({1}(?value)) }} LIMIT {2} }} ?s {0} ?value"
_COUNTS = f"SELECT ?value (COUNT(?s) AS ?n) WHERE {{{{ {_SOME_OBJECTS} }}}} GROUP BY ?value"
_COUNTS_BY_CLASS = f"""SELECT ?class ?value (COUNT(?s) AS ?n) WHERE {{{{
  {_SOME_OBJECTS} . ?s a ?class FILTER (ISIRI(?class)) }}}} GROUP BY ?class ?value"""
_DEFAULT = DefaultGraph()

Key = tuple[str, str, str]  # of an object: text or IRI, language or "", datatype or "" for an IRI
Step = tuple[str, tuple[str | int, ...]]
Growth = Counter[tuple[str, str, Key]]  #: property, class of the subject or "", object → statements more, or fewer


class Queryable(Protocol):
    """What answers SELECT queries: a store, or an endpoint elsewhere."""

    def query(self, query: str, /, *, prefixes: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        """Return the rows of a SELECT."""


def write_objects(db: sqlite3.Connection, store: Queryable, *, by_class: bool = True) -> None:
    """Fill the tables from a store's default graph; the properties and their ranges are in the index already.

    Args:
        db: the index.
        store: what has the statements.
        by_class: whether objects are counted by the subject's class, too; if not, only for all subjects.
    """
    for iri, triples, literals in db.execute(_PROPERTIES).fetchall():
        kinds = [True] * (literals > 0) + [False] * (literals < triples)
        for has_literals in kinds:
            try:
                property_node = NamedNode(iri)
            except ValueError:  # an endpoint may call anything a property
                continue
            counts = _query_counts(store, property_node, has_literals, by_class=by_class)
            for name, values in _insert_steps(iri, has_literals, counts):
                db.execute(STATEMENTS[name], values)


def _query_counts(
    store: Queryable, property_node: NamedNode, has_literals: bool, *, by_class: bool
) -> Counter[tuple[str, Key]]:
    """Return statements by class of the subject and object; where objects are too many, only those for all subjects."""
    limit = (MAX_LITERALS if has_literals else MAX_NODES) + 1
    slots = (property_node, "ISLITERAL" if has_literals else "ISIRI", limit)
    rows, kind = complete_rows(store, _COUNTS.format(*slots)), Literal if has_literals else NamedNode
    counts = Counter({("", _key(row["value"])): int(row["n"].value) for row in rows if isinstance(row["value"], kind)})
    if by_class and 0 < len(counts) < limit:
        for row in complete_rows(store, _COUNTS_BY_CLASS.format(*slots)):
            counts[row["class"].value, _key(row["value"])] = int(row["n"].value)
    return counts


def complete_rows(store: Queryable, query: str, prefixes: dict[str, str] | None = None) -> Iterator[Any]:
    """Yield the rows of a SELECT in which no variable is unbound; an endpoint may give any rows to any query."""
    return (row for row in store.query(query, prefixes=prefixes) if None not in tuple(row))


def add_growth(growth: Growth, quads: Iterable[Quad], classes: Iterable[str], sign: int) -> None:
    """Count the objects of one subject's statements as more (1) or fewer (-1), for all subjects and for its classes."""
    subject_classes = ["", *classes]
    for quad in quads:
        if not isinstance(quad.object, BlankNode | Triple):
            key = _key(quad.object)
            for name in subject_classes:
                growth[quad.predicate.value, name, key] += sign


def object_steps(
    db: sqlite3.Connection, new: Store, growth: Growth, types: Callable[[Node | Literal], Iterable[str]]
) -> Iterator[Step]:
    """Yield the steps that bring the tables up to date.

    Args:
        db: the index before the change.
        new: the store after it.
        growth: how the statements by property, class and object have grown.
        types: returns the classes of a node after the change.
    """
    changes: defaultdict[tuple[str, bool], Counter[tuple[str, Key]]] = defaultdict(Counter)
    for (iri, name, key), number in growth.items():
        if number:
            changes[iri, key[2] != ""][name, key] = number
    for (iri, has_literals), change in sorted(changes.items()):
        if db.execute("SELECT 1 FROM crowded WHERE property = ? AND has_literals = ?", (iri, has_literals)).fetchone():
            yield from _shrunk_property_steps(new, iri, has_literals, change, types)
            continue
        rows = db.execute(
            """SELECT text, language, datatype, triples FROM object
               WHERE property = ? AND class = '' AND (datatype != '') = ?""",
            (iri, has_literals),
        )
        after = Counter({(text, language, datatype): number for text, language, datatype, number in rows})
        after.update({key: number for (name, key), number in change.items() if not name})
        if sum(number > 0 for number in after.values()) > (MAX_LITERALS if has_literals else MAX_NODES):
            yield "no object", (iri, has_literals)
            yield "crowded", (iri, has_literals)
        else:
            yield from (("object", (iri, name, *key, number)) for (name, key), number in sorted(change.items()))


def _shrunk_property_steps(
    new: Store,
    iri: str,
    has_literals: bool,
    change: Mapping[tuple[str, Key], int],
    types: Callable[[Node | Literal], Iterable[str]],
) -> Iterator[Step]:
    """Yield the steps for a property that had too many objects, if it has few now."""
    node = NamedNode(iri)
    lost = [_term(key) for (name, key), number in change.items() if not name and number < 0]
    if all(any(True for _ in new.quads_for_pattern(None, node, value, _DEFAULT)) for value in lost):
        return  # none is gone
    counts: Counter[tuple[str, Key]] = Counter()
    distinct: set[Key] = set()
    for quad in new.quads_for_pattern(None, node, None, _DEFAULT):
        if isinstance(quad.object, Literal if has_literals else NamedNode):
            key = _key(quad.object)
            distinct.add(key)
            if len(distinct) > (MAX_LITERALS if has_literals else MAX_NODES):
                return
            for name in chain([""], types(quad.subject)):
                counts[name, key] += 1
    yield "not crowded", (iri, has_literals)
    yield from _insert_steps(iri, has_literals, counts)


def _insert_steps(iri: str, has_literals: bool, counts: Mapping[tuple[str, Key], int]) -> Iterator[Step]:
    if sum(not name for name, _ in counts) > (MAX_LITERALS if has_literals else MAX_NODES):
        yield "crowded", (iri, has_literals)
    else:
        yield from (("object", (iri, name, *key, number)) for (name, key), number in sorted(counts.items()))


def _key(value: Literal | NamedNode) -> Key:
    if isinstance(value, NamedNode):
        return value.value, "", ""
    return value.value, value.language or "", value.datatype.value


def _term(key: Key) -> Literal | NamedNode:
    text, language, datatype = key
    if not datatype:
        return NamedNode(text)
    return Literal(text, language=language) if language else Literal(text, datatype=NamedNode(datatype))
