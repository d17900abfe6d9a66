"""Go through what may be one in a graph folder, and keep what a person decides. Knows no terminal.

A decision is safe in its file at once; the graph is published anew when a review is done, so that readers go on.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from pyoxigraph import Store

from kg.errors import UsageError
from kg.graph.incremental_inference import amend
from kg.graph.inference import INFERRED
from kg.graph.inference_rules import compile_rules
from kg.links.candidate_pairs import Pair, Settled
from kg.links.decisions import NAME, Decision, add, check, read_decisions, remove, short
from kg.links.evidence import Witness
from kg.links.identity_links import apply
from kg.links.match_scores import event_pairs
from kg.links.name_matching import likely
from kg.links.node_records import Nodes
from kg.model import Kind
from kg.store.article_ledger import DECISIONS
from kg.store.snapshots import Snapshots

KINDS = ("actors", "places", "events")


class Review:
    """An open review of a graph folder, as it was when the review began."""

    def __init__(self, graph: Path, file: Path | None = None) -> None:
        if graph.is_file():
            raise UsageError(
                f"{graph}: one RDF file, and a review needs a graph folder; build one: kg build … -o GRAPH"
            )
        self.graph = graph
        self.file = file or graph / NAME
        self._open = ExitStack()
        self.store = Store.read_only(str(self._open.enter_context(Snapshots(graph).reading())))
        self.decisions = list(read_decisions(self.file))
        self.witness = Witness(self.store)

    def __enter__(self) -> Review:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def pairs(self, kind: str | None = None) -> list[Pair]:
        """Return what may be one and is not decided, best first; of one of `KINDS`, or of all."""
        found: list[Pair] = []
        for sort in KINDS if kind is None else (kind,):
            found += (
                event_pairs(self.store) if sort == "events" else likely(Nodes(self.store).all(sort.removesuffix("s")))
            )
        ordered = sorted(found, key=lambda p: (-p.score, -p.uses, p.one, p.other))
        return [*self.settled.open(ordered)]

    @property
    def settled(self) -> Settled:
        """What the decisions so far settle."""
        return Settled(self.decisions)

    def decide(self, decision: Decision) -> None:
        """Keep a decision.

        Raises:
            UsageError: it contradicts an earlier one, or is on nodes that can't be one.
        """
        if any(d.pair == decision.pair and d.same == decision.same for d in self.decisions):
            return
        check(decision, self.decisions)
        self._check_persons(decision)
        verb = "is" if decision.same else "is not"
        add(self.file, decision, f"{self.witness.label(decision.one)} {verb} {self.witness.label(decision.other)}")
        self.decisions.append(decision)

    def decide_all(self, decisions: Iterable[Decision]) -> int:
        """Keep some decisions, all or none, and return how many are new."""
        before = list(self.decisions)
        new: list[Decision] = []
        for decision in decisions:
            if not any(d.pair == decision.pair and d.same == decision.same for d in [*before, *new]):
                check(decision, [*before, *new])
                self._check_persons(decision)
                new.append(decision)
        for decision in new:
            self.decide(decision)
        return len(new)

    def undo(self, decision: Decision) -> None:
        """Take a decision back.

        Raises:
            UsageError: its file holds it in a way that only a person can take apart.
        """
        remove(self.file, decision)
        self.decisions = list(read_decisions(self.file))

    def publish(self) -> bool:
        """Apply the decisions to the graph; return False where it has them already.

        Raises:
            GraphNotFound: another process is writing to the graph.
        """
        with Snapshots(self.graph).changing(anew=True) as writing, writing.known() as known:
            store = writing.draft.store
            known.set_state(DECISIONS, "" if self.file == self.graph / NAME else str(self.file.absolute()))
            change = apply(store, self.decisions)
            if next(iter(store.quads_for_pattern(None, None, None, INFERRED)), None) is not None:
                amend(store, compile_rules(), added=change.added, removed=change.removed)
            writing.needless = not change and not known.is_changed
        return bool(change)

    def _check_persons(self, decision: Decision) -> None:
        """Refuse that a person is a body: the ontology has them disjoint."""
        known = {iri: kinds for iri in decision.pair if (kinds := Nodes(self.store).kinds(iri))}
        persons = sorted(iri for iri, kinds in known.items() if Kind.PERSON in kinds)
        if decision.same and len(known) == 2 and len(persons) == 1:
            (body,) = known.keys() - persons
            raise UsageError(f"{short(persons[0])} is a person and {short(body)} is none; they can't be the same")
