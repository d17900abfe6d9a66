"""Write a graph to a file that any RDF tool reads, and read such files. Knows formats, not what they say."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from kg.atomic_files import open_atomically
from kg.errors import GraphNotFound, InputError, UsageError
from kg.graph.datatypes import retyped
from kg.graph.export_selection import Choice, chosen
from kg.graph.tabular_export import write_edges, write_geojson, write_gexf, write_graphml
from kg.vocab import PREFIXES

Writer = Callable[[Iterator[ox.Quad], IO[bytes]], int]
Told = Callable[[list[ox.Quad]], Iterator[ox.Quad]]

_SAFE = re.compile(r"[A-Za-z0-9][\w.-]*")
_BEFORE = re.compile(r"^Parser error (?:at|between) [\w\s]*: ")
_TYPE = f"<{PREFIXES['rdf']}type>"


def export(source: ox.Store | Path, file: Path, choice: Choice | None = None, *, told: Told = iter) -> int:
    """Write a graph to a file and return the number of statements: sorted, so that equal graphs make equal files.

    The ending tells the format (see `ENDINGS`), `.gz` after it that the file is packed: .trig, .nq and .jsonld hold
    each graph by its name, .ttl, .nt and .rdf the union of all; .csv, .graphml and .gexf who acts against whom, and
    .geojson the events of places that the map knows.

    Args:
        source: a store, or the path of a store's folder or of an RDF file.
        file: where to.
        choice: what of the graph is written; None: all but `graph:ontology`, which has files of its own.
        told: wraps the statements while they are written, to show how far it is.

    Raises:
        UsageError: the ending names no format, the file can't be there, or a chosen article is not in the graph.
        GraphNotFound: there is no store at the path.
        DiskError: the disk refused the file; what was there before is intact.
    """
    ending, packed = _ending(file.name)
    writer = _writer(ending, str(file))
    quads = told([retyped(quad) for quad in chosen(_store(source), choice or Choice())])
    with open_atomically(file) as stream:
        if not packed:
            return writer(quads, stream)
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as pack:  # no name, no clock
            return writer(quads, cast(IO[bytes], pack))


def dump(source: ox.Store | Path, stream: IO[bytes], form: str, choice: Choice | None = None) -> int:
    """Write a graph to an open stream, as `export` does to a file, in the format of an ending such as "ttl"."""
    writer = _writer("." + form.lower().removeprefix("."), "-")
    return writer(iter([retyped(quad) for quad in chosen(_store(source), choice or Choice())]), stream)


def _store(source: ox.Store | Path) -> ox.Store:
    return opened(source) if isinstance(source, Path) else source


def _ending(name: str) -> tuple[str, bool]:
    """Return a file name's ending without `.gz`, and whether it had that."""
    packed = name.lower().endswith(".gz")
    return Path(name[:-3] if packed else name).suffix.lower(), packed


def _writer(ending: str, name: str) -> Writer:
    if ending not in _WRITERS:
        raise UsageError(f"{name}: no format '{ending}'; there are {', '.join(_WRITERS)}, each with .gz or without")
    return _WRITERS[ending]


def load(files: Iterable[Path]) -> ox.Store:
    """Return the statements of RDF files in memory; blank nodes of two files stay apart.

    Raises:
        UsageError: an ending names no format.
        InputError: a file can't be read, or is wrong; with line and column, but for RDF/XML.
    """
    store = ox.Store()
    for file in files:
        ending, packed = _ending(file.name)
        kind = ox.RdfFormat.from_extension(ending.removeprefix("."))
        if kind is None:
            raise UsageError(f"{file}: no RDF format has this ending; use .ttl, .trig, .nt, .nq, .rdf or .jsonld")
        try:
            with gzip.open(file) if packed else file.open("rb") as stream:
                store.bulk_load(cast(IO[bytes], stream), format=kind, base_iri=file.absolute().as_uri())
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
    """Return what is wrong on one line, without the position that stands before it."""
    return " ".join(_BEFORE.sub("", error.msg or "wrong syntax").split())


def opened(path: Path) -> ox.Store:
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


def _lines_of_triples(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    return _lines({str(quad.triple) for quad in quads}, stream)


def _lines_of_quads(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    return _lines({str(quad) for quad in quads}, stream)


def _lines(statements: set[str], stream: IO[bytes]) -> int:
    for statement in sorted(statements):
        stream.write(f"{statement} .\n".encode())
    return len(statements)


def _xml(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    from kg.graph.rdf_xml import write_xml  # here, because rdflib takes longer to import than most commands to run

    return write_xml(quads, stream)


def _json(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    """Write JSON-LD with a context of the prefixes, one object a node and graph."""
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    count = 0
    for quad in sorted(quads, key=lambda q: (str(q.graph_name), *_order(q.triple))):
        count += 1
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else _short(quad.graph_name)
        node = graphs.setdefault(name, {}).setdefault(_short(quad.subject), {"@id": _short(quad.subject)})
        if str(quad.predicate) == _TYPE:
            node.setdefault("@type", []).append(_short(quad.object))
        else:
            node.setdefault(_short(quad.predicate), []).append(_value(quad.object))
    default = list(graphs.pop("", {}).values())
    named = [{"@id": name, "@graph": list(nodes.values())} for name, nodes in graphs.items()]
    whole = {"@context": dict(PREFIXES), "@graph": [*default, *named]}
    stream.write(json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n")
    return count


def _short(node: object) -> str:
    """Return an IRI by a prefix of the context where that is safe, else whole; a blank node by its label."""
    if not isinstance(node, ox.NamedNode):
        return str(node)
    for prefix, space in PREFIXES.items():
        if node.value.startswith(space) and _SAFE.fullmatch(node.value[len(space) :]):
            return f"{prefix}:{node.value[len(space) :]}"
    return node.value


def _value(term: object) -> dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _short(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    plain = term.datatype.value == PREFIXES["xsd"] + "string"
    return {"@value": term.value} | ({} if plain else {"@type": _short(term.datatype)})


def _turtle(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    triples = sorted({quad.triple for quad in quads}, key=_order)
    ox.serialize(triples, stream, ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return len(triples)


def _trig(quads: Iterator[ox.Quad], stream: IO[bytes]) -> int:
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))
    ox.serialize(ordered, stream, ox.RdfFormat.TRIG, prefixes=PREFIXES)
    return len(ordered)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """Put what a thing is before what is said of it."""
    predicate = str(triple.predicate)
    return str(triple.subject), predicate != _TYPE, predicate, str(triple.object)


_WRITERS: dict[str, Writer] = {
    ".ttl": _turtle, ".trig": _trig, ".nt": _lines_of_triples, ".nq": _lines_of_quads, ".rdf": _xml, ".jsonld": _json,
    ".csv": write_edges, ".graphml": write_graphml, ".gexf": write_gexf, ".geojson": write_geojson,
}  # fmt: skip
ENDINGS = frozenset(_WRITERS)  #: of the files that can be written
