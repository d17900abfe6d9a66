"""Select the part of a graph to export: some articles, no quotes, nothing inferred. Writes nothing.

Of the ontology, what the selected statements use comes along: saved queries find the same in an export as in a graph.
"""

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
    with_current_description,
)
from kg.graph.inference import INFERRED
from kg.graph.quads import term
from kg.vocab import PREFIXES
from kg.vocab.namespaces import CONCEPT_NAMESPACES, TERM_NAMESPACES

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_GAZETTEER = term("graph:gazetteer")
_ARTICLE = PREFIXES["article"]
_QUOTE_PROPERTIES = {term(name) for name in ("nif:anchorOf", "nif:isString", "cno:dateText", "cno:placeText")}
_OFFSET_PROPERTIES = {term("nif:beginIndex"), term("nif:endIndex")}
_XSD = PREFIXES["xsd"]
_DATE = ox.NamedNode(_XSD + "date")
_DATE_TIME = ox.NamedNode(_XSD + "dateTime")
_PARTIAL_DATES = {ox.NamedNode(_XSD + name) for name in ("gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay")}
_FOLLOWED = tuple(
    term(f"skos:{name}")
    for name in ("broader", "inScheme", "topConceptOf", "exactMatch", "closeMatch", "broadMatch", "narrowMatch",
                 "relatedMatch")
)  # fmt: skip # from a concept to those that describe it
_DECLARED_NAMESPACES = (PREFIXES["cno"], PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"])


@dataclass(frozen=True, slots=True)
class ExportSelection:
    """Which statements of a graph are exported, and in which form."""

    articles: tuple[str, ...] = ()  #: IRIs, prefixed names, ids or URLs; empty: all
    since: date | None = None  #: only articles published on that day or later
    quotes: bool = True  #: whether words of the articles' texts are included
    inferred: bool = True
    ontology: bool = False
    stated: tuple[ox.Quad, ...] = ()  #: what the dataset's maker says of it
    owl_dl: bool = False  #: whether dates are dateTimes, as in OWL 2 DL, and all properties are declared


def selected_quads(store: ox.Store, selection: ExportSelection) -> list[ox.Quad]:
    """Return the selected statements, the dataset's description made theirs.

    Raises:
        UsageError: an article is not in the graph.
    """
    excluded = {TIMES} | (set() if selection.ontology or selection.owl_dl else {ONTOLOGY_GRAPH})
    excluded |= set() if selection.inferred else {INFERRED}
    quads = [quad for quad in store if quad.graph_name not in excluded]
    if (selection.ontology or selection.owl_dl) and not any(quad.graph_name == ONTOLOGY_GRAPH for quad in quads):
        quads += ontology_quads()
    if selection.articles or selection.since is not None:
        quads = list(_article_quads(quads, _selected_articles(store, selection), store))
    if not selection.quotes:
        quads = list(_without_quotes(quads))
    if ONTOLOGY_GRAPH in excluded:
        quads += concept_quads(store, {quad.object for quad in quads})
    if selection.owl_dl:
        quads = [_as_owl_dl(quad) for quad in quads]
        quads += _declarations([*quads, *selection.stated])
    return with_current_description(quads, selection.stated)


def _without_quotes(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the statements without words of a text: of a mention only its type, its offsets and what it refers to."""
    mentions = {quad.subject for quad in quads if quad.predicate == term("nif:anchorOf")}
    mentions |= {q.subject for q in quads if q.predicate == term("rdf:type") and q.object == term("cno:Mention")}
    for quad in quads:
        is_text = isinstance(quad.object, ox.Literal) and quad.predicate not in _OFFSET_PROPERTIES
        if quad.predicate not in _QUOTE_PROPERTIES and not (is_text and quad.subject in mentions):
            yield quad


def gazetteer_quads(store: ox.Store, nodes: set[Node]) -> Iterator[ox.Quad]:
    """Yield the gazetteer's statements on nodes, and on those that they lead to: the region, the state."""
    seen: set[Node] = set()
    while nodes:
        seen |= nodes
        found = [
            quad for node in nodes if isinstance(node, ox.NamedNode)
            for quad in store.quads_for_pattern(node, None, None, _GAZETTEER)
        ]  # fmt: skip
        yield from found
        nodes = {quad.object for quad in found} - seen


def concept_quads(store: ox.Store, nodes: set[Node]) -> Iterator[ox.Quad]:
    """Yield what the graph's ontology says of the concepts among some nodes, of broader ones and of their matches."""
    seen: set[Node] = set()
    concepts = {node for node in nodes if isinstance(node, ox.NamedNode) and node.value.startswith(CONCEPT_NAMESPACES)}
    while concepts:
        seen |= concepts
        found = [quad for node in concepts for quad in store.quads_for_pattern(node, None, None, ONTOLOGY_GRAPH)]
        yield from found
        followed = {quad.object for quad in found if quad.predicate in _FOLLOWED} - seen
        concepts = {node for node in followed if isinstance(node, ox.NamedNode)}


def _selected_articles(store: ox.Store, selection: ExportSelection) -> set[str]:
    """Return the keys of the selected articles."""
    named = {key for name in selection.articles for key in _articles_called(name, store)}
    if selection.since is None:
        return named
    issued = store.quads_for_pattern(None, term("dcterms:issued"), None)
    recent = {
        _article_key(q.subject)
        for q in issued
        if isinstance(q.object, ox.Literal) and q.object.value[:10] >= str(selection.since)
    }
    return named & recent if selection.articles else recent


def _articles_called(name: str, store: ox.Store) -> set[str]:
    start = article_key(name)
    keys = {_article_key(q.subject) for q in store.quads_for_pattern(None, term("rdf:type"), term("cno:Article"))}
    found = {key for key in keys if start and key.startswith(start)}
    for value in (ox.Literal(name), ox.NamedNode(name) if name.startswith("http") and " " not in name else None):
        found |= (
            {_article_key(q.subject) for q in store.quads_for_pattern(None, None, value)} & keys if value else set()
        )
    if len(found) == 1:
        return found
    what = "means several articles" if found else "no article of the graph is called so"
    raise UsageError(f"--article {name}: {what}; give its IRI, as article:3f2a90c1, its id or its URL")


def _article_key(node: object) -> str:
    return node.value.removeprefix(_ARTICLE).split("#")[0] if isinstance(node, ox.NamedNode) else ""


def _article_quads(quads: list[ox.Quad], keys: set[str], store: ox.Store) -> Iterator[ox.Quad]:
    """Yield the graphs of some articles, the gazetteer's statements on their nodes, and what follows from both."""
    graphs: set[Node] = {graph for key in keys for graph in (article_graph(key), metadata_graph(key))}
    statements = [quad for quad in quads if quad.graph_name in graphs]
    nodes: set[Node] = {node for quad in statements for node in (quad.subject, quad.object)}
    statements += gazetteer_quads(store, nodes)
    subjects: set[Node] = {quad.subject for quad in statements}
    yield from statements
    for quad in quads:
        is_default = isinstance(quad.graph_name, ox.DefaultGraph)
        follows = (
            quad.graph_name == INFERRED
            and quad.subject in subjects
            and (quad.object in subjects or _is_term(quad.object))
        )
        if quad.graph_name == ONTOLOGY_GRAPH or follows or (is_default and quad.subject in subjects | graphs):
            yield quad


def _is_term(node: Node) -> bool:
    """Tell whether a value is a literal or a term of the ontology: no other article's statements describe it."""
    return not isinstance(node, ox.NamedNode) or node.value.startswith(TERM_NAMESPACES)


def _as_owl_dl(quad: ox.Quad) -> ox.Quad:
    """Return a statement with a date as a dateTime, and a partial date as a string: OWL 2 DL has no other types."""
    value = quad.object
    if not isinstance(value, ox.Literal):
        return quad
    if value.datatype == _DATE:
        value = ox.Literal(f"{value.value[:10]}T00:00:00Z", datatype=_DATE_TIME)
    elif value.datatype in _PARTIAL_DATES:
        value = ox.Literal(value.value)
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _declarations(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return declarations, as annotation properties, of the properties of other vocabularies that have none."""
    statements = list(quads)
    declared = {
        quad.subject for quad in statements if quad.graph_name == ONTOLOGY_GRAPH and quad.predicate == term("rdf:type")
    }
    used = {
        quad.predicate for quad in statements if not quad.predicate.value.startswith(_DECLARED_NAMESPACES)
    } - declared
    kind = ox.NamedNode(PREFIXES["owl"] + "AnnotationProperty")
    return [ox.Quad(name, term("rdf:type"), kind, ONTOLOGY_GRAPH) for name in sorted(used, key=str)]
