"""Read many articles and publish them as one graph. Decides nothing about language; loses no input silently."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import cast

import pyoxigraph as ox
from pebble import ProcessPool

from kg.errors import UsageError
from kg.graph.dataset_description import ONTOLOGY_GRAPH, Extractor, article_graph, ontology_quads
from kg.graph.incremental_inference import amend
from kg.graph.inference import INFERRED, close
from kg.graph.inference_rules import compile_rules
from kg.graph.rdf_files import ENDINGS, export
from kg.ingest import inputs as read_inputs
from kg.links.decisions import NAME, Decision, read_decisions
from kg.links.event_linking import link, prune
from kg.links.identity_links import apply
from kg.maintenance.incremental_update import Keeper
from kg.maintenance.worker_pool import as_nquads, each_read, warm
from kg.model import Article, InputOutcome, Status
from kg.reading.parse.nlp import MODEL
from kg.reading.pipeline import BATCH_SIZE, batches
from kg.store.article_ledger import DECISIONS, Ledger, ledger
from kg.store.fault_points import point
from kg.store.label_index import Index
from kg.store.read_ahead import Spool, spool, sweep_spool
from kg.store.snapshot_draft import Changes, Draft
from kg.store.snapshots import INDEX, Snapshots, check_room, describe
from kg.vocab.lexicon import ontology_digest

_WINDOW = 400  #: articles in flight, so that memory stays flat

UNCHANGED = "already in the graph, read by the same version"  #: the reason of such a duplicate

Told = Callable[[InputOutcome], None]


@dataclass
class Summary:
    """How a build ended: every input is in exactly one of the counts."""

    endings: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)  #: `place: reason` of what was not accepted
    unchanged: int = 0  #: duplicates that were read before, by the same version: of these there may be many
    statements: int = 0
    inferred: int = 0
    replaced: int = 0  #: articles that were read again, because they or their reader had changed
    dropped: int = 0  #: articles that went, because their source has another text or they were not given
    outdated: int = 0  #: articles of the graph that another version has read
    seconds: float = 0.0

    @property
    def inputs(self) -> int:
        """All that came in."""
        return sum(self.endings.values())

    def add(self, ending: InputOutcome) -> None:
        """Count one input."""
        self.endings[ending.status] += 1
        if ending.reason == UNCHANGED:
            self.unchanged += 1
        elif ending.status is not Status.ACCEPTED:
            self.reasons.append(f"{ending.location}: {ending.status}: {ending.reason}")

    def lines(self) -> Iterator[str]:
        """Yield the summary in words."""
        counts = ", ".join(f"{self.endings[s]:,} {s}" for s in Status)
        rate = self.endings[Status.ACCEPTED] / self.seconds if self.seconds else 0.0
        yield f"{self.inputs:,} inputs = {counts}"
        if self.unchanged:
            yield f"{self.unchanged:,} of the duplicates are in the graph already, unchanged"
        if self.replaced or self.dropped:
            yield f"{self.replaced:,} read anew, {self.dropped:,} taken out"
        if self.outdated:
            yield f"{self.outdated:,} articles were read by another version; give them again, or all with --rebuild"
        took = f"in {self.seconds:.1f} s ({rate:.1f} articles/s)"
        yield f"{self.statements:,} statements, {self.inferred:,} inferred, {took}"


def build(
    inputs: Sequence[str], graph: Path, *, published: date | None = None, outlet: str | None = None,
    model: str | None = None, everything: bool = False, infer: bool = True, workers: int | None = None,
    rebuild: bool = False, told: Told = lambda _: None,
) -> Summary:  # fmt: skip
    """Read the inputs into a graph: a folder that is added to, or one RDF file that is written anew.

    Args:
        inputs: files, folders, patterns or "-", as `kg.ingest.inputs` takes them.
        graph: a graph folder, or a file whose ending names its format.
        published: day of articles that don't say theirs.
        outlet: outlet of articles that don't name theirs.
        model: an installed spaCy pipeline; None: the project's own.
        everything: whether to read articles without signs of conflict, too.
        infer: whether to add what follows to `graph:inferred`.
        workers: processes that read; None: one a core.
        rebuild: whether to read all again and to take out the articles that are not given.
        told: called with each input's ending, as it comes.

    Raises:
        InputError: a path names nothing.
        GraphNotFound: another build is writing there.
        DiskError: the disk is full; what was read so far is kept for the next build.
    """
    started = time.monotonic()
    incoming = read_inputs(inputs, published=published, outlet=outlet)
    extractor = Extractor(model or MODEL, everything)
    if graph.suffix in ENDINGS:
        draft = Draft(ox.Store())
        with ledger() as known, spool(None) as kept:
            filling = Filling(draft, known, kept, extractor, workers)
            summary = filling.fill(incoming, told)
            conclude(filling.draft, known, infer=infer)
        describe(draft.store)
        summary.inferred = sum(1 for _ in draft.quads_for_pattern(None, None, None, INFERRED))
        summary.statements = len({quad.triple for quad in draft.store}) - summary.inferred
        export(draft.store, graph)
    else:
        summary = _add(graph, incoming, extractor, infer=infer, workers=workers, rebuild=rebuild, told=told)
    summary.seconds = time.monotonic() - started
    return summary


def _add(
    graph: Path, incoming: Iterable[InputOutcome], extractor: Extractor, *, infer: bool, workers: int | None,
    rebuild: bool, told: Told,
) -> Summary:  # fmt: skip
    snapshots = Snapshots(graph)
    with snapshots.changing() as writing:
        writing.described = True
        with spool(graph) as kept, writing.known() as known:
            decisions = decided(graph, known)
            filling = Filling(writing.draft, known, kept, extractor, workers, anew=rebuild)
            summary = filling.fill(incoming, told)
            apply(cast(ox.Store, filling.draft), decisions)
            conclude(filling.draft, known, infer=infer)
            known.set_state("model", extractor.model)
            known.set_state("everything", "yes" if extractor.everything else "no")
            summary.outdated = known.outdated(extractor.key)
            writing.needless = writing.draft.changes == Changes(frozenset(), frozenset()) and not known.is_changed
    sweep_spool(graph)
    summary.statements, summary.inferred = sizes(snapshots.current())
    return summary


def decided(graph: Path, known: Ledger) -> tuple[Decision, ...]:
    """Return the decisions of a graph folder: of its own file, or of the one that the last review kept them in.

    Raises:
        UsageError: the file is wrong, or is not there any more.
    """
    elsewhere = known.state(DECISIONS)
    if elsewhere and not Path(elsewhere).is_file():
        raise UsageError(f"{elsewhere}: the decisions of {graph} are not there; give their file: kg review --decisions")
    return read_decisions(Path(elsewhere) if elsewhere else graph / NAME)


def sizes(snapshot: Path) -> tuple[int, int]:
    """Return how many statements a snapshot holds, each once, and how many more are inferred."""
    with closing(Index(snapshot / INDEX)) as index:
        graphs = {one.iri: one.number for one in index.graphs()}
        inferred = graphs.get(INFERRED.value, 0)
        return index.sizes()[0] - inferred, inferred


class Filling:
    """One graph being filled with what articles say."""

    def __init__(
        self, draft: Draft, known: Ledger, kept: Spool, extractor: Extractor, workers: int | None = None,
        *, anew: bool = False,
    ) -> None:  # fmt: skip
        """Take the graph, what is known of it, and what an earlier build has read without publishing it."""
        self.draft = draft
        self.ledger = known
        self.keeper = Keeper(draft, known, extractor, anew=anew)
        self._kept = kept
        self._extractor = extractor
        self._workers = workers or os.cpu_count() or 1

    def fill(self, incoming: Iterable[InputOutcome], told: Told = lambda _: None) -> Summary:
        """Read what comes in, put it into the graph, take out what it replaces, and say how it ended."""
        summary = Summary()
        context = multiprocessing.get_context("fork")  # the model is loaded once and shared
        with ProcessPool(max_workers=self._workers, context=context) as pool:
            rest = iter(incoming)
            while window := list(islice(rest, _WINDOW)):
                if self._kept.folder is not None:
                    check_room(self._kept.folder)
                for ending in self._window(window, pool):
                    summary.add(ending)
                    told(ending)
            self._read_again(self.keeper.retire(), pool)
        self._settle()
        summary.replaced, summary.dropped = self.keeper.replaced, len(self.keeper.dropped)
        return summary

    def _window(self, window: Sequence[InputOutcome], pool: ProcessPool) -> Iterator[InputOutcome]:
        """Yield the endings of some inputs in their order, each accepted article being in the graph by then."""
        given = [(ending, article) for ending in window if (article := ending.article) is not None]
        fresh = {id(ending): self.keeper.tell(article, ending.location) for ending, article in given}
        due = {article.key: one for _, article in given if (one := self.keeper.due(article)) is not None}
        failed = dict(self._read(list(due.values()), pool))
        self.keeper.keep_texts(article for _, article in given)
        for ending in window:
            key = ending.article.key if ending.article else ""
            if ending.article and key in failed:
                self.keeper.refuse(ending.article)
                yield replace(ending, status=Status.QUARANTINED, reason=failed[key])
            elif ending.status is Status.ACCEPTED and key not in due:
                yield replace(ending, status=Status.DUPLICATE, reason=_KNOWN[fresh[id(ending)]])
            else:
                yield ending

    def drop(self, tellings: Iterable[tuple[str, str]]) -> None:
        """Take out what some sources tell, by source and key."""
        context = multiprocessing.get_context("fork")
        with ProcessPool(max_workers=1, context=context) as pool:
            self._read_again(self.keeper.drop(tellings), pool)
        self._settle()

    def _settle(self) -> None:
        self.keeper.settle()
        store = cast(ox.Store, self.draft)  # it reads and writes like a store
        if self.keeper.replaced or self.keeper.dropped:
            prune(store)
        link(store, map(article_graph, self.keeper.touched))
        point("filled")

    def _read_again(self, articles: Iterable[Article], pool: ProcessPool) -> None:
        """Read articles that are in the graph, because they are told otherwise now; on failure the old stays."""
        for _ in self._read(list(articles), pool):
            pass

    def _read(self, articles: Sequence[Article], pool: ProcessPool) -> Iterator[tuple[str, str]]:
        """Put what articles say into the graph; yield key and reason of those that cannot be read."""
        marks = {article.key: self.keeper.mark(article) for article in articles}
        unread = [article for article in articles if self._kept.get(marks[article.key]) is None]
        if unread:
            warm(self._extractor)
        share = sum(len(a.text) for a in unread) // self._workers
        lots = list(batches(unread, min(share, BATCH_SIZE)))  # fewer at once if some worker had none
        read = each_read(pool, lots, as_nquads)
        for article in articles:
            quads = self._kept.get(marks[article.key]) or next(read)
            if isinstance(quads, str):
                yield article.key, quads
                continue
            self._kept.put(marks[article.key], quads)
            point("read")
            self.keeper.store(article, quads)
            point("stored")


_KNOWN = {True: "has the same text as an article of the graph", False: UNCHANGED}


def conclude(draft: Draft, known: Ledger, *, infer: bool) -> None:
    """Add the ontology and what follows from it."""
    ontology = ontology_digest()
    if known.state("ontology") != ontology:
        draft.clear_graph(ONTOLOGY_GRAPH)
        draft.extend(ontology_quads())
    closed = ontology if infer else "off"
    _infer(draft, infer=infer, amended=known.state("closed") == closed)
    known.set_state("ontology", ontology)
    known.set_state("closed", closed)
    point("inferred")


def _infer(draft: Draft, *, infer: bool, amended: bool) -> None:
    """Bring `graph:inferred` up to date; `amended` is whether it was, by the same rules, before what changed."""
    changes, store = draft.changes, cast(ox.Store, draft)  # it reads and writes like a store
    if not infer:
        draft.clear_graph(INFERRED)
    elif changes is None or not amended:
        close(store, compile_rules())
    elif changes:
        amend(store, compile_rules(), added=changes.added, removed=changes.removed)
