"""Give each actor and place one label a language where articles write it in several: the others become `skos:altLabel`.

Which one is the label depends on the spellings alone, so that the same articles give the same graph in any order.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.graph.quads import term
from kg.store.article_ledger import Ledger
from kg.store.snapshot_draft import Draft

Node = ox.NamedNode | ox.BlankNode | ox.Triple

_LABEL, _OTHER, _GAZETTEER = term("rdfs:label"), term("skos:altLabel"), term("graph:gazetteer")


class LabelVariants:
    """The labels of the nodes whose statements an update changes."""

    def __init__(self, draft: Draft, ledger: Ledger) -> None:
        self._draft = draft
        self._ledger = ledger
        self._changed: set[Node] = set()

    def note(self, quads: Iterable[ox.Quad]) -> None:
        """Remember whose labels are added."""
        self._changed.update(quad.subject for quad in quads if _is_label(quad))

    def withdraw(self, quads: Iterable[ox.Quad]) -> None:
        """Remove labels that no article has any more, however they are kept."""
        for quad in filter(_is_label, quads):
            other = ox.Quad(quad.subject, _OTHER, quad.object, _GAZETTEER)
            if not self._ledger.is_shared(str(other)):
                self._draft.remove(other)
            self._changed.add(quad.subject)

    def resolve(self) -> None:
        """Choose among the labels of each changed node."""
        for node in sorted(self._changed, key=str):
            by_language: dict[str | None, list[ox.Literal]] = {}
            for value in self._labels(node):
                by_language.setdefault(value.language, []).append(value)
            for values in by_language.values():
                self._choose(node, sorted(values, key=_preference))
        self._changed.clear()

    def _labels(self, node: Node) -> set[ox.Literal]:
        """Return what articles give as a node's label, whether or not it is kept as one."""
        found = {quad.object for quad in self._draft.quads_for_pattern(node, _LABEL, None, _GAZETTEER)}
        for quad in self._draft.quads_for_pattern(node, _OTHER, None, _GAZETTEER):
            if self._ledger.is_shared(str(ox.Quad(node, _LABEL, quad.object, _GAZETTEER))):
                found.add(quad.object)
        return {value for value in found if isinstance(value, ox.Literal)}

    def _choose(self, node: Node, values: list[ox.Literal]) -> None:
        label, *others = values
        kept_twice = ox.Quad(node, _OTHER, label, _GAZETTEER)
        if not others and kept_twice not in self._draft:
            return
        self._draft.extend([ox.Quad(node, _LABEL, label, _GAZETTEER)])
        self._draft.extend([ox.Quad(node, _OTHER, other, _GAZETTEER) for other in others])
        for other in others:
            self._draft.remove(ox.Quad(node, _LABEL, other, _GAZETTEER))
        if not self._ledger.is_shared(str(kept_twice)):
            self._draft.remove(kept_twice)


def _is_label(quad: ox.Quad) -> bool:
    return quad.predicate == _LABEL and quad.graph_name == _GAZETTEER


def _preference(label: ox.Literal) -> tuple[bool, int, str]:
    """Return a key that puts the name that writes most of its words large first, and one all in capitals last."""
    words = label.value.split()
    return label.value.isupper() and len(words) > 1, -sum(word[:1].isupper() for word in words), label.value
