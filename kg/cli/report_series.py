"""Archived runs of reports as the commands find and print them. Knows folders of runs; runs no query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.output import write_output
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query.saved_queries import SavedQuery
    from kg.query.solutions import Term
    from kg.report.archive import Run
    from kg.report.changes import Changes


def report_series(out: Path, name: str) -> dict[str, list[Run]]:
    """Return the archived runs of a report, by the name of the folder for each choice of parameters."""
    from kg.report.archive import archived_runs

    if not out.is_dir():
        return {}
    folders = [path for path in sorted(out.iterdir()) if path.name == name or path.name.startswith(f"{name}+")]
    return {path.name: runs for path in folders if (runs := archived_runs(path))}


def find_series(name: str, out: Path) -> tuple[SavedQuery, Path]:
    """Return the query and the folder of a series, by the report's name or the folder's.

    Raises:
        UsageError: the report has several series.
    """
    from kg.query.saved_queries import find_query, saved_queries

    query = find_query(name.partition("+")[0], saved_queries())
    series = report_series(out, query.name)
    if "+" in name and name in series:
        return query, out / name
    if query.name in series or len(series) <= 1:
        return query, out / next(iter(series), query.name)
    raise UsageError(f"{query.name}: there are runs with several parameters; name one of: {', '.join(series)}")


def require_runs(series: Path, minimum: int) -> list[Run]:
    """Return the runs of a series.

    Raises:
        UsageError: there are fewer than the minimum.
    """
    from kg.report.archive import archived_runs

    runs = archived_runs(series)
    if len(runs) < minimum:
        raise UsageError(f"{series}: {len(runs)} run{'s' * (len(runs) != 1)} kept, and it takes {minimum} to compare")
    return runs


def print_changes(changes: Changes, columns: Sequence[str]) -> None:
    """Write the rows that changed as CSV, a changed cell as "old → new"; nothing if the columns changed."""
    import csv
    import io

    from kg.query.display_names import visible
    from kg.text_normalization import safe_cell

    if not (changes or changes.left) or changes.columns:
        return

    def cell(term: Term | None) -> str:
        return safe_cell(visible(term.value)) if term else ""

    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    writer.writerow(["change", *columns])
    writer.writerows(["added", *map(cell, row)] for row in changes.added)
    writer.writerows(["removed", *map(cell, row)] for row in changes.removed)
    writer.writerows(["left the window", *map(cell, row)] for row in changes.left)
    for row in changes.changed:
        cells = zip(columns, row.before, row.after, strict=True)
        texts = (f"{cell(a)} → {cell(b)}" if name in row.columns else cell(b) for name, a, b in cells)
        writer.writerow(["changed", *texts])
    write_output(rows.getvalue())
