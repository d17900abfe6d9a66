"""Send the rows of an answer in batches: the first ones early, none kept back long. Knows no engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from kg.store.answer_frames import Row
from kg.store.worker_protocol import Frame

_BATCH_ROWS = (1, 4096)  # of the first frame, so that no row waits for a second one, and of the largest
BATCH_SECONDS = 0.2  #: that a row waits for others at most


class RowBatch:
    """Rows that wait for others to be sent with; a second thread sends them when no others come for a while."""

    def __init__(self, send_frame: Callable[[Frame], None]) -> None:
        self._send_frame = send_frame
        self._lock = threading.Lock()
        self._rows: list[Row] = []
        self._size = _BATCH_ROWS[0]
        self._sent = 0.0

    def send(self, rows: Iterator[Row], limit: int) -> bool:
        """Send at most so many rows; return whether there are more."""
        with self._lock:
            self._rows, self._size, self._sent = [], _BATCH_ROWS[0], time.monotonic()
        try:
            for count, row in enumerate(rows):
                if count == limit:
                    return True
                self._add(row)
            return False
        finally:  # those before an error as well
            with self._lock:
                self._send()

    def send_old_rows(self) -> None:
        """Send the rows that have waited long enough."""
        with self._lock:
            if self._rows and time.monotonic() - self._sent > BATCH_SECONDS:
                self._send()

    def _add(self, row: Row) -> None:
        with self._lock:
            self._rows.append(row)
            if len(self._rows) >= self._size or time.monotonic() - self._sent > BATCH_SECONDS:
                self._send()
                self._size = min(self._size * 4, _BATCH_ROWS[1])

    def _send(self) -> None:
        self._send_frame(("rows", self._rows))
        self._rows, self._sent = [], time.monotonic()
