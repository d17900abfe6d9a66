"""Write who acts against whom, and what is said to have happened where, for tools that are not of RDF.

Edges for Gephi and networkx, features for QGIS: what sources say, each with who affirms and who denies it.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.quads import term
from kg.text_normalization import safe_cell

if TYPE_CHECKING:
    import networkx

_COLUMNS = ("source", "source_label", "target", "target_label", "events", "affirmed", "denied", "undetermined",
            "claimants", "first_day", "last_day", "actions")  # fmt: skip


class Statements:
    """The union of some statements, to be looked up by subject."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._by_subject: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                self._by_subject[quad.subject.value][quad.predicate.value].add(quad.object.value)
        self.claims: defaultdict[str, set[str]] = defaultdict(set)
        for subject, rows in self._by_subject.items():
            for event in rows.get(term("cno:about").value, ()):
                self.claims[event].add(subject)

    def values(self, subject: str, name: str) -> list[str]:
        """Return the values of a property, given by its prefixed name, in order."""
        rows = self._by_subject.get(subject)
        return sorted(rows.get(term(name).value, ())) if rows is not None else []

    def label(self, subject: str) -> str:
        """Return what a node is called."""
        return next(iter(self.values(subject, "rdfs:label")), subject.rsplit("/", 1)[-1])

    def events(self) -> list[str]:
        """Return all events that have an action, in order."""
        return sorted(s for s, rows in self._by_subject.items() if term("cno:action").value in rows)


@dataclass
class _Edge:
    events: set[str] = field(default_factory=set)
    stances: dict[str, int] = field(default_factory=lambda: {"affirmed": 0, "denied": 0, "undetermined": 0})
    claimants: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)


def _edges(said: Statements) -> dict[tuple[str, str], _Edge]:
    found: dict[tuple[str, str], _Edge] = {}
    for event in said.events():
        for actor in said.values(event, "cno:actor"):
            for target in said.values(event, "cno:target"):
                edge = found.setdefault((actor, target), _Edge())
                edge.events.add(event)
                edge.days |= {*said.values(event, "cno:earliest"), *said.values(event, "cno:latest")}
                edge.actions |= {action.rsplit("/", 1)[-1] for action in said.values(event, "cno:action")}
                for claim in said.claims[event]:
                    edge.claimants |= set(said.values(claim, "cno:claimant"))
                    for polarity in said.values(claim, "cno:polarity"):
                        edge.stances[polarity.rsplit("/", 1)[-1]] += 1
    return dict(sorted(found.items()))


def _rows(said: Statements) -> Iterator[dict[str, str | int]]:
    for (actor, target), edge in _edges(said).items():
        values: list[str | int] = [actor, said.label(actor), target, said.label(target), len(edge.events)]
        values += [*edge.stances.values(), len(edge.claimants)]
        values += [min(edge.days, default=""), max(edge.days, default=""), "; ".join(sorted(edge.actions))]
        yield dict(zip(_COLUMNS, values, strict=True))


def write_edges(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write a line for each pair of who acts and whom it is against, as CSV, and return their number."""
    rows = list(_rows(Statements(quads)))
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(str(value)) for name, value in row.items()} for row in rows)
    stream.write(text.getvalue().encode())
    return len(rows)


def _network(quads: Iterable[ox.Quad]) -> networkx.DiGraph[str]:
    import networkx as nx  # here, because it takes longer to import than most commands to run

    graph: networkx.DiGraph[str] = nx.DiGraph()
    for row in _rows(Statements(quads)):
        source, target = str(row["source"]), str(row["target"])
        graph.add_node(source, label=str(row["source_label"]))
        graph.add_node(target, label=str(row["target_label"]))
        graph.add_edge(source, target, weight=row["events"], **{name: row[name] for name in _COLUMNS[4:]})
    return graph


def write_graphml(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write who acts against whom as GraphML, and return the number of edges."""
    import networkx as nx

    graph = _network(quads)
    nx.write_graphml_xml(graph, stream, encoding="utf-8")
    return graph.number_of_edges()


def write_gexf(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write who acts against whom as GEXF 1.2 for Gephi, without a clock, and return the number of edges."""
    import re

    import networkx as nx

    graph = _network(quads)
    whole = io.BytesIO()
    nx.write_gexf(graph, whole)
    stream.write(re.sub(rb' lastmodifieddate="[^"]*"', b"", whole.getvalue()))
    return graph.number_of_edges()


def write_geojson(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write a feature for each event of a place with coordinates, in order, and return their number."""
    said = Statements(quads)
    features = [feature for event in said.events() for feature in _features(event, said)]
    whole = {"type": "FeatureCollection", "features": features}
    stream.write(json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n")
    return len(features)


def _features(event: str, said: Statements) -> Iterator[dict[str, object]]:
    """Yield the feature of an event at the first of its places that the map knows."""
    for place in said.values(event, "cno:place"):
        where = [said.values(place, f"wgs84:{name}") for name in ("long", "lat")]
        if all(where):
            point = {"type": "Point", "coordinates": [float(where[0][0]), float(where[1][0])]}
            yield {"type": "Feature", "id": event, "geometry": point, "properties": _properties(event, place, said)}
            return


def _properties(event: str, place: str, said: Statements) -> dict[str, str]:
    def labels(name: str) -> str:
        return "; ".join(said.label(node) for node in said.values(event, name))

    by = {stance: set[str]() for stance in ("affirmed", "denied", "undetermined")}
    articles: set[str] = set()
    for claim in said.claims[event]:
        articles |= set(said.values(claim, "cno:reportedIn"))
        for polarity in said.values(claim, "cno:polarity"):
            by[polarity.rsplit("/", 1)[-1]] |= {said.label(who) for who in said.values(claim, "cno:claimant")}
    quotes = {
        q
        for claim in said.claims[event]
        for m in said.values(claim, "cno:evidence")
        for q in said.values(m, "nif:anchorOf")
    }
    titles = {
        " — ".join([*said.values(a, "dcterms:title")[:1], *said.values(a, "dcterms:publisher")[:1]]) for a in articles
    }
    found = {
        "label": said.label(event), "action": labels("cno:action"), "actors": labels("cno:actor"),
        "targets": labels("cno:target"), "place": said.label(place),
        "earliest": "".join(said.values(event, "cno:earliest")[:1]),
        "latest": "".join(said.values(event, "cno:latest")[:1]),
        **{f"{stance}_by": "; ".join(sorted(who)) for stance, who in by.items()},
        "articles": "; ".join(sorted(filter(None, titles))), "quotes": " | ".join(sorted(quotes)),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}
