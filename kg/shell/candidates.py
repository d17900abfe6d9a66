"""Completion candidates from the graph: its terms with counts. Asks only the index, so that it never waits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from pyoxigraph import Literal

from kg.query.display_names import curie, expand, visible
from kg.query.prepared_queries import today
from kg.query.table import truncate
from kg.shell.ranking import Candidate
from kg.shell.session import ShellSession
from kg.store.label_index import Index, LabelledNode, Value

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_MAX_NODES = 60  # of one look-up
_MAX_LITERAL_LENGTH = 80  # characters
_LABEL_WIDTH = 56  # columns for a label beside a name
_EXPECTED, _UNEXPECTED, _CALENDAR = range(3)  # groups: what the schema expects, other terms, days of the calendar
_DATE_TYPES = {
    _XSD + "date": "",
    _XSD + "dateTime": "T00:00:00Z",
}  # datatype of a day → what follows the day in its lexical form
_UNQUOTED = {
    _XSD + "integer": r"[+-]?\d+",
    _XSD + "decimal": r"[+-]?\d*\.\d+",
    _XSD + "boolean": "true|false",
}  # datatypes whose lexical forms need no quotes
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

    def properties(self, classes: Iterable[str], incoming_predicates: Iterable[str]) -> Iterator[Candidate]:
        """Yield the properties that members of these classes have, then all others.

        Args:
            classes: of the subject.
            incoming_predicates: those that have the subject as their object; their ranges are its classes if
                the query gives it none.
        """
        subject_classes = list(classes) or [
            one.iri for predicate in incoming_predicates for one in self._index.ranges(predicate)
        ]
        expected: dict[str, int] = {}
        for class_ in subject_classes:
            for one in self._index.properties_of(class_):
                expected[one.iri] = max(one.things, expected.get(one.iri, 0))
        counts = {counted.iri: counted.number for counted in self._index.properties()}
        yield Candidate("a", "type", count=counts.get(_TYPE, 0), group=_EXPECTED)
        for iri, number in counts.items():
            ranges = ", ".join(self._curie(counted.iri) for counted in self._index.ranges(iri)[:2])
            count = expected.get(iri, number)
            group = _EXPECTED if iri in expected or not expected else _UNEXPECTED
            yield Candidate(self._curie(iri), f"{count:,}" + (f" → {ranges}" if ranges else ""), "", count, group)

    def objects(self, predicate: str | None, typed: str) -> Iterator[Candidate]:
        """Yield possible objects of a predicate: its literals when they are few, dates, and nodes, by label."""
        ranges = [counted.iri for counted in self._index.ranges(predicate)] if predicate else []
        values = self._index.values(predicate) if predicate else []
        yield from self._literals(values)
        yield from self._dates(ranges, typed)
        if typed.startswith(('"', "'")):
            return
        if len(typed) > 1:
            yield from self.nodes(typed, ranges)
        elif ranges:
            yield from map(self._node_candidate, self._index.members(ranges))

    def nodes(self, typed: str, classes: Iterable[str] = ()) -> Iterator[Candidate]:
        """Yield nodes by label, those of the classes first; behind a prefix, by their local names."""
        if ":" in typed:
            start = typed[1:] if typed.startswith("<") else expand(typed, self._prefixes)
            names = self._index.iris_starting_with(start, _MAX_NODES) if start else {}
            labels = self._index.labels(names)
            for iri, uses in names.items():
                meta = " · ".join(filter(None, (truncate(visible(labels.get(iri, "")), _LABEL_WIDTH), f"{uses:,}")))
                yield Candidate(self._curie(iri), meta, f"<{iri}>" if typed.startswith("<") else "", uses)
            return
        expected = set(classes)
        for node in self._index.search(typed, _MAX_NODES):
            is_expected = not expected or bool(expected & set(node.types))
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
        """Return a literal in SPARQL syntax, with control characters escaped."""
        if value.language:
            return _escape_controls(str(Literal(value.text, language=value.language)))
        if re.fullmatch(_UNQUOTED.get(value.datatype, r"\b\B"), value.text):
            return value.text
        text = _escape_controls(str(Literal(value.text)))
        return text if value.datatype == _XSD + "string" else f"{text}^^{self._curie(value.datatype)}"

    def _curie(self, iri: str) -> str:
        return curie(iri, self._prefixes)


def _escape_controls(text: str) -> str:
    return "".join(char if visible(char) == char else f"\\U{ord(char):08X}" for char in text)
