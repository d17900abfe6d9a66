"""Look up the labels and the schema that `index_writer` wrote. Knows SQLite; needs no worker, so it is quick."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

_COUNTED = (("class", "things"), ("property", "triples"), ("node", "uses"))  # tables by IRI, and what they count
_MAX_CANDIDATES = 1000  # labels or members looked at in a search; labels of the most used nodes come first
_BATCH_SIZE = 500  # IRIs in one look-up


@dataclass(frozen=True, slots=True)
class LabelledNode:
    """A node with a label."""

    iri: str
    label: str
    uses: int  #: statements that have it as their object
    types: tuple[str, ...] = ()  #: IRIs of its classes


@dataclass(frozen=True, slots=True)
class Count:
    """A class with its members, or a property with its statements."""

    iri: str
    number: int


@dataclass(frozen=True, slots=True)
class Property:
    """A property as one class uses it."""

    iri: str
    things: int  #: members of the class that have it
    triples: int


@dataclass(frozen=True, slots=True)
class Value:
    """An object that a property has: a literal, or an IRI, whose datatype is empty."""

    text: str
    language: str | None
    datatype: str
    triples: int  #: statements with it


def is_index(file: Path) -> bool:
    """Tell whether a file is there and an index; one that is damaged is deleted, to be written anew."""
    if not file.is_file():
        return False
    try:
        with closing(Index(file)) as index:
            index.sizes()
        return True
    except (sqlite3.DatabaseError, KeyError):
        with suppress(OSError):
            file.unlink()
        return False


class Index:
    """The labels and the schema of one snapshot."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def sizes(self) -> tuple[int, int]:
        """Return the number of distinct statements and of distinct subjects."""
        facts = dict(self._db.execute("SELECT name, value FROM fact"))
        return facts["triples"], facts["things"]

    def unanswered_count(self) -> int:
        """Return how many of the queries for this index an endpoint did not answer."""
        row = self._db.execute("SELECT value FROM fact WHERE name = 'unanswered'").fetchone()
        return int(row[0]) if row else 0

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the best label of each IRI that has one."""
        distinct = list(dict.fromkeys(iris))
        labels: dict[str, str] = {}
        for start in range(0, len(distinct), _BATCH_SIZE):
            batch = distinct[start : start + _BATCH_SIZE]
            query = f"SELECT iri, label FROM node WHERE iri IN ({','.join('?' * len(batch))})"
            labels.update(self._db.execute(query, batch))
        return labels

    def all_labels(self, iris: Iterable[str]) -> dict[str, list[str]]:
        """Return every label of each IRI that has one, the best first."""
        distinct = list(dict.fromkeys(iris))
        labels: dict[str, list[str]] = {}
        for start in range(0, len(distinct), _BATCH_SIZE):
            batch = distinct[start : start + _BATCH_SIZE]
            query = f"SELECT iri, text FROM label WHERE iri IN ({','.join('?' * len(batch))}) ORDER BY rank, text"
            for iri, text in self._db.execute(query, batch):
                labels.setdefault(iri, []).append(text)
        return labels

    def search(self, text: str, limit: int = 20) -> list[LabelledNode]:
        """Return nodes with a label that has, for each word of the text, a word that starts so, best first."""
        words = re.findall(r"\w+", text)
        if not words:
            return []
        rows = self._db.execute(
            """SELECT n.iri, n.label, n.uses, min(l.text != ?1 COLLATE NOCASE) AS inexact, min(length(l.text)) AS size
               FROM label AS l JOIN node AS n ON n.iri = l.iri
               WHERE l.rowid IN (SELECT rowid FROM label_text WHERE label_text MATCH ?2 ORDER BY rowid LIMIT ?4)
                  OR l.text = ?1 COLLATE NOCASE
               GROUP BY n.iri ORDER BY inexact, n.uses DESC, size, n.iri LIMIT ?3""",
            (text.strip(), " ".join(f'"{word}"*' for word in words), min(limit, sys.maxsize), _MAX_CANDIDATES),
        )
        return [LabelledNode(iri, label, uses, self.types(iri)) for iri, label, uses, _, _ in rows.fetchall()]

    def search_objects(self, text: str, property_iri: str) -> list[str]:
        """Return the IRIs that a property leads to, of those that `search` would find, the most used first."""
        words = re.findall(r"\w+", text)
        if not words:
            return []
        rows = self._db.execute(
            """SELECT DISTINCT l.iri FROM label AS l JOIN object AS o
               ON o.property = ?1 AND o.class = '' AND o.text = l.iri AND o.language = '' AND o.datatype = ''
               WHERE l.rowid IN (SELECT rowid FROM label_text WHERE label_text MATCH ?2 ORDER BY rowid LIMIT ?3)
               ORDER BY l.rowid""",
            (property_iri, " ".join(f'"{word}"*' for word in words), _MAX_CANDIDATES * 4),
        )
        return [iri for (iri,) in rows]

    def nodes_labelled(self, label: str) -> list[str]:
        """Return the IRIs of nodes with exactly this label, case ignored, the most used first."""
        rows = self._db.execute(
            """SELECT DISTINCT n.iri, n.uses FROM label AS l JOIN node AS n ON n.iri = l.iri
               WHERE l.text = ? COLLATE NOCASE ORDER BY n.uses DESC, n.iri""",
            (label,),
        )
        return [iri for iri, _ in rows]

    def types(self, iri: str) -> tuple[str, ...]:
        """Return the classes of a node."""
        rows = self._db.execute("SELECT class FROM member WHERE iri = ? ORDER BY class", (iri,))
        return tuple(row[0] for row in rows)

    def members(self, classes: Iterable[str], limit: int = 50) -> list[LabelledNode]:
        """Return labelled members of any of the classes, the most used first; of very large classes, some of these."""
        some = list(classes)
        marks = ",".join("?" * len(some))
        size = self._db.execute(f"SELECT sum(things) FROM class WHERE iri IN ({marks})", some).fetchone()[0] or 0
        order = "ORDER BY n.uses DESC, n.iri LIMIT ?"
        rows = []
        if size > _MAX_CANDIDATES:  # look among the most used nodes of all, whose labels come first
            query = f"""SELECT DISTINCT n.iri, n.label, n.uses
                        FROM (SELECT iri FROM label ORDER BY rowid LIMIT ?) AS l
                        JOIN node AS n ON n.iri = l.iri JOIN member AS m ON m.iri = l.iri
                        WHERE m.class IN ({marks}) {order}"""
            rows = self._db.execute(query, (_MAX_CANDIDATES, *some, limit)).fetchall()
        if len(rows) < limit:
            query = f"""SELECT DISTINCT n.iri, n.label, n.uses
                        FROM (SELECT iri FROM member WHERE class IN ({marks}) LIMIT ?) AS m
                        JOIN node AS n ON n.iri = m.iri {order}"""
            rows += self._db.execute(query, (*some, _MAX_CANDIDATES, limit)).fetchall()
        return [LabelledNode(*row) for row in dict.fromkeys(rows)][:limit]

    def uses(self, iri: str) -> int | None:
        """Return the members of a class, the statements of a property, or those that point to a node; None: unknown."""
        for table, count in _COUNTED:
            for row in self._db.execute(f"SELECT {count} FROM {table} WHERE iri = ?", (iri,)):
                return int(row[0])
        return None

    def iris_starting_with(self, start: str, limit: int = 5000) -> dict[str, int]:
        """Return classes, properties and labelled nodes whose IRIs begin so, with their uses, the most used first."""
        names: dict[str, int] = {}
        for table, count in _COUNTED:
            query = f"""SELECT iri, {count} FROM {table} WHERE iri >= ?1 AND iri < ?1 || char(0x10ffff)
                        ORDER BY {count} DESC, iri LIMIT ?2"""
            names = dict(self._db.execute(query, (start, limit))) | names
        return dict(sorted(names.items(), key=lambda one: -one[1])[:limit])

    def classes(self) -> list[Count]:
        """Return the classes, largest first."""
        return [Count(*row) for row in self._db.execute("SELECT iri, things FROM class ORDER BY things DESC, iri")]

    def properties(self) -> list[Count]:
        """Return the properties, most used first."""
        return [Count(*row) for row in self._db.execute("SELECT iri, triples FROM property ORDER BY triples DESC, iri")]

    def properties_of(self, class_iri: str) -> list[Property]:
        """Return the properties of a class's members, most common first."""
        query = "SELECT property, things, triples FROM class_property WHERE class = ? ORDER BY things DESC, property"
        return [Property(*row) for row in self._db.execute(query, (class_iri,))]

    def ranges(self, property_iri: str) -> list[Count]:
        """Return the classes and datatypes of a property's values, most common first."""
        query = "SELECT class, triples FROM range WHERE property = ? ORDER BY triples DESC, class"
        return [Count(*row) for row in self._db.execute(query, (property_iri,))]

    def domains(self, property_iri: str) -> list[Count]:
        """Return the classes of a property's subjects, with its statements, most common first."""
        query = "SELECT class, triples FROM class_property WHERE property = ? ORDER BY triples DESC, class"
        return [Count(*row) for row in self._db.execute(query, (property_iri,))]

    def properties_to(self, class_iri: str) -> list[Count]:
        """Return the properties that lead to a class's members, with their statements, most common first."""
        query = "SELECT property, triples FROM range WHERE class = ? ORDER BY triples DESC, property"
        return [Count(*row) for row in self._db.execute(query, (class_iri,))]

    def values(self, property_iri: str, class_iri: str = "") -> list[Value] | None:
        """Return the literals that a property has, of one class's members or of all, most common first.

        Returns: None for a property that has too many to be indexed.
        """
        return self._objects(property_iri, class_iri, has_literals=True)

    def objects(self, property_iri: str, class_iri: str = "") -> list[Count] | None:
        """Return the IRIs that a property leads to from one class's members or from all, most common first.

        Returns: None for a property that has too many to be indexed.
        """
        found = self._objects(property_iri, class_iri, has_literals=False)
        return None if found is None else [Count(one.text, one.triples) for one in found]

    def _objects(self, property_iri: str, class_iri: str, *, has_literals: bool) -> list[Value] | None:
        query = """SELECT text, nullif(language, ''), datatype, triples FROM object
                   WHERE property = ?1 AND class = ?2 AND (datatype != '') = ?3
                   ORDER BY triples DESC, text, language, datatype"""
        crowded = "SELECT 1 FROM crowded WHERE property = ? AND has_literals = ?"
        try:
            if self._db.execute(crowded, (property_iri, has_literals)).fetchone():
                return None
            return [Value(*row) for row in self._db.execute(query, (property_iri, class_iri, has_literals))]
        except sqlite3.OperationalError:  # the index of an older version has none
            return None

    def graphs(self) -> list[Count]:
        """Return the named graphs, largest first."""
        return [Count(*row) for row in self._db.execute("SELECT iri, triples FROM graph ORDER BY triples DESC, iri")]
