"""Get the answer to a saved query with all that a report shows of it: names, quotes, links. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kg.errors import UsageError
from kg.query.ask import Session
from kg.query.prepared import Prepared, answer
from kg.query.solutions import Literal, Solutions, Truth
from kg.report.columns import Names, names_for
from kg.report.quotes import Quotes, evidence_column, quotes

_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and what stands behind it."""

    prepared: Prepared
    result: Solutions
    names: Names
    evidence: int | None  #: the column whose claims or events give the quotes
    quotes: Quotes

    @property
    def hides_evidence(self) -> bool:
        """Whether the evidence is a list or a claim, which people read as quotes and not as a column."""
        return self.evidence is not None and self.result.variables[self.evidence] in ("claims", "claim", "events")


def get(prepared: Prepared, session: Session, timeout: float | None) -> Answer:
    """Ask, and look up the names and the words that the answer needs.

    Raises:
        UsageError: the query gives statements, not rows.
        QueryError: it is wrong or failed.
        QueryTimeout: it took too long.
    """
    result = answer(prepared, session, timeout)
    if isinstance(result, Truth):
        result = Solutions(
            ("answer",), ((Literal(str(result.value).lower(), datatype=_XSD + "boolean"),),), result.seconds
        )
    if not isinstance(result, Solutions):
        raise UsageError(f"{prepared.query.name}: gives statements, and reports show rows; write it with SELECT")
    place = evidence_column(result, prepared.query.evidence)
    return Answer(prepared, result, names_for(result, session), place, quotes(result, place, session))


def graph_version(session: Session) -> str:
    """Return what tells this state of the graph from others: when it was written, and its size."""
    written = datetime.fromtimestamp(session.modified, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{written}, {session.index.sizes()[0]:,} statements"
