"""Lay out a graph folder: its snapshots, of which one is current. Knows names and renames; knows no store.

The folder holds `snapshots/NNNN/` (an Oxigraph store, never written after it is published), `CURRENT` (names one of
them) and `lock` (held by whoever writes). Inside a snapshot lie `merged/`, the store that answers queries,
`index.sqlite`, its labels and schema, `articles.sqlite`, the ledger of what was read into it, and `spare/`, for the
next writer.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from kg.atomic_files import fsync_path, write_atomically
from kg.store.fault_points import fault_point
from kg.store.snapshot_locks import move_unread

MERGED = "merged"
INDEX = "index.sqlite"
ARTICLES = "articles.sqlite"
_NUMBER = re.compile(r"[0-9]{4,18}")  # name of a snapshot


class GraphFolder:
    """The files of one graph; but for `current` only for the process that holds the write lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots = path / "snapshots"
        self.write_lock = path / "lock"
        self.staging = self.snapshots / ".fresh"  #: where the next snapshot is put together

    def current(self) -> Path | None:
        """Return the current snapshot; None: there is none."""
        with suppress(OSError):
            snapshot = self.snapshots / (self.path / "CURRENT").read_text().strip()
            if snapshot.is_dir():
                return snapshot
        return None

    def make_work_folder(self) -> Path:
        """Return a new folder; its name is fresh, because the store of an earlier transaction may still be open."""
        return Path(tempfile.mkdtemp(prefix=".work-", dir=self.snapshots))

    def remove_leftovers(self) -> None:
        """Delete what a killed writer left behind."""
        for leftover in (*self.snapshots.glob(".work-*"), self.staging):
            shutil.rmtree(leftover, ignore_errors=True)

    def publish(self) -> Path:
        """Make the staged snapshot the current one, and return where it is."""
        name = f"{1 + max(self._numbers(), default=0):04}"
        self.staging.rename(self.snapshots / name)
        fsync_path(self.snapshots)
        fault_point("named")
        write_atomically(self.path / "CURRENT", name + "\n")
        fault_point("published")
        return self.snapshots / name

    def prune(self, work: Path) -> None:
        """Move the earlier snapshots that nobody reads into a work folder, which is deleted with its transaction."""
        for number in self._numbers()[:-1]:
            move_unread(self.snapshots / f"{number:04}", work)

    def _numbers(self) -> list[int]:
        return sorted(int(entry.name) for entry in self.snapshots.iterdir() if _NUMBER.fullmatch(entry.name))
