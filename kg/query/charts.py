"""Draw results with characters: bars, a line, a timeline. Knows widths and terms; prints nothing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from kg.errors import UsageError
from kg.query.display_names import visible
from kg.query.solutions import Iri, Literal, Row, Solutions, Term
from kg.query.table import NUMERIC_DATATYPES, DisplayOptions, display_width, pad, truncate

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = " ▁▂▃▄▅▆▇█"
_HEIGHT = 8  # lines of a line chart
_WIDTH = 80  # columns where no terminal says how many
_DATE = re.compile(r"-?\d{4}(-\d\d){0,2}(T.*)?")


@dataclass(frozen=True, slots=True)
class _Point:
    label: str
    value: float
    shown: str


def bar_chart(result: Solutions, options: DisplayOptions) -> str:
    """Return a bar for each row: the first column of numbers, named by the columns before it that hold none.

    Raises:
        UsageError: there is no column of numbers.
    """
    points = _points(result, options)
    room = options.width or _WIDTH
    names = min(max(display_width(point.label) for point in points), room // 2)
    values = max(len(point.shown) for point in points)
    longest = max(room - names - values - 3, 5)
    top = max(max(point.value for point in points), 0) or 1
    lines = []
    for point in points:
        name, bar = pad(truncate(point.label, names), names), pad(_bar(point.value / top * longest), longest)
        lines.append(f"{name}  {bar} {point.shown:>{values}}".rstrip() + "\n")
    return "".join(lines)


def line_chart(result: Solutions, options: DisplayOptions) -> str:
    """Return a chart of the numbers over the column before them, in order of that column.

    Raises:
        UsageError: there is no column of numbers.
    """
    points = sorted(_points(result, options), key=lambda point: point.label)
    low, high = min(0.0, *(p.value for p in points)), max(0.0, *(p.value for p in points))
    margin = max(len(f"{value:,g}") for value in (low, high))
    room = max((options.width or _WIDTH) - margin - 3, 10)
    each = max(1, min(6, room // len(points)))
    shown = _thinned(points, room // each)
    heights = [round((value - low) / ((high - low) or 1) * _HEIGHT * 8) for value in shown]
    lines = []
    for level in range(_HEIGHT - 1, -1, -1):
        mark = f"{high:,g}" if level == _HEIGHT - 1 else f"{low:,g}" if level == 0 else ""
        blocks = "".join(_LEVELS[max(0, min(8, height - level * 8))] * each for height in heights)
        lines.append(f"{mark:>{margin}} │ {blocks}".rstrip())
    span = max(len(shown) * each, display_width(points[0].label) + display_width(points[-1].label) + 1)
    ends = (
        points[0].label
        + " " * (span - display_width(points[0].label) - display_width(points[-1].label))
        + points[-1].label
    )
    return "\n".join([*lines, " " * margin + " └─" + "─" * len(shown) * each, " " * (margin + 3) + ends]) + "\n"


def timeline(result: Solutions, options: DisplayOptions) -> str:
    """Return a line for each row with a date, in order of time, with a dot where it lies between the first and last.

    Raises:
        UsageError: there is no column of dates.
    """
    column = _column(result, _is_date)
    if column is None:
        raise UsageError(
            f"no column of dates among {_names(result)}; select one, such as ?d with ?event cno:earliest ?d"
        )
    others = [
        i for i in range(len(result.variables)) if i != column and not all(_is_date(row[i]) for row in result.rows)
    ]
    rows = sorted(
        (_text(row[column], options), _label(row, others, options)) for row in result.rows if row[column] is not None
    )
    days = [_day(date) for date, _ in rows]
    first, span = days[0], (days[-1] - days[0]) or 1
    room = options.width or _WIDTH
    dates, strip = max(len(date) for date, _ in rows), max(room // 3, 10)
    lines = []
    for (date, label), day in zip(rows, days, strict=True):
        at = round((day - first) / span * (strip - 1))
        lines.append(
            f"{date:<{dates}} {'·' * at}●{'·' * (strip - 1 - at)}  {truncate(label, max(room - dates - strip - 3, 10))}"
        )
    return "".join(text.rstrip() + "\n" for text in lines)


def _points(result: Solutions, look: DisplayOptions) -> list[_Point]:
    column = _column(result, _is_number)
    if column is None:
        raise UsageError(f"no column of numbers among {_names(result)}; select one, such as (COUNT(*) AS ?n)")
    before = [i for i in range(column) if not _is_number(result.rows[0][i])]
    others = before or [i for i in range(len(result.variables)) if not _is_number(result.rows[0][i])]
    points = []
    for row in result.rows:
        if isinstance(term := row[column], Literal):
            value = float(term.value)
            if math.isfinite(value):
                points.append(_Point(_label(row, others, look), value, f"{value:,g}"[:20]))
    if not points:
        raise UsageError(f"?{result.variables[column]} holds no finite number")
    return points


def _column(result: Solutions, fits: object) -> int | None:
    if not result.rows:
        raise UsageError("the last result has no rows; there is nothing to draw")
    for i in range(len(result.variables)):
        values = [row[i] for row in result.rows if row[i] is not None]
        if values and all(fits(value) for value in values):  # type: ignore[operator]
            return i
    return None


def _is_number(term: Term | None) -> bool:
    return (
        isinstance(term, Literal)
        and term.datatype in NUMERIC_DATATYPES
        and bool(re.fullmatch(r"[+-]?[\d.]+([eE][+-]?\d+)?", term.value))
    )


def _is_date(term: Term | None) -> bool:
    dated = isinstance(term, Literal) and (term.datatype or "").endswith(
        ("#date", "#dateTime", "#gYear", "#gYearMonth")
    )
    return dated and isinstance(term, Literal) and bool(_DATE.fullmatch(term.value))


def _day(date: str) -> float:
    """Return how many days lie between the year 0 and the date, roughly."""
    year, month, day = ([*date.lstrip("-")[:10].split("-"), "1", "1"])[:3]
    return int(year) * 365.25 + int(month) * 30.4 + int(day[:2])


def _label(row: Row, columns: list[int], look: DisplayOptions) -> str:
    return " · ".join(filter(None, (_text(row[i], look) for i in columns)))


def _text(term: Term | None, look: DisplayOptions) -> str:
    if term is None:
        return ""
    if isinstance(term, Iri):
        from kg.query.display_names import curie

        return visible(look.labels.get(term.value) or curie(term.value, look.prefixes))
    return visible(term.value)


def _bar(length: float) -> str:
    whole, part = divmod(max(0, round(length * 8)), 8)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def _thinned(points: list[_Point], most: int) -> list[float]:
    """Return the values, each the mean of neighbours where there are more than fit."""
    size = math.ceil(len(points) / most)
    parts = (points[i : i + size] for i in range(0, len(points), size))
    return [sum(point.value for point in part) / len(part) for part in parts]


def _names(result: Solutions) -> str:
    return " ".join(f"?{name}" for name in result.variables)
