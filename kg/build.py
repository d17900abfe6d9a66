"""Read many articles and publish them as one graph. Decides nothing about language; loses no input silently."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
from pebble import ProcessExpired, ProcessPool

from kg.graph.dataset import article_is_in, ontology_quads, provenance
from kg.graph.files import ENDINGS, export
from kg.graph.infer import close
from kg.graph.quads import quads, term
from kg.graph.rules import compile_rules
from kg.ingest import inputs as read_inputs
from kg.links.applying import apply
from kg.links.decisions import NAME, read_decisions
from kg.links.events import link
from kg.model import Article, Ending, Status
from kg.read import AT_ONCE, MODEL, Reader, batches, reader
from kg.store.snapshots import Snapshots
from kg.vocab import ONTOLOGY

SECONDS_AN_ARTICLE = 30
_WINDOW = 400  #: articles in flight, so that memory stays flat

Told = Callable[[Ending], None]


@dataclass
class Summary:
    """How a build ended: every input is in exactly one of the counts."""

    endings: Counter[str] = field(default_factory=Counter)
    reasons: list[str] = field(default_factory=list)  #: `place: reason` of what was not accepted
    statements: int = 0
    inferred: int = 0
    seconds: float = 0.0

    @property
    def inputs(self) -> int:
        """All that came in."""
        return sum(self.endings.values())

    def add(self, ending: Ending) -> None:
        """Count one input."""
        self.endings[ending.status] += 1
        if ending.status is not Status.ACCEPTED:
            self.reasons.append(f"{ending.place}: {ending.status}: {ending.reason}")

    def lines(self) -> Iterator[str]:
        """Yield the summary in words."""
        counts = ", ".join(f"{self.endings[s]:,} {s}" for s in Status)
        rate = self.endings[Status.ACCEPTED] / self.seconds if self.seconds else 0.0
        yield f"{self.inputs:,} inputs = {counts}"
        took = f"in {self.seconds:.1f} s ({rate:.1f} articles/s)"
        yield f"{self.statements:,} statements, {self.inferred:,} inferred, {took}"


def build(
    inputs: Sequence[str], graph: Path, *, published: date | None = None, outlet: str | None = None,
    model: str | None = None, everything: bool = False, infer: bool = True, workers: int | None = None,
    told: Told = lambda _: None,
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
        told: called with each input's ending, as it comes.

    Raises:
        InputError: a path names nothing.
        GraphNotFound: another build is writing there.
    """
    started = time.monotonic()
    summary = Summary()
    incoming = read_inputs(inputs, published=published, outlet=outlet)
    _warm(model, everything)
    if graph.suffix in ENDINGS:
        store = ox.Store()
        _fill(store, incoming, summary, workers, told)
        _finish(store, summary, infer)
        export(store, graph)
    else:
        decisions = read_decisions(graph / NAME)
        with Snapshots(graph).writing() as store:
            _fill(store, incoming, summary, workers, told)
            apply(store, decisions)
            _finish(store, summary, infer)
    summary.seconds = time.monotonic() - started
    return summary


def _fill(store: ox.Store, incoming: Iterable[Ending], summary: Summary, workers: int | None, told: Told) -> None:
    fresh = []
    for ending in _read(incoming, store, workers or os.cpu_count() or 1):
        summary.add(ending)
        told(ending)
        if ending.article is not None and ending.status is Status.ACCEPTED:
            fresh.append(term(f"graph:article-{ending.article.key}"))
    link(store, fresh)


def _read(incoming: Iterable[Ending], store: ox.Store, workers: int) -> Iterator[Ending]:
    """Yield the endings in the order of the input, each accepted article's quads being in the store by then."""
    context = multiprocessing.get_context("fork")  # the model is loaded once and shared
    with ProcessPool(max_workers=workers, context=context) as pool:
        rest = iter(incoming)
        while window := list(islice(rest, _WINDOW)):
            fresh = {n: e.article for n, e in enumerate(window) if e.article and _is_new(e, e.article, store)}
            share = sum(len(a.text) for a in fresh.values()) // workers
            lots = list(batches(fresh.values(), min(share, AT_ONCE)))  # fewer at once if some worker had none
            read = each_read(pool, lots, _as_nquads)
            for n, ending in enumerate(window):
                yield _stored(ending, next(read), store) if n in fresh else _settled(ending)


def _is_new(ending: Ending, article: Article, store: ox.Store) -> bool:
    return ending.status is Status.ACCEPTED and not article_is_in(store, article)


def _settled(ending: Ending) -> Ending:
    if ending.status is not Status.ACCEPTED:
        return ending
    return replace(ending, status=Status.DUPLICATE, reason="already in the graph, read by the same version")


def each_read(
    pool: ProcessPool, lots: Sequence[Sequence[Article]], read: Callable[[Sequence[Article]], list[bytes]]
) -> Iterator[bytes | str]:
    """Yield what each article is read as, or the reason why it is not; those of a lot that fails are read one by one.

    Args:
        pool: the workers.
        lots: articles that are read together.
        read: reads a lot, in a worker.
    """
    done = pool.map(read, lots, chunksize=1, timeout=SECONDS_AN_ARTICLE).result()
    for lot in lots:
        try:
            yield from next(done)
        except (TookTooLong, ProcessExpired) as problem:
            yield from each_read(pool, [[a] for a in lot], read) if len(lot) > 1 else [_reason(problem)]


def _reason(problem: TookTooLong | ProcessExpired) -> str:
    if isinstance(problem, ProcessExpired):
        return "ended its reader, perhaps for want of memory; split it"
    return f"took longer than {SECONDS_AN_ARTICLE} s to read; split it"


def _stored(ending: Ending, read: bytes | str, store: ox.Store) -> Ending:
    if isinstance(read, str):
        return replace(ending, status=Status.QUARANTINED, reason=read)
    store.load(read, format=ox.RdfFormat.N_QUADS)
    return ending


def _warm(model: str | None, everything: bool) -> None:
    """Load the model before the pool forks."""
    global _reader
    _reader = reader(model or MODEL, everything=everything)
    _reader.warm()


_reader: Reader | None = None


def _as_nquads(articles: Sequence[Article]) -> list[bytes]:
    """Read some articles; runs in a worker, which gets the loaded reader by fork."""
    own = _reader or reader()
    return [_serialized([*quads(reading), *provenance(reading.article)]) for reading in own.read_all(articles)]


def _serialized(statements: Iterable[ox.Quad]) -> bytes:
    whole = BytesIO()
    ox.serialize(statements, whole, format=ox.RdfFormat.N_QUADS)
    return whole.getvalue()


def _finish(store: ox.Store, summary: Summary, infer: bool) -> None:
    """Add the ontology and what follows from it; count."""
    store.extend(ontology_quads())
    summary.statements = len(store)
    if infer:
        summary.inferred = close(store, compile_rules(ONTOLOGY / "conflict.ttl"))
