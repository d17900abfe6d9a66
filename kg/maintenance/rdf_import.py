"""Take RDF from elsewhere into a graph folder. Knows files and graphs; reads no articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.dataset_description import DATASET
from kg.graph.inference import INFERRED
from kg.graph.rdf_files import load
from kg.maintenance.build import conclude
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

_NAMED = (".nq", ".trig", ".jsonld")  #: formats that say which graph a statement is of


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of one file."""

    file: Path
    statements: int  #: that it holds
    new: int  #: that the graph did not have


def bring(graph: Path, files: Sequence[Path]) -> list[Brought]:
    """Add the statements of RDF files to a graph folder, all files or none, and infer anew what follows.

    Statements of a named graph stay in it, so that an export of `kg` comes back as it was; those of formats without
    graphs go into one of the file's own. Blank nodes get names that depend on what the file says of them.

    Raises:
        UsageError: an ending names no RDF format.
        InputError: a file can't be read, or is wrong; with line and column.
        GraphNotFound: somebody is writing to the graph.
    """
    read = [(file, list(_quads(file))) for file in files]
    done = []
    with Snapshots(graph).changing() as writing:
        writing.described = True
        draft = writing.draft
        with writing.known() as known:
            for file, quads in read:
                new = [quad for quad in quads if quad not in draft]
                draft.extend(new)
                done.append(Brought(file, len(quads), len(new)))
            conclude(draft, known, infer=known.state("closed") != "off")
    return done


def _quads(file: Path) -> Iterator[ox.Quad]:
    """Yield a file's statements, without what an export says of its own size and what is inferred anew."""
    plain = file.name.removesuffix(".gz")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else ""
    own = ox.DefaultGraph() if plain.endswith(_NAMED) else ox.NamedNode(f"{PREFIXES['graph']}import-{digest}")
    statements = ox.Dataset(load([file]))
    statements.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in statements:
        graph = quad.graph_name if not isinstance(quad.graph_name, ox.DefaultGraph) else own
        subject, value = _with_name(quad.subject, digest), _with_name(quad.object, digest)
        size = isinstance(subject, ox.NamedNode) and f"{subject.value}/".startswith(f"{DATASET.value}/")
        if graph != INFERRED and not size and isinstance(subject, ox.NamedNode):
            yield ox.Quad(subject, quad.predicate, value, graph)


def _with_name(
    node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, digest: str
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    return ox.NamedNode(f"{PREFIXES['graph']}import-{digest}#{node.value}") if isinstance(node, ox.BlankNode) else node
