"""Check snapshots of version 1, which have no checksums: what can be told without them. Changes nothing.

Such a graph is read as it is, and the next snapshot of it is of the version of today.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kg.errors import GraphDamaged, GraphFormatError
from kg.store.article_ledger import LEDGER_TABLES
from kg.store.graph_folder import ARTICLES, INDEX, MERGED
from kg.store.index_writer import INDEX_TABLES

_MAX_CHECKED = 64 << 20  # bytes of a file whose pages are checked
_OLDER = "written by an older kg, whose layout is another; read its articles again: kg build INPUT… -o NEW"


def check_version_1(snapshot: Path) -> None:
    """Check that a snapshot has the parts of version 1, and that its SQLite files can be read.

    Raises:
        GraphFormatError: it is of an even older layout.
        GraphDamaged: a file is missing or cannot be read.
    """
    if not (snapshot / "CURRENT").is_file():
        raise GraphDamaged(f"CURRENT of snapshot {snapshot.name} is missing")
    if not (snapshot / MERGED / "CURRENT").is_file():
        raise GraphFormatError(_OLDER)
    for name, tables in ((INDEX, INDEX_TABLES), (ARTICLES, LEDGER_TABLES)):
        if (snapshot / name).exists():
            _check_tables(snapshot / name, tables, snapshot.name)
    if not (snapshot / ARTICLES).exists() and _has_articles(snapshot / INDEX):
        raise GraphDamaged(f"{ARTICLES} of snapshot {snapshot.name}, the ledger of its articles, is missing")


def _check_tables(file: Path, tables: str, snapshot: str) -> None:
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as db:
            missing = _layout(tables) - _columns(db)
            broken = [] if file.stat().st_size > _MAX_CHECKED else db.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as problem:
        raise GraphDamaged(f"{file.name} of snapshot {snapshot} is damaged ({problem})") from problem
    if broken and broken[0] != "ok":
        raise GraphDamaged(f"{file.name} of snapshot {snapshot} is damaged ({broken[0]})")
    if missing:
        raise GraphFormatError(_OLDER)


def _has_articles(index: Path) -> bool:
    """Tell whether statements of articles are in the graph, by its index."""
    if not index.exists():
        return False
    with closing(sqlite3.connect(f"{index.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        query = "SELECT 1 FROM graph WHERE iri LIKE 'https://w3id.org/conflict-news/data/graph/article-%'"
        return db.execute(query).fetchone() is not None


def _layout(tables: str) -> set[tuple[str, str]]:
    """Return the tables that a script makes, each with each of its columns."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(tables)
        return _columns(db)


def _columns(db: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(db.execute("SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"))
