"""The window of days that a question asks for, which moves from run to run: `since=-7d`. Compares no rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.query.saved_queries import SavedQuery
from kg.query.solutions import Row, Solutions

#: columns of a row's days, its last day first
_DAYS = ("to", "day", "month", "from", "published", "firstPublished")


@dataclass(frozen=True, slots=True)
class MovedWindow:
    """The days of two runs of a question, where they differ."""

    earlier: Mapping[str, str]  #: parameter → the day that the earlier run had, where the later one has another
    start: str  #: first day of the later run; empty: it has none
    end: str  #: last day of the later run; empty: it has none
    earlier_days: Solutions | None = None  #: the answer of today's graph for the earlier days; None: it was not asked

    def is_outside(self, row: Row, columns: Sequence[str]) -> bool:
        """Tell by a row's own days whether the later run does not ask for it; without a day it does."""
        days = [term.value[:10] for name in _DAYS if name in columns if (term := row[columns.index(name)]) is not None]
        return bool(days) and ((bool(self.start) and days[0] < self.start) or (bool(self.end) and days[0] > self.end))


def moved_window(
    query: SavedQuery, earlier: Mapping[str, Sequence[str]], later: Mapping[str, Sequence[str]]
) -> MovedWindow | None:
    """Return how the window moved between two runs; None: it did not.

    Args:
        query: that of both.
        earlier: values by variable of the earlier run, as its metadata have them.
        later: the same of the later run.
    """
    moved, start, end = {}, "", ""
    for parameter in query.parameters:
        name = parameter.variable or parameter.name
        if parameter.type not in ("date", "dateTime") or not later.get(name):
            continue
        day = later[name][0]
        start, end = (start, day) if parameter.edge == "end" else (day, end)
        if earlier.get(name) and earlier[name][0] != day:
            moved[parameter.name] = earlier[name][0]
    return MovedWindow(moved, start, end) if moved else None
