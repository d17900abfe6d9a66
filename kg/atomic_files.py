"""Write files atomically: complete or not at all, whatever happens meanwhile. Knows disks; knows no format.

A file is written beside its place under another name, and renamed when it is on the disk. A link stays, and its file
is written; devices, pipes and what `/dev/stdout` is are written to as they are.
"""

from __future__ import annotations

import glob
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EEXIST, EISDIR, ENOENT, ENOTDIR, EPERM, EROFS
from pathlib import Path
from typing import IO

from kg.errors import DiskError, KgError, UsageError

STALE_SECONDS = 600  #: after which an unfinished file counts as left behind
_WRONG_PLACE_ERRNOS = {EEXIST, ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, EROFS}
_OPEN_FILES = ("/dev/fd", "/dev/stdout", "/dev/stderr", "/proc")  # what a process has open, by name

PRIVATE = 0o600  #: mode of files that are their owner's alone


@contextmanager
def open_atomically(file: Path, mode: int | None = None) -> Iterator[IO[bytes]]:
    """Yield a file to write to, which takes its name only when it is complete and on the disk.

    Args:
        file: where it is to be; one that is there keeps the mode that it has.
        mode: that of a new file, whatever the umask; None: as the umask has it, for files that users name.

    Raises:
        UsageError: it can't be there.
        DiskError: the disk refused it; what was there before is intact.
    """
    try:
        if _is_stream(file):
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC), "wb") as stream:
                yield stream
        else:
            with _open_replacing(Path(os.path.realpath(file)), mode) as stream:
                yield stream
    except BrokenPipeError:  # whoever read it has seen enough
        raise
    except OSError as error:
        raise write_error(file, error) from error


@contextmanager
def _open_replacing(file: Path, mode: int | None) -> Iterator[IO[bytes]]:
    """Yield a draft of a file, which is no link, and let it take the file's place in the end."""
    _remove_stale_drafts(file)
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with _open_draft(draft, _mode_of(file) or mode) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
        fsync_path(file.parent)
    finally:
        with suppress(OSError):
            draft.unlink()


def _is_stream(file: Path) -> bool:
    """Tell whether there is something that a file must not replace: a device, a pipe, what a process has open."""
    try:
        found = file.stat().st_mode
    except OSError:
        return False
    is_open_file = any(Path(os.path.abspath(file)).is_relative_to(folder) for folder in _OPEN_FILES)  # noqa: PTH100 - links stay
    return not stat.S_ISDIR(found) and (is_open_file or not stat.S_ISREG(found))


def write_error(file: Path, error: OSError) -> KgError:
    """Return the error to raise when a file can't be written: its place is wrong, or else the disk is."""
    if error.errno in _WRONG_PLACE_ERRNOS:
        return UsageError(f"{file}: cannot be written ({error.strerror}); choose another place")
    return DiskError(f"{file}: the disk refused it ({error.strerror or error}); free some space")


def _mode_of(file: Path) -> int | None:
    """Return the mode of a file; None: there is none."""
    try:
        found = file.stat().st_mode
    except OSError:
        return None
    return stat.S_IMODE(found) if stat.S_ISREG(found) else None


def _open_draft(draft: Path, mode: int | None) -> IO[bytes]:
    """Open a new file, and no link that somebody has put there."""
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666 if mode is None else PRIVATE)
    if mode is not None:
        os.fchmod(descriptor, mode)
    return os.fdopen(descriptor, "wb")


def write_atomically(file: Path, text: str, mode: int | None = None) -> None:
    """Write a text so that a reader sees the old file or the new, never a part; raises as `open_atomically` does."""
    with open_atomically(file, mode) as stream:
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
