"""Get the answer to a saved query with all that a report shows of it: names, quotes, links. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from kg.query.prepared_queries import PreparedQuery, execute
from kg.query.rdf_terms import canonical
from kg.query.session import Session
from kg.query.solutions import STATEMENT, Result, Solutions, Term, Triples, Truth, as_rows, size
from kg.report.columns import Names, names_for
from kg.report.quotes import Quotes, evidence_column, quotes

_NEVER_FACT = "Nothing here states that an event happened."


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and what stands behind it."""

    prepared: PreparedQuery
    result: Solutions  #: statements as rows of three, a true or false as one cell
    names: Names
    evidence: int | None  #: the column whose claims or events give the quotes
    quotes: Quotes
    whole: Result | None = None  #: what was answered; None: the rows

    @property
    def hides_evidence(self) -> bool:
        """Whether the evidence is a list or a claim, which people read as quotes and not as a column."""
        return self.evidence is not None and self.result.variables[self.evidence] in ("claims", "claim", "events")

    @property
    def truth(self) -> bool | None:
        """The answer to an ASK; None: it was no ASK."""
        return self.whole.value if isinstance(self.whole, Truth) else None

    @property
    def statements(self) -> Triples | None:
        """The answer to a CONSTRUCT or DESCRIBE; None: it was neither."""
        return self.whole if isinstance(self.whole, Triples) else None

    def shown(self, term: Term | None) -> str:
        """Return a cell in words; the one of an ASK is yes or no."""
        if self.truth is not None and term is not None:
            return "yes" if term.value == "true" else "no"
        return self.names.said(term)

    @property
    def said(self) -> str:
        """How much it is, in words: "1,204 rows", "1 statement", "yes"."""
        if self.truth is not None:
            return "yes" if self.truth else "no"
        count, unit = size(self.result), "row" if self.statements is None else "statement"
        return f"{count:,} {unit}{'s' * (count != 1)}"

    @property
    def lead(self) -> str:
        """What a reader has to know first."""
        if self.statements is not None:
            return f"What sources say, in statements of the graph. {_NEVER_FACT}"
        if self.truth is None:
            return f"What sources say, each row with whose word it is. {_NEVER_FACT}"
        found = "The graph holds what is asked for." if self.truth else "Nothing in the graph is what is asked for."
        return f"{found} It holds what sources say. {_NEVER_FACT}"


def get(prepared: PreparedQuery, session: Session, timeout: float | None) -> Answer:
    """Ask, and look up the names and the words that the answer needs.

    Raises:
        QueryError: the query is wrong or failed.
        QueryTimeout: it took too long.
    """
    whole = execute(prepared, session, timeout)
    whole = canonical(whole) if isinstance(whole, Triples) else whole
    result = as_rows(whole)
    wanted = prepared.query.evidence or (STATEMENT[0] if isinstance(whole, Triples) else "")
    place = evidence_column(result, wanted)
    return Answer(prepared, result, names_for(result, session), place, quotes(result, place, session), whole)


def graph_version(session: Session) -> str:
    """Return what tells this state of the graph from others: when it was written, and its size."""
    written = datetime.fromtimestamp(session.modified, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"{written}, {session.index.sizes()[0]:,} statements"


def graph_name(session: Session) -> str:
    """Return what the graph is called: the names of its folder or files, not where they lie; an endpoint's address."""
    if session.url:
        parts = urlsplit(session.url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()  # a page is sent on; passwords are not
    return ", ".join(path.resolve().name for path in session.paths)
