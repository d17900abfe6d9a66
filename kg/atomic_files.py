"""Write files that are whole or not there, whatever happens meanwhile. Knows disks; knows nothing of what it writes.

A file is written beside its place under another name, and renamed when it is on the disk.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EEXIST, EISDIR, ENOENT, ENOTDIR, EPERM, EROFS
from pathlib import Path
from typing import IO

from kg.errors import DiskError, KgError, UsageError

STALE = 600  #: seconds after which an unfinished file counts as left behind
_MISPLACED = {EEXIST, ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, EROFS}


@contextmanager
def whole(file: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name only when it is written to the end and on the disk.

    Raises:
        UsageError: it can't be there.
        DiskError: the disk refused it; what was there before is intact.
    """
    _sweep(file)
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
        sync(file.parent)
    except OSError as error:
        raise refused(file, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def refused(file: Path, error: OSError) -> KgError:
    """Return what to say when something can't be written: that its place is wrong, or else that the disk is."""
    if error.errno in _MISPLACED:
        return UsageError(f"{file}: cannot be written ({error.strerror}); choose another place")
    return DiskError(f"{file}: the disk refused it ({error.strerror or error}); free some space")


def write_whole(file: Path, text: str) -> None:
    """Write a text so that a reader sees the old file or the new, never a part; raises as `whole` does."""
    with whole(file) as stream:
        stream.write(bytes(text, "utf-8"))


def sync(path: Path) -> None:
    """Put what a file or a folder holds on the disk: of a folder, its names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(file: Path) -> None:
    """Remove drafts of this file that a killed run left behind; a live one is touched as it grows."""
    with suppress(OSError):
        for draft in file.parent.glob(f".{_plain(file.name)}.*.part"):
            if time.time() - draft.stat().st_mtime > STALE:
                draft.unlink()


def _plain(name: str) -> str:
    """Return a name as a pattern that matches only itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
