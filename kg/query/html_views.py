"""Draw results as one self-contained HTML file: a map of places, a graph of nodes and edges. Knows Vega."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_SIZE = {"width": 1000, "height": 640}
_MAX_LABELLED = 40  # places that are few enough for labels
_PAN = {"name": "pan", "select": "interval", "bind": "scales"}  # drag moves, the wheel zooms
_LITE = "https://vega.github.io/schema/vega-lite/v5.json"  # names the language; nothing is fetched
_VEGA = "https://vega.github.io/schema/vega/v5.json"
_FORCES = [
    {"force": "center", "x": 500, "y": 320},
    {"force": "collide", "radius": 14},
    {"force": "nbody", "strength": -60},
    {"force": "link", "links": "links", "distance": 60},
]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A node with coordinates."""

    label: str
    latitude: float  #: degrees north, WGS 84
    longitude: float  #: degrees east


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """Two nodes with an edge between them."""

    source: str
    target: str
    label: str = ""


def map_page(points: Iterable[MapPoint]) -> str:
    """Return a page with the points over lines of latitude and longitude; points with the same place are one dot.

    No borders are drawn: in a war every outline takes sides.
    """
    import vl_convert  # 0.2 s, and only pages need it

    places: dict[tuple[float, float], list[str]] = {}
    for point in points:
        places.setdefault((point.latitude, point.longitude), []).append(point.label)
    values = [
        {"lat": lat, "long": long, "n": len(labels), "label": labels[0], "all": "; ".join(dict.fromkeys(labels))[:500]}
        for (lat, long), labels in places.items()
    ]
    tooltip = [{"field": "all", "title": "what"}, {"field": "n", "title": "rows"}]
    size = {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [40, 900]}}
    dots = {"mark": {"type": "circle", "opacity": 0.6}, "encoding": {"size": size, "tooltip": tooltip}}
    names = {"mark": {"type": "text", "dy": -12, "limit": 180}, "encoding": {"text": {"field": "label"}}}
    spec: dict[str, Any] = {
        "$schema": _LITE, **_SIZE, "data": {"values": values}, "encoding": _axes(values),
        "layer": [{**dots, "params": [_PAN]}, *([names] if len(values) <= _MAX_LABELLED else [])],
    }  # fmt: skip
    return str(vl_convert.vegalite_to_html(spec, bundle=True))


def _axes(values: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return longitude and latitude as axes of about the same scale at the middle of the map."""
    lats, longs = [value["lat"] for value in values], [value["long"] for value in values]
    middle = [(max(some) + min(some)) / 2 for some in (longs, lats)]
    shrink = max(math.cos(math.radians(middle[1])), 0.1)
    half = max(max(lats) - min(lats), (max(longs) - min(longs)) * shrink * _SIZE["height"] / _SIZE["width"], 1) * 0.6
    spans = (half / shrink * _SIZE["width"] / _SIZE["height"], half)
    axes = zip(("x", "y"), ("long", "lat"), ("longitude", "latitude"), middle, spans, strict=True)
    return {
        axis: {
            "field": name,
            "type": "quantitative",
            "title": title,
            "scale": {"domain": [at - span, at + span], "nice": False},
        }
        for axis, name, title, at, span in axes
    }


def graph_page(edges: Iterable[GraphEdge]) -> str:
    """Return a page with the nodes in a force-directed layout, and a line for each edge."""
    import vl_convert

    distinct = list(dict.fromkeys(edges))
    nodes = list(dict.fromkeys(name for edge in distinct for name in (edge.source, edge.target)))
    number = {name: i for i, name in enumerate(nodes)}
    numbered = [{**asdict(edge), "source": number[edge.source], "target": number[edge.target]} for edge in distinct]
    dots = {
        "name": "dots", "type": "symbol", "zindex": 1, "from": {"data": "nodes"},
        "encode": {"enter": {"fill": {"value": "#4c78a8"}, "tooltip": {"field": "name"}, "size": {"value": 90}}},
        "transform": [{"type": "force", "iterations": 300, "static": True, "forces": _FORCES}],
    }  # fmt: skip
    path = {"type": "linkpath", "shape": "line", "sourceX": "datum.source.x", "sourceY": "datum.source.y",
            "targetX": "datum.target.x", "targetY": "datum.target.y"}  # fmt: skip
    lines = {
        "type": "path", "from": {"data": "links"}, "interactive": True, "transform": [{"type": "linkpath", **path}],
        "encode": {"update": {"stroke": {"value": "#bbb"}, "tooltip": {"field": "label"}}},
    }  # fmt: skip
    words = {
        "type": "text", "from": {"data": "dots"}, "zindex": 2,
        "encode": {"update": {"x": {"field": "x"}, "y": {"field": "y", "offset": -9}, "align": {"value": "center"},
                              "text": {"field": "datum.name"}, "fontSize": {"value": 10}}},
    }  # fmt: skip
    data = [{"name": "nodes", "values": [{"name": name} for name in nodes]}, {"name": "links", "values": numbered}]
    spec = {"$schema": _VEGA, **_SIZE, "padding": 20, "data": data, "marks": [dots, lines, words]}
    return str(vl_convert.vega_to_html(spec, bundle=True))
