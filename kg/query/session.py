"""Open a graph and ask it. Knows the engine and the gate before it; knows no format and no terminal."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from kg.errors import GraphNotFound, QueryError, QueryTimeout, UsageError
from kg.query.background_task import Background
from kg.query.completeness import check_syntax
from kg.query.lookups import look_up
from kg.query.solutions import Blank, Iri, Literal, Result, Solutions, Term, Triples, Truth
from kg.store.engine import MEMORY, Engine
from kg.store.graph_folder import INDEX, MERGED
from kg.store.label_index import Index
from kg.store.query_backend import QueryBackend
from kg.store.query_guard import check_query
from kg.store.snapshots import Snapshots
from kg.store.sparql_tokens import tokens
from kg.vocab import PREFIXES

FILES = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld")  #: endings of RDF files that can be asked directly

_EARLY, _MOST_EARLY = 0.5, 200  # seconds before the first rows are shown, and how many
_MOST_ASKED = 200  # labels that an endpoint is asked for at once

Watch = Callable[[float, int], None]  #: told the seconds and the rows so far, about ten times a second


class Session:
    """An open graph: a graph folder, RDF files, which are read into the worker's memory, or an endpoint elsewhere.

    A folder is read as it was when the session began; `reload` goes on to the newest snapshot. Labels and schema of
    files and endpoints are worked out when they are first needed, or from `prepare` on, beside what is done.
    """

    def __init__(self, target: Path | str | Sequence[Path | str], memory: int = MEMORY) -> None:
        some = [target] if isinstance(target, Path | str) else target
        self.url = str(some[0]) if some and is_endpoint(some[0]) else None  #: of the endpoint; None: a graph or files
        if len(some) > 1 and any(map(is_endpoint, some)):
            raise UsageError("an endpoint is asked alone; give one address, or files")
        self.paths = () if self.url else tuple(map(Path, some))
        self.name = self.url or " ".join(map(str, self.paths))  #: what it is called
        self.prefixes = dict(PREFIXES)  #: those that queries need not declare; add to it at will
        self.graphs: tuple[str, ...] = ()  #: IRIs of the named graphs that queries ask; empty: the union of all
        self._memory = memory
        self._snapshot: Path | None = None  # None: RDF files
        self.waiting: Watch | None = None  #: told about ten times a second while labels and schema are waited for
        self._turns = threading.Lock()  # a worker does one thing at a time
        self._told: dict[str, str | None] = {}  # labels that an endpoint was asked for; None: it has none
        self._open()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> None:
        self._resources = ExitStack()
        with self._resources as opening:
            self._engine = self._opened(opening)
            opening.callback(self._engine.close)
            self._resources = opening.pop_all()

    def _opened(self, resources: ExitStack) -> QueryBackend:
        self._index_file: Path | None = None  # None: it is made for this session
        if self.url:
            from kg.store.endpoint import Endpoint, index_cache  # httpx takes its time to load

            endpoint, self._index_file = Endpoint(self.url), index_cache(self.url)
            if not self._index_file.is_file():
                endpoint.check()
            self._index = Background(lambda: self._indexed(resources))
            return endpoint
        self._index_file, where = self._files(resources)
        self._index = Background(lambda: self._indexed(resources))
        return Engine(where, self._memory)

    def _indexed(self, resources: ExitStack) -> Index:
        """Open the index, which is made first where there is none."""
        file = self._index_file
        if file is None:
            file = Path(resources.enter_context(tempfile.TemporaryDirectory(prefix="kg-"))) / INDEX
        if not file.is_file():
            with self._turn():
                self._engine.index(file)
        index = Index(file)
        resources.callback(index.close)
        return index

    def _files(self, resources: ExitStack) -> tuple[Path | None, tuple[Path, ...]]:
        """Return the index, where there is one, and what the engine opens."""
        if len(self.paths) == 1 and not self.paths[0].is_file():
            snapshot = resources.enter_context(Snapshots(self.paths[0]).hold_current())
            self._snapshot = snapshot
            return snapshot / INDEX, (snapshot / MERGED,)
        for path in self.paths:
            _check_file(path)
        self._snapshot = None
        return None, self.paths

    @property
    def snapshot(self) -> Path | None:
        """The folder of the snapshot that is read; None: RDF files or an endpoint."""
        return self._snapshot

    @property
    def store(self) -> Path | None:
        """The store's folder in which queries run; None: RDF files or an endpoint."""
        return self._snapshot and self._snapshot / MERGED

    @property
    def newer(self) -> str | None:
        """The name of a newer snapshot of the graph than the one that is read; None: there is none."""
        if self._snapshot is None:
            return None
        try:
            latest = Snapshots(self.paths[0]).current()
        except GraphNotFound:
            return None
        return None if latest == self._snapshot else latest.name

    def reload(self) -> None:
        """Open the graph anew, as it is now; on failure the old one stays."""
        old = self._resources
        if self.url:
            Background(self._ask_anew).get(self.waiting)
        self._open()
        old.close()

    def _ask_anew(self) -> None:
        assert self._index_file is not None  # an endpoint has a cache
        self._engine.index(self._index_file)

    def close(self) -> None:
        """Stop the worker and let go of the snapshot."""
        self._resources.close()

    @property
    def index(self) -> Index:
        """Labels and schema; for files and endpoints it may take its time, of which `waiting` is told.

        Raises:
            InputError: the files or the endpoint can't be read.
        """
        return self._index.get(self.waiting)

    @property
    def indexed(self) -> bool:
        """Whether labels and schema are there, so that nobody waits for them."""
        return self._index.done or (self._index_file is not None and self._index_file.is_file())

    @property
    def problem(self) -> Exception | None:
        """Why there can be no labels and no schema; None: nothing went wrong so far."""
        return self._index.problem

    def prepare(self, seconds: float = 0) -> bool:
        """Begin to work out labels and schema; wait at most so long, and tell whether they are there."""
        self._index.begin()
        self._index.wait(seconds)
        return self._index.done

    @contextmanager
    def _turn(self, watch: Watch | None = None) -> Iterator[None]:
        """Wait until the worker has nothing else to do; an endpoint does many things at a time."""
        start = time.monotonic()
        while not self.url and not self._turns.acquire(timeout=0.1):
            if watch is not None:
                watch(time.monotonic() - start, 0)
        try:
            yield
        finally:
            if not self.url:
                self._turns.release()

    def labels(self, result: Result, languages: Sequence[str] = ()) -> dict[str, str]:
        """Return the labels of the IRIs in a result, in the languages that are preferred, the best first."""
        rows = () if isinstance(result, Truth) else result.rows
        return self.called({term.value for row in rows for term in row if isinstance(term, Iri)}, languages)

    def labels_at_once(self, languages: Sequence[str] = ()) -> bool:
        """Tell whether labels can be had while a query runs: not where the worker that is busy has to find them."""
        return self.url is not None or (self.indexed and not languages)

    def called(self, nodes: Iterable[str], languages: Sequence[str] = ()) -> dict[str, str]:
        """Return the labels of nodes, given by their IRIs; what has none in those languages has that of the index."""
        iris = set(nodes)
        if self.url and not self.indexed:  # it may take a minute
            return self._asked_labels(iris)
        labels = self.index.labels(iris)
        if self.url:
            labels = self._asked_labels(iris - labels.keys()) | labels
        return labels | self._preferred(iris, languages) if languages else labels

    def _preferred(self, iris: Iterable[str], languages: Sequence[str]) -> dict[str, str]:
        """Return labels in the best of the languages, as far as there are some and the graph is quick to tell."""
        best: dict[str, tuple[int, bool, str]] = {}
        with contextlib.suppress(QueryError, QueryTimeout):
            for node, text, main in look_up(self, "tongues", sorted(iris), timeout=3).rows:
                rank = _rank(text, languages)
                if node is not None and text is not None and rank is not None:
                    found = (rank, main is None, text.value)
                    best[node.value] = min(best.get(node.value, found), found)
        return {iri: text for iri, (_, _, text) in best.items()}

    def _asked_labels(self, iris: set[str]) -> dict[str, str]:
        """Return the labels of nodes that the index of an endpoint lacks; none when it is slow to tell."""
        new = sorted(iris - self._told.keys())[:_MOST_ASKED]
        self._told.update(dict.fromkeys(new))
        if new:
            with contextlib.suppress(QueryError, QueryTimeout):
                found = look_up(self, "labels", new, timeout=3)
                self._told.update((row[0].value, row[1].value) for row in found.rows if row[0] and row[1])
        return {iri: label for iri in iris if (label := self._told.get(iri))}

    @property
    def modified(self) -> float:
        """When the graph was written, in seconds since 1970."""
        if self.url and not self.indexed:
            return time.time()
        file = self._index_file or max(self.paths, key=lambda path: path.stat().st_mtime)
        return file.stat().st_mtime

    def ask(
        self,
        text: str,
        timeout: float | None = 30,
        limit: int | None = None,
        watch: Watch | None = None,
        early: Callable[[Solutions], None] | None = None,
        graphs: Sequence[str] | None = None,
    ) -> Result:
        """Answer a query.

        Args:
            text: SPARQL 1.1, SELECT, ASK, CONSTRUCT or DESCRIBE; our prefixes need no declaration.
            timeout: Seconds; None for no limit.
            limit: Most rows to return; the result says whether there were more.
            watch: Called while the query runs.
            early: Called once with the first rows, when the rest takes its time; must ask a graph or files nothing.
            graphs: IRIs of the named graphs to ask, unless the query says FROM; empty: all; None: the session's.

        Raises:
            QueryError: the query is refused, wrong or failed.
            QueryTimeout: it took too long.
        """
        check_query(text, is_remote=self.url is not None)
        if self.url:
            check_syntax(text, self.prefixes)
        start, form, more = time.monotonic(), "", False
        variables: tuple[str, ...] = ()
        rows: list[Any] = []
        asked = () if names_graphs(text) else tuple(self.graphs if graphs is None else graphs)
        for frame in self._frames(text, timeout, limit, watch, asked):
            match frame:
                case ("head", form, variables):
                    pass
                case ("rows", some):
                    rows += some
                case ("end", more):
                    pass
            seconds = time.monotonic() - start
            if watch is not None:
                watch(seconds, len(rows))
            if early is not None and rows and seconds > _EARLY:
                early(_solutions(text, variables, rows[:_MOST_EARLY], seconds, True))
                early = None
        seconds = time.monotonic() - start
        if form == "boolean":
            return Truth(rows[0], seconds)
        if form == "triples":
            return Triples(_distinct(_terms(rows)), seconds, more)
        return _solutions(text, variables, rows, seconds, more)

    def _frames(
        self, text: str, timeout: float | None, limit: int | None, watch: Watch | None, graphs: tuple[str, ...]
    ) -> Iterator[Any]:
        with self._turn(watch):
            if self.problem is not None and not self.url:
                raise self.problem
            yield from self._engine.ask(text, self.prefixes, timeout, limit, graphs)


def is_endpoint(target: object) -> bool:
    """Tell whether a target is the address of an endpoint."""
    return str(target).startswith(("http://", "https://"))


def names_graphs(text: str) -> bool:
    """Tell whether a query says itself which graphs it asks."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def _rank(text: Term | None, languages: Sequence[str]) -> int | None:
    """Return the place of a label's language among those preferred, which stand for their regions, too."""
    language = (text.language or "").lower() if isinstance(text, Literal) else ""
    fitting = (n for n, one in enumerate(languages) if language == one or language.startswith(f"{one}-"))
    return next(fitting, None)


def _check_file(path: Path) -> None:
    if not path.is_file():
        what = "a folder; give one graph, or files" if path.is_dir() else "no such file"
        raise GraphNotFound(f"{path}: {what}")
    if path.suffix not in FILES:
        raise UsageError(f"{path}: not an RDF file that can be asked; there are: {' '.join(FILES)}")


def _solutions(text: str, variables: tuple[str, ...], rows: list[Any], seconds: float, more: bool) -> Solutions:
    names, ordered = _as_written(text, variables, rows)
    return Solutions(names, tuple(_terms(ordered)), seconds, more)


def _as_written(text: str, variables: tuple[str, ...], rows: list[Any]) -> tuple[tuple[str, ...], list[Any]]:
    """Put the columns of a SELECT * in the order in which the query names them; the engine sorts them by name."""
    found = list(tokens(text))
    words = [token.text.upper() for token in found]
    star = words.index("SELECT") + 1 if "SELECT" in words else 0
    if "*" not in words[star : star + 2]:
        return variables, rows
    named = dict.fromkeys(token.text[1:] for token in found if token.kind == "variable")
    order = [variables.index(name) for name in named if name in variables]
    if len(order) != len(variables):
        return variables, rows
    return tuple(variables[i] for i in order), [tuple(row[i] for i in order) for row in rows]


def _terms(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Make terms of the worker's plain values; the same value gives the same object."""
    known: dict[tuple[Any, ...] | None, Term | None] = {None: None}
    made = []
    for row in rows:
        for plain in row:
            if plain not in known:
                known[plain] = _term(*plain)
        made.append(tuple(map(known.__getitem__, row)))
    return made


def _term(kind: str, value: str, *more: str | None) -> Term:
    if kind == "l":
        return Literal(value, *more)
    return Iri(value) if kind == "i" else Blank(value)


def _distinct(rows: Iterable[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(sorted(set(rows), key=lambda row: [(type(term).__name__, *_parts(term)) for term in row]))


def _parts(term: Term) -> tuple[str, ...]:
    if isinstance(term, Literal):
        return term.value, term.language or "", term.datatype or ""
    return (term.value,)
