"""Say what differs between two answers to the same question. Compares by key; knows no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.query.solutions import TRUTH, Row, Solutions


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose key stayed and some of whose other cells did not."""

    before: Row
    after: Row
    columns: tuple[str, ...]  #: those that differ


@dataclass(frozen=True, slots=True)
class Changes:
    """What was added, removed and changed from one answer to another."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Changed, ...]
    columns: str = ""  #: how the columns themselves changed, so that rows can't be told side by side; empty: not

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.removed or self.changed)

    @property
    def counts(self) -> str:
        """Return the numbers in words."""
        said = f"{len(self.added):,} added, {len(self.removed):,} removed, {len(self.changed):,} changed"
        return f"{said}; {self.columns}" if self.columns else said


def compare(before: Solutions, after: Solutions, key: Sequence[str]) -> Changes:
    """Return what changed, rows in the order of the answer that has them.

    Rows with the same key, or all rows when the columns themselves changed, count as removed and added. An answer of
    yes or no is one row that changes.
    """
    columns = after.variables
    if columns != before.variables:
        how = f"the columns were {', '.join(before.variables)} and are {', '.join(columns)}"
        return Changes(after.rows, before.rows, (), how)
    places = [columns.index(name) for name in key if name in columns]
    if columns == TRUTH and len(before.rows) == len(after.rows) == 1:
        one = Changed(before.rows[0], after.rows[0], TRUTH)
        return Changes((), (), (one,) if one.before != one.after else ())
    old, new = _by_key(before.rows, places), _by_key(after.rows, places)
    changed = []
    for name, row in new.items():
        if name in old and old[name] != row:
            differing = tuple(columns[i] for i in range(len(columns)) if old[name][i] != row[i])
            changed.append(Changed(old[name], row, differing))
    added = tuple(row for name, row in new.items() if name not in old)
    removed = tuple(row for name, row in old.items() if name not in new)
    return Changes(added, removed, tuple(changed))


def _by_key(rows: Sequence[Row], places: Sequence[int]) -> dict[object, Row]:
    """Return the rows by key; the second of a key is another row, told apart by its number."""
    seen: dict[object, int] = {}
    named: dict[object, Row] = {}
    for row in rows:
        key = tuple(row[i] for i in places) if places else row
        number = seen[key] = seen.get(key, 0) + 1
        named[(key, number)] = row
    return named
