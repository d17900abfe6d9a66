"""Measure what `kg` adds to its engine, and its engine against rdflib, on the saved questions that need no parameter.

    python tests/benchmarks/asking.py [--triples 20000] [--rdflib]

The graph is the demo articles', told again under fresh names until it is large enough. Each question is asked through
the worker, as `kg query` does, and of pyoxigraph in this process; the best of three runs counts. `--rdflib` asks
rdflib's memory store, too, once each, and leaves a question after a minute. Prints the geometric means of the ratios.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import queue
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
_LONGEST = 60


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


def _rdflib(file: str, text: str, answer: multiprocessing.Queue[float]) -> None:
    import rdflib

    graph = rdflib.Graph().parse(file, format="nt")
    start = time.perf_counter()
    list(graph.query(text))
    answer.put(time.perf_counter() - start)


def by_rdflib(file: Path, query: Prepared) -> float | None:
    """Return rdflib's seconds for a question without loading; None: it was left after a minute."""
    answer: multiprocessing.Queue[float] = multiprocessing.Queue()
    worker = multiprocessing.Process(target=_rdflib, args=(str(file), query.text, answer))
    worker.start()
    try:
        return answer.get(timeout=_LONGEST)
    except queue.Empty:
        return None
    finally:
        worker.kill()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--triples", type=int, default=20_000)
    options.add_argument("--rdflib", action="store_true")
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
            added, against = [], []
            dump = Path(folder) / "all.nt"
            dump.write_text("".join(f"{q.triple} .\n" for q in store if q.graph_name == ox.DefaultGraph()), "utf-8")
            for query in queries:
                ours = best(lambda text=query.text: session.ask(text, None))
                bare = best(lambda text=query.text: list(store.query(text, prefixes=prefixes)))
                added.append(ours / bare)
                slow = by_rdflib(dump, query) if chosen.rdflib else None
                if slow is not None:
                    against.append(slow / ours)
                print(
                    f"{query.query.name:40} kg {ours * 1000:8.1f} ms, pyoxigraph {bare * 1000:8.1f} ms"
                    + (f", rdflib {slow:6.1f} s" if slow else "")
                )
    print(f"{len(queries)} questions: kg takes {mean(added):.2f} times what pyoxigraph takes (geometric mean)")
    if chosen.rdflib:
        print(
            f"rdflib takes {mean(against):.0f} times what kg takes; {len(queries) - len(against)} left after {_LONGEST} s"
        )


if __name__ == "__main__":
    main()
