"""Bind terms to a query's parameters in its text. Works on tokens, so that no value becomes anything but a term."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import QueryError
from kg.query.rdf_terms import rdf_term
from kg.query.solutions import Term
from kg.store.sparql_tokens import Token, tokens

_CLAUSES = ("SELECT", "DESCRIBE", "GROUP", "ORDER")  # that may have a bare variable outside of a group
_MODIFIERS = ("DISTINCT", "REDUCED", "BY", "ASC", "DESC")  # between their keyword and a variable
_NUMBER = re.compile(r'"(\d+)"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>')


def bind(text: str, values: Mapping[str, Sequence[Term]]) -> str:
    """Return the query with each `$name` (or `?name`) that has a value replaced by it.

    Several values become a list after IN and within VALUES, and elsewhere a VALUES block of the enclosing group.
    `BOUND($name)` becomes true; a number after LIMIT is bare; in the SELECT clause the value keeps its name. What has
    no value stays a variable.

    Raises:
        QueryError: a value can't be serialized, or the query assigns to a parameter.
    """
    serialized = {name: [_serialize(name, term) for term in terms] for name, terms in values.items() if terms}
    found = list(tokens(text))
    edits: list[tuple[int, int, str]] = []
    place = _Place()
    blocks: set[tuple[int, str]] = set()  # VALUES blocks that were added
    for i, token in enumerate(found):
        if token.kind == "variable" and token.text[1:] in serialized:
            edits += _edits(found, i, place, serialized[token.text[1:]], blocks)
        place.advance(i, token)
    return _edited(text, sorted(edits))


def _edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """Return the text with stretches of it replaced; edits are in order, and several may be inserted at one place."""
    parts, end = [], 0
    for start, after, fresh in edits:
        parts += [text[end:start], fresh]
        end = after
    return "".join([*parts, text[end:]])


@dataclass(slots=True)
class _Place:
    """The brackets around the next token, and the last word of each of them that may name a clause."""

    opened: list[int] = field(default_factory=list)  # indices of the tokens that open the enclosing brackets
    groups: list[int] = field(default_factory=list)  # those of them that are braces
    words: list[str] = field(default_factory=lambda: [""])  # outside of all brackets, then within each

    @property
    def clause(self) -> str:
        """The keyword of the clause outside of groups; empty for any other place."""
        return self.words[-1] if self.words[-1] in _CLAUSES else ""

    def advance(self, i: int, token: Token) -> None:
        if token.kind == "open":
            self.opened.append(i)
            self.words.append("")
            if token.text == "{":
                self.groups.append(i)
        elif token.kind == "close":
            self._leave()
        elif token.kind != "variable" and token.text.upper() not in _MODIFIERS:
            self.words[-1] = token.text.upper()

    def _leave(self) -> None:
        if not self.opened:
            self.words[-1] = ""
            return
        self.words.pop()
        if self.groups[-1:] == [self.opened.pop()]:
            self.groups.pop()


def bind_dollar_variables(text: str, values: Mapping[str, Sequence[Term]]) -> tuple[str, tuple[str, ...]]:
    """Return the query with values in place of each `$name` that it has, and the names that were replaced.

    Only the dollar sign makes a parameter of a variable: a query that says `?name` throughout stays as it is.

    Raises:
        QueryError: the query assigns to such a name.
    """
    variables = {token.text for token in tokens(text) if token.kind == "variable"}
    used = tuple(name for name in values if f"${name}" in variables)
    return (bind(text, {name: values[name] for name in used}) if used else text), used


def _edits(
    found: list[Token], i: int, place: _Place, terms: list[str], blocks: set[tuple[int, str]]
) -> list[tuple[int, int, str]]:
    token, before = found[i], [word.text.upper() for word in found[max(0, i - 2) : i]]
    if before[-1:] == ["AS"]:
        raise QueryError(f"query: {token.text} is a parameter, and the query assigns to it; rename one of them")
    if before[-1:] in (["LIMIT"], ["OFFSET"]) and (number := _NUMBER.fullmatch(terms[0])):
        return [(token.start, token.end, number[1])]
    if before == ["BOUND", "("]:
        return [(found[i - 2].start, found[i + 1].end, "true")]
    bracket = place.opened[-1] if place.opened else None
    before_bracket = [t.text.upper() for t in found[max(0, bracket - 2) : bracket]] if bracket is not None else []
    if before_bracket[-1:] == ["IN"]:
        return [(token.start, token.end, ", ".join(terms))]
    if bracket is not None and found[bracket].text == "{" and before_bracket[:1] == ["VALUES"]:
        return [(token.start, token.end, " ".join(terms))]
    if place.clause:
        return _clause_edits(token, place.clause, terms)
    if len(terms) == 1:
        return [(token.start, token.end, terms[0])]
    group = place.groups[-1] if place.groups else None
    if group is None or (group, token.text[1:]) in blocks or _is_template(found, group):
        return []  # the VALUES block of a group binds it
    blocks.add((group, token.text[1:]))
    start = found[group].end
    return [(start, start, f" VALUES {token.text} {{ {' '.join(terms)} }}")]


def _clause_edits(token: Token, clause: str, terms: list[str]) -> list[tuple[int, int, str]]:
    """Return the edit of a parameter outside of groups: in SELECT, GROUP BY, ORDER BY or DESCRIBE."""
    if clause == "DESCRIBE":
        return [(token.start, token.end, " ".join(terms))]
    if len(terms) > 1:
        return []
    return [(token.start, token.end, f"({terms[0]})" if clause == "ORDER" else f"({terms[0]} AS {token.text})")]


def _is_template(found: list[Token], group: int) -> bool:
    return group > 0 and found[group - 1].text.upper() == "CONSTRUCT"


def _serialize(name: str, term: Term) -> str:
    """Return the term as the engine serializes it, which escapes what could end it."""
    try:
        return str(rdf_term(term))
    except ValueError as problem:
        raise QueryError(f"query: the value of {name} can't be written ({problem})") from problem
