"""Keep the runs of reports in folders, whole or not at all. Knows files; asks no graph.

`reports/NAME/2026-11-25T070000Z/` holds the files of one run; `latest` beside it links to the newest. A report with
parameters has a folder of its own for each choice of them, so that a run is compared with its like.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.atomic_files import refused, sync
from kg.errors import UsageError
from kg.query.prepared_queries import today
from kg.query.solutions import Blank as BlankNode
from kg.query.solutions import Iri, Literal, Solutions, Truth, as_rows
from kg.query.time_periods import parse_day

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d{6}(?:\.\d+)?Z(?:-\d+)?")
_LONGEST = 90  # characters of a folder's name


@dataclass(frozen=True, slots=True)
class Run:
    """One kept run of a report."""

    folder: Path

    @property
    def name(self) -> str:
        """Return the moment of the run, in UTC, as its folder is named."""
        return self.folder.name

    @property
    def said(self) -> str:
        """Return the moment of the run as people read it."""
        day, _, time = self.folder.name.partition("T")
        return f"{day} {time[:2]}:{time[2:4]} UTC"

    def meta(self) -> dict[str, Any]:
        """Return what the run says of itself; empty if that can't be read."""
        try:
            found = json.loads((self.folder / "meta.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def result(self) -> Solutions:
        """Return the answer that the run got.

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
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            raise UsageError(f"{file}: not the result of a run ({problem}); compare with another run") from problem
        return Solutions(variables, rows)


def series_name(name: str, given: Mapping[str, Sequence[str]]) -> str:
    """Return the folder's name for a report with these parameters, as they were typed."""
    parts = [f"{key}={','.join(values)}" for key, values in sorted(given.items())]
    whole = "+".join([name, *parts])
    plain = re.sub(r"[^\w.=+-]+", "-", whole, flags=re.ASCII)
    if plain == whole and len(plain) <= _LONGEST:
        return plain
    return f"{plain[:_LONGEST]}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def runs(series: Path) -> list[Run]:
    """Return the runs kept in a series' folder, oldest first."""
    if not series.is_dir():
        return []
    return [Run(path) for path in sorted(series.iterdir()) if _STAMP.fullmatch(path.name) and path.is_dir()]


def find_run(series: Path, wanted: str) -> Run | None:
    """Return a run: the "last", one by (the start of) its name, or the last up to the end of a day; None: no runs yet.

    Raises:
        UsageError: there are runs, and none that is meant; names the newest.
    """
    kept = runs(series)
    if not kept:
        return None
    if wanted == "last":
        return kept[-1]
    named = [run for run in kept if run.name == wanted] or [run for run in kept if run.name.startswith(wanted)]
    if named:
        return named[-1]
    newest = ", ".join(run.name for run in kept[:-4:-1])
    try:
        day = parse_day(wanted, today(), "end").isoformat()
    except UsageError:
        raise UsageError(f"{series}: no run '{wanted}'; the newest are: {newest}; a day or last will do, too") from None
    until = [run for run in kept if run.name[:10] <= day]
    if not until:
        raise UsageError(f"{series}: no run up to {day}; the newest are: {newest}")
    return until[-1]


def keep(series: Path, files: Mapping[str, str], at: datetime | None = None) -> Run:
    """Write the files of a run into a folder that is whole or not there, and point `latest` to it.

    Raises:
        UsageError: it can't be there.
        DiskError: the disk refused it; the runs before are intact, and nothing else is left.
    """
    work, link = (series / f".{name}-{os.getpid()}" for name in ("work", "latest"))
    try:
        series.mkdir(parents=True, exist_ok=True)
        _sweep(series)
        work.mkdir()
        for name, text in files.items():
            _write(work / name, text)
        final = _free(series, at or datetime.now(UTC))
        link.symlink_to(final.name)
        work.rename(final)
        link.replace(series / "latest")
    except OSError as problem:
        raise refused(series, problem) from problem
    finally:
        shutil.rmtree(work, ignore_errors=True)
        with suppress(OSError):
            link.unlink()
        with suppress(OSError):
            series.rmdir()  # it goes if there is no run in it
    sync(series)
    return Run(final)


def _write(file: Path, text: str) -> None:
    """Write a file and put it on the disk; its folder is renamed when all are."""
    with file.open("wb") as stream:
        stream.write(bytes(text, "utf-8"))
        stream.flush()
        os.fsync(stream.fileno())


def _sweep(series: Path) -> None:
    """Remove what killed runs left behind."""
    for left in (*series.glob(".work-*"), *series.glob(".latest-*")):
        if not _alive(left.name.rpartition("-")[2]):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() and not left.is_symlink() else left.unlink()


def _free(series: Path, at: datetime) -> Path:
    stamp = at.strftime("%Y-%m-%dT%H%M%SZ")
    names = (stamp if n == 1 else f"{stamp}-{n}" for n in range(1, 10_000))
    return next(series / name for name in names if not (series / name).exists())


def _alive(process: str) -> bool:
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
