"""Link articles that are versions of one text: near-duplicates, and reprints word for word. Compares by MinHash.

The versions of a story are linked to the earliest of them by `dcterms:isVersionOf`; a reprint, which is another
publication of the same text, is described beside the article and linked to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph.dataset_description import metadata_graph
from kg.graph.quads import term
from kg.ingest.near_duplicates import NEAR_DUPLICATE_THRESHOLD, estimated_jaccard, lsh_bands, minhash_signature
from kg.store.article_ledger import Ledger, Publication
from kg.store.snapshot_draft import Draft
from kg.vocab import PREFIXES

_VERSION_OF = term("dcterms:isVersionOf")
_XSD = PREFIXES["xsd"]


class VersionLinks:
    """The links between versions in one draft."""

    def __init__(self, draft: Draft, ledger: Ledger) -> None:
        self._draft = draft
        self._ledger = ledger

    def find_near_duplicates(self, key: str, text: str) -> None:
        """Record the near-duplicates of a new article in the ledger."""
        signature = minhash_signature(text)
        bands = lsh_bands(signature)
        for candidate in self._ledger.near_duplicate_candidates(key, bands):
            other = self._ledger.signature(candidate)
            if other is not None and estimated_jaccard(signature, other) >= NEAR_DUPLICATE_THRESHOLD:
                self._ledger.add_near_duplicate(key, candidate)
        self._ledger.set_signature(key, signature, bands)

    def versions(self, key: str) -> set[str]:
        """Return the keys of an article and of its near-duplicates, and of theirs (the transitive closure)."""
        versions, frontier = {key}, [key]
        while frontier:
            new = set(self._ledger.near_duplicates(frontier.pop())) - versions
            versions |= new
            frontier += new
        return versions

    def link_versions(self, keys: Iterable[str]) -> None:
        """Link each of some articles and its versions to the earliest of them."""
        linked: set[str] = set()
        for key in sorted(keys):
            if key not in linked:
                versions = self.versions(key)
                linked |= versions
                self._link(versions)

    def _link(self, versions: set[str]) -> None:
        earliest = min(versions, key=self._publication_order) if len(versions) > 1 else None
        for key in versions:
            node, graph = term(f"article:{key}"), metadata_graph(key)
            link = ox.Quad(node, _VERSION_OF, term(f"article:{earliest}"), graph)
            expected = {link} if earliest not in (None, key) else set()
            self._replace(self._draft.quads_for_pattern(node, _VERSION_OF, None, graph), expected)

    def _publication_order(self, key: str) -> tuple[str, str]:
        return self._ledger.publications(key)[0].published, key

    def link_reprints(self, keys: Iterable[str]) -> None:
        """Describe the reprints of each of some articles, and link them to it."""
        for key in keys:
            node, graph = term(f"article:{key}"), metadata_graph(key)
            least, *others = self._ledger.publications(key)
            reprints = (other for other in others if other.fields != least.fields)
            expected = {quad for reprint in reprints for quad in _reprint_quads(reprint, node, graph)}
            present = self._draft.quads_for_pattern(None, None, None, graph)
            self._replace((quad for quad in present if quad.subject != node), expected)

    def _replace(self, present: Iterable[ox.Quad], expected: set[ox.Quad]) -> None:
        """Remove the quads that are present and not expected, and add those that are missing."""
        before = set(present)
        for quad in before - expected:
            self._draft.remove(quad)
        if missing := expected - before:
            self._draft.extend(missing)


def _reprint_quads(publication: Publication, original: ox.NamedNode, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the description of an article that repeats another word for word."""
    node = ox.NamedNode(f"{original.value}-{hashlib.sha256(publication.fields.encode()).hexdigest()[:8]}")
    title = ox.Literal(publication.title or publication.id, language="en")
    yield ox.Quad(node, term("rdf:type"), term("cno:Article"), graph)
    yield ox.Quad(node, term("rdfs:label"), title, graph)
    yield ox.Quad(node, term("dcterms:identifier"), ox.Literal(publication.id), graph)
    yield ox.Quad(node, term("dcterms:language"), ox.Literal(publication.language), graph)
    yield ox.Quad(node, _VERSION_OF, original, graph)
    if publication.title:
        yield ox.Quad(node, term("dcterms:title"), title, graph)
    if publication.published < "9999":
        day = ox.Literal(publication.published, datatype=ox.NamedNode(_XSD + "date"))
        yield ox.Quad(node, term("dcterms:issued"), day, graph)
    if publication.outlet:
        yield ox.Quad(node, term("dcterms:publisher"), ox.Literal(publication.outlet), graph)
    if publication.url:
        url = ox.Literal(publication.url, datatype=ox.NamedNode(_XSD + "anyURI"))
        yield ox.Quad(node, term("schema:url"), url, graph)
