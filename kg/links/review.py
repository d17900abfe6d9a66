"""Review the candidate pairs of a graph folder, and record a person's decisions. Knows no terminal.

A decision is written to its file at once; the graph is published anew after a review, so that readers go on.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from pyoxigraph import Store

from kg.errors import UsageError
from kg.graph.incremental_inference import update_inferences
from kg.graph.inference import INFERRED
from kg.graph.inference_rules import compile_rules
from kg.links.candidate_pairs import CandidatePair, DecisionClosure
from kg.links.decisions import (
    DECISIONS_FILE,
    Decision,
    append_decision,
    prefixed_name,
    read_decisions,
    refuse_contradiction,
    remove_decision,
)
from kg.links.evidence import EvidenceReader
from kg.links.identity_links import apply_decisions
from kg.links.match_scores import event_candidate_pairs
from kg.links.name_matching import name_candidate_pairs
from kg.links.node_records import NodeRecords
from kg.model import Kind
from kg.store.article_ledger import DECISIONS
from kg.store.snapshots import Snapshots

KINDS = ("actors", "places", "events")


class Review:
    """An open review of a graph folder's snapshot. A context manager."""

    def __init__(self, graph: Path, file: Path | None = None) -> None:
        if graph.is_file():
            raise UsageError(
                f"{graph}: one RDF file, and a review needs a graph folder; build one: kg build … -o GRAPH"
            )
        self.graph = graph
        self.file = file or graph / DECISIONS_FILE
        self._open = ExitStack()
        self.store = Store.read_only(str(self._open.enter_context(Snapshots(graph).hold_current())))
        self.decisions = list(read_decisions(self.file))
        self.evidence_reader = EvidenceReader(self.store)

    def __enter__(self) -> Review:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def pairs(self, kind: str | None = None) -> list[CandidatePair]:
        """Return the candidate pairs that are not decided, best first; of one of `KINDS`, or of all."""
        kinds = KINDS if kind is None else (kind,)
        pairs = [pair for kind in kinds for pair in self._candidate_pairs(kind)]
        pairs.sort(key=lambda p: (-p.score, -p.mentions, p.one, p.other))
        return [*self.decision_closure.undecided(pairs)]

    def _candidate_pairs(self, kind: str) -> list[CandidatePair]:
        if kind == "events":
            return event_candidate_pairs(self.store)
        return name_candidate_pairs(NodeRecords(self.store).records(kind.removesuffix("s")))

    @property
    def decision_closure(self) -> DecisionClosure:
        """The closure of the decisions so far."""
        return DecisionClosure(self.decisions)

    def decide(self, decision: Decision) -> None:
        """Record a decision.

        Raises:
            UsageError: it contradicts an earlier one, or is on nodes that can't be the same.
        """
        if _is_among(decision, self.decisions):
            return
        refuse_contradiction(decision, self.decisions)
        self._check_persons(decision)
        verb = "is" if decision.same else "is not"
        one, other = (self.evidence_reader.label(iri) for iri in (decision.one, decision.other))
        append_decision(self.file, decision, f"{one} {verb} {other}")
        self.decisions.append(decision)

    def decide_all(self, decisions: Iterable[Decision]) -> int:
        """Record decisions, all or none, and return how many are new."""
        earlier = list(self.decisions)
        new: list[Decision] = []
        for decision in decisions:
            if not _is_among(decision, [*earlier, *new]):
                refuse_contradiction(decision, [*earlier, *new])
                self._check_persons(decision)
                new.append(decision)
        for decision in new:
            self.decide(decision)
        return len(new)

    def undo(self, decision: Decision) -> None:
        """Undo a decision.

        Raises:
            UsageError: it has no line of its own in its file.
        """
        remove_decision(self.file, decision)
        self.decisions = list(read_decisions(self.file))

    def publish(self) -> bool:
        """Apply the decisions to the graph, and return False where it has them already.

        Raises:
            GraphNotFound: another process is writing to the graph.
        """
        with Snapshots(self.graph).write_transaction(rebuild=True) as writing, writing.ledger() as known:
            store = writing.draft.store
            known.set_state(DECISIONS, "" if self.file == self.graph / DECISIONS_FILE else str(self.file.absolute()))
            changes = apply_decisions(store, self.decisions)
            if next(iter(store.quads_for_pattern(None, None, None, INFERRED)), None) is not None:
                update_inferences(store, compile_rules(), added=changes.added, removed=changes.removed)
            writing.is_unneeded = not changes and not known.is_changed
        return bool(changes)

    def _check_persons(self, decision: Decision) -> None:
        """Refuse that a person is the same as another kind of actor: the ontology has them disjoint."""
        known = {iri: kinds for iri in decision.pair if (kinds := NodeRecords(self.store).kinds(iri))}
        persons = sorted(iri for iri, kinds in known.items() if Kind.PERSON in kinds)
        if decision.same and len(known) == 2 and len(persons) == 1:
            (body,) = known.keys() - persons
            names = f"{prefixed_name(persons[0])} is a person and {prefixed_name(body)} is none"
            raise UsageError(f"{names}; they can't be the same")


def _is_among(decision: Decision, decisions: Iterable[Decision]) -> bool:
    return any(d.pair == decision.pair and d.same == decision.same for d in decisions)
