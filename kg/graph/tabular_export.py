"""Export the network of actors and targets, and the events on a map, for tools that read no RDF.

Edges for Gephi and networkx, features for QGIS: what sources say, each with who affirms and who denies it.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgWarning
from kg.graph.quads import term
from kg.text_normalization import safe_cell
from kg.xml_text import replace_without_xml

if TYPE_CHECKING:
    import networkx

_COLUMNS = ("source", "source_label", "target", "target_label", "events", "affirmed", "denied", "undetermined",
            "claimants", "first_day", "last_day", "actions")  # fmt: skip


class Statements:
    """The union of some statements, indexed by subject."""

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
        """Return a node's label, or its local name."""
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


def _edges(statements: Statements) -> dict[tuple[str, str], _Edge]:
    edges: dict[tuple[str, str], _Edge] = {}
    for event in statements.events():
        for actor in statements.values(event, "cno:actor"):
            for target in statements.values(event, "cno:target"):
                edge = edges.setdefault((actor, target), _Edge())
                edge.events.add(event)
                edge.days |= {*statements.values(event, "cno:earliest"), *statements.values(event, "cno:latest")}
                edge.actions |= {action.rsplit("/", 1)[-1] for action in statements.values(event, "cno:action")}
                for claim in statements.claims[event]:
                    edge.claimants |= set(statements.values(claim, "cno:claimant"))
                    for polarity in statements.values(claim, "cno:polarity"):
                        edge.stances[polarity.rsplit("/", 1)[-1]] += 1
    return dict(sorted(edges.items()))


def _rows(statements: Statements) -> Iterator[dict[str, str | int]]:
    for (actor, target), edge in _edges(statements).items():
        values: list[str | int] = [actor, statements.label(actor), target, statements.label(target), len(edge.events)]
        values += [*edge.stances.values(), len(edge.claimants)]
        values += [min(edge.days, default=""), max(edge.days, default=""), "; ".join(sorted(edge.actions))]
        yield dict(zip(_COLUMNS, values, strict=True))


def write_edges(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write a row for each pair of actor and target as CSV, and return their number."""
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
    altered: set[str] = set()
    for row in _rows(Statements(quads)):
        cells = {name: _xml_cell(value, altered) for name, value in row.items()}
        source, target = str(row["source"]), str(row["target"])
        graph.add_node(source, label=cells["source_label"])
        graph.add_node(target, label=cells["target_label"])
        graph.add_edge(source, target, weight=row["events"], **{name: cells[name] for name in _COLUMNS[4:]})
    if altered:
        texts = f"{len(altered):,} label{'s have' if len(altered) > 1 else ' has'}"
        warnings.warn(f"{texts} U+FFFD where XML lacks a character; .csv has them whole", KgWarning, stacklevel=3)
    return graph


def _xml_cell(value: str | int, altered: set[str]) -> str | int:
    """Return a value without characters that XML lacks, and remember the text that had any."""
    if not isinstance(value, str):
        return value
    text, count = replace_without_xml(value)
    if count:
        altered.add(value)
    return text


def write_graphml(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write the network of actors and targets as GraphML, and return the number of edges."""
    import networkx as nx

    graph = _network(quads)
    nx.write_graphml_xml(graph, stream, encoding="utf-8")
    return graph.number_of_edges()


def write_gexf(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write the network as GEXF 1.2 for Gephi, without a timestamp, and return the number of edges."""
    import re

    import networkx as nx

    graph = _network(quads)
    text = io.BytesIO()
    nx.write_gexf(graph, text)
    stream.write(re.sub(rb' lastmodifieddate="[^"]*"', b"", text.getvalue()))
    return graph.number_of_edges()


def write_geojson(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write a feature for each event of a place with coordinates, in order, and return their number."""
    statements = Statements(quads)
    features = [feature for event in statements.events() for feature in _features(event, statements)]
    collection = {"type": "FeatureCollection", "features": features}
    stream.write(json.dumps(collection, ensure_ascii=False, indent=1).encode() + b"\n")
    return len(features)


def _features(event: str, statements: Statements) -> Iterator[dict[str, object]]:
    """Yield the feature of an event at the first of its places that has coordinates."""
    for place in statements.values(event, "cno:place"):
        coordinates = [statements.values(place, f"wgs84:{name}") for name in ("long", "lat")]
        if all(coordinates):
            point = {"type": "Point", "coordinates": [float(coordinates[0][0]), float(coordinates[1][0])]}
            yield {
                "type": "Feature",
                "id": event,
                "geometry": point,
                "properties": _properties(event, place, statements),
            }
            return


def _properties(event: str, place: str, statements: Statements) -> dict[str, str]:
    """Return an event's values as text, with who affirms and who denies it; what is not known is left out."""

    def labels(name: str) -> str:
        return "; ".join(statements.label(node) for node in statements.values(event, name))

    claims = statements.claims[event]
    articles = {article for claim in claims for article in statements.values(claim, "cno:reportedIn")}
    titles = (_article_title(article, statements) for article in articles)
    mentions = {mention for claim in claims for mention in statements.values(claim, "cno:evidence")}
    quotes = {quote for mention in mentions for quote in statements.values(mention, "nif:anchorOf")}
    properties = {
        "label": statements.label(event), "action": labels("cno:action"), "actors": labels("cno:actor"),
        "targets": labels("cno:target"), "place": statements.label(place),
        "earliest": "".join(statements.values(event, "cno:earliest")[:1]),
        "latest": "".join(statements.values(event, "cno:latest")[:1]),
        **{f"{polarity}_by": "; ".join(sorted(who)) for polarity, who in _claimants(claims, statements).items()},
        "articles": "; ".join(sorted({title for title in titles if title})), "quotes": " | ".join(sorted(quotes)),
    }  # fmt: skip
    return {name: value for name, value in properties.items() if value}


def _claimants(claims: Iterable[str], statements: Statements) -> dict[str, set[str]]:
    """Return the labels of the claimants by the polarity of their claims."""
    claimants = {polarity: set[str]() for polarity in ("affirmed", "denied", "undetermined")}
    for claim in claims:
        for polarity in statements.values(claim, "cno:polarity"):
            labels = {statements.label(node) for node in statements.values(claim, "cno:claimant")}
            claimants[polarity.rsplit("/", 1)[-1]] |= labels
    return claimants


def _article_title(article: str, statements: Statements) -> str:
    names = (statements.values(article, name)[:1] for name in ("dcterms:title", "dcterms:publisher"))
    return " — ".join(value for values in names for value in values)
