"""Import RDF files into a graph folder. Knows files and graphs; reads no articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.dataset_description import ONTOLOGY_GRAPH, is_size_description
from kg.graph.dataset_metadata import import_metadata
from kg.graph.inference import INFERRED
from kg.graph.lexical_forms import rewritten_literals
from kg.graph.rdf_parsing import BASE, FileReport, LoadOptions, RdfSource
from kg.maintenance.materialization import refresh_inferences
from kg.maintenance.skolemization import skolemize, with_numbered_blank_nodes
from kg.store.rdf_loading import LoadedFile, load_files
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

_DEFAULT = ox.DefaultGraph()
_OWN_GRAPHS = (INFERRED, ONTOLOGY_GRAPH)  # that each graph folder has of its own making


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was imported."""

    report: FileReport
    new_statements: int  #: that the graph did not have
    relative: int  #: statements with relative IRIs, for which nobody gave a base
    rewritten: str = ""  #: which literals the graph keeps in another form; empty: none


def import_files(
    graph: Path, sources: Sequence[RdfSource], options: LoadOptions, *, timeout: float | None = None,
    infer: bool | None = None,
) -> list[ImportedFile]:  # fmt: skip
    """Add the statements of RDF files to a graph folder, all files or none, and infer anew what follows.

    Statements of a named graph stay in it, so that an export of `kg` comes back as it was; those of formats without
    graphs go into one of the file's own. Blank nodes are replaced by IRIs that depend on the file's content.

    Args:
        graph: the folder, which is made if it is not there.
        sources: the files.
        options: how they are read.
        timeout: seconds for reading them; None for no limit.
        infer: whether to infer; None: as the last time.

    Raises:
        UsageError: an ending names no RDF format.
        InputError: a file can't be read, is wrong, or too much follows from it.
        QueryTimeout: reading took too long.
        GraphNotFound: somebody is writing to the graph.
    """
    loaded = [(file.report, list(_quads(file))) for file in load_files(sources, options, timeout)]
    imported = []
    with Snapshots(graph).write_transaction() as transaction:
        transaction.describes_size = True
        draft = transaction.draft
        with transaction.ledger() as ledger:
            for report, quads in loaded:
                new = [quad for quad in quads if quad not in draft]
                draft.extend(new)
                own_graph = _own_graph(report)
                if any(quad.graph_name == own_graph for quad in new):
                    draft.extend(import_metadata(own_graph, report.name))
                relative = 0 if options.base else sum(map(_has_relative_iri, quads))
                imported.append(ImportedFile(report, len(new), relative, rewritten_literals(quads)))
            refresh_inferences(draft, ledger, infer=infer)
    return imported


def _own_graph(report: FileReport) -> ox.NamedNode:
    """Return the name of the graph of statements that a file has in no graph; by its content, so that it stays."""
    return ox.NamedNode(f"{PREFIXES['graph']}import-{report.digest}")


def _quads(file: LoadedFile) -> Iterator[ox.Quad]:
    """Yield a file's statements, without the ontology, what is inferred anew and what an export says of its size."""
    own_graph = _own_graph(file.report)
    default = _DEFAULT if file.report.has_graphs else own_graph
    for statement in with_numbered_blank_nodes(file.quads):
        graph = default if statement.graph_name == _DEFAULT else statement.graph_name
        quad = skolemize(statement, own_graph, graph)
        is_own = quad.graph_name in _OWN_GRAPHS or is_size_description(quad)
        if not is_own and isinstance(quad.subject, ox.NamedNode):
            yield quad


def _has_relative_iri(quad: ox.Quad) -> bool:
    return any(isinstance(term, ox.NamedNode) and term.value.startswith(BASE) for term in quad)
