"""Collect what a person needs to decide on a node: facts, articles and quotations. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.quads import term
from kg.links.decisions import node_sort, prefixed_name
from kg.links.statements import asserted_nodes, asserted_quads

_MAX_SHOWN = 3  #: quotes, and labels of events, for one node
#: by sort of node: the name of a fact → its property
_FACTS = {
    "actor": {"class": "rdf:type", "called": "skos:altLabel", "part of": "cno:partOf", "country": "cno:country",
              "elsewhere": "schema:sameAs"},
    "place": {"class": "rdf:type", "called": "skos:altLabel", "within": "cno:within", "latitude": "wgs84:lat",
              "longitude": "wgs84:long", "elsewhere": "schema:sameAs"},
    "event": {"action": "cno:action", "actor": "cno:actor", "target": "cno:target", "place": "cno:place",
              "date": "cno:date", "in words": "cno:dateText"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its citation."""

    words: str  #: empty: the article as a whole
    source: str  #: outlet, day and title, as far as they are known


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts about a node and quotations that mention it."""

    name: str  #: prefixed
    label: str
    facts: tuple[tuple[str, str], ...]  #: name → value, in a fixed order
    articles: int  #: how many mention or report it
    quotes: tuple[Quote, ...]


class EvidenceReader:
    """Reads evidence from a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def label(self, iri: str) -> str:
        """Return a node's label, or its local name."""
        labels = self._literals(NamedNode(iri), "rdfs:label") or self._literals(NamedNode(iri), "skos:prefLabel")
        return labels[0] if labels else prefixed_name(iri).rpartition(":")[2]

    def evidence(self, iri: str) -> Evidence:
        """Return the evidence on a node."""
        node, sort = NamedNode(iri), node_sort(iri)
        facts = {name: self._fact_value(node, prop) for name, prop in _FACTS.get(sort, _FACTS["actor"]).items()}
        if sort != "event":
            facts["told of"] = "; ".join(self._event_labels(node))
        quotes = self._event_quotes(node) if sort == "event" else self._mention_quotes(node)
        articles = {article for article, _ in quotes}
        shown = tuple(Quote(words, self._citation(article)) for article, words in sorted(quotes, key=str)[:_MAX_SHOWN])
        facts_known = tuple((name, value) for name, value in facts.items() if value)
        return Evidence(prefixed_name(iri), self.label(iri), facts_known, len(articles), shown)

    def _event_quotes(self, event: NamedNode) -> set[tuple[NamedNode, str]]:
        """Return the evidence of an event's claims, each quotation with its article."""
        return {
            (article, words)
            for claim in self._subjects(event, "cno:about")
            for article in self._nodes(claim, "cno:reportedIn")
            for mention in self._nodes(claim, "cno:evidence")
            for words in self._literals(mention, "nif:anchorOf")
        }

    def _mention_quotes(self, node: NamedNode) -> set[tuple[NamedNode, str]]:
        """Return the articles that mention a node, each with the words of its mentions."""
        words_by_article: dict[NamedNode, set[str]] = {}
        for mention in self._subjects(node, "cno:refersTo"):
            for article in self._nodes(mention, "nif:referenceContext"):
                words_by_article.setdefault(article, set()).update(self._literals(mention, "nif:anchorOf"))
        return {(article, ", ".join(sorted(words))) for article, words in words_by_article.items()}

    def _event_labels(self, node: NamedNode) -> list[str]:
        events = {e for name in ("actor", "target", "place") for e in self._subjects(node, f"cno:{name}")}
        return sorted({self.label(event.value) for event in events})[:_MAX_SHOWN]

    def _citation(self, article: NamedNode) -> str:
        parts = [*self._literals(article, "dcterms:publisher"), *self._literals(article, "dcterms:issued")]
        return ", ".join([*parts, *self._literals(article, "rdfs:label")])

    def _fact_value(self, node: NamedNode, name: str) -> str:
        values = [*self._literals(node, name), *(self._display_name(n) for n in self._nodes(node, name))]
        return ", ".join(dict.fromkeys(values))

    def _display_name(self, node: NamedNode) -> str:
        return self.label(node.value) if node.value.startswith("https://w3id.org/") else node.value

    def _literals(self, node: NamedNode, name: str) -> list[str]:
        quads = asserted_quads(self._store, node, term(name))
        return sorted({q.object.value for q in quads if isinstance(q.object, Literal)})

    def _nodes(self, node: NamedNode, name: str) -> list[NamedNode]:
        return sorted(asserted_nodes(self._store, node, term(name)), key=str)

    def _subjects(self, node: NamedNode, name: str) -> Iterable[NamedNode]:
        subjects = {q.subject for q in self._store.quads_for_pattern(None, term(name), node)}
        return sorted((s for s in subjects if isinstance(s, NamedNode)), key=str)
