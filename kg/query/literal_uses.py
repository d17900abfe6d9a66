"""Find the literals of a query, with the property whose values each has to equal. Reads tokens; knows no graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, RdfFormat, parse

from kg.query.partial_parser import TriplePattern, parse_partial_query
from kg.query.solutions import Literal as PlainLiteral
from kg.store.sparql_tokens import Token

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_OPERATORS = ("=", "<", ">", "!")


@dataclass(frozen=True, slots=True)
class LiteralUse:
    """A literal of a query and what it is compared with."""

    written: str  #: as the query has it, with its language or datatype
    literal: PlainLiteral
    predicate: str | None  #: IRI of the property that gives the values; None: any property
    variable: str = ""  #: that it is compared with, with its mark; empty: it is the object of a triple
    is_ordering: bool = False  #: whether it is compared by order, not by equality


def literal_uses(found: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[LiteralUse]:
    """Yield the literals that are objects of triples, or that variables which are such objects are compared with."""
    patterns = parse_partial_query(found, prefixes).patterns
    by_start = {one.value.start: one for one in patterns if not one.step.is_inverse}
    by_variable = {one.value.text[1:]: one for one in reversed(patterns) if one.value.kind == "variable"}
    for i, token in enumerate(found):
        if token.kind not in ("string", "number"):
            continue
        end = _end_of_literal(found, i)
        written = "".join(one.text for one in found[i:end])
        literal = _parsed(written, prefixes)
        if literal is None:
            continue
        if pattern := by_start.get(token.start):
            yield LiteralUse(written, literal, _predicate(pattern))
        elif variable := _compared_variable(found, i, end):
            operators = {one.text for one in (*found[max(i - 2, 0) : i], *found[end : end + 2])}
            leading = by_variable.get(variable[1:])
            if leading is not None and "!" not in operators:
                is_ordering = bool(operators & {"<", ">"})
                yield LiteralUse(written, literal, _predicate(leading), variable, is_ordering)


def _predicate(pattern: TriplePattern) -> str | None:
    return None if pattern.step.is_inverse else pattern.step.predicate


def _end_of_literal(found: Sequence[Token], i: int) -> int:
    """Return the index behind a literal's last token."""
    following = found[i + 1 : i + 4]
    if found[i].kind == "string" and following and following[0].kind == "language":
        return i + 2
    is_typed = [one.text for one in following[:2]] == ["^", "^"] and len(following) == 3
    return i + 4 if is_typed else i + 1


def _parsed(written: str, prefixes: Mapping[str, str]) -> PlainLiteral | None:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes.items())
    try:
        value = next(iter(parse(f"{head}<a:a> <a:a> {written} .", RdfFormat.TURTLE))).object
    except (SyntaxError, ValueError, StopIteration):
        return None
    if not isinstance(value, Literal):
        return None
    is_text = value.datatype.value == _STRING or value.language is not None
    return PlainLiteral(value.value, value.language, None if is_text else value.datatype.value)


def _compared_variable(found: Sequence[Token], first: int, end: int) -> str:
    """Return the variable that a literal is compared with: the one beside it, before IN, or behind VALUES."""
    before, after = first - 1, end
    while before >= 0 and found[before].text in _OPERATORS:
        before -= 1
    if before < first - 1 and found[before].kind == "variable":
        return found[before].text
    while after < len(found) and found[after].text in _OPERATORS:
        after += 1
    if end < after < len(found) and found[after].kind == "variable":
        return found[after].text
    opened = _opening_bracket(found, first)
    if opened is None:
        return ""
    words = [one.text.upper() for one in found[max(opened - 2, 0) : opened]]
    if found[opened].text == "(" and words[-1:] == ["IN"]:
        before_list = found[opened - 2] if opened > 1 else None  # NOT IN excludes, and is no reason for lack of rows
        return before_list.text if before_list is not None and before_list.kind == "variable" else ""
    return found[opened - 1].text if found[opened].text == "{" and words[:1] == ["VALUES"] else ""


def _opening_bracket(found: Sequence[Token], i: int) -> int | None:
    """Return the bracket that a token stands in."""
    depth = 0
    for at in range(i - 1, -1, -1):
        depth += (found[at].kind == "close") - (found[at].kind == "open")
        if depth < 0:
            return at
    return None
