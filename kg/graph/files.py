"""Write a graph to a file that any RDF tool reads, and read such files. Knows formats; knows nothing of what they say.

A file is whole or not there: it is written beside its place under another name, and renamed when it is on the disk.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EISDIR, ENOENT, ENOTDIR, EPERM, EROFS
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import DiskError, GraphNotFound, InputError, UsageError
from kg.graph.dataset import redescribed
from kg.graph.datatypes import retyped
from kg.vocab import PREFIXES

STALE = 600  #: seconds after which an unfinished file counts as left behind

Writer = Callable[[Iterator[ox.Quad], IO[bytes]], int]

_ONTOLOGY_GRAPH = ox.NamedNode(PREFIXES["graph"] + "ontology")
_TIMES = ox.NamedNode(PREFIXES["graph"] + "times")  # the only statements with a clock in them
_BEFORE = re.compile(r"^Parser error (?:at|between) [\w\s]*: ")
_TYPE = f"<{PREFIXES['rdf']}type>"


def export(source: ox.Store | Path, file: Path, *, ontology: bool = False) -> int:
    """Write a graph to a file and return the number of statements: sorted, so that equal graphs make equal files.

    The ending tells the format: .ttl and .nt hold the union of all graphs, .trig and .nq each graph by its name.
    `graph:ontology`, which has files of its own, is left out unless `ontology` is true. A path as `source` is that
    of a store's folder or of an RDF file.

    Raises:
        UsageError: the ending names no format, or the file can't be there.
        GraphNotFound: there is no store at the path.
        DiskError: the disk refused the file; what was there before is intact.
    """
    writer = _WRITERS.get(file.suffix.lower())
    if writer is None:
        raise UsageError(f"{file}: no format has this ending; there are {', '.join(_WRITERS)}")
    store = opened(source) if isinstance(source, Path) else source
    left_out = {_TIMES} if ontology else {_TIMES, _ONTOLOGY_GRAPH}
    quads = map(retyped, redescribed([quad for quad in store if quad.graph_name not in left_out]))
    with _whole(file) as stream:
        return writer(quads, stream)


def load(files: Iterable[Path]) -> ox.Store:
    """Return the statements of RDF files in memory; blank nodes of two files stay apart.

    Raises:
        UsageError: an ending names no format.
        InputError: a file can't be read, or is wrong; with line and column, but for RDF/XML.
    """
    store = ox.Store()
    for file in files:
        kind = ox.RdfFormat.from_extension(file.suffix.lower().removeprefix("."))
        if kind is None:
            raise UsageError(f"{file}: no RDF format has this ending; use .ttl, .trig, .nt, .nq, .rdf or .jsonld")
        try:
            store.bulk_load(path=file, format=kind, base_iri=file.absolute().as_uri())
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


_WRITERS: dict[str, Writer] = {".ttl": _turtle, ".trig": _trig, ".nt": _lines_of_triples, ".nq": _lines_of_quads}
ENDINGS = frozenset(_WRITERS)  #: of the files that can be written
_MISPLACED = {ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, EROFS}


@contextmanager
def _whole(file: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name only when it is written to the end and on the disk."""
    _sweep(file)
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
        _sync(file.parent)
    except OSError as error:
        if error.errno in _MISPLACED:
            raise UsageError(f"{file}: cannot be written ({error.strerror}); choose another place") from error
        raise DiskError(f"{file}: the disk refused it ({error.strerror or error}); free some space") from error
    finally:
        with suppress(OSError):
            draft.unlink()


def _sweep(file: Path) -> None:
    """Remove drafts of this file that a killed run left behind; a live one is touched as it grows."""
    with suppress(OSError):
        for draft in file.parent.glob(f".{_plain(file.name)}.*.part"):
            if time.time() - draft.stat().st_mtime > STALE:
                draft.unlink()


def _plain(name: str) -> str:
    """Return a name as a pattern that matches only itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _sync(folder: Path) -> None:
    """Put the renaming itself on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
