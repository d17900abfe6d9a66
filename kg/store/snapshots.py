"""Keep a graph as a folder of snapshots, of which one is current. Knows files and locks; asks no questions.

The folder holds `snapshots/NNNN/` (an Oxigraph store, never written after it is published), `CURRENT` (names one of
them) and `lock` (held by whoever writes). Inside a snapshot lie `merged/`, the store that answers queries, and
`index.sqlite`, its labels and schema. Readers hold their snapshot with a shared lock and never wait.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pyoxigraph import Store

from kg.errors import DiskError, GraphNotFound
from kg.store.identity import Identity
from kg.store.indexing import write_index

MERGED = "merged"
INDEX = "index.sqlite"
_KEPT = 2
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None}  # None: the engine gives its own words, without a number


class Snapshots:
    """The snapshots of one graph folder."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._folder = self.path / "snapshots"

    def current(self) -> Path:
        """Return the current snapshot, an Oxigraph store that must not be written to.

        Raises:
            GraphNotFound: nothing was ever published here.
        """
        with suppress(OSError):
            snapshot = self._folder / (self.path / "CURRENT").read_text().strip()
            if snapshot.is_dir():
                return snapshot
        raise GraphNotFound(f"{self.path}: there is no graph; make one with: kg build INPUT… -o {self.path}")

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """Give the current snapshot and keep it from being deleted until the block ends."""
        for _ in range(3):  # a writer may delete the snapshot between finding and holding it
            try:
                held = os.open(self.current(), os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                fcntl.flock(held, fcntl.LOCK_SH)
                yield self.current()
            finally:
                os.close(held)
            return
        raise GraphNotFound(f"{self.path}: the graph is being replaced; try again")

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """Give a store that starts as a copy of the current snapshot, and publish it when the block ends well.

        An exception in the block leaves the graph as it was.

        Raises:
            GraphNotFound: another process is writing to this graph.
            DiskError: the disk refused a write.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as lock:
            _claim(lock, self.path)
            self._sweep()
            work = Path(tempfile.mkdtemp(prefix=".work-", dir=self._folder))
            try:
                store = self._copy(work / "store")  # a fresh name: the store of an earlier block may still be open
                yield store
                self._publish(store)
            except OSError as problem:
                if problem.errno not in _FULL:
                    raise
                raise DiskError(f"{self.path}: the disk refused a write ({problem}); free some space") from problem
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def _copy(self, work: Path) -> Store:
        with suppress(GraphNotFound):
            Store.read_only(str(self.current())).backup(str(work))
        return Store(str(work))

    def _publish(self, store: Store) -> None:
        """Make the store the current snapshot: all of it, or nothing."""
        fresh = self._folder / ".fresh"
        store.flush()
        store.backup(str(fresh))  # the caller may still hold `store`, whose background work must not reach readers
        _merge(fresh)
        write_index(Store.read_only(str(fresh / MERGED)), fresh / INDEX)
        _sync(fresh)
        name = f"{1 + max(self._numbers(), default=0):04}"
        fresh.rename(self._folder / name)
        _sync(self._folder)
        _replace(self.path / "CURRENT", name + "\n")
        self._prune()

    def _numbers(self) -> list[int]:
        return sorted(int(entry.name) for entry in self._folder.iterdir() if entry.name.isdigit())

    def _sweep(self) -> None:
        """Delete what a killed writer left behind."""
        for left in (*self._folder.glob(".work-*"), self._folder / ".fresh"):
            shutil.rmtree(left, ignore_errors=True)

    def _prune(self) -> None:
        for number in self._numbers()[:-_KEPT]:
            snapshot = self._folder / f"{number:04}"
            if _unread(snapshot):
                shutil.rmtree(snapshot, ignore_errors=True)


def _claim(lock: IO[str], path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        raise GraphNotFound(f"{path}: another build is writing to this graph; wait for it to end") from problem


def _merge(snapshot: Path) -> None:
    """Make the store for queries: the snapshot's graphs, and as its default graph their union, with decisions applied.

    Oxigraph's own union (`use_default_graph_as_union`) gives a triple once for every graph that has it, so that counts
    over events told by several articles would be too high. The named graphs are hard links and cost no space.
    """
    source = Store.read_only(str(snapshot))
    source.backup(str(snapshot / MERGED))
    merged = Store(str(snapshot / MERGED))
    merged.bulk_extend(Identity(source).quads())
    merged.flush()


def _unread(snapshot: Path) -> bool:
    held = os.open(snapshot, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(held)
    return True


def _replace(file: Path, text: str) -> None:
    """Write the file so that a reader sees the old text or the new, never a part."""
    fresh = file.with_name(file.name + ".new")
    with fresh.open("w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
