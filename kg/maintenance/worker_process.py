"""One process that reads batches of articles under a limit of CPU time. Knows processes; knows no queue of work.

The parent holds one end of a pipe, the worker the other; nothing else is shared, so that a worker that is killed leaves
no lock behind. A worker ends with its parent, however that ends.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from kg.errors import InputError, KgError, describe_fault
from kg.model import Article

Read = Callable[[Sequence[Article]], list[bytes]]  #: reads a batch, in a worker

_FORK = multiprocessing.get_context("fork")
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux
_KILLED = (-signal.SIGKILL, -signal.SIGTERM)  # exit codes
_SECONDS_TO_END = 10  # after the pipe has closed


@dataclass(frozen=True, slots=True)
class ReadingLimit:
    """How long a batch may be read: by CPU time, which the load of the machine does not change."""

    cpu_seconds: float
    wall_seconds: float  #: far more: it ends only a worker that waits for something that never comes


@dataclass(frozen=True, slots=True)
class ReadingFailure:
    """Why a batch was not read."""

    reason: str
    was_killed: bool = False  #: by somebody or, for want of memory, by the system: perhaps no fault of the batch


Readings = list[bytes] | ReadingFailure  #: of a batch


class WorkerProcess:
    """A child process that reads one batch after the other, until one fails."""

    def __init__(self, read: Read, siblings: Sequence[WorkerProcess]) -> None:
        """Fork.

        Args:
            read: reads a batch.
            siblings: other workers of this process, whose pipes the new one must not hold open.

        Raises:
            OSError: the system allows no more processes or memory.
        """
        self.connection, theirs = _FORK.Pipe()
        parents_ends = [self.connection, *(sibling.connection for sibling in siblings)]
        self._process = _FORK.Process(target=_serve, args=(theirs, parents_ends, os.getpid(), read), daemon=True)
        self._limit: ReadingLimit | None = None
        self._deadline = 0.0
        try:
            self._process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    @property
    def seconds_left(self) -> float:
        """How much longer its batch may take by the clock."""
        return self._deadline - time.monotonic()

    def send(self, batch: Sequence[Article], limit: ReadingLimit) -> bool:
        """Give the worker a batch to read, and return whether it is alive to take it."""
        try:
            self.connection.send((batch, limit.cpu_seconds))
        except OSError:
            return False
        self._limit, self._deadline = limit, time.monotonic() + limit.wall_seconds
        return True

    def receive(self) -> Readings:
        """Wait for the readings of the batch that was sent; after a failure the process is of no further use.

        Raises:
            KgError: what is wrong is no article: the ontology, the configuration.
        """
        try:
            result: Readings | KgError = self.connection.recv()
        except (EOFError, OSError):
            return self._failure()
        self._limit = None
        if isinstance(result, KgError):
            raise result
        return result

    def _failure(self) -> ReadingFailure:
        """Return why the process has ended."""
        self._process.join(_SECONDS_TO_END)
        limit, self._limit = self._limit, None
        if limit is not None and self._process.exitcode == -signal.SIGPROF:
            return ReadingFailure(f"took more than {limit.cpu_seconds:g} s of CPU time to read; split it")
        was_killed = self._process.exitcode in _KILLED
        return ReadingFailure("ended its reader, perhaps for want of memory; split it", was_killed)

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self.connection.close()
        self._limit = None


def _serve(connection: Connection, parents_ends: Sequence[Connection], parent: int, read: Read) -> None:
    """Read batches from the pipe until it closes or one fails; runs in the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent ends this one
    for number in (signal.SIGTERM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    _end_with(parent)
    for end in parents_ends:
        end.close()
    with suppress(EOFError, OSError):  # the parent is gone
        while True:
            batch, cpu_seconds = connection.recv()
            result = _limited(read, batch, cpu_seconds)
            connection.send(result)
            if isinstance(result, ReadingFailure):
                return  # a reading that was cut short may have left the model's vocabulary in any state


def _limited(read: Read, batch: Sequence[Article], cpu_seconds: float) -> Readings | KgError:
    """Read a batch; when it has taken so much CPU time the kernel ends this process, whatever code it is in."""
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        return read(batch)
    except InputError as problem:
        return ReadingFailure(str(problem))
    except KgError as problem:
        return problem
    except Exception as fault:
        return ReadingFailure(f"cannot be read ({describe_fault(fault)}); report it with its text")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _end_with(parent: int) -> None:
    """Have this process killed when its parent ends; where the system cannot, it ends when its pipe closes."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before that call
        os._exit(1)
