"""Lay out a graph folder: its snapshots, of which one is current. Knows names, modes and renames; knows no store.

The folder holds `snapshots/NNNN/` (an Oxigraph store, never written after it is published), `CURRENT` (names one of
them) and `lock` (held by whoever writes). Inside a snapshot lie `merged/`, the store that answers queries,
`index.sqlite`, its labels and schema, `articles.sqlite`, the ledger of what was read into it, `checksums.json`, which
tells damage, and `spare/`, for the next writer. What a new folder holds is its owner's alone to read; one that was
opened to others stays so.
"""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from kg.atomic_files import fsync_path, write_atomically
from kg.errors import GraphDamaged
from kg.store.fault_points import fault_point
from kg.store.snapshot_locks import move_unread

MERGED = "merged"
INDEX = "index.sqlite"
ARTICLES = "articles.sqlite"
_NUMBER = re.compile(r"[0-9]{4,18}")  # name of a snapshot
_MAX_SHOWN = 20  # characters of a pointer


class GraphFolder:
    """The files of one graph; but for `current` only for the process that holds the write lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snapshots = path / "snapshots"
        self.write_lock = path / "lock"
        self.staging = self.snapshots / ".fresh"  #: where the next snapshot is put together

    def current(self) -> Path | None:
        """Return the current snapshot; None: there is none.

        Without a pointer it is the newest one: a first build was killed before it wrote the pointer, or that was lost.

        Raises:
            GraphDamaged: the pointer names no snapshot.
        """
        try:
            name = (self.path / "CURRENT").read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            numbers = self._numbers()
            return self.snapshots / f"{numbers[-1]:04}" if numbers else None
        except ValueError:
            name = "no snapshot"
        if _NUMBER.fullmatch(name) and (self.snapshots / name).is_dir():
            return self.snapshots / name
        raise GraphDamaged(self._pointer_problem(name), self.path)

    def _pointer_problem(self, name: str) -> str:
        problem = f"its file CURRENT names '{name[:_MAX_SHOWN]}', and there is no such snapshot"
        if numbers := self._numbers():
            newest = f"{numbers[-1]:04}"
            problem += f"; the newest is {newest}, to choose it: echo {newest} > {self.path / 'CURRENT'}"
        return problem

    def make(self) -> None:
        """Make the folder, for its owner alone, and the pointer where it is missing and there is a snapshot."""
        for folder in (self.path, self.snapshots):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write_missing_pointer(self) -> None:
        """Point to the newest snapshot where there is one and no pointer; only under the write lock."""
        if not (self.path / "CURRENT").exists() and (current := self.current()) is not None:
            self._point_to(current.name)

    def set_modes(self, snapshot: Path) -> None:
        """Let those read a snapshot, or a folder of it, whom the graph's folder lets in."""
        mode = stat.S_IMODE(self.path.stat().st_mode)
        for path in (snapshot, *snapshot.rglob("*")) if snapshot.exists() else ():
            path.chmod(mode if path.is_dir() else mode & 0o666)

    def set_aside(self, snapshot: Path) -> None:
        """Keep a damaged snapshot under another name, for whoever wants to save what it holds."""
        with suppress(OSError):
            snapshot.rename(snapshot.with_name(f"{snapshot.name}.damaged"))

    @property
    def has_snapshots(self) -> bool:
        """Whether there is any snapshot."""
        return bool(self._numbers())

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
        self._point_to(name)
        fault_point("published")
        return self.snapshots / name

    def _point_to(self, name: str) -> None:
        write_atomically(self.path / "CURRENT", name + "\n", mode=stat.S_IMODE(self.path.stat().st_mode) & 0o666)

    def prune(self, work: Path) -> None:
        """Move the earlier snapshots that nobody reads into a work folder, which is deleted with its transaction."""
        for number in self._numbers()[:-1]:
            move_unread(self.snapshots / f"{number:04}", work)

    def _numbers(self) -> list[int]:
        if not self.snapshots.is_dir():
            return []
        return sorted(int(entry.name) for entry in self.snapshots.iterdir() if _NUMBER.fullmatch(entry.name))
