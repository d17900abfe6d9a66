"""What was read into a graph, by whom told and how alike: a SQLite file that goes with each snapshot.

A *telling* is a text under a source: its URL, else the id or the path that it was given under. An *article* is a text,
by the sixteen digits of its hash; it lasts as long as somebody tells it. Knows keys and bytes; knows no RDF.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.model import Article
from kg.store.sqlite_errors import os_errors
from kg.store.sqlite_journal import Journal, Value

_TABLES = """
CREATE TABLE IF NOT EXISTS telling (source TEXT, key TEXT, fields TEXT NOT NULL, place TEXT NOT NULL,
                                    PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS telling_key ON telling (key);
CREATE TABLE IF NOT EXISTS article (key TEXT PRIMARY KEY, told TEXT, reader TEXT, shared BLOB, signature BLOB,
                                    text BLOB);
CREATE TABLE IF NOT EXISTS shared (id INTEGER PRIMARY KEY, statement TEXT NOT NULL, uses INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS band (hash INTEGER, key TEXT, PRIMARY KEY (hash, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pair (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE given (source TEXT, key TEXT, PRIMARY KEY (source, key)) WITHOUT ROWID;
"""
_SHARED = "INSERT INTO shared VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET uses = uses + 1"
_BAND, _PAIR = (f"INSERT OR IGNORE INTO {table} VALUES (?, ?)" for table in ("band", "pair"))
DECISIONS = "decisions"  #: state: the file of decisions that is not the graph's own, or nothing
_NEVER = "9999"


@dataclass(frozen=True, slots=True, order=True)
class Telling:
    """A text as one source gives it; the least of several is the one that the text is read by."""

    published: str  #: day, or the end of time where none is known
    url: str
    id: str
    title: str
    outlet: str
    language: str
    source: str  #: what stays the same when the text changes

    @classmethod
    def of(cls, article: Article) -> Telling:
        """Return how an article is told."""
        day = article.published.isoformat() if article.published else _NEVER
        source = article.source or f"text:{article.key}"
        title, outlet = article.title or "", article.outlet or ""
        return cls(day, article.url or "", article.id, title, outlet, article.language, source)

    def article(self, text: str) -> Article:
        """Return the article that is told."""
        day = None if self.published == _NEVER else date.fromisoformat(self.published)
        fields = (self.title or None, self.outlet or None, day, self.url or None)
        return Article(self.id, text, *fields, self.language, self.source)

    @classmethod
    def kept(cls, fields: str, source: str) -> Telling:
        """Return the telling that was kept as these fields."""
        published, url, name, title, outlet, language = json.loads(fields)
        return cls(published, url, name, title, outlet, language, source)

    @property
    def fields(self) -> str:
        """All but the source, as text."""
        parts = (self.published, self.url, self.id, self.title, self.outlet, self.language)
        return json.dumps(parts, ensure_ascii=False)


class Ledger:
    """The open file of one graph, or one in memory. Changes last when it is closed."""

    def __init__(self, file: Path | None = None, journal: Journal | None = None) -> None:
        self._journal = journal or Journal()
        self._db = sqlite3.connect(file or ":memory:")
        self._db.execute("PRAGMA journal_mode = OFF")  # a copy: what is killed is thrown away
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_TABLES)
        self._changes = self._db.total_changes

    @property
    def is_changed(self) -> bool:
        """Whether anything but what was given has been written."""
        own = self._db.execute("SELECT count(*) FROM given").fetchone()[0]
        return self._db.total_changes - self._changes > int(own)

    def close(self) -> None:
        """Write all and let go of the file."""
        self._db.commit()
        self._db.close()

    def _change(self, statement: str, *values: Value) -> sqlite3.Cursor:
        return self._journal.change(self._db, statement, values)

    def state(self, name: str) -> str | None:
        """Return a remembered value."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_state(self, name: str, value: str) -> None:
        """Remember a value."""
        if self.state(name) != value:
            self._change("INSERT OR REPLACE INTO state VALUES (?, ?)", name, value)

    def tell(self, key: str, telling: Telling, place: str) -> bool:
        """Note that a source tells a text, and return whether that is new. Of two in one go the lesser one stays."""
        row = self._db.execute("SELECT fields FROM telling WHERE source = ? AND key = ?", (telling.source, key))
        before = next((str(fields) for (fields,) in row), None)
        fresh = self._db.execute("INSERT OR IGNORE INTO given VALUES (?, ?)", (telling.source, key)).rowcount == 1
        if before == telling.fields or (before is not None and not fresh and before < telling.fields):
            return False
        values = (telling.source, key, telling.fields, place)
        self._change("INSERT OR REPLACE INTO telling VALUES (?, ?, ?, ?)", *values)
        return True

    def untell(self, source: str, key: str) -> None:
        """Forget that a source tells a text."""
        self._change("DELETE FROM telling WHERE source = ? AND key = ?", source, key)

    def spare(self, source: str) -> None:
        """Keep the earlier texts of a source, as if they had been given."""
        self._db.execute("INSERT OR IGNORE INTO given SELECT source, key FROM telling WHERE source = ?", (source,))

    def stale(self, *, all_sources: bool = False) -> list[tuple[str, str]]:
        """Return source and key of what sources told before and, being given, no longer tell."""
        known = "" if all_sources else "source IN (SELECT source FROM given) AND"
        query = f"SELECT source, key FROM telling WHERE {known} (source, key) NOT IN given ORDER BY key, source"
        return self._db.execute(query).fetchall()

    def tellings(self, key: str) -> list[Telling]:
        """Return how a text is told, the least first: it is the one to read by."""
        rows = self._db.execute("SELECT fields, source FROM telling WHERE key = ?", (key,))
        return sorted(Telling.kept(fields, source) for fields, source in rows)

    def names(self) -> Iterator[tuple[str, Telling, str]]:
        """Yield key, telling and place of all that was given."""
        for source, key, fields, place in self._db.execute("SELECT * FROM telling ORDER BY key, source"):
            yield key, Telling.kept(fields, source), place

    def keys(self) -> list[str]:
        """Return the keys of all articles."""
        return [key for (key,) in self._db.execute("SELECT key FROM article ORDER BY key")]

    def read_by(self, key: str) -> tuple[str, str] | None:
        """Return by which telling and which reader an article was read; None: it was not."""
        row = self._db.execute("SELECT told, reader FROM article WHERE key = ?", (key,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def outdated(self, reader: str) -> int:
        """Return how many articles another reader has read."""
        return int(self._db.execute("SELECT count(*) FROM article WHERE reader != ?", (reader,)).fetchone()[0])

    def record(self, key: str, told: str, reader: str, shared: Sequence[int]) -> None:
        """Note that an article was read, and which statements it shares with others."""
        blob = b"".join(number.to_bytes(8, "little", signed=True) for number in sorted(shared))
        self._change(
            """INSERT INTO article (key, told, reader, shared) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
               SET told = excluded.told, reader = excluded.reader, shared = excluded.shared""",
            key, told, reader, blob,
        )  # fmt: skip

    def forget(self, key: str) -> None:
        """Forget an article, what tells it and what it is like."""
        for table in ("telling", "article", "band"):
            self._change(f"DELETE FROM {table} WHERE key = ?", key)
        self._change("DELETE FROM pair WHERE one = ?1 OR other = ?1", key)

    def share(self, statements: Iterable[str]) -> list[int]:
        """Count one more user of each statement, and return their numbers."""
        rows = [(_number(statement), statement) for statement in dict.fromkeys(statements)]
        self._journal.change_each(self._db, _SHARED, rows)
        return [number for number, _ in rows]

    def unshare(self, key: str) -> list[str]:
        """Take an article from the users of what it shares, and return the statements that nobody uses any more."""
        row = self._db.execute("SELECT shared FROM article WHERE key = ?", (key,)).fetchone()
        blob = bytes(row[0]) if row and row[0] else b""
        gone = []
        for start in range(0, len(blob), 8):
            number = int.from_bytes(blob[start : start + 8], "little", signed=True)
            self._change("UPDATE shared SET uses = uses - 1 WHERE id = ?", number)
            unused = self._change("DELETE FROM shared WHERE id = ? AND uses = 0 RETURNING statement", number)
            gone += [str(statement) for (statement,) in unused.fetchall()]
        return gone

    def text(self, key: str) -> str | None:
        """Return an article's text, where it is kept."""
        row = self._db.execute("SELECT text FROM article WHERE key = ?", (key,)).fetchone()
        return zlib.decompress(row[0]).decode() if row and row[0] else None

    def keep_text(self, key: str, text: str | None) -> None:
        """Keep an article's text, or keep it no longer."""
        packed = None if text is None else zlib.compress(text.encode())
        self._change("UPDATE article SET text = ? WHERE key = ?", packed, key)

    def signature(self, key: str) -> bytes | None:
        """Return what an article is compared by."""
        row = self._db.execute("SELECT signature FROM article WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row and row[0] else None

    def sign(self, key: str, signature: bytes, bands: Iterable[int]) -> None:
        """Note what an article is compared by."""
        self._change("UPDATE article SET signature = ? WHERE key = ?", signature, key)
        self._journal.change_each(self._db, _BAND, [(band, key) for band in bands])

    def candidates(self, key: str, bands: Iterable[int]) -> set[str]:
        """Return the articles that share a band."""
        found: set[str] = set()
        for band in bands:
            found.update(one for (one,) in self._db.execute("SELECT key FROM band WHERE hash = ?", (band,)))
        return found - {key}

    def pair(self, one: str, other: str) -> None:
        """Note that two articles are alike."""
        self._journal.change_each(self._db, _PAIR, [(one, other), (other, one)])

    def alike(self, key: str) -> list[str]:
        """Return the articles that are like one."""
        return [other for (other,) in self._db.execute("SELECT other FROM pair WHERE one = ? ORDER BY other", (key,))]


@contextmanager
def ledger(file: Path | None = None, journal: Journal | None = None) -> Iterator[Ledger]:
    """Open a ledger and close it afterwards; what is changed in it is noted in the journal.

    Raises:
        OSError: the disk refused a write.
    """
    opened = Ledger(file, journal)
    with os_errors(file):
        yield opened
        opened.close()


def _number(statement: str) -> int:
    return int.from_bytes(hashlib.sha256(statement.encode()).digest()[:8], "little", signed=True)
