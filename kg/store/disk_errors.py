"""Tell a full disk and damaged files from other failures, and notice in time. Knows no table and no snapshot."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import DiskError, GraphDamaged, GraphFormatError

MIN_FREE_BYTES = 50_000_000  #: that have to be free before anything is written
#: `errno` of a full disk; None: the engines raise errors without a number.
DISK_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None}
_REFUSED_WRITES = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED,
}  # fmt: skip
_DAMAGE = re.compile(r"(?:Corruption: [^:]*|IO error: No such file[^:]*|\b(?:Invalid argument|Not implemented): [^:]*)")
_MAX_REASON = 120  # characters of the engine's message


def check_free_space(folder: Path) -> None:
    """Check that the disk is not all but full: what is written there could not be read back.

    Raises:
        DiskError: fewer than `MIN_FREE_BYTES` are free.
    """
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_BYTES:
        least = f"{MIN_FREE_BYTES / 1e6:.0f} MB"
        raise DiskError(f"{folder}: only {free / 1e6:.0f} MB are free on its disk; free {least} at least")


@contextmanager
def sqlite_as_os_errors(file: Path | None) -> Iterator[None]:
    """Raise an error of SQLite as an OSError that names the file, without an `errno`, or as damage of the graph.

    Raises:
        OSError: the disk refused a write.
        GraphDamaged: the file is no database, or not one with the tables that it should have.
    """
    try:
        yield
    except sqlite3.DatabaseError as problem:
        code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _REFUSED_WRITES:
            raise OSError(f"{file}: {problem}") from problem
        if code == sqlite3.SQLITE_CONSTRAINT:  # of rows that were to be written, and not of the file
            raise
        raise GraphDamaged(f"{file.name if file else 'a database'} can't be read ({problem})") from problem


@contextmanager
def damage_as_graph_errors(graph: Path) -> Iterator[None]:
    """Raise what the engine and SQLite say of damaged files as damage of this graph.

    Raises:
        GraphDamaged: a file of the graph is damaged.
        GraphFormatError: another version has written it.
    """
    try:
        yield
    except GraphDamaged as problem:
        if problem.graph is not None:
            raise
        raise GraphDamaged(problem.problem, graph) from problem
    except GraphFormatError as problem:
        raise GraphFormatError(f"{graph}: {problem}") from problem
    except sqlite3.DatabaseError as problem:
        raise GraphDamaged(f"a database of it can't be read ({problem})", graph) from problem
    except (OSError, RuntimeError) as problem:
        is_of_system = isinstance(problem, OSError) and problem.errno is not None
        if not is_of_system and (reason := damage_in(str(problem))):
            raise GraphDamaged(reason, graph) from problem
        raise


def damage_in(message: str) -> str | None:
    """Return what the engine says of damaged files; None: its message is on something else."""
    found = _DAMAGE.search(" ".join(message.split()))
    return None if found is None else f"its store is damaged ({found[0][:_MAX_REASON].strip()})"
