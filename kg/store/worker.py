"""The worker process that runs queries for its parent, under limits. Imports the engine and little else, to start fast.

Frames in: ("open", sources, memory), ("ask", text, prefixes, limit, graphs), ("index", file), ("change", folder, text,
prefixes).
Frames out: ("ready", triples); for a query those of `kg.store.answer_frames`; ("done",) for an index, ("end", False)
for a change; or, instead of any of these, ("wrong", message) or ("failed", message).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from kg.store.answer_frames import Row, answer_frames
from kg.store.identity_resolution import ResolvedUnion
from kg.store.sandbox import confine
from kg.store.worker_protocol import Frame, FrameReader, write_frame

_STACK = 256 << 20  # the engine recurses over what is nested, and would crash on the usual stack
_T = TypeVar("_T")


def main() -> None:
    """Serve the parent process over stdin and stdout until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which kills this process
    requests = FrameReader(sys.stdin.fileno())
    try:
        _, sources, memory = requests.read()
        confine(memory)
        threading.stack_size(_STACK)
        server = threading.Thread(target=_serve, args=(sources, requests), daemon=True)
        server.start()
        parent = os.getppid()
        while server.is_alive() and os.getppid() == parent:  # a parent that is killed can't kill its worker
            server.join(1)
    except EOFError:
        return


def _serve(sources: tuple[str, ...], requests: FrameReader) -> None:
    try:
        store = _reporting_errors(lambda: _open(sources))
        if store is None:
            return
        _reply(("ready", len(store)))
        commands: dict[str, Callable[..., None]] = {"ask": _answer_query, "index": _write_index, "change": _run_update}
        while True:
            command, *arguments = requests.read()
            _reporting_errors(lambda: commands[command](store, *arguments))  # noqa: B023
    except (EOFError, BrokenPipeError):
        return


def _reporting_errors(command: Callable[[], _T]) -> _T | None:
    """Return what the command returns; reply with the error instead when the engine raises one."""
    try:
        return command()
    except SyntaxError as problem:
        _reply(("wrong", _message(problem)))
    except MemoryError:
        _reply(("failed", "out of memory"))
    except (OSError, ValueError, RuntimeError, OverflowError) as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        _reply(("failed", _message(problem)))
    return None


def _message(problem: Exception) -> str:
    return " ".join(str(problem.args[0] if problem.args else problem).split())


def _open(sources: tuple[str, ...]) -> Store:
    """Open a store's folder, or load RDF files and make the union of their graphs the default graph."""
    if Path(sources[0]).is_dir():
        return Store.read_only(sources[0])
    store = Store()
    for file in sources:
        try:
            form = RdfFormat.from_extension(Path(file).suffix[1:])
            store.load(path=file, format=form, base_iri=Path(file).resolve().as_uri())
        except SyntaxError as problem:
            raise SyntaxError(f"{file}: {_message(problem)}") from problem
    identity = ResolvedUnion(store)
    if identity.has_decisions:
        store.bulk_extend(list(identity.quads()))
    else:
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def _write_index(store: Store, file: str) -> None:
    from kg.store.index_writer import write_index  # SQLite is not needed to answer queries

    write_index(store, Path(file))
    _reply(("done",))


def _run_update(store: Store, folder: str, text: str, prefixes: dict[str, str]) -> None:
    """Run an update on a copy of the store, and write what it adds and what it removes."""
    work = Path(folder)
    store.backup(str(work / "copy"))  # hard links
    copy = Store(str(work / "copy"))
    copy.update(text, prefixes=prefixes)
    for name, having, lacking in (("added.nq", copy, store), ("removed.nq", store, copy)):
        serialize((quad for quad in having if quad not in lacking), str(work / name), RdfFormat.N_QUADS)
    _reply(("end", False))


def _answer_query(store: Store, text: str, prefixes: dict[str, str], limit: int, graphs: tuple[str, ...]) -> None:
    answer = store.query(text, prefixes=prefixes, default_graph=[*map(NamedNode, graphs)] or None)
    for frame in answer_frames(answer, lambda rows: _batches(rows, limit)):
        _reply(frame)


def _batches(rows: Iterator[Row], limit: int) -> Iterator[Frame]:
    """Yield the frames of rows: small ones first and at least five a second, so that the first rows come early."""
    batch: list[Row] = []
    size, sent = 32, time.monotonic()
    for count, row in enumerate(rows):
        if count == limit:
            yield ("rows", batch)
            yield ("end", True)
            return
        batch.append(row)
        if len(batch) >= size or time.monotonic() - sent > 0.2:
            yield ("rows", batch)
            batch, size, sent = [], min(size * 4, 4096), time.monotonic()
    yield ("rows", batch)
    yield ("end", False)


def _reply(frame: Frame) -> None:
    write_frame(sys.stdout.fileno(), frame)


if __name__ == "__main__":
    main()
