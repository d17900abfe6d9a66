"""Line charts: figures over time, with gaps where times have no row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from kg.report.chart import MAX_MARKS, Chart, ChartTable, Spec, column_words, numeric_axis, vega_lite
from kg.report.column_kinds import numeric_value

_MAX_LINES = 4
_MAX_STEP = 1.6  # times the smallest step between two times; months are of 28 to 31 days


def line_chart(table: ChartTable) -> Chart | None:
    """Return a line for each column of numbers; None without one and a column of times."""
    times, numbers = table.columns("time"), table.columns("number")
    if not times or not numbers:
        return None
    numbers, rows = numbers[:_MAX_LINES], table.result.rows[:MAX_MARKS]
    segments = _segments({table.cell_label(row, times[0]) for row in rows} - {""})
    points = [
        (table.cell_label(row, times[0]), figure, column_words(name))
        for row in rows
        for name in numbers
        if (figure := numeric_value(row[table.index(name)])) is not None and row[table.index(times[0])] is not None
    ]
    if not points:
        return None
    values: list[Spec] = [
        {"when": when, "value": value, "what": what, "stretch": segments[when]} for when, value, what in points
    ]
    gaps = "; no line leads over times without a row" if len(set(segments.values())) > 1 else ""
    caption = f"{column_words(', '.join(numbers))} by {column_words(times[0])}{gaps}"
    return Chart("line", vega_lite(values, _line_layers(value for _, value, _ in points), 240), caption)


def _line_layers(figures: Iterable[float]) -> list[Spec]:
    encoding = {
        "x": {"field": "when", "type": "temporal", "title": None},
        "y": {"field": "value", "type": "quantitative", "title": None, "axis": numeric_axis(figures)},
        "color": {"field": "what", "type": "nominal", "title": None},
    }
    detail = {"detail": {"field": "stretch", "type": "nominal"}}
    return [
        {"mark": "line", "encoding": {**encoding, **detail}},
        {"mark": {"type": "point", "filled": True}, "encoding": encoding},
    ]


def _segments(times: Iterable[str]) -> dict[str, int]:
    """Return the number of each time's line segment: a line over times without a row would invent some."""
    days = {time: day for time in sorted(times) if (day := _first_day(time)) is not None}
    steps = [(b - a).days for a, b in pairwise(days.values()) if a != b]
    segments, last, count = {}, None, 0
    for time, day in days.items():
        count += last is not None and (day - last).days > _MAX_STEP * min(steps, default=1)
        segments[time], last = count, day
    return {time: segments.get(time, 0) for time in times}


def _first_day(time: str) -> date | None:
    """Return the day on which a day, a month or a year begins; None for any other text."""
    try:
        return date.fromisoformat(f"{time[:10]}-01-01"[:10])
    except ValueError:
        return None
