"""Remember the changes that are made to an SQLite file, and make them again in a second copy of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from kg.store.sqlite_errors import os_errors

MOST = 200_000  #: changes that are remembered at most, some 100 MB

Value = str | int | bytes | None


class Journal:
    """The changes of one file since it was opened, in their order."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, Sequence[Value]]] = []
        self.is_whole = True  #: whether every change so far is remembered

    def change(self, db: sqlite3.Connection, statement: str, values: Sequence[Value] = ()) -> sqlite3.Cursor:
        """Make a change, and remember it."""
        if self.is_whole:
            self._steps.append((statement, values))
            if len(self._steps) > MOST:
                self.lose()
        return db.execute(statement, values)

    def change_each(self, db: sqlite3.Connection, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Make one change with the values of each row."""
        for values in rows:
            self.change(db, statement, values)

    def lose(self) -> None:
        """Note that there are changes that are not remembered."""
        self.is_whole = False
        self._steps.clear()

    def replay(self, file: Path) -> None:
        """Make the changes in a copy of the file as it was before.

        Raises:
            OSError: the disk refused a write; the copy is of no use then.
        """
        with os_errors(file), closing(sqlite3.connect(file)) as db:
            db.execute("PRAGMA journal_mode = OFF")  # what fails is thrown away
            db.execute("PRAGMA synchronous = OFF")  # the caller puts the file on the disk
            for statement, values in self._steps:
                db.execute(statement, values).fetchall()
            db.commit()
