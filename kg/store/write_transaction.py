"""The state of a graph between two snapshots: its draft, its ledger and a folder to work in. Publishes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pyoxigraph import Store

from kg.store.article_ledger import Ledger, open_ledger
from kg.store.graph_folder import ARTICLES, INDEX
from kg.store.label_index import Index
from kg.store.snapshot_draft import Draft
from kg.store.sqlite_copies import return_working_copy, take_working_copy
from kg.store.sqlite_journal import Journal

MIN_TRACKED_CHANGES = 10_000  #: that are tracked in a graph of any size


class WriteTransaction:
    """A graph that is being written: a copy of the snapshot before, and what changes in it."""

    def __init__(self, previous: Path | None, work_folder: Path, *, rebuild: bool = False) -> None:
        """Copy a snapshot, if there is one.

        Args:
            previous: the current snapshot.
            work_folder: where the copy goes; it is deleted when the transaction ends.
            rebuild: whether changes are not tracked, because all that goes with the store is rebuilt.
        """
        self.previous = previous
        self.work_folder = work_folder
        if previous is not None:
            Store.read_only(str(previous)).backup(str(work_folder / "store"))  # hard links: some 30 ms for any size
            take_working_copy(ARTICLES, previous, work_folder)
        max_changes = 0 if rebuild or previous is None else _max_tracked_changes(previous)
        self.draft = Draft(Store(str(work_folder / "store")), max_changes)
        self.ledger_journal = Journal()
        self.describes_size = False  #: whether the graph is to describe how large it is
        self.damaged: Path | None = None  #: the current snapshot, where it is damaged and replaced
        self.is_unneeded = False  #: whether nothing has changed, so that no snapshot is published

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Open the ledger of the graph's articles; changes last when the block ends.

        Raises:
            OSError: the disk refused a write.
        """
        with open_ledger(self.work_folder / ARTICLES, self.ledger_journal) as ledger:
            yield ledger

    def roll_back(self) -> None:
        """Return to the snapshot before what was taken from it; nothing may have changed."""
        if self.previous is not None:
            return_working_copy(ARTICLES, self.previous, self.work_folder)


def _max_tracked_changes(snapshot: Path) -> int:
    """Return from how many changes on it is faster to rebuild than to follow them."""
    if not (snapshot / INDEX).exists():
        return 0
    with closing(Index(snapshot / INDEX)) as index:
        return max(MIN_TRACKED_CHANGES, index.sizes()[0] // 2)
