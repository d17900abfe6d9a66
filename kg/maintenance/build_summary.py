"""Count the outcomes of a build, and format them. Reads no articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kg.graph.inference import INFERRED
from kg.ingest.outcomes import InputOutcome, Status
from kg.store.graph_folder import INDEX
from kg.store.label_index import Index

UNCHANGED = "already in the graph, read by the same version"  #: the reason of such a duplicate


@dataclass
class BuildSummary:
    """How a build ended: every input is in exactly one of the counts."""

    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)  #: `place: reason` of what was not accepted
    unchanged: int = 0  #: duplicates that were read before, by the same version: of these there may be many
    statements: int = 0
    inferred: int = 0
    replaced: int = 0  #: articles that were read again, because they or their reader had changed
    removed: int = 0  #: articles that were removed, because their source has another text or they were not given
    outdated: int = 0  #: articles of the graph that another version has read
    seconds: float = 0.0

    @property
    def inputs(self) -> int:
        """The number of all inputs."""
        return sum(self.outcomes.values())

    def add(self, outcome: InputOutcome) -> None:
        """Count one input."""
        self.outcomes[outcome.status] += 1
        if outcome.reason == UNCHANGED:
            self.unchanged += 1
        elif outcome.status is not Status.ACCEPTED:
            self.problems.append(f"{outcome.location}: {outcome.status}: {outcome.reason}")

    def lines(self) -> Iterator[str]:
        """Yield the summary in words."""
        counts = ", ".join(f"{self.outcomes[s]:,} {s}" for s in Status)
        rate = self.outcomes[Status.ACCEPTED] / self.seconds if self.seconds else 0.0
        yield f"{self.inputs:,} inputs = {counts}"
        if self.unchanged:
            yield f"{self.unchanged:,} of the duplicates are in the graph already, unchanged"
        if self.replaced or self.removed:
            yield f"{self.replaced:,} read anew, {self.removed:,} taken out"
        if self.outdated:
            yield f"{self.outdated:,} articles were read by another version; give them again, or all with --rebuild"
        duration = f"in {self.seconds:.1f} s ({rate:.1f} articles/s)"
        yield f"{self.statements:,} statements, {self.inferred:,} inferred, {duration}"


def snapshot_sizes(snapshot: Path) -> tuple[int, int]:
    """Return how many statements a snapshot holds, each once, and how many more are inferred."""
    with closing(Index(snapshot / INDEX)) as index:
        graphs = {one.iri: one.number for one in index.graphs()}
        inferred = graphs.get(INFERRED.value, 0)
        return index.sizes()[0] - inferred, inferred
