"""Record the changes that are made to an SQLite file, and replay them in a second copy of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from kg.store.disk_errors import sqlite_as_os_errors

MAX_CHANGES = 200_000  #: that are recorded at most, some 100 MB

Value = str | int | bytes | None


class Journal:
    """The changes of one file since it was opened, in their order."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, Sequence[Value]]] = []
        self.is_complete = True  #: whether every change so far is recorded

    def execute(self, db: sqlite3.Connection, statement: str, values: Sequence[Value] = ()) -> sqlite3.Cursor:
        """Execute a statement and record it."""
        if self.is_complete:
            self._steps.append((statement, values))
            if len(self._steps) > MAX_CHANGES:
                self.invalidate()
        return db.execute(statement, values)

    def execute_each(self, db: sqlite3.Connection, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Execute and record a statement with the values of each row."""
        for values in rows:
            self.execute(db, statement, values)

    def invalidate(self) -> None:
        """Note that there are changes that were not recorded."""
        self.is_complete = False
        self._steps.clear()

    def replay(self, file: Path) -> None:
        """Make the recorded changes in a copy of the file as it was before.

        Raises:
            OSError: the disk refused a write; the copy is of no use then.
        """
        with sqlite_as_os_errors(file), closing(sqlite3.connect(file)) as db:
            db.execute("PRAGMA journal_mode = OFF")  # after a failure the copy is discarded
            db.execute("PRAGMA synchronous = OFF")  # the caller puts the file on the disk
            for statement, values in self._steps:
                db.execute(statement, values).fetchall()
            db.commit()
