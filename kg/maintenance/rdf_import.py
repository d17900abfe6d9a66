"""Import RDF files into a graph folder. Knows files and graphs; reads no articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.dataset_description import is_size_description
from kg.graph.inference import INFERRED
from kg.graph.rdf_files import load
from kg.maintenance.materialization import refresh_inferences
from kg.maintenance.skolemization import skolemize
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

_QUAD_FORMATS = (".nq", ".trig", ".jsonld")  # formats that say which graph a statement is of


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was imported."""

    file: Path
    statements: int  #: that it holds
    new_statements: int  #: that the graph did not have


def import_files(graph: Path, files: Sequence[Path]) -> list[ImportedFile]:
    """Add the statements of RDF files to a graph folder, all files or none, and infer anew what follows.

    Statements of a named graph stay in it, so that an export of `kg` comes back as it was; those of formats without
    graphs go into one of the file's own. Blank nodes are replaced by IRIs that depend on the file's content.

    Raises:
        UsageError: an ending names no RDF format.
        InputError: a file can't be read, or is wrong; with line and column.
        GraphNotFound: somebody is writing to the graph.
    """
    parsed = [(file, list(_quads(file))) for file in files]
    imported = []
    with Snapshots(graph).write_transaction() as transaction:
        transaction.describes_size = True
        draft = transaction.draft
        with transaction.ledger() as ledger:
            for file, quads in parsed:
                new = [quad for quad in quads if quad not in draft]
                draft.extend(new)
                imported.append(ImportedFile(file, len(quads), len(new)))
            refresh_inferences(draft, ledger)
    return imported


def _quads(file: Path) -> Iterator[ox.Quad]:
    """Yield a file's statements, without what an export says of its own size and what is inferred anew."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else ""
    own_graph = ox.NamedNode(f"{PREFIXES['graph']}import-{digest}")
    default = ox.DefaultGraph() if file.name.removesuffix(".gz").endswith(_QUAD_FORMATS) else own_graph
    statements = ox.Dataset(load([file]))
    statements.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for statement in statements:
        graph = default if isinstance(statement.graph_name, ox.DefaultGraph) else statement.graph_name
        quad = skolemize(statement, own_graph, graph)
        if graph != INFERRED and isinstance(quad.subject, ox.NamedNode) and not is_size_description(quad):
            yield quad
