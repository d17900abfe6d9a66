"""Change a graph by SPARQL updates, and take that back. Knows what an update means here; runs it in a worker.

An update sees what queries see: the union of all graphs, and each graph by its name. What it adds to the union goes
into `graph:edits`; what it removes from there goes from every graph that has it. What follows is inferred anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.graph.dataset_description import DATASET, ONTOLOGY_GRAPH, TIMES
from kg.graph.inference import INFERRED
from kg.graph.quads import term
from kg.maintenance.build import conclude
from kg.store.engine import Engine
from kg.store.query_guard import check_update
from kg.store.snapshot_draft import Draft
from kg.store.snapshots import MERGED, Snapshots, Writing

EDITS = term("graph:edits")  #: holds what updates add
_MADE = (INFERRED, ONTOLOGY_GRAPH, TIMES)  # graphs that are made anew, or say how the graph was made


@dataclass(frozen=True, slots=True)
class Edit:
    """What an update changes: statements with the graphs that they are of."""

    added: frozenset[ox.Quad]
    removed: frozenset[ox.Quad]
    staying: int = 0  #: triples that it would remove, and that follow from others or belong to the ontology

    @property
    def triples(self) -> tuple[int, int]:
        """How many triples are added, and how many removed; one that several graphs have counts once."""
        return len({quad.triple for quad in self.added}), len({quad.triple for quad in self.removed})

    @property
    def taken_back(self) -> Edit:
        """What takes it back."""
        return Edit(self.removed, self.added)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def edit(
    graph: Path,
    text: str,
    prefixes: Mapping[str, str],
    agreed: Callable[[Edit], bool],
    *,
    timeout: float | None = None,
    watch: Callable[[float, int], None] | None = None,
) -> Edit:
    """Run an update and publish what it changes, if that is anything and agreed to; return it.

    Nobody else writes to the graph from the first look to the end; those who read it go on with what they have.

    Args:
        graph: a graph folder.
        text: SPARQL 1.1 Update; it reaches no network.
        prefixes: those that it need not declare.
        agreed: is asked once, with what would change.
        timeout: seconds for finding that out; None for no limit.
        watch: told the seconds meanwhile, about ten times a second.

    Raises:
        QueryError: the update is refused, wrong or failed.
        QueryTimeout: it took too long.
        GraphNotFound: there is no graph, or somebody is writing to it.
    """
    check_update(text)
    snapshots = Snapshots(graph)
    snapshots.current()
    with snapshots.changing() as writing:
        folder = writing.folder / "update"
        folder.mkdir()
        with closing(Engine((snapshots.current() / MERGED,))) as engine:
            for seconds in engine.run_update(folder, text, prefixes, timeout):
                if watch is not None:
                    watch(seconds, 0)
        found = _meant(writing.draft, _read(folder / "added.nq"), _read(folder / "removed.nq"))
        writing.needless = not found or not agreed(found)
        if not writing.needless:
            found = _applied(writing, found)
    return found


def take_back(graph: Path, done: Edit) -> Edit:
    """Publish the graph without an edit, and return what that changed.

    Raises:
        GraphNotFound: there is no graph, or somebody is writing to it.
    """
    with Snapshots(graph).changing() as writing:
        return _applied(writing, done.taken_back)


def _applied(writing: Writing, change: Edit) -> Edit:
    """Change the draft and what follows from it, and return the change with what stays after all."""
    writing.described = True
    for quad in change.removed:
        writing.draft.remove(quad)
    writing.draft.extend(sorted(change.added, key=str))
    with writing.known() as known:
        conclude(writing.draft, known, infer=known.state("closed") != "off")
    still = sum(_is_said(writing.draft, triple) for triple in {quad.triple for quad in change.removed})
    return replace(change, staying=change.staying + still)


def _is_said(draft: Draft, triple: ox.Triple) -> bool:
    return any(True for _ in draft.quads_for_pattern(triple.subject, triple.predicate, triple.object))


def _read(file: Path) -> list[ox.Quad]:
    return list(ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS))


def _meant(draft: Draft, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]) -> Edit:
    """Return what changes of the union and of named graphs mean for the graphs that are kept."""
    new = {quad for quad in map(_named, added) if _can_change(quad)}
    gone, staying = set(), set()
    for quad in removed:
        found = [kept for kept in _kept(draft, quad) if _can_change(kept)]
        gone.update(found)
        staying |= set() if found else {quad.triple}
    return Edit(frozenset(new - gone), frozenset(gone - new), len(staying - {quad.triple for quad in gone}))


def _can_change(quad: ox.Quad) -> bool:
    own = isinstance(quad.subject, ox.NamedNode) and f"{quad.subject.value}/".startswith(f"{DATASET.value}/")
    return quad.graph_name not in _MADE and not own


def _kept(draft: Draft, quad: ox.Quad) -> Iterator[ox.Quad]:
    """Yield the statements behind one that an update removes: its own, or of the union those of all graphs."""
    graph = None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name
    return draft.quads_for_pattern(quad.subject, quad.predicate, quad.object, graph)


def _named(quad: ox.Quad) -> ox.Quad:
    """Return a new statement in its graph, with a name for what is a blank node."""
    graph = EDITS if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name
    subject, value = (ox.NamedNode(f"{EDITS.value}#{node.value}") if isinstance(node, ox.BlankNode) else node
                      for node in (quad.subject, quad.object))  # fmt: skip
    assert not isinstance(subject, ox.Literal)  # the engine takes no such statement
    return ox.Quad(subject, quad.predicate, value, graph)
