"""The library interface: open a graph and query it, read a text. Returns plain values; prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, overload

from kg.errors import KgError, UsageError
from kg.query.binding import bind
from kg.query.display_names import expand
from kg.query.prepared_queries import execute, prepare
from kg.query.saved_queries import find_query, saved_queries
from kg.query.session import Session
from kg.query.solutions import INTEGER_DATATYPES, Blank, Iri, Literal, Result, Solutions, Term, Truth

if TYPE_CHECKING:
    import pandas
    import rdflib

    from kg.model import Reading

Value = str | int | float | Decimal | bool | date | datetime | None  #: an unbound variable is None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_FLOATS = {_XSD + "double", _XSD + "float"}


class Row(tuple[Value, ...]):
    """One row of an answer: its values by position, by name, or as a mapping."""

    _names: tuple[str, ...]

    def __new__(cls, names: tuple[str, ...], values: Sequence[Value]) -> Row:
        """Make a row of as many values as there are names."""
        row = super().__new__(cls, values)
        row._names = names
        return row

    @overload  # type: ignore[override]
    def __getitem__(self, at: int | str) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, at: int | str | slice) -> Value | tuple[Value, ...]:
        if isinstance(at, str):
            if at not in self._names:
                raise KeyError(f"no column '{at}'; there are: {', '.join(self._names)}")
            at = self._names.index(at)
        return super().__getitem__(at)

    def as_dict(self) -> dict[str, Value]:
        """Return the values by name."""
        return dict(zip(self._names, self, strict=True))


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Row]):
    """The answer to a query, in its order."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool = False  #: there were more rows than asked for

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as problem:
            raise UsageError("to_pandas: pandas is not installed; pip install pandas") from problem
        return pandas.DataFrame([list(row) for row in self.rows], columns=list(self.columns))


class Graph:
    """An open graph, as it was when it was opened. A context manager."""

    def __init__(self, path: str | Path | Sequence[str | Path]) -> None:
        """Open a graph folder, or RDF files.

        Raises:
            GraphNotFound: nothing is there.
            UsageError: a file has no ending of an RDF format.
        """
        self._session = Session(path)

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the graph."""
        self._session.close()

    def query(
        self, text: str, *, timeout: float | None = 30, limit: int | None = None, **values: Value | Sequence[Value]
    ) -> Rows:
        """Answer a query; ASK gives one row with the column "answer", CONSTRUCT and DESCRIBE rows of three.

        Args:
            text: SPARQL 1.1; the project's prefixes need no declaration.
            timeout: seconds; None for no limit.
            limit: most rows.
            values: what stands for the variables of these names: text, numbers and days as literals, a prefixed name
                or an IRI ("actor:m23", "https://…") as that node, a list as any of its values.

        Raises:
            QueryError: the query is refused, wrong or failed.
            QueryTimeout: it took too long.
        """
        terms = {name: tuple(self._terms(value)) for name, value in values.items()}
        return _rows(self._session.ask(bind(text, terms) if terms else text, timeout, limit))

    def run(self, name: str, *, timeout: float | None = 30, **values: str | Sequence[str]) -> Rows:
        """Answer a saved query by name or number, its parameters given as on the command line.

        Raises:
            UsageError: there is no such query, or a parameter is unknown, missing, wrong or ambiguous.
        """
        parameters = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in values.items()}
        prepared = prepare(find_query(name, saved_queries()), parameters, self._session)
        return _rows(execute(prepared, self._session, timeout))

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the graph as an `rdflib.Dataset` over the same store, to be read only: writing to it fails.

        Its default graph is the union of all graphs; these are there by their names as well.

        Raises:
            UsageError: the graph is RDF files; parse these with rdflib.
        """
        import oxrdflib
        import pyoxigraph
        import rdflib

        folder = self._session.store_folder
        if folder is None:
            raise UsageError("to_rdflib: this graph is RDF files; parse them with rdflib itself")
        store = pyoxigraph.Store.read_only(str(folder))
        return rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store))

    def _terms(self, value: Value | Sequence[Value]) -> Iterator[Term]:
        many = value if isinstance(value, list | tuple | set | frozenset) else [value]
        for one in many:
            yield self._term(one)

    def _term(self, value: object) -> Term:
        if isinstance(value, str):
            iri = expand(value, self._session.prefixes) if " " not in value else None
            return Iri(iri) if iri is not None else Literal(value)
        for kind, name in ((bool, "boolean"), (int, "integer"), (float, "double"), (Decimal, "decimal"),
                           (datetime, "dateTime"), (date, "date")):  # fmt: skip
            if isinstance(value, kind):
                written = value.isoformat() if isinstance(value, date) else str(value)
                return Literal(written.lower() if kind is bool else written, datatype=_XSD + name)
        raise UsageError(f"query: {value!r} is no value for a query; give text, a number or a day")


def _rows(result: Result) -> Rows:
    if isinstance(result, Truth):
        return Rows(("answer",), (Row(("answer",), (result.value,)),))
    columns = result.variables if isinstance(result, Solutions) else ("subject", "predicate", "object")
    return Rows(
        columns, tuple(Row(columns, [_python_value(term) for term in row]) for row in result.rows), result.truncated
    )


def _python_value(term: Term | None) -> Value:
    """Return a term as a Python value; what has no Python form, such as a year, as its text."""
    if term is None or isinstance(term, Iri | Blank):
        return None if term is None else term.value
    kind, text = term.datatype, term.value
    try:
        if kind in INTEGER_DATATYPES:
            return int(text)
        if kind in _FLOATS:
            return float(text)
        if kind == _XSD + "decimal":
            return Decimal(text)
        if kind == _XSD + "boolean":
            return text in ("true", "1")
        if kind == _XSD + "date":
            return date.fromisoformat(text)
        if kind == _XSD + "dateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text


def open_graph(path: str | Path | Sequence[str | Path]) -> Graph:
    """Open a graph folder, or RDF files: `kg.open("conflict.kg")`.

    Raises:
        GraphNotFound: nothing is there.
    """
    return Graph(path)


def read(
    text: str, *, published: date | None = None, title: str | None = None, outlet: str | None = None,
    url: str | None = None, everything: bool = True,
) -> Reading:  # fmt: skip
    """Read one text: what it says, as frozen values with the offsets of the words in `text`.

    Args:
        text: English prose.
        published: its day of publication; without one, "on Tuesday" stays undated.
        title: its title.
        outlet: who published it.
        url: where.
        everything: whether to read it without words of conflict, too.

    Returns:
        A `kg.model.Reading`; its `events` have action, actors, targets, places, days and claims.
    """
    from kg.model import Article
    from kg.reading.pipeline import load_reader

    return load_reader(everything=everything).read(Article("text", text, title, outlet, published, url))


__all__ = ["Graph", "KgError", "Row", "Rows", "Value", "open_graph", "read"]
