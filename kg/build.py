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
from kg.graph.quads import quads
from kg.graph.rules import compile_rules
from kg.ingest import inputs as read_inputs
from kg.model import Article, Ending, Status
from kg.read import reader
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
    model: str | None = None, infer: bool = True, workers: int | None = None, told: Told = lambda _: None,
) -> Summary:  # fmt: skip
    """Read the inputs into a graph: a folder that is added to, or one RDF file that is written anew.

    Args:
        inputs: files, folders, patterns or "-", as `kg.ingest.inputs` takes them.
        graph: a graph folder, or a file whose ending names its format.
        published: day of articles that don't say theirs.
        outlet: outlet of articles that don't name theirs.
        model: an installed spaCy pipeline; None: the project's own.
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
    _warm(model)
    if graph.suffix in ENDINGS:
        store = ox.Store()
        _fill(store, incoming, summary, model, workers, told)
        _finish(store, summary, infer)
        export(store, graph)
    else:
        with Snapshots(graph).writing() as store:
            _fill(store, incoming, summary, model, workers, told)
            _finish(store, summary, infer)
    summary.seconds = time.monotonic() - started
    return summary


def _fill(
    store: ox.Store, incoming: Iterable[Ending], summary: Summary, model: str | None, workers: int | None, told: Told
) -> None:
    for ending in _read(incoming, store, model, workers):
        summary.add(ending)
        told(ending)


def _read(incoming: Iterable[Ending], store: ox.Store, model: str | None, workers: int | None) -> Iterator[Ending]:
    """Yield the endings in the order of the input, each accepted article's quads being in the store by then."""
    context = multiprocessing.get_context("fork")  # the model is loaded once and shared
    with ProcessPool(max_workers=workers or os.cpu_count() or 1, context=context) as pool:
        rest = iter(incoming)
        while window := list(islice(rest, _WINDOW)):
            fresh = [e for e in window if _is_new(e, store)]
            read = pool.map(_as_nquads, [e.article for e in fresh], chunksize=1, timeout=SECONDS_AN_ARTICLE).result()
            for ending in window:
                if ending not in fresh:
                    yield _settled(ending)
                    continue
                yield _stored(ending, read, store)


def _is_new(ending: Ending, store: ox.Store) -> bool:
    return ending.status is Status.ACCEPTED and ending.article is not None and not article_is_in(store, ending.article)


def _settled(ending: Ending) -> Ending:
    if ending.status is not Status.ACCEPTED:
        return ending
    return replace(ending, status=Status.DUPLICATE, reason="already in the graph, read by the same version")


def _stored(ending: Ending, read: Iterator[bytes], store: ox.Store) -> Ending:
    try:
        store.load(next(read), format=ox.RdfFormat.N_QUADS)
    except TookTooLong:
        return _refused(ending, f"took longer than {SECONDS_AN_ARTICLE} s to read; split it")
    except ProcessExpired:
        return _refused(ending, "ended its reader, perhaps for want of memory; split it")
    return ending


def _refused(ending: Ending, reason: str) -> Ending:
    return replace(ending, status=Status.QUARANTINED, reason=reason)


def _warm(model: str | None) -> None:
    """Load the model before the pool forks."""
    (reader(model) if model else reader()).warm()
    global _model
    _model = model


_model: str | None = None


def _as_nquads(article: Article) -> bytes:
    """Read one article; runs in a worker, which gets the loaded reader by fork."""
    own = reader(_model) if _model else reader()
    statements = [*quads(own.read(article)), *provenance(article)]
    whole = BytesIO()
    ox.serialize(statements, whole, format=ox.RdfFormat.N_QUADS)
    return whole.getvalue()


def _finish(store: ox.Store, summary: Summary, infer: bool) -> None:
    """Add the ontology and what follows from it; count."""
    store.extend(ontology_quads())
    summary.statements = len(store)
    if infer:
        summary.inferred = close(store, compile_rules(ONTOLOGY / "conflict.ttl"))
