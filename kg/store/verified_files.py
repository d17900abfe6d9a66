"""Remember which large files were found whole, so that each is read once and not with every command.

A file is known by its inode, its size and the times of its last changes: one that was written since is another. What is
remembered is a convenience; where it can't be kept, files are read again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

_MAX_LINES = 200  # files that are remembered


def is_verified(stat: os.stat_result, crc: int) -> bool:
    """Tell whether a file with this checksum was found whole."""
    return _key(stat, crc) in _remembered()


def remember_verified(stat: os.stat_result, crc: int) -> None:
    """Remember that a file with this checksum is whole."""
    lines = [line for line in _remembered() if line != _key(stat, crc)]
    file = _file()
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_text("\n".join([*lines, _key(stat, crc)][-_MAX_LINES:]) + "\n", encoding="ascii")
        draft.replace(file)


def _remembered() -> list[str]:
    try:
        return _file().read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return []


def _file() -> Path:
    return user_cache_path("kg", appauthor=False) / "verified-files"


def _key(stat: os.stat_result, crc: int) -> str:
    return f"{stat.st_dev} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {crc}"
