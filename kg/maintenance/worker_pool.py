"""Read articles in processes of their own, which may take too long or die, and take no other article with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as TookTooLong
from io import BytesIO

import pyoxigraph as ox
from pebble import ProcessExpired, ProcessPool

from kg.graph.dataset_description import Extractor
from kg.graph.quads import quads
from kg.model import Article
from kg.reading.pipeline import Reader, load_reader

SECONDS_AN_ARTICLE = 30


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


def warm(extractor: Extractor) -> None:
    """Load the model before the pool forks."""
    global _reader
    _reader = load_reader(extractor.model, everything=extractor.everything)
    _reader.load_model()


_reader: Reader | None = None


def as_nquads(articles: Sequence[Article]) -> list[bytes]:
    """Read some articles; runs in a worker, which gets the loaded reader by fork."""
    own = _reader or load_reader()
    return [_serialized(quads(reading)) for reading in own.read_all(articles)]


def _serialized(statements: Iterable[ox.Quad]) -> bytes:
    whole = BytesIO()
    ox.serialize(statements, whole, format=ox.RdfFormat.N_QUADS)
    return whole.getvalue()
