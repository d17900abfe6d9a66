"""Choose the chart that fits an answer and describe it in Vega; `draw` makes a picture of it that needs no script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.query.solutions import Row, Solutions, Term
from kg.report.columns import Names, kinds, number
from kg.report.ground import Area, area_of, towns
from kg.report.network import MAIN, MUTED, WIDTH, Spec, force_layout

_BARS, _LANES, _MARKS, _LINKS, _NAMED_TOWNS = 25, 18, 3000, 60, 14
_LITE = "https://vega.github.io/schema/vega-lite/v5.json"
_LATITUDES, _LONGITUDES = ("lat", "latitude"), ("lon", "long", "longitude")
_PUBLISHED = ("published", "firstPublished")  # columns that date what has no day of its own
_STANCES = {"affirmed": "#3d82c4", "denied": "#d1495b", "undetermined": "#a8842c"}


@dataclass(frozen=True, slots=True)
class View:
    """A chart of an answer."""

    kind: str  #: bar, line, timeline, map or network
    spec: Spec  #: Vega, or Vega-Lite where its schema says so
    caption: str  #: what it shows, and what it leaves out


@dataclass(frozen=True, slots=True)
class _Table:
    result: Solutions
    names: Names
    kinds: Mapping[str, str]

    def at(self, name: str) -> int:
        return self.result.variables.index(name)

    def of(self, kind: str) -> list[str]:
        return [name for name in self.result.variables if self.kinds[name] == kind]

    def said(self, row: Row, name: str) -> str:
        return _cut(self.names.said(row[self.at(name)]))

    def told_apart(self, name: str) -> dict[Term | None, str]:
        """Return the names of a column's values, so that two things of one name have two: gunmen, gunmen (2)."""
        given: dict[Term | None, str] = {}
        seen: Counter[str] = Counter()
        for row in self.result.rows:
            if (term := row[self.at(name)]) not in given:
                label = self.said(row, name) or "not named"
                seen[label] += 1
                given[term] = label if seen[label] == 1 else f"{label} ({seen[label]})"
        return given


def view(result: Solutions, names: Names, wanted: str, evidence: str) -> View | None:
    """Return the wanted view, or else the one that the columns ask for; None if there is none or nothing to draw.

    Latitude and longitude make a map; a time and a number a line; a time and something with a name a timeline; a name
    and a number bars.
    """
    shown = {name: kind for name, kind in kinds(result).items() if name != evidence and kind}
    table = _Table(result, names, {name: shown.get(name, "") for name in result.variables})
    if wanted == "table" or not result.rows:
        return None
    makers = (_map, _line, _timeline, _bars)
    chosen = {"map": (_map,), "line": (_line,), "timeline": (_timeline,), "bar": (_bars,), "network": (_network,)}
    return next((made for make in chosen.get(wanted, makers) if (made := make(table))), None)


def draw(shown: View) -> str:
    """Return the view as SVG without scripts, links or names of fonts that a page would have to load."""
    import vl_convert

    lite = shown.spec["$schema"] == _LITE
    svg: str = vl_convert.vegalite_to_svg(shown.spec) if lite else vl_convert.vega_to_svg(shown.spec)
    head = re.compile(r"<svg [^>]*?width=\"(\d+(?:\.\d+)?)\" height=\"(\d+(?:\.\d+)?)\"[^>]*>")
    plain = (
        r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \1 \2" width="\1" aria-hidden="true" focusable="false">'
    )
    svg = head.sub(plain, svg, count=1)
    return re.sub(r' (?:role|aria-[\w]+)="[^"]*"(?=[^<]*>)(?!.*<svg )', "", svg)


def _bars(table: _Table) -> View | None:
    numbers, labels = table.of("number"), table.of("node") or table.of("text")
    if not numbers or not labels:
        return None
    value, rows = numbers[0], table.result.rows
    named = [name for name in labels if len({row[table.at(name)] for row in rows}) > 1][:2] or labels[:1]
    values: list[Spec] = [
        {"name": " · ".join(filter(None, (table.said(row, name) for name in named))), "value": figure, "order": i}
        for i, row in enumerate(rows)
        if (figure := number(row[table.at(value)])) is not None
    ]
    most = sorted(values, key=lambda one: (-one["value"], one["order"]))[:_BARS]
    if not most:
        return None
    y = {"field": "name", "type": "nominal", "sort": {"field": "value", "order": "descending"}, "title": None}
    x = {"field": "value", "type": "quantitative", "title": value, "axis": {"tickMinStep": 1, "format": ",~f"}}
    left = f"; the {_BARS} largest of {len(values):,}" if len(values) > _BARS else ""
    spec = _lite(most, [{"mark": {"type": "bar", "color": MAIN}, "encoding": {"y": y, "x": x}}], {"step": 20})
    return View("bar", spec, f"{_spaced(value)} by {_spaced(' and '.join(named))}{left}")


def _line(table: _Table) -> View | None:
    times, numbers = table.of("time"), table.of("number")
    if not times or not numbers:
        return None
    numbers = numbers[:4]
    values = [
        {"when": table.said(row, times[0]), "value": figure, "what": _spaced(name)}
        for row in table.result.rows[:_MARKS]
        for name in numbers
        if (figure := number(row[table.at(name)])) is not None and row[table.at(times[0])] is not None
    ]
    if not values:
        return None
    encoding = {
        "x": {"field": "when", "type": "temporal", "title": None},
        "y": {"field": "value", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1}},
        "color": {"field": "what", "type": "nominal", "title": None},
    }
    spec = _lite(values, [{"mark": {"type": "line", "point": True}, "encoding": encoding}], 240)
    return View("line", spec, f"{_spaced(', '.join(numbers))} by {_spaced(times[0])}")


def _timeline(table: _Table) -> View | None:
    """One mark for each row, in lanes by whoever acts or speaks, coloured by stance."""
    times, nodes, rows = table.of("time"), table.of("node"), table.result.rows
    lanes = [name for name in nodes if name not in ("event", "stance", "action", "claim", "certainty")] or nodes
    if not times or not lanes:
        return None
    lane = lanes[0]
    start, end = times[0], "to" if "to" in times else times[0]
    other = next((name for name in _PUBLISHED if name in times), start)
    day = {row: table.said(row, start) or table.said(row, other) for row in rows}
    dated = [row for row in rows if day[row]][:_MARKS]
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
        "x": {"field": "from", "type": "temporal", "title": None},
        "y": {"field": "lane", "type": "nominal", "title": None, "sort": kept},
        "color": {"field": "stance", "type": "nominal", "scale": colors, "legend": legend},
    }
    rule = {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.4}, "encoding": {**base, "x2": {"field": "to"}}}
    tick = {"mark": {"type": "point", "filled": True, "opacity": 0.7, "size": 45}, "encoding": base}
    left = f"; the {_LANES} most frequent of {len(often):,}" if len(often) > _LANES else ""
    undated = len(rows) - len(dated)
    rest = f"; {undated:,} rows without a day, or too many to draw, are left out" if undated else ""
    how = "day, or day of publication where no other is told," if other != start else "day"
    how = "day of publication" if start in _PUBLISHED else how
    caption = f"each row by {how} and {_spaced(lane)}{left}{rest}"
    return View("timeline", _lite(values, [rule, tick], {"step": 20}), caption)


def _map(table: _Table) -> View | None:
    lat = next((name for name in table.result.variables if name.lower() in _LATITUDES), None)
    lon = next((name for name in table.result.variables if name.lower() in _LONGITUDES), None)
    if lat is None or lon is None:
        return None
    figure = next((name for name in table.of("number") if name not in (lat, lon)), None)
    label = (table.of("node") or [lat])[0]
    points: list[Spec] = []
    for row in table.result.rows[:_MARKS]:
        north, east = number(row[table.at(lat)]), number(row[table.at(lon)])
        if north is not None and east is not None:
            count = number(row[table.at(figure)]) if figure else 1
            points.append({"lat": north, "lon": east, "n": count or 0, "name": table.said(row, label)})
    if not points:
        return None
    area = area_of([(p["lat"], p["lon"]) for p in points])
    around = [{"lat": t.lat, "lon": t.lon, "name": t.name} for t in towns(area)]
    x = {"field": "lon", "type": "quantitative", "title": "degrees east", "scale": _scale(area.west, area.east)}
    y = {"field": "lat", "type": "quantitative", "title": "degrees north", "scale": _scale(area.south, area.north)}
    size: Spec = {
        "field": "n",
        "type": "quantitative",
        "title": _spaced(figure or "rows"),
        "scale": {"range": [30, 700]},
    }
    most = max(p["n"] for p in points)
    size["legend"] = {"values": sorted({1, round(most / 2) or 1, round(most) or 1}), "format": ",d"}
    by_size = sorted(points, key=lambda p: -p["n"])
    many = _apart(by_size[:40], area, [])
    written = {
        "mark": {"type": "text", "dy": -9, "fontSize": 10},
        "encoding": {"x": x, "y": y, "text": {"field": "name"}},
    }
    ground = {"mark": {"type": "circle", "size": 6, "color": MUTED, "opacity": 0.5}, "encoding": {"x": x, "y": y}}
    spots = {
        "mark": {"type": "circle", "color": "#b2182b", "opacity": 0.55},
        "encoding": {"x": x, "y": y, "size": size},
    }
    faint = _apart(around, area, many)[:_NAMED_TOWNS]
    layers = [
        {"data": {"values": around}, **ground},
        {"data": {"values": faint}, **written, "mark": {**written["mark"], "color": MUTED, "opacity": 0.8}},
        spots,
        {"data": {"values": many}, **written, "mark": {**written["mark"], "fontWeight": "bold"}},
    ]
    shape = (area.north - area.south) / max((area.east - area.west) * 0.75, 0.1)
    caption = f"{_spaced(figure or 'rows')} by place; a country or region stands at its middle, grey dots are towns"
    caption += "; no borders are drawn"
    return View("map", _lite(points, layers, round(WIDTH * min(max(shape, 0.35), 0.62))), caption)


def _apart(some: Sequence[Spec], area: Area, taken: Sequence[Spec]) -> list[Spec]:
    """Return those whose names can be written without covering one another, or one of the taken."""
    kept: list[Spec] = []
    wide, tall = (area.east - area.west) * 0.13, (area.north - area.south) * 0.045
    for one in some:
        if not any(abs(one["lon"] - o["lon"]) < wide and abs(one["lat"] - o["lat"]) < tall for o in (*taken, *kept)):
            kept.append(one)
    return kept[:_NAMED_TOWNS]


def _network(table: _Table) -> View | None:
    nodes = [name for name in table.of("node") + table.of("text") if name not in ("event", "stance", "claim", "where")]
    if len(nodes) < 2:
        return None
    weight = (table.of("number") or [""])[0]
    pairs: Counter[tuple[str, str]] = Counter()
    left_names, right_names = (table.told_apart(name) for name in nodes[:2])
    right_names = {term: left_names.get(term, name) for term, name in right_names.items()}
    for row in table.result.rows:
        left_end, right_end = row[table.at(nodes[0])], row[table.at(nodes[1])]
        ends = left_names[left_end], right_names[right_end]
        if left_end is not None and right_end is not None and left_end != right_end:
            pairs[ends] += round(number(row[table.at(weight)]) or 0) if weight else 1
    if not pairs:
        return None
    links = pairs.most_common(_LINKS)
    names = list(dict.fromkeys(end for ends, _ in links for end in ends))
    left = f"; the {_LINKS} strongest of {len(pairs):,}" if len(pairs) > _LINKS else ""
    return View(
        "network",
        force_layout(names, links),
        f"{_spaced(nodes[0])} and {_spaced(nodes[1])}, thicker for more; lines show no direction{left}",
    )


def _lite(values: list[dict[str, Any]], layers: list[Spec], height: int | Spec) -> Spec:
    axis = {
        "gridOpacity": 0.25,
        "labelLimit": 260,
        "titleFontWeight": "normal",
        "domainColor": MUTED,
        "tickColor": MUTED,
    }
    config = {"aria": False, "axis": axis, "view": {"stroke": None}, "font": "sans-serif"}
    return {"$schema": _LITE, "background": "transparent", "width": WIDTH - 200, "height": height, "config": config,
            "data": {"values": values}, "layer": layers}  # fmt: skip


def _scale(low: float, high: float) -> Spec:
    return {"domain": [low, high], "zero": False, "nice": False}


def _cut(text: str, most: int = 46) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _spaced(name: str) -> str:
    """Return a column's name as words: "killedHigh" as "killed high"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
