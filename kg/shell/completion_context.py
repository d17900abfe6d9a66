"""What completion replaces at the cursor of a query, and what may stand there. Knows syntax; knows no graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.query.partial_parser import ParserState, PathStep, SyntaxPosition, TriplePattern, parse_partial_query
from kg.store.sparql_tokens import Token, tokens

_EXTENDABLE = ("word", "name", "variable", "iri")  # kinds of tokens that a completion can go on with
_PATH_ENDS = ("name", "iri", "close", "word")


@dataclass(frozen=True, slots=True)
class OpenTriple:
    """What is known of the triple that a term completes."""

    subject: str  #: as it is written, or a blank node's bracket; "": a node within a path
    step_before: PathStep | None  #: that leads to a node within a path
    step: PathStep  #: that leads to the object


@dataclass(frozen=True, slots=True)
class CompletionContext:
    """The cursor's place in a query."""

    position: SyntaxPosition
    typed: str  #: what a completion replaces; for an object it may be several words of a label
    #: the open triple, or the one that leads to what is compared; None: nothing is known of that
    triple: OpenTriple | None = None
    is_inverse: bool = False  #: whether a predicate is read against its direction
    compared_variable: str = ""  #: the variable, with its mark, that the term is a value of; empty: of none
    has_text_before: bool = False  #: tokens stand before what is typed
    variables: tuple[str, ...] = ()  #: of the whole text, with their marks, in order
    patterns: tuple[TriplePattern, ...] = ()  #: the other triples of the text
    has_object: bool = False  #: the open triple has its object already
    is_closed: bool = False  #: the braces around all patterns are closed
    allows_names: bool = False  #: names of nodes may stand here, outside of the braces: behind DESCRIBE
    expects_graph: bool = False  #: the name of a graph has to stand here


def completion_context(text: str, cursor: int, prefixes: Mapping[str, str]) -> CompletionContext:
    """Return the context of an offset in a query."""
    all_tokens, before = list(tokens(text)), list(tokens(text[:cursor]))
    start = _unterminated_start(before, text[:cursor])
    if start is None:
        start = _partial_token_start(before, cursor)
    before = [token for token in before if token.end <= start]
    typed, parser = text[start:cursor], parse_partial_query(before, prefixes)
    if parser.position is SyntaxPosition.OBJECT and not typed.startswith(("?", "$", "<", '"', "'")):
        typed = _label_prefix(text[parser.term_end : cursor]) or typed
    variables = dict.fromkeys(token.text for token in all_tokens if token.kind == "variable" and token.end != cursor)
    patterns = (*parser.patterns, *_patterns_behind(all_tokens, start, cursor, prefixes))
    return CompletionContext(
        parser.position,
        typed,
        _open_triple(parser, patterns),
        parser.is_inverse,
        parser.compared_variable,
        bool(before),
        tuple(variables),
        patterns,
        parser.has_object and parser.position is SyntaxPosition.OBJECT,
        parser.is_closed and parser.position is SyntaxPosition.KEYWORD,
        parser.position is SyntaxPosition.KEYWORD and _last_keyword(before) == "DESCRIBE",
        bool(before) and before[-1].text.upper() in ("FROM", "NAMED", "GRAPH"),
    )


def _open_triple(parser: ParserState, patterns: Iterable[TriplePattern]) -> OpenTriple | None:
    if not parser.compared_variable:
        if parser.position is SyntaxPosition.EXPRESSION:
            return None
        return OpenTriple(parser.subject, parser.step_before, parser.step)
    leading = (one for one in patterns if one.value.text == parser.compared_variable)
    known = sorted(leading, key=lambda one: (one.step.predicate is None, not one.holds))
    return OpenTriple(known[0].subject, known[0].before, known[0].step) if known else None


def _patterns_behind(
    all_tokens: Iterable[Token], start: int, cursor: int, prefixes: Mapping[str, str]
) -> list[TriplePattern]:
    """Return the triples behind the cursor; a variable stands for what is typed."""
    others = [token for token in all_tokens if not start <= token.start < cursor]
    others = sorted([Token("variable", "?", start), *others], key=lambda token: token.start)
    return [one for one in parse_partial_query(others, prefixes).patterns if one.value.start > start]


def _unterminated_start(preceding: list[Token], text: str) -> int | None:
    """Return the offset of a string or an IRI that the text begins and does not end; None: there is none."""
    line = text.rfind("\n") + 1
    for token in preceding:
        if token.kind == "other" and token.start >= line:
            if token.text in "\"'":
                return token.start
            if token.text == "<" and token.end < len(text) and not re.search(r"\s", text[token.end :]):
                return token.start
    return None


def _last_keyword(preceding: list[Token]) -> str:
    return next((token.text.upper() for token in reversed(preceding) if token.kind == "word"), "")


def _partial_token_start(preceding: list[Token], cursor: int) -> int:
    """Return the offset of the word, the name or the part of a date that ends at the cursor."""
    if preceding and preceding[-1].end == cursor and _is_variable_sign(preceding):
        return preceding[-1].start
    start = cursor
    for token in reversed(preceding):
        if token.end != start or not (token.kind == "number" or token.text == "-"):
            break
        start = token.start
    if start == cursor and preceding and preceding[-1].end == cursor and preceding[-1].kind in _EXTENDABLE:
        return preceding[-1].start
    return start


def _is_variable_sign(before: Sequence[Token]) -> bool:
    """Return whether the last token is the sign of a variable alone; `?` right behind a name is a path operator."""
    *others, last = before
    follows_path = bool(others) and others[-1].end == last.start and others[-1].kind in _PATH_ENDS
    return last.text == "$" or (last.text == "?" and not follows_path)


def _label_prefix(text: str) -> str:
    """Return the text behind the predicate, if it can be the beginning of a label of several words."""
    words = text.lstrip()
    return words if all(char.isalnum() or char in " -'." for char in words) else ""
