"""Keep a graph as a folder of snapshots, of which one is current. Knows files and locks; asks no questions.

The folder holds `snapshots/NNNN/` (an Oxigraph store, never written after it is published), `CURRENT` (names one of
them) and `lock` (held by whoever writes). Inside a snapshot lie `merged/`, the store that answers queries,
`index.sqlite`, its labels and schema, `articles.sqlite`, what was read into it, and `spare/`, for the next writer.
Readers hold their snapshot with a shared lock and never wait.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from pyoxigraph import Store

from kg.atomic_files import sync, write_whole
from kg.errors import DiskError, GraphNotFound, UsageError
from kg.graph.dataset_description import DatasetStatistics, description, stored_description
from kg.store import sqlite_copies as spares
from kg.store.article_ledger import Ledger, ledger
from kg.store.fault_points import point
from kg.store.identity import redecides
from kg.store.index_update import change_index, graph_growth
from kg.store.index_writer import write_index
from kg.store.label_index import Index
from kg.store.snapshot_draft import Draft
from kg.store.sqlite_journal import Journal
from kg.store.union_graph import merge, merge_all

MERGED = "merged"
INDEX = "index.sqlite"
ARTICLES = "articles.sqlite"
ROOM = 50_000_000  #: bytes that have to be free before anything is written
FEW = 10_000  #: changes that are followed in a graph of any size
_LOCKS: set[int] = set()  # held by this process; a worker that outlives it must not hold them on


def _let_go() -> None:
    for lock in _LOCKS:
        os.close(lock)
    _LOCKS.clear()


os.register_at_fork(after_in_child=_let_go)


class Writing:
    """A graph that is being written: its store, and files that go with the next snapshot."""

    def __init__(self, draft: Draft, folder: Path) -> None:
        self.draft = draft
        self.folder = folder  #: for files of one's own, which go when the block ends
        self.journal = Journal()  #: what changed in what is known of the articles
        self._articles = folder / ARTICLES  # starts as the current snapshot's, if that has one
        self.described = False  #: whether the graph is to say how large it is
        self.needless = False  #: whether nothing has changed, so that no snapshot is due

    @contextmanager
    def known(self) -> Iterator[Ledger]:
        """Open what is known of the articles; changes last when the block ends.

        Raises:
            OSError: the disk refused a write.
        """
        with ledger(self._articles, self.journal) as opened:
            yield opened


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
                snapshot = self.current()
                held = os.open(snapshot, os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                fcntl.flock(held, fcntl.LOCK_SH)
                if not snapshot.is_dir():
                    continue
                yield snapshot
            finally:
                os.close(held)
            return
        raise GraphNotFound(f"{self.path}: the graph is being replaced; try again")

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """Give a store that starts as a copy of the current snapshot, and publish it when the block ends well.

        An exception in the block leaves the graph as it was. Whatever is done to the store, what goes with it is made
        anew, at the cost of the whole graph; `changing` costs what is changed.

        Raises:
            GraphNotFound: another process is writing to this graph.
            DiskError: the disk refused a write.
        """
        with self.changing(anew=True) as writing:
            yield writing.draft.store

    @contextmanager
    def changing(self, *, anew: bool = False) -> Iterator[Writing]:
        """Give a graph to write as `writing` does, and publish what changed through its draft.

        Args:
            anew: whether the store may be changed past the draft, too.

        Raises:
            UsageError: there is a file of that name.
            GraphNotFound: another process is writing to this graph.
            DiskError: the disk refused a write.
        """
        if self.path.is_file():
            raise UsageError(f"{self.path}: a file, and a graph is kept in a folder; choose another name")
        self._folder.mkdir(parents=True, exist_ok=True)
        check_room(self.path)
        with (self.path / "lock").open("w") as lock:
            _claim(lock, self.path)
            self._sweep()
            work = Path(tempfile.mkdtemp(prefix=".work-", dir=self._folder))
            try:
                writing = self._copy(work, anew)
                yield writing
                if not writing.needless:
                    self._publish(writing, work)
                elif (old := self._last()) is not None:
                    spares.give_back(ARTICLES, old, work)
            except OSError as problem:
                if problem.errno not in spares.FULL:
                    raise
                raise DiskError(f"{self.path}: the disk refused a write ({problem}); free some space") from problem
            finally:
                _LOCKS.discard(lock.fileno())
                shutil.rmtree(work, ignore_errors=True)

    def _copy(self, work: Path, anew: bool) -> Writing:
        old = self._last()
        if old is not None:
            Store.read_only(str(old)).backup(str(work / "store"))  # hard links: some 30 ms, whatever the size
            spares.take(ARTICLES, old, work)
        # A fresh name each time: the store of an earlier block may still be open.
        most = 0 if anew or old is None else _worth(old)
        return Writing(Draft(Store(str(work / "store")), most), work)

    def _last(self) -> Path | None:
        try:
            return self.current()
        except GraphNotFound:
            return None

    def _publish(self, writing: Writing, work: Path) -> None:
        """Make the store the current snapshot: all of it, or nothing."""
        point("publishing")
        old, journals = self._last(), {INDEX: Journal(), ARTICLES: writing.journal}
        merged = self._gathered(writing, work, journals[INDEX])
        fresh = self._folder / ".fresh"
        store = writing.draft.store
        store.flush()
        store.backup(str(fresh))  # the caller may still hold `store`, whose background work must not reach readers
        merged.flush()
        merged.backup(str(fresh / MERGED))
        for file in journals:
            if (work / file).exists():
                (work / file).rename(fresh / file)
                sync(fresh / file)
        sync(fresh)
        point("gathered")
        name = f"{1 + max(self._numbers(), default=0):04}"
        fresh.rename(self._folder / name)
        sync(self._folder)
        point("named")
        write_whole(self.path / "CURRENT", name + "\n")
        point("published")
        self._prune(work)
        last = work / old.name if old is not None and (work / old.name).exists() else None
        spares.make(self._folder / name, journals, last, work)

    def _gathered(self, writing: Writing, work: Path, journal: Journal) -> Store:
        """Return the store for queries and write the index, both at the cost of what changed where that is known."""
        draft, old, index = writing.draft, self._last(), work / INDEX
        for quad in (said := stored_description(draft)):
            draft.remove(quad)
        changes = draft.changes
        if changes is None or old is None or not (old / INDEX).exists() or redecides(changes.added | changes.removed):
            draft.store.backup(str(work / MERGED))
            merged = Store(str(work / MERGED))
            merge_all(draft.store, merged)
            point("merged")
            write_index(merged, index)
            journal.lose()
        else:
            before = Store.read_only(str(old / MERGED))
            before.backup(str(work / MERGED))
            merged = Store(str(work / MERGED))
            union = merge(draft.store, merged, changes.added, changes.removed)
            point("merged")
            spares.take(INDEX, old, work)
            change_index(index, before, merged, union, graph_growth(changes.added, changes.removed), journal)
        if writing.described or said:
            _describe(draft.store, merged, index, journal)
        return merged

    def _numbers(self) -> list[int]:
        return sorted(int(entry.name) for entry in self._folder.iterdir() if entry.name.isdigit())

    def _sweep(self) -> None:
        """Delete what a killed writer left behind."""
        for left in (*self._folder.glob(".work-*"), self._folder / ".fresh"):
            shutil.rmtree(left, ignore_errors=True)

    def _prune(self, work: Path) -> None:
        """Move the earlier snapshots that nobody reads to where this block works, which is deleted when it ends."""
        for number in self._numbers()[:-1]:
            _move_unread(self._folder / f"{number:04}", work)


def _worth(old: Path) -> int:
    """Return from how many changes on it is faster to make all anew than to follow them."""
    if not (old / INDEX).exists():
        return 0
    with closing(Index(old / INDEX)) as index:
        return max(FEW, index.sizes()[0] // 2)


def check_room(folder: Path) -> None:
    """Refuse to go on with a disk that is all but full: what is written there could not be read back.

    Raises:
        DiskError: there is too little room.
    """
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        raise DiskError(f"{folder}: only {free / 1e6:.0f} MB are free on its disk; free {ROOM / 1e6:.0f} MB at least")


def _claim(lock: IO[str], path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        raise GraphNotFound(f"{path}: another build is writing to this graph; wait for it to end") from problem
    _LOCKS.add(lock.fileno())


def _describe(store: Store, merged: Store, index: Path, journal: Journal) -> None:
    """Have the graph say how large it is."""
    with closing(Index(index)) as counted:
        triples, things = counted.sizes()
        classes = {one.iri: one.number for one in counted.classes()}
        sizes = DatasetStatistics(triples, things, classes, {one.iri for one in counted.properties()})
    said = description(sizes)
    store.extend(said)
    union = merge(store, merged, said, ())
    change_index(index, Store(), merged, union, Counter(), journal)


def describe(store: Store) -> None:
    """Have a store in memory say how large it is."""
    merged = Store()
    merged.bulk_extend(store)
    merge_all(store, merged)
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        write_index(merged, Path(folder) / INDEX)
        _describe(store, merged, Path(folder) / INDEX, Journal())


def _move_unread(snapshot: Path, folder: Path) -> None:
    held = os.open(snapshot, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        snapshot.rename(folder / snapshot.name)
    except BlockingIOError:
        return
    finally:
        os.close(held)
