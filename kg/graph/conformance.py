"""Check a graph of any size against its shapes and the ontology, and quote the articles behind each finding.

A small graph is checked as a whole, a larger one by batches of articles, each with what the gazetteer says of the nodes
in them. Inferred statements are left out: by inference a place that acts would be an actor, and no longer wrong.
Knows graphs and articles; the checks themselves are those of `kg.graph.validation`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.export_selection import gazetteer_quads
from kg.graph.inference import INFERRED
from kg.graph.quads import term
from kg.graph.validation import MAX_STATEMENTS, inconsistencies, violations
from kg.vocab import PREFIXES
from kg.vocab.namespaces import TERM_NAMESPACES

_BATCH_STATEMENTS = 4_000  #: statements of articles that are checked together
_ARTICLE_GRAPH, _METADATA_GRAPH = PREFIXES["graph"] + "article-", PREFIXES["graph"] + "metadata-"
_IRI = re.compile(r"https?://[^\s<>\"]+")
_EVIDENCE_PROPERTIES = ("cno:trigger", "cno:evidence")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """Words of an article that mention a node."""

    article: str  #: its IRI
    title: str
    outlet: str
    quote: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A violation of a shape, or a contradiction of the ontology."""

    node: str  #: IRI of what is wrong, or of what it is wrong about
    message: str
    path: str = ""  #: IRI of the property; empty where the node itself is wrong
    value: str = ""  #: the value that is wrong
    words: Quotation | None = None  #: None: no article mentions it


def check(
    store: ox.Store,
    on_progress: Progress = lambda _done, _of: None,
    *,
    max_statements: int = MAX_STATEMENTS,
) -> tuple[Finding, ...]:
    """Return all findings on a graph, in a fixed order.

    Args:
        store: the graph.
        on_progress: called with the number of articles that are done, and of all, after each batch.
        max_statements: the size up to which a graph is checked as a whole.

    Raises:
        UsageError: it is larger and has no graph for each article.
    """
    if len(store) <= max_statements:
        asserted = ox.Store()
        asserted.extend(quad for quad in store if quad.graph_name != INFERRED)
        return tuple(sorted(set(_findings(asserted, store)), key=_sort_key))
    found: set[Finding] = set()
    articles = sorted((g for g in store.named_graphs() if _is_article(g)), key=str)
    if not articles:
        raise UsageError(f"{len(store):,} statements in no article's graph are too many to check; give a graph folder")
    for done, batch in _article_batches(store, articles):
        found.update(_findings(batch, store))
        on_progress(done, len(articles))
    return tuple(sorted(found, key=_sort_key))


def _sort_key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.node, finding.message, finding.path, finding.value


def _is_article(graph: ox.NamedNode | ox.BlankNode) -> bool:
    return str(graph.value).startswith(_ARTICLE_GRAPH)


def _article_batches(
    store: ox.Store, articles: Sequence[ox.NamedNode | ox.BlankNode]
) -> Iterator[tuple[int, ox.Store]]:
    """Yield batches of articles' graphs with the gazetteer's statements, each with the number of articles so far."""
    batch = ox.Store()
    for done, graph in enumerate(articles, 1):
        for name in (graph, ox.NamedNode(_METADATA_GRAPH + str(graph.value).removeprefix(_ARTICLE_GRAPH))):
            batch.extend(store.quads_for_pattern(None, None, None, name))
        if len(batch) >= _BATCH_STATEMENTS or done == len(articles):
            nodes = {node for quad in batch for node in (quad.subject, quad.object)}
            batch.extend(list(gazetteer_quads(store, nodes)))
            yield done, batch
            batch = ox.Store()


def _findings(batch: ox.Store, store: ox.Store) -> Iterator[Finding]:
    """Yield the findings on a part of a graph; quotations come from all of it."""
    for v in violations(batch):
        node, value = (v.value, "") if _is_ontology(v.focus) else (v.focus, v.value)
        yield Finding(node, v.message, v.path, value, _quotation(store, node, value))
    for problem in inconsistencies(batch):
        nodes = [iri for iri in _IRI.findall(problem) if not iri.startswith(TERM_NAMESPACES)]
        node = nodes[0] if nodes else ""
        yield Finding(node, problem, words=_quotation(store, node, ""))


def _is_ontology(iri: str) -> bool:
    """Tell whether an IRI is the ontology's: the focus of checks over the whole graph."""
    return iri == PREFIXES["cno"].rstrip("#")


def _quotation(store: ox.Store, *iris: str) -> Quotation | None:
    """Return the longest quotation that mentions the first of some nodes that any mentions."""
    nodes = filter(None, map(_node, iris))
    return next(filter(None, (_longest_quotation(store, node) for node in nodes)), None)


def _node(text: str) -> ox.NamedNode | None:
    """Return the node of an IRI; None: the text is none, as a value of a graph may look like one and be wrong."""
    try:
        return ox.NamedNode(text) if _IRI.fullmatch(text) else None
    except ValueError:
        return None


def _longest_quotation(store: ox.Store, node: ox.NamedNode) -> Quotation | None:
    quotations = [
        Quotation(article.value, _literal(store, article, "dcterms:title"),
                  _literal(store, article, "dcterms:publisher"), quote)
        for mention in _mentions(store, node)
        if (quote := _literal(store, mention, "nif:anchorOf"))
        for article in _nodes(store, mention, "nif:referenceContext")
    ]  # fmt: skip
    return min(quotations, key=lambda quotation: (-len(quotation.quote), quotation), default=None)


def _mentions(store: ox.Store, node: ox.NamedNode) -> set[ox.NamedNode]:
    """Return the mentions of a node and the evidence for it, an event's claims included; and the node itself."""
    claims = {q.subject for q in store.quads_for_pattern(None, term("cno:about"), node)}
    subjects = [subject for subject in {node} | claims if isinstance(subject, ox.NamedNode)]
    evidence = {m for subject in subjects for name in _EVIDENCE_PROPERTIES for m in _nodes(store, subject, name)}
    mentions = {q.subject for q in store.quads_for_pattern(None, term("cno:refersTo"), node)}
    return {node} | evidence | {m for m in mentions if isinstance(m, ox.NamedNode)}


def _nodes(store: ox.Store, node: ox.NamedNode, name: str) -> list[ox.NamedNode]:
    return [q.object for q in store.quads_for_pattern(node, term(name), None) if isinstance(q.object, ox.NamedNode)]


def _literal(store: ox.Store, node: ox.NamedNode, name: str) -> str:
    values = (q.object for q in store.quads_for_pattern(node, term(name), None))
    return min((value.value for value in values if isinstance(value, ox.Literal)), default="")
