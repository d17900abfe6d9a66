"""Completion candidates from the graph: its terms with counts. Asks only the index, so that it never waits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import TypeVar

from kg.query.display_names import curie, expand, local_name, visible
from kg.query.literal_syntax import sparql_literal
from kg.query.partial_parser import PathStep
from kg.query.prepared_queries import today
from kg.query.table import truncate
from kg.shell.node_classes import UNKNOWN, ClassInference, NodeClasses
from kg.shell.ranking import Candidate
from kg.shell.session import ShellSession
from kg.store.label_index import Count, Index, LabelledNode, Value

_Counted = TypeVar("_Counted", Count, Value)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_QUOTES = ('"', "'")
_MAX_NODES = 60  # of one look-up
_MAX_SCANNED = 100  # nodes whose labels are gone through; of more, the index is searched
_MAX_LITERAL_LENGTH = 80  # characters
_LABEL_WIDTH = 56  # columns for a label beside a name
_EXPECTED, _UNEXPECTED, _CALENDAR = range(3)  # groups: what the schema expects, other terms, days of the calendar
_DATE_TYPES = {
    _XSD + "date": "",
    _XSD + "dateTime": "T00:00:00Z",
}  # datatype of a day → what follows the day in its lexical form
_RELATIVE_DAYS = {"today": 0, "a week ago": 7, "30 days ago": 30, "a year ago": 365}
_PARTIAL_DATE = re.compile(r"[\"']?(\d{4})(?:-(\d\d?))?-?")


def graph_candidates(shell: ShellSession) -> GraphCandidates:
    """Return the candidates of a shell's graph, whose index must be ready."""
    return GraphCandidates(shell.graph.index, shell.graph.prefixes)


class GraphCandidates:
    """Candidates from the index of one graph."""

    def __init__(self, index: Index, prefixes: Mapping[str, str]) -> None:
        self._index = index
        self._prefixes = prefixes

    def classes(self) -> Iterator[Candidate]:
        """Yield the classes with the number of their members."""
        classes = self._index.classes()
        labels = self._index.labels(counted.iri for counted in classes)
        for counted in classes:
            label = labels.get(counted.iri, "")
            yield Candidate(self._curie(counted.iri), f"{counted.number:,} {label}", label, counted.number)

    def graphs(self) -> Iterator[Candidate]:
        """Yield the named graphs with the number of their statements."""
        for counted in self._index.graphs():
            yield Candidate(self._curie(counted.iri), f"{counted.number:,}", f"<{counted.iri}>", counted.number)

    def types(self, subject_classes: NodeClasses) -> Iterator[Candidate]:
        """Yield the classes that nodes of these classes have, too; all where nothing is known of the nodes."""
        found = self._counts(self._index.objects, _TYPE, subject_classes) if subject_classes.is_certain else None
        if found is None:
            yield from self.classes()
            return
        labels = self._index.labels(counted.iri for counted in found)
        for counted in found:
            label = labels.get(counted.iri, "")
            yield Candidate(self._curie(counted.iri), f"{counted.number:,} {label}", label, counted.number)

    def properties(self, classes: NodeClasses = UNKNOWN, *, is_inverse: bool = False) -> Iterator[Candidate]:
        """Yield the properties that nodes of these classes have; if the classes are not certain, then all others.

        Args:
            classes: of the subject.
            is_inverse: whether the properties that lead to the nodes are wanted instead.
        """
        by_class = [self._properties_of(one, is_inverse=is_inverse) for one in classes.iris]
        expected = _in_all(by_class) if classes.is_certain else _in_any(by_class)
        counts = {counted.iri: counted.number for counted in self._index.properties()}
        if not is_inverse and (_TYPE in expected or not expected):
            yield Candidate("a", "type", count=counts.get(_TYPE, 0), group=_EXPECTED)
        for iri in [one for one in counts if one in expected or not (classes.is_certain and expected)]:
            ranges = ", ".join(self._curie(counted.iri) for counted in self._index.ranges(iri)[:2])
            count = expected.get(iri, counts[iri])
            group = _EXPECTED if iri in expected or not expected else _UNEXPECTED
            yield Candidate(self._curie(iri), f"{count:,}" + (f" → {ranges}" if ranges else ""), "", count, group)

    def _properties_of(self, class_: str, *, is_inverse: bool) -> dict[str, int]:
        if is_inverse:
            return {one.iri: one.number for one in self._index.properties_to(class_)}
        return {one.iri: one.things for one in self._index.properties_of(class_)}

    def objects(
        self, step: PathStep, subject_classes: NodeClasses, typed: str, *, is_compared: bool = False
    ) -> Iterator[Candidate]:
        """Yield what a step leads to from nodes of some classes, the most frequent first: literals, days, and nodes.

        Of properties with too many objects, nodes of their range are offered, by label.

        Args:
            step: a property, or one that is read against its direction.
            subject_classes: of the nodes that it starts from.
            typed: what is typed already.
            is_compared: whether the object is compared, so that other values make sense, too.
        """
        predicate = step.predicate
        if predicate is None:
            if len(typed) > 1 and not typed.startswith(_QUOTES):
                yield from self.nodes(typed)
            return
        nodes: list[Count] | None = None
        if not step.is_inverse:
            values = self._counts(self._index.values, predicate, subject_classes)
            nodes = self._counts(self._index.objects, predicate, subject_classes)
            yield from self._literals(values or ())
            if is_compared or values is None:
                yield from self._dates([counted.iri for counted in self._index.ranges(predicate)], typed)
        if typed.startswith(_QUOTES):
            return
        if nodes is None:
            yield from self.members(ClassInference(self._index, self._prefixes).classes_behind(step), typed)
        else:
            yield from self._counted_nodes(nodes, predicate, typed)

    def members(self, classes: NodeClasses, typed: str) -> Iterator[Candidate]:
        """Yield nodes of some classes, by label; others last, where the classes are not certain."""
        if len(typed) > 1:
            yield from self.nodes(typed, classes.iris, only_these=classes.is_certain)
        elif classes.iris:
            yield from map(self._node_candidate, self._index.members(classes.iris))

    def _counts(
        self, look_up: Callable[[str, str], list[_Counted] | None], predicate: str, classes: NodeClasses
    ) -> list[_Counted] | None:
        """Return a property's objects with their counts, those from nodes of some classes; None: there are too many."""
        everything = look_up(predicate, "")
        if everything is None or not classes.is_certain:
            return everything
        by_class = {name: {_identity(one): one for one in look_up(predicate, name) or ()} for name in classes.iris}
        # The index of an endpoint has no counts by class.
        counted = [found for name, found in by_class.items() if found or not self._has_property(name, predicate)]
        if not counted:
            return everything
        smallest = min(counted, key=len)
        return [one for key, one in smallest.items() if all(key in found for found in counted)]

    def _has_property(self, class_: str, predicate: str) -> bool:
        return any(one.iri == predicate for one in self._index.properties_of(class_))

    def _counted_nodes(self, nodes: Iterable[Count], predicate: str, typed: str) -> Iterator[Candidate]:
        """Yield nodes with the counts of their uses; any label may match what is typed."""
        counts = {one.iri: one.number for one in nodes}
        is_searched = bool(typed) and len(counts) > _MAX_SCANNED
        wanted = self._matching(counts, predicate, typed) if is_searched else list(counts)
        wanted = wanted[: None if typed and not is_searched else _MAX_NODES]
        best, names = self._index.labels(wanted), self._index.all_labels(wanted) if typed else {}
        for iri in wanted:
            label, text = best.get(iri, ""), self._curie(iri)
            meta = " · ".join(filter(None, (truncate(visible(label), _LABEL_WIDTH), f"{counts[iri]:,}")))
            for name in [f"<{iri}>"] if typed.startswith("<") else names.get(iri) or [label]:
                # Where the index has searched, each that it has found matches.
                yield Candidate(text, meta, f"{name} {typed}" if is_searched else name, counts[iri])

    def _matching(self, counts: Mapping[str, int], predicate: str, typed: str) -> list[str]:
        """Return those of many nodes whose labels or names match what is typed, by count."""
        name = typed.strip("<").lower()
        start = name if typed.startswith("<") else (expand(typed, self._prefixes) or "").lower() or None
        found = set() if start else set(self._index.search_objects(typed, predicate))
        return [
            iri
            for iri in counts
            if iri in found or (iri.lower().startswith(start) if start else name in local_name(iri).lower())
        ]

    def nodes(self, typed: str, classes: Iterable[str] = (), *, only_these: bool = False) -> Iterator[Candidate]:
        """Yield nodes by label, those of the classes first, or only these; behind a prefix, by their local names."""
        expected = set(classes)
        if ":" in typed:
            start = typed[1:] if typed.startswith("<") else expand(typed, self._prefixes)
            names = self._index.iris_starting_with(start, _MAX_NODES) if start else {}
            labels = self._index.labels(names)
            for iri, uses in names.items():
                if only_these and not expected & set(self._index.types(iri)):
                    continue
                meta = " · ".join(filter(None, (truncate(visible(labels.get(iri, "")), _LABEL_WIDTH), f"{uses:,}")))
                yield Candidate(self._curie(iri), meta, f"<{iri}>" if typed.startswith("<") else "", uses)
            return
        for node in self._index.search(typed, _MAX_NODES):
            is_expected = not expected or bool(expected & set(node.types))
            if is_expected or not only_these:
                # The index has matched it already, perhaps by another label.
                yield self._node_candidate(node, typed, ranks_last=not is_expected)

    def _literals(self, values: Iterable[Value]) -> Iterator[Candidate]:
        for value in values:
            if len(value.text) <= _MAX_LITERAL_LENGTH:
                yield Candidate(self._literal_text(value), f"{value.triples:,}", value.text, value.triples, _EXPECTED)

    def _dates(self, datatypes: Iterable[str], typed: str) -> Iterator[Candidate]:
        """Yield days near today, and the first day of a year or month that is typed, as the first datatype for days."""
        datatype = next((one for one in datatypes if one in _DATE_TYPES), None)
        if datatype is None:
            return
        days = {phrase: today() - timedelta(days) for phrase, days in _RELATIVE_DAYS.items()}
        if (part := _PARTIAL_DATE.fullmatch(typed)) and 1 <= int(part[2] or 1) <= 12 and int(part[1]):
            days[f"the first day of {part[0].strip('-')}"] = date(int(part[1]), int(part[2] or 1), 1)
        for phrase, day in days.items():
            value = Value(f"{day}{_DATE_TYPES[datatype]}", None, datatype, 0)
            yield Candidate(self._literal_text(value), phrase, phrase, group=_CALENDAR)

    def _node_candidate(self, node: LabelledNode, typed: str = "", *, ranks_last: bool = False) -> Candidate:
        classes = ", ".join(self._curie(iri) for iri in node.types)
        meta = " · ".join(filter(None, (truncate(visible(node.label), _LABEL_WIDTH), classes, f"{node.uses:,}")))
        label = f"{node.label} {typed}".strip()
        return Candidate(self._curie(node.iri), meta, label, node.uses, ranks_last=ranks_last)

    def _literal_text(self, value: Value) -> str:
        return sparql_literal(value.text, value.language, value.datatype, self._prefixes)

    def _curie(self, iri: str) -> str:
        return curie(iri, self._prefixes)


def _identity(counted: Count | Value) -> tuple[str, ...]:
    """Return what tells an object from others, without its count."""
    return (counted.iri,) if isinstance(counted, Count) else (counted.text, counted.language or "", counted.datatype)


def _in_all(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Return the names that all have, each with its lowest count."""
    first, *others = counts or [{}]
    return {name: min(one[name] for one in counts) for name in first if all(name in one for one in others)}


def _in_any(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Return the names that any has, each with its highest count."""
    return {name: max(one.get(name, 0) for one in counts) for name in dict.fromkeys(chain(*counts))}
