"""Networks: nodes and weighted edges in a force-directed layout of Vega. Knows tables; queries no graph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from kg.query.solutions import STATEMENT, Iri
from kg.report.chart import MAIN, MUTED, Chart, ChartTable, Spec, column_words, truncate
from kg.report.column_kinds import numeric_value

_VEGA_SCHEMA = "https://vega.github.io/schema/vega/v5.json"
_MAX_EDGES, _MAX_LABELS = 60, 30
_MAX_NAME = 30  # characters
_ENDS = ("node", "linkedNode")  # columns of a network
_NO_ENDS = ("event", "stance", "claim", "where")

Pair = tuple[str, str]  #: labels of source and target


def network_chart(table: ChartTable) -> Chart | None:
    """Return the network of triples, or of the first two columns of nodes or texts; None without two."""
    if table.result.variables == STATEMENT:
        return _triples_network(table)
    nodes = [name for name in table.columns("node") + table.columns("text") if name not in _NO_ENDS]
    nodes = list(_ENDS) if set(_ENDS) <= set(nodes) else nodes
    if len(nodes) < 2:
        return None
    weight = (table.columns("number") or [""])[0]
    pairs: Counter[Pair] = Counter()
    sources, targets = (table.distinct_labels(name) for name in nodes[:2])
    targets = {term: sources.get(term, label) for term, label in targets.items()}
    for row in table.result.rows:
        source, target = row[table.index(nodes[0])], row[table.index(nodes[1])]
        pair = sources[source], targets[target]
        if source is not None and target is not None and source != target:
            pairs[pair] += round(numeric_value(row[table.index(weight)]) or 0) if weight else 1
    return _chart(pairs, {}, f"arrows lead from {column_words(nodes[0])} to {column_words(nodes[1])}, thicker for more")


def has_network_columns(table: ChartTable) -> bool:
    """Tell whether the columns are those of a network: of triples, or a node and a linked node."""
    return table.result.variables == STATEMENT or set(_ENDS) <= set(table.result.variables)


def _triples_network(table: ChartTable) -> Chart | None:
    """Return the network of triples between IRIs; literals and blank nodes are left to the table."""
    names = {**table.distinct_labels("object"), **table.distinct_labels("subject")}
    pairs: Counter[Pair] = Counter()
    labels: defaultdict[Pair, dict[str, None]] = defaultdict(dict)
    for row in table.result.rows:
        subject, predicate, value = row
        if isinstance(subject, Iri) and isinstance(value, Iri) and subject != value:
            pair = names[subject], names[value]
            pairs[pair] += 1
            labels[pair][table.labels.text(predicate)] = None
    return _chart(pairs, {pair: ", ".join(some) for pair, some in labels.items()}, "arrows lead from subject to object")


def _chart(pairs: Counter[Pair], labels: Mapping[Pair, str], how: str) -> Chart | None:
    if not pairs:
        return None
    edges = pairs.most_common(_MAX_EDGES)
    omitted = f"; the {_MAX_EDGES} strongest of {len(pairs):,}" if len(pairs) > _MAX_EDGES else ""
    distinct = sorted({label for pair, _ in edges if (label := labels.get(pair))})
    if len(distinct) == 1:
        return Chart("network", _network_spec(edges, {}), f"{how}, each for “{distinct[0]}”{omitted}")
    unlabelled = "; too many to write on each what it stands for" if distinct and len(edges) > _MAX_LABELS else ""
    return Chart("network", _network_spec(edges, {} if unlabelled else labels), f"{how}{omitted}{unlabelled}")


def _network_spec(edges: Sequence[tuple[Pair, int]], labels: Mapping[Pair, str]) -> Spec:
    """Return the Vega specification of edges with their weights and labels."""
    names = list(dict.fromkeys(end for pair, _ in edges for end in pair))
    strongest = max(weight for _, weight in edges)
    values = [
        {"source": names.index(a), "target": names.index(b), "label": labels.get((a, b), ""),
         "width": 0.8 + 4 * weight / strongest if strongest > 1 else 1.3}
        for (a, b), weight in edges
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
    nodes = [{"name": truncate(name, _MAX_NAME)} for name in names]
    return {
        "$schema": _VEGA_SCHEMA, "width": 1, "height": 1, "autosize": "pad", "padding": 10,  # it grows to what is drawn
        "background": "transparent",
        "data": [{"name": "nodes", "values": nodes}, {"name": "edges", "values": values}],
        "marks": _marks(forces), "config": {"aria": False},
    }  # fmt: skip


def _marks(forces: list[Spec]) -> list[Spec]:
    """Return points, lines with an arrow near their target, and labels of both."""
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
