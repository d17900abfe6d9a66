"""Candidate pairs of nodes that may be the same, and which of them decisions settle. Knows no rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.links.decisions import Decision
from kg.store.identity_resolution import canonical_nodes


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two nodes that may be the same."""

    one: str  #: IRI; the node that would give way
    other: str
    score: float  #: from 0 to 1
    reasons: tuple[str, ...]  #: in words, for a reader
    mentions: int  #: in articles, of the node that has fewer

    @property
    def swapped(self) -> CandidatePair:
        """The pair with the other one giving way."""
        return CandidatePair(self.other, self.one, self.score, self.reasons, self.mentions)


class DecisionClosure:
    """The closure of decisions: sameness is transitive, and difference holds between all that are the same."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        decisions = tuple(decisions)
        same = [(NamedNode(d.one), NamedNode(d.other)) for d in decisions if d.same]
        self._representatives = {node.value: stays.value for node, stays in canonical_nodes(same).items()}
        self._different = {frozenset(map(self.representative, d.pair)) for d in decisions if not d.same}

    def representative(self, iri: str) -> str:
        """Return the node that a node gives way to in the end, or itself."""
        return self._representatives.get(iri, iri)

    def is_decided(self, pair: CandidatePair) -> bool:
        """Tell whether a pair is decided to be the same, or to be different."""
        return self._is_settled(self._representatives_of(pair))

    def undecided(self, pairs: Iterable[CandidatePair]) -> Iterator[CandidatePair]:
        """Yield the pairs that are not decided; of those between the same two groups of nodes only the first."""
        seen = set()
        for pair in pairs:
            representatives = self._representatives_of(pair)
            if not self._is_settled(representatives) and representatives not in seen:
                seen.add(representatives)
                yield pair

    def _representatives_of(self, pair: CandidatePair) -> frozenset[str]:
        return frozenset((self.representative(pair.one), self.representative(pair.other)))

    def _is_settled(self, representatives: frozenset[str]) -> bool:
        return len(representatives) == 1 or representatives in self._different
