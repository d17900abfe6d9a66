"""Check a graph of any size against its shapes and for contradictions, and say in which words of which article.

A small graph is checked as a whole, a larger one some articles at a time, each with what is known of whom and what it
names. What is inferred is left out: a place that acts would be an actor by it, and no longer wrong. Knows graphs and
articles; the checks themselves are those of `kg.graph.validation`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.export_selection import about
from kg.graph.inference import INFERRED
from kg.graph.quads import term
from kg.graph.validation import MOST_STATEMENTS, inconsistencies, violations
from kg.vocab import PREFIXES

_AT_ONCE = 4_000  #: statements of articles that are checked together
_ARTICLE, _METADATA = PREFIXES["graph"] + "article-", PREFIXES["graph"] + "metadata-"
_TERMS = tuple(PREFIXES[name] for name in ("cno", "act", "code"))
_IRI = re.compile(r"https?://[^\s<>\"]+")
_EVIDENCE = ("cno:trigger", "cno:evidence")


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """Where an article speaks of something."""

    article: str  #: its IRI
    title: str
    outlet: str
    quote: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, with words that speak of it."""

    node: str  #: IRI of what is wrong, or of what it is wrong about
    message: str
    path: str = ""  #: IRI of the property; empty where the node itself is wrong
    value: str = ""  #: the value that is wrong
    words: Words | None = None  #: None: no article speaks of it


def check(
    store: ox.Store, told: Callable[[int, int], None] = lambda _done, _of: None, *, most: int = MOST_STATEMENTS
) -> tuple[Finding, ...]:
    """Return all that is wrong with a graph, in a fixed order.

    Args:
        store: the graph.
        told: called with the number of articles that are done, and of all, as it goes.
        most: statements of a graph that is checked as a whole.

    Raises:
        UsageError: it is large and has no graph for each article.
    """
    if len(store) <= most:
        whole = ox.Store()
        whole.extend(quad for quad in store if quad.graph_name != INFERRED)
        return tuple(sorted(set(_findings(whole, store)), key=_order))
    found: set[Finding] = set()
    articles = sorted((g for g in store.named_graphs() if _is_article(g)), key=str)
    if not articles:
        raise UsageError(f"{len(store):,} statements in no article's graph are too many to check; give a graph folder")
    for done, part in _portions(store, articles):
        found.update(_findings(part, store))
        told(done, len(articles))
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return finding.node, finding.message, finding.path, finding.value


def _is_article(graph: ox.NamedNode | ox.BlankNode) -> bool:
    return str(graph.value).startswith(_ARTICLE)


def _portions(store: ox.Store, articles: Sequence[ox.NamedNode | ox.BlankNode]) -> Iterator[tuple[int, ox.Store]]:
    """Yield the graphs of some articles at a time, with what is known beside, and how many articles are in by then."""
    part = ox.Store()
    for done, graph in enumerate(articles, 1):
        for name in (graph, ox.NamedNode(_METADATA + str(graph.value).removeprefix(_ARTICLE))):
            part.extend(store.quads_for_pattern(None, None, None, name))
        if len(part) >= _AT_ONCE or done == len(articles):
            part.extend(list(about(store, {node for quad in part for node in (quad.subject, quad.object)})))
            yield done, part
            part = ox.Store()


def _findings(part: ox.Store, store: ox.Store) -> Iterator[Finding]:
    """Yield what is wrong with a part of a graph."""
    for v in violations(part):
        node, value = (v.value, "") if _is_whole(v.focus) else (v.focus, v.value)
        yield Finding(node, v.message, v.path, value, _words(store, node, value))
    for problem in inconsistencies(part):
        nodes = [iri for iri in _IRI.findall(problem) if not iri.startswith(_TERMS)]
        node = nodes[0] if nodes else ""
        yield Finding(node, problem, words=_words(store, node, ""))


def _is_whole(iri: str) -> bool:
    """Tell whether it is the ontology: what checks over the whole graph speak of."""
    return iri == PREFIXES["cno"].rstrip("#")


def _words(store: ox.Store, *nodes: str) -> Words | None:
    """Return the longest words that speak of the first of some nodes that any speak of."""
    named = (ox.NamedNode(iri) for iri in nodes if _IRI.fullmatch(iri))
    return next(filter(None, (_longest(store, node) for node in named)), None)


def _longest(store: ox.Store, node: ox.NamedNode) -> Words | None:
    found = [
        Words(article.value, _text(store, article, "dcterms:title"), _text(store, article, "dcterms:publisher"), quote)
        for mention in _mentions(store, node)
        if (quote := _text(store, mention, "nif:anchorOf"))
        for article in _values(store, mention, "nif:referenceContext")
    ]
    return min(found, key=lambda words: (-len(words.quote), words), default=None)


def _mentions(store: ox.Store, node: ox.NamedNode) -> set[ox.NamedNode]:
    """Return the words that name a node or are the evidence for it, an event's claims included; or the node itself."""
    told = {node} | {q.subject for q in store.quads_for_pattern(None, term("cno:about"), node)}
    found = {
        m for teller in told if isinstance(teller, ox.NamedNode) for p in _EVIDENCE for m in _values(store, teller, p)
    }
    named = {q.subject for q in store.quads_for_pattern(None, term("cno:refersTo"), node)}
    return {node} | found | {m for m in named if isinstance(m, ox.NamedNode)}


def _values(store: ox.Store, node: ox.NamedNode, name: str) -> list[ox.NamedNode]:
    return [q.object for q in store.quads_for_pattern(node, term(name), None) if isinstance(q.object, ox.NamedNode)]


def _text(store: ox.Store, node: ox.NamedNode, name: str) -> str:
    found = (q.object for q in store.quads_for_pattern(node, term(name), None))
    return min((o.value for o in found if isinstance(o, ox.Literal)), default="")
