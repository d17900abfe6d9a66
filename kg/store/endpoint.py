"""Query a SPARQL 1.1 endpoint over HTTP, as a `QueryBackend`. Knows the protocol; knows no terminal.

Nothing is sent but the queries that the user gives, and those that ask for labels and the schema. What comes back is
parsed in a worker, under its limits.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from kg.errors import InputError, QueryError, QueryTimeout
from kg.store.answer_frames import NamedRow, named_rows
from kg.store.endpoint_address import parse_address
from kg.store.engine import Engine
from kg.store.http_answers import FetchedAnswer, Request, fetch
from kg.store.index_writer import write_index
from kg.store.prefixes import declare_prefixes
from kg.store.query_backend import row_limit
from kg.store.sparql_tokens import GRAPH_FORMS, first_keyword, tokens
from kg.store.worker_protocol import Frame

_PARSER_MEMORY = 2 << 30  # bytes of address space of the worker that parses answers
_SCHEMA_QUERY_SECONDS, _SCHEMA_SECONDS = 15.0, 60.0  # for one query about the schema, and for all
_MAX_LABELS = 300_000
_ROWS_ACCEPTED = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES_ACCEPTED = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"


def index_cache(url: str) -> Path:
    """Return the file in which an endpoint's labels and schema are cached."""
    digest = hashlib.sha256(url.encode()).hexdigest()[:24]
    return user_cache_path("kg", appauthor=False) / "endpoints" / f"{digest}.sqlite"


class Endpoint:
    """A SPARQL 1.1 endpoint; each query has a connection of its own."""

    def __init__(self, url: str) -> None:
        self._address = parse_address(url)
        self.moved_to: str | None = None  #: where redirects led the last query; None: nowhere
        self._folder = tempfile.TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True)  # of answers
        self._parser = Engine((), _PARSER_MEMORY)
        self._parser_lock = threading.Lock()  # a worker does one thing at a time
        self._schema_deadline: float | None = None
        self._unanswered = 0  # queries about the schema

    def ask(
        self, text: str, prefixes: Mapping[str, str], timeout: float | None = None, limit: int | None = None,
        graphs: tuple[str, ...] = (),
    ) -> Iterator[Frame | None]:  # fmt: skip
        """Yield the frames of an answer as `QueryBackend.ask` does."""
        yield from self._answer(declare_prefixes(text, prefixes, " "), timeout, row_limit(limit), graphs)

    def check(self, timeout: float | None = None) -> None:
        """Check that the endpoint answers a trivial query.

        Args:
            timeout: seconds; 15 at most.

        Raises:
            InputError: it can't be reached, or is no endpoint.
            QueryTimeout: it took too long.
        """
        try:
            for _ in self._answer("ASK {}", min(timeout or _SCHEMA_QUERY_SECONDS, _SCHEMA_QUERY_SECONDS)):
                pass
        except QueryError as problem:
            raise InputError(str(problem).removeprefix("query: ")) from problem

    def index(self, file: Path) -> None:
        """Query the endpoint for its labels and schema and write the index; what it does not answer stays empty.

        Raises:
            InputError: it can't be reached.
            QueryTimeout: it does not answer.
        """
        self.check()
        self._schema_deadline, self._unanswered = time.monotonic() + _SCHEMA_SECONDS, 0
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        try:
            write_index(self, fresh, unanswered=lambda: self._unanswered, by_class=False)
        except (sqlite3.Error, ValueError, LookupError, OverflowError, AttributeError) as problem:
            shown = self._address.public_url
            raise InputError(f"{shown}: its answers about its schema make no sense ({problem})") from problem
        fresh.replace(file)

    def query(self, text: str, *, prefixes: dict[str, str] | None = None) -> list[NamedRow]:
        """Return the rows of a query about the schema; none when the endpoint does not answer it in time."""
        seconds = min(_SCHEMA_QUERY_SECONDS, (self._schema_deadline or 0) - time.monotonic())
        try:
            if seconds > 0:
                query = f"{declare_prefixes(text, prefixes or {})} LIMIT {_MAX_LABELS}"
                frames = self._answer(query, seconds, _MAX_LABELS)
                return list(named_rows(frame for frame in frames if frame is not None))
        except (QueryError, QueryTimeout, ValueError):
            pass
        self._unanswered += 1
        return []

    def close(self) -> None:
        """Stop the worker; no connection stays open."""
        self._parser.close()
        self._folder.cleanup()

    def _answer(
        self, query: str, timeout: float | None, limit: int = 1, graphs: tuple[str, ...] = ()
    ) -> Iterator[Frame | None]:
        """Yield the frames of an answer, and None meanwhile, within one time limit for all."""
        started = time.monotonic()
        gives_triples = first_keyword(tokens(query)) in GRAPH_FORMS
        form = {"query": query} | ({"default-graph-uri": list(graphs)} if graphs else {})
        request = Request(self._address, form, _TRIPLES_ACCEPTED if gives_triples else _ROWS_ACCEPTED)
        with self._answer_file() as file:
            for answer in fetch(request, file, timeout):
                if answer is None:
                    yield None
                    continue
                self.moved_to = None if answer.address.url == self._address.url else answer.address.public_url
                rest = timeout and max(0.1, timeout - (time.monotonic() - started))
                yield from self._parsed(answer, gives_triples, limit, rest)

    def _parsed(
        self, answer: FetchedAnswer, gives_triples: bool, limit: int, timeout: float | None
    ) -> Iterator[Frame | None]:
        while not self._parser_lock.acquire(timeout=0.1):
            yield None
        content, base = (answer.media_type, answer.encoding, gives_triples), answer.address.public_url.partition("?")[0]
        try:
            yield from self._parser.parse_answer(answer.file, content, base, limit, timeout)
        except QueryTimeout:
            raise QueryTimeout(f"query: {self._address.public_url} does not answer in time; narrow it") from None
        except QueryError as problem:
            reason = str(problem).removeprefix("query: ")
            raise QueryError(f"query: {self._address.public_url} sends no answer that can be read: {reason}") from None
        finally:
            self._parser_lock.release()

    @contextmanager
    def _answer_file(self) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(dir=self._folder.name, delete=False) as file:
            path = Path(file.name)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)
