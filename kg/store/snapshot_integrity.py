"""Record what a snapshot's files are, and tell damage and other versions of kg before anything is read from them.

A snapshot's `checksums.json` holds the version of its layout, and size and CRC-32 of each file but the spares, which
have a list of their own. Sizes are compared whenever a snapshot is opened, and checksums of all files but the engine's
tables, whose blocks have checksums that the engine compares as it reads them. A file that is large and was found whole
is not read again until it changes. Knows files; knows no statement.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.atomic_files import fsync_path
from kg.errors import GraphDamaged, GraphFormatError
from kg.store.verified_files import is_verified, remember_verified

FORMAT = 2  #: version of the layout of graph folders; 1 had no checksums, and is read and written on as this one
CHECKSUMS = "checksums.json"
_TABLE_SUFFIX = ".sst"  # of the engine's tables
_LARGE = 64 << 20  # bytes from which on a file that was found whole is not read again
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileChecksum:
    """What a file has to be."""

    size: int  #: bytes
    crc: int  #: CRC-32


def write_checksums(snapshot: Path, previous: Path | None = None) -> None:
    """Record the files of a snapshot that is put together; those that it shares with the one before are not read."""
    shared = _shared_files(previous)
    files = {}
    for path in sorted(path for path in snapshot.rglob("*") if path.is_file()):
        stat = path.stat()
        files[str(path.relative_to(snapshot))] = shared.get((stat.st_dev, stat.st_ino, stat.st_size)) or checksum(path)
    write_list(snapshot / CHECKSUMS, files)


def write_list(file: Path, files: Mapping[str, FileChecksum]) -> None:
    """Write a list of files with their checksums, and put it on the disk."""
    lines = ",\n".join(f"{json.dumps(name)}: [{one.size}, {one.crc}]" for name, one in files.items())
    file.write_text(f'{{"format": {FORMAT}, "files": {{\n{lines}\n}}}}\n', encoding="utf-8")
    fsync_path(file)


def read_list(file: Path) -> dict[str, FileChecksum] | None:
    """Return the files that a list holds; None: there is no list, as version 1 had none.

    Raises:
        GraphFormatError: it is of a later version.
        GraphDamaged: it is no such list.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        version = content["format"]
        files = {str(name): FileChecksum(int(size), int(crc)) for name, (size, crc) in content["files"].items()}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise GraphDamaged(f"{file.name} of snapshot {file.parent.name} is damaged") from problem
    if isinstance(version, int) and version > FORMAT:
        raise GraphFormatError(f"written by a newer kg (format {version}; this one reads up to {FORMAT}); update kg")
    if version != FORMAT:
        raise GraphDamaged(f"{file.name} of snapshot {file.parent.name} is damaged")
    return files


def verify_snapshot(snapshot: Path, *, tables: bool = False) -> None:
    """Check that a snapshot's files are those that were published.

    Args:
        snapshot: its folder.
        tables: whether to read the engine's tables as well, and large files in any case.

    Raises:
        GraphFormatError: another version of kg has written it.
        GraphDamaged: a file is missing, cut or changed.
    """
    files = read_list(snapshot / CHECKSUMS)
    if files is None:
        from kg.store.version_1 import check_version_1  # a graph is of version 1 once at most

        check_version_1(snapshot)
        return
    for name, expected in files.items():
        reads = tables or not name.endswith(_TABLE_SUFFIX)
        if problem := _difference(snapshot / name, expected, reads=reads, always=tables):
            raise GraphDamaged(f"{name} of snapshot {snapshot.name} is damaged ({problem})")


def is_whole(file: Path, expected: FileChecksum) -> bool:
    """Tell whether a file is what it has to be."""
    return not _difference(file, expected, reads=True, always=True)


def checksum(file: Path) -> FileChecksum:
    """Return size and checksum of a file."""
    size = crc = 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            crc = zlib.crc32(block, crc)
            size += len(block)
    return FileChecksum(size, crc)


def _difference(file: Path, expected: FileChecksum, *, reads: bool, always: bool) -> str:
    """Return how a file differs from what it has to be; empty: it does not."""
    try:
        stat = file.stat()
        if stat.st_size != expected.size:
            return f"it has {stat.st_size:,} bytes instead of {expected.size:,}"
        is_large = expected.size > _LARGE
        if not reads or (is_large and not always and is_verified(stat, expected.crc)):
            return ""
        if checksum(file) != expected:
            return "its checksum is wrong"
    except FileNotFoundError:
        return "it is missing"
    if is_large:
        remember_verified(stat, expected.crc)
    return ""


def _shared_files(snapshot: Path | None) -> dict[tuple[int, int, int], FileChecksum]:
    """Return the recorded tables of a snapshot by device, inode and size: hard links of them need not be read."""
    files = None if snapshot is None else read_list(snapshot / CHECKSUMS)
    if snapshot is None or files is None:
        return {}
    return {key: one for name, one in files.items() for key in _identity(snapshot / name)}


def _identity(file: Path) -> Iterable[tuple[int, int, int]]:
    if file.suffix == _TABLE_SUFFIX and file.exists():
        stat = file.stat()
        yield stat.st_dev, stat.st_ino, stat.st_size
