"""Parse the answer of an endpoint, which lies in a file, to frames. Runs in the worker only, under its limits."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.store.answer_frames import Row, answer_frames
from kg.store.worker_protocol import Frame

MAX_BYTES = 1 << 30  #: of one answer, unpacked
_WINDOWS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_CHUNK = 1 << 16


def foreign_answer_frames(
    file: str, content: tuple[str, str, bool], base: str, row_frames: Callable[[Iterator[Row]], Iterator[Frame]]
) -> Iterator[Frame]:
    """Yield the frames of an answer.

    Args:
        file: where it lies.
        content: its media type, how it is packed (empty: not at all), and whether the query asks for triples.
        base: the IRI that relative ones in it are relative to.
        row_frames: gives the frames of its rows, with the last.

    Raises:
        SyntaxError, ValueError: it is no answer; says why.
    """
    media_type, encoding, gives_triples = content
    with Path(file).open("rb") as packed:
        body = cast("IO[bytes]", _Body(packed, encoding))  # nothing but `read` is called
        results_format = None if gives_triples else QueryResultsFormat.from_media_type(media_type)
        if "sparql-results" in media_type:
            results_format = QueryResultsFormat.from_media_type(media_type)
        if results_format is not None:
            yield from answer_frames(parse_query_results(body, results_format), row_frames)
            return
        rdf_format = RdfFormat.from_media_type(media_type) if gives_triples else None
        if rdf_format is None:
            what = "triples" if gives_triples else "rows"
            raise ValueError(f"{media_type or 'no media type'} is no format of {what}; is it a SPARQL endpoint?")
        yield from answer_frames((quad.triple for quad in parse(body, rdf_format, base_iri=base)), row_frames)


class _Body:
    """Reads bytes that may be packed, up to a limit."""

    def __init__(self, packed: BinaryIO, encoding: str) -> None:
        self._packed = packed
        self._size = 0
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", *_WINDOWS):
            raise ValueError("it is packed in a way that was not asked for")
        self._unpacker = zlib.decompressobj(_WINDOWS[encoding]) if encoding in _WINDOWS else None
        self._rest = b""  # packed bytes that the unpacker has not taken yet

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes, or some; none at the end."""
        size = size if 0 < size < _CHUNK else _CHUNK
        chunk = self._packed.read(size) if self._unpacker is None else self._unpack(self._unpacker, size)
        self._size += len(chunk)
        if self._size > MAX_BYTES:
            raise ValueError(f"it is larger than {MAX_BYTES >> 20} MB when it is unpacked; add a LIMIT")
        return chunk

    def _unpack(self, unpacker: zlib._Decompress, size: int) -> bytes:
        while not unpacker.eof:
            packed = self._rest or self._packed.read(_CHUNK)
            try:
                chunk = unpacker.decompress(packed, size)
            except zlib.error:
                raise ValueError("it is not packed as it says") from None
            self._rest = unpacker.unconsumed_tail
            if chunk:
                return chunk
            if not packed:
                raise ValueError("it is cut off")
        return b""
