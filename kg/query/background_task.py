"""Do one piece of work beside whoever may need its result. Knows threads; knows no graph."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

_BEAT = 0.1  # seconds between signs of life for the one who waits
_T = TypeVar("_T")


class Background(Generic[_T]):
    """Work that is done once, in a thread of its own, from `begin` or from the first `get` on."""

    def __init__(self, work: Callable[[], _T]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._begun = False
        self._results: list[_T] = []
        self.problem: Exception | None = None  #: why there is no result

    def begin(self) -> None:
        """Begin, unless it has begun."""
        with self._lock:
            if not self._begun:
                self._begun = True
                threading.Thread(target=self._run, daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether the result is there."""
        return bool(self._results)

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for an end, good or bad; tell whether it has come."""
        return self._ended.wait(seconds)

    def get(self, watch: Callable[[float, int], None] | None = None) -> _T:
        """Return the result; wait for it, and meanwhile tell `watch` the seconds about ten times each.

        Raises:
            Exception: whatever the work raised.
        """
        self.begin()
        start = time.monotonic()
        while not self._ended.wait(_BEAT):
            if watch is not None:
                watch(time.monotonic() - start, 0)
        if self.problem is not None:
            raise self.problem
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except Exception as problem:  # whoever waits gets it
            self.problem = problem
        self._ended.set()
