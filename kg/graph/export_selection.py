"""Choose the part of a graph that an export holds: some articles, no quotes, nothing inferred. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.dataset_description import (
    ONTOLOGY_GRAPH,
    TIMES,
    article_graph,
    article_key,
    metadata_graph,
    ontology_quads,
    redescribed,
)
from kg.graph.inference import INFERRED
from kg.graph.quads import term
from kg.vocab import PREFIXES

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_GAZETTEER = term("graph:gazetteer")
_ARTICLE = PREFIXES["article"]
_QUOTES = {term(name) for name in ("nif:anchorOf", "nif:isString", "cno:dateText", "cno:placeText")}
_OFFSETS = {term("nif:beginIndex"), term("nif:endIndex")}
_XSD = PREFIXES["xsd"]
_DATE = ox.NamedNode(_XSD + "date")
_DATE_TIME = ox.NamedNode(_XSD + "dateTime")
_PARTS_OF_DATES = {ox.NamedNode(_XSD + name) for name in ("gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay")}
_DECLARED = (PREFIXES["cno"], PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"])


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a graph is to be written."""

    articles: tuple[str, ...] = ()  #: IRIs, prefixed names, ids or URLs; empty: all
    since: date | None = None  #: only articles published on that day or later
    quotes: bool = True  #: whether words of the articles' texts are in
    inferred: bool = True
    ontology: bool = False
    owl_dl: bool = False  #: whether dates take a form that OWL 2 DL has, and all properties are declared


def chosen(store: ox.Store, choice: Choice) -> list[ox.Quad]:
    """Return the statements that a choice leaves, with what the dataset says of its size true of them.

    Raises:
        UsageError: an article is not in the graph.
    """
    left_out = {TIMES} | (set() if choice.ontology or choice.owl_dl else {ONTOLOGY_GRAPH})
    left_out |= set() if choice.inferred else {INFERRED}
    quads = [quad for quad in store if quad.graph_name not in left_out]
    if (choice.ontology or choice.owl_dl) and not any(quad.graph_name == ONTOLOGY_GRAPH for quad in quads):
        quads += ontology_quads()
    if choice.articles or choice.since is not None:
        quads = list(_of_articles(quads, _articles(store, choice), store))
    if not choice.quotes:
        quads = list(_without_quotes(quads))
    if choice.owl_dl:
        quads = [_in_owl_dl(quad) for quad in quads]
        quads += _declarations(quads)
    return redescribed(quads)


def _without_quotes(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield what holds no words of a text: of a mention only what it is, where it stands and what it refers to."""
    mentions = {quad.subject for quad in quads if quad.predicate == term("nif:anchorOf")}
    mentions |= {q.subject for q in quads if q.predicate == term("rdf:type") and q.object == term("cno:Mention")}
    for quad in quads:
        words = isinstance(quad.object, ox.Literal) and quad.predicate not in _OFFSETS
        if quad.predicate not in _QUOTES and not (words and quad.subject in mentions):
            yield quad


def about(store: ox.Store, nodes: set[Node]) -> Iterator[ox.Quad]:
    """Yield what the gazetteer says of nodes, and of those that it leads on to: the region, the state."""
    seen: set[Node] = set()
    while nodes:
        seen |= nodes
        found = [
            quad for node in nodes if isinstance(node, ox.NamedNode)
            for quad in store.quads_for_pattern(node, None, None, _GAZETTEER)
        ]  # fmt: skip
        yield from found
        nodes = {quad.object for quad in found} - seen


def _articles(store: ox.Store, choice: Choice) -> set[str]:
    """Return the keys of the articles that are chosen."""
    found = {key for name in choice.articles for key in _named(name, store)}
    if choice.since is None:
        return found
    issued = store.quads_for_pattern(None, term("dcterms:issued"), None)
    late = {
        _key(q.subject) for q in issued if isinstance(q.object, ox.Literal) and q.object.value[:10] >= str(choice.since)
    }
    return found & late if choice.articles else late


def _named(name: str, store: ox.Store) -> set[str]:
    start = article_key(name)
    keys = {_key(q.subject) for q in store.quads_for_pattern(None, term("rdf:type"), term("cno:Article"))}
    found = {key for key in keys if start and key.startswith(start)}
    for value in (ox.Literal(name), ox.NamedNode(name) if name.startswith("http") and " " not in name else None):
        found |= {_key(q.subject) for q in store.quads_for_pattern(None, None, value)} & keys if value else set()
    if len(found) == 1:
        return found
    what = "means several articles" if found else "no article of the graph is called so"
    raise UsageError(f"--article {name}: {what}; give its IRI, as article:3f2a90c1, its id or its URL")


def _key(node: object) -> str:
    return node.value.removeprefix(_ARTICLE).split("#")[0] if isinstance(node, ox.NamedNode) else ""


def _of_articles(quads: list[ox.Quad], keys: set[str], store: ox.Store) -> Iterator[ox.Quad]:
    """Yield the graphs of some articles, what is known of all that they name, and what follows of that."""
    graphs: set[Node] = {graph for key in keys for graph in (article_graph(key), metadata_graph(key))}
    said = [quad for quad in quads if quad.graph_name in graphs]
    nodes: set[Node] = {node for quad in said for node in (quad.subject, quad.object)}
    said += about(store, nodes)
    known: set[Node] = {quad.subject for quad in said}
    yield from said
    for quad in quads:
        default = isinstance(quad.graph_name, ox.DefaultGraph)
        follows = (
            quad.graph_name == INFERRED and quad.subject in known and (quad.object in known or _is_term(quad.object))
        )
        if quad.graph_name == ONTOLOGY_GRAPH or follows or (default and quad.subject in known | graphs):
            yield quad


def _is_term(node: Node) -> bool:
    """Tell whether a value is none that other articles' statements would be needed for."""
    return not isinstance(node, ox.NamedNode) or node.value.startswith(
        tuple(PREFIXES[n] for n in ("cno", "act", "code"))
    )


def _in_owl_dl(quad: ox.Quad) -> ox.Quad:
    """Return a statement with its date as a dateTime, and a part of a date as text: OWL 2 DL has no others."""
    value = quad.object
    if not isinstance(value, ox.Literal):
        return quad
    if value.datatype == _DATE:
        value = ox.Literal(f"{value.value[:10]}T00:00:00Z", datatype=_DATE_TIME)
    elif value.datatype in _PARTS_OF_DATES:
        value = ox.Literal(value.value)
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _declarations(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return that each property of another vocabulary is an annotation property, where nothing says what it is."""
    some = list(quads)
    said = {quad.subject for quad in some if quad.graph_name == ONTOLOGY_GRAPH and quad.predicate == term("rdf:type")}
    used = {quad.predicate for quad in some if not quad.predicate.value.startswith(_DECLARED)} - said
    kind = ox.NamedNode(PREFIXES["owl"] + "AnnotationProperty")
    return [ox.Quad(name, term("rdf:type"), kind, ONTOLOGY_GRAPH) for name in sorted(used, key=str)]
