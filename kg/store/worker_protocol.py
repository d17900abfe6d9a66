"""Send frames of plain values over a pipe, between the worker and its parent. Knows neither terms nor queries.

A frame is four bytes of length and one marshalled value: text, numbers, None, and lists, tuples and mappings of those.
Both ends are the same Python, as `marshal` requires, and unlike `pickle` it makes no objects.
"""

from __future__ import annotations

import marshal
import os
import select
import time
from typing import Any

Frame = tuple[Any, ...]  #: its kind, and what belongs to that kind

OUT_OF_MEMORY = "out of memory"  #: message of a failure by the worker's own limit

_HEADER_BYTES = 4
_CHUNK_BYTES = 1 << 18


def write_frame(pipe: int, frame: Frame) -> None:
    """Write one frame to a pipe.

    Raises:
        BrokenPipeError: nobody reads the other end.
    """
    body = marshal.dumps(frame)
    remaining = memoryview(len(body).to_bytes(_HEADER_BYTES, "big") + body)
    while remaining:
        remaining = remaining[os.write(pipe, remaining) :]


class FrameReader:
    """Reads the frames that come out of one pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._buffer = bytearray()

    def read(self, seconds: float | None = None) -> Frame:
        """Return the next frame; wait at most so many seconds for it, with None for ever.

        Raises:
            TimeoutError: none came in time; the next call goes on where this stopped.
            EOFError: the other end is closed.
        """
        self._fill(_HEADER_BYTES, deadline := None if seconds is None else time.monotonic() + seconds)
        size = _HEADER_BYTES + int.from_bytes(self._buffer[:_HEADER_BYTES], "big")
        self._fill(size, deadline)
        value = marshal.loads(self._buffer[_HEADER_BYTES:size])
        del self._buffer[:size]
        return tuple(value)

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self._buffer) < size:
            seconds = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([self._pipe], [], [], seconds)[0]:
                raise TimeoutError
            chunk = os.read(self._pipe, _CHUNK_BYTES)
            if not chunk:
                raise EOFError
            self._buffer += chunk
