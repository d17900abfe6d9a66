"""Lock a graph for its one writer, and snapshots for their readers, who never wait. Knows file locks only."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import GraphNotFound

_WRITE_LOCKS: set[int] = set()  # held by this process; a worker that outlives it must not hold them on


def _close_inherited_locks() -> None:
    for lock in _WRITE_LOCKS:
        os.close(lock)
    _WRITE_LOCKS.clear()


os.register_at_fork(after_in_child=_close_inherited_locks)


@contextmanager
def write_lock(file: Path, graph: Path) -> Iterator[None]:
    """Hold the lock of a graph's one writer.

    Raises:
        GraphNotFound: another process holds it.
    """
    mode = file.parent.stat().st_mode & 0o666  # of those who may write to the graph
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, mode), "w") as lock:  # noqa: PTH123
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise GraphNotFound(f"{graph}: another build is writing to this graph; wait for it to end") from problem
        _WRITE_LOCKS.add(lock.fileno())
        try:
            yield
        finally:
            _WRITE_LOCKS.discard(lock.fileno())


@contextmanager
def read_lock(snapshot: Path) -> Iterator[bool]:
    """Keep a snapshot from being deleted; yield whether it is still there."""
    try:
        descriptor = os.open(snapshot, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield snapshot.is_dir()
    finally:
        os.close(descriptor)


def move_unread(snapshot: Path, folder: Path) -> None:
    """Move a snapshot into a folder, unless somebody reads it."""
    descriptor = os.open(snapshot, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        snapshot.rename(folder / snapshot.name)
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)
