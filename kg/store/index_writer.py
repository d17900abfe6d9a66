"""Write the index of a store: labels, classes and properties with counts. Only this module makes `index.sqlite`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from pyoxigraph import Literal

from kg.store.disk_errors import sqlite_as_os_errors
from kg.store.object_index import TABLES, Queryable, complete_rows, write_objects

INDEX_TABLES = """
CREATE TABLE label (iri TEXT NOT NULL, text TEXT NOT NULL, rank INTEGER NOT NULL);
CREATE TABLE node (iri TEXT PRIMARY KEY, label TEXT, uses INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE member (iri TEXT NOT NULL, class TEXT NOT NULL);
CREATE TABLE class (iri TEXT PRIMARY KEY, things INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE property (iri TEXT PRIMARY KEY, triples INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE class_property (class TEXT, property TEXT, things INTEGER, triples INTEGER, PRIMARY KEY (class, property));
CREATE TABLE range (property TEXT, class TEXT, triples INTEGER, PRIMARY KEY (property, class));
CREATE TABLE graph (iri TEXT PRIMARY KEY, triples INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""  #: a change of them is a change of `snapshot_integrity.FORMAT`
_INDEXES = """
CREATE INDEX label_iri ON label (iri);
CREATE INDEX label_exact ON label (text COLLATE NOCASE);
CREATE INDEX member_iri ON member (iri);
CREATE INDEX member_class ON member (class);
CREATE VIRTUAL TABLE label_text USING fts5 (text, content='label', tokenize='unicode61 remove_diacritics 2');
INSERT INTO label_text (label_text) VALUES ('rebuild');
"""

_RDFS, _SKOS = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"
RANKS = {_RDFS + "label": 0, _SKOS + "prefLabel": 1, _SKOS + "altLabel": 2}  #: of the properties that give labels
_PREFIXES = {"rdfs": _RDFS, "skos": _SKOS}
_LABELS = """SELECT ?node ?text ?property WHERE {
  VALUES ?property { rdfs:label skos:prefLabel skos:altLabel }
  ?node ?property ?text . FILTER (ISIRI(?node)) }"""
_MEMBERS = "SELECT ?node ?class WHERE { ?node a ?class . FILTER (ISIRI(?node) && ISIRI(?class)) }"
_USES = "SELECT ?node (COUNT(?s) AS ?n) WHERE { ?s ?p ?node . FILTER (ISIRI(?node)) } GROUP BY ?node"
_CLASSES = "SELECT ?class (COUNT(?s) AS ?n) WHERE { ?s a ?class . FILTER (ISIRI(?class)) } GROUP BY ?class"
_PROPERTIES = "SELECT ?p (COUNT(?s) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"
_CLASS_PROPERTIES = """SELECT ?class ?p (COUNT(DISTINCT ?s) AS ?things) (COUNT(?o) AS ?n) WHERE {
  ?s a ?class ; ?p ?o . FILTER (ISIRI(?class)) } GROUP BY ?class ?p"""
_RANGES = """SELECT ?p ?range (COUNT(?o) AS ?n) WHERE {
  { ?s ?p ?o . BIND (DATATYPE(?o) AS ?range) FILTER (BOUND(?range)) } UNION { ?s ?p ?o . ?o a ?range }
} GROUP BY ?p ?range"""
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_SIZES = "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?things) WHERE { ?s ?p ?o }"

_TABLE_QUERIES = (
    ("member", 2, _MEMBERS),
    ("class", 2, _CLASSES),
    ("property", 2, _PROPERTIES),
    ("class_property", 4, _CLASS_PROPERTIES),
    ("range", 3, _RANGES),
    ("graph", 2, _GRAPHS),
)


def write_index(
    store: Queryable, file: Path, unanswered: Callable[[], int] = lambda: 0, *, by_class: bool = True
) -> None:
    """Write the labels and the schema of a store's default graph to a new SQLite file.

    Args:
        store: what has the statements.
        file: where the index is to be.
        unanswered: returns at the end how many queries got no answer.
        by_class: whether the objects of properties are counted by the subject's class, too.

    Raises:
        OSError: the disk refused a write.
    """
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))  # whatever the umask
    with sqlite_as_os_errors(file), closing(sqlite3.connect(file)) as db:
        db.executescript("PRAGMA journal_mode = MEMORY;" + INDEX_TABLES + TABLES)
        _fill_tables(db, store)
        write_objects(db, store, by_class=by_class)
        db.execute("INSERT INTO fact VALUES ('unanswered', ?)", (unanswered(),))
        db.executescript(_INDEXES + "ANALYZE;")
        db.commit()


def _fill_tables(db: sqlite3.Connection, store: Queryable) -> None:
    for table, columns, query in _TABLE_QUERIES:
        marks = ", ".join("?" * columns)
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", _plain_rows(store, query))  # both from the table above
    triples, things = next(_plain_rows(store, _SIZES), (0, 0))
    db.executemany("INSERT INTO fact VALUES (?, ?)", [("triples", triples), ("things", things)])
    db.execute("CREATE TEMP TABLE used (iri TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
    db.executemany("INSERT INTO used VALUES (?, ?)", _plain_rows(store, _USES))
    db.execute("CREATE TEMP TABLE found (iri TEXT, text TEXT, rank INTEGER)")
    db.executemany("INSERT INTO found VALUES (?, ?, ?)", _label_rows(store))
    # The most used first: then the first matches of a search are the best.
    db.create_function("bucket", 1, bucket, deterministic=True)
    db.execute("""INSERT INTO label (rowid, iri, text, rank)
                  SELECT bucket(coalesce(n, 0)) + row_number() OVER (
                    ORDER BY coalesce(n, 0) DESC, length(text), iri, rank, text), iri, text, rank
                  FROM found LEFT JOIN used USING (iri)""")
    db.execute("""INSERT INTO node SELECT iri, text, coalesce((SELECT n FROM used WHERE used.iri = best.iri), 0)
                  FROM (SELECT iri, text, row_number() OVER (PARTITION BY iri ORDER BY rank, text) AS place FROM label)
                    AS best WHERE place = 1""")


def bucket(uses: int, *, after: bool = False) -> int:
    """Return the number below the row ids of the labels of nodes that are used so often, to a power of two.

    The more a node is used, the lower; `after` gives where the row ids of the next bucket begin.
    """
    return (63 - uses.bit_length() + after) << 40


def label_rank(predicate: str, text: Literal) -> tuple[int, str]:
    """Return a label's rank and text; a lower rank is shown first, English before other languages."""
    foreign = text.language is not None and not text.language.startswith("en")
    return RANKS[predicate] * 2 + foreign, text.value


def _label_rows(store: Queryable) -> Iterator[tuple[str, str, int]]:
    for row in complete_rows(store, _LABELS, _PREFIXES):
        text = row["text"]
        if isinstance(text, Literal) and row["property"].value in RANKS:
            rank, label = label_rank(row["property"].value, text)
            yield row["node"].value, label, rank


def _plain_rows(store: Queryable, query: str) -> Iterator[tuple[str | int, ...]]:
    """Yield rows of IRIs as text and of counts as numbers."""
    for row in complete_rows(store, query, _PREFIXES):
        yield tuple(int(term.value) if isinstance(term, Literal) else term.value for term in row)
