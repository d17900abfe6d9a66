"""Load articles into a graph: read them in workers, a window at a time, and store what they say. Publishes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from pebble import ProcessPool

from kg.graph.dataset_description import Extractor, article_graph
from kg.links.event_linking import link_events, prune_links
from kg.maintenance.build_summary import UNCHANGED, BuildSummary
from kg.maintenance.incremental_update import IncrementalUpdater
from kg.maintenance.worker_pool import load_model, read_as_nquads, readings, worker_pool
from kg.model import Article, InputOutcome, Status
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
        with worker_pool(self._workers) as pool:
            remaining = iter(inputs)
            while window := list(islice(remaining, _WINDOW_SIZE)):
                if self._read_ahead.folder is not None:
                    check_free_space(self._read_ahead.folder)
                for outcome in self._load_window(window, pool):
                    summary.add(outcome)
                    on_outcome(outcome)
            self._reread(self._updater.remove_stale(), pool)
        self._link()
        summary.replaced, summary.removed = self._updater.replaced, len(self._updater.removed)
        return summary

    def remove(self, publications: Iterable[tuple[str, str]]) -> None:
        """Remove publications, by source and key, and the articles that have no other."""
        with worker_pool(1) as pool:
            self._reread(self._updater.remove(publications), pool)
        self._link()

    def _load_window(self, window: Sequence[InputOutcome], pool: ProcessPool) -> Iterator[InputOutcome]:
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

    def _link(self) -> None:
        """Link the versions of articles, and the events that may be one, where articles have changed."""
        self._updater.link_versions()
        if self._updater.replaced or self._updater.removed:
            prune_links(self._draft.as_store)
        link_events(self._draft.as_store, map(article_graph, self._updater.changed_articles))
        fault_point("filled")

    def _reread(self, articles: Iterable[Article], pool: ProcessPool) -> None:
        """Read articles of the graph by another publication; one that fails stays as it was."""
        for _ in self._read_and_store(list(articles), pool):
            pass

    def _read_and_store(self, articles: Sequence[Article], pool: ProcessPool) -> Iterator[tuple[str, str]]:
        """Put what articles say into the graph; yield key and reason of those that cannot be read."""
        keys = {article.key: self._updater.reading_key(article) for article in articles}
        uncached = [article for article in articles if self._read_ahead.get(keys[article.key]) is None]
        if uncached:
            load_model(self._extractor)
        share = sum(len(article.text) for article in uncached) // self._workers
        shared_out = list(batches(uncached, min(share, BATCH_SIZE)))  # smaller ones if some worker had none
        results = readings(pool, shared_out, read_as_nquads)
        for article in articles:
            quads = self._read_ahead.get(keys[article.key]) or next(results)
            if isinstance(quads, str):
                yield article.key, quads
                continue
            self._read_ahead.put(keys[article.key], quads)
            fault_point("read")
            self._updater.store_reading(article, quads)
            fault_point("stored")
