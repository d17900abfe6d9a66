"""Write files atomically: complete or not at all, whatever happens meanwhile. Knows disks; knows no format.

A file is written beside its place under another name, and renamed when it is on the disk.
"""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EEXIST, EISDIR, ENOENT, ENOTDIR, EPERM, EROFS
from pathlib import Path
from typing import IO

from kg.errors import DiskError, KgError, UsageError

STALE_SECONDS = 600  #: after which an unfinished file counts as left behind
_WRONG_PLACE_ERRNOS = {EEXIST, ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, EROFS}


@contextmanager
def open_atomically(file: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write to, which takes its name only when it is complete and on the disk.

    Raises:
        UsageError: it can't be there.
        DiskError: the disk refused it; what was there before is intact.
    """
    _remove_stale_drafts(file)
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
        fsync_path(file.parent)
    except OSError as error:
        raise write_error(file, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def write_error(file: Path, error: OSError) -> KgError:
    """Return the error to raise when a file can't be written: its place is wrong, or else the disk is."""
    if error.errno in _WRONG_PLACE_ERRNOS:
        return UsageError(f"{file}: cannot be written ({error.strerror}); choose another place")
    return DiskError(f"{file}: the disk refused it ({error.strerror or error}); free some space")


def write_atomically(file: Path, text: str) -> None:
    """Write a text so that a reader sees the old file or the new, never a part; raises as `open_atomically` does."""
    with open_atomically(file) as stream:
        stream.write(bytes(text, "utf-8"))


def fsync_path(path: Path) -> None:
    """Flush a file's content, or a folder's names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_stale_drafts(file: Path) -> None:
    """Remove drafts of this file that a killed run left behind; a live one is touched as it grows."""
    with suppress(OSError):
        for draft in file.parent.glob(f".{glob.escape(file.name)}.*.part"):
            if time.time() - draft.stat().st_mtime > STALE_SECONDS:
                draft.unlink()
