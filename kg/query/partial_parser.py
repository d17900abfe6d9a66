"""Parse a query, finished or not, as far as it goes: its triples, and where in one it ends. Knows no graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from kg.query.display_names import expand
from kg.store.sparql_tokens import Token

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TERM_KINDS = ("variable", "iri", "name", "string", "number")
_PATH_OPERATORS = frozenset("/|^*+?!")
_PATTERN_KEYWORDS = frozenset(["OPTIONAL", "FILTER", "BIND", "VALUES", "UNION", "MINUS", "GRAPH", "SERVICE"])
_ALTERNATIVES = frozenset(["OPTIONAL", "UNION", "MINUS", "EXISTS"])  # before braces whose triples need not hold


class SyntaxPosition(Enum):
    """What the grammar expects."""

    KEYWORD = "keyword"  #: outside of the braces
    SUBJECT = "subject"  #: also where a pattern such as OPTIONAL may begin
    PREDICATE = "predicate"
    OBJECT = "object"
    EXPRESSION = "expression"  #: inside FILTER(…), BIND(…) or SELECT (…)


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of a path."""

    predicate: str | None  #: IRI; None: a variable, or one of several
    is_inverse: bool = False  #: whether a ^ stands before it


@dataclass(frozen=True, slots=True)
class TriplePattern:
    """A triple of a query: from a node, or from a node within a path, by one step to an object."""

    subject: str  #: as it is written, or "[" and its offset for a blank node's bracket; "": a node within a path
    step: PathStep
    value: Token
    before: PathStep | None = None  #: the step that leads to a node within a path
    holds: bool = True  #: for every row; not in OPTIONAL, UNION, MINUS or EXISTS, seen from outside


@dataclass(frozen=True, slots=True)
class _OpenBracket:
    text: str
    position: SyntaxPosition  # where it stands
    subject: str
    step: PathStep
    first_pattern: int  # number of triples before it
    step_before: PathStep | None = None
    is_alternative: bool = False


_NO_STEP = PathStep(None)


@dataclass
class ParserState:
    """How far the open triple is, and inside which brackets."""

    position: SyntaxPosition = SyntaxPosition.KEYWORD
    subject: str = ""
    step: PathStep = _NO_STEP  #: the last one that is complete
    step_before: PathStep | None = None  #: the one before the step that is read; None: it begins at the subject
    term_end: int = 0  #: offset behind the last complete term or separator
    has_object: bool = False  #: whether the open triple has one
    variable: str = ""  #: the last one of an expression, or "VALUES" and then its variable
    compared_variable: str = ""  #: the one that the next term is compared with
    is_closed: bool = False  #: whether the outermost braces are closed
    is_inverse: bool = False  #: whether a ^ stands before the step that is read
    patterns: list[TriplePattern] = field(default_factory=list)  #: in the order of their objects
    _brackets: list[_OpenBracket] = field(default_factory=list)
    _is_complex: bool = False  # whether the step that is read is one of several, or none, or may be skipped
    _is_datatype: bool = False  # whether the ^^ behind a literal has been read
    _expects_alternative: bool = False  # whether the next braces are those of UNION, and the like
    _last_group: tuple[int, int] = (0, 0)  # the triples in the braces that were closed last, as a slice


def parse_partial_query(tokens: Iterable[Token], prefixes: Mapping[str, str]) -> ParserState:
    """Return the state of the parser behind the tokens."""
    parser = ParserState()
    for token in tokens:
        _consume(parser, token, prefixes)
    return parser


def _consume(parser: ParserState, token: Token, prefixes: Mapping[str, str]) -> None:
    if token.kind == "word" and (word := token.text.upper()) in _ALTERNATIVES:
        parser._expects_alternative = True
        if word == "UNION":
            _release(parser, *parser._last_group)
    if token.kind == "open":
        _open_bracket(parser, token)
    elif token.kind == "close":
        _close_bracket(parser)
    elif parser.position is SyntaxPosition.EXPRESSION:
        _consume_in_expression(parser, token)
    elif parser.position is not SyntaxPosition.KEYWORD:
        _consume_in_triple(parser, token, prefixes)


def _release(parser: ParserState, first: int, last: int) -> None:
    """Note that some triples need not hold where the parser is now."""
    parser.patterns[first:last] = [replace(one, holds=False) for one in parser.patterns[first:last]]


def _open_bracket(parser: ParserState, bracket: Token) -> None:
    number = len(parser.patterns)
    if bracket.text == "{":  # where it closes, a pattern may begin
        outside = SyntaxPosition.KEYWORD if parser.position is SyntaxPosition.KEYWORD else SyntaxPosition.SUBJECT
        parser._brackets.append(_OpenBracket("{", outside, "", _NO_STEP, number, None, parser._expects_alternative))
        parser._expects_alternative = False
        parser.position, parser.compared_variable = SyntaxPosition.SUBJECT, ""
        if parser.variable:  # VALUES ?x {
            parser.position, parser.compared_variable = SyntaxPosition.OBJECT, parser.variable
            parser.term_end, parser.has_object = bracket.end, False
        return
    parser._brackets.append(
        _OpenBracket(bracket.text, parser.position, parser.subject, parser.step, number, parser.step_before)
    )
    if bracket.text == "[":
        blank = f"[{bracket.start}"
        if parser.position is SyntaxPosition.OBJECT:
            _add_pattern(parser, Token("open", blank, bracket.start))
        parser.position, parser.subject, parser.step_before = SyntaxPosition.PREDICATE, blank, None
    elif parser.position is not SyntaxPosition.PREDICATE:  # a path in brackets goes on being a path
        parser.position = SyntaxPosition.EXPRESSION


def _close_bracket(parser: ParserState) -> None:
    closed = parser._brackets.pop() if parser._brackets else _OpenBracket("", SyntaxPosition.KEYWORD, "", _NO_STEP, 0)
    parser.subject = closed.subject
    parser.variable = parser.compared_variable = ""
    parser.has_object = closed.text == "["
    if closed.text == "{":
        parser.is_closed = parser.is_closed or not parser._brackets
        parser._last_group = (closed.first_pattern, len(parser.patterns))
        if closed.is_alternative:
            _release(parser, *parser._last_group)
    if closed.text == "[":
        is_subject = closed.position is SyntaxPosition.SUBJECT
        parser.position = SyntaxPosition.PREDICATE if is_subject else SyntaxPosition.OBJECT
        parser.step, parser.step_before = closed.step, closed.step_before
    elif closed.position is SyntaxPosition.PREDICATE:
        parser.position, parser.step = SyntaxPosition.OBJECT, _NO_STEP
    else:
        parser.position = closed.position


def _consume_in_expression(parser: ParserState, token: Token) -> None:
    """Follow which variable the next term is compared with: behind ?x =, ?x > or ?x IN (."""
    if token.kind == "variable":
        parser.variable, parser.compared_variable = token.text, ""
    elif token.text in ("=", "<", ">") or token.text.upper() == "IN":
        parser.compared_variable = parser.compared_variable or parser.variable
    elif token.text not in ("!", ",") and token.text.upper() != "NOT" and token.kind not in _TERM_KINDS:
        parser.variable = parser.compared_variable = ""


def _consume_in_triple(parser: ParserState, token: Token, prefixes: Mapping[str, str]) -> None:
    position = parser.position
    if token.text in (".", ";", ","):
        _consume_separator(parser, token)
    elif (
        token.kind == "word"
        and token.text.upper() in _PATTERN_KEYWORDS
        and (parser.has_object or position is SyntaxPosition.SUBJECT)
    ):
        parser.position, parser.has_object = SyntaxPosition.SUBJECT, False
        parser.variable = "VALUES" if token.text.upper() == "VALUES" else ""
    elif parser.variable == "VALUES":
        parser.variable = token.text
    elif token.text in _PATH_OPERATORS and position is not SyntaxPosition.SUBJECT:
        _consume_operator(parser, token)
    elif position is SyntaxPosition.SUBJECT and token.kind in _TERM_KINDS:
        parser.position, parser.subject, parser.step_before = SyntaxPosition.PREDICATE, token.text, None
    elif position is SyntaxPosition.PREDICATE and (token.kind in _TERM_KINDS or token.text == "a"):
        predicate = TYPE if token.text == "a" else expand(token.text, prefixes)
        parser.step = _NO_STEP if parser._is_complex else PathStep(predicate, parser.is_inverse)
        parser.position, parser.term_end, parser.has_object = SyntaxPosition.OBJECT, token.end, False
        parser.is_inverse = parser._is_complex = False
    elif position is SyntaxPosition.OBJECT and token.kind in _TERM_KINDS:
        _consume_object(parser, token)


def _consume_separator(parser: ParserState, separator: Token) -> None:
    position = {".": SyntaxPosition.SUBJECT, ";": SyntaxPosition.PREDICATE, ",": SyntaxPosition.OBJECT}[separator.text]
    parser.position, parser.term_end, parser.has_object = position, separator.end, False
    if separator.text != ",":
        parser.step_before, parser.is_inverse = None, False


def _consume_operator(parser: ParserState, operator: Token) -> None:
    """Follow a path, whose next step is read behind `/`, `|`, `^` and `!`, or the ^^ before a datatype."""
    if parser.has_object:
        parser._is_datatype = operator.text == "^"
        return
    parser.term_end = operator.end
    if operator.text in "*+?":
        parser.position = SyntaxPosition.OBJECT
        parser.step = parser.step if operator.text == "+" else _NO_STEP
        return
    if operator.text == "/":
        parser.step_before = parser.step
    parser._is_complex = operator.text in "|!"
    parser.is_inverse = operator.text == "^"
    parser.position, parser.step = SyntaxPosition.PREDICATE, _NO_STEP


def _consume_object(parser: ParserState, token: Token) -> None:
    """Record the object of a triple, or one of the VALUES."""
    parser.term_end, parser.has_object = token.end, not parser.compared_variable
    if parser._is_datatype:
        parser._is_datatype = False
    elif not parser.compared_variable:
        _add_pattern(parser, token)


def _add_pattern(parser: ParserState, value: Token) -> None:
    subject = parser.subject if parser.step_before is None else ""
    parser.patterns.append(TriplePattern(subject, parser.step, value, parser.step_before))
