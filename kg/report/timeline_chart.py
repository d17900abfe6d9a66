"""Timelines: one mark for each row, in lanes by actor or place, coloured by stance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.query.solutions import Row
from kg.report.chart import MAIN, MAX_MARKS, Chart, ChartTable, Spec, column_words, vega_lite

_MAX_LANES = 18
_NO_LANES = ("event", "stance", "action", "claim", "certainty")
_PUBLISHED = ("published", "firstPublished")  # columns that date what has no day of its own
_STANCES = {"affirmed": "#3d82c4", "denied": "#d1495b", "undetermined": "#a8842c"}


def timeline_chart(table: ChartTable) -> Chart | None:
    """Return a timeline in lanes by the first column of actors or places; None without one and a column of times."""
    times, rows = table.columns("time"), table.result.rows
    lanes = lane_columns(table) or table.columns("node")
    if not times or not lanes:
        return None
    start, lane = times[0], lanes[0]
    fallback = next((name for name in _PUBLISHED if name in times), start)
    days = {row: table.cell_label(row, start) or table.cell_label(row, fallback) for row in rows}
    dated = [row for row in rows if days[row]][:MAX_MARKS]
    labels = table.distinct_labels(lane)
    frequency = Counter(labels[row[table.index(lane)]] for row in dated)
    shown = [label for label, _ in frequency.most_common(_MAX_LANES)]
    end = "to" if "to" in times else start
    values = [
        {"from": days[row], "to": table.cell_label(row, end) or days[row], "lane": label, "stance": _stance(table, row)}
        for row in dated
        if (label := labels[row[table.index(lane)]]) in shown
    ]
    if not values:
        return None
    has_stances = "stance" in table.columns("node")
    omitted = f"; the {_MAX_LANES} most frequent of {len(frequency):,}" if len(frequency) > _MAX_LANES else ""
    undated = len(rows) - len(dated)
    omitted += f"; not drawn: {undated:,} without a day, or too many" if undated else ""
    height: Spec = {"step": 22, "for": "position"} if has_stances else {"step": 20}
    spec = vega_lite(values, _timeline_layers(shown, has_stances), height)
    caption = f"each row by {_day_words(table, start, fallback)} and {column_words(lane)}{omitted}"
    return Chart("timeline", spec, caption)


def lane_columns(table: ChartTable) -> list[str]:
    """Return the columns of actors, speakers and places."""
    return [name for name in table.columns("node") if name not in _NO_LANES]


def _stance(table: ChartTable, row: Row) -> str:
    return table.labels.text(row[table.index("stance")]) if "stance" in table.columns("node") else ""


def _day_words(table: ChartTable, start: str, fallback: str) -> str:
    if start in _PUBLISHED:
        return "day of publication"
    is_either = fallback != start or "dayIs" in table.result.variables
    return "day, or day of publication where no other is told," if is_either else "day"


def _timeline_layers(lanes: Sequence[str], has_stances: bool) -> list[Spec]:
    colors: Spec = {"domain": list(_STANCES), "range": list(_STANCES.values())} if has_stances else {"range": [MAIN]}
    legend = {"title": None, "orient": "top"} if has_stances else None
    base: Spec = {
        "x": {"field": "from", "type": "temporal", "title": None, "scale": {"nice": True}},
        "y": {"field": "lane", "type": "nominal", "title": None, "sort": lanes},
        "color": {"field": "stance", "type": "nominal", "scale": colors, "legend": legend},
    }
    if has_stances:  # those of one day lie beside each other, and none hides another
        base["yOffset"] = {"field": "stance", "type": "nominal", "scale": {"domain": list(_STANCES)}}
    rule = {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.4}, "encoding": {**base, "x2": {"field": "to"}}}
    point = {"mark": {"type": "point", "filled": True, "opacity": 0.7, "size": 45}, "encoding": base}
    return [rule, point]
