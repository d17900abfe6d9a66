"""Export a graph to a file. Knows the formats' names; knows no vocabulary, and loads no file."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.atomic_files import open_atomically
from kg.errors import GraphNotFound, UsageError
from kg.graph.datatypes import with_declared_datatype
from kg.graph.export_selection import ExportSelection, selected_quads
from kg.graph.lexical_forms import LexicalForms
from kg.graph.rdf_formats import split_ending
from kg.graph.rdf_serialization import write_json_ld, write_n_quads, write_n_triples, write_trig, write_turtle
from kg.graph.tabular_export import write_edges, write_geojson, write_gexf, write_graphml

Writer = Callable[[Iterator[ox.Quad], IO[bytes]], int]
Progress = Callable[[list[ox.Quad]], Iterator[ox.Quad]]


def export(
    source: ox.Store | Path, file: Path, selection: ExportSelection | None = None, forms: LexicalForms | None = None, *,
    progress: Progress = iter,
) -> int:  # fmt: skip
    """Write a graph to a file, sorted, so that equal graphs make equal files; return the number of statements.

    The suffix gives the format (see `SUFFIXES`), `.gz` after it compresses: .trig, .nq and .jsonld hold named graphs,
    .ttl, .nt and .rdf the union of all; .csv, .graphml and .gexf who acts against whom, and .geojson the events of
    places with coordinates.

    Args:
        source: a store, or the path of a store's folder.
        file: where to.
        selection: which statements are written; None: all but `graph:ontology`, which has files of its own.
        forms: the literals that the store has in another form; None: those of a graph folder, which the shapes declare.
        progress: wraps the statements while they are written, to show progress.

    Raises:
        UsageError: the suffix names no format, the file can't be there, or a selected article is not in the graph.
        GraphNotFound: there is no store at the path.
        DiskError: the disk refused the file; what was there before is intact.
    """
    suffix, compressed = split_ending(file.name)
    writer = _writer(suffix, str(file))
    quads = progress(_export_quads(source, selection, forms))
    with open_atomically(file) as stream:
        if not compressed:
            return writer(quads, stream)
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:  # no name, no timestamp
            return writer(quads, cast(IO[bytes], packed))


def dump(
    source: ox.Store | Path, stream: IO[bytes], format_name: str, selection: ExportSelection | None = None,
    forms: LexicalForms | None = None,
) -> int:  # fmt: skip
    """Write a graph to an open stream, as `export` does to a file, in the format of a suffix such as "ttl"."""
    writer = _writer("." + format_name.lower().removeprefix("."), "-")
    return writer(iter(_export_quads(source, selection, forms)), stream)


def _export_quads(
    source: ox.Store | Path, selection: ExportSelection | None, forms: LexicalForms | None
) -> list[ox.Quad]:
    store = open_graph(source) if isinstance(source, Path) else source
    restored = with_declared_datatype if forms is None else forms.restored
    return [restored(quad) for quad in selected_quads(store, selection or ExportSelection())]


def _writer(suffix: str, name: str) -> Writer:
    if suffix not in _WRITERS:
        raise UsageError(f"{name}: no format '{suffix}'; there are {', '.join(_WRITERS)}, each with .gz or without")
    return _WRITERS[suffix]


def open_graph(path: Path) -> ox.Store:
    """Return the store of a snapshot's folder, to be read only.

    Raises:
        GraphNotFound: there is no store at the path.
    """
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        if (path / "CURRENT").exists():
            raise  # it is damaged: `hold_current` tells how
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
