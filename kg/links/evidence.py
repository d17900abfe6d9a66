"""What a person needs to see of a node to decide on it: facts, articles, their words. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.quads import term
from kg.links.decisions import short, sort_of
from kg.links.statements import asserted_nodes, asserted_quads

_MOST = 3  #: articles, quotes or deeds that are shown of one node
#: what is shown of a node, by its sort: the property, and what it is called
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
    """Words of an article, and which one it is."""

    words: str  #: empty: the article alone
    source: str  #: outlet, day and title, as far as they are known


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a node."""

    name: str  #: its curie
    label: str
    facts: tuple[tuple[str, str], ...]  #: name → value, in a fixed order
    articles: int  #: that name it or tell it
    quotes: tuple[Quote, ...]


class Witness:
    """Gives evidence from a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def label(self, iri: str) -> str:
        """Return a node's label, or its local name."""
        found = self._words(NamedNode(iri), "rdfs:label") or self._words(NamedNode(iri), "skos:prefLabel")
        return found[0] if found else short(iri).rpartition(":")[2]

    def of(self, iri: str) -> Evidence:
        """Return what is known of a node."""
        node, sort = NamedNode(iri), sort_of(iri)
        facts = [(name, self._told(node, prop)) for name, prop in _FACTS.get(sort, _FACTS["actor"]).items()]
        if sort != "event":
            facts.append(("told of", "; ".join(self._deeds(node))))
        quotes = self._of_event(node) if sort == "event" else self._of_name(node)
        articles = {article for article, _ in quotes}
        chosen = tuple(Quote(words, self._source(article)) for article, words in sorted(quotes, key=str)[:_MOST])
        return Evidence(short(iri), self.label(iri), tuple((n, v) for n, v in facts if v), len(articles), chosen)

    def _of_event(self, event: NamedNode) -> set[tuple[NamedNode, str]]:
        """Return the words of the claims about an event."""
        return {
            (article, words)
            for claim in self._pointing(event, "cno:about")
            for article in self._nodes(claim, "cno:reportedIn")
            for mention in self._nodes(claim, "cno:evidence")
            for words in self._words(mention, "nif:anchorOf")
        }

    def _of_name(self, node: NamedNode) -> set[tuple[NamedNode, str]]:
        """Return the articles that name a node, each with the words that it has for it."""
        found: dict[NamedNode, set[str]] = {}
        for mention in self._pointing(node, "cno:refersTo"):
            for article in self._nodes(mention, "nif:referenceContext"):
                found.setdefault(article, set()).update(self._words(mention, "nif:anchorOf"))
        return {(article, ", ".join(sorted(words))) for article, words in found.items()}

    def _deeds(self, node: NamedNode) -> list[str]:
        events = {e for name in ("actor", "target", "place") for e in self._pointing(node, f"cno:{name}")}
        return sorted({self.label(event.value) for event in events})[:_MOST]

    def _source(self, article: NamedNode) -> str:
        parts = [*self._words(article, "dcterms:publisher"), *self._words(article, "dcterms:issued")]
        return ", ".join([*parts, *self._words(article, "rdfs:label")])

    def _told(self, node: NamedNode, name: str) -> str:
        values = [*self._words(node, name), *(self._named(n) for n in self._nodes(node, name))]
        return ", ".join(dict.fromkeys(values))

    def _named(self, node: NamedNode) -> str:
        return self.label(node.value) if node.value.startswith("https://w3id.org/") else node.value

    def _words(self, node: NamedNode, name: str) -> list[str]:
        quads = asserted_quads(self._store, node, term(name))
        return sorted({q.object.value for q in quads if isinstance(q.object, Literal)})

    def _nodes(self, node: NamedNode, name: str) -> list[NamedNode]:
        return sorted(asserted_nodes(self._store, node, term(name)), key=str)

    def _pointing(self, node: NamedNode, name: str) -> Iterable[NamedNode]:
        subjects = {q.subject for q in self._store.quads_for_pattern(None, term(name), node)}
        return sorted((s for s in subjects if isinstance(s, NamedNode)), key=str)
