"""Run queries in a worker that can be stopped at any time, as a `QueryBackend`. Knows processes; knows no terms."""

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

from kg.errors import InputError, QueryError
from kg.store.query_backend import poll, row_limit
from kg.store.worker_protocol import Frame, FrameReader, write_frame

MEMORY = 4 << 30  #: bytes of address space that a worker may use
_LAST_FRAMES = ("end", "wrong", "failed")
_POSITION = re.compile(r"error at (\d+):(\d+)")


class Engine:
    """A store's folder or RDF files in memory, and the worker that has them open.

    A worker is started at once, so that it gets ready while its user still types; it is killed when a query takes too
    long or is interrupted, and another one is started.
    """

    def __init__(self, sources: tuple[Path, ...], memory: int = MEMORY) -> None:
        self._sources = sources
        self._memory = memory
        self._triples: int | None = None  # None: the worker is not ready
        self._start()

    def triples(self) -> int:
        """Wait until the graph is open and return how many statements it holds, once for each graph.

        Raises:
            InputError: the files or the store can't be read.
        """
        if self._triples is None:
            kind, content = self._next_frame()
            if kind != "ready":
                self.close()
                raise InputError(content if kind == "wrong" else f"{self._sources[0]}: {content}")
            self._triples = int(content)
        return self._triples

    def ask(
        self, text: str, prefixes: Mapping[str, str], timeout: float | None = None, limit: int | None = None,
        graphs: tuple[str, ...] = (),
    ) -> Iterator[Frame | None]:  # fmt: skip
        """Yield the frames of an answer as `QueryBackend.ask` does."""
        yield from self._answer_frames(("ask", text, dict(prefixes), row_limit(limit), graphs), timeout)

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

    def _answer_frames(self, request: Frame, timeout: float | None) -> Iterator[Frame | None]:
        """Yield the frames of an answer, and None meanwhile; a worker that has not ended it is killed."""
        self.triples()
        is_complete = False
        try:
            self._send(*request)
            for frame in poll(self._next_frame, timeout):
                is_complete = frame is not None and frame[0] in _LAST_FRAMES
                if frame is not None and frame[0] in ("wrong", "failed"):
                    raise _query_error(frame[1])
                yield frame
                if is_complete:
                    return
        finally:  # also when the user interrupts, or reads no further
            if not is_complete:
                self._restart()

    def index(self, file: Path) -> None:
        """Have the worker write the index of its store to a new file."""
        self.triples()
        self._send("index", str(file))
        frame = self._next_frame()
        if frame[0] != "done":
            raise InputError(f"{self._sources[0]}: {frame[1]}")

    def close(self) -> None:
        """Kill the worker."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _start(self) -> None:
        package = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.store.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = self._process.stdin.fileno()
        self._frames = FrameReader(self._process.stdout.fileno())
        self._triples = None
        self._send("open", tuple(map(str, self._sources)), self._memory)

    def _restart(self) -> None:
        self.close()
        self._start()

    def _send(self, *frame: object) -> None:
        with contextlib.suppress(BrokenPipeError):  # it died: the next read finds out why
            write_frame(self._requests, frame)

    def _next_frame(self, seconds: float | None = None) -> Frame:
        try:
            return self._frames.read(seconds)
        except EOFError:
            raise QueryError(f"query: {self._cause_of_death()}") from None

    def _cause_of_death(self) -> str:
        code = self._process.wait()
        self._stderr.seek(0)
        stderr = self._stderr.read().decode(errors="replace").strip()
        if "memory allocation" in stderr:
            return f"it needs more than {self._memory / (1 << 30):g} GiB of memory; narrow it, or sort and join less"
        if code in (-signal.SIGSEGV, -signal.SIGBUS):
            return "it is too long or too deeply nested for the engine; make it simpler"
        return f"the worker ended with {code}: {stderr.splitlines()[-1] if stderr else 'no words'}"


def _query_error(message: str) -> QueryError:
    if position := _POSITION.search(message):
        return QueryError(message, int(position[1]), int(position[2]))
    return QueryError(message)
