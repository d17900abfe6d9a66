"""Raise the errors of SQLite as those of the file system. Knows no table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def os_errors(file: Path | None) -> Iterator[None]:
    """Raise an operational error of SQLite as an OSError without a number that names the file.

    Raises:
        OSError: the disk refused a write.
    """
    try:
        yield
    except sqlite3.OperationalError as problem:
        raise OSError(f"{file}: {problem}") from problem
