"""Query a SPARQL 1.1 endpoint over HTTP, as a `QueryBackend`. Knows the protocol; knows no terminal.

Nothing is sent but the queries that the user gives, and those that ask for labels and the schema.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from platformdirs import user_cache_path
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg import __version__
from kg.errors import InputError, QueryError, QueryTimeout
from kg.store.answer_frames import Row, answer_frames
from kg.store.index_writer import write_index
from kg.store.prefixes import declare_prefixes
from kg.store.query_backend import poll, row_limit
from kg.store.sparql_tokens import GRAPH_FORMS, first_keyword, tokens
from kg.store.worker_protocol import Frame

MAX_BYTES = 256 << 20  #: of one answer
_SCHEMA_QUERY_SECONDS, _SCHEMA_SECONDS = 15.0, 60.0  # for one query about the schema, and for all
_MAX_LABELS = 300_000
_ROWS_ACCEPTED = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES_ACCEPTED = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_NO_ROWS = '{"head": {"vars": []}, "results": {"bindings": []}}'


class _Response(NamedTuple):
    body: bytes
    media_type: str


def index_cache(url: str) -> Path:
    """Return the file in which an endpoint's labels and schema are cached."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:24]
    return user_cache_path("kg", appauthor=False) / "endpoints" / f"{digest}.sqlite"


class Endpoint:
    """A SPARQL 1.1 endpoint; each query has a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._schema_deadline: float | None = None
        self._unanswered = 0  # queries about the schema

    def ask(
        self, text: str, prefixes: Mapping[str, str], timeout: float | None = None, limit: int | None = None,
        graphs: tuple[str, ...] = (),
    ) -> Iterator[Frame | None]:  # fmt: skip
        """Yield the frames of an answer as `QueryBackend.ask` does."""
        query = declare_prefixes(text, prefixes, " ")
        gives_triples = first_keyword(tokens(text)) in GRAPH_FORMS
        future = _in_thread(lambda: self._fetch(query, gives_triples, timeout, graphs))
        for response in poll(future.result, timeout):
            if response is not None:
                yield from self._frames(response, row_limit(limit))
                return
            yield None

    def check(self) -> None:
        """Check that the endpoint answers a trivial query.

        Raises:
            InputError: it can't be reached, or is no endpoint.
        """
        try:
            self._fetch("ASK {}", gives_triples=False, timeout=_SCHEMA_QUERY_SECONDS)
        except (QueryError, QueryTimeout) as problem:
            raise InputError(str(problem).removeprefix("query: ")) from problem

    def index(self, file: Path) -> None:
        """Query the endpoint for its labels and schema and write the index; what it does not answer stays empty.

        Raises:
            InputError: it can't be reached.
        """
        self.check()
        self._schema_deadline, self._unanswered = time.monotonic() + _SCHEMA_SECONDS, 0
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        try:
            write_index(self, fresh, unanswered=lambda: self._unanswered)
        except (sqlite3.Error, ValueError) as problem:
            raise InputError(f"{self.url}: its answers about its schema make no sense ({problem})") from problem
        fresh.replace(file)

    def query(self, text: str, *, prefixes: dict[str, str] | None = None) -> Any:  # noqa: ANN401
        """Return the rows of a query about the schema; none when the endpoint does not answer it in time."""
        seconds = min(_SCHEMA_QUERY_SECONDS, (self._schema_deadline or 0) - time.monotonic())
        try:
            if seconds > 0:
                query = f"{declare_prefixes(text, prefixes or {})} LIMIT {_MAX_LABELS}"
                return _parse_results(self._fetch(query, gives_triples=False, timeout=seconds))
        except (QueryError, QueryTimeout, SyntaxError, ValueError):
            pass
        self._unanswered += 1
        return parse_query_results(_NO_ROWS, QueryResultsFormat.JSON)

    def close(self) -> None:
        """Do nothing: no connection stays open."""

    def _fetch(self, query: str, gives_triples: bool, timeout: float | None, graphs: tuple[str, ...] = ()) -> _Response:
        """Return the server's response to a query, with these graphs, by IRI, as its default graph.

        Raises:
            QueryError: the server refuses the query or can't be reached.
            QueryTimeout: it took too long.
        """
        accept = _TRIPLES_ACCEPTED if gives_triples else _ROWS_ACCEPTED
        headers = {"Accept": accept, "User-Agent": f"kg/{__version__}"}
        limit = httpx.Timeout(timeout, connect=min(timeout or 10, 10))
        form = {"query": query} | ({"default-graph-uri": list(graphs)} if graphs else {})
        try:
            with httpx.stream("POST", self.url, data=form, headers=headers, timeout=limit) as response:
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MAX_BYTES:
                        raise QueryError(f"query: the answer is larger than {MAX_BYTES >> 20} MB; add a LIMIT")
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
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        return _Response(bytes(body), media_type)

    def _frames(self, response: _Response, limit: int) -> Iterator[Frame]:
        kind = response.media_type
        try:
            if "sparql-results" in kind:
                yield from answer_frames(_parse_results(response), lambda rows: _one_batch(rows, limit))
                return
            rdf_format = RdfFormat.from_media_type(kind)
            if rdf_format is None:
                raise QueryError(f"query: {self.url} answers with {kind or 'no media type'}; is it a SPARQL endpoint?")
            triples = (quad.triple for quad in parse(response.body, rdf_format))
            yield from answer_frames(triples, lambda rows: _one_batch(rows, limit))
        except (SyntaxError, ValueError) as problem:
            raise QueryError(f"query: {self.url} sends an answer that is no {kind} ({problem})") from problem


def _in_thread(fetch: Callable[[], _Response]) -> Future[_Response]:
    """Fetch in a thread of its own; who waits for the result may stop waiting at any time."""
    future: Future[_Response] = Future()

    def run() -> None:
        try:
            future.set_result(fetch())
        except Exception as problem:  # raised where the result is waited for
            future.set_exception(problem)

    threading.Thread(target=run, daemon=True).start()
    return future


def _one_batch(rows: Iterator[Row], limit: int) -> Iterator[Frame]:
    batch = list(rows)
    yield ("rows", batch[:limit])
    yield ("end", len(batch) > limit)


def _parse_results(response: _Response) -> Any:  # noqa: ANN401 - as `Queryable.query`
    """Return the solutions or the truth value of a response.

    Raises:
        SyntaxError, ValueError: it holds neither.
    """
    results_format = QueryResultsFormat.from_media_type(response.media_type)
    if results_format is None:
        raise ValueError(f"{response.media_type or 'nothing'} instead of rows")
    return parse_query_results(response.body, results_format)


def _first_line(body: bytes) -> str:
    text = body[:2000].decode(errors="replace")
    line = next((line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("<")), "")
    return line[:200] or "it does not say why"
