"""Run one computation in a thread beside its caller. Knows threads; knows no graph."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Progress = Callable[[float, int], None]  #: called with the seconds and the rows so far, about ten times a second

_TICK = 0.1  # seconds between two calls of a progress callback
_T = TypeVar("_T")


class BackgroundTask(Generic[_T]):
    """A computation that runs once, in its own thread, from `start` or the first `result` on."""

    def __init__(self, compute: Callable[[], _T]) -> None:
        self._compute = compute
        self._lock = threading.Lock()
        self._finished = threading.Event()
        self._is_started = False
        self._results: list[_T] = []
        self.error: Exception | None = None  #: why there is no result

    def start(self) -> None:
        """Start the thread, unless it was started."""
        with self._lock:
            if not self._is_started:
                self._is_started = True
                threading.Thread(target=self._run, daemon=True).start()

    @property
    def is_done(self) -> bool:
        """Whether the result is available."""
        return bool(self._results)

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for success or failure; return whether either has come."""
        return self._finished.wait(seconds)

    def result(self, progress: Progress | None = None) -> _T:
        """Return the result, and call `progress` while waiting for it.

        Raises:
            Exception: whatever the computation raised.
        """
        self.start()
        started = time.monotonic()
        while not self._finished.wait(_TICK):
            if progress is not None:
                progress(time.monotonic() - started, 0)
        if self.error is not None:
            raise self.error
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._compute())
        except Exception as error:  # re-raised in `result`
            self.error = error
        self._finished.set()
