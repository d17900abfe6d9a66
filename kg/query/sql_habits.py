"""Habits of SQL in a query, each with SPARQL's way, in terms of the query where that is short. Knows no graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.query.faults import Fault
from kg.query.grouping import CLAUSES
from kg.query.keywords import FORMS
from kg.query.sql_clauses import faults_behind_braces
from kg.query.sql_expressions import (
    EXPRESSION_WORDS,
    RENAMED,
    corrected_expression,
    corrected_span,
    is_bare_word,
)
from kg.query.sql_select import faults_of_select_clauses
from kg.store.sparql_tokens import Token

_MAX_EXAMPLE = 110  # characters of a corrected text in a hint
_MATCHING = "a dot joins patterns, and those that share a variable are joined by it"
_WAYS: Mapping[str, str] = {
    "JOIN": _MATCHING, "INNER": _MATCHING, "CROSS": _MATCHING, "NATURAL": _MATCHING, "ON": _MATCHING,
    "LEFT": "OPTIONAL { … } keeps rows without it", "OUTER": "OPTIONAL { … } keeps rows without it",
    "RIGHT": "OPTIONAL { … } keeps rows without it", "FULL": "OPTIONAL { … } keeps rows without it",
    "INTERSECT": _MATCHING, "EXCEPT": "MINUS { … } takes away what it matches",
    "TABLE": "\\schema lists classes and properties", "TABLES": "\\schema lists classes and properties",
    "SHOW": "\\schema lists classes and properties", "UPDATE": "DELETE { … } INSERT { … } WHERE { … } changes a graph",
    "AND": "&& joins conditions", "OR": "|| joins conditions, and { … } UNION { … } patterns", "NOT": "write !(…)",
    "LIKE": 'CONTAINS(STR(?x), "…"), STRSTARTS and STRENDS look into texts',
    "ILIKE": 'REGEX(STR(?x), "…", "i") looks into texts', "RLIKE": 'REGEX(STR(?x), "…") looks into texts',
    "IS": "BOUND(?x) is true where ?x has a value, and !BOUND(?x) where it has none",
    "NULL": "BOUND(?x) is true where ?x has a value, and !BOUND(?x) where it has none",
    "BETWEEN": "write ?x >= 1 && ?x <= 9", "CASE": "IF(condition, one, other) chooses",
    "WHEN": "IF(condition, one, other) chooses",
}  # fmt: skip
#: word of SQL that SPARQL lacks → what does its work
_COMPARISONS = ("=", "<", ">", "!")


def sql_habits(found: Sequence[Token], text: str) -> Iterator[Fault]:
    """Yield what is SQL in a query that the engine refuses, in the order of the text."""
    faults = [*faults_of_select_clauses(found, text), *faults_behind_braces(found)]
    brackets: list[int] = []
    for i, token in enumerate(found):
        if token.kind == "close" and brackets:
            brackets.pop()
        if brackets and found[brackets[0]].text == "{":
            opened = _expression_start(found, brackets)
            faults += _faults_in_expression(found, i, opened, text) if opened else _faults_in_pattern(found, i, text)
        elif not brackets:
            faults += _faults_outside_braces(found, i, text)
        if token.kind == "open":
            brackets.append(i)
    yield from sorted(faults, key=lambda fault: fault.start)


def _expression_start(found: Sequence[Token], brackets: Sequence[int]) -> int | None:
    """Return the outermost bracket of the expression at the end of these brackets; None: they end in a pattern."""
    opened = None
    for bracket in reversed(brackets):
        if found[bracket].text != "(":
            break
        opened = bracket
    return opened


def _faults_in_expression(found: Sequence[Token], i: int, opened: int, text: str) -> Iterator[Fault]:
    token, word = found[i], found[i].text.upper()
    follows = found[i + 1].text if i + 1 < len(found) else ""
    if token.text == "<>" or (token.text == "=" and follows == "="):
        yield _expression_fault(f"SPARQL has no {token.text + (follows if token.text == '=' else '')}", found, i, text)
    elif token.kind != "word" or (word == "NOT" and follows.upper() in ("IN", "EXISTS")):
        return
    elif word in EXPRESSION_WORDS or (word in RENAMED and follows == "("):
        name = f"{word} {follows.upper()}" if word == "IS" or (word == "NOT" and follows.upper() == "LIKE") else word
        yield _expression_fault(f"SPARQL has no {name}", found, i, text)
    elif word in _WAYS:
        yield Fault(f"SPARQL has no {word}", token.start, len(word), _WAYS[word])
    elif is_bare_word(token) and follows != "(" and found[opened - 1].text.upper() != "VALUES":
        yield _expression_fault(f"'{token.text}' is no variable", found, i, text)


def _expression_fault(message: str, found: Sequence[Token], i: int, text: str) -> Fault:
    token = found[i]
    corrected = corrected_expression(found, i, text)
    hint = f"write {corrected}" if corrected else _WAYS.get(token.text.upper(), f"variables have a mark: ?{token.text}")
    return Fault(message, token.start, len(token.text), _short(hint, _WAYS.get(token.text.upper(), "")))


def _short(hint: str, otherwise: str) -> str:
    return hint if len(hint) <= _MAX_EXAMPLE else otherwise


def _faults_in_pattern(found: Sequence[Token], i: int, text: str) -> Iterator[Fault]:
    token, word = found[i], found[i].text.upper()
    before, follows = found[i - 1], found[i + 1] if i + 1 < len(found) else None
    if word == "FILTER" and follows is not None and follows.kind in ("variable", "number", "string"):
        yield _condition_fault(found, i + 1, "a condition of FILTER stands in brackets", text)
    elif token.text in _COMPARISONS and before.kind == "variable" and follows is not None and token.text != "!":
        first = i - 2
        if found[first].text in ("{", ".", "}") or found[first].text.upper() == "WHERE":
            yield _condition_fault(found, i - 1, "a comparison is no pattern", text)
    elif token.text == "=" and before.kind in ("name", "iri") and follows is not None:
        example = f"write {before.text} {follows.text}"
        yield Fault("a property and its value have no = between them", token.start, 1, example)
    elif word == "WHERE" and follows is not None and follows.kind == "variable":
        yield _condition_fault(found, i + 1, "there is one WHERE, and FILTER in its braces", text)
    elif word == "IN" and before.kind == "variable" and follows is not None and follows.text == "(":
        yield _condition_fault(found, i - 1, "IN is a condition", text)
    elif token.kind == "word" and word in _WAYS and (word != "NOT" or not follows or follows.text.upper() != "EXISTS"):
        yield Fault(f"SPARQL has no {word}", token.start, len(word), _WAYS[word])


def _condition_fault(found: Sequence[Token], first: int, message: str, text: str) -> Fault:
    """Return the fault of a condition that stands among patterns, with the FILTER that it has to be."""
    last, depth = first, 0
    for i in range(first, len(found)):
        depth += (found[i].kind == "open") - (found[i].kind == "close")
        if depth < 0 or (not depth and found[i].text.upper() in (".", ";", "FILTER", "OPTIONAL")):
            break
        last = i
    condition = corrected_span(found, first, last, text)
    start, length = found[first].start, found[last].end - found[first].start
    return Fault(message, start, length, _short(f"write FILTER ({condition})", "write FILTER (…)"))


def _faults_outside_braces(found: Sequence[Token], i: int, text: str) -> Iterator[Fault]:
    token, word = found[i], found[i].text.upper()
    follows = found[i + 1] if i + 1 < len(found) else None
    if token.kind != "word" or follows is None:
        return
    is_second = any(one.text == "{" for one in found[:i])
    if word == "WHERE" and is_second and found[i - 1].text == "}" and follows.text == "{":
        yield Fault("there is one WHERE", token.start, len(word), "write all patterns in its braces")
    elif word in FORMS[:4] and is_second:
        yield Fault("a second query begins here", token.start, len(word), "run one after the other")
    elif word == "WHERE" and follows.text != "{":
        end = next((one.start for one in found[i:] if one.text.upper() in CLAUSES), len(text))
        rest = text[follows.start : end].strip()
        compares = any(one.text in _COMPARISONS for one in found[i:] if one.start < end)
        example = f"FILTER ({rest})" if compares else rest
        message = "there is one WHERE, and FILTER in its braces" if is_second else "WHERE has braces"
        yield Fault(message, token.start, len(word), _short(f"write {{ … {example} }}" if compares else
                    f"write WHERE {{ {example} }}", "write WHERE { … }"))  # fmt: skip
    elif word == "FROM" and follows.kind == "word" and follows.text.upper() != "NAMED":
        yield Fault("FROM names a graph, not a table", follows.start, len(follows.text),
                    "classes stand in the braces: WHERE { ?x a cno:Event }; \\schema lists them")  # fmt: skip
    elif word in _WAYS and word != "NOT":
        yield Fault(f"SPARQL has no {word}", token.start, len(word), _WAYS[word])
