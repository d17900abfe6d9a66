"""Offer the graph's own names and values, with counts. Asks only the index, so that it never waits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from pyoxigraph import Literal

from kg.query.display_names import curie, expand, visible
from kg.query.prepared_queries import today
from kg.query.table import truncate
from kg.shell.ranking import Entry
from kg.store.label_index import Index, LabelledNode, Value

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_MOST = 60  # nodes that are looked for
_LONGEST = 80  # characters of a value that is offered
_BESIDE = 56  # columns for a label beside a name
_OWN, _OTHER, _PLAIN = range(3)  # groups: what belongs here, what may be meant as well, dates of the calendar
_DATES = {_XSD + "date": "", _XSD + "dateTime": "T00:00:00Z"}  # what follows the day
_BARE = {
    _XSD + "integer": r"[+-]?\d+",
    _XSD + "decimal": r"[+-]?\d*\.\d+",
    _XSD + "boolean": "true|false",
}  # datatypes whose values need no quotes
_AGO = {"today": 0, "a week ago": 7, "30 days ago": 30, "a year ago": 365}
_DAY = re.compile(r"[\"']?(\d{4})(?:-(\d\d?))?-?")


class Names:
    """What one graph has to offer."""

    def __init__(self, index: Index, prefixes: Mapping[str, str]) -> None:
        self._index = index
        self._prefixes = prefixes

    def classes(self) -> Iterator[Entry]:
        """Yield the classes with their members."""
        classes = self._index.classes()
        labels = self._index.labels(counted.iri for counted in classes)
        for counted in classes:
            label = labels.get(counted.iri, "")
            yield Entry(self._short(counted.iri), f"{counted.number:,} {label}", label, counted.number)

    def graphs(self) -> Iterator[Entry]:
        """Yield the named graphs with their statements."""
        for counted in self._index.graphs():
            yield Entry(self._short(counted.iri), f"{counted.number:,}", f"<{counted.iri}>", counted.number)

    def properties(self, classes: Iterable[str], leading: Iterable[str]) -> Iterator[Entry]:
        """Yield the properties that things of these classes have, then all others.

        Args:
            classes: of the subject.
            leading: properties that lead to the subject, and so tell its classes when it is given none.
        """
        some = list(classes) or [one.iri for name in leading for one in self._index.ranges(name)]
        own: dict[str, int] = {}
        for name in some:
            for one in self._index.properties_of(name):
                own[one.iri] = max(one.things, own.get(one.iri, 0))
        counts = {counted.iri: counted.number for counted in self._index.properties()}
        yield Entry("a", "type", count=counts.get(_TYPE, 0), group=_OWN)
        for iri, number in counts.items():
            ranges = ", ".join(self._short(counted.iri) for counted in self._index.ranges(iri)[:2])
            here = own.get(iri, number)
            group = _OWN if iri in own or not own else _OTHER
            yield Entry(self._short(iri), f"{here:,}" + (f" → {ranges}" if ranges else ""), "", here, group)

    def objects(self, predicate: str | None, typed: str) -> Iterator[Entry]:
        """Yield what the property may lead to: its literals when they are few, dates, and things, by label."""
        kinds = [counted.iri for counted in self._index.ranges(predicate)] if predicate else []
        values = self._index.values(predicate) if predicate else []
        yield from self._literals(values)
        yield from self._dates(kinds, typed)
        if typed.startswith(('"', "'")):
            return
        if len(typed) > 1:
            yield from self.named(typed, kinds)
        elif kinds:
            yield from map(self._thing, self._index.members(kinds))

    def named(self, typed: str, kinds: Iterable[str] = ()) -> Iterator[Entry]:
        """Yield nodes by label, those of some kinds first; behind a prefix, by the rest of their names."""
        if ":" in typed:
            start = typed[1:] if typed.startswith("<") else expand(typed, self._prefixes)
            names = self._index.iris_starting_with(start, _MOST) if start else {}
            labels = self._index.labels(names)
            for iri, uses in names.items():
                meta = " · ".join(filter(None, (truncate(visible(labels.get(iri, "")), _BESIDE), f"{uses:,}")))
                yield Entry(self._short(iri), meta, f"<{iri}>" if typed.startswith("<") else "", uses)
            return
        wanted = set(kinds)
        for node in self._index.search(typed, _MOST):
            fits = not wanted or wanted & set(node.types)
            # The index has matched it already, perhaps by another label.
            yield self._thing(node, typed, last=not fits)

    def _literals(self, values: Iterable[Value]) -> Iterator[Entry]:
        for value in values:
            if len(value.text) <= _LONGEST:
                yield Entry(self._written(value), f"{value.triples:,}", value.text, value.triples, _OWN)

    def _dates(self, kinds: Iterable[str], typed: str) -> Iterator[Entry]:
        """Yield days near today, and the first day of a year or month that is typed."""
        kind = next((kind for kind in kinds if kind in _DATES), None)
        if kind is None:
            return
        days = {words: today() - timedelta(days) for words, days in _AGO.items()}
        if (part := _DAY.fullmatch(typed)) and 1 <= int(part[2] or 1) <= 12 and int(part[1]):
            days[f"the first day of {part[0].strip('-')}"] = date(int(part[1]), int(part[2] or 1), 1)
        for words, day in days.items():
            value = Value(f"{day}{_DATES[kind]}", None, kind, 0)
            yield Entry(self._written(value), words, words, group=_PLAIN)

    def _thing(self, node: LabelledNode, typed: str = "", last: bool = False) -> Entry:
        kinds = ", ".join(self._short(kind) for kind in node.types)
        meta = " · ".join(filter(None, (truncate(visible(node.label), _BESIDE), kinds, f"{node.uses:,}")))
        return Entry(self._short(node.iri), meta, f"{node.label} {typed}".strip(), node.uses, last=last)

    def _written(self, value: Value) -> str:
        """Return a literal as a query writes it, with nothing in it that steers a terminal."""
        if value.language:
            return _escaped(str(Literal(value.text, language=value.language)))
        if re.fullmatch(_BARE.get(value.datatype, r"\b\B"), value.text):
            return value.text
        text = _escaped(str(Literal(value.text)))
        return text if value.datatype == _XSD + "string" else f"{text}^^{self._short(value.datatype)}"

    def _short(self, iri: str) -> str:
        return curie(iri, self._prefixes)


def _escaped(text: str) -> str:
    return "".join(char if visible(char) == char else f"\\U{ord(char):08X}" for char in text)
