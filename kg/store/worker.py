"""The worker process that runs queries for its parent, under limits. Imports the engine and little else, to start fast.

Frames in: first ("open", sources, memory, options) or ("parse", sources, memory, options), where a source is a path and
its name; if it is open, then ("ask", text, prefixes, limit, graphs), ("index", file), ("change", folder, text,
prefixes), ("answer", file, content, base, limit).
Frames out: ("ready", triples, reports, whether all graphs are asked together, lost statements) for open; ("quads",
statements) and ("file", report) for each file that is parsed; for a query those of `kg.store.answer_frames`; ("done",)
for an index, ("end", False) for a change; or, instead of any of these, ("wrong", message) or ("failed", message).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store, serialize

from kg.errors import KgError
from kg.graph.datatypes import declared_datatypes
from kg.graph.lexical_forms import LexicalForms, declared_form
from kg.graph.rdf_parsing import BASE, FileReport, LoadOptions, RdfFile, RdfSource, load_into
from kg.store.answer_frames import Row, answer_frames
from kg.store.exact_literals import KnownForms, exact_query
from kg.store.identity_resolution import ResolvedUnion
from kg.store.load_frames import plain_quad, plain_report
from kg.store.row_batches import BATCH_SECONDS, RowBatch
from kg.store.sandbox import confine
from kg.store.worker_protocol import OUT_OF_MEMORY, Frame, FrameReader, write_frame
from kg.vocab import PREFIXES

_STACK = 256 << 20  # the engine recurses over what is nested, and would crash on the usual stack
_BATCH = 5_000  # statements of a frame
_T = TypeVar("_T")


def main() -> None:
    """Serve the parent process over stdin and stdout until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which kills this process
    requests = FrameReader(sys.stdin.fileno())
    try:
        kind, plain_sources, memory, plain_options = requests.read()
        sources, options = [RdfSource(Path(path), name) for path, name in plain_sources], LoadOptions(*plain_options)
        confine(memory)
        threading.stack_size(_STACK)
        batch = RowBatch(_reply)
        task: Callable[[], None] = partial(_serve, sources, options, requests, batch)
        if kind == "parse":
            task = partial(_parse_files, sources, options)
        server = threading.Thread(target=task, daemon=True)
        server.start()
        parent = os.getppid()
        while server.is_alive() and os.getppid() == parent:  # a parent that is killed can't kill its worker
            server.join(BATCH_SECONDS)
            with suppress(BrokenPipeError):
                batch.send_old_rows()
    except EOFError:
        return


def _serve(sources: list[RdfSource], options: LoadOptions, requests: FrameReader, batch: RowBatch) -> None:
    try:
        graph = _reporting_errors(lambda: _open(sources, options))
        if graph is None:
            return
        _reply(("ready", len(graph.store), tuple(map(plain_report, graph.reports)), graph.is_union, graph.losses))
        commands: dict[str, Callable[..., None]] = {
            "ask": partial(_answer_query, batch),
            "index": _write_index,
            "change": _run_update,
            "answer": partial(_parse_answer, batch),
        }
        while True:
            command, *arguments = requests.read()
            _reporting_errors(lambda: commands[command](graph, *arguments))  # noqa: B023
    except (EOFError, BrokenPipeError):
        return


def _parse_files(sources: list[RdfSource], options: LoadOptions) -> None:
    """Send the statements of files, and a report on each."""
    with suppress(BrokenPipeError):
        _reporting_errors(lambda: _send_files(sources, options))


def _send_files(sources: list[RdfSource], options: LoadOptions) -> None:
    for source in sources:
        file = RdfFile(source, options)
        quads = map(plain_quad, file)
        while batch := list(islice(quads, _BATCH)):
            _reply(("quads", batch))
        _reply(("file", plain_report(file.report())))


def _reporting_errors(command: Callable[[], _T]) -> _T | None:
    """Return what the command returns; reply with the error instead when the engine raises one."""
    try:
        return command()
    except (SyntaxError, KgError) as problem:
        _reply(("wrong", _message(problem)))
    except MemoryError:
        _reply(("failed", OUT_OF_MEMORY))
    except (OSError, ValueError, RuntimeError, OverflowError) as problem:
        if isinstance(problem, BrokenPipeError):
            raise
        _reply(("failed", _message(problem)))
    return None


def _message(problem: Exception) -> str:
    return " ".join(str(problem.args[0] if problem.args else problem).split())


@dataclass(frozen=True, slots=True)
class _Graph:
    """What is open."""

    store: Store
    reports: list[FileReport]
    is_union: bool  #: all graphs are the default graph
    base: str | None  #: of queries
    known: KnownForms  #: of its literals
    losses: str  #: which literals are not given as they are written, a note a line; empty: all are


def _open(sources: list[RdfSource], options: LoadOptions) -> _Graph:
    """Open a store's folder, or load RDF files.

    The union of their graphs is the default graph, unless a file has one of its own beside named graphs.
    """
    if sources and sources[0].path.is_dir():
        store, known = Store.read_only(str(sources[0].path)), KnownForms(declared_form, declared_datatypes())
        return _Graph(store, [], is_union=True, base=options.base, known=known, losses="")
    store, forms = Store(), LexicalForms()
    reports = load_into(store, sources, options, forms)
    has_own = any(report.has_default_graph for report in reports) and not _is_own_export(store)
    is_union = options.default_graph == "union" or (options.default_graph is None and not has_own)
    if is_union:
        _add_union(store)
    known = KnownForms(forms.form, forms.properties, forms.has_spellings)
    notes = "\n".join(filter(None, (forms.losses(), forms.mixtures())))
    return _Graph(store, reports, is_union, options.base or BASE, known, notes)


def _is_own_export(store: Store) -> bool:
    """Tell whether graphs are those of an export of ours, whose default graph is only about them."""
    return any(
        isinstance(name, NamedNode) and name.value.startswith(PREFIXES["graph"]) for name in store.named_graphs()
    )


def _add_union(store: Store) -> None:
    identity = ResolvedUnion(store)
    if identity.has_decisions:
        store.bulk_extend(list(identity.quads()))
    else:
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")


def _write_index(graph: _Graph, file: str) -> None:
    from kg.store.index_writer import write_index  # SQLite is not needed to answer queries

    write_index(graph.store, Path(file))
    _reply(("done",))


def _run_update(graph: _Graph, folder: str, text: str, prefixes: dict[str, str]) -> None:
    """Run an update on a copy of the store, and write what it adds and what it removes."""
    work, store = Path(folder), graph.store
    store.backup(str(work / "copy"))  # hard links
    copy = Store(str(work / "copy"))
    copy.update(text, prefixes=prefixes)
    for name, having, lacking in (("added.nq", copy, store), ("removed.nq", store, copy)):
        serialize((quad for quad in having if quad not in lacking), str(work / name), RdfFormat.N_QUADS)
    _reply(("end", False))


def _answer_query(
    batch: RowBatch, graph: _Graph, text: str, prefixes: dict[str, str], limit: int, graphs: tuple[str, ...]
) -> None:
    default_graph: list[NamedNode | BlankNode | DefaultGraph] | None = [*map(NamedNode, graphs)] or None
    exact = exact_query(text, prefixes, graph.known)
    if exact is None:
        answer = graph.store.query(text, base_iri=graph.base, prefixes=prefixes, default_graph=default_graph)
    else:
        answer = exact.run(graph.store, text, prefixes, base_iri=graph.base, default_graph=default_graph)
    for frame in answer_frames(answer, lambda rows: _last_frame(batch, rows, limit), exact):
        _reply(frame)


def _parse_answer(batch: RowBatch, _: _Graph, file: str, content: tuple[str, str, bool], base: str, limit: int) -> None:
    from kg.store.foreign_answers import foreign_answer_frames  # only answers of endpoints need it

    for frame in foreign_answer_frames(file, content, base, lambda rows: _last_frame(batch, rows, limit)):
        _reply(frame)


def _last_frame(batch: RowBatch, rows: Iterator[Row], limit: int) -> Iterator[Frame]:
    yield ("end", batch.send(rows, limit))


def _reply(frame: Frame) -> None:
    write_frame(sys.stdout.fileno(), frame)


if __name__ == "__main__":
    main()
