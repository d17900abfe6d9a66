"""Read batches of articles as N-Quads, in a worker that shares the model by fork. Knows no processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import pyoxigraph as ox

from kg.graph.dataset_description import Extractor
from kg.graph.quads import quads
from kg.model import Article
from kg.reading.pipeline import Reader, load_reader


def load_model(extractor: Extractor) -> None:
    """Load the extractor's model, before the workers are forked."""
    global _reader
    _reader = load_reader(extractor.model, everything=extractor.everything)
    _reader.load_model()


_reader: Reader | None = None


def read_as_nquads(articles: Sequence[Article]) -> list[bytes]:
    """Return the readings of a batch as N-Quads; runs in a worker, which gets the loaded reader by fork."""
    loaded = _reader or load_reader()
    return [_serialized(quads(reading)) for reading in loaded.read_all(articles)]


def parse_reading(reading: bytes) -> list[ox.Quad]:
    """Return the statements of a reading.

    Raises:
        SyntaxError, ValueError: it is damaged.
    """
    return list(ox.parse(reading, format=ox.RdfFormat.N_QUADS))


def _serialized(statements: Iterable[ox.Quad]) -> bytes:
    buffer = BytesIO()
    ox.serialize(statements, buffer, format=ox.RdfFormat.N_QUADS)
    return buffer.getvalue()
