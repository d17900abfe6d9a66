"""Read and write a graph folder by snapshots: readers hold theirs, one writer publishes the next. Asks no queries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from kg.errors import DiskError, GraphDamaged, GraphNotFound, UsageError
from kg.store.disk_errors import DISK_FULL_ERRNOS, check_free_space, damage_as_graph_errors
from kg.store.graph_folder import GraphFolder
from kg.store.snapshot_integrity import verify_snapshot
from kg.store.snapshot_locks import read_lock, write_lock
from kg.store.snapshot_publishing import publish
from kg.store.write_transaction import WriteTransaction


class Snapshots:
    """The snapshots of one graph folder."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._folder = GraphFolder(self.path)

    def current(self) -> Path:
        """Return the current snapshot, an Oxigraph store that must not be written to.

        Raises:
            GraphNotFound: nothing was ever published here.
        """
        if (snapshot := self._folder.current()) is not None:
            return snapshot
        raise GraphNotFound(f"{self.path}: there is no graph; make one with: kg build INPUT… -o {self.path}")

    @contextmanager
    def hold_current(self) -> Iterator[Path]:
        """Yield the current snapshot and keep it from being deleted until the block ends.

        Raises:
            GraphNotFound: there is none.
        """
        for _ in range(3):  # a writer may delete the snapshot between finding and holding it
            snapshot = self.current()
            with read_lock(snapshot) as is_there:
                if is_there:
                    with damage_as_graph_errors(self.path):
                        verify_snapshot(snapshot)
                        yield snapshot
                    return
        raise GraphNotFound(f"{self.path}: the graph is being replaced; try again")

    @contextmanager
    def rewrite(self) -> Iterator[Store]:
        """Yield a store that starts as a copy of the current snapshot, and publish it when the block ends well.

        An exception in the block leaves the graph as it was. What goes with the store is rebuilt, at the cost of the
        whole graph; `write_transaction` costs what is changed.

        Raises:
            GraphNotFound: another process is writing to this graph.
            DiskError: the disk refused a write.
        """
        with self.write_transaction(rebuild=True) as transaction:
            yield transaction.draft.store

    @contextmanager
    def write_transaction(self, *, rebuild: bool = False, replaces_damaged: bool = False) -> Iterator[WriteTransaction]:
        """Yield a copy of the graph to write to, and publish what changed through its draft when the block ends well.

        Args:
            rebuild: whether the store may be changed past the draft, too.
            replaces_damaged: whether to begin with an empty graph where a file of the current snapshot is damaged.

        Raises:
            GraphDamaged: a file of the current snapshot is damaged.
            GraphFormatError: another version of kg has written it.
            UsageError: there is a file of that name.
            GraphNotFound: another process is writing to this graph.
            DiskError: the disk refused a write.
        """
        if self.path.is_file():
            raise UsageError(f"{self.path}: a file, and a graph is kept in a folder; choose another name")
        self._folder.make()
        check_free_space(self.path)
        with write_lock(self._folder.write_lock, self.path):
            self._folder.remove_leftovers()
            self._folder.write_missing_pointer()
            work = self._folder.make_work_folder()
            try:
                with damage_as_graph_errors(self.path):
                    previous, damaged = self._last_whole(replaces_damaged=replaces_damaged)
                    transaction = WriteTransaction(previous, work, rebuild=rebuild)
                    transaction.damaged = damaged
                    yield transaction
                    transaction.roll_back() if transaction.is_unneeded else publish(transaction, self._folder)
            except OSError as problem:
                if problem.errno not in DISK_FULL_ERRNOS:
                    raise
                raise DiskError(f"{self.path}: the disk refused a write ({problem}); free some space") from problem
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def _last_whole(self, *, replaces_damaged: bool) -> tuple[Path | None, Path | None]:
        """Return the snapshot to go on with, and the one that is damaged; None: there is none."""
        snapshot = None
        try:
            snapshot = self._folder.current()
            if snapshot is not None:
                verify_snapshot(snapshot, tables=replaces_damaged)
            return snapshot, None
        except GraphDamaged:
            if not replaces_damaged or (snapshot is None and self._folder.has_snapshots):
                raise  # with a snapshot and no pointer to it nothing is lost yet
            return None, snapshot
