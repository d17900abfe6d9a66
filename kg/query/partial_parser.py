"""Parse an unfinished query as far as it goes: where in a triple it ends, inside which brackets. Knows no graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from kg.query.display_names import expand
from kg.store.sparql_tokens import Token

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TERM_KINDS = ("variable", "iri", "name", "string", "number")
_PATH_OPERATORS = frozenset("/|^*+?!")
_PATTERN_KEYWORDS = frozenset(["OPTIONAL", "FILTER", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SERVICE"])


class SyntaxPosition(Enum):
    """What the grammar expects."""

    KEYWORD = "keyword"  #: outside of the braces
    SUBJECT = "subject"  #: also where a pattern such as OPTIONAL may begin
    PREDICATE = "predicate"
    OBJECT = "object"
    EXPRESSION = "expression"  #: inside FILTER(…), BIND(…) or SELECT (…)


@dataclass
class ParserState:
    """How far the open triple is, and inside which brackets."""

    position: SyntaxPosition = SyntaxPosition.KEYWORD
    subject: str = ""
    predicate: str | None = None
    term_end: int = 0  #: offset behind the last complete term or separator
    has_object: bool = False  #: whether the open triple has one
    variable: str = ""  #: the last one of an expression, or "VALUES" and then its variable
    compared_variable: str = ""  #: the one that the next term is compared with
    is_closed: bool = False  #: whether the outermost braces are closed
    is_inverse: bool = False  #: whether a ^ stands before the predicate
    bracket_stack: list[tuple[str, SyntaxPosition, str, str | None]] = field(default_factory=list)
    subject_classes: dict[str, list[str]] = field(default_factory=dict)
    #: variable, or a blank node's bracket → IRIs of the predicates that have it as their object
    incoming_predicates: dict[str, list[str]] = field(default_factory=dict)


def parse_partial_query(tokens: Iterable[Token], prefixes: Mapping[str, str]) -> ParserState:
    """Return the state of the parser behind the tokens."""
    parser = ParserState()
    for token in tokens:
        _consume(parser, token, prefixes)
    return parser


def _consume(parser: ParserState, token: Token, prefixes: Mapping[str, str]) -> None:
    if token.kind == "open":
        _open_bracket(parser, token)
    elif token.kind == "close":
        _close_bracket(parser)
    elif parser.position is SyntaxPosition.EXPRESSION:
        _consume_in_expression(parser, token)
    elif parser.position is not SyntaxPosition.KEYWORD:
        _consume_in_triple(parser, token, prefixes)


def _open_bracket(parser: ParserState, bracket: Token) -> None:
    if bracket.text == "{":  # where it closes, a pattern may begin
        parser.bracket_stack.append(
            ("{", parser.position if parser.position is SyntaxPosition.KEYWORD else SyntaxPosition.SUBJECT, "", None)
        )
        parser.position, parser.compared_variable = SyntaxPosition.SUBJECT, ""
        if parser.variable:  # VALUES ?x {
            parser.position, parser.compared_variable, parser.term_end, parser.has_object = (
                SyntaxPosition.OBJECT,
                parser.variable,
                bracket.end,
                False,
            )
        return
    parser.bracket_stack.append((bracket.text, parser.position, parser.subject, parser.predicate))
    if bracket.text == "[":
        if parser.position is SyntaxPosition.OBJECT and parser.predicate:
            parser.incoming_predicates[f"[{bracket.start}"] = [parser.predicate]
        parser.position, parser.subject = SyntaxPosition.PREDICATE, f"[{bracket.start}"
    elif parser.position is not SyntaxPosition.PREDICATE:  # a path in brackets goes on being a path
        parser.position = SyntaxPosition.EXPRESSION


def _close_bracket(parser: ParserState) -> None:
    bracket, spot, parser.subject, predicate = (
        parser.bracket_stack.pop() if parser.bracket_stack else ("", SyntaxPosition.KEYWORD, "", None)
    )
    parser.variable = parser.compared_variable = ""
    parser.has_object = bracket == "["
    parser.is_closed = parser.is_closed or (bracket == "{" and not parser.bracket_stack)
    if bracket == "[":
        parser.position, parser.predicate = (
            SyntaxPosition.PREDICATE if spot is SyntaxPosition.SUBJECT else SyntaxPosition.OBJECT,
            predicate,
        )
    elif spot is SyntaxPosition.PREDICATE:
        parser.position, parser.predicate = SyntaxPosition.OBJECT, None
    else:
        parser.position = spot


def _consume_in_expression(parser: ParserState, token: Token) -> None:
    """Follow which variable the next term is compared with: behind ?x =, ?x > or ?x IN (."""
    if token.kind == "variable":
        parser.variable, parser.compared_variable = token.text, ""
    elif token.text in ("=", "<", ">") or token.text.upper() == "IN":
        parser.compared_variable = parser.compared_variable or parser.variable
    elif token.text not in ("!", ",") and token.text.upper() != "NOT" and token.kind not in _TERM_KINDS:
        parser.variable = parser.compared_variable = ""


def _consume_in_triple(parser: ParserState, token: Token, prefixes: Mapping[str, str]) -> None:
    if token.text in (".", ";", ","):
        parser.position = {".": SyntaxPosition.SUBJECT, ";": SyntaxPosition.PREDICATE, ",": SyntaxPosition.OBJECT}[
            token.text
        ]
        parser.term_end, parser.has_object = token.end, False
    elif (
        token.kind == "word"
        and token.text.upper() in _PATTERN_KEYWORDS
        and (parser.has_object or parser.position is SyntaxPosition.SUBJECT)
    ):
        parser.position, parser.has_object = SyntaxPosition.SUBJECT, False
        parser.variable = "VALUES" if token.text.upper() == "VALUES" else ""
    elif parser.variable == "VALUES":
        parser.variable = token.text
    elif (
        token.text in _PATH_OPERATORS and parser.position is not SyntaxPosition.SUBJECT and not parser.has_object
    ):  # placed: ^^ before a datatype
        parser.position = SyntaxPosition.OBJECT if token.text in "*+?" else SyntaxPosition.PREDICATE
        parser.predicate, parser.term_end, parser.is_inverse = None, token.end, token.text == "^"
    elif parser.position is SyntaxPosition.SUBJECT and token.kind in _TERM_KINDS:
        parser.position, parser.subject = SyntaxPosition.PREDICATE, token.text
    elif parser.position is SyntaxPosition.PREDICATE and (token.kind in _TERM_KINDS or token.text == "a"):
        parser.predicate = TYPE if token.text == "a" else expand(token.text, prefixes)
        parser.predicate = None if parser.is_inverse else parser.predicate
        parser.position, parser.term_end, parser.has_object, parser.is_inverse = (
            SyntaxPosition.OBJECT,
            token.end,
            False,
            False,
        )
    elif parser.position is SyntaxPosition.OBJECT and token.kind in _TERM_KINDS:
        _consume_object(parser, token, prefixes)


def _consume_object(parser: ParserState, token: Token, prefixes: Mapping[str, str]) -> None:
    """Record the object of a triple, or one of the VALUES."""
    parser.term_end, parser.has_object = token.end, not parser.compared_variable
    if parser.compared_variable or parser.predicate is None:
        return
    value = expand(token.text, prefixes)
    if parser.predicate == TYPE and value:
        parser.subject_classes.setdefault(parser.subject, []).append(value)
    elif token.kind == "variable":
        parser.incoming_predicates.setdefault(token.text, []).append(parser.predicate)
