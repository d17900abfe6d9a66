"""Tell a full disk from other failures, and notice it in time. Knows no table and no snapshot."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import DiskError

MIN_FREE_BYTES = 50_000_000  #: that have to be free before anything is written
#: `errno` of a full disk; None: the engines raise errors without a number.
DISK_FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None}


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
    """Raise an operational error of SQLite as an OSError that names the file, without an `errno`.

    Raises:
        OSError: the disk refused a write.
    """
    try:
        yield
    except sqlite3.OperationalError as problem:
        raise OSError(f"{file}: {problem}") from problem
