"""Answer queries with the literals that the graph has, where the engine has only their values.

What a variable is the value of tells its property (`literal_sources`), and property and value tell the literal. Before
a query runs, DATATYPE and STR of such variables become functions that know it; afterwards its rows get their literals.
Values that an expression computes, and those that a property has in several forms, stay as the engine gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.graph.lexical_forms import Form
from kg.store.literal_sources import LiteralSources, Path, literal_sources
from kg.store.sparql_tokens import Token, first_keyword, tokens

_DATATYPE, _STR = "urn:x-kg:datatype", "urn:x-kg:str"
_FUNCTIONS = {"DATATYPE": _DATATYPE, "STR": _STR}
_NO_PROPERTY = "urn:x-kg:none"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_GROUPING = ("DISTINCT", "REDUCED", "*", "GROUP", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


@dataclass(frozen=True, slots=True)
class KnownForms:
    """What is known of the literals of a graph."""

    form: Form  #: the literal that a property's value is in the graph
    properties: Collection[str]  #: IRIs of those whose values may be another literal than the engine has
    has_spellings: bool = False  #: whether their texts differ, and not their datatypes alone


@dataclass(frozen=True, slots=True)
class ExactQuery:
    """A query that knows the literals of the graph."""

    text: str
    known: KnownForms
    sources: LiteralSources
    hidden: int = 0  #: columns in front that are for `rows` alone

    def run(self, store: Store, original: str, prefixes: Mapping[str, str], **options: Any) -> Any:  # noqa: ANN401
        """Run the query as `Store.query` does.

        Raises:
            SyntaxError: it is wrong; with the position in the original.
        """
        functions: dict[NamedNode, Callable[..., Any]] = {
            NamedNode(_DATATYPE): self._datatype,
            NamedNode(_STR): self._str,
        }
        try:
            return store.query(self.text, prefixes=dict(prefixes), custom_functions=functions, **options)
        except SyntaxError:
            return store.query(original, prefixes=dict(prefixes), **options)

    def _datatype(self, value: object, *properties: object) -> NamedNode | None:
        return self._original(value, properties).datatype if isinstance(value, Literal) else None

    def _str(self, value: object, *properties: object) -> Literal | None:
        if isinstance(value, Literal):
            return Literal(self._original(value, properties).value)
        return Literal(value.value) if isinstance(value, NamedNode) else None

    def _original(self, value: Literal, properties: Iterable[object]) -> Literal:
        names = (name.value for name in properties if isinstance(name, NamedNode) and name.value != _NO_PROPERTY)
        return _common_form(value, names, self.known.form)

    def rows(self, answer: Any) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - solutions or triples
        """Yield the rows of an answer with the literals of the graph."""
        if not isinstance(answer, QuerySolutions):
            yield from (self._triple(*triple) for triple in answer)
            return
        names = [variable.value for variable in answer.variables]
        columns = dict(self._columns(names))
        for row in answer:
            cells = list(row)
            for i, (constants, places) in columns.items():
                value = cells[i]
                if isinstance(value, Literal) and value.datatype.value != _STRING:
                    found = (cells[place] for place in places)
                    properties = [*constants, *(node.value for node in found if isinstance(node, NamedNode))]
                    cells[i] = _common_form(value, properties, self.known.form)
            yield tuple(cells[self.hidden :])

    def _columns(self, names: list[str]) -> Iterator[tuple[int, tuple[list[str], list[int]]]]:
        """Yield the columns whose literals can be told, each with its properties and the columns of others."""
        for i, name in enumerate(names):
            paths = self.sources.of(name)
            constants = [iri for path in paths for iri in path.properties]
            variables = [path.variable for path in paths if path.variable]
            if _is_known(paths, self.known.properties) and all(variable in names for variable in variables):
                yield i, (constants, [names.index(variable) for variable in variables])

    def _triple(self, subject: object, predicate: NamedNode, value: object) -> tuple[Any, ...]:
        if not isinstance(value, Literal) or value.datatype.value == _STRING:
            return subject, predicate, value
        made = [(path, name) for path, name in self.sources.template if _matches(path, predicate.value)]
        if not self.sources.template:  # DESCRIBE, CONSTRUCT WHERE
            return subject, predicate, self.known.form(predicate.value, value)
        forms = {self._templated(path, name, predicate.value, value) for path, name in made}
        return subject, predicate, forms.pop() if len(forms) == 1 else value

    def _templated(self, path: Path, name: str, predicate: str, value: Literal) -> Literal:
        paths = self.sources.of(name)
        if path.variable and paths == {path}:
            return self.known.form(predicate, value)
        properties = [iri for source in paths for iri in source.properties]
        return _common_form(value, properties, self.known.form) if all(p.properties for p in paths) else value


def exact_query(text: str, prefixes: Mapping[str, str], known: KnownForms) -> ExactQuery | None:
    """Return a query that answers with the literals of the graph; None: as it is, it does."""
    if not known.properties:
        return None
    found = list(tokens(text))
    sources = literal_sources(found, prefixes)
    names = {name for name in sources.paths if _is_known(sources.of(name), known.properties)}
    if not names and first_keyword(found) != "DESCRIBE":
        return None
    edits = dict(_function_edits(found, sources, names, known))
    hidden = _hidden_variables(found, sources, names)
    if hidden:
        select = next(token for token in found if token.text.upper() == "SELECT")
        edits[select.end, select.end] = "".join(f" ?{name}" for name in hidden)
    for (start, end), fresh in sorted(edits.items(), reverse=True):
        text = text[:start] + fresh + text[end:]
    return ExactQuery(text, known, sources, len(hidden))


def _function_edits(
    found: list[Token], sources: LiteralSources, names: set[str], known: KnownForms
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the edits that make DATATYPE and STR of variables functions of their properties, too."""
    functions = _FUNCTIONS if known.has_spellings else {"DATATYPE": _DATATYPE}
    for i, token in enumerate(found[:-3]):
        _, bracket, variable, end = found[i : i + 4]
        is_call = token.kind == "word" and bracket.text == "(" and end.text == ")"
        function = functions.get(token.text.upper())
        if function and is_call and variable.kind == "variable" and variable.text[1:] in names:
            paths = sorted(sources.of(variable.text[1:]), key=repr)
            arguments = [f"<{iri}>" for path in paths for iri in sorted(path.properties)]
            arguments += [f"COALESCE(?{path.variable}, <{_NO_PROPERTY}>)" for path in paths if path.variable]
            yield (token.start, token.end), f"<{function}>"
            yield (end.start, end.start), "".join(f", {argument}" for argument in arguments)


def _hidden_variables(found: list[Token], sources: LiteralSources, names: set[str]) -> list[str]:
    """Return variables of properties that a plain SELECT does not give, and its other variables need."""
    words = [token.text.upper() for token in found]
    if first_keyword(found) != "SELECT" or any(word in _GROUPING for word in words):
        return []
    start = words.index("SELECT") + 1
    end = words.index("{", start) if "{" in words[start:] else start
    shown = [token.text[1:] for token in found[start:end] if token.kind == "variable"]
    needed = {path.variable for name in shown if name in names for path in sources.of(name) if path.variable}
    return sorted(needed - set(shown))


def _is_known(paths: Collection[Path], properties: Collection[str]) -> bool:
    """Tell whether a variable's literals can be told, and may be others than the engine's."""
    if not paths or not all(path.properties or path.variable for path in paths):
        return False
    return any(path.variable or not path.properties.isdisjoint(properties) for path in paths)


def _matches(path: Path, predicate: str) -> bool:
    return bool(path.variable) or predicate in path.properties


def _common_form(value: Literal, properties: Iterable[str], form: Callable[[str, Literal], Literal]) -> Literal:
    """Return the one literal that a value of these properties is, or else the value."""
    forms = {form(name, value) for name in properties}
    return forms.pop() if len(forms) == 1 else value
