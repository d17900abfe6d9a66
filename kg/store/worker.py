"""The process that runs queries, for one asker, under limits. Imports the engine and little else, to start at once.

Frames in: ("open", where, memory), ("ask", text, prefixes, limit, graphs), ("index", file), ("change", folder, text,
prefixes).
Frames out: ("ready", triples); for a query ("head", form, variables), any number of ("rows", rows), ("end", truncated);
("done",) for an index, ("end", False) for a change; or, instead of any of these, ("wrong", words) or ("failed",
words). A term is ("i", IRI), ("b", name) or ("l", text, language, datatype), a missing value None.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from kg.store.identity import Identity
from kg.store.sandbox import confine
from kg.store.worker_protocol import Frames, send

Plain = tuple[Any, ...] | None
_STACK = 256 << 20  # the engine recurses over what is nested, and would crash on the usual stack
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_T = TypeVar("_T")


def main() -> None:
    """Serve the asker at the other end of stdin and stdout until it goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker, who kills this process
    requests = Frames(sys.stdin.fileno())
    try:
        _, where, memory = requests.next()
        confine(memory)
        threading.stack_size(_STACK)
        serving = threading.Thread(target=_serve, args=(where, requests), daemon=True)
        serving.start()
        asker = os.getppid()
        while serving.is_alive() and os.getppid() == asker:  # an asker that is killed can't kill its worker
            serving.join(1)
    except EOFError:
        return


def _serve(where: tuple[str, ...], requests: Frames) -> None:
    try:
        store = _guarded(lambda: _open(where))
        if store is None:
            return
        _reply("ready", len(store))
        work: dict[str, Callable[..., None]] = {"ask": _ask, "index": _index, "change": _change}
        while True:
            kind, *details = requests.next()
            _guarded(lambda: work[kind](store, *details))  # noqa: B023
    except (EOFError, BrokenPipeError):
        return


def _guarded(work: Callable[[], _T]) -> _T | None:
    """Return what the work returns; tell the asker instead when the engine refuses it."""
    try:
        return work()
    except SyntaxError as problem:
        _reply("wrong", _words(problem))
    except MemoryError:
        _reply("failed", "out of memory")
    except (OSError, ValueError, RuntimeError, OverflowError) as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        _reply("failed", _words(problem))
    return None


def _words(problem: Exception) -> str:
    return " ".join(str(problem.args[0] if problem.args else problem).split())


def _open(where: tuple[str, ...]) -> Store:
    """Open a store's folder, or load RDF files and make the union of their graphs the default graph."""
    if Path(where[0]).is_dir():
        return Store.read_only(where[0])
    store = Store()
    for file in where:
        try:
            form = RdfFormat.from_extension(Path(file).suffix[1:])
            store.load(path=file, format=form, base_iri=Path(file).resolve().as_uri())
        except SyntaxError as problem:
            raise SyntaxError(f"{file}: {_words(problem)}") from problem
    identity = Identity(store)
    if identity.decided:
        store.bulk_extend(list(identity.quads()))
    else:
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def _index(store: Store, file: str) -> None:
    from kg.store.index_writer import write_index  # SQLite is not needed to answer queries

    write_index(store, Path(file))
    _reply("done")


def _change(store: Store, folder: str, text: str, prefixes: dict[str, str]) -> None:
    """Run an update on a copy of the store, and write what it adds and what it removes."""
    place = Path(folder)
    store.backup(str(place / "copy"))  # hard links
    copy = Store(str(place / "copy"))
    copy.update(text, prefixes=prefixes)
    for name, now, before in (("added.nq", copy, store), ("removed.nq", store, copy)):
        serialize((quad for quad in now if quad not in before), str(place / name), RdfFormat.N_QUADS)
    _reply("end", False)


def _ask(store: Store, text: str, prefixes: dict[str, str], limit: int, graphs: tuple[str, ...]) -> None:
    result = store.query(text, prefixes=prefixes, default_graph=[*map(NamedNode, graphs)] or None)
    if isinstance(result, QueryBoolean):
        _reply("head", "boolean", ())
        _reply("rows", [bool(result)])
        _reply("end", False)
    elif isinstance(result, QueryTriples):
        _reply("head", "triples", ("subject", "predicate", "object"))
        _send_rows((tuple(map(plain, (s, p, o))) for s, p, o in result), limit)
    else:
        assert isinstance(result, QuerySolutions)
        _reply("head", "solutions", tuple(variable.value for variable in result.variables))
        _send_rows((tuple(map(plain, row)) for row in result), limit)


def _send_rows(rows: Iterator[tuple[Plain, ...]], limit: int) -> None:
    """Send the rows in batches: small ones first and at least five a second, so that the first rows come early."""
    batch: list[tuple[Plain, ...]] = []
    size, sent = 32, time.monotonic()
    for count, row in enumerate(rows):
        if count == limit:
            _reply("rows", batch)
            return _reply("end", True)
        batch.append(row)
        if len(batch) >= size or time.monotonic() - sent > 0.2:
            _reply("rows", batch)
            batch, size, sent = [], min(size * 4, 4096), time.monotonic()
    _reply("rows", batch)
    return _reply("end", False)


def plain(term: NamedNode | BlankNode | Literal | Triple | None) -> Plain:
    """Return a term as a plain value."""
    if isinstance(term, NamedNode):
        return ("i", term.value)
    if isinstance(term, Literal):
        kind = term.datatype.value
        return ("l", term.value, term.language, None if kind == _STRING or term.language else kind)
    if isinstance(term, BlankNode):
        return ("b", term.value)
    return None if term is None else ("l", str(term), None, None)


def _reply(*frame: str | bool | int | Iterable[Any]) -> None:
    send(sys.stdout.fileno(), frame)


if __name__ == "__main__":
    main()
