"""Keep the literals that the engine rewrites: "01" to 1, "7"^^xsd:nonNegativeInteger to 7, P12M to P1Y.

The engine keeps numbers, days and durations by their value. What a file has instead is remembered by statement, for
exports, and by property and value, for results of queries. Language tags count as equal in any case (RDF 1.1).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from kg.graph.datatypes import declared_datatypes
from kg.vocab import PREFIXES

_XSD = PREFIXES["xsd"]
_DERIVED_INTEGERS = frozenset(
    _XSD + name
    for name in ("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger", "int", "long",
                 "short", "byte", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte")
)  # fmt: skip
_BY_VALUE = _DERIVED_INTEGERS | {
    _XSD + name
    for name in ("integer", "decimal", "double", "float", "boolean", "date", "dateTime", "dateTimeStamp", "time",
                 "gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay", "duration", "dayTimeDuration",
                 "yearMonthDuration")
}  # fmt: skip
_CANONICAL = {  # what the engine surely keeps
    _XSD + "integer": re.compile(r"0|-?[1-9]\d{0,17}"),
    _XSD + "decimal": re.compile(r"-?(?:0|[1-9]\d{0,8})\.\d{0,8}[1-9]"),
    _XSD + "date": re.compile(r"[12]\d{3}-\d\d-\d\d"),
    _XSD + "dateTime": re.compile(r"[12]\d{3}-\d\d-\d\dT[01]\d:\d\d:\d\dZ?"),
}
_INTEGER = NamedNode(_XSD + "integer")
_X = Variable("x")

Form = Callable[[str, Literal], Literal]


class LexicalForms:
    """The literals of some statements as they were before the engine had them."""

    def __init__(self) -> None:
        self.statements: dict[Quad, Literal] = {}  #: by the statement that the engine has
        self._by_value: dict[tuple[str, Literal], set[Literal]] = {}
        self._unchanged: set[int] = set()  # hashes of properties with values that the engine has as they were
        self._first: dict[int, int] = {}  # hash of a statement with the engine's literal → that of its first literal
        self._merged: dict[int, tuple[Literal, Literal]] = {}  # hash of a statement that is lost → its literals

    @property
    def properties(self) -> frozenset[str]:
        """IRIs of the properties whose values the engine has otherwise."""
        return frozenset(predicate for predicate, _ in self._by_value)

    @property
    def has_spellings(self) -> bool:
        """Whether any text differs, and not the datatype alone."""
        return any(form.value != value.value for (_, value), forms in self._by_value.items() for form in forms)

    def observed(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield statements on their way into a store, and remember those whose literals it rewrites."""
        for quad in quads:
            value = quad.object
            if isinstance(value, Literal) and value.datatype.value in _BY_VALUE:
                self._observe(quad, value, canonical(value))
            yield quad

    def _observe(self, quad: Quad, value: Literal, kept: Literal) -> None:
        first = self._first.setdefault(hash((quad.subject, quad.predicate, kept, quad.graph_name)), hash(value))
        if kept is value:
            self._unchanged.add(hash((quad.predicate.value, kept)))
        else:
            self._by_value.setdefault((quad.predicate.value, kept), set()).add(value)
        statement = Quad(quad.subject, quad.predicate, kept, quad.graph_name)
        if first != hash(value):
            self._merged[hash(quad)] = (self.statements.get(statement, kept), value)
        elif kept is not value:
            self.statements[statement] = value

    def form(self, predicate: str, value: Literal) -> Literal:
        """Return a property's value in the one form that its statements had it in, or else as it is."""
        forms = self._by_value.get((predicate, value), ())
        return next(iter(forms)) if len(forms) == 1 and not self._is_mixed(predicate, value) else value

    def _is_mixed(self, predicate: str, value: Literal) -> bool:
        """Tell whether a property has a value in several forms."""
        return len(self._by_value[predicate, value]) > 1 or hash((predicate, value)) in self._unchanged

    def restored(self, quad: Quad) -> Quad:
        """Return a statement of the store as it was before."""
        original = self.statements.get(quad)
        return quad if original is None else Quad(quad.subject, quad.predicate, original, quad.graph_name)

    def losses(self) -> str:
        """Return which statements are lost, since only the form of a literal tells them from others; empty: none are.

        Of such statements the store has one, and an export has its first form.
        """
        if not self._merged:
            return ""
        count, (first, value) = len(self._merged), next(iter(self._merged.values()))
        differ = "statement differs" if count == 1 else "statements differ"
        return (
            f"{count:,} {differ} from others in the form of a number or day alone, as {_short(first)} and "
            f"{_short(value)}; only one of each is kept"
        )

    def mixtures(self) -> str:
        """Return which values a property has in several forms, so that results have the engine's; empty: none."""
        mixed = [key for key in self._by_value if self._is_mixed(*key)]
        if not mixed:
            return ""
        predicate, value = mixed[0]
        forms = sorted(map(_short, self._by_value[predicate, value] | {value}))
        return (
            f"{len(mixed):,} {'value is' if len(mixed) == 1 else 'values are'} written in several ways, as {forms[0]} "
            f"and {forms[1]} of <{predicate}>; results have them by value, exports as they are written"
        )


def rewritten_literals(quads: Iterable[Quad]) -> str:
    """Return how many literals a graph folder keeps in another form, by datatype with an example; empty: none.

    Integers of the datatype that the shapes declare for their property come back as they are, and do not count.
    """
    counts, examples = Counter[str](), dict[str, str]()
    for quad in quads:
        value = quad.object
        if not isinstance(value, Literal) or (kept := canonical(value)) is value:
            continue
        returned = declared_form(quad.predicate.value, kept)
        if returned != value:
            datatype = "xsd:" + value.datatype.value.removeprefix(_XSD)
            counts[datatype] += 1
            examples.setdefault(datatype, f"{_short(value)} is now {_short(returned)}")
    if not counts:
        return ""
    shown = "; ".join(f"{count:,} {name}: {examples[name]}" for name, count in counts.most_common(3))
    return f"{counts.total():,} literals are kept by their value ({shown}{'; …' if len(counts) > 3 else ''})"


def _short(literal: Literal) -> str:
    return f'"{literal.value}"^^xsd:{literal.datatype.value.removeprefix(_XSD)}'


def declared_form(predicate: str, value: Literal) -> Literal:
    """Return a property's value with the datatype that the shapes declare for it, or else as it is."""
    datatype = declared_datatypes().get(predicate) if value.datatype == _INTEGER else None
    return value if datatype is None or value.value.startswith("-") else Literal(value.value, datatype=datatype)


def canonical(value: Literal) -> Literal:
    """Return a literal as the engine keeps it: the very object where that is no other."""
    datatype = value.datatype.value
    if datatype not in _BY_VALUE:
        return value
    pattern = _CANONICAL.get(datatype)
    if pattern is not None and pattern.fullmatch(value.value):
        return value
    if datatype in _DERIVED_INTEGERS and _CANONICAL[_INTEGER.value].fullmatch(value.value):
        return Literal(value.value, datatype=_INTEGER)
    kept = _canonical_by_engine(value)
    return value if kept == value else kept


@lru_cache(maxsize=50_000)
def _canonical_by_engine(value: Literal) -> Literal:
    solutions = _scratch().query("SELECT ?x {}", substitutions={_X: value})
    assert isinstance(solutions, QuerySolutions)
    kept = next(solutions)[0]
    assert isinstance(kept, Literal)
    return kept


@cache
def _scratch() -> Store:
    return Store()
