"""Tell what may come next in an unfinished query, by walking its tokens. Knows SPARQL's shape; knows no graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from kg.query.display_names import expand
from kg.store.sparql_tokens import Token, tokens

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TERMS = ("variable", "iri", "name", "string", "number")
_HALF = ("word", "name", "variable", "iri")
_PATH = frozenset("/|^*+?!")
_PATTERNS = frozenset(["OPTIONAL", "FILTER", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SERVICE"])


class Spot(Enum):
    """What the grammar asks for."""

    KEYWORD = "keyword"  #: outside of the braces
    SUBJECT = "subject"  #: also where a pattern such as OPTIONAL may begin
    PREDICATE = "predicate"
    OBJECT = "object"
    EXPRESSION = "expression"  #: inside FILTER(…), BIND(…) or SELECT (…)


@dataclass(frozen=True, slots=True)
class Context:
    """Where the cursor is."""

    spot: Spot
    typed: str  #: what a completion replaces; for an object it may be several words of a label
    classes: tuple[str, ...] = ()  #: IRIs of the classes that the query gives the open triple's subject
    #: IRI of the open triple's predicate, or of the one that leads to what is compared; None: a variable or a path
    predicate: str | None = None
    begun: bool = False  #: something stands before what is typed
    variables: tuple[str, ...] = ()  #: of the whole text, with their marks, in order
    leading: tuple[str, ...] = ()  #: IRIs of the predicates that have the open triple's subject as their object
    placed: bool = False  #: the open triple has its object already
    closed: bool = False  #: the braces around all patterns are closed
    naming: bool = False  #: names of things may stand here, outside of the braces: behind DESCRIBE
    graph: bool = False  #: the name of a graph has to stand here


@dataclass
class _Walk:
    """The state of the walk: how far the triple at hand is, inside which brackets."""

    spot: Spot = Spot.KEYWORD
    subject: str = ""
    predicate: str | None = None
    since: int = 0  #: offset behind the predicate
    placed: bool = False  #: whether the triple at hand has its object
    variable: str = ""  #: the last one of an expression or of VALUES
    compared: str = ""  #: the one that is compared with what comes next
    closed: bool = False  #: whether the outermost braces are
    backward: bool = False  #: whether a ^ stands before the predicate
    outer: list[tuple[str, Spot, str, str | None]] = field(default_factory=list)
    types: dict[str, list[str]] = field(default_factory=dict)
    leading: dict[str, list[str]] = field(default_factory=dict)  #: variable → predicates that have it as their object


def context(text: str, cursor: int, prefixes: Mapping[str, str]) -> Context:
    """Return what may come at the cursor of the text."""
    whole, before = list(tokens(text)), list(tokens(text[:cursor]))
    start = _open_term(before, text[:cursor])
    if start is None:
        start = _half_typed(before, cursor)
    before = [token for token in before if token.end <= start]
    typed, walk = text[start:cursor], _walked(before, prefixes)
    if walk.spot is Spot.OBJECT and not typed.startswith(("?", "$", "<", '"', "'")):
        typed = _label_words(text[walk.since : cursor]) or typed
    variables = dict.fromkeys(token.text for token in whole if token.kind == "variable" and token.end != cursor)
    leading = _walked([token for token in whole if not start <= token.start < cursor], prefixes).leading
    predicate = next(iter(leading.get(walk.compared, ())), None) if walk.compared else walk.predicate
    return Context(
        walk.spot,
        typed,
        tuple(walk.types.get(walk.subject, ())),
        predicate,
        bool(before),
        tuple(variables),
        tuple(leading.get(walk.subject, ())),
        walk.placed and walk.spot is Spot.OBJECT,
        walk.closed and walk.spot is Spot.KEYWORD,
        walk.spot is Spot.KEYWORD and _last_word(before) == "DESCRIBE",
        bool(before) and before[-1].text.upper() in ("FROM", "NAMED", "GRAPH"),
    )


def _open_term(found: list[Token], text: str) -> int | None:
    """Return where a string or an IRI begins that the text does not end."""
    line = text.rfind("\n") + 1
    for token in found:
        if token.kind == "other" and token.start >= line:
            if token.text in "\"'":
                return token.start
            if token.text == "<" and token.end < len(text) and not re.search(r"\s", text[token.end :]):
                return token.start
    return None


def _last_word(found: list[Token]) -> str:
    return next((token.text.upper() for token in reversed(found) if token.kind == "word"), "")


def _half_typed(found: list[Token], cursor: int) -> int:
    """Return where the word, the name or the part of a date begins that ends at the cursor."""
    if found and found[-1].end == cursor and _begins_variable(found):
        return found[-1].start
    start = cursor
    for token in reversed(found):
        if token.end != start or not (token.kind == "number" or token.text == "-"):
            break
        start = token.start
    if start == cursor and found and found[-1].end == cursor and found[-1].kind in _HALF:
        return found[-1].start
    return start


def _walked(found: list[Token], prefixes: Mapping[str, str]) -> _Walk:
    walk = _Walk()
    for token in found:
        _step(walk, token, prefixes)
    return walk


def _begins_variable(before: Sequence[Token]) -> bool:
    """Tell whether the last token is the mark of a variable alone; `?` right behind a name is a sign of a path."""
    *others, last = before
    behind = bool(others) and others[-1].end == last.start and others[-1].kind in ("name", "iri", "close", "word")
    return last.text == "$" or (last.text == "?" and not behind)


def _label_words(text: str) -> str:
    """Return what was typed after the predicate, if it can be the beginning of a label in several words."""
    words = text.lstrip()
    return words if all(char.isalnum() or char in " -'." for char in words) else ""


def _step(walk: _Walk, token: Token, prefixes: Mapping[str, str]) -> None:
    if token.kind == "open":
        _enter(walk, token)
    elif token.kind == "close":
        _leave(walk)
    elif walk.spot is Spot.EXPRESSION:
        _step_in_expression(walk, token)
    elif walk.spot is not Spot.KEYWORD:
        _step_in_triple(walk, token, prefixes)


def _enter(walk: _Walk, bracket: Token) -> None:
    if bracket.text == "{":  # where it closes, a pattern may begin
        walk.outer.append(("{", walk.spot if walk.spot is Spot.KEYWORD else Spot.SUBJECT, "", None))
        walk.spot, walk.compared = Spot.SUBJECT, ""
        if walk.variable:  # VALUES ?x {
            walk.spot, walk.compared, walk.since, walk.placed = Spot.OBJECT, walk.variable, bracket.end, False
        return
    walk.outer.append((bracket.text, walk.spot, walk.subject, walk.predicate))
    if bracket.text == "[":
        if walk.spot is Spot.OBJECT and walk.predicate:
            walk.leading[f"[{bracket.start}"] = [walk.predicate]
        walk.spot, walk.subject = Spot.PREDICATE, f"[{bracket.start}"
    elif walk.spot is not Spot.PREDICATE:  # a path in brackets goes on being a path
        walk.spot = Spot.EXPRESSION


def _leave(walk: _Walk) -> None:
    bracket, spot, walk.subject, predicate = walk.outer.pop() if walk.outer else ("", Spot.KEYWORD, "", None)
    walk.variable = walk.compared = ""
    walk.placed = bracket == "["
    walk.closed = walk.closed or (bracket == "{" and not walk.outer)
    if bracket == "[":
        walk.spot, walk.predicate = Spot.PREDICATE if spot is Spot.SUBJECT else Spot.OBJECT, predicate
    elif spot is Spot.PREDICATE:
        walk.spot, walk.predicate = Spot.OBJECT, None
    else:
        walk.spot = spot


def _step_in_expression(walk: _Walk, token: Token) -> None:
    """Follow which variable is compared with what comes next: behind ?x =, ?x > or ?x IN (."""
    if token.kind == "variable":
        walk.variable, walk.compared = token.text, ""
    elif token.text in ("=", "<", ">") or token.text.upper() == "IN":
        walk.compared = walk.compared or walk.variable
    elif token.text not in ("!", ",") and token.text.upper() != "NOT" and token.kind not in _TERMS:
        walk.variable = walk.compared = ""


def _step_in_triple(walk: _Walk, token: Token, prefixes: Mapping[str, str]) -> None:
    if token.text in (".", ";", ","):
        walk.spot = {".": Spot.SUBJECT, ";": Spot.PREDICATE, ",": Spot.OBJECT}[token.text]
        walk.since, walk.placed = token.end, False
    elif token.kind == "word" and token.text.upper() in _PATTERNS and (walk.placed or walk.spot is Spot.SUBJECT):
        walk.spot, walk.placed = Spot.SUBJECT, False
        walk.variable = "VALUES" if token.text.upper() == "VALUES" else ""
    elif walk.variable == "VALUES":
        walk.variable = token.text
    elif token.text in _PATH and walk.spot is not Spot.SUBJECT and not walk.placed:  # placed: ^^ before a datatype
        walk.spot = Spot.OBJECT if token.text in "*+?" else Spot.PREDICATE
        walk.predicate, walk.since, walk.backward = None, token.end, token.text == "^"
    elif walk.spot is Spot.SUBJECT and token.kind in _TERMS:
        walk.spot, walk.subject = Spot.PREDICATE, token.text
    elif walk.spot is Spot.PREDICATE and (token.kind in _TERMS or token.text == "a"):
        walk.predicate = TYPE if token.text == "a" else expand(token.text, prefixes)
        walk.predicate = None if walk.backward else walk.predicate
        walk.spot, walk.since, walk.placed, walk.backward = Spot.OBJECT, token.end, False, False
    elif walk.spot is Spot.OBJECT and token.kind in _TERMS:
        _place(walk, token, prefixes)


def _place(walk: _Walk, token: Token, prefixes: Mapping[str, str]) -> None:
    """Take the object of a triple, or one of the VALUES."""
    walk.since, walk.placed = token.end, not walk.compared
    if walk.compared or walk.predicate is None:
        return
    value = expand(token.text, prefixes)
    if walk.predicate == TYPE and value:
        walk.types.setdefault(walk.subject, []).append(value)
    elif token.kind == "variable":
        walk.leading.setdefault(token.text, []).append(walk.predicate)
