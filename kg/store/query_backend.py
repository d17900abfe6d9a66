"""What every backend that answers SPARQL offers, and how its answer is waited for. Knows neither processes nor HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from kg.errors import QueryTimeout
from kg.store.worker_protocol import Frame

MAX_ROWS = 1_000_000  #: rows that a result may have
_HEARTBEAT = 0.1  # seconds between signs of life while a query runs
_T = TypeVar("_T")


class QueryBackend(Protocol):
    """A worker on this machine (`kg.store.engine`) or an endpoint elsewhere (`kg.store.endpoint`)."""

    def ask(
        self, text: str, prefixes: Mapping[str, str], timeout: float | None = None, limit: int | None = None,
        graphs: tuple[str, ...] = (),
    ) -> Iterator[Frame | None]:  # fmt: skip
        """Yield the frames of an answer as `kg.store.worker` has them, and None about ten times a second between.

        Args:
            text: A query that passed `kg.store.query_guard`.
            prefixes: Those that the query need not declare.
            timeout: Seconds for the whole answer; None for no limit.
            limit: Most rows to send; at most `MAX_ROWS` in any case.
            graphs: IRIs of the named graphs that are the default graph; empty: the backend's own.

        Raises:
            QueryError: the query is refused, wrong or failed, or the backend broke down.
            QueryTimeout: it took too long.
        """

    def index(self, file: Path) -> None:
        """Write labels and schema to a new file, for `kg.store.label_index`.

        Raises:
            InputError: the backend can't be read.
        """

    def close(self) -> None:
        """Release what the backend holds."""


def row_limit(limit: int | None) -> int:
    """Return how many rows an answer may have when this many are asked for; None: as many as there may be."""
    return min(limit or MAX_ROWS, MAX_ROWS)


def poll(receive: Callable[[float], _T], timeout: float | None, given: float | None = None) -> Iterator[_T | None]:
    """Yield what is received, and None about ten times a second meanwhile; the consumer stops at the last.

    Args:
        receive: waits at most so many seconds, then raises TimeoutError.
        timeout: seconds for all; None for no limit.
        given: the seconds that the user gave, of which some were spent before; None: as `timeout`.

    Raises:
        QueryTimeout: the time is up.
    """
    start = time.monotonic()
    while True:
        try:
            received = receive(_HEARTBEAT)
        except TimeoutError:
            received = None
        yield received
        if timeout and time.monotonic() - start > timeout:
            raise query_timeout(given or timeout)


def query_timeout(seconds: float) -> QueryTimeout:
    """Return the error of a query that was stopped after so many seconds."""
    return QueryTimeout(f"query: stopped after {round(seconds, 1):g} s; narrow it, or give it more time")
