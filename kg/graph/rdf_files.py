"""Export a graph to a file, and load RDF files. Knows the formats' names; knows no vocabulary."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.atomic_files import open_atomically
from kg.errors import GraphNotFound, InputError, UsageError
from kg.graph.datatypes import with_declared_datatype
from kg.graph.export_selection import ExportSelection, selected_quads
from kg.graph.rdf_serialization import write_json_ld, write_n_quads, write_n_triples, write_trig, write_turtle
from kg.graph.tabular_export import write_edges, write_geojson, write_gexf, write_graphml

Writer = Callable[[Iterator[ox.Quad], IO[bytes]], int]
Progress = Callable[[list[ox.Quad]], Iterator[ox.Quad]]

_POSITION_PREFIX = re.compile(r"^Parser error (?:at|between) [\w\s]*: ")


def export(
    source: ox.Store | Path, file: Path, selection: ExportSelection | None = None, *, progress: Progress = iter
) -> int:
    """Write a graph to a file, sorted, so that equal graphs make equal files; return the number of statements.

    The suffix gives the format (see `SUFFIXES`), `.gz` after it compresses: .trig, .nq and .jsonld hold named graphs,
    .ttl, .nt and .rdf the union of all; .csv, .graphml and .gexf who acts against whom, and .geojson the events of
    places with coordinates.

    Args:
        source: a store, or the path of a store's folder or of an RDF file.
        file: where to.
        selection: which statements are written; None: all but `graph:ontology`, which has files of its own.
        progress: wraps the statements while they are written, to show progress.

    Raises:
        UsageError: the suffix names no format, the file can't be there, or a selected article is not in the graph.
        GraphNotFound: there is no store at the path.
        DiskError: the disk refused the file; what was there before is intact.
    """
    suffix, compressed = _split_suffix(file.name)
    writer = _writer(suffix, str(file))
    quads = progress(_export_quads(source, selection))
    with open_atomically(file) as stream:
        if not compressed:
            return writer(quads, stream)
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:  # no name, no timestamp
            return writer(quads, cast(IO[bytes], packed))


def dump(source: ox.Store | Path, stream: IO[bytes], format_name: str, selection: ExportSelection | None = None) -> int:
    """Write a graph to an open stream, as `export` does to a file, in the format of a suffix such as "ttl"."""
    writer = _writer("." + format_name.lower().removeprefix("."), "-")
    return writer(iter(_export_quads(source, selection)), stream)


def _export_quads(source: ox.Store | Path, selection: ExportSelection | None) -> list[ox.Quad]:
    store = open_graph(source) if isinstance(source, Path) else source
    return [with_declared_datatype(quad) for quad in selected_quads(store, selection or ExportSelection())]


def _split_suffix(name: str) -> tuple[str, bool]:
    """Return a file name's suffix without `.gz`, and whether it had that."""
    compressed = name.lower().endswith(".gz")
    return Path(name[:-3] if compressed else name).suffix.lower(), compressed


def _writer(suffix: str, name: str) -> Writer:
    if suffix not in _WRITERS:
        raise UsageError(f"{name}: no format '{suffix}'; there are {', '.join(_WRITERS)}, each with .gz or without")
    return _WRITERS[suffix]


def load(files: Iterable[Path]) -> ox.Store:
    """Return the statements of RDF files in memory; blank nodes of two files stay apart.

    Raises:
        UsageError: a suffix names no format.
        InputError: a file can't be read, or is wrong; with line and column, but for RDF/XML.
    """
    store = ox.Store()
    for file in files:
        suffix, compressed = _split_suffix(file.name)
        rdf_format = ox.RdfFormat.from_extension(suffix.removeprefix("."))
        if rdf_format is None:
            raise UsageError(f"{file}: no RDF format has this ending; use .ttl, .trig, .nt, .nq, .rdf or .jsonld")
        try:
            with gzip.open(file) if compressed else file.open("rb") as stream:
                store.bulk_load(cast(IO[bytes], stream), format=rdf_format, base_iri=file.absolute().as_uri())
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{file}: not a whole gzip file ({error}); get it again") from error
        except SyntaxError as error:
            raise InputError(f"{file}{_position(error)}: {_problem(error)}; mend the file") from error
        except OSError as error:
            raise InputError(f"{file}: cannot be read ({error}); check the name and who may read it") from error
    return store


def _position(error: SyntaxError) -> str:
    """Return line and column, both from 1; not every parser has them."""
    return "" if error.lineno is None else f":{error.lineno}:{error.offset}"


def _problem(error: SyntaxError) -> str:
    """Return the parser's message on one line, without the position before it."""
    return " ".join(_POSITION_PREFIX.sub("", error.msg or "wrong syntax").split())


def open_graph(path: Path) -> ox.Store:
    """Return the store of a snapshot's folder, to be read only, or the statements of an RDF file.

    Raises:
        GraphNotFound: there is no store at the path.
    """
    if path.is_file():
        return load([path])
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise GraphNotFound(f"{path}: no graph is there; build one first") from error


def _write_rdf_xml(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    from kg.graph.rdf_xml import write_rdf_xml  # here, because rdflib takes longer to import than most commands to run

    return write_rdf_xml(quads, stream)


_WRITERS: dict[str, Writer] = {
    ".ttl": write_turtle, ".trig": write_trig, ".nt": write_n_triples, ".nq": write_n_quads, ".rdf": _write_rdf_xml,
    ".jsonld": write_json_ld, ".csv": write_edges, ".graphml": write_graphml, ".gexf": write_gexf,
    ".geojson": write_geojson,
}  # fmt: skip
SUFFIXES = frozenset(_WRITERS)  #: of the files that can be written
