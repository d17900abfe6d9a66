"""Give a writer the SQLite files of a snapshot to change, at the cost of what changed and not of their size.

Beside the files that its readers use a snapshot has a second copy of each, its spare, that nobody reads. A writer takes
the spare, changes it and publishes it; the file that was published before then becomes the next spare, once the same
changes have been replayed in it. Where that can't be, or the spare is damaged, a file is copied. Knows files; knows no
tables.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kg.atomic_files import fsync_path
from kg.errors import GraphDamaged, GraphFormatError
from kg.store.disk_errors import DISK_FULL_ERRNOS
from kg.store.fault_points import fault_point
from kg.store.snapshot_integrity import CHECKSUMS, FileChecksum, checksum, is_whole, read_list, write_list
from kg.store.sqlite_journal import Journal

SPARE = "spare"
_FICLONE = 0x40049409  # of `ioctl`, on Linux; elsewhere it is refused


def take_working_copy(name: str, snapshot: Path, folder: Path) -> None:
    """Put a snapshot's file into a folder, to be changed there; do nothing where the snapshot has none."""
    spare = snapshot / SPARE / name
    expected = (_recorded_spares(snapshot) or {}).get(name)
    if expected is not None and is_whole(spare, expected):
        spare.rename(folder / name)
    elif (snapshot / name).exists():
        _clone(snapshot / name, folder / name)


def return_working_copy(name: str, snapshot: Path, folder: Path) -> None:
    """Make a working copy that has not changed the snapshot's spare again."""
    with suppress(FileNotFoundError):
        (snapshot / SPARE).mkdir(exist_ok=True)
        (folder / name).rename(snapshot / SPARE / name)


def make_spares(snapshot: Path, journals: Mapping[str, Journal], pruned: Path | None, folder: Path) -> None:
    """Make the spares of a snapshot that was just published; it has none on a full disk, and none of what was damaged.

    Args:
        snapshot: the new snapshot.
        journals: by the names of its files, how they differ from those of the snapshot before.
        pruned: the snapshot before, where nobody reads it any more.
        folder: where to work.
    """
    spares: dict[str, FileChecksum] = {}
    for name, journal in journals.items():
        spare = folder / f"{SPARE}-{name}"
        try:
            if pruned is not None and journal.is_complete and (pruned / name).exists():
                (pruned / name).rename(spare)
                journal.replay(spare)
            elif (snapshot / name).exists():
                _clone(snapshot / name, spare)
            else:
                continue
            fsync_path(spare)  # or a power cut could leave a spare that is not what its name says
            fault_point("spared")
            (snapshot / SPARE).mkdir(exist_ok=True)
            spares[name] = checksum(spare)
            spare.rename(snapshot / SPARE / name)
            write_list(snapshot / SPARE / CHECKSUMS, spares)
        except GraphDamaged:  # the copy has not the tables of its like: the next writer makes one
            continue
        except OSError as problem:
            if problem.errno not in DISK_FULL_ERRNOS:
                raise


def _recorded_spares(snapshot: Path) -> dict[str, FileChecksum] | None:
    with suppress(GraphDamaged, GraphFormatError):
        return read_list(snapshot / SPARE / CHECKSUMS)
    return None


def _clone(source: Path, target: Path) -> None:
    """Copy a file; where the file system can share blocks (XFS, Btrfs) that takes no time and no room."""
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new, _FICLONE, old.fileno())
        except OSError:
            shutil.copyfileobj(old, new, 1 << 20)
