"""Start a worker, exchange frames with it, and tell why it died. Knows processes; knows no queries."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from kg.store.worker_protocol import Frame, FrameReader, write_frame

MEMORY = 4 << 30  #: bytes of address space that a worker may use


class WorkerDied(Exception):
    """The worker ended by itself.

    Attributes:
        is_memory: it needed more memory than it may use.
        is_stack: something was nested too deeply for it.
        words: how it ended, for people.
    """

    def __init__(self, words: str, *, is_memory: bool = False, is_stack: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.is_memory = is_memory
        self.is_stack = is_stack


class WorkerProcess:
    """A process of `kg.store.worker`."""

    def __init__(self, *request: object) -> None:
        """Start it with a first request."""
        package = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._stderr = _stderr_file()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.store.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            bufsize=0,
            process_group=0,  # a terminal's Ctrl-C and Ctrl-Z are for its user's process, which stops this one
            env={**os.environ, "PYTHONPATH": paths},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = self._process.stdin.fileno()
        self._frames = FrameReader(self._process.stdout.fileno())
        self.send(*request)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def send(self, *frame: object) -> None:
        """Send a request."""
        with contextlib.suppress(BrokenPipeError):  # it died: the next frame finds out why
            write_frame(self._requests, frame)

    def next_frame(self, seconds: float | None = None) -> Frame:
        """Return the next frame; wait at most so many seconds for it, with None for ever.

        Raises:
            TimeoutError: none came in time.
            WorkerDied: none will come.
        """
        try:
            return self._frames.read(seconds)
        except EOFError:
            raise self._death() from None

    def close(self) -> None:
        """Kill the worker."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _death(self) -> WorkerDied:
        code = self._process.wait()
        self._stderr.seek(0)
        stderr = self._stderr.read().decode(errors="replace").strip()
        if "memory allocation" in stderr or "MemoryError" in stderr:
            return WorkerDied("out of memory", is_memory=True)
        words = f"the worker ended with {code}: {stderr.splitlines()[-1] if stderr else 'no words'}"
        return WorkerDied(words, is_stack=code in (-signal.SIGSEGV, -signal.SIGBUS))


def _stderr_file() -> IO[bytes]:
    """Return a file for what a worker says when it dies; on a full disk that is lost, and queries are answered."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return Path(os.devnull).open("w+b")
