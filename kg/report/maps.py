"""Draw what has a place over the gazetteer's towns, and over outlines if a user gives some. Brings no borders."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.query.solutions import Literal, Row
from kg.report.basemap import Area, area_of, towns
from kg.report.chart import MARKS, MUTED, Spec, Table, View, lite, spaced
from kg.report.columns import number
from kg.report.outline import Outline

_LATITUDES, _LONGITUDES = ("lat", "latitude"), ("lon", "long", "longitude")
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_WKT_POINT = re.compile(r"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)\s*", re.IGNORECASE)
_WIDTH, _NAMED = 660, 14  # pixels of the map without its legend; names that are written at most
_FLATTEST, _STEEPEST = 0.45, 0.8  # height of a map by its width

_FEW = {"tickCount": 8}

_Where = Callable[[Row], tuple[float, float] | None]  #: degrees north and east


def draw_map(table: Table, outline: Outline | None) -> View | None:
    """Return the map of an answer that has latitude and longitude, or points of WKT; None if it has neither.

    Args:
        table: the answer.
        outline: lines to draw under the points; None: none.
    """
    where = _whereabouts(table)
    if where is None:
        return None
    coordinates = [name for name in table.result.variables if name.lower() in (*_LATITUDES, *_LONGITUDES)]
    figure = next((name for name in table.of("number") if name not in coordinates), None)
    points = _points(table, where, figure)
    if not points:
        return None
    area = area_of([(p["lat"], p["lon"]) for p in points], _FLATTEST, _STEEPEST)
    x = {
        "field": "lon",
        "type": "quantitative",
        "title": "degrees east",
        "axis": _FEW,
        "scale": _scale(area.west, area.east),
    }
    y = {
        "field": "lat",
        "type": "quantitative",
        "title": "degrees north",
        "axis": _FEW,
        "scale": _scale(area.south, area.north),
    }
    lines = _outlines(outline, area, {"x": x, "y": y})
    layers = [*lines, *_ground(points, area, {"x": x, "y": y}, spaced(figure or "rows"))]
    caption = f"{spaced(figure or 'rows')} by place; a country or region stands at its middle, grey dots are towns"
    caption += f"; the outlines are those of {outline.name}" if outline and lines else "; no borders are drawn"
    caption += f", for none of {outline.name} lies here" if outline and not lines else ""
    return View("map", {**lite(points, layers, round(_WIDTH * area.ratio)), "width": _WIDTH}, caption)


def _whereabouts(table: Table) -> _Where | None:
    """Return what gives a row's place, from the columns that have one."""
    names = table.result.variables
    lat = next((i for i, name in enumerate(names) if name.lower() in _LATITUDES), None)
    lon = next((i for i, name in enumerate(names) if name.lower() in _LONGITUDES), None)
    if lat is not None and lon is not None:
        return lambda row: _both(number(row[lat]), number(row[lon]))
    for i in range(len(names)):
        some = [term for row in table.result.rows if (term := row[i]) is not None]
        if some and all(isinstance(term, Literal) and term.datatype == _WKT for term in some):
            return lambda row, i=i: _wkt_point(row[i].value) if row[i] is not None else None  # type: ignore[misc]
    return None


def _wkt_point(text: str) -> tuple[float, float] | None:
    try:
        return _both(float(found[2]), float(found[1])) if (found := _WKT_POINT.fullmatch(text)) else None
    except ValueError:
        return None


def _both(north: float | None, east: float | None) -> tuple[float, float] | None:
    there = north is not None and east is not None and abs(north) <= 90 and abs(east) <= 180
    return (north, east) if there else None  # type: ignore[return-value]


def _points(table: Table, where: _Where, figure: str | None) -> list[Spec]:
    label = (table.of("node") or table.of("text") or [table.result.variables[0]])[0]
    points: list[Spec] = []
    for row in table.result.rows[:MARKS]:
        if place := where(row):
            count = number(row[table.at(figure)]) if figure else 1
            points.append({"lat": place[0], "lon": place[1], "n": count or 0, "name": table.said(row, label)})
    return points


def _outlines(outline: Outline | None, area: Area, at: Spec) -> list[Spec]:
    """Return the layer of a user's outlines; none if none of them lies here."""
    if outline is None:
        return []
    lines = outline.within(area, (area.east - area.west) / _WIDTH * 0.7)
    values = [
        {"lon": round(east, 4), "lat": round(north, 4), "line": i, "order": j}
        for i, line in enumerate(lines)
        for j, (east, north) in enumerate(line)
    ]
    detail = {"detail": {"field": "line", "type": "nominal"}, "order": {"field": "order", "type": "quantitative"}}
    mark = {"type": "line", "clip": True, "color": MUTED, "strokeWidth": 0.9, "opacity": 0.8}
    return [{"data": {"values": values}, "mark": mark, "encoding": {**at, **detail}}] if values else []


def _ground(points: list[Spec], area: Area, at: Spec, unit: str) -> list[Spec]:
    """Return the layers of towns, their names, the points and theirs."""
    around = [{"lat": t.lat, "lon": t.lon, "name": t.name} for t in towns(area)]
    most = max(p["n"] for p in points)
    size: Spec = {
        "field": "n",
        "type": "quantitative",
        "title": unit,
        "scale": {"range": [30, 700]},
        "legend": {"values": sorted({1, round(most / 2) or 1, round(most) or 1}), "format": ",d"},
    }
    many = _apart(sorted(points, key=lambda p: -p["n"])[:40], area, [])
    faint = _apart(around, area, many)
    dots = {"type": "circle", "size": 6, "color": MUTED, "opacity": 0.5}
    spots = {"type": "circle", "color": "#d7301f", "opacity": 0.6}
    text = {"type": "text", "dy": -9, "fontSize": 11}
    named = {**at, "text": {"field": "name"}}
    return [
        {"data": {"values": around}, "mark": dots, "encoding": at},
        {"data": {"values": faint}, "mark": {**text, "color": MUTED}, "encoding": named},
        {"mark": spots, "encoding": {**at, "size": size}},
        {"data": {"values": many}, "mark": {**text, "fontWeight": "bold"}, "encoding": named},
    ]


def _apart(some: Sequence[Spec], area: Area, taken: Sequence[Spec]) -> list[Spec]:
    """Return those whose names can be written without covering one another, or one of the taken."""
    kept: list[Spec] = []
    wide, tall = (area.east - area.west) * 0.13, (area.north - area.south) * 0.045
    for one in some:
        if not any(abs(one["lon"] - o["lon"]) < wide and abs(one["lat"] - o["lat"]) < tall for o in (*taken, *kept)):
            kept.append(one)
    return kept[:_NAMED]


def _scale(low: float, high: float) -> Spec:
    return {"domain": [low, high], "zero": False, "nice": False}
