"""Tell what may come next in an unfinished query, by walking its tokens. Knows SPARQL's shape; knows no graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from kg.query.names import expand
from kg.store.tokens import Token, tokens

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TYPED = ("word", "name", "variable", "iri")
_TERMS = ("variable", "iri", "name", "string", "number")
_PATH = frozenset("/|^*+?!")


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
    predicate: str | None = None  #: IRI of the open triple's predicate; None: a variable or a path
    begun: bool = False  #: something stands before what is typed
    variables: tuple[str, ...] = ()  #: of the whole text, with their marks, in order


@dataclass
class _Walk:
    """The state of the walk: how far the triple at hand is, inside which brackets."""

    spot: Spot = Spot.KEYWORD
    subject: str = ""
    predicate: str | None = None
    since: int = 0  #: offset behind the predicate
    outer: list[tuple[str, Spot, str]] = field(default_factory=list)
    types: dict[str, list[str]] = field(default_factory=dict)


def context(text: str, cursor: int, prefixes: Mapping[str, str]) -> Context:
    """Return what may come at the cursor of the text."""
    before = list(tokens(text[:cursor]))
    typed = ""
    if before and before[-1].end == cursor and (before[-1].kind in _TYPED or _begins_variable(before)):
        typed = before.pop().text
    walk = _Walk()
    for token in before:
        _step(walk, token, prefixes)
    if walk.spot is Spot.OBJECT and not typed.startswith(("?", "$", "<")):
        typed = _label_words(text[walk.since : cursor]) or typed
    variables = dict.fromkeys(token.text for token in tokens(text) if token.kind == "variable" and token.end != cursor)
    classes = tuple(walk.types.get(walk.subject, ()))
    return Context(walk.spot, typed, classes, walk.predicate, bool(before), tuple(variables))


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
        _enter(walk, token.text)
    elif token.kind == "close":
        _leave(walk)
    elif walk.spot in (Spot.SUBJECT, Spot.PREDICATE, Spot.OBJECT):
        _step_in_triple(walk, token, prefixes)


def _enter(walk: _Walk, bracket: str) -> None:
    walk.outer.append((bracket, walk.spot, walk.subject))
    if bracket == "{":
        walk.spot = Spot.SUBJECT
    elif bracket == "[":
        walk.spot, walk.subject = Spot.PREDICATE, f"[{len(walk.types)}"
    elif walk.spot is not Spot.PREDICATE:  # a path in brackets goes on being a path
        walk.spot = Spot.EXPRESSION


def _leave(walk: _Walk) -> None:
    bracket, spot, walk.subject = walk.outer.pop() if walk.outer else ("", Spot.KEYWORD, "")
    if bracket == "[":
        walk.spot = Spot.PREDICATE if spot is Spot.SUBJECT else Spot.OBJECT
    elif spot is Spot.PREDICATE:
        walk.spot = Spot.OBJECT
    else:
        walk.spot = spot


def _step_in_triple(walk: _Walk, token: Token, prefixes: Mapping[str, str]) -> None:
    if token.text in (".", ";", ","):
        walk.spot = {".": Spot.SUBJECT, ";": Spot.PREDICATE, ",": Spot.OBJECT}[token.text]
        walk.since = token.end
    elif token.text in _PATH and walk.spot is not Spot.SUBJECT:
        walk.spot = Spot.OBJECT if token.text in "*+?" else Spot.PREDICATE
        walk.predicate, walk.since = None, token.end
    elif walk.spot is Spot.SUBJECT and token.kind in _TERMS:
        walk.spot, walk.subject = Spot.PREDICATE, token.text
    elif walk.spot is Spot.PREDICATE and (token.kind in _TERMS or token.text == "a"):
        walk.predicate = TYPE if token.text == "a" else expand(token.text, prefixes)
        walk.spot, walk.since = Spot.OBJECT, token.end
    elif walk.spot is Spot.OBJECT and token.kind in _TERMS:
        value = expand(token.text, prefixes)
        if walk.predicate == TYPE and value:
            walk.types.setdefault(walk.subject, []).append(value)
        walk.since = token.end
