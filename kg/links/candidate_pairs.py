"""Pairs of nodes that may be one, of all kinds, best first, and which of them are decided. Knows the rules' modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.links.decisions import Decision
from kg.store.identity_resolution import canonical_nodes


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes that may be one."""

    one: str  #: IRI; the one that would give way
    other: str
    score: float  #: from 0 to 1
    why: tuple[str, ...]  #: reasons, in words
    uses: int  #: mentions in articles of the one that has fewer

    @property
    def swapped(self) -> Pair:
        """The pair with the other one giving way."""
        return Pair(self.other, self.one, self.score, self.why, self.uses)


class Settled:
    """What decisions settle, also by what follows from them."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        decisions = tuple(decisions)
        same = [(NamedNode(d.one), NamedNode(d.other)) for d in decisions if d.same]
        self._kept = {node.value: stays.value for node, stays in canonical_nodes(same).items()}
        self._apart = {frozenset(map(self.main, d.pair)) for d in decisions if not d.same}

    def main(self, iri: str) -> str:
        """Return the node that a node gives way to, or itself."""
        return self._kept.get(iri, iri)

    def has(self, pair: Pair) -> bool:
        """Tell whether a pair is known to be the same, or not to be."""
        ends = frozenset((self.main(pair.one), self.main(pair.other)))
        return len(ends) == 1 or ends in self._apart

    def open(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield the pairs that are still to be decided; of those between the same two groups only the first."""
        seen = set()
        for pair in pairs:
            ends = frozenset((self.main(pair.one), self.main(pair.other)))
            if len(ends) == 2 and ends not in self._apart and ends not in seen:
                seen.add(ends)
                yield pair
