"""Draw results as text: a bar chart, a line chart, a timeline. Knows widths and terms; prints nothing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from kg.errors import UsageError
from kg.query.display_names import visible
from kg.query.solutions import NUMERIC_DATATYPES, Iri, Literal, Row, Solutions, Term
from kg.query.table import DisplayOptions, display_width, pad, truncate

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = " ▁▂▃▄▅▆▇█"
_HEIGHT = 8  # lines of a line chart
_DEFAULT_WIDTH = 80  # columns without a terminal
_DATE = re.compile(r"-?\d{4}(-\d\d){0,2}(T.*)?")


@dataclass(frozen=True, slots=True)
class _Point:
    label: str
    value: float
    text: str  #: of the value


def bar_chart(result: Solutions, options: DisplayOptions) -> str:
    """Return a bar for each row: the first numeric column, labelled by the columns before it that are not numeric.

    Raises:
        UsageError: no column is numeric.
    """
    points = _points(result, options)
    room = options.width or _DEFAULT_WIDTH
    names = min(max(display_width(point.label) for point in points), room // 2)
    values = max(len(point.text) for point in points)
    longest = max(room - names - values - 3, 5)
    top = max(max(point.value for point in points), 0) or 1
    lines = []
    for point in points:
        name, bar = pad(truncate(point.label, names), names), pad(_bar(point.value / top * longest), longest)
        lines.append(f"{name}  {bar} {point.text:>{values}}".rstrip() + "\n")
    return "".join(lines)


def line_chart(result: Solutions, options: DisplayOptions) -> str:
    """Return a chart of the first numeric column over the column before it, in order of that column.

    Raises:
        UsageError: no column is numeric.
    """
    points = sorted(_points(result, options), key=lambda point: point.label)
    low, high = min(0.0, *(p.value for p in points)), max(0.0, *(p.value for p in points))
    margin = max(len(f"{value:,g}") for value in (low, high))
    room = max((options.width or _DEFAULT_WIDTH) - margin - 3, 10)
    each = max(1, min(6, room // len(points)))
    values = _downsampled(points, room // each)
    heights = [round((value - low) / ((high - low) or 1) * _HEIGHT * 8) for value in values]
    lines = []
    for level in range(_HEIGHT - 1, -1, -1):
        mark = f"{high:,g}" if level == _HEIGHT - 1 else f"{low:,g}" if level == 0 else ""
        blocks = "".join(_LEVELS[max(0, min(8, height - level * 8))] * each for height in heights)
        lines.append(f"{mark:>{margin}} │ {blocks}".rstrip())
    span = max(len(values) * each, display_width(points[0].label) + display_width(points[-1].label) + 1)
    ends = (
        points[0].label
        + " " * (span - display_width(points[0].label) - display_width(points[-1].label))
        + points[-1].label
    )
    return "\n".join([*lines, " " * margin + " └─" + "─" * len(values) * each, " " * (margin + 3) + ends]) + "\n"


def timeline(result: Solutions, options: DisplayOptions) -> str:
    """Return a line for each row with a date, in order of time, with a dot at its place in the whole period.

    Raises:
        UsageError: there is no column of dates.
    """
    column = _column(result, _is_date)
    if column is None:
        raise UsageError(
            f"no column of dates among {_variable_names(result)}; select one, such as ?d with ?event cno:earliest ?d"
        )
    others = [
        i for i in range(len(result.variables)) if i != column and not all(_is_date(row[i]) for row in result.rows)
    ]
    rows = sorted(
        (_text(row[column], options), _label(row, others, options)) for row in result.rows if row[column] is not None
    )
    days = [_day(date) for date, _ in rows]
    first, span = days[0], (days[-1] - days[0]) or 1
    room = options.width or _DEFAULT_WIDTH
    dates, strip = max(len(date) for date, _ in rows), max(room // 3, 10)
    lines = []
    for (date, label), day in zip(rows, days, strict=True):
        at = round((day - first) / span * (strip - 1))
        lines.append(
            f"{date:<{dates}} {'·' * at}●{'·' * (strip - 1 - at)}  {truncate(label, max(room - dates - strip - 3, 10))}"
        )
    return "".join(text.rstrip() + "\n" for text in lines)


def _points(result: Solutions, options: DisplayOptions) -> list[_Point]:
    column = _column(result, _is_number)
    if column is None:
        raise UsageError(f"no column of numbers among {_variable_names(result)}; select one, such as (COUNT(*) AS ?n)")
    before = [i for i in range(column) if not _is_number(result.rows[0][i])]
    others = before or [i for i in range(len(result.variables)) if not _is_number(result.rows[0][i])]
    points = []
    for row in result.rows:
        if isinstance(term := row[column], Literal):
            value = float(term.value)
            if math.isfinite(value):
                points.append(_Point(_label(row, others, options), value, f"{value:,g}"[:20]))
    if not points:
        raise UsageError(f"?{result.variables[column]} holds no finite number")
    return points


def _column(result: Solutions, predicate: object) -> int | None:
    if not result.rows:
        raise UsageError("the last result has no rows; there is nothing to draw")
    for i in range(len(result.variables)):
        values = [row[i] for row in result.rows if row[i] is not None]
        if values and all(predicate(value) for value in values):  # type: ignore[operator]
            return i
    return None


def _is_number(term: Term | None) -> bool:
    return (
        isinstance(term, Literal)
        and term.datatype in NUMERIC_DATATYPES
        and bool(re.fullmatch(r"[+-]?[\d.]+([eE][+-]?\d+)?", term.value))
    )


def _is_date(term: Term | None) -> bool:
    has_datatype = isinstance(term, Literal) and (term.datatype or "").endswith(
        ("#date", "#dateTime", "#gYear", "#gYearMonth")
    )
    return has_datatype and isinstance(term, Literal) and bool(_DATE.fullmatch(term.value))


def _day(date: str) -> float:
    """Return the days from the year 0 to the date, roughly."""
    year, month, day = ([*date.lstrip("-")[:10].split("-"), "1", "1"])[:3]
    return int(year) * 365.25 + int(month) * 30.4 + int(day[:2])


def _label(row: Row, columns: list[int], options: DisplayOptions) -> str:
    return " · ".join(filter(None, (_text(row[i], options) for i in columns)))


def _text(term: Term | None, options: DisplayOptions) -> str:
    if term is None:
        return ""
    if isinstance(term, Iri):
        from kg.query.display_names import curie

        return visible(options.labels.get(term.value) or curie(term.value, options.prefixes))
    return visible(term.value)


def _bar(length: float) -> str:
    whole, part = divmod(max(0, round(length * 8)), 8)
    return "█" * whole + (_EIGHTHS[part] if part else "")


def _downsampled(points: list[_Point], max_values: int) -> list[float]:
    """Return the values, averaged over neighbours where there are more than fit."""
    size = math.ceil(len(points) / max_values)
    parts = (points[i : i + size] for i in range(0, len(points), size))
    return [sum(point.value for point in part) / len(part) for part in parts]


def _variable_names(result: Solutions) -> str:
    return " ".join(f"?{name}" for name in result.variables)
