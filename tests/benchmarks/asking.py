"""Measure what `kg` adds to its engine, and its engine against rdflib, on the saved questions that need no parameter.

    python tests/benchmarks/asking.py [--triples 20000] [--rdflib] [--longest 60]

The graph is the demo articles', told again under fresh names until it is large enough. Each question is asked through
the worker, as `kg query` does, and of pyoxigraph in this process; the best of three runs counts. `--rdflib` asks
rdflib's memory store, too, once each; a question that it is left at counts as if it had been answered just then, one
at which it fails does not count. Prints the geometric means of the ratios.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
from closing import copies

from kg.errors import UsageError
from kg.graph.quads import quads
from kg.ingest import inputs
from kg.query.ask import Session
from kg.query.prepared import Prepared, prepare
from kg.query.saved import saved_queries
from kg.reading import reader
from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parents[2]


def filled(graph: Path, triples: int) -> None:
    """Make a graph folder of so many statements."""
    own = reader()
    told = [q for e in inputs([str(ROOT / "seeds")]) if e.article for q in quads(own.read(e.article))]
    with Snapshots(graph).writing() as store:
        for batch in copies(told, triples):
            store.bulk_extend(batch)


def best(run: Callable[[], object], times: int = 3) -> float:
    """Return the shortest time that something takes, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def mean(ratios: list[float]) -> float:
    """Return the geometric mean."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else math.nan


def _too_long(*_: object) -> None:
    raise TimeoutError


def _rdflib(file: str, texts: list[str], longest: int, answers: multiprocessing.Queue[float | str]) -> None:
    import rdflib

    graph = rdflib.Graph().parse(file, format="nt")
    signal.signal(signal.SIGALRM, _too_long)  # rdflib is all Python, so it stops where it is
    answers.put(float(len(graph)))
    for text in texts:
        start = time.perf_counter()
        signal.alarm(longest)
        try:
            list(graph.query(text))
            answers.put(time.perf_counter() - start)
        except TimeoutError:
            answers.put("left")
        except Exception as problem:  # one of its own, which is told and not counted
            answers.put(f"failed: {type(problem).__name__}")
        finally:
            signal.alarm(0)


def by_rdflib(file: Path, queries: list[Prepared], longest: int) -> list[float | str]:
    """Return rdflib's seconds for each question, loading aside; "left" after so long, or how it failed."""
    answers: multiprocessing.Queue[float | str] = multiprocessing.get_context("spawn").Queue()
    arguments = (str(file), [query.text for query in queries], longest, answers)
    worker = multiprocessing.get_context("spawn").Process(target=_rdflib, args=arguments)
    worker.start()
    try:
        print(f"rdflib has loaded {answers.get():,.0f} triples")
        return [answers.get(timeout=longest + 60) for _ in queries]
    finally:
        worker.kill()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--triples", type=int, default=20_000)
    options.add_argument("--rdflib", action="store_true")
    options.add_argument("--longest", type=int, default=60, metavar="SECONDS")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-asking-") as folder:
        graph = Path(folder) / "graph"
        filled(graph, chosen.triples)
        with Session(graph) as session:
            start = time.perf_counter()
            session.ask("ASK {}")
            print(f"the worker is up after {time.perf_counter() - start:.2f} s more")
            queries = []
            for query in saved_queries():
                with suppress(UsageError):  # it has a parameter without a default
                    queries.append(prepare(query, {}, session))
            store = ox.Store.read_only(str(session.store))
            prefixes = session.prefixes
            dump = Path(folder) / "all.nt"
            dump.write_text("".join(f"{q.triple} .\n" for q in store if q.graph_name == ox.DefaultGraph()), "utf-8")
            ours = [best(lambda text=query.text: session.ask(text, None)) for query in queries]
            bare = [best(lambda text=query.text: list(store.query(text, prefixes=prefixes))) for query in queries]
        theirs = by_rdflib(dump, queries, chosen.longest) if chosen.rdflib else ["not asked"] * len(queries)
    for asked, our, engine, their in zip(queries, ours, bare, theirs, strict=True):
        shown = their if isinstance(their, str) else f"{their:.1f} s"
        print(
            f"{asked.query.name:32} kg {our * 1000:8.1f} ms, pyoxigraph {engine * 1000:8.1f} ms, rdflib {shown}",
            flush=True,
        )
    added = mean([our / engine for our, engine in zip(ours, bare, strict=True)])
    extra = max(our - engine for our, engine in zip(ours, bare, strict=True))
    print(
        f"{len(queries)} questions: kg takes {added:.2f} times what pyoxigraph takes (geometric mean), at most {extra * 1000:.1f} ms more"
    )
    if chosen.rdflib:
        slow = [(chosen.longest if their == "left" else their) for their in theirs]
        against = [their / our for their, our in zip(slow, ours, strict=True) if not isinstance(their, str)]
        failed = len(theirs) - len(against)
        print(
            f"rdflib takes at least {mean(against):.0f} times what kg takes, over {len(against)} questions: "
            f"{theirs.count('left')} left after {chosen.longest} s; {failed} more failed"
        )


if __name__ == "__main__":
    main()
