"""Share batches of articles out among worker processes; whatever ends a worker costs no other article.

A batch that fails is read again article by article, and an article that fails is read once more at the end, with no
other reader beside it. Knows batches and failures; knows nothing of what is read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from types import TracebackType

from kg.errors import KgError
from kg.maintenance.worker_process import Read, ReadingFailure, ReadingLimit, Readings, WorkerProcess
from kg.model import Article

_TRIES_IF_KILLED = 5  #: of an article that is read alone
_MAX_LOST_WORKERS = 20  #: in a row that end without a batch, before the build gives up
_POLL_SECONDS = 60.0  #: at most between two looks at workers that are overdue

_OVERDUE = ReadingFailure("waited for something that never came; report it with its text")

Batch = Sequence[Article]


@dataclass(frozen=True, slots=True)
class LimitPolicy:
    """The limits of batches. Ordinary text takes a tenth of a millisecond of CPU time a character."""

    base_seconds: float = 30  #: of CPU time for any batch
    characters_a_second: int = 1_000
    last_try_factor: int = 2  #: by which an article that failed may take longer when it is read alone
    wall_factor: int = 20  #: by which the clock may exceed the CPU time: the load of the machine

    def limit(self, batch: Batch, factor: int = 1) -> ReadingLimit:
        """Return the limit of a batch."""
        characters = sum(len(article.text) for article in batch)
        seconds = factor * (self.base_seconds + characters // self.characters_a_second)
        return ReadingLimit(seconds, seconds * self.wall_factor)


class WorkerPool:
    """Processes that read articles; they are forked when they are needed, and end with the context."""

    def __init__(self, size: int, read: Read, policy: LimitPolicy | None = None) -> None:
        """Prepare so many processes.

        Args:
            size: processes at a time.
            read: reads a batch, in a worker; what it needs should be loaded before the first batch is given.
            policy: how long a batch may take; None: what suits the machine of any user.
        """
        self.size = size
        self._read = read
        self._policy = policy or LimitPolicy()
        self._workers: list[WorkerProcess] = []

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for worker in list(self._workers):
            self._discard(worker)

    def readings(self, batches: Sequence[Batch]) -> Iterator[tuple[Article, bytes | str]]:
        """Yield each article with its reading, or with the reason why there is none; those that failed come last.

        Raises:
            KgError: what is wrong is no article.
            OSError: the system allows no process.
        """
        singles = {batch[0].key for batch in batches if len(batch) == 1}
        doubtful: list[Article] = []
        failed: list[Article] = []
        for article, result in self._results(_Work(batches, self.size)):
            if isinstance(result, bytes):
                yield article, result
            else:
                (failed if article.key in singles else doubtful).append(article)
        for article, result in self._results(_Work([[article] for article in doubtful], self.size)):
            if isinstance(result, bytes):
                yield article, result
            else:
                failed.append(article)
        for article in failed:
            yield article, self._read_alone(article)

    def _read_alone(self, article: Article) -> bytes | str:
        """Read an article while no other is read, again if its worker is killed; return why if that fails, too."""
        reason = ""
        for _ in range(_TRIES_IF_KILLED):
            [(_, result)] = self._results(_Work([[article]], 1, self._policy.last_try_factor))
            if isinstance(result, bytes):
                return result
            reason = result.reason
            if not result.was_killed:
                break
        return reason

    def _results(self, work: _Work) -> Iterator[tuple[Article, bytes | ReadingFailure]]:
        """Yield each article with its reading, or with why its batch failed, in their order."""
        try:
            for number, batch in enumerate(work.batches):
                while number not in work.results:
                    self._hand_out(work)
                    self._collect(work, _POLL_SECONDS)
                result = work.results.pop(number)
                for n, article in enumerate(batch):
                    yield article, result[n] if isinstance(result, list) else result
                    self._collect(work, 0)  # what the caller did meanwhile took time
                    self._hand_out(work)
        finally:
            for worker in work.assigned:
                self._discard(worker)

    def _hand_out(self, work: _Work) -> None:
        """Give waiting batches to idle workers, and fork where there are too few."""
        while work.waiting and len(work.assigned) < work.max_workers:
            worker = next((one for one in self._workers if one not in work.assigned), None) or self._fork(work)
            if worker is None:
                return
            batch = work.batches[work.waiting[0]]
            if worker.send(batch, self._policy.limit(batch, work.limit_factor)):
                work.assigned[worker] = work.waiting.popleft()
            else:  # it was killed while it had nothing to do: no article's fault
                self._discard(worker)
                work.count_lost_worker()

    def _fork(self, work: _Work) -> WorkerProcess | None:
        """Return a new worker; None: the system allows no more than there are."""
        try:
            worker = WorkerProcess(self._read, self._workers)
        except OSError:
            if work.assigned:
                return None
            raise
        self._workers.append(worker)
        return worker

    def _collect(self, work: _Work, seconds: float) -> None:
        """Receive what workers have ready, waiting so long at most for the first; end those that are overdue."""
        timeout = max(0.0, min([seconds, *(worker.seconds_left for worker in work.assigned)]))
        ready = wait([worker.connection for worker in work.assigned], timeout)
        for worker in list(work.assigned):
            if worker.connection in ready:
                result = worker.receive()
            elif worker.seconds_left <= 0:
                result = _OVERDUE
            else:
                continue
            work.take_result(worker, result)
            if isinstance(result, ReadingFailure):
                self._discard(worker)

    def _discard(self, worker: WorkerProcess) -> None:
        self._workers.remove(worker)
        worker.stop()


@dataclass
class _Work:
    """Batches on their way through the pool."""

    batches: Sequence[Batch]
    max_workers: int
    limit_factor: int = 1
    waiting: deque[int] = field(init=False)  #: numbers of batches that no worker has
    assigned: dict[WorkerProcess, int] = field(default_factory=dict)  #: busy workers, each with its batch
    results: dict[int, Readings] = field(default_factory=dict)  #: of batches whose turn has not come
    lost_workers: int = 0  #: that ended idle since the last result

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.batches)))

    def take_result(self, worker: WorkerProcess, result: Readings) -> None:
        """Note the result of the batch that a worker had."""
        self.results[self.assigned.pop(worker)] = result
        self.lost_workers = 0

    def count_lost_worker(self) -> None:
        """Note that a worker ended that had no batch.

        Raises:
            KgError: too many did, one after the other.
        """
        self.lost_workers += 1
        if self.lost_workers > _MAX_LOST_WORKERS:
            raise KgError("the processes that read articles end as soon as they start; is there memory for them?")
