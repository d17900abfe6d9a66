"""Plain values over a pipe, between the worker and whoever asks it. Knows neither terms nor queries.

A frame is four bytes of length and one marshalled value: text, numbers, None, and lists, tuples and mappings of those.
Both ends are the same Python, which is what `marshal` asks for, and unlike `pickle` it makes no objects.
"""

from __future__ import annotations

import marshal
import os
import select
import time
from typing import Any

Frame = tuple[Any, ...]  #: what kind it is, and what belongs to that kind

_HEAD = 4
_PIECE = 1 << 18


def send(pipe: int, frame: Frame) -> None:
    """Write one frame.

    Raises:
        BrokenPipeError: nobody reads the other end.
    """
    body = marshal.dumps(frame)
    rest = memoryview(len(body).to_bytes(_HEAD, "big") + body)
    while rest:
        rest = rest[os.write(pipe, rest) :]


class Frames:
    """The frames that come out of one pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._bytes = bytearray()

    def next(self, seconds: float | None = None) -> Frame:
        """Return the next frame; wait at most so many seconds for it, or for ever.

        Raises:
            TimeoutError: none came in time; asking again goes on where this stopped.
            EOFError: the other end is closed.
        """
        self._fill(_HEAD, deadline := None if seconds is None else time.monotonic() + seconds)
        size = _HEAD + int.from_bytes(self._bytes[:_HEAD], "big")
        self._fill(size, deadline)
        value = marshal.loads(self._bytes[_HEAD:size])
        del self._bytes[:size]
        return tuple(value)

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self._bytes) < size:
            wait = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([self._pipe], [], [], wait)[0]:
                raise TimeoutError
            piece = os.read(self._pipe, _PIECE)
            if not piece:
                raise EOFError
            self._bytes += piece
