"""Compare two results of the same query by the keys of their rows. Knows no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.query.solutions import TRUTH, Row, Solutions
from kg.report.moved_window import MovedWindow


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row with the same key and other cells."""

    before: Row
    after: Row
    columns: tuple[str, ...]  #: those that differ


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows that were added, removed and changed from one result to another; truth: whether there are any."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[ChangedRow, ...]
    left: tuple[Row, ...] = ()  #: rows whose days are no longer asked for: nobody withdrew them, and they are no change
    columns: str = ""  #: how the columns changed, so that rows can't be compared; empty: they did not

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.removed or self.changed)

    @property
    def counts(self) -> str:
        """The numbers of changes in words."""
        counts = f"{len(self.added):,} added, {len(self.removed):,} removed, {len(self.changed):,} changed"
        counts += f"; {len(self.left):,} left the window of days" if self.left else ""
        return f"{counts}; {self.columns}" if self.columns else counts


def compare_results(
    before: Solutions, after: Solutions, key: Sequence[str], window: MovedWindow | None = None
) -> Changes:
    """Return the changes, with rows in the order of the result that has them.

    Without a key the whole row is its key. If the columns changed, all rows count as removed and added. A boolean is
    one row that changes. If the window of days moved in between, what left it is no change.
    """
    columns = after.variables
    if columns != before.variables:
        difference = f"the columns were {', '.join(before.variables)} and are {', '.join(columns)}"
        return Changes(after.rows, before.rows, (), columns=difference)
    positions = [columns.index(name) for name in key if name in columns]
    if columns == TRUTH and len(before.rows) == len(after.rows) == 1:
        one = ChangedRow(before.rows[0], after.rows[0], TRUTH)
        return Changes((), (), (one,) if one.before != one.after else ())
    old, new = _by_key(before.rows, positions), _by_key(after.rows, positions)
    changed = []
    for name, row in new.items():
        if name in old and old[name] != row:
            differing = tuple(columns[i] for i in range(len(columns)) if old[name][i] != row[i])
            changed.append(ChangedRow(old[name], row, differing))
    added = tuple(row for name, row in new.items() if name not in old)
    gone = {name: row for name, row in old.items() if name not in new}
    if window is None:
        return Changes(added, tuple(gone.values()), tuple(changed))
    kept = None if window.earlier_days is None else _by_key(window.earlier_days.rows, positions)
    left = {
        name: row for name, row in gone.items() if (window.is_outside(row, columns) if kept is None else name in kept)
    }
    removed = tuple(row for name, row in gone.items() if name not in left)
    if kept is not None:  # a count over fewer days is less, and nothing else may have happened
        unchanged = {id(row) for name, row in old.items() if kept.get(name) == row}
        changed = [change for change in changed if id(change.before) not in unchanged]
    return Changes(added, removed, tuple(changed), tuple(left.values()))


def _by_key(rows: Sequence[Row], positions: Sequence[int]) -> dict[object, Row]:
    """Return the rows by key and number, for several rows may have one key."""
    counts: dict[object, int] = {}
    by_key: dict[object, Row] = {}
    for row in rows:
        key = tuple(row[i] for i in positions) if positions else row
        number = counts[key] = counts.get(key, 0) + 1
        by_key[(key, number)] = row
    return by_key
