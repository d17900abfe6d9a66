"""Query an open graph. Knows the engine and the guard before it; knows no format and no terminal."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from kg.errors import QueryTimeout, UsageError
from kg.graph.rdf_parsing import LoadOptions, RdfSource
from kg.query.answer_collection import AnswerListeners, collect_answer
from kg.query.background_task import BackgroundTask, Progress
from kg.query.completeness import check_syntax, without_terminator
from kg.query.graph_sources import (
    GraphSource,
    is_endpoint,
    is_rdf,
    newer_snapshot,
    open_endpoint,
    open_files,
    open_folder,
    rdf_sources,
    write_index,
)
from kg.query.label_lookup import EndpointLabels, preferred_labels
from kg.query.load_notes import load_notes
from kg.query.solutions import Iri, Result, Solutions, Triples, Truth
from kg.store.endpoint_address import public_url
from kg.store.graph_folder import INDEX, MERGED
from kg.store.label_index import Index, is_index
from kg.store.query_backend import query_timeout
from kg.store.query_guard import check_query, has_from_clause
from kg.store.worker_process import MEMORY
from kg.store.worker_protocol import Frame
from kg.vocab import PREFIXES


class Session:
    """An open graph: a graph folder, RDF files, which are read into the worker's memory, or an endpoint.

    A folder is read at the snapshot that was the newest when the session began; `reload` goes on to the newest one.
    Labels and schema of files and endpoints are indexed when they are first needed, or from `build_index` on.

    Args:
        target: a folder, files, or an endpoint's address.
        memory: bytes of address space that the worker may use.
        timeout: seconds that an endpoint has to answer at first; None: as long as is usual.
        options: how files are read, and the base IRI of queries.
    """

    def __init__(
        self,
        target: Path | str | Sequence[Path | str],
        memory: int = MEMORY,
        timeout: float | None = None,
        options: LoadOptions = LoadOptions(),  # noqa: B008 - it is frozen
    ) -> None:
        targets = [target] if isinstance(target, Path | str) else target
        self.url = str(targets[0]) if targets and is_endpoint(targets[0]) else None  #: of the endpoint; None: no one
        if len(targets) > 1 and any(map(is_endpoint, targets)):
            raise UsageError("an endpoint is asked alone; give one address, or files")
        self.paths = () if self.url else tuple(map(Path, targets))
        self._timeout = timeout  # seconds that an endpoint has to answer at first
        self.files: tuple[RdfSource, ...] = ()  #: that are read; none for a graph folder or an endpoint
        self.options = options  #: how files are read, and the base IRI of queries
        self.load_notes: list[str] = []  #: what is to be said of the files, once they are read; who says it clears it
        self._inputs = ExitStack()
        if len(self.paths) > 1 or (self.paths and is_rdf(self.paths[0])):
            self.files = rdf_sources(self.paths, options, self._inputs)
        names = [public_url(self.url)] if self.url else [source.name for source in self.files] or [str(self.paths[0])]
        self.name = " ".join(names)  #: for people
        self.prefixes = dict(PREFIXES)  #: those that queries need not declare; may be added to
        self.graphs: tuple[str, ...] = ()  #: IRIs of the named graphs that queries ask; empty: the union of all
        self.index_progress: Progress | None = None  #: called while labels and schema are waited for
        self._memory = memory
        self._worker_lock = threading.Lock()  # a worker does one thing at a time
        self._endpoint_labels = EndpointLabels(self)
        self._open()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> None:
        with ExitStack() as opening:
            source = self._open_source(opening)
            self._resources = resources = opening.pop_all()
        self._source = source
        self._is_loaded = source.files is None
        self._index = BackgroundTask(lambda: self._open_index(source, resources))

    def _open_source(self, resources: ExitStack) -> GraphSource:
        if self.url:
            return open_endpoint(self.url, self._timeout, resources)
        if self.files:
            return open_files(self.files, self._memory, self.options, resources)
        return open_folder(self.paths[0], self._memory, self.options, resources)

    def load(self, timeout: float | None = None, progress: Progress | None = None) -> None:
        """Wait until the files are read; from then on the prefixes that they declare are known.

        Raises:
            InputError: they can't be read.
            QueryTimeout: that takes longer than so many seconds.
        """
        if self._is_loaded:
            return
        started = time.monotonic()
        with self._exclusive_worker(progress, timeout):
            if self.index_error is not None:
                raise self.index_error
            assert self._source.files is not None  # else there is nothing to read
            for _ in self._source.files.opening(timeout and max(0.01, timeout - (time.monotonic() - started))):
                if progress is not None:
                    progress(time.monotonic() - started, 0)
        self._note_load()

    def _note_load(self) -> None:
        """Take over the prefixes of files that were read, and what is to be said of them."""
        if (engine := self._source.files) is None or self._is_loaded:
            return
        self._is_loaded = True
        for report in reversed(engine.reports):  # where they contradict each other, the first file counts
            self.prefixes |= report.prefixes
        self.load_notes += load_notes(engine.reports, self.options, asks_union=engine.asks_union)
        self.load_notes += engine.losses.splitlines()

    def _open_index(self, source: GraphSource, resources: ExitStack) -> Index:
        """Open the index, which is built first where there is none."""
        file = source.index_file
        if file is None:
            file = Path(resources.enter_context(tempfile.TemporaryDirectory(prefix="kg-"))) / INDEX
        if source.snapshot is None and not is_index(file):
            with self._exclusive_worker():
                file = write_index(source, file, resources)
            self._note_load()
        index = Index(file)
        resources.callback(index.close)
        return index

    @property
    def snapshot(self) -> Path | None:
        """The folder of the snapshot that is read; None: RDF files or an endpoint."""
        return self._source.snapshot

    @property
    def store_folder(self) -> Path | None:
        """The store's folder in which queries run; None: RDF files or an endpoint."""
        return self.snapshot and self.snapshot / MERGED

    @property
    def moved_to(self) -> str | None:
        """The address where an endpoint's redirects led the last query; None: nowhere."""
        return self._source.moved_to()

    @property
    def newer_snapshot(self) -> str | None:
        """The name of a newer snapshot of the graph than the one that is read; None: there is none."""
        return newer_snapshot(self.paths[0], self.snapshot) if self.snapshot else None

    def reload(self) -> None:
        """Open the newest snapshot, or read the files or the endpoint's labels again; on failure nothing changes."""
        previous = self._resources
        if self.url:
            assert self._source.index_file is not None  # an endpoint has a cache
            BackgroundTask(partial(self._source.engine.index, self._source.index_file)).result(self.index_progress)
        self._open()
        previous.close()

    def close(self) -> None:
        """Stop the worker and release the snapshot."""
        self._resources.close()
        self._inputs.close()

    @property
    def index(self) -> Index:
        """Labels and schema; files and endpoints may have to be indexed first.

        Raises:
            InputError: the files or the endpoint can't be read.
        """
        return self._index.result(self.index_progress)

    @property
    def is_indexed(self) -> bool:
        """Whether `index` is there without waiting."""
        file = self._source.index_file
        return self._index.is_done or (file is not None and file.is_file())

    @property
    def index_error(self) -> Exception | None:
        """Why there can be no labels and no schema; None: nothing went wrong so far."""
        return self._index.error

    def build_index(self, wait: float = 0) -> bool:
        """Start indexing labels and schema; wait at most so many seconds, and return whether it is done."""
        self._index.start()
        self._index.wait(wait)
        return self._index.is_done

    @contextmanager
    def _exclusive_worker(self, progress: Progress | None = None, timeout: float | None = None) -> Iterator[None]:
        """Wait until the worker has nothing else to do; an endpoint takes concurrent requests."""
        started = time.monotonic()
        while not self.url and not self._worker_lock.acquire(timeout=0.1):
            waited = time.monotonic() - started
            if timeout and waited > timeout:
                raise query_timeout(timeout)
            if progress is not None:
                progress(waited, 0)
        try:
            yield
        finally:
            if not self.url:
                self._worker_lock.release()

    def result_labels(self, result: Result, languages: Sequence[str] = ()) -> dict[str, str]:
        """Return the labels of a result's IRIs, in the preferred languages, best first."""
        rows = () if isinstance(result, Truth) else result.rows
        return self.node_labels({term.value for row in rows for term in row if isinstance(term, Iri)}, languages)

    def can_label_during_query(self, languages: Sequence[str] = ()) -> bool:
        """Tell whether labels can be had while a query runs: not where the busy worker has to find them."""
        return self.url is not None or (self.is_indexed and not languages)

    def node_labels(self, nodes: Iterable[str], languages: Sequence[str] = ()) -> dict[str, str]:
        """Return labels by IRI; a node without one in the languages has the label of the index."""
        iris = set(nodes)
        if self.url and not self.is_indexed:  # it may take a minute
            return self._endpoint_labels.labels(iris)
        labels = self.index.labels(iris)
        if self.url:
            labels = self._endpoint_labels.labels(iris - labels.keys()) | labels
        return labels | preferred_labels(self, iris, languages) if languages else labels

    @property
    def modified(self) -> float:
        """When the graph was written, in seconds since 1970."""
        if self.url and not self.is_indexed:
            return time.time()
        file = self._source.index_file or max((f.path for f in self.files), key=lambda path: path.stat().st_mtime)
        return file.stat().st_mtime

    def ask(
        self,
        text: str,
        timeout: float | None = 30,
        limit: int | None = None,
        progress: Progress | None = None,
        on_first_rows: Callable[[Solutions], None] | None = None,
        graphs: Sequence[str] | None = None,
        on_partial_result: Callable[[Solutions | Triples], None] | None = None,
    ) -> Result:
        """Return the result of a query.

        Args:
            text: SPARQL 1.1, SELECT, ASK, CONSTRUCT or DESCRIBE; our prefixes need no declaration.
            timeout: Seconds; None for no limit.
            limit: Most rows to return; the result says whether there were more.
            progress: Called while the query runs.
            on_first_rows: Called once when the rest takes its time; must not query a folder or files itself.
            on_partial_result: Called with the rows that have arrived when a limit, an error or an interrupt ends the
                answer, before that is raised; not without rows.
            graphs: IRIs of the named graphs to ask, unless the query says FROM; empty: all; None: the session's.

        Raises:
            QueryError: the query is refused, wrong or failed.
            QueryTimeout: it took too long.
        """
        check_query(text, is_remote=self.url is not None)
        text = without_terminator(text)
        if self.url:
            text = f"BASE <{self.options.base}> {text}" if self.options.base else text
            check_syntax(text, self.prefixes)
        default_graph = () if has_from_clause(text) else tuple(self.graphs if graphs is None else graphs)
        frames = self._frames(text, timeout, limit, progress, default_graph)
        return collect_answer(text, frames, timeout, AnswerListeners(progress, on_first_rows, on_partial_result))

    def _frames(
        self, text: str, timeout: float | None, limit: int | None, progress: Progress | None, graphs: tuple[str, ...]
    ) -> Generator[Frame | None, None, None]:
        started = time.monotonic()
        self.load(timeout, progress)
        remaining = timeout and max(0.01, timeout - (time.monotonic() - started))
        try:
            with self._exclusive_worker(progress, remaining):
                if self.index_error is not None and not self.url:
                    raise self.index_error
                yield from self._source.engine.ask(text, self.prefixes, remaining, limit, graphs)
        except QueryTimeout:
            if self.files and timeout:  # say the time that was given, not what reading left of it
                raise query_timeout(timeout) from None
            raise
