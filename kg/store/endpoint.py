"""Ask a SPARQL endpoint over HTTP, the way `kg.store.engine` asks a worker. Knows the protocol; knows no terminal.

Nothing is sent but the queries that the user gives, and those that ask for labels and the schema.
"""

from __future__ import annotations

import hashlib
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
from platformdirs import user_cache_path
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg import __version__
from kg.errors import InputError, QueryError, QueryTimeout
from kg.store.engine import ROWS
from kg.store.index_writer import write_index
from kg.store.prefixes import declared
from kg.store.sparql_tokens import tokens
from kg.store.worker import plain
from kg.store.worker_protocol import Frame

LARGEST = 256 << 20  #: bytes of one answer
_BEAT = 0.1  # seconds between signs of life while the server works
_SCHEMA_EACH, _SCHEMA_ALL = 15.0, 60.0  # seconds for one question about the schema, and for all
_MOST_LABELS = 300_000
_STATEMENTS = ("CONSTRUCT", "DESCRIBE")
_ROWS_ACCEPTED = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_STATEMENTS_ACCEPTED = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_NOTHING = '{"head": {"vars": []}, "results": {"bindings": []}}'


def cache_of(url: str) -> Path:
    """Return where the labels and the schema of an endpoint are kept."""
    return user_cache_path("kg", appauthor=False) / "endpoints" / f"{_digest(url)}.sqlite"


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:24]


class Endpoint:
    """A SPARQL 1.1 endpoint."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._until: float | None = None  # when questions about the schema have to end
        self._unanswered = 0  # of these

    def ask(
        self,
        text: str,
        prefixes: Mapping[str, str],
        timeout: float | None = None,
        limit: int | None = None,
        graphs: tuple[str, ...] = (),
    ) -> Iterator[Frame | None]:
        """Yield the frames of an answer, and None about ten times a second while the server works.

        The server is told which of its graphs, by IRI, are the default graph; with none it has its own.

        Raises:
            QueryError: the server refuses the query, can't be reached, or answers what is no answer.
            QueryTimeout: it took too long.
        """
        query = declared(text, prefixes, " ")
        statements = _form(text) in _STATEMENTS
        start, answer = time.monotonic(), _begin(lambda: self._fetch(query, statements, timeout, graphs))
        while True:
            try:
                got = answer.get(timeout=_BEAT)
                break
            except queue.Empty:
                yield None
            if timeout and time.monotonic() - start > timeout:
                raise QueryTimeout(f"query: stopped after {timeout:g} s; narrow it, or give it more time")
        if isinstance(got, BaseException):
            raise got
        yield from self._frames(got[0], got[1], min(limit or ROWS, ROWS))

    def check(self) -> None:
        """Ask the endpoint for a sign of life.

        Raises:
            InputError: it can't be reached, or is no endpoint.
        """
        try:
            self._fetch("ASK {}", statements=False, timeout=_SCHEMA_EACH)
        except (QueryError, QueryTimeout) as problem:
            raise InputError(str(problem).removeprefix("query: ")) from problem

    def index(self, file: Path) -> None:
        """Ask the endpoint for its labels and schema and write the index; what it does not answer stays empty.

        Raises:
            InputError: it can't be reached.
        """
        self.check()
        self._until, self._unanswered = time.monotonic() + _SCHEMA_ALL, 0
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        try:
            write_index(self, fresh, unanswered=lambda: self._unanswered)
        except (sqlite3.Error, ValueError) as problem:
            raise InputError(f"{self.url}: its answers about its schema make no sense ({problem})") from problem
        fresh.replace(file)

    def query(self, text: str, *, prefixes: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        """Return the rows of a question about the schema; none when the endpoint does not answer it in time."""
        left = min(_SCHEMA_EACH, (self._until or 0) - time.monotonic())
        try:
            if left > 0:
                asked = f"{declared(text, prefixes or {})} LIMIT {_MOST_LABELS}"
                body, kind = self._fetch(asked, statements=False, timeout=left)
                return parse_query_results(body, _results_format(kind))
        except (QueryError, QueryTimeout, SyntaxError, ValueError):
            pass
        self._unanswered += 1
        return parse_query_results(_NOTHING, QueryResultsFormat.JSON)

    def close(self) -> None:
        """Do nothing: each question has a connection of its own."""

    def _fetch(
        self, query: str, statements: bool, timeout: float | None, graphs: tuple[str, ...] = ()
    ) -> tuple[bytes, str]:
        """Return the body of the answer and its media type."""
        accept = _STATEMENTS_ACCEPTED if statements else _ROWS_ACCEPTED
        headers = {"Accept": accept, "User-Agent": f"kg/{__version__}"}
        limit = httpx.Timeout(timeout, connect=min(timeout or 10, 10))
        form = {"query": query} | ({"default-graph-uri": list(graphs)} if graphs else {})
        try:
            with httpx.stream("POST", self.url, data=form, headers=headers, timeout=limit) as response:
                body = bytearray()
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        raise QueryError(f"query: the answer is larger than {LARGEST >> 20} MB; add a LIMIT")
        except httpx.TimeoutException:
            raise QueryTimeout(
                f"query: {self.url} does not answer in time; narrow the query, or give more time"
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise QueryError(f"query: {self.url} can't be reached ({problem}); is the address right?") from problem
        if response.is_redirect:
            raise QueryError(
                f"query: {self.url} has moved to {response.headers.get('location', '?')}; give that address"
            )
        if response.status_code != 200:
            raise QueryError(f"query: {self.url} refuses it ({response.status_code}): {_first_line(bytes(body))}")
        return bytes(body), response.headers.get("content-type", "").partition(";")[0].strip().lower()

    def _frames(self, body: bytes, kind: str, limit: int) -> Iterator[Frame]:
        try:
            if "sparql-results" in kind:
                yield from _solutions(body, kind, limit)
                return
            form = RdfFormat.from_media_type(kind)
            if form is None:
                raise QueryError(f"query: {self.url} answers with {kind or 'no media type'}; is it a SPARQL endpoint?")
            yield ("head", "triples", ("subject", "predicate", "object"))
            rows = [tuple(map(plain, (q.subject, q.predicate, q.object))) for q in parse(body, form)]
            yield ("rows", rows[:limit])
            yield ("end", len(rows) > limit)
        except (SyntaxError, ValueError) as problem:
            raise QueryError(f"query: {self.url} sends an answer that is no {kind} ({problem})") from problem


def _begin(work: Callable[[], tuple[bytes, str]]) -> queue.Queue[Any]:
    """Start the work beside the one who waits for it, who may stop waiting at any time."""
    answer: queue.Queue[Any] = queue.Queue()

    def run() -> None:
        try:
            answer.put(work())
        except Exception as problem:  # whoever waits gets it
            answer.put(problem)

    threading.Thread(target=run, daemon=True).start()
    return answer


def _solutions(body: bytes, kind: str, limit: int) -> Iterator[Frame]:
    found = parse_query_results(body, _results_format(kind))
    if isinstance(found, QueryBoolean):
        yield ("head", "boolean", ())
        yield ("rows", [bool(found)])
        yield ("end", False)
        return
    yield ("head", "solutions", tuple(variable.value for variable in found.variables))
    rows = [tuple(map(plain, row)) for row in found]
    yield ("rows", rows[:limit])
    yield ("end", len(rows) > limit)


def _results_format(kind: str) -> QueryResultsFormat:
    form = QueryResultsFormat.from_media_type(kind)
    if form is None:
        raise ValueError(f"{kind or 'nothing'} instead of rows")
    return form


def _form(text: str) -> str:
    """Return the first word behind the prologue."""
    words = (token.text.upper() for token in tokens(text) if token.kind == "word")
    return next((word for word in words if word not in ("PREFIX", "BASE", "VERSION")), "")


def _first_line(body: bytes) -> str:
    text = body[:2000].decode(errors="replace")
    line = next((line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("<")), "")
    return line[:200] or "it does not say why"
