"""Cache what a build has read and not yet published, so that after a kill the next need not read it again."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kg.store.disk_errors import sqlite_as_os_errors

_NAME = "reading.sqlite"
_CRC_BYTES = 4  # behind the quads of a reading


class ReadAheadCache:
    """Readings as N-Quads, by what they depend on: `IncrementalUpdater.reading_key`."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        if file is not None:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))  # whatever the umask
        self._db = sqlite3.connect(file or ":memory:", isolation_level=None)  # each reading is committed on its own
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS reading (mark TEXT PRIMARY KEY, quads BLOB) WITHOUT ROWID")

    def get(self, key: str) -> bytes | None:
        """Return the quads of a reading; None: it is not cached."""
        try:
            row = self._db.execute("SELECT quads FROM reading WHERE mark = ?", (key,)).fetchone()
        except sqlite3.DatabaseError:  # damaged: it is read again
            return None
        if row is None or zlib.crc32(quads := bytes(row[0])[:-_CRC_BYTES]) != int.from_bytes(row[0][-_CRC_BYTES:]):
            return None
        return quads

    def put(self, key: str, quads: bytes) -> None:
        """Add a reading."""
        if self._file is not None:
            checked = quads + zlib.crc32(quads).to_bytes(_CRC_BYTES)
            self._db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (key, checked))

    @property
    def folder(self) -> Path | None:
        """The graph's folder; None: nothing is cached."""
        return self._file and self._file.parent

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._db.close()


@contextmanager
def open_read_ahead(graph: Path | None) -> Iterator[ReadAheadCache]:
    """Yield the cache of a graph folder, or one that caches nothing; one that cannot be read is begun anew.

    Raises:
        OSError: the disk refused a write.
    """
    file = None if graph is None else graph / _NAME
    try:
        cache = ReadAheadCache(file)
    except sqlite3.DatabaseError:
        _delete(file)
        cache = ReadAheadCache(file)
    with sqlite_as_os_errors(file), closing(cache):
        yield cache


def delete_read_ahead(graph: Path) -> None:
    """Delete the cache of a graph folder, whose readings are published."""
    _delete(graph / _NAME)


def _delete(file: Path | None) -> None:
    for ending in ("", "-wal", "-shm"):
        if file is not None:
            file.with_name(file.name + ending).unlink(missing_ok=True)
