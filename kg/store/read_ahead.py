"""What a build has read and not yet published, so that one that is killed need not read it again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kg.store.sqlite_errors import os_errors

_NAME = "reading.sqlite"


class Spool:
    """Readings by their marks."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None)  # each reading is on its own
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS reading (mark TEXT PRIMARY KEY, quads BLOB) WITHOUT ROWID")

    def get(self, mark: str) -> bytes | None:
        """Return what was read."""
        row = self._db.execute("SELECT quads FROM reading WHERE mark = ?", (mark,)).fetchone()
        return None if row is None else bytes(row[0])

    def put(self, mark: str, quads: bytes) -> None:
        """Keep what was read."""
        if self._file is not None:
            self._db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (mark, quads))

    @property
    def folder(self) -> Path | None:
        """The graph's folder; None: nothing is kept."""
        return self._file and self._file.parent

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._db.close()


@contextmanager
def spool(graph: Path | None) -> Iterator[Spool]:
    """Open the spool of a graph folder, or none; one that cannot be read is begun anew.

    Raises:
        OSError: the disk refused a write.
    """
    file = None if graph is None else graph / _NAME
    try:
        opened = Spool(file)
    except sqlite3.DatabaseError:
        _remove(file)
        opened = Spool(file)
    with os_errors(file), closing(opened):
        yield opened


def sweep_spool(graph: Path) -> None:
    """Delete what is published now."""
    _remove(graph / _NAME)


def _remove(file: Path | None) -> None:
    for ending in ("", "-wal", "-shm"):
        if file is not None:
            file.with_name(file.name + ending).unlink(missing_ok=True)
