"""Record which articles were read into a graph, who published them and which are near-duplicates, in SQLite.

A *publication* is a text under a source: its URL, else the id or the path that it was given under. An *article* is a
text, by the sixteen digits of its hash; it is kept as long as it has a publication. Knows keys and bytes; knows no RDF.
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
from kg.store.disk_errors import sqlite_as_os_errors
from kg.store.sqlite_journal import Journal, Value

LEDGER_TABLES = """
CREATE TABLE IF NOT EXISTS telling (source TEXT, key TEXT, fields TEXT NOT NULL, place TEXT NOT NULL,
                                    PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS telling_key ON telling (key);
CREATE TABLE IF NOT EXISTS article (key TEXT PRIMARY KEY, told TEXT, reader TEXT, shared BLOB, signature BLOB,
                                    text BLOB);
CREATE TABLE IF NOT EXISTS shared (id INTEGER PRIMARY KEY, statement TEXT NOT NULL, uses INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS band (hash INTEGER, key TEXT, PRIMARY KEY (hash, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pair (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""  #: a change of them is a change of `snapshot_integrity.FORMAT`
_GIVEN = "CREATE TEMP TABLE given (source TEXT, key TEXT, PRIMARY KEY (source, key)) WITHOUT ROWID"
_SHARED = "INSERT INTO shared VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET uses = uses + 1"
_BAND, _PAIR = (f"INSERT OR IGNORE INTO {table} VALUES (?, ?)" for table in ("band", "pair"))
DECISIONS = "decisions"  #: state: the file of decisions that is not the graph's own, or nothing
_UNDATED = "9999"


@dataclass(frozen=True, slots=True, order=True)
class Publication:
    """The metadata of a text under one source; a text with several is read by the least of them."""

    published: str  #: day, or the last year where none is known
    url: str
    id: str
    title: str
    outlet: str
    language: str
    source: str  #: what identifies it when the text changes

    @classmethod
    def from_article(cls, article: Article) -> Publication:
        """Return the publication that an article is given by."""
        day = article.published.isoformat() if article.published else _UNDATED
        source = article.source or f"text:{article.key}"
        title, outlet = article.title or "", article.outlet or ""
        return cls(day, article.url or "", article.id, title, outlet, article.language, source)

    def to_article(self, text: str) -> Article:
        """Return the article of this publication, with its text."""
        day = None if self.published == _UNDATED else date.fromisoformat(self.published)
        fields = (self.title or None, self.outlet or None, day, self.url or None)
        return Article(self.id, text, *fields, self.language, self.source)

    @classmethod
    def from_fields(cls, fields: str, source: str) -> Publication:
        """Return the publication that `fields` gave."""
        published, url, name, title, outlet, language = json.loads(fields)
        return cls(published, url, name, title, outlet, language, source)

    @property
    def fields(self) -> str:
        """All but the source, as a JSON array."""
        parts = (self.published, self.url, self.id, self.title, self.outlet, self.language)
        return json.dumps(parts, ensure_ascii=False)


class Ledger:
    """The open ledger of one graph, or one in memory. Changes are committed when it is closed."""

    def __init__(self, file: Path | None = None, journal: Journal | None = None) -> None:
        self._journal = journal or Journal()
        self._db = sqlite3.connect(file or ":memory:")
        self._db.execute("PRAGMA journal_mode = OFF")  # a working copy: after a kill it is discarded
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(LEDGER_TABLES)
        self._db.execute(_GIVEN)
        self._changes = self._db.total_changes

    @property
    def is_changed(self) -> bool:
        """Whether anything but the list of given publications has been written."""
        given = self._db.execute("SELECT count(*) FROM given").fetchone()[0]
        return self._db.total_changes - self._changes > int(given)

    def close(self) -> None:
        """Commit and close the file."""
        self._db.commit()
        self._db.close()

    def _execute(self, statement: str, *values: Value) -> sqlite3.Cursor:
        return self._journal.execute(self._db, statement, values)

    def state(self, name: str) -> str | None:
        """Return a named value of the graph; None: it was never set."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_state(self, name: str, value: str) -> None:
        """Set a named value of the graph."""
        if self.state(name) != value:
            self._execute("INSERT OR REPLACE INTO state VALUES (?, ?)", name, value)

    def add_publication(self, key: str, publication: Publication, place: str) -> bool:
        """Add a text's publication as given, and return whether that changes the ledger.

        Of two with the same source and text that are given in one build the lesser one stays.
        """
        row = self._db.execute("SELECT fields FROM telling WHERE source = ? AND key = ?", (publication.source, key))
        before = next((str(fields) for (fields,) in row), None)
        given = self._db.execute("INSERT OR IGNORE INTO given VALUES (?, ?)", (publication.source, key))
        is_first = given.rowcount == 1
        if before == publication.fields or (before is not None and not is_first and before < publication.fields):
            return False
        values = (publication.source, key, publication.fields, place)
        self._execute("INSERT OR REPLACE INTO telling VALUES (?, ?, ?, ?)", *values)
        return True

    def delete_publication(self, source: str, key: str) -> None:
        """Delete the publication of a text under a source."""
        self._execute("DELETE FROM telling WHERE source = ? AND key = ?", source, key)

    def retain_publications(self, source: str) -> None:
        """Count the earlier texts of a source as given."""
        self._db.execute("INSERT OR IGNORE INTO given SELECT source, key FROM telling WHERE source = ?", (source,))

    def stale_publications(self, *, all_sources: bool = False) -> list[tuple[str, str]]:
        """Return source and key of publications that were not given now, though their source was, or of any source."""
        condition = "" if all_sources else "source IN (SELECT source FROM given) AND"
        query = f"SELECT source, key FROM telling WHERE {condition} (source, key) NOT IN given ORDER BY key, source"
        return self._db.execute(query).fetchall()

    def publications(self, key: str) -> list[Publication]:
        """Return the publications of a text, the one that it is read by first."""
        rows = self._db.execute("SELECT fields, source FROM telling WHERE key = ?", (key,))
        return sorted(Publication.from_fields(fields, source) for fields, source in rows)

    def all_publications(self) -> Iterator[tuple[str, Publication, str]]:
        """Yield each publication with the key of its text and the place that it was read from."""
        for source, key, fields, place in self._db.execute("SELECT * FROM telling ORDER BY key, source"):
            yield key, Publication.from_fields(fields, source), place

    def last_reading(self, key: str) -> tuple[str, str] | None:
        """Return the `fields` of the publication and the reader by which an article was read; None: it was not."""
        row = self._db.execute("SELECT told, reader FROM article WHERE key = ?", (key,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def count_outdated(self, reader: str) -> int:
        """Return how many articles were read by another reader than this."""
        return int(self._db.execute("SELECT count(*) FROM article WHERE reader != ?", (reader,)).fetchone()[0])

    def record_reading(self, key: str, fields: str, reader: str, shared: Sequence[int]) -> None:
        """Record by which publication and reader an article was read, and the ids of its shared statements."""
        blob = b"".join(number.to_bytes(8, "little", signed=True) for number in sorted(shared))
        self._execute(
            """INSERT INTO article (key, told, reader, shared) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
               SET told = excluded.told, reader = excluded.reader, shared = excluded.shared""",
            key, fields, reader, blob,
        )  # fmt: skip

    def delete_article(self, key: str) -> None:
        """Delete an article, its publications and its near-duplicate pairs."""
        for table in ("telling", "article", "band"):
            self._execute(f"DELETE FROM {table} WHERE key = ?", key)
        self._execute("DELETE FROM pair WHERE one = ?1 OR other = ?1", key)

    def add_shared_statements(self, statements: Iterable[str]) -> list[int]:
        """Count one more use of each statement, and return their ids."""
        rows = [(_statement_id(statement), statement) for statement in dict.fromkeys(statements)]
        self._journal.execute_each(self._db, _SHARED, rows)
        return [number for number, _ in rows]

    def is_shared(self, statement: str) -> bool:
        """Tell whether any article has a shared statement."""
        row = self._db.execute("SELECT 1 FROM shared WHERE id = ?", (_statement_id(statement),)).fetchone()
        return row is not None

    def release_shared_statements(self, key: str) -> list[str]:
        """Count one use less of each statement that an article shares, and return those without any use."""
        row = self._db.execute("SELECT shared FROM article WHERE key = ?", (key,)).fetchone()
        blob = bytes(row[0]) if row and row[0] else b""
        unused = []
        for start in range(0, len(blob), 8):
            number = int.from_bytes(blob[start : start + 8], "little", signed=True)
            self._execute("UPDATE shared SET uses = uses - 1 WHERE id = ?", number)
            deleted = self._execute("DELETE FROM shared WHERE id = ? AND uses = 0 RETURNING statement", number)
            unused += [str(statement) for (statement,) in deleted.fetchall()]
        return unused

    def text(self, key: str) -> str | None:
        """Return an article's text; None: it is not kept."""
        row = self._db.execute("SELECT text FROM article WHERE key = ?", (key,)).fetchone()
        return zlib.decompress(row[0]).decode() if row and row[0] else None

    def set_text(self, key: str, text: str | None) -> None:
        """Keep an article's text, or with None delete it."""
        packed = None if text is None else zlib.compress(text.encode())
        self._execute("UPDATE article SET text = ? WHERE key = ?", packed, key)

    def signature(self, key: str) -> bytes | None:
        """Return an article's MinHash signature; None: it has none."""
        row = self._db.execute("SELECT signature FROM article WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row and row[0] else None

    def set_signature(self, key: str, signature: bytes, bands: Iterable[int]) -> None:
        """Set an article's MinHash signature and the LSH bands that it falls in."""
        self._execute("UPDATE article SET signature = ? WHERE key = ?", signature, key)
        self._journal.execute_each(self._db, _BAND, [(band, key) for band in bands])

    def near_duplicate_candidates(self, key: str, bands: Iterable[int]) -> set[str]:
        """Return the keys of the other articles that share an LSH band."""
        found: set[str] = set()
        for band in bands:
            found.update(one for (one,) in self._db.execute("SELECT key FROM band WHERE hash = ?", (band,)))
        return found - {key}

    def add_near_duplicate(self, one: str, other: str) -> None:
        """Record that two articles are near-duplicates."""
        self._journal.execute_each(self._db, _PAIR, [(one, other), (other, one)])

    def near_duplicates(self, key: str) -> list[str]:
        """Return the keys of an article's near-duplicates."""
        return [other for (other,) in self._db.execute("SELECT other FROM pair WHERE one = ? ORDER BY other", (key,))]


@contextmanager
def open_ledger(file: Path | None = None, journal: Journal | None = None) -> Iterator[Ledger]:
    """Yield an open ledger and close it when the block ends well; its changes are recorded in the journal.

    Raises:
        OSError: the disk refused a write.
    """
    with sqlite_as_os_errors(file):
        opened = Ledger(file, journal)
        yield opened
        opened.close()


def _statement_id(statement: str) -> int:
    return int.from_bytes(hashlib.sha256(statement.encode()).digest()[:8], "little", signed=True)
