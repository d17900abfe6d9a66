"""Run queries in a worker that can be stopped at any time, as a `QueryBackend`. Knows processes; knows no terms."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import GraphDamaged, InputError, QueryError, QueryMemoryExceeded
from kg.graph.rdf_parsing import FileReport, LoadOptions, RdfSource
from kg.store.disk_errors import damage_in
from kg.store.load_frames import file_report
from kg.store.query_backend import poll, row_limit
from kg.store.rdf_loading import load_failure, loading_timeout, plain_options, plain_sources
from kg.store.worker_process import MEMORY, WorkerDied, WorkerProcess
from kg.store.worker_protocol import OUT_OF_MEMORY, Frame

_HEARTBEAT = 0.1  # seconds between signs of life while the graph is opened
_LAST_FRAMES = ("end", "wrong", "failed")
_POSITION = re.compile(r"error at (\d+):(\d+)")


class Engine:
    """A store's folder, RDF files in memory or nothing, and the worker that has them open.

    A worker is started at once, so that it gets ready while its user still types; it is killed when a query takes too
    long or is interrupted, and another one is started. One that still reads its files when the time is up goes on.
    """

    def __init__(
        self,
        sources: tuple[Path | RdfSource, ...],
        memory: int = MEMORY,
        options: LoadOptions = LoadOptions(),  # noqa: B008 - it is frozen
    ) -> None:
        """Start a worker.

        Args:
            sources: one store's folder, RDF files, or none, to parse the answers of endpoints.
            memory: bytes of address space that it may use.
            options: how files are read, and the base IRI of queries.
        """
        self._sources = tuple(s if isinstance(s, RdfSource) else RdfSource(s, str(s)) for s in sources)
        self._memory = memory
        self._options = options
        self._reads_files = any(not source.path.is_dir() for source in self._sources)
        self._triples: int | None = None  # None: the worker is not ready
        self.reports: tuple[FileReport, ...] = ()  #: on the files, once they are read
        self.asks_union = True  #: whether all graphs are asked together; known once the files are read
        self.losses = (
            ""  #: which of the files' literals are not as written, a note a line; empty: none, or not read yet
        )
        self._start()

    def triples(self, timeout: float | None = None) -> int:
        """Wait until the graph is open and return how many statements it holds, once for each graph.

        Raises:
            InputError: the files or the store can't be read.
            QueryTimeout: that takes longer than so many seconds.
        """
        for _ in self.opening(timeout):
            pass
        assert self._triples is not None
        return self._triples

    def ask(
        self, text: str, prefixes: Mapping[str, str], timeout: float | None = None, limit: int | None = None,
        graphs: tuple[str, ...] = (),
    ) -> Iterator[Frame | None]:  # fmt: skip
        """Yield the frames of an answer as `QueryBackend.ask` does."""
        yield from self._answer_frames(("ask", text, dict(prefixes), row_limit(limit), graphs), timeout)

    def parse_answer(
        self, file: Path, content: tuple[str, str, bool], base: str, limit: int, timeout: float | None
    ) -> Iterator[Frame | None]:
        """Yield the frames of an endpoint's answer in a file, as `kg.store.foreign_answers` does, and None between.

        Raises:
            QueryError: it is no answer, or broke the worker.
            QueryTimeout: it took too long.
        """
        yield from self._answer_frames(("answer", str(file), content, base, limit), timeout)

    def run_update(
        self, folder: Path, text: str, prefixes: Mapping[str, str], timeout: float | None = None
    ) -> Iterator[float]:
        """Run an update on a copy of the store in a folder, and write what it changes to added.nq and removed.nq there.

        Yields: the seconds so far, about ten times a second.

        Raises:
            QueryError: the update is wrong, failed, or broke the worker.
            QueryTimeout: it took too long.
        """
        start = time.monotonic()
        for _ in self._answer_frames(("change", str(folder), text, dict(prefixes)), timeout):
            yield time.monotonic() - start

    def index(self, file: Path) -> None:
        """Have the worker write the index of its store to a new file."""
        self.triples()
        self._worker.send("index", str(file))
        frame = self._next_frame()
        if frame[0] != "done":
            self._raise_damage(frame[1])
            raise InputError(f"{self._sources[0].name}: {frame[1]}")

    def close(self) -> None:
        """Kill the worker."""
        self._worker.close()

    def _answer_frames(self, request: Frame, timeout: float | None) -> Iterator[Frame | None]:
        """Yield the frames of an answer, and None meanwhile; a worker that has not ended it is killed."""
        start = time.monotonic()
        yield from self.opening(timeout if self._reads_files else None)
        remaining = timeout and max(0.01, timeout - (time.monotonic() - start)) if self._reads_files else timeout
        is_complete = False
        try:
            self._worker.send(*request)
            for frame in poll(self._next_frame, remaining, timeout):
                is_complete = frame is not None and frame[0] in _LAST_FRAMES
                if frame is not None and frame[0] in ("wrong", "failed"):
                    self._raise_damage(frame[1])
                    raise self._query_error(frame[1])
                yield frame
                if is_complete:
                    return
        finally:  # also when the user interrupts, or reads no further
            if not is_complete:
                self._restart()

    def opening(self, timeout: float | None = None) -> Iterator[None]:
        """Yield about ten times a second until the graph is open.

        Raises:
            InputError: it can't be.
            QueryTimeout: it takes too long; the worker goes on.
        """
        start = time.monotonic()
        while self._triples is None:
            try:
                kind, *content = self._worker.next_frame(_HEARTBEAT)
            except TimeoutError:
                if timeout and time.monotonic() - start > timeout:
                    raise loading_timeout(self._sources, timeout) from None
                yield None
                continue
            except WorkerDied as death:
                self.close()
                self._raise_damage(death.words)
                raise load_failure(self._sources, death, self._memory) from None
            if kind != "ready":
                self.close()
                self._raise_damage(content[0])
                raise InputError(content[0])
            self._triples, reports, self.asks_union, self.losses = content
            self.reports = tuple(map(file_report, reports))

    def _start(self) -> None:
        self._triples = None
        sources, options = plain_sources(self._sources), plain_options(self._options)
        self._worker = WorkerProcess("open", sources, self._memory, options)

    def _restart(self) -> None:
        self.close()
        self._start()

    def _next_frame(self, seconds: float | None = None) -> Frame:
        try:
            return self._worker.next_frame(seconds)
        except WorkerDied as death:
            self._raise_damage(death.words)
            raise self._death_error(death) from None

    def _raise_damage(self, message: str) -> None:
        """Raise what the engine says, if it is of damaged files of a snapshot's store."""
        if self._sources and not self._reads_files and (reason := damage_in(message)):
            raise GraphDamaged(reason, self._sources[0].path.parents[2])

    def _death_error(self, death: WorkerDied) -> QueryError:
        if death.is_memory:
            return self._memory_error()
        too_deep = "it is too long or too deeply nested for the engine; make it simpler"
        return QueryError(f"query: {too_deep if death.is_stack else death.words}")

    def _query_error(self, message: str) -> QueryError:
        if message == OUT_OF_MEMORY:
            return self._memory_error()
        if position := _POSITION.search(message):
            return QueryError(message, int(position[1]), int(position[2]))
        return QueryError(message)

    def _memory_error(self) -> QueryError:
        limit = f"{self._memory / (1 << 30):g} GiB of memory"
        return QueryMemoryExceeded(f"query: it needs more than {limit}; narrow it, or sort and join less")
