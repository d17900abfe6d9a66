"""Load articles into a graph: read them in workers, a window at a time, and store what they say. Publishes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

import pyoxigraph as ox

from kg.errors import describe_fault
from kg.graph.dataset_description import Extractor, article_graph
from kg.ingest.outcomes import InputOutcome, Status
from kg.links.event_linking import link_events, prune_links
from kg.maintenance.batch_reading import load_model, parse_reading, read_as_nquads
from kg.maintenance.build_summary import UNCHANGED, BuildSummary
from kg.maintenance.incremental_update import NO_ARTICLES_FAULT, IncrementalUpdater
from kg.maintenance.worker_pool import WorkerPool
from kg.model import Article
from kg.reading.pipeline import BATCH_SIZE, batches
from kg.store.article_ledger import Ledger
from kg.store.disk_errors import check_free_space
from kg.store.fault_points import fault_point
from kg.store.read_ahead import ReadAheadCache
from kg.store.snapshot_draft import Draft

OnOutcome = Callable[[InputOutcome], None]

_WINDOW_SIZE = 400  # articles in flight, so that memory stays flat
_DUPLICATE_REASONS = {True: "has the same text as an article of the graph", False: UNCHANGED}  # by: is it republished?


class ArticleLoader:
    """Loads articles into one graph, and removes those that they replace."""

    def __init__(
        self, draft: Draft, ledger: Ledger, read_ahead: ReadAheadCache, extractor: Extractor,
        workers: int | None = None, *, reread: bool = False,
    ) -> None:  # fmt: skip
        """Prepare to load.

        Args:
            draft: of the next snapshot.
            ledger: of its articles.
            read_ahead: what an earlier build has read without publishing it.
            extractor: what reads the articles.
            workers: processes that read; None: one a core.
            reread: whether to read all again and to remove the articles that are not given.
        """
        self._draft = draft
        self._updater = IncrementalUpdater(draft, ledger, extractor, reread=reread)
        self._read_ahead = read_ahead
        self._extractor = extractor
        self._workers = workers or os.cpu_count() or 1

    def load(self, inputs: Iterable[InputOutcome], on_outcome: OnOutcome = lambda _: None) -> BuildSummary:
        """Load the accepted inputs, remove what they replace, and return how it ended."""
        summary = BuildSummary()
        with WorkerPool(self._workers, read_as_nquads) as pool:
            remaining = iter(inputs)
            while window := list(islice(remaining, _WINDOW_SIZE)):
                if self._read_ahead.folder is not None:
                    check_free_space(self._read_ahead.folder)
                for outcome in self._load_window(window, pool):
                    summary.add(outcome)
                    on_outcome(outcome)
            self._reread(self._updater.remove_stale(), pool)
        summary.problems += self._link()
        summary.replaced, summary.removed = self._updater.replaced, len(self._updater.removed)
        return summary

    def remove(self, publications: Iterable[tuple[str, str]]) -> None:
        """Remove publications, by source and key, and the articles that have no other."""
        with WorkerPool(1, read_as_nquads) as pool:
            self._reread(self._updater.remove(publications), pool)
        for _ in self._link():
            pass

    def _load_window(self, window: Sequence[InputOutcome], pool: WorkerPool) -> Iterator[InputOutcome]:
        """Yield the outcomes of some inputs in their order, each accepted article being in the graph by then."""
        given = [(outcome, article) for outcome in window if (article := outcome.article) is not None]
        is_new = {id(outcome): self._updater.register(article, outcome.location) for outcome, article in given}
        to_read = (self._updater.article_to_read(article) for _, article in given)
        unread = {article.key: article for article in to_read if article is not None}
        failures = dict(self._read_and_store(list(unread.values()), pool))
        self._updater.save_texts(article for _, article in given)
        for outcome in window:
            key = outcome.article.key if outcome.article else ""
            if outcome.article and key in failures:
                self._updater.reject(outcome.article)
                yield replace(outcome, status=Status.QUARANTINED, reason=failures[key])
            elif outcome.status is Status.ACCEPTED and key not in unread:
                yield replace(outcome, status=Status.DUPLICATE, reason=_DUPLICATE_REASONS[is_new[id(outcome)]])
            else:
                yield outcome

    def _link(self) -> Iterator[str]:
        """Link the versions of articles, and the events that may be one, where articles have changed.

        Yields:
            `place: problem` of the articles whose events are not linked.
        """
        self._updater.link_versions()
        if self._updater.replaced or self._updater.removed:
            prune_links(self._draft.as_store)
        keys = {article_graph(key): key for key in sorted(self._updater.changed_articles)}
        for graph, fault in link_events(self._draft.as_store, keys).faults.items():
            yield f"{self._updater.location(keys[graph])}: accepted, but not linked to other articles ({fault})"
        fault_point("filled")

    def _reread(self, articles: Iterable[Article], pool: WorkerPool) -> None:
        """Read articles of the graph by another publication; one that fails stays as it was."""
        for _ in self._read_and_store(list(articles), pool):
            pass

    def _read_and_store(self, articles: Sequence[Article], pool: WorkerPool) -> Iterator[tuple[str, str]]:
        """Put what articles say into the graph; yield key and reason of those that cannot be read or stored."""
        unread = []
        for article in articles:
            reading = self._cached_reading(article)
            if reading is None:
                unread.append(article)
            else:
                yield from self._store(article, reading)
        if unread:
            load_model(self._extractor)
        share = sum(len(article.text) for article in unread) // self._workers
        shared_out = list(batches(unread, min(share, BATCH_SIZE)))  # smaller ones if some worker had none
        for article, result in pool.readings(shared_out):
            if isinstance(result, str):
                yield article.key, result
                continue
            self._read_ahead.put(self._updater.reading_key(article), result)
            yield from self._store(article, parse_reading(result))

    def _cached_reading(self, article: Article) -> list[ox.Quad] | None:
        """Return what an earlier build has read of an article; None: nothing, or what does not parse any more."""
        cached = self._read_ahead.get(self._updater.reading_key(article))
        with suppress(SyntaxError, ValueError):
            return None if cached is None else parse_reading(cached)
        return None

    def _store(self, article: Article, reading: Sequence[ox.Quad]) -> Iterator[tuple[str, str]]:
        """Put a reading into the graph; if that fails take the article out again and yield its key and the reason."""
        fault_point("read")
        try:
            self._updater.store_reading(article, reading)
        except NO_ARTICLES_FAULT:
            raise
        except Exception as fault:
            self._updater.discard(article.key)
            yield article.key, f"cannot be stored ({describe_fault(fault)}); report it with its text"
        fault_point("stored")
