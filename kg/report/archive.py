"""Archive the runs of reports in folders that are written atomically. Knows files; queries no graph.

A new folder of reports is its owner's alone; those that a folder was opened to can read new runs in it, too.

`reports/NAME/2026-11-25T070000Z/` holds the files of one run; `latest` beside it links to the newest. A report with
parameters has a series of runs for each choice of arguments, so that runs of the same arguments are compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.atomic_files import fsync_path, write_error
from kg.errors import UsageError
from kg.query.prepared_queries import today
from kg.query.solutions import Blank as BlankNode
from kg.query.solutions import Iri, Literal, Solutions, Truth, as_rows
from kg.query.time_periods import parse_day

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d{6}(?:\.\d+)?Z(?:-\d+)?")
_MAX_NAME = 90  # characters of a folder's name


@dataclass(frozen=True, slots=True)
class Run:
    """An archived run of a report."""

    folder: Path

    @property
    def name(self) -> str:
        """The name of its folder: its time in UTC."""
        return self.folder.name

    @property
    def time_text(self) -> str:
        """Its time in UTC, as people read it."""
        day, _, time = self.folder.name.partition("T")
        return f"{day} {time[:2]}:{time[2:4]} UTC"

    def metadata(self) -> dict[str, Any]:
        """Return what its `meta.json` holds; empty if that can't be read."""
        try:
            found = json.loads((self.folder / "meta.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def result(self) -> Solutions:
        """Return the result of the run's query.

        Raises:
            UsageError: it can't be read.
        """
        file = self.folder / "result.json"
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(found.get("boolean"), bool):
                return as_rows(Truth(found["boolean"]))
            variables = tuple(found["head"]["vars"])
            rows = tuple(tuple(_term(row.get(name)) for name in variables) for row in found["results"]["bindings"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
            raise UsageError(f"{file}: not the result of a run ({problem}); compare with another run") from problem
        return Solutions(variables, rows)


def series_name(name: str, arguments: Mapping[str, Sequence[str]]) -> str:
    """Return the folder's name for the series of runs of a report with these arguments."""
    parts = [f"{key}={','.join(values)}" for key, values in sorted(arguments.items())]
    full = "+".join([name, *parts])
    plain = re.sub(r"[^\w.=+-]+", "-", full, flags=re.ASCII)
    if plain == full and len(plain) <= _MAX_NAME:
        return plain
    return f"{plain[:_MAX_NAME]}-{hashlib.sha256(full.encode()).hexdigest()[:8]}"


def archived_runs(series: Path) -> list[Run]:
    """Return the runs in a series' folder, oldest first."""
    if not series.is_dir():
        return []
    return [Run(path) for path in sorted(series.iterdir()) if _STAMP.fullmatch(path.name) and path.is_dir()]


def find_run(series: Path, selector: str) -> Run | None:
    """Return a run: the "last", one by its name or the beginning of it, or the last up to the end of a day.

    None if there is no run yet.

    Raises:
        UsageError: no run matches; lists the newest.
    """
    found = archived_runs(series)
    if not found:
        return None
    if selector == "last":
        return found[-1]
    matching = [run for run in found if run.name == selector] or [run for run in found if run.name.startswith(selector)]
    if matching:
        return matching[-1]
    newest = ", ".join(run.name for run in found[:-4:-1])
    try:
        day = parse_day(selector, today(), "end").isoformat()
    except UsageError:
        raise UsageError(
            f"{series}: no run '{selector}'; the newest are: {newest}; a day or last will do, too"
        ) from None
    until = [run for run in found if run.name[:10] <= day]
    if not until:
        raise UsageError(f"{series}: no run up to {day}; the newest are: {newest}")
    return until[-1]


def archive_run(series: Path, files: Mapping[str, str], time: datetime | None = None) -> Run:
    """Write the files of a run into a new folder atomically, and point `latest` to it.

    Raises:
        UsageError: the series' folder can't be made there.
        DiskError: the disk refused it; earlier runs are intact, and nothing else is left.
    """
    work, link = (series / f".{name}-{os.getpid()}" for name in ("work", "latest"))
    try:
        for folder in (series.parent, series):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(series)
        mode = stat.S_IMODE(series.stat().st_mode)
        work.mkdir()
        work.chmod(mode)
        for name, text in files.items():
            _write(work / name, text)
            (work / name).chmod(mode & 0o666)
        final = _unused_folder(series, time or datetime.now(UTC))
        link.symlink_to(final.name)
        work.rename(final)
        link.replace(series / "latest")
    except OSError as problem:
        raise write_error(series, problem) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)
        with suppress(OSError):
            link.unlink()
        with suppress(OSError):
            series.rmdir()  # only if there is no run in it
    fsync_path(series)
    return Run(final)


def _write(file: Path, text: str) -> None:
    """Write a file and sync it; its folder is renamed when all are written."""
    with file.open("wb") as stream:
        stream.write(bytes(text, "utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def _sweep(series: Path) -> None:
    """Remove the work folders of killed processes."""
    for path in (*series.glob(".work-*"), *series.glob(".latest-*")):
        if not _is_alive(path.name.rpartition("-")[2]):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() and not path.is_symlink() else path.unlink()


def _unused_folder(series: Path, time: datetime) -> Path:
    stamp = time.strftime("%Y-%m-%dT%H%M%SZ")
    names = (stamp if n == 1 else f"{stamp}-{n}" for n in range(1, 10_000))
    return next(series / name for name in names if not (series / name).exists())


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _term(plain: Mapping[str, str] | None) -> Iri | Literal | BlankNode | None:
    if plain is None:
        return None
    value = plain["value"]
    if plain["type"] == "uri":
        return Iri(value)
    return (
        BlankNode(value) if plain["type"] == "bnode" else Literal(value, plain.get("xml:lang"), plain.get("datatype"))
    )
