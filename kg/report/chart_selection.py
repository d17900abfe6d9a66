"""Choose the chart that fits an answer and describe it in Vega; `draw` makes a picture of it that needs no script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

from kg.query.solutions import Solutions
from kg.report.chart import LITE, MAIN, MARKS, Spec, Table, View, lite, spaced
from kg.report.columns import Names, kinds, number
from kg.report.maps import draw_map
from kg.report.network import asks_for_network, network
from kg.report.outline import Outline

_BARS, _LANES = 25, 18
_STEP = 1.6  # times of the smallest step between two times; months are of 28 to 31 days
_COUNTED = 8  # figures up to here have one mark each on an axis
Maker = Callable[[Table], View | None]  #: draws a table; None: it has not the columns for it
_NO_LANES = ("event", "stance", "action", "claim", "certainty")
_PUBLISHED = ("published", "firstPublished")  # columns that date what has no day of its own
_STANCES = {"affirmed": "#3d82c4", "denied": "#d1495b", "undetermined": "#a8842c"}


def view(result: Solutions, names: Names, wanted: str, evidence: str, outline: Outline | None = None) -> View | None:
    """Return the wanted view, or else the one that the columns ask for; None if there is none or nothing to draw.

    Latitude and longitude or points of WKT make a map; statements, or a node and a linked node, a network; a time and a
    number a line; a time and something with a name a timeline; a name and a number bars.

    Args:
        result: the answer.
        names: how its IRIs are called.
        wanted: one of `kg.query.saved_queries.VIEWS`; empty: what the columns ask for.
        evidence: the column that is not to be drawn.
        outline: lines for the ground of a map.
    """
    shown = {name: kind for name, kind in kinds(result).items() if name != evidence and kind}
    table = Table(result, names, {name: shown.get(name, "") for name in result.variables})
    if wanted == "table" or not result.rows:
        return None
    if wanted == "network" or (not wanted and asks_for_network(table)):
        return network(table)
    if wanted in ("", "map") and (made := draw_map(table, outline)):
        return made
    chosen: dict[str, list[Maker]] = {"": _fitting(table), "line": [_line], "timeline": [_timeline], "bar": [_bars]}
    return next((made for make in chosen.get(wanted, ()) if (made := make(table))), None)


def _fitting(table: Table) -> list[Maker]:
    """Return what suits a table: a line only with one row for each time, for it would join what is apart."""
    times, rows = table.of("time"), table.result.rows
    some = [row[table.at(times[0])] for row in rows] if times else []
    if len(some) == len(set(some)):
        return [_line, _timeline, _bars]
    return [_bars, _timeline] if table.of("number") and not _lanes(table) else [_timeline, _bars]


def _lanes(table: Table) -> list[str]:
    """Return the columns of those who act or speak, or of places."""
    return [name for name in table.of("node") if name not in _NO_LANES]


def draw(shown: View) -> str:
    """Return the view as SVG without scripts, links or names of fonts that a page would have to load."""
    import vl_convert

    simple = shown.spec["$schema"] == LITE
    svg: str = vl_convert.vegalite_to_svg(shown.spec) if simple else vl_convert.vega_to_svg(shown.spec)
    head = re.compile(r"<svg [^>]*?width=\"(\d+(?:\.\d+)?)\" height=\"(\d+(?:\.\d+)?)\"[^>]*>")
    plain = (
        r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \1 \2" width="\1" aria-hidden="true" focusable="false">'
    )
    svg = head.sub(plain, svg, count=1)
    return re.sub(r' (?:role|aria-[\w]+)="[^"]*"(?=[^<]*>)(?!.*<svg )', "", svg)


def _bars(table: Table) -> View | None:
    numbers, labels = table.of("number"), table.of("node") or table.of("text")
    if not numbers or not labels:
        return None
    value, rows = numbers[0], table.result.rows
    high = f"{value.removesuffix('Low')}High"
    most_of = high if value.endswith("Low") and high in numbers else value
    names = _bar_names(table, labels)
    values: list[Spec] = [
        {"name": name, "value": figure, "least": number(row[table.at(value)]) or 0, "order": i}
        for i, (row, name) in enumerate(zip(rows, names, strict=True))
        if (figure := number(row[table.at(most_of)])) is not None
    ]
    most = sorted(values, key=lambda one: (-one["value"], one["order"]))[:_BARS]
    if not most:
        return None
    what = spaced(value if most_of == value else value.removesuffix("Low"))
    y = {"field": "name", "type": "nominal", "sort": [one["name"] for one in most], "title": None}
    x = {"field": "value", "type": "quantitative", "title": what, "axis": _ticks(one["value"] for one in most)}
    bar = {"type": "bar", "color": MAIN}
    layers: list[Spec] = [{"mark": bar, "encoding": {"y": y, "x": x}}]
    if most_of != value:
        least = {"mark": bar, "encoding": {"y": y, "x": {**x, "field": "least"}}}
        layers = [{**layers[0], "mark": {**bar, "opacity": 0.35}}, least]
    ranged = "" if most_of == value else ", the least figure dark and the highest pale,"
    left = f"; the {_BARS} largest of {len(values):,}" if len(values) > _BARS else ""
    return View("bar", lite(most, layers, {"step": 20}), f"{what}{ranged} by {spaced(labels[0])}{left}")


def _bar_names(table: Table, labels: list[str]) -> list[str]:
    """Return a name for each row, by what tells the rows apart; equal ones are numbered."""
    rows = table.result.rows
    named = [name for name in labels if len({row[table.at(name)] for row in rows}) > 1][:2] or labels[:1]
    told = [name for name in table.of("text") if name not in named]
    if told and len({tuple(row[table.at(name)] for name in named) for row in rows}) < len(rows):
        named = [*named, told[0]]
    names, seen = [], Counter[str]()
    for row in rows:
        label = " · ".join(filter(None, (table.said(row, name) for name in named)))
        seen[label] += 1
        names.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return names


def _ticks(figures: Iterable[float]) -> Spec:
    """Return the axis for some figures: one of small counts has no marks between them."""
    some = list(figures)
    small = all(figure == round(figure) and 0 <= figure <= _COUNTED for figure in some)
    return {"format": ",~f", **({"values": list(range(round(max(some)) + 1))} if small else {})}


def _line(table: Table) -> View | None:
    times, numbers = table.of("time"), table.of("number")
    if not times or not numbers:
        return None
    numbers, rows = numbers[:4], table.result.rows[:MARKS]
    stretch = _stretches({table.said(row, times[0]) for row in rows} - {""})
    points = [
        (table.said(row, times[0]), figure, spaced(name))
        for row in rows
        for name in numbers
        if (figure := number(row[table.at(name)])) is not None and row[table.at(times[0])] is not None
    ]
    if not points:
        return None
    encoding = {
        "x": {"field": "when", "type": "temporal", "title": None},
        "y": {"field": "value", "type": "quantitative", "title": None, "axis": _ticks(value for _, value, _ in points)},
        "color": {"field": "what", "type": "nominal", "title": None},
    }
    values: list[Spec] = [
        {"when": when, "value": value, "what": what, "stretch": stretch[when]} for when, value, what in points
    ]
    detail = {"detail": {"field": "stretch", "type": "nominal"}}
    layers: list[Spec] = [
        {"mark": "line", "encoding": {**encoding, **detail}},
        {"mark": {"type": "point", "filled": True}, "encoding": encoding},
    ]
    gaps = "; no line leads over times without a row" if len(set(stretch.values())) > 1 else ""
    return View("line", lite(values, layers, 240), f"{spaced(', '.join(numbers))} by {spaced(times[0])}{gaps}")


def _stretches(times: Iterable[str]) -> dict[str, int]:
    """Return the number of the stretch that each time lies in: a line over times without a row would invent some."""
    days = {time: day for time in sorted(times) if (day := _day(time)) is not None}
    steps = [(b - a).days for a, b in pairwise(days.values()) if a != b]
    found, last, count = {}, None, 0
    for time, day in days.items():
        count += last is not None and (day - last).days > _STEP * min(steps, default=1)
        found[time], last = count, day
    return {time: found.get(time, 0) for time in times}


def _day(time: str) -> date | None:
    """Return the day on which a day, a month or a year begins; None for any other text."""
    try:
        return date.fromisoformat(f"{time[:10]}-01-01"[:10])
    except ValueError:
        return None


def _timeline(table: Table) -> View | None:
    """One mark for each row, in lanes by whoever acts or speaks, coloured by stance."""
    times, nodes, rows = table.of("time"), table.of("node"), table.result.rows
    lanes = _lanes(table) or nodes
    if not times or not lanes:
        return None
    lane = lanes[0]
    start, end = times[0], "to" if "to" in times else times[0]
    other = next((name for name in _PUBLISHED if name in times), start)
    day = {row: table.said(row, start) or table.said(row, other) for row in rows}
    dated = [row for row in rows if day[row]][:MARKS]
    named = table.told_apart(lane)
    often = Counter(named[row[table.at(lane)]] for row in dated)
    kept = [name for name, _ in often.most_common(_LANES)]
    stance = table.at("stance") if "stance" in nodes else None
    values = [
        {
            "from": day[row],
            "to": table.said(row, end) or day[row],
            "lane": name,
            "stance": table.names.said(row[stance]) if stance is not None else "told",
        }
        for row in dated
        if (name := named[row[table.at(lane)]]) in kept
    ]
    if not values:
        return None
    colors = {"domain": list(_STANCES), "range": list(_STANCES.values())} if stance is not None else {"range": [MAIN]}
    legend = {"title": None, "orient": "top"} if stance is not None else None
    base = {
        "x": {"field": "from", "type": "temporal", "title": None, "scale": {"nice": True}},
        "y": {"field": "lane", "type": "nominal", "title": None, "sort": kept},
        "color": {"field": "stance", "type": "nominal", "scale": colors, "legend": legend},
    }
    if stance is not None:  # those of one day lie beside each other, and none hides another
        base["yOffset"] = {"field": "stance", "type": "nominal", "scale": {"domain": list(_STANCES)}}
    rule = {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.4}, "encoding": {**base, "x2": {"field": "to"}}}
    tick = {"mark": {"type": "point", "filled": True, "opacity": 0.7, "size": 45}, "encoding": base}
    left = f"; the {_LANES} most frequent of {len(often):,}" if len(often) > _LANES else ""
    undated = len(rows) - len(dated)
    rest = f"; not drawn: {undated:,} without a day, or too many" if undated else ""
    how = "day, or day of publication where no other is told," if other != start else "day"
    how = "day of publication" if start in _PUBLISHED else how
    caption = f"each row by {how} and {spaced(lane)}{left}{rest}"
    return View(
        "timeline",
        lite(values, [rule, tick], {"step": 22, "for": "position"} if stance is not None else {"step": 20}),
        caption,
    )
