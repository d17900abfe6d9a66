"""Read articles in worker processes, which may time out or die without taking another article with them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO

import pyoxigraph as ox
from pebble import ProcessExpired, ProcessPool

from kg.graph.dataset_description import Extractor
from kg.graph.quads import quads
from kg.model import Article
from kg.reading.pipeline import Reader, load_reader

SECONDS_AN_ARTICLE = 30


def worker_pool(workers: int) -> ProcessPool:
    """Return a pool of so many processes, which share by fork the model that was loaded before their first task."""
    return ProcessPool(max_workers=workers, context=multiprocessing.get_context("fork"))


def readings(
    pool: ProcessPool, batches: Sequence[Sequence[Article]], read: Callable[[Sequence[Article]], list[bytes]]
) -> Iterator[bytes | str]:
    """Yield the reading of each article, or the reason why there is none.

    Args:
        pool: the workers.
        batches: articles that are read together; those of a batch that fails are read one by one.
        read: reads a batch, in a worker.
    """
    results = pool.map(read, batches, chunksize=1, timeout=SECONDS_AN_ARTICLE).result()
    for batch in batches:
        try:
            yield from next(results)
        except (TimeoutError, ProcessExpired) as problem:
            yield from readings(pool, [[a] for a in batch], read) if len(batch) > 1 else [_reason(problem)]


def _reason(problem: TimeoutError | ProcessExpired) -> str:
    if isinstance(problem, ProcessExpired):
        return "ended its reader, perhaps for want of memory; split it"
    return f"took longer than {SECONDS_AN_ARTICLE} s to read; split it"


def load_model(extractor: Extractor) -> None:
    """Load the extractor's model before the pool forks."""
    global _reader
    _reader = load_reader(extractor.model, everything=extractor.everything)
    _reader.load_model()


_reader: Reader | None = None


def read_as_nquads(articles: Sequence[Article]) -> list[bytes]:
    """Return the readings of a batch as N-Quads; runs in a worker, which gets the loaded reader by fork."""
    loaded = _reader or load_reader()
    return [_serialized(quads(reading)) for reading in loaded.read_all(articles)]


def _serialized(statements: Iterable[ox.Quad]) -> bytes:
    buffer = BytesIO()
    ox.serialize(statements, buffer, format=ox.RdfFormat.N_QUADS)
    return buffer.getvalue()
