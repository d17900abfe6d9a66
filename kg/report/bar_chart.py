"""Bar charts: a figure for each row, or the range from a lowest to a highest figure."""

from __future__ import annotations

from collections import Counter

from kg.query.solutions import Row
from kg.report.chart import MAIN, Chart, ChartTable, Spec, column_words, numbered_label, numeric_axis, vega_lite
from kg.report.column_kinds import numeric_value

_MAX_BARS = 25


def bar_chart(table: ChartTable) -> Chart | None:
    """Return a bar for each row, longest first; None without a column of numbers and one of labels.

    Columns such as `killedLow` and `killedHigh` become one bar.
    """
    numbers, labels = table.columns("number"), table.columns("node") or table.columns("text")
    if not numbers or not labels:
        return None
    low = numbers[0]
    high = f"{low.removesuffix('Low')}High"
    high = high if low.endswith("Low") and high in numbers else low
    values = _bar_values(table, labels, low, high)
    longest = sorted(values, key=lambda one: (-one["value"], one["order"]))[:_MAX_BARS]
    if not longest:
        return None
    is_range = high != low
    unit = column_words(low.removesuffix("Low") if is_range else low)
    how = ", the least figure dark and the highest pale," if is_range else ""
    omitted = f"; the {_MAX_BARS} largest of {len(values):,}" if len(values) > _MAX_BARS else ""
    spec = vega_lite(longest, _bar_layers(longest, unit, is_range), {"step": 20})
    return Chart("bar", spec, f"{unit}{how} by {column_words(labels[0])}{omitted}")


def _bar_values(table: ChartTable, labels: list[str], low: str, high: str) -> list[Spec]:
    rows = table.result.rows
    return [
        {"name": name, "value": figure, "least": numeric_value(row[table.index(low)]) or 0, "order": i}
        for i, (row, name) in enumerate(zip(rows, _row_labels(table, labels), strict=True))
        if (figure := _highest(row, table.index(low), table.index(high))) is not None
    ]


def _highest(row: Row, low: int, high: int) -> float | None:
    """Return the highest figure of a row, or its lowest where the highest is open: "at least 10"."""
    figure = numeric_value(row[high])
    return numeric_value(row[low]) if figure is None else figure


def _bar_layers(values: list[Spec], unit: str, is_range: bool) -> list[Spec]:
    y = {"field": "name", "type": "nominal", "sort": [one["name"] for one in values], "title": None}
    x = {"field": "value", "type": "quantitative", "title": unit, "axis": numeric_axis(one["value"] for one in values)}
    mark = {"type": "bar", "color": MAIN}
    if not is_range:
        return [{"mark": mark, "encoding": {"y": y, "x": x}}]
    highest = {"mark": {**mark, "opacity": 0.35}, "encoding": {"y": y, "x": x}}
    return [highest, {"mark": mark, "encoding": {"y": y, "x": {**x, "field": "least"}}}]


def _row_labels(table: ChartTable, columns: list[str]) -> list[str]:
    """Return a label for each row, from the columns that distinguish the rows; equal ones are numbered."""
    rows = table.result.rows
    varied = [name for name in columns if len({row[table.index(name)] for row in rows}) > 1][:2] or columns[:1]
    texts = [name for name in table.columns("text") if name not in varied]
    if texts and len({tuple(row[table.index(name)] for name in varied) for row in rows}) < len(rows):
        varied = [*varied, texts[0]]
    counts = Counter[str]()
    labels = (" · ".join(filter(None, (table.cell_label(row, name) for name in varied))) for row in rows)
    return [numbered_label(label, counts) for label in labels]
