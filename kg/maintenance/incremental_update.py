"""Update a graph incrementally as articles are added, changed and removed. Knows their statements; reads no text.

An article owns the statements of its two graphs, and shares others, such as an actor's label, with the articles that
also have them: these go with the last of them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.dataset_description import (
    TIMES,
    Extractor,
    article_graph,
    generation_time_quad,
    metadata_graph,
    provenance,
)
from kg.graph.quads import term
from kg.maintenance.label_variants import LabelVariants
from kg.maintenance.version_links import VersionLinks
from kg.model import Article
from kg.store.article_ledger import Ledger, Publication
from kg.store.snapshot_draft import Draft

NO_ARTICLES_FAULT = (KgError, OSError, sqlite3.Error)  #: what ends an update whichever article it comes with
_DEFAULT = ox.DefaultGraph()


class IncrementalUpdater:
    """One update of a graph: register what is given, store what was read, remove what is stale, then link versions."""

    def __init__(self, draft: Draft, ledger: Ledger, extractor: Extractor, *, reread: bool = False) -> None:
        """Begin an update; `reread` is whether what is given is read again in any case, and replaces all else."""
        self._draft = draft
        self._ledger = ledger
        self._extractor = extractor
        self._rereads = reread
        self._version_links = VersionLinks(draft, ledger)
        self._label_variants = LabelVariants(draft, ledger)
        self._changed: set[str] = set()  # keys of articles whose versions may be others now
        self._republished: set[str] = set()  # keys of articles whose publications have changed
        self._stored: set[str] = set()  # keys of articles that were read in this update
        self._locations: dict[str, str] = {}  # of articles that are given, the first of each
        self.replaced = 0  #: articles that were read again, or gave way to a later text of theirs
        self.removed: list[str] = []  #: keys of articles that were removed, without another in their place

    @property
    def changed_articles(self) -> frozenset[str]:
        """Keys of the articles that were read, or whose versions may be others now."""
        versions = (key for changed in self._changed for key in self._version_links.versions(changed))
        return frozenset(key for key in versions if self._ledger.last_reading(key) is not None)

    def register(self, article: Article, location: str) -> bool:
        """Record that an article is given, and return whether its publication is new or changed."""
        is_new = self._ledger.add_publication(article.key, Publication.from_article(article), location)
        self._locations.setdefault(article.key, location)
        if is_new:
            self._republished.add(article.key)
        return is_new

    def article_to_read(self, article: Article) -> Article | None:
        """Return a registered article as the publication has it that it is read by; None: it was read so already."""
        key = article.key
        publication = self._ledger.publications(key)[0]
        if self._rereads and key not in self._stored:
            return publication.to_article(article.text)
        return None if self._is_read(key, publication) else publication.to_article(article.text)

    def _is_read(self, key: str, publication: Publication) -> bool:
        return self._ledger.last_reading(key) == (publication.fields, self._extractor.key)

    def reading_key(self, article: Article) -> str:
        """Return a digest of all that the reading of an article depends on."""
        parts = (article.key, Publication.from_article(article).fields, self._extractor.key)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

    def store_reading(self, article: Article, quads: Sequence[ox.Quad]) -> None:
        """Replace what the graph has of an article; after a failure `discard` removes what is stored of it.

        Args:
            article: as `article_to_read` gave it.
            quads: its reading, those of `kg.graph.quads`.
        """
        key = article.key
        self._stored.add(key)
        was_read = self._ledger.last_reading(key) is not None
        own_graphs = (article_graph(key), metadata_graph(key))
        own = [quad for quad in quads if quad.graph_name in own_graphs]
        shared = [*self._extractor.quads(), *(quad for quad in quads if quad.graph_name not in own_graphs)]
        unused = self._remove_own_statements(key)
        self._draft.extend([*own, *provenance(article, self._extractor), generation_time_quad(key)])
        shared_ids = self._ledger.add_shared_statements(map(str, shared))
        self._ledger.record_reading(key, Publication.from_article(article).fields, self._extractor.key, shared_ids)
        self._draft.extend(shared)
        self._label_variants.note(shared)
        self._remove_unused(unused, set(map(str, shared)))
        if not was_read:
            self._version_links.find_near_duplicates(key, article.text)
        self.replaced += was_read
        self._changed.add(key)
        self._republished.add(key)
        if len(self._ledger.publications(key)) > 1:
            self._ledger.set_text(key, article.text)

    def discard(self, key: str) -> None:
        """Remove an article, or what is stored of it by now if storing it failed."""
        self._remove_unused(self._remove_own_statements(key), set())
        self._changed.update(self._ledger.near_duplicates(key))
        self._changed.discard(key)
        self._republished.discard(key)
        self._ledger.delete_article(key)

    def location(self, key: str) -> str:
        """Return where an article was read from in this update, else its IRI."""
        return self._locations.get(key, f"article:{key}")

    def reject(self, article: Article) -> None:
        """Unregister an article that cannot be read; an earlier text of its source stays."""
        if self._ledger.last_reading(article.key) is None:
            source = Publication.from_article(article).source
            self._ledger.delete_publication(source, article.key)
            self._ledger.retain_publications(source)

    def save_texts(self, articles: Iterable[Article]) -> None:
        """Keep the texts of articles with several publications: the one that they are read by may be removed."""
        for article in articles:
            if article.key in self._republished and len(self._ledger.publications(article.key)) > 1:
                self._ledger.set_text(article.key, article.text)

    def remove_stale(self) -> Iterator[Article]:
        """Remove publications that their source no longer gives; yield articles to be read by another one now."""
        return self.remove(self._ledger.stale_publications(all_sources=self._rereads))

    def remove(self, publications: Iterable[tuple[str, str]]) -> Iterator[Article]:
        """Remove publications, by source and key; yield articles to be read by another one now."""
        removed = list(publications)
        for source, key in removed:
            self._ledger.delete_publication(source, key)
        for key in dict.fromkeys(key for _, key in removed):
            yield from self._update_publications(key)

    def _update_publications(self, key: str) -> Iterator[Article]:
        """Remove an article without publications; yield it if it has to be read by another one now."""
        publications = self._ledger.publications(key)
        if not publications:
            self._remove_article(key)
            return
        self._republished.add(key)
        text = self._ledger.text(key)
        if text is not None and not self._is_read(key, publications[0]):
            yield publications[0].to_article(text)
        if len(publications) == 1:
            self._ledger.set_text(key, None)

    def _remove_article(self, key: str) -> None:
        if self._ledger.last_reading(key) is not None:
            self.removed.append(key)
        self.discard(key)

    def _remove_own_statements(self, key: str) -> list[str]:
        """Remove what an article owns, and return the shared statements that no other article has."""
        for name in (article_graph(key), metadata_graph(key)):
            self._draft.clear_graph(name)
        described = [*self._draft.quads_for_pattern(article_graph(key), None, None, _DEFAULT)]
        described += self._draft.quads_for_pattern(article_graph(key), None, None, TIMES)
        described += self._draft.quads_for_pattern(term(f"article:{key}"), None, None, _DEFAULT)
        for quad in described:
            self._draft.remove(quad)
        return self._ledger.release_shared_statements(key)

    def _remove_unused(self, unused: Iterable[str], used: set[str]) -> None:
        lines = "".join(f"{statement} .\n" for statement in unused if statement not in used)
        quads = list(ox.parse(lines.encode(), format=ox.RdfFormat.N_QUADS))
        for quad in quads:
            self._draft.remove(quad)
        self._label_variants.withdraw(quads)

    def link_versions(self) -> None:
        """Link the versions of changed articles, and the reprints of republished ones; choose labels."""
        self._version_links.link_versions(self._changed)
        read = (key for key in sorted(self._republished) if self._ledger.last_reading(key) is not None)
        self._version_links.link_reprints(read)
        self._label_variants.resolve()
