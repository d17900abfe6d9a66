"""Fetch the answer to a saved query with the labels and quotes that a report shows. Formats nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kg.query.prepared_queries import PreparedQuery, execute
from kg.query.rdf_terms import canonical
from kg.query.session import Session
from kg.query.solutions import STATEMENT, Result, Row, Solutions, Term, Triples, Truth, as_rows, size
from kg.report.empty_answers import empty_answer_text
from kg.report.evidence_quotes import (
    MAX_PER_ROW,
    Quote,
    QuotesByNode,
    evidence_nodes,
    find_evidence_column,
    quotes_by_node,
)
from kg.report.term_labels import TermLabels, term_labels

_NEVER_FACT = "Nothing here states that an event happened."


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's result with its labels and its evidence."""

    prepared: PreparedQuery
    solutions: Solutions  #: triples as rows of three, a boolean as one cell
    labels: TermLabels
    evidence_column: int | None  #: whose claims or events have the quotes
    quotes: QuotesByNode
    raw_result: Result | None = None  #: of the query; None: the solutions
    empty_text: str = ""  #: what it means that there are no rows; empty: there are

    @property
    def evidence_name(self) -> str:
        """The variable of the evidence column; empty: there is none."""
        return self.solutions.variables[self.evidence_column] if self.evidence_column is not None else ""

    @property
    def is_evidence_hidden(self) -> bool:
        """Whether the evidence is a list or a claim, which people read as quotes and not as a column."""
        return self.evidence_name in ("claims", "claim", "events")

    @property
    def boolean(self) -> bool | None:
        """The result of an ASK; None: it was no ASK."""
        return self.raw_result.value if isinstance(self.raw_result, Truth) else None

    @property
    def triples(self) -> Triples | None:
        """The result of a CONSTRUCT or DESCRIBE; None: it was neither."""
        return self.raw_result if isinstance(self.raw_result, Triples) else None

    @property
    def size_text(self) -> str:
        """The size in words: "1,204 rows", "1 statement", "yes"."""
        if self.boolean is not None:
            return "yes" if self.boolean else "no"
        count, unit = size(self.solutions), "row" if self.triples is None else "statement"
        return f"{count:,} {unit}{'s' * (count != 1)}"

    @property
    def introduction(self) -> str:
        """What a reader has to know first."""
        if self.triples is not None:
            return f"What sources say, in statements of the graph. {_NEVER_FACT}"
        if self.boolean is None:
            return f"What sources say, each row with whose word it is. {_NEVER_FACT}"
        found = "The graph holds what is asked for." if self.boolean else "Nothing in the graph is what is asked for."
        return f"{found} It holds what sources say. {_NEVER_FACT}"

    def cell_text(self, term: Term | None) -> str:
        """Return the text of a cell; that of an ASK is yes or no."""
        if self.boolean is not None and term is not None:
            return "yes" if term.value == "true" else "no"
        return self.labels.text(term)

    def row_quotes(self, row: Row) -> tuple[list[Quote], int]:
        """Return the quotes that are evidence for a row, each once, and the number of claims that are left out."""
        nodes = evidence_nodes(row, self.evidence_column)
        distinct: dict[Quote, None] = {}
        for node in nodes[:MAX_PER_ROW]:
            distinct.update(dict.fromkeys(replace(quote, claim="") for quote in self.quotes.get(node, ())))
        return list(distinct)[:MAX_PER_ROW], max(len(nodes) - MAX_PER_ROW, 0)


def fetch_answer(prepared: PreparedQuery, session: Session, timeout: float | None) -> Answer:
    """Run a query, and look up the labels and quotes of its result.

    Raises:
        QueryError: the query is wrong or failed.
        QueryTimeout: it took too long.
    """
    raw = execute(prepared, session, timeout)
    raw = canonical(raw) if isinstance(raw, Triples) else raw
    rows = as_rows(raw)
    preferred = prepared.query.evidence or (STATEMENT[0] if isinstance(raw, Triples) else "")
    column = find_evidence_column(rows, preferred)
    empty = "" if rows.rows else empty_answer_text(prepared, session)
    return Answer(prepared, rows, term_labels(rows, session), column, quotes_by_node(rows, column, session), raw, empty)


def graph_version(session: Session) -> str:
    """Return what distinguishes this state of the graph from others: when it was written, and its size."""
    written = datetime.fromtimestamp(session.modified, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"{written}, {session.index.sizes()[0]:,} statements"


def graph_name(session: Session) -> str:
    """Return the names of the graph's folder or files without their paths; an endpoint's address without secrets."""
    if session.url:
        return session.name  # a page is sent on; passwords are not
    return ", ".join(path.resolve().name for path in session.paths)
