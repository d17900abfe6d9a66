"""Open what a session queries: a graph folder's snapshot, RDF files, or an endpoint. Runs no query."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kg.errors import GraphNotFound, UsageError
from kg.store.engine import Engine
from kg.store.graph_folder import INDEX, MERGED
from kg.store.query_backend import QueryBackend
from kg.store.snapshots import Snapshots

SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld")  #: of RDF files that can be queried directly


@dataclass(frozen=True, slots=True)
class GraphSource:
    """An open graph folder, RDF files or an endpoint."""

    engine: QueryBackend
    index_file: Path | None  #: of labels and schema, which need not exist yet; None: the session makes one of its own
    snapshot: Path | None = None  #: the folder of the snapshot that is read; None: RDF files or an endpoint


def is_endpoint(target: object) -> bool:
    """Tell whether a target is the address of an endpoint."""
    return str(target).startswith(("http://", "https://"))


def open_endpoint(url: str, resources: ExitStack) -> GraphSource:
    """Open an endpoint, which has to answer unless its index is cached; `resources` closes it.

    Raises:
        InputError: it can't be reached, or is no endpoint.
    """
    from kg.store.endpoint import Endpoint, index_cache  # httpx takes its time to load

    endpoint, cache = Endpoint(url), index_cache(url)
    if not cache.is_file():
        endpoint.check()
    resources.callback(endpoint.close)
    return GraphSource(endpoint, cache)


def open_paths(paths: tuple[Path, ...], memory: int, resources: ExitStack) -> GraphSource:
    """Open the newest snapshot of one graph folder, or RDF files; `resources` closes it.

    Args:
        paths: one folder, or files.
        memory: bytes of address space that the worker may use.
        resources: what stops the worker and releases the snapshot.

    Raises:
        GraphNotFound: there is no such folder or file.
        UsageError: a file has no suffix of an RDF format.
    """
    snapshot = None
    if len(paths) == 1 and not paths[0].is_file():
        snapshot = resources.enter_context(Snapshots(paths[0]).hold_current())
    else:
        for path in paths:
            _check_file(path)
    engine = Engine(paths if snapshot is None else (snapshot / MERGED,), memory)
    resources.callback(engine.close)
    return GraphSource(engine, snapshot and snapshot / INDEX, snapshot)


def newer_snapshot(graph: Path, snapshot: Path) -> str | None:
    """Return the name of the newest snapshot of a graph folder; None if it is the one given, or there is none."""
    try:
        latest = Snapshots(graph).current()
    except GraphNotFound:
        return None
    return None if latest == snapshot else latest.name


def _check_file(path: Path) -> None:
    if not path.is_file():
        what = "a folder; give one graph, or files" if path.is_dir() else "no such file"
        raise GraphNotFound(f"{path}: {what}")
    if path.suffix not in SUFFIXES:
        raise UsageError(f"{path}: not an RDF file that can be asked; there are: {' '.join(SUFFIXES)}")
