"""Whatever ends a worker, or happens in one, costs no article but the one that it happens to, and no worker is left."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from kg.errors import KgError, OntologyError
from kg.maintenance.worker_pool import LimitPolicy, WorkerPool
from kg.maintenance.worker_process import WorkerProcess
from kg.model import Article

ROOT = Path(__file__).parents[2]
QUICK = LimitPolicy(base_seconds=0.2, characters_a_second=1_000_000, last_try_factor=1)


def spin(seconds):
    """Use so much CPU time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def kill_worker():
    os.kill(os.getpid(), signal.SIGKILL)


def recurse():
    recurse()


ENDINGS = {
    "exit": lambda: os._exit(1), "kill": kill_worker, "recursion": recurse, "value": lambda: int("no number"),
    "memory": lambda: bytearray(1 << 62), "loop": lambda: spin(30), "C loop": lambda: sum(range(10**12)),
}  # fmt: skip


def read(articles):
    """Read articles as a worker does: some texts are too much for it."""
    for article in articles:
        ENDINGS.get(article.text, lambda: None)()
    return [article.id.encode() for article in articles]


def readings(batches, size=2, reader=read, policy=QUICK):
    """Return the reading, or the reason why there is none, of each article, which is named for its text."""
    articles = [[Article(text, text) for text in batch] for batch in batches]
    with WorkerPool(size, reader, policy) as pool:
        return {article.id: result for article, result in pool.readings(articles)}


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("exit", "ended its reader, perhaps for want of memory"),
        ("kill", "ended its reader, perhaps for want of memory"),
        ("recursion", "cannot be read (RecursionError"),
        ("value", "cannot be read (ValueError at kg/maintenance/worker_process.py:"),
        ("memory", "cannot be read (MemoryError"),
        ("loop", "took more than 0.2 s of CPU time to read"),
        ("C loop", "took more than 0.2 s of CPU time to read"),
    ],
)
def test_an_article_that_ends_its_worker_takes_no_other_with_it(ending, reason):
    results = readings([["one", ending, "two"], ["three"]])
    assert results.pop(ending).startswith(reason)
    assert results == {name: name.encode() for name in ("one", "two", "three")}


def test_readings_come_in_the_order_of_the_articles_and_failures_last():
    assert list(readings([["one", "exit", "two"], ["three"], ["value"], ["four"]])) == [
        "three", "four", "one", "two", "value", "exit",
    ]  # fmt: skip


def test_a_contradiction_in_the_ontology_stops_the_build_and_quarantines_nothing():
    def contradict(articles):
        raise OntologyError("actions.ttl:3: a contradiction; keep one")

    with pytest.raises(OntologyError, match="keep one"):
        readings([["one"]], reader=contradict)


def test_workers_that_die_at_once_do_not_keep_the_build_for_ever():
    with WorkerPool(1, read) as pool:
        pool._workers += [dead_worker() for _ in range(25)]
        with pytest.raises(KgError, match="end as soon as they start"):
            dict(pool.readings([[Article("one", "one")]]))


def dead_worker():
    worker = WorkerProcess(read, [])
    os.kill(worker.pid, signal.SIGKILL)
    worker._process.join()
    return worker


def read_slowly(articles):
    spin(0.02)
    return [article.id.encode() for article in articles]


def test_workers_that_are_killed_while_they_read_or_wait_lose_no_article():
    batches = [[Article(f"{n}-{m}", f"{n}-{m}") for m in range(3)] for n in range(5)]
    results, killed = {}, []
    with WorkerPool(3, read_slowly) as pool:

        def kill(count):
            for worker in list(pool._workers)[:count]:
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGKILL)
                    killed.append(worker)

        for _ in range(3):
            killers = [threading.Timer(seconds, kill, [2]) for seconds in (0.05, 0.1, 0.15)]
            for killer in killers:
                killer.start()
            for article, result in pool.readings(batches):
                results.setdefault(article.id, set()).add(result)
            for killer in killers:
                killer.join()
            kill(3)  # all wait now
    assert results == {article.id: {article.id.encode()} for batch in batches for article in batch}
    assert len(killed) >= 20


def test_cpu_time_counts_and_the_clock_does_not():
    def wait(articles):
        time.sleep(0.4)
        return [b"read" for _ in articles]

    assert readings([["one"]], reader=wait) == {"one": b"read"}


def test_a_worker_that_waits_for_ever_is_given_up():
    policy = LimitPolicy(base_seconds=0.2, last_try_factor=1, wall_factor=0)
    reader = lambda articles: [signal.pause() for _ in articles]  # noqa: E731
    assert "waited for something" in readings([["one"]], reader=reader, policy=policy)["one"]


def test_an_article_that_fails_is_tried_once_more_alone_and_one_whose_worker_is_killed_some_times_more(tmp_path):
    def note(articles):
        with (tmp_path / "tries").open("a") as tries:
            tries.write("+".join(article.id for article in articles) + "\n")
        return read(articles)

    readings([["one", "exit"], ["kill"]], size=1, reader=note)
    assert (tmp_path / "tries").read_text().split() == ["one+exit", "kill", "one", "exit", *["kill"] * 5, "exit"]


PARENT = """
import os, sys, time
from kg.maintenance.worker_pool import WorkerPool
from kg.model import Article

def read(articles):
    os.write(1, b"%d\\n" % os.getpid())  # all of a line at once
    end = time.monotonic() + (30 if articles[0].id == "busy" else 0)
    while time.monotonic() < end:
        pass
    return [b"read"]

with WorkerPool(2, read) as pool:
    for _ in pool.readings([[Article("idle", "idle")], [Article("busy", "busy")]]):
        os.write(1, b"waits\\n")
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_parent_however_that_ends(number):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    printed = [parent.stdout.readline().strip() for _ in range(3)]
    workers = [int(line) for line in printed if line != "waits"]
    assert len(workers) == 2
    parent.send_signal(number)
    parent.wait()
    deadline = time.monotonic() + 5
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(is_running, workers))
    parent.stdout.close()


def is_running(pid):
    """Tell whether a process is there that is not a zombie, which only its parent's parent can clear away."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
