"""Lay a network out with Vega's forces. Knows names and weights; knows no answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Spec = dict[str, Any]  #: Vega, or Vega-Lite where its schema says so
WIDTH = 760  #: of all pictures, in pixels
MUTED, MAIN = "#808080", "#3b76b0"
_VEGA = "https://vega.github.io/schema/vega/v5.json"


def force_layout(names: list[str], links: Sequence[tuple[tuple[str, str], int]]) -> Spec:
    """Return the picture of things and the weights of the links between them, by the names of their ends."""
    strongest = max(weight for _, weight in links)
    height = 420 + 5 * len(names)
    edges = [
        {"source": names.index(a), "target": names.index(b), "width": 0.8 + 5 * weight / strongest}
        for (a, b), weight in links
    ]
    forces = [
        {"force": "center", "x": WIDTH / 2, "y": height / 2},
        {"force": "collide", "radius": 26},
        {"force": "nbody", "strength": -60, "distanceMax": 160},
        {"force": "link", "links": "edges", "distance": 60},
    ]
    ends = {f"{end}{axis.upper()}": f"datum.{end}.{axis}" for end in ("source", "target") for axis in "xy"}
    marks = [
        {"name": "spots", "type": "symbol", "zindex": 1, "from": {"data": "nodes"},
         "encode": {"enter": {"size": {"value": 60}, "fill": {"value": MAIN}}},
         "transform": [{"type": "force", "iterations": 300, "static": True, "signal": "force", "forces": forces}]},
        {"type": "path", "from": {"data": "edges"}, "interactive": False,
         "encode": {"enter": {"stroke": {"value": MUTED}, "opacity": {"value": 0.6},
                              "strokeWidth": {"field": "width"}}},
         "transform": [{"type": "linkpath", "require": {"signal": "force"}, "shape": "line", **ends}]},
        {"type": "text", "from": {"data": "spots"}, "zindex": 2,
         "encode": {"update": {"text": {"field": "datum.name"}, "x": {"field": "x"}, "y": {"field": "y", "offset": -8},
                               "fontSize": {"value": 10}, "align": {"value": "center"}}}},
    ]  # fmt: skip
    values = [{"name": name, "index": i} for i, name in enumerate(names)]
    return {
        "$schema": _VEGA, "width": WIDTH, "height": height, "padding": 30, "background": "transparent",
        "data": [{"name": "nodes", "values": values}, {"name": "edges", "values": edges}], "marks": marks,
        "config": {"aria": False},
    }  # fmt: skip
