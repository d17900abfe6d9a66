"""Run queries in a worker that can be stopped at any time. Knows processes; knows nothing of terms or terminals."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import InputError, QueryError, QueryTimeout
from kg.store.worker_protocol import Frame, Frames, send

MEMORY = 4 << 30  #: bytes of address space that a worker may use
ROWS = 1_000_000  #: rows that a result may have
_BEAT = 0.1  # seconds between signs of life while a query runs
_PLACE = re.compile(r"error at (\d+):(\d+)")


class Engine:
    """A store's folder or RDF files in memory, and the worker that has them open.

    A worker is started at once, so that it gets ready while its user still types; it is killed when a query takes too
    long or is interrupted, and another one takes its place.
    """

    def __init__(self, where: tuple[Path, ...], memory: int = MEMORY) -> None:
        self._where = where
        self._memory = memory
        self._ready: int | None = None
        self._start()

    def triples(self) -> int:
        """Wait until the graph is open and return how many statements it holds, once for each graph.

        Raises:
            InputError: the files or the store can't be read.
        """
        if self._ready is None:
            kind, answer = self._next()
            if kind != "ready":
                self.close()
                raise InputError(answer if kind == "wrong" else f"{self._where[0]}: {answer}")
            self._ready = int(answer)
        return self._ready

    def ask(
        self,
        text: str,
        prefixes: Mapping[str, str],
        timeout: float | None = None,
        limit: int | None = None,
        graphs: tuple[str, ...] = (),
    ) -> Iterator[Frame | None]:
        """Yield the frames of an answer as `kg.store.worker` sends them, and None about ten times a second between.

        Args:
            text: A query that passed the gate.
            prefixes: Those that the query need not declare.
            timeout: Seconds for the whole answer; None for no limit.
            limit: Most rows to send; at most `ROWS` in any case.
            graphs: IRIs of the named graphs that are the default graph; empty: the store's own.

        Raises:
            QueryError: the query is wrong, failed, or broke the worker.
            QueryTimeout: it took too long.
        """
        yield from self._answered(("ask", text, dict(prefixes), min(limit or ROWS, ROWS), graphs), timeout)

    def change(
        self, folder: Path, text: str, prefixes: Mapping[str, str], timeout: float | None = None
    ) -> Iterator[float]:
        """Run an update on a copy of the store in a folder, and write what it changes to added.nq and removed.nq there.

        Yields: the seconds so far, about ten times a second.

        Raises:
            QueryError: the update is wrong, failed, or broke the worker.
            QueryTimeout: it took too long.
        """
        start = time.monotonic()
        for _ in self._answered(("change", str(folder), text, dict(prefixes)), timeout):
            yield time.monotonic() - start

    def _answered(self, request: Frame, timeout: float | None) -> Iterator[Frame | None]:
        """Yield the frames of an answer, and None meanwhile; a worker that has not ended it is killed."""
        self.triples()
        whole = False
        try:
            self._send(*request)
            for frame in self._frames_until(timeout):
                whole = frame is not None and frame[0] in ("end", "wrong", "failed")
                if frame is not None and frame[0] in ("wrong", "failed"):
                    raise _query_error(frame[1])
                yield frame
        finally:  # also when the user interrupts, or reads no further
            if not whole:
                self._restart()

    def index(self, file: Path) -> None:
        """Have the worker write the index of its store to a new file."""
        self.triples()
        self._send("index", str(file))
        frame = self._next()
        if frame[0] != "done":
            raise InputError(f"{self._where[0]}: {frame[1]}")

    def close(self) -> None:
        """Kill the worker."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._words):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _start(self) -> None:
        package = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.store.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in = self._process.stdin.fileno()
        self._frames = Frames(self._process.stdout.fileno())
        self._ready = None
        self._send("open", tuple(map(str, self._where)), self._memory)

    def _restart(self) -> None:
        self.close()
        self._start()

    def _frames_until(self, timeout: float | None) -> Iterator[Frame | None]:
        """Yield frames up to the last of an answer, and None when one takes its time."""
        start = time.monotonic()
        while True:
            try:
                frame = self._next(_BEAT)
            except TimeoutError:
                frame = None
            yield frame
            if frame is not None and frame[0] in ("end", "wrong", "failed"):
                return
            if timeout and time.monotonic() - start > timeout:
                raise QueryTimeout(f"query: stopped after {timeout:g} s; narrow it, or give it more time")

    def _send(self, *frame: object) -> None:
        with contextlib.suppress(BrokenPipeError):  # it died: the next read finds out why
            send(self._in, frame)

    def _next(self, seconds: float | None = None) -> Frame:
        try:
            return self._frames.next(seconds)
        except EOFError:
            raise QueryError(f"query: {self._cause_of_death()}") from None

    def _cause_of_death(self) -> str:
        code = self._process.wait()
        self._words.seek(0)
        words = self._words.read().decode(errors="replace").strip()
        if "memory allocation" in words:
            return f"it needs more than {self._memory / (1 << 30):g} GiB of memory; narrow it, or sort and join less"
        if code in (-signal.SIGSEGV, -signal.SIGBUS):
            return "it is too long or too deeply nested for the engine; make it simpler"
        return f"the worker ended with {code}: {words.splitlines()[-1] if words else 'no words'}"


def _query_error(words: str) -> QueryError:
    if place := _PLACE.search(words):
        return QueryError(words, int(place[1]), int(place[2]))
    return QueryError(words)
