"""List the files that paths, folders and patterns name. Opens none of them."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

_ACCESS = "check the disk and who may read it"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that is to be read, or standard input."""

    location: str  #: as the user would write it
    path: Path | None = None  #: None: standard input
    rejection: str | None = None  #: why it must not be opened; None: it may be


def input_files(paths: Sequence[str]) -> Iterator[InputFile]:
    """Return the files in the order of the paths and, below each, of their names.

    Raises:
        InputError: at once, when a path names nothing.
    """
    names = [name for path in paths for name in _expand(path)]
    return (file for name in names for file in _files_at(name))


def _expand(path: str) -> list[str]:
    if path == "-" or os.path.lexists(path) or _is_hidden(path):
        return [path]
    matches = sorted(glob.glob(path, recursive=True)) if "\0" not in path else []  # noqa: PTH207 - absolute ones too
    if not matches:
        what = "no file matches this pattern" if glob.has_magic(path) else "no such file or folder"
        raise InputError(f"{path}: {what}; check the name")
    return matches


def _is_hidden(path: str) -> bool:
    """Tell whether the system does not let this user know whether there is such a file."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return False


def printable_name(name: str) -> str:
    """Return a file's name with the bytes that are no UTF-8 as escapes, so that it can be shown and stored."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _files_at(name: str) -> Iterator[InputFile]:
    if name == "-":
        yield InputFile("stdin")
        return
    top = Path(name)
    if not os.path.isdir(top):  # noqa: PTH112 - that of Path raises an error where it may not look
        yield InputFile(printable_name(name), top, _type_rejection(top))
        return
    errors: list[OSError] = []
    files = list(_files_below(top, errors))
    unlisted = {Path(e.filename): f"is a folder that cannot be listed ({e.strerror}); {_ACCESS}" for e in errors}
    for path in sorted([*files, *unlisted]):
        rejection = unlisted.get(path) or _link_rejection(path, top) or _type_rejection(path)
        yield InputFile(printable_name(str(path)), path, rejection)


def _files_below(folder: Path, errors: list[OSError]) -> Iterator[Path]:
    """Yield the files and links below a folder; add the errors of folders that cannot be listed to a list."""
    for root, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(root, name).is_symlink()]
        yield from (Path(root, name) for name in [*files, *links] if not name.startswith("."))


def _link_rejection(path: Path, top: Path) -> str | None:
    """Return why a path below a folder is not followed; None: it is no link, or it stays in the folder."""
    if not path.is_symlink():
        return None
    target = os.path.realpath(path)  # `Path.resolve` raises an error for links in a ring
    if not Path(target).is_relative_to(top.resolve()):
        return "is a link that leaves the folder; name the file itself"
    return None


def _type_rejection(path: Path) -> str | None:
    """Return why a path can't be opened as a file; opening a pipe or a device could wait for ever."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"leads nowhere ({error.strerror}); check the link and who may read it"
    if stat.S_ISDIR(mode):
        return "is a link to a folder; name the folder itself"
    return None if stat.S_ISREG(mode) else "is a pipe, socket or device; copy it to a file, or send it to '-'"
