"""Ask a graph small questions about a query without rows, within one limit of time. Knows sessions; knows no words."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from kg.errors import KgError
from kg.query.binding import bind
from kg.query.session import Session
from kg.query.solutions import Row, Solutions, Term, Truth

SECONDS = 4.0  #: for all questions about one query
_MAX_SECONDS, _MAX_ROWS = 2.0, 20  # of one question


class Probe:
    """Asks a session; a question that fails, or comes when the time is up, has no answer."""

    def __init__(self, session: Session, graphs: Sequence[str] | None = (), seconds: float = SECONDS) -> None:
        """Take the graphs to ask, by IRI: none for all, None for those that the session asks."""
        self.session = session
        self._graphs = graphs
        self._deadline = time.monotonic() + seconds

    def rows(self, query: str, values: Mapping[str, Sequence[Term]] | None = None) -> tuple[Row, ...]:
        """Return the first rows of a SELECT, in which terms stand for each `$name` that is given."""
        result = self._ask(query, values or {})
        return result.rows if isinstance(result, Solutions) else ()

    def holds(self, query: str, values: Mapping[str, Sequence[Term]] | None = None) -> bool | None:
        """Return the truth of an ASK; None: there is no answer."""
        result = self._ask(query, values or {})
        return result.value if isinstance(result, Truth) else None

    def has_index(self) -> bool:
        """Tell whether labels and schema are there, or come in the time that is left."""
        return self.session.build_index(max(0.0, self._deadline - time.monotonic()))

    def _ask(self, query: str, values: Mapping[str, Sequence[Term]]) -> object:
        seconds = min(_MAX_SECONDS, self._deadline - time.monotonic())
        if seconds <= 0:
            return None
        try:
            return self.session.ask(bind(query, values), timeout=seconds, limit=_MAX_ROWS, graphs=self._graphs)
        except KgError:  # a note is not worth an error
            return None
