"""Keep a graph right while articles come, change and go. Knows what an article owns and shares; reads no text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph.dataset_description import (
    TIMES,
    Extractor,
    article_graph,
    generation_time_quad,
    metadata_graph,
    provenance,
)
from kg.graph.quads import term
from kg.ingest.near_duplicates import ALIKE, alikeness, bands, signature
from kg.model import Article
from kg.store.article_ledger import Ledger, Telling
from kg.store.snapshot_draft import Draft
from kg.vocab import PREFIXES

_VERSION = term("dcterms:isVersionOf")
_DEFAULT = ox.DefaultGraph()
_XSD = PREFIXES["xsd"]


class Keeper:
    """One change of a graph: tell it what is given, store what was read, then settle."""

    def __init__(self, draft: Draft, ledger: Ledger, extractor: Extractor, *, anew: bool = False) -> None:
        """Take the graph and what is known of it; `anew` is whether what is given is read again in any case."""
        self._draft = draft
        self._ledger = ledger
        self._extractor = extractor
        self._anew = anew
        self._touched: set[str] = set()  # articles of which the versions may be others now
        self._retold: set[str] = set()  # articles of which the tellings have changed
        self._read: set[str] = set()
        self.replaced = 0  #: articles that were read again, or gave way to a later text of theirs
        self.dropped: list[str] = []  #: keys of articles that went, without another in their place

    def tell(self, article: Article, place: str) -> bool:
        """Note that an article is given, and return whether it was not known so."""
        fresh = self._ledger.tell(article.key, Telling.of(article), place)
        if fresh:
            self._retold.add(article.key)
        return fresh

    def due(self, article: Article) -> Article | None:
        """Return the article as it is to be read, or None when it was read so already."""
        key = article.key
        least = self._ledger.tellings(key)[0]
        if self._anew and key not in self._read:
            return least.article(article.text)
        return None if self._is_read(key, least) else least.article(article.text)

    def _is_read(self, key: str, least: Telling) -> bool:
        return self._ledger.read_by(key) == (least.fields, self._extractor.key)

    def mark(self, article: Article) -> str:
        """Return a name for what an article is read as."""
        parts = (article.key, Telling.of(article).fields, self._extractor.key)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def store(self, article: Article, read: bytes) -> None:
        """Put what was read of an article in the place of what the graph has of it.

        Args:
            article: as `due` gave it.
            read: the quads of `kg.graph.quads`, as N-Quads.
        """
        key = article.key
        self._read.add(key)
        known = self._ledger.read_by(key) is not None
        self.replaced += known
        own_graphs = (article_graph(key), metadata_graph(key))
        statements = list(ox.parse(read, format=ox.RdfFormat.N_QUADS))
        own = [quad for quad in statements if quad.graph_name in own_graphs]
        shared = [*self._extractor.quads(), *(quad for quad in statements if quad.graph_name not in own_graphs)]
        unused = self._take_out(key)
        self._draft.extend([*own, *provenance(article, self._extractor), generation_time_quad(key)])
        numbers = self._ledger.share(map(str, shared))
        self._draft.extend(shared)
        self._remove_unused(unused, set(map(str, shared)))
        self._ledger.record(key, Telling.of(article).fields, self._extractor.key, numbers)
        if not known:
            self._compare(key, article.text)
        self._touched.add(key)
        self._retold.add(key)
        if len(self._ledger.tellings(key)) > 1:
            self._ledger.keep_text(key, article.text)

    @property
    def touched(self) -> frozenset[str]:
        """Keys of the articles that were read, or of which the versions may be others now."""
        stories = (self._story(key) for key in self._touched)
        return frozenset(key for story in stories for key in story if self._ledger.read_by(key) is not None)

    def refuse(self, article: Article) -> None:
        """Take back that an article is given, because it cannot be read; an earlier text of its source stays."""
        if self._ledger.read_by(article.key) is None:
            source = Telling.of(article).source
            self._ledger.untell(source, article.key)
            self._ledger.spare(source)

    def keep_texts(self, articles: Iterable[Article]) -> None:
        """Keep the texts that several sources tell: the one that they are read by may go."""
        for article in articles:
            if article.key in self._retold and len(self._ledger.tellings(article.key)) > 1:
                self._ledger.keep_text(article.key, article.text)

    def retire(self) -> Iterator[Article]:
        """Take out what its source no longer tells, and yield what has to be read by another telling now."""
        stale = self._ledger.stale(all_sources=self._anew)
        for source, key in stale:
            self._ledger.untell(source, key)
        yield from self._settle_tellings(dict.fromkeys(key for _, key in stale))

    def drop(self, tellings: Iterable[tuple[str, str]]) -> Iterator[Article]:
        """Take tellings out, by source and key, and yield what has to be read by another telling now."""
        some = list(tellings)
        for source, key in some:
            self._ledger.untell(source, key)
        yield from self._settle_tellings(dict.fromkeys(key for _, key in some))

    def _settle_tellings(self, keys: Iterable[str]) -> Iterator[Article]:
        for key in keys:
            left = self._ledger.tellings(key)
            if not left:
                self._forget(key)
                continue
            self._retold.add(key)
            text = self._ledger.text(key)
            if text is not None and not self._is_read(key, left[0]):
                yield left[0].article(text)
            if len(left) == 1:
                self._ledger.keep_text(key, None)

    def _forget(self, key: str) -> None:
        if self._ledger.read_by(key) is not None:
            self._remove_unused(self._take_out(key), set())
            self.dropped.append(key)
        self._touched.update(self._ledger.alike(key))
        for known in (self._touched, self._retold):
            known.discard(key)
        self._ledger.forget(key)

    def _take_out(self, key: str) -> list[str]:
        """Take an article's own statements out of the graph, and return those that it alone had of the shared ones."""
        for name in (article_graph(key), metadata_graph(key)):
            self._draft.clear_graph(name)
        about = [*self._draft.quads_for_pattern(article_graph(key), None, None, _DEFAULT)]
        about += self._draft.quads_for_pattern(article_graph(key), None, None, TIMES)
        about += self._draft.quads_for_pattern(term(f"article:{key}"), None, None, _DEFAULT)
        for quad in about:
            self._draft.remove(quad)
        return self._ledger.unshare(key)

    def _remove_unused(self, unused: Iterable[str], used: set[str]) -> None:
        lines = "".join(f"{statement} .\n" for statement in unused if statement not in used)
        for quad in ox.parse(lines.encode(), format=ox.RdfFormat.N_QUADS):
            self._draft.remove(quad)

    def _compare(self, key: str, text: str) -> None:
        """Find the articles that this one is a version of, or they of it."""
        signed = signature(text)
        marks = bands(signed)
        for other in self._ledger.candidates(key, marks):
            theirs = self._ledger.signature(other)
            if theirs is not None and alikeness(signed, theirs) >= ALIKE:
                self._ledger.pair(key, other)
        self._ledger.sign(key, signed, marks)

    def settle(self) -> None:
        """Link the versions of one story to the earliest of them, and reprints to the text that they repeat."""
        seen: set[str] = set()
        for key in sorted(self._touched):
            if key not in seen:
                story = self._story(key)
                seen |= story
                self._link(story)
        for key in sorted(self._retold):
            if self._ledger.read_by(key) is not None:
                self._reprint(key)

    def _story(self, key: str) -> set[str]:
        """Return an article with all that are like it, or like one that is."""
        story, queue = {key}, [key]
        while queue:
            new = set(self._ledger.alike(queue.pop())) - story
            story |= new
            queue += new
        return story

    def _link(self, story: set[str]) -> None:
        first = min(story, key=lambda key: (self._ledger.tellings(key)[0].published, key)) if len(story) > 1 else None
        for key in story:
            node, graph = term(f"article:{key}"), metadata_graph(key)
            wanted = None if first in (None, key) else ox.Quad(node, _VERSION, term(f"article:{first}"), graph)
            for quad in list(self._draft.quads_for_pattern(node, _VERSION, None, graph)):
                if quad != wanted:
                    self._draft.remove(quad)
            if wanted is not None:
                self._draft.add(wanted)

    def _reprint(self, key: str) -> None:
        node, graph = term(f"article:{key}"), metadata_graph(key)
        least, *others = self._ledger.tellings(key)
        wanted = {quad for other in others if other.fields != least.fields for quad in _reprint(other, node, graph)}
        there = {quad for quad in self._draft.quads_for_pattern(None, None, None, graph) if quad.subject != node}
        for quad in there - wanted:
            self._draft.remove(quad)
        self._draft.extend(wanted - there)


def _reprint(telling: Telling, original: ox.NamedNode, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield what is known of an article that repeats another word for word."""
    node = ox.NamedNode(f"{original.value}-{hashlib.sha256(telling.fields.encode()).hexdigest()[:8]}")
    title = ox.Literal(telling.title or telling.id, language="en")
    yield ox.Quad(node, term("rdf:type"), term("cno:Article"), graph)
    yield ox.Quad(node, term("rdfs:label"), title, graph)
    yield ox.Quad(node, term("dcterms:identifier"), ox.Literal(telling.id), graph)
    yield ox.Quad(node, term("dcterms:language"), ox.Literal(telling.language), graph)
    yield ox.Quad(node, _VERSION, original, graph)
    if telling.title:
        yield ox.Quad(node, term("dcterms:title"), title, graph)
    if telling.published < "9999":
        day = ox.Literal(telling.published, datatype=ox.NamedNode(_XSD + "date"))
        yield ox.Quad(node, term("dcterms:issued"), day, graph)
    if telling.outlet:
        yield ox.Quad(node, term("dcterms:publisher"), ox.Literal(telling.outlet), graph)
    if telling.url:
        url = ox.Literal(telling.url, datatype=ox.NamedNode(_XSD + "anyURI"))
        yield ox.Quad(node, term("schema:url"), url, graph)
