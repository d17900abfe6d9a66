"""The tour: six example queries for a newcomer, made from the schema of the graph. Reads the index; asks no worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.query.display_names import curie
from kg.store.label_index import Index

_DATE_TYPES = ("#date", "#dateTime", "#gYear", "#gYearMonth")
_UNINFORMATIVE = ("22-rdf-syntax-ns#type", "rdf-schema#label", "core#altLabel", "core#prefLabel")


@dataclass(frozen=True, slots=True)
class TourStop:
    """An example query with its explanation."""

    explanation: str
    query: str


def tour_stops(index: Index, prefixes: Mapping[str, str]) -> list[TourStop]:
    """Return queries that this graph answers, each a step on from the one before; none for an empty graph."""
    classes = index.classes()
    if not classes:
        return []
    return list(_TourBuilder(index, prefixes).stops())[:6]


class _TourBuilder:
    """Chooses a central class of the graph, and writes queries about its members."""

    def __init__(self, index: Index, prefixes: Mapping[str, str]) -> None:
        self._index = index
        self._prefixes = prefixes
        self._class, self._link = self._central_class()

    def stops(self) -> Iterator[TourStop]:
        name = self._curie(self._class)
        yield TourStop(
            "What is there? Every thing has a class, which `a` asks for; this counts the things of each.",
            "SELECT ?class (COUNT(?thing) AS ?n) WHERE {\n  ?thing a ?class\n} GROUP BY ?class ORDER BY DESC(?n)",
        )
        yield TourStop(
            f"What do things of a class look like? Rows are numbered: \\d 1 then tells all about the {name} of row 1.",
            f"SELECT ?thing WHERE {{\n  ?thing a {name}\n}} LIMIT 10",
        )
        if self._link:
            yield from self._link_stops(name, self._curie(self._link))
        date = self._datatype_property(_DATE_TYPES, self._class)
        if date:
            yield TourStop(
                f"When? Values of {self._curie(date)} can be compared and sorted; \\view timeline then draws them.",
                _select_query(
                    "?thing ?when", f"?thing a {name} ; {self._curie(date)} ?when", "ORDER BY ?when LIMIT 40"
                ),
            )
        yield TourStop(
            f"What is not said? FILTER NOT EXISTS keeps the things of class {name} that lack something.",
            _select_query(
                "?thing",
                f"?thing a {name}\n  FILTER NOT EXISTS {{ ?thing {self._incomplete_property()} ?any }}",
                "LIMIT 20",
            ),
        )
        yield TourStop(
            "Where does a name occur? \\find does this faster; in a query, FILTER with CONTAINS looks into labels.",
            _select_query(
                "?thing ?label",
                f'?thing rdfs:label ?label\n  FILTER (CONTAINS(LCASE(?label), "{self._label_word()}"))',
                "LIMIT 20",
            ),
        )

    def _link_stops(self, name: str, link: str) -> Iterator[TourStop]:
        yield TourStop(
            f"Who or what is most often at the other end of {link}? GROUP BY and COUNT; \\view bar then draws it.",
            _select_query(
                "?other (COUNT(?thing) AS ?n)",
                f"?thing a {name} ; {link} ?other",
                "GROUP BY ?other ORDER BY DESC(?n) LIMIT 15",
            ),
        )
        for target in self._index.members([counted.iri for counted in self._index.ranges(self._link or "")], 1):
            node = self._curie(target.iri)
            yield TourStop(
                f"What belongs to one of them, {target.label or node}? Part of a label and Tab find others.",
                f"SELECT ?thing ?property WHERE {{\n  ?thing ?property {node} ; a {name}\n}} LIMIT 20",
            )

    def _central_class(self) -> tuple[str, str | None]:
        """Return the class that queries are about, and its property that leads to other labelled nodes, if any does."""
        classes = self._index.classes()[:12]
        scores = [self._class_score(one.iri) for one in classes]
        best = [one for one, score in zip(classes, scores, strict=True) if score == max(scores)]
        # the smaller of two is the more specific, unless it has few members
        central = min(best, key=lambda one: one.number * (1 if one.number * 5 > best[0].number else 100))
        return central.iri, self._object_property(central.iri)

    def _class_score(self, iri: str) -> int:
        """Return a score for what can be asked of a class: dates, links, and a name with a prefix."""
        has_date = bool(self._datatype_property(_DATE_TYPES, iri))
        return 4 * has_date + 2 * bool(self._object_property(iri)) + (curie(iri, self._prefixes)[0] != "<")

    def _object_property(self, iri: str) -> str | None:
        """Return the first property of a class that leads to labelled nodes used more than once."""
        for used in self._index.properties_of(iri):
            if used.iri.endswith(_UNINFORMATIVE):
                continue
            classes = [r.iri for r in self._index.ranges(used.iri) if "XMLSchema" not in r.iri]
            top = self._index.members(classes, 1) if classes else []
            if top and top[0].uses > 1 and "/ontology" not in top[0].iri and classes[0] != iri:
                return used.iri
        return None

    def _datatype_property(self, endings: tuple[str, ...], class_iri: str) -> str | None:
        """Return the property of most members of a class whose values have a datatype with one of these endings."""
        total = self._index.uses(class_iri) or 0
        for used in self._index.properties_of(class_iri):
            if used.things * 2 > total and any(r.iri.endswith(endings) for r in self._index.ranges(used.iri)[:1]):
                return used.iri
        return None

    def _incomplete_property(self) -> str:
        """Return the property of most, but not all members of the class."""
        used = self._index.properties_of(self._class)
        most = max((one.things for one in used), default=0)
        return next((self._curie(one.iri) for one in used if one.things < most), "rdfs:label")

    def _label_word(self) -> str:
        """Return the longest word in the label of the member that is used most."""
        members = self._index.members([self._class], 1)
        words = [word for word in (members[0].label or "").lower().split() if word.isalpha()] if members else []
        return max(words, key=len, default="a")

    def _curie(self, iri: str) -> str:
        return curie(iri, self._prefixes)


def _select_query(projection: str, patterns: str, modifiers: str) -> str:
    return f"SELECT {projection} WHERE {{\n  {patterns}\n}} {modifiers}"
