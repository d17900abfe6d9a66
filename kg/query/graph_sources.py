"""Open what a session queries: a graph folder's snapshot, RDF files, or an endpoint. Runs no query."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import GraphNotFound, InputError
from kg.graph.rdf_formats import check_ending
from kg.graph.rdf_parsing import LoadOptions, RdfSource
from kg.store.engine import Engine
from kg.store.graph_folder import INDEX, MERGED
from kg.store.query_backend import QueryBackend
from kg.store.snapshots import Snapshots

_MAX_COPY = 8 << 30  # bytes of a stream that are copied at most
STDIN = "-"  #: stands for RDF on standard input


@dataclass(frozen=True, slots=True)
class GraphSource:
    """An open graph folder, RDF files or an endpoint."""

    engine: QueryBackend
    index_file: Path | None  #: of labels and schema, which need not exist yet; None: the session makes one of its own
    snapshot: Path | None = None  #: the folder of the snapshot that is read; None: RDF files or an endpoint
    moved_to: Callable[[], str | None] = lambda: None  #: returns where redirects led the last query; None: nowhere
    files: Engine | None = None  #: the engine again, if it reads RDF files


def is_endpoint(target: object) -> bool:
    """Tell whether a target is the address of an endpoint."""
    return str(target).startswith(("http://", "https://"))


def open_endpoint(url: str, timeout: float | None, resources: ExitStack) -> GraphSource:
    """Open an endpoint, which has to answer unless its index is cached; `resources` closes it.

    Args:
        url: its address.
        timeout: seconds that it has to answer at first; None: as long as is usual.
        resources: what stops its worker.

    Raises:
        InputError: it can't be reached, or is no endpoint.
        UsageError: it is no address.
    """
    from kg.store.endpoint import Endpoint, index_cache  # httpx takes its time to load

    endpoint, cache = Endpoint(url), index_cache(url)
    resources.callback(endpoint.close)
    if not cache.is_file():
        endpoint.check(timeout)
    return GraphSource(endpoint, cache, moved_to=lambda: endpoint.moved_to)


def open_folder(folder: Path, memory: int, options: LoadOptions, resources: ExitStack) -> GraphSource:
    """Open the newest snapshot of a graph folder; `resources` closes it.

    Args:
        folder: of the graph.
        memory: bytes of address space that the worker may use.
        options: of which the base IRI counts.
        resources: what stops the worker and releases the snapshot.

    Raises:
        GraphNotFound: there is no such folder.
    """
    snapshot = resources.enter_context(Snapshots(folder).hold_current())
    engine = Engine((snapshot / MERGED,), memory, options)
    resources.callback(engine.close)
    return GraphSource(engine, snapshot / INDEX, snapshot)


def open_files(files: tuple[RdfSource, ...], memory: int, options: LoadOptions, resources: ExitStack) -> GraphSource:
    """Open RDF files; `resources` stops the worker that reads them."""
    engine = Engine(files, memory, options)
    resources.callback(engine.close)
    return GraphSource(engine, None, files=engine)


def is_rdf(path: Path) -> bool:
    """Tell whether a path is RDF to read, and no graph folder: a file, a pipe, or standard input."""
    return str(path) == STDIN or (path.exists() and not path.is_dir())


def rdf_sources(paths: tuple[Path, ...], options: LoadOptions, resources: ExitStack) -> tuple[RdfSource, ...]:
    """Return the RDF files that a user names, standard input among them as a file that `resources` removes.

    Raises:
        GraphNotFound: there is no such file.
        InputError: a stream does not end.
        UsageError: a file's name does not tell its format.
    """
    return tuple(_rdf_source(path, options, resources) for path in paths)


def _rdf_source(path: Path, options: LoadOptions, resources: ExitStack) -> RdfSource:
    if str(path) == STDIN:
        return RdfSource(_copy("stdin", sys.stdin.buffer, resources), "stdin")
    _check_file(path, options)
    if path.is_file():
        return RdfSource(path, str(path))
    with path.open("rb") as pipe:
        return RdfSource(_copy(str(path), pipe, resources), str(path))


def _copy(name: str, stream: IO[bytes], resources: ExitStack) -> Path:
    """Return a file with what a stream holds, so that it can be read again."""
    file = Path(resources.enter_context(tempfile.TemporaryDirectory(prefix="kg-"))) / "copy"
    with file.open("wb") as copy:
        while chunk := stream.read(1 << 20):
            copy.write(chunk)
            if copy.tell() > _MAX_COPY:
                raise InputError(f"{name}: more than {_MAX_COPY >> 30} GB; save it to a file and give that")
    return file


def write_index(source: GraphSource, file: Path, resources: ExitStack) -> Path:
    """Write the index to a file, or where that can't be written to one that goes with the session; return which."""
    try:
        source.engine.index(file)
    except OSError:
        file = Path(resources.enter_context(tempfile.TemporaryDirectory(prefix="kg-"))) / INDEX
        source.engine.index(file)
    return file


def newer_snapshot(graph: Path, snapshot: Path) -> str | None:
    """Return the name of the newest snapshot of a graph folder; None if it is the one given, or there is none."""
    try:
        latest = Snapshots(graph).current()
    except GraphNotFound:
        return None
    return None if latest == snapshot else latest.name


def _check_file(path: Path, options: LoadOptions) -> None:
    if not path.exists() or path.is_dir():
        what = "a folder; give one graph, or files" if path.is_dir() else "no such file"
        raise GraphNotFound(f"{path}: {what}")
    check_ending(str(path), options.input_format)
