"""Collect an answer as its frames arrive, and tell of it meanwhile. Knows no engine and no terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

from kg.errors import QueryError, QueryMemoryExceeded, QueryTimeout
from kg.query.background_task import Progress
from kg.query.result_terms import ResultBuilder
from kg.query.solutions import Result, Solutions, Triples
from kg.store.worker_protocol import Frame

_FIRST_SECONDS, _FIRST_ROWS = 0.5, 200  # seconds before the first rows are reported, and how many


@dataclass(frozen=True, slots=True)
class AnswerListeners:
    """What is called while an answer arrives; None: nothing."""

    progress: Progress | None = None  #: with each frame
    on_first_rows: Callable[[Solutions], None] | None = None  #: once, when the rest takes its time
    on_partial_result: Callable[[Solutions | Triples], None] | None = None  #: with the rows of an early end


def collect_answer(
    text: str, frames: Generator[Frame | None, None, None], timeout: float | None, listeners: AnswerListeners
) -> Result:
    """Return the result of a query.

    Args:
        text: the query.
        frames: its answer, and None meanwhile; closed at the end.
        timeout: seconds that were given for it; None: no limit.
        listeners: what is called meanwhile.

    Raises:
        QueryError: it is wrong or failed.
        QueryTimeout: it took too long.
    """
    started, builder, on_first_rows = time.monotonic(), ResultBuilder(text), listeners.on_first_rows
    try:
        with closing(frames):
            for frame in frames:
                builder.add(frame)
                seconds = time.monotonic() - started
                if listeners.progress is not None:
                    listeners.progress(seconds, len(builder.rows))
                if on_first_rows is not None and builder.rows and seconds > _FIRST_SECONDS:
                    on_first_rows(builder.first_rows(_FIRST_ROWS, seconds))
                    on_first_rows = None
    except (QueryError, QueryTimeout, KeyboardInterrupt) as problem:
        partial = builder.partial_result(time.monotonic() - started, _cut(problem, timeout))
        if partial is not None and listeners.on_partial_result is not None:
            listeners.on_partial_result(partial)
        raise
    return builder.result(time.monotonic() - started)


def _cut(problem: BaseException, timeout: float | None) -> str:
    """Return what ended an answer early, in words that follow the number of its rows."""
    match problem:
        case QueryTimeout():
            return f"at the time limit of {timeout:g} s"
        case QueryMemoryExceeded():
            return "at the memory limit"
        case KeyboardInterrupt():
            return "by Ctrl-C"
    return "by an error"
