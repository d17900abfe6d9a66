"""Give a writer the files of a snapshot to change, at the cost of what changed and not of their size.

Beside the files that its readers use a snapshot has a second copy of each, its spare, that nobody reads. A writer takes
the spare, changes it and publishes it; the file that was published before then becomes the next spare, once the same
changes have been made in it. Where that can't be, a file is copied. Knows files; knows nothing of what they hold.
"""

from __future__ import annotations

import errno
import fcntl
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kg.atomic_files import sync
from kg.store.fault_points import point
from kg.store.sqlite_journal import Journal

SPARE = "spare"
#: What a full disk says; None: the engines give their own words, without a number.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, None}
_SHARE = 0x40049409  # FICLONE, as Linux numbers it; elsewhere it is refused


def take(name: str, snapshot: Path, folder: Path) -> None:
    """Put a file as the snapshot has it into a folder, to be changed there; if the snapshot has none, do nothing."""
    try:
        (snapshot / SPARE / name).rename(folder / name)
    except FileNotFoundError:
        if (snapshot / name).exists():
            _clone(snapshot / name, folder / name)


def give_back(name: str, snapshot: Path, folder: Path) -> None:
    """Make a file that was taken and has not changed the snapshot's spare again."""
    with suppress(FileNotFoundError):
        (snapshot / SPARE).mkdir(exist_ok=True)
        (folder / name).rename(snapshot / SPARE / name)


def make(snapshot: Path, journals: Mapping[str, Journal], last: Path | None, folder: Path) -> None:
    """Make the spares of a snapshot that was just published; where the disk refuses it, it has none.

    Args:
        snapshot: the new snapshot.
        journals: by the names of its files, how they differ from the last snapshot's.
        last: the snapshot before, of no use to anybody else any more, or None.
        folder: where to work.
    """
    for name, journal in journals.items():
        spare = folder / f"{SPARE}-{name}"
        try:
            if last is not None and journal.is_whole and (last / name).exists():
                (last / name).rename(spare)
                journal.replay(spare)
            elif (snapshot / name).exists():
                _clone(snapshot / name, spare)
            else:
                continue
            sync(spare)  # or a power cut could leave a spare that is not what its name says
            point("spared")
            (snapshot / SPARE).mkdir(exist_ok=True)
            spare.rename(snapshot / SPARE / name)
        except OSError as problem:
            if problem.errno not in FULL:
                raise


def _clone(source: Path, target: Path) -> None:
    """Copy a file; where the file system can share blocks (XFS, Btrfs) that takes no time and no room."""
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new, _SHARE, old.fileno())
        except OSError:
            shutil.copyfileobj(old, new, 1 << 20)
