"""Change a graph by SPARQL updates, and revert that. Knows what an update means here; a worker executes it.

An update sees what queries see: the union of all graphs, and each graph by its name. What it adds to the union goes
into `graph:edits`; what it removes from there is removed from every graph that has it. What follows is inferred anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.graph.dataset_description import ONTOLOGY_GRAPH, TIMES, is_size_description
from kg.graph.inference import INFERRED
from kg.graph.quads import term
from kg.maintenance.materialization import refresh_inferences
from kg.maintenance.skolemization import skolemize
from kg.store.engine import Engine
from kg.store.graph_folder import MERGED
from kg.store.query_guard import check_update
from kg.store.snapshot_draft import Draft
from kg.store.snapshots import Snapshots
from kg.store.union_graph import is_asserted
from kg.store.write_transaction import WriteTransaction

EDITS = term("graph:edits")  #: holds what updates add
_GENERATED = (INFERRED, ONTOLOGY_GRAPH, TIMES)  # graphs that are generated


@dataclass(frozen=True, slots=True)
class GraphChange:
    """What an update changes: statements with their graphs."""

    added: frozenset[ox.Quad]
    removed: frozenset[ox.Quad]
    retained: int = 0  #: triples that it would remove, and that follow from others or belong to the ontology

    @property
    def triples(self) -> tuple[int, int]:
        """How many triples are added, and how many removed; one that several graphs have counts once."""
        return len({quad.triple for quad in self.added}), len({quad.triple for quad in self.removed})

    @property
    def inverse(self) -> GraphChange:
        """The change that reverts it."""
        return GraphChange(self.removed, self.added)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def update_graph(
    graph: Path, text: str, prefixes: Mapping[str, str], confirm: Callable[[GraphChange], bool], *,
    timeout: float | None = None, on_progress: Callable[[float, int], None] | None = None,
) -> GraphChange:  # fmt: skip
    """Run an update and publish what it changes, if that is anything and confirmed; return it.

    The write lock is held from the first look to the end; readers go on with their snapshot.

    Args:
        graph: a graph folder.
        text: SPARQL 1.1 Update; it reaches no network.
        prefixes: those that it need not declare.
        confirm: called once with what would change; returns whether to publish it.
        timeout: seconds for finding that out; None for no limit.
        on_progress: called with the seconds so far, about ten times a second.

    Raises:
        QueryError: the update is refused, wrong or failed.
        QueryTimeout: it took too long.
        GraphNotFound: there is no graph, or somebody is writing to it.
    """
    check_update(text)
    snapshots = Snapshots(graph)
    snapshots.current()
    with snapshots.write_transaction() as transaction:
        folder = transaction.work_folder / "update"
        folder.mkdir()
        with closing(Engine((snapshots.current() / MERGED,))) as engine:
            for seconds in engine.run_update(folder, text, prefixes, timeout):
                if on_progress is not None:
                    on_progress(seconds, 0)
        change = _asserted_change(transaction.draft, _parse(folder / "added.nq"), _parse(folder / "removed.nq"))
        transaction.is_unneeded = not change or not confirm(change)
        if not transaction.is_unneeded:
            change = _apply(transaction, change)
    return change


def revert(graph: Path, change: GraphChange) -> GraphChange:
    """Publish the graph without a change that was made, and return what that changed.

    Raises:
        GraphNotFound: there is no graph, or somebody is writing to it.
    """
    with Snapshots(graph).write_transaction() as transaction:
        return _apply(transaction, change.inverse)


def _apply(transaction: WriteTransaction, change: GraphChange) -> GraphChange:
    """Change the draft and what follows from it, and return the change with the number of triples that stay."""
    transaction.describes_size = True
    draft = transaction.draft
    for quad in change.removed:
        draft.remove(quad)
    draft.extend(sorted(change.added, key=str))
    with transaction.ledger() as ledger:
        refresh_inferences(draft, ledger)
    inferred_again = sum(is_asserted(triple, draft.as_store) for triple in {quad.triple for quad in change.removed})
    return replace(change, retained=change.retained + inferred_again)


def _parse(file: Path) -> list[ox.Quad]:
    return list(ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS))


def _asserted_change(draft: Draft, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]) -> GraphChange:
    """Return the change of the asserted graphs behind a change of the merged store."""
    new = {quad for quad in map(_in_edits, added) if _can_change(quad)}
    gone, retained = set(), set()
    for quad in removed:
        asserted = [quad for quad in _asserted_quads(draft, quad) if _can_change(quad)]
        gone.update(asserted)
        retained |= set() if asserted else {quad.triple}
    return GraphChange(frozenset(new - gone), frozenset(gone - new), len(retained - {quad.triple for quad in gone}))


def _can_change(quad: ox.Quad) -> bool:
    return quad.graph_name not in _GENERATED and not is_size_description(quad)


def _asserted_quads(draft: Draft, quad: ox.Quad) -> Iterator[ox.Quad]:
    """Yield the statements behind one that an update removes: its own, or of the union those of all graphs."""
    graph = None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name
    return draft.quads_for_pattern(quad.subject, quad.predicate, quad.object, graph)


def _in_edits(quad: ox.Quad) -> ox.Quad:
    """Return a new statement in its graph, or in `graph:edits` when it was added to the union."""
    graph = EDITS if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name
    return skolemize(quad, EDITS, graph)
