"""Draw who is linked to whom, laid out with Vega's forces. Knows answers as tables; asks no graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.query.solutions import STATEMENT, Iri
from kg.report.chart import MAIN, MUTED, Spec, Table, View, cut, spaced
from kg.report.columns import number

_VEGA = "https://vega.github.io/schema/vega/v5.json"
_LINKS, _LABELLED = 60, 30  # links that are drawn, and that are few enough for each to be named
_LONGEST = 30  # characters of a name
_ENDS = ("node", "linkedNode")  # columns that ask for a network
_NO_ENDS = ("event", "stance", "claim", "where")

Pair = tuple[str, str]  #: names of both ends


def network(table: Table) -> View | None:
    """Return the picture of statements, or of an answer's first two columns of things; None if it has no two."""
    if table.result.variables == STATEMENT:
        return _of_statements(table)
    nodes = [name for name in table.of("node") + table.of("text") if name not in _NO_ENDS]
    nodes = list(_ENDS) if set(_ENDS) <= set(nodes) else nodes
    if len(nodes) < 2:
        return None
    weight = (table.of("number") or [""])[0]
    pairs: Counter[Pair] = Counter()
    left_names, right_names = (table.told_apart(name) for name in nodes[:2])
    right_names = {term: left_names.get(term, name) for term, name in right_names.items()}
    for row in table.result.rows:
        left_end, right_end = row[table.at(nodes[0])], row[table.at(nodes[1])]
        ends = left_names[left_end], right_names[right_end]
        if left_end is not None and right_end is not None and left_end != right_end:
            pairs[ends] += round(number(row[table.at(weight)]) or 0) if weight else 1
    return _view(pairs, {}, f"arrows lead from {spaced(nodes[0])} to {spaced(nodes[1])}, thicker for more")


def asks_for_network(table: Table) -> bool:
    """Tell whether an answer is to be a network though nobody says so: statements, or a node and a linked node."""
    return table.result.variables == STATEMENT or set(_ENDS) <= set(table.result.variables)


def _of_statements(table: Table) -> View | None:
    """Return the links between things; what has no name but a value is left to the table."""
    names = {**table.told_apart("object"), **table.told_apart("subject")}
    pairs: Counter[Pair] = Counter()
    labels: defaultdict[Pair, dict[str, None]] = defaultdict(dict)
    for row in table.result.rows:
        subject, predicate, thing = row
        if isinstance(subject, Iri) and isinstance(thing, Iri) and subject != thing:
            ends = names[subject], names[thing]
            pairs[ends] += 1
            labels[ends][table.names.said(predicate)] = None
    return _view(pairs, {ends: ", ".join(some) for ends, some in labels.items()}, "arrows lead from subject to object")


def _view(pairs: Counter[Pair], labels: Mapping[Pair, str], how: str) -> View | None:
    if not pairs:
        return None
    links = pairs.most_common(_LINKS)
    left = f"; the {_LINKS} strongest of {len(pairs):,}" if len(pairs) > _LINKS else ""
    said = sorted({label for ends, _ in links if (label := labels.get(ends))})
    if len(said) == 1:
        return View("network", _forces(links, {}), f"{how}, each for “{said[0]}”{left}")
    unnamed = "; too many to write on each what it stands for" if said and len(links) > _LABELLED else ""
    return View("network", _forces(links, {} if unnamed else labels), f"{how}{left}{unnamed}")


def _forces(links: Sequence[tuple[Pair, int]], labels: Mapping[Pair, str]) -> Spec:
    """Return the picture of links with their weights and labels."""
    names = list(dict.fromkeys(end for ends, _ in links for end in ends))
    strongest = max(weight for _, weight in links)
    edges = [
        {"source": names.index(a), "target": names.index(b), "label": labels.get((a, b), ""),
         "width": 0.8 + 4 * weight / strongest if strongest > 1 else 1.3}
        for (a, b), weight in links
    ]  # fmt: skip
    distance = 130 if labels else 80
    forces = [
        {"force": "center", "x": 0, "y": 0},
        {"force": "collide", "radius": 34},
        {"force": "nbody", "strength": -110, "distanceMax": 220},
        {"force": "x", "x": "middle", "strength": 0.02},
        {"force": "y", "y": "middle", "strength": 0.06},
        {"force": "link", "links": "edges", "distance": distance},
    ]
    values = [{"name": cut(name, _LONGEST)} for name in names]
    return {
        "$schema": _VEGA, "width": 1, "height": 1, "autosize": "pad", "padding": 10,  # it grows to what is drawn
        "background": "transparent",
        "data": [{"name": "nodes", "values": values}, {"name": "edges", "values": edges}],
        "marks": _marks(forces), "config": {"aria": False},
    }  # fmt: skip


def _marks(forces: list[Spec]) -> list[Spec]:
    """Return spots, lines with an arrow near their end, and names with a rim that keeps them apart from the lines."""
    ends = {f"{end}{axis.upper()}": f"datum.{end}.{axis}" for end in ("source", "target") for axis in "xy"}
    dx, dy = (f"datum.datum.target.{axis} - datum.datum.source.{axis}" for axis in "xy")
    middle = {axis: {"signal": f"(datum.datum.source.{axis} + datum.datum.target.{axis}) / 2"} for axis in "xy"}
    near_end = {
        axis: {"signal": f"datum.datum.target.{axis} - ({delta}) / max(sqrt(pow({dx}, 2) + pow({dy}, 2)), 1) * 11"}
        for axis, delta in (("x", dx), ("y", dy))
    }
    angle = {"signal": f"atan2({dy}, {dx}) * 180 / PI + 90"}
    size = {"signal": "28 + 16 * datum.datum.width"}
    return [
        {"name": "spots", "type": "symbol", "zindex": 1, "from": {"data": "nodes"},
         "encode": {"enter": {"size": {"value": 60}, "fill": {"value": MAIN}, "middle": {"value": 0}}},
         "transform": [{"type": "force", "iterations": 300, "static": True, "signal": "force", "forces": forces}]},
        {"name": "lines", "type": "path", "from": {"data": "edges"}, "interactive": False,
         "encode": {"enter": {"stroke": {"value": MUTED}, "opacity": {"value": 0.6},
                              "strokeWidth": {"field": "width"}}},
         "transform": [{"type": "linkpath", "require": {"signal": "force"}, "shape": "line", **ends}]},
        {"type": "symbol", "from": {"data": "lines"}, "interactive": False,
         "encode": {"update": {"shape": {"value": "triangle"}, "fill": {"value": MUTED}, "size": size, "angle": angle,
                               **near_end}}},
        {"type": "text", "from": {"data": "lines"}, "interactive": False,
         "encode": {"update": {"text": {"signal": "datum.datum.label"}, "fontSize": {"value": 9},
                               "fontStyle": {"value": "italic"}, "align": {"value": "center"}, **middle}}},
        {"type": "text", "from": {"data": "spots"}, "zindex": 2,
         "encode": {"update": {"text": {"field": "datum.name"}, "x": {"field": "x"}, "y": {"field": "y", "offset": -8},
                               "fontSize": {"value": 11}, "align": {"value": "center"}}}},
    ]  # fmt: skip
