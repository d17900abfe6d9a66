"""Six questions for a newcomer, made from what the graph holds. Reads the index; asks no worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.query.display_names import curie
from kg.store.label_index import Index

_DATES = ("#date", "#dateTime", "#gYear", "#gYearMonth")
_NO_NEWS = ("22-rdf-syntax-ns#type", "rdf-schema#label", "core#altLabel", "core#prefLabel")


@dataclass(frozen=True, slots=True)
class Stop:
    """A question of the tour."""

    explained: str
    query: str


def tour(index: Index, prefixes: Mapping[str, str]) -> list[Stop]:
    """Return questions that this graph answers, each a step on from the one before; none for an empty graph."""
    classes = index.classes()
    if not classes:
        return []
    return list(_Guide(index, prefixes).stops())[:6]


class _Guide:
    def __init__(self, index: Index, prefixes: Mapping[str, str]) -> None:
        self._index = index
        self._prefixes = prefixes
        self._class, self._link = self._best()

    def stops(self) -> Iterator[Stop]:
        name = self._short(self._class)
        yield Stop(
            "What is there? Every thing has a class, which `a` asks for; this counts the things of each.",
            "SELECT ?class (COUNT(?thing) AS ?n) WHERE {\n  ?thing a ?class\n} GROUP BY ?class ORDER BY DESC(?n)",
        )
        yield Stop(
            f"What do things of a class look like? Rows are numbered: \\d 1 then tells all about the {name} of row 1.",
            f"SELECT ?thing WHERE {{\n  ?thing a {name}\n}} LIMIT 10",
        )
        if self._link:
            yield from self._of_links(name, self._short(self._link))
        date = self._property(_DATES, self._class)
        if date:
            yield Stop(
                f"When? Values of {self._short(date)} can be compared and sorted; \\view timeline then draws them.",
                _query("?thing ?when", f"?thing a {name} ; {self._short(date)} ?when", "ORDER BY ?when LIMIT 40"),
            )
        yield Stop(
            f"What is not said? FILTER NOT EXISTS keeps the things of class {name} that lack something.",
            _query("?thing", f"?thing a {name}\n  FILTER NOT EXISTS {{ ?thing {self._rare()} ?any }}", "LIMIT 20"),
        )
        yield Stop(
            "Where does a name occur? \\find does this faster; in a query, FILTER with CONTAINS looks into labels.",
            _query(
                "?thing ?label",
                f'?thing rdfs:label ?label\n  FILTER (CONTAINS(LCASE(?label), "{self._word()}"))',
                "LIMIT 20",
            ),
        )

    def _of_links(self, name: str, link: str) -> Iterator[Stop]:
        yield Stop(
            f"Who or what is most often at the other end of {link}? GROUP BY and COUNT; \\view bar then draws it.",
            _query(
                "?other (COUNT(?thing) AS ?n)",
                f"?thing a {name} ; {link} ?other",
                "GROUP BY ?other ORDER BY DESC(?n) LIMIT 15",
            ),
        )
        for target in self._index.members([counted.iri for counted in self._index.ranges(self._link or "")], 1):
            shown = self._short(target.iri)
            yield Stop(
                f"What belongs to one of them, {target.label or shown}? Part of a label and Tab find others.",
                f"SELECT ?thing ?property WHERE {{\n  ?thing ?property {shown} ; a {name}\n}} LIMIT 20",
            )

    def _best(self) -> tuple[str, str | None]:
        """Return the class to walk through, and its property that leads to other labelled things, if any does."""
        classes = self._index.classes()[:12]
        best = max(self._interest(one.iri) for one in classes)
        some = [one for one in classes if self._interest(one.iri) == best]
        few = min(some, key=lambda one: one.number * (1 if one.number * 5 > some[0].number else 100))
        return few.iri, self._link_of(few.iri)  # the smaller of two is the more special

    def _interest(self, iri: str) -> int:
        """Return how much there is to ask of a class: dates, links, and a prefix that is known."""
        dated = bool(self._property(_DATES, iri))
        return 4 * dated + 2 * bool(self._link_of(iri)) + (curie(iri, self._prefixes)[0] != "<")

    def _link_of(self, iri: str) -> str | None:
        for used in self._index.properties_of(iri):
            if used.iri.endswith(_NO_NEWS):
                continue
            classes = [r.iri for r in self._index.ranges(used.iri) if "XMLSchema" not in r.iri]
            top = self._index.members(classes, 1) if classes else []
            if top and top[0].uses > 1 and "/ontology" not in top[0].iri and classes[0] != iri:
                return used.iri
        return None

    def _property(self, endings: tuple[str, ...], class_iri: str) -> str | None:
        """Return the property that most of a class have whose values have a datatype with one of these endings."""
        total = self._index.uses(class_iri) or 0
        for used in self._index.properties_of(class_iri):
            if used.things * 2 > total and any(r.iri.endswith(endings) for r in self._index.ranges(used.iri)[:1]):
                return used.iri
        return None

    def _rare(self) -> str:
        """Return the property that most, but not all, of the class have."""
        used = self._index.properties_of(self._class)
        most = max((one.things for one in used), default=0)
        return next((self._short(one.iri) for one in used if one.things < most), "rdfs:label")

    def _word(self) -> str:
        """Return a word of the label that is used most."""
        found = self._index.members([self._class], 1)
        words = [word for word in (found[0].label or "").lower().split() if word.isalpha()] if found else []
        return max(words, key=len, default="a")

    def _short(self, iri: str) -> str:
        return curie(iri, self._prefixes)


def _query(what: str, patterns: str, ending: str) -> str:
    return f"SELECT {what} WHERE {{\n  {patterns}\n}} {ending}"
