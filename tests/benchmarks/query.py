"""Measure what `kg` adds to its engine, and its engine against rdflib, on the saved questions that need no parameter.

    python tests/benchmarks/query.py [--triples 20000] [--rdflib] [--longest 60]

The graph is the demo articles', told again under fresh names until it is large enough. Each question is asked through
the worker, as `kg query` does, and of pyoxigraph in this process; the best of three runs counts. `--rdflib` asks
rdflib's memory store, too, once each; a question that it is left at
counts as if it had been answered just then, one
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
from inference import copies

from kg.errors import QueryTimeout, UsageError
from kg.graph.dataset_description import ONTOLOGY_GRAPH
from kg.graph.quads import term
from kg.maintenance.build import build
from kg.query.prepared_queries import prepare
from kg.query.saved_queries import saved_queries
from kg.query.session import Session
from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parents[2]
GAZETTEER = term("graph:gazetteer")


def filled(graph: Path, triples: int) -> None:
    """Make a graph folder of so many statements: the demo's, with what follows from them, under names of their own."""
    small = graph.with_name("small")
    build([str(ROOT / "seeds")], small)
    demo = list(ox.Store.read_only(str(Snapshots(small).current())))
    shared = [q for q in demo if q.graph_name in (ONTOLOGY_GRAPH, GAZETTEER)]
    told = [q for q in demo if q.graph_name not in (ONTOLOGY_GRAPH, GAZETTEER)]
    with Snapshots(graph).rewrite() as store:
        store.bulk_extend(shared)
        for batch in copies(told, triples):
            store.bulk_extend(batch)


def best(run: Callable[[], object], times: int = 3) -> float:
    """Return the shortest time that something takes, in seconds; what takes longer than two is run once."""
    taken: list[float] = []
    while len(taken) < times and not (taken and taken[0] > 2):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def mean(ratios: list[float]) -> float:
    """Return the geometric mean."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else math.nan


def _too_long(*_: object) -> None:
    raise TimeoutError


def _rdflib(file: str, texts: list[tuple[str, int]], longest: int, answers: multiprocessing.Queue[float | str]) -> None:
    import rdflib

    graph = rdflib.Graph().parse(file, format="nt")
    signal.signal(signal.SIGALRM, _too_long)  # rdflib is all Python, so it stops where it is
    answers.put(float(len(graph)))
    for text, wanted in texts:
        start = time.perf_counter()
        signal.alarm(longest)
        try:
            rows = len(list(graph.query(text)))
            spent = time.perf_counter() - start
            answers.put(spent if rows == wanted else f"failed: {rows:,} rows, not {wanted:,}")
        except TimeoutError:
            answers.put("left")
        except Exception as problem:  # one of its own, which is told and not counted
            answers.put(f"failed: {type(problem).__name__}")
        finally:
            signal.alarm(0)


def by_rdflib(file: Path, queries: list[tuple[str, int]], longest: int) -> list[float | str]:
    """Return rdflib's seconds for each text and number of rows, loading aside; "left" after so long, or how it failed."""
    answers: multiprocessing.Queue[float | str] = multiprocessing.get_context("spawn").Queue()
    arguments = (str(file), queries, longest, answers)
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
            store = ox.Store.read_only(str(session.store_folder))
            prefixes = session.prefixes
            dump = Path(folder) / "all.nt"
            dump.write_text("".join(f"{q.triple} .\n" for q in store if q.graph_name == ox.DefaultGraph()), "utf-8")
            ours, bare, asked = [], [], []
            for query in queries:
                try:
                    rows = len(session.ask(query.text, chosen.longest).rows)
                    our = best(lambda text=query.text: session.ask(text, chosen.longest))
                except QueryTimeout:
                    print(f"{query.query.name}: kg left it after {chosen.longest} s; not compared", flush=True)
                    continue
                if not rows:
                    print(f"{query.query.name}: no rows; not compared", flush=True)
                    continue
                ours.append(our)
                bare.append(best(lambda text=query.text: list(store.query(text, prefixes=prefixes))))
                asked.append((query, rows))
                print(
                    f"{query.query.name}: {rows:,} rows, {our * 1000:.1f} ms, bare {bare[-1] * 1000:.1f} ms", flush=True
                )
        theirs = (
            by_rdflib(dump, [(query.text, rows) for query, rows in asked], chosen.longest)
            if chosen.rdflib
            else ["not asked"] * len(asked)
        )
    for (question, _), our, engine, their in zip(asked, ours, bare, theirs, strict=True):
        shown = their if isinstance(their, str) else f"{their:.1f} s"
        print(
            f"{question.query.name:32} kg {our * 1000:8.1f} ms, pyoxigraph {engine * 1000:8.1f} ms, rdflib {shown}",
            flush=True,
        )
    added = mean([our / engine for our, engine in zip(ours, bare, strict=True)])
    extra = max(our - engine for our, engine in zip(ours, bare, strict=True))
    print(
        f"{len(asked)} of {len(queries)} questions: kg takes {added:.2f} times what pyoxigraph takes (geometric mean), at most {extra * 1000:.1f} ms more"
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
