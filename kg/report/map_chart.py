"""Maps: points over the settlements of the gazetteer, and over a user's outlines. Draws no borders of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.query.solutions import Literal, Row
from kg.report.basemap import Area, enclosing_area, settlements
from kg.report.chart import MAX_MARKS, MUTED, Chart, ChartTable, Spec, column_words, vega_lite
from kg.report.column_kinds import numeric_value
from kg.report.outline import Outline

_LATITUDES, _LONGITUDES = ("lat", "latitude"), ("lon", "long", "longitude")
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_WKT_POINT = re.compile(r"\s*+(?:<[^>]*+>\s*+)?POINT\s*+\(\s*+([^\s()]++)\s++([^\s()]++)\s*+\)\s*+", re.IGNORECASE)
_WIDTH = 660  # pixels of the map without its legend
_MAX_LABELS = 14  # of points, and of settlements
_MIN_RATIO, _MAX_RATIO = 0.45, 0.8  # height of a map by its width

_CoordinateReader = Callable[[Row], tuple[float, float] | None]  #: degrees north and east


def map_chart(table: ChartTable, outline: Outline | None) -> Chart | None:
    """Return the map of solutions with latitude and longitude, or with points of WKT; None without them.

    Args:
        table: the solutions.
        outline: lines to draw under the points; None: none.
    """
    coordinates_of = _coordinate_reader(table)
    if coordinates_of is None:
        return None
    coordinate_columns = (*_LATITUDES, *_LONGITUDES)
    figure = next((name for name in table.columns("number") if name.lower() not in coordinate_columns), None)
    points = _points(table, coordinates_of, figure)
    if not points:
        return None
    area = enclosing_area([(p["lat"], p["lon"]) for p in points], _MIN_RATIO, _MAX_RATIO)
    axes = {"x": _axis("lon", "degrees east", area.west, area.east),
            "y": _axis("lat", "degrees north", area.south, area.north)}  # fmt: skip
    lines = _outline_layers(outline, area, axes)
    layers = [*lines, *_point_layers(points, area, axes, column_words(figure or "rows"))]
    spec = {**vega_lite(points, layers, round(_WIDTH * area.ratio)), "width": _WIDTH}
    return Chart("map", spec, _caption(column_words(figure or "rows"), outline, bool(lines)))


def _caption(unit: str, outline: Outline | None, has_lines: bool) -> str:
    caption = f"{unit} by place; a country or region stands at its middle, grey dots are towns"
    if outline and has_lines:
        return f"{caption}; the outlines are those of {outline.name}"
    caption += "; no borders are drawn"
    return f"{caption}, for none of {outline.name} lies here" if outline else caption


def _axis(field: str, title: str, low: float, high: float) -> Spec:
    scale = {"domain": [low, high], "zero": False, "nice": False}
    return {"field": field, "type": "quantitative", "title": title, "axis": {"tickCount": 8}, "scale": scale}


def _coordinate_reader(table: ChartTable) -> _CoordinateReader | None:
    """Return what reads a row's coordinates from the columns that have them."""
    names = table.result.variables
    lat = next((i for i, name in enumerate(names) if name.lower() in _LATITUDES), None)
    lon = next((i for i, name in enumerate(names) if name.lower() in _LONGITUDES), None)
    if lat is not None and lon is not None:
        return lambda row: _checked(numeric_value(row[lat]), numeric_value(row[lon]))
    for i in range(len(names)):
        terms = [term for row in table.result.rows if (term := row[i]) is not None]
        if terms and all(isinstance(term, Literal) and term.datatype == _WKT for term in terms):
            return lambda row, i=i: _wkt_point(row[i].value) if row[i] is not None else None  # type: ignore[misc]
    return None


def _wkt_point(text: str) -> tuple[float, float] | None:
    try:
        return _checked(float(found[2]), float(found[1])) if (found := _WKT_POINT.fullmatch(text)) else None
    except ValueError:
        return None


def _checked(north: float | None, east: float | None) -> tuple[float, float] | None:
    is_valid = north is not None and east is not None and abs(north) <= 90 and abs(east) <= 180
    return (north, east) if is_valid else None  # type: ignore[return-value]


def _points(table: ChartTable, coordinates_of: _CoordinateReader, figure: str | None) -> list[Spec]:
    label = (table.columns("node") or table.columns("text") or [table.result.variables[0]])[0]
    points: list[Spec] = []
    for row in table.result.rows[:MAX_MARKS]:
        if coordinates := coordinates_of(row):
            count = numeric_value(row[table.index(figure)]) if figure else 1
            points.append(
                {"lat": coordinates[0], "lon": coordinates[1], "n": count or 0, "name": table.cell_label(row, label)}
            )
    return points


def _outline_layers(outline: Outline | None, area: Area, axes: Spec) -> list[Spec]:
    """Return the layer of a user's outlines; no layer if none of them lies in the area."""
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
    return [{"data": {"values": values}, "mark": mark, "encoding": {**axes, **detail}}] if values else []


def _point_layers(points: list[Spec], area: Area, axes: Spec, unit: str) -> list[Spec]:
    """Return the layers of settlements, their labels, the points and theirs."""
    basemap = [{"lat": t.lat, "lon": t.lon, "name": t.name} for t in settlements(area)]
    highest = max(p["n"] for p in points)
    size: Spec = {
        "field": "n",
        "type": "quantitative",
        "title": unit,
        "scale": {"range": [30, 700]},
        "legend": {"values": sorted({1, round(highest / 2) or 1, round(highest) or 1}), "format": ",d"},
    }
    labelled = _without_overlap(sorted(points, key=lambda p: -p["n"])[:40], area, [])
    labelled_basemap = _without_overlap(basemap, area, labelled)
    dots = {"type": "circle", "size": 6, "color": MUTED, "opacity": 0.5}
    spots = {"type": "circle", "color": "#d7301f", "opacity": 0.6}
    text = {"type": "text", "dy": -9, "fontSize": 11}
    label = {**axes, "text": {"field": "name"}}
    return [
        {"data": {"values": basemap}, "mark": dots, "encoding": axes},
        {"data": {"values": labelled_basemap}, "mark": {**text, "color": MUTED}, "encoding": label},
        {"mark": spots, "encoding": {**axes, "size": size}},
        {"data": {"values": labelled}, "mark": {**text, "fontWeight": "bold"}, "encoding": label},
    ]


def _without_overlap(points: Sequence[Spec], area: Area, others: Sequence[Spec]) -> list[Spec]:
    """Return the points whose labels overlap neither one another nor those of the others."""
    chosen: list[Spec] = []
    wide, tall = (area.east - area.west) * 0.13, (area.north - area.south) * 0.045
    for one in points:
        if not any(abs(one["lon"] - o["lon"]) < wide and abs(one["lat"] - o["lat"]) < tall for o in (*others, *chosen)):
            chosen.append(one)
    return chosen[:_MAX_LABELS]
