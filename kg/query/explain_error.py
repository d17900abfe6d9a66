"""Explain syntax errors of queries to their authors. Knows text and tokens; knows no store and no terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import pairwise, takewhile

from kg.errors import QueryError
from kg.query.completeness import State, state
from kg.query.faults import Fault
from kg.query.grouping import CLAUSES, ungrouped_variables
from kg.query.keywords import KEYWORDS, similar_keyword
from kg.query.odd_characters import odd_characters
from kg.query.partial_parser import SyntaxPosition, parse_partial_query
from kg.query.sql_habits import sql_habits
from kg.query.unclosed_iris import unclosed_iris
from kg.store.sparql_tokens import Token, tokens

_MAX_SEARCHED = 400  # tokens in which the first wrong one is looked for; `state` parses no longer texts
_RELATIVE_IRI = re.compile(r"<(?![A-Za-z][\w+.-]*:)[^<>\s]*>")
_CLOSING = {"(": ")", "{": "}", "[": "]"}


def explain(text: str, error: QueryError, prefixes: Mapping[str, str]) -> str:
    """Return the error as lines: the message, the line of the query, carets under the place, and a hint."""
    if error.line is None:
        return f"error: {str(error).removeprefix('query: ')}"
    fault = _fault(text, prefixes) or _relative_iri(text) or _engine_fault(text, error)
    number = text.count("\n", 0, fault.start)
    begin = text.rfind("\n", 0, fault.start) + 1
    line, margin = text.splitlines()[number] if text else "", " " * len(f"  {number + 1}")
    indent = "".join("\t" if char == "\t" else " " for char in line[: fault.start - begin])
    mark = "^" * max(1, min(fault.length, len(line) - len(indent)))
    message = fault.message if fault.message.startswith("error") else f"error: {fault.message}"
    return f"{message}\n  {number + 1} │ {line}\n{margin} │ {indent}{mark}  {fault.hint}".rstrip()


def explain_in_one_line(text: str, error: QueryError, prefixes: Mapping[str, str]) -> str:
    """Return the error in one line with its place, as `query: 1:21: unknown prefix oont:; did you mean cno: ?`."""
    if error.line is None:
        return str(error)
    fault = _fault(text, prefixes) or _relative_iri(text) or _engine_fault(text, error)
    line = text.count("\n", 0, fault.start) + 1
    column = fault.start - text.rfind("\n", 0, fault.start)
    place = "" if fault.message.startswith("error at") else f"{line}:{column}: "
    return f"query: {place}{fault.message}" + (f"; {fault.hint}" if fault.hint else "")


def _fault(text: str, prefixes: Mapping[str, str]) -> Fault | None:
    """Return the first usual mistake, or else the first token that can't be there."""
    found = list(tokens(text))
    if fault := next(_wrong_characters(found, text), None):
        return fault
    return next(_usual_mistakes(found, text, prefixes), None) or _first_wrong_token(found, text, prefixes)


def _wrong_characters(found: list[Token], text: str) -> Iterator[Fault]:
    """Yield what makes the rest unreadable; a quotation mark that is not closed has its own explanation."""
    quote = next((i for i, token in enumerate(found) if token.kind == "other" and token.text in "'\""), len(found))
    for token, name, hint in odd_characters(found[:quote]):
        yield Fault(f"{token.text} ({name}) has no place in a query", token.start, 1, hint)
    for token in unclosed_iris(found[:quote], text):
        yield Fault("< is not closed", token.start, 1, "an IRI ends with > and has no spaces and line ends")


def _usual_mistakes(found: list[Token], text: str, prefixes: Mapping[str, str]) -> Iterator[Fault]:
    yield from _clause_alone(found)
    yield from _unknown_prefixes(found, prefixes)
    yield from _unclosed_quotes(found)
    yield from sql_habits(found, text)
    yield from _unknown_words(found, prefixes)
    yield from _ungrouped_variables(found)
    yield from _reused_names(found)
    yield from _unbalanced_brackets(found)


def _clause_alone(found: list[Token]) -> Iterator[Fault]:
    if found and found[0].kind == "word" and (word := found[0].text.upper()) in CLAUSES:
        yield Fault(f"{word} begins no query", found[0].start, len(word), "it follows the last brace of one")


def _unknown_prefixes(found: list[Token], prefixes: Mapping[str, str]) -> Iterator[Fault]:
    known = {*prefixes, "_"}
    for before, token in zip([None, *found], found, strict=False):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before is not None and before.text.upper() == "PREFIX":
                known.add(prefix)
            elif prefix not in known:
                near = get_close_matches(prefix, known - {"_"}, 1, 0.5)
                hint = (
                    f"did you mean {near[0]}: ?"
                    if near
                    else f"declare it: PREFIX {prefix}: <…>; \\prefix lists those known"
                )
                yield Fault(f"unknown prefix {prefix}:", token.start, max(1, len(prefix)), hint)


def _unclosed_quotes(found: list[Token]) -> Iterator[Fault]:
    for token in found:
        if token.kind == "other" and token.text in "'\"":
            yield Fault(f"{token.text} is not closed", token.start, 1, "text ends on the line where it begins")


def _unknown_words(found: list[Token], prefixes: Mapping[str, str]) -> Iterator[Fault]:
    for i, token in enumerate(found):
        word = token.text.upper()
        if token.kind == "word" and word not in KEYWORDS:
            near = similar_keyword(word)
            hint = f"did you mean {near}?" if near else _hint_on_bare_word(found, i, prefixes)
            yield Fault(f"unknown word '{token.text}'", token.start, len(token.text), hint)


def _hint_on_bare_word(found: list[Token], i: int, prefixes: Mapping[str, str]) -> str:
    """Return how to write a word that stands where a term may stand; it may be part of a name with a space."""
    parser, word = parse_partial_query(found[:i], prefixes), found[i].text
    if parser.position is SyntaxPosition.KEYWORD:
        return "no word of SPARQL; names are written prefix:name"
    if parser.has_object and found[i - 1].kind == "name":
        words = [one.text for one in takewhile(lambda one: one.kind == "word", found[i:])]
        return f"a name has no spaces; did you mean {'-'.join([found[i - 1].text, *words])}?"
    return f'write ?{word} for a variable, "{word}" for a text, or a node with its prefix'


def _ungrouped_variables(found: list[Token]) -> Iterator[Fault]:
    words = [token.text.upper() for token in found]
    if "GROUP" in words and words[:2] == ["SELECT", "*"]:
        yield Fault("* can't be grouped", found[1].start, 1, "name the variables: SELECT ?x (COUNT(*) AS ?n)")
    for one in ungrouped_variables(found):
        name = one.token.text
        hint = f"add it to GROUP BY, or select (SAMPLE({name}) AS ?name)"
        if one.may_be_grouped and "GROUP" not in words:
            hint = f"end the query with GROUP BY {name}, or select (SAMPLE({name}) AS ?name)"
        if one.is_result:
            hint = "it is a result of the same SELECT; write its expression once more"
        yield Fault(f"{name} is neither grouped nor aggregated", one.token.start, len(name), hint)


def _reused_names(found: list[Token]) -> Iterator[Fault]:
    """Yield names of expressions that are variables of the query already."""
    for before, token in pairwise(found):
        if before.text.upper() != "AS" or token.kind != "variable":
            continue
        same = [one for one in found if one.kind == "variable" and one.text[1:] == token.text[1:]]
        others = [one for one in same if one is not token]
        if any(one.start < token.start for one in others) or (others and _is_in_select(found, token)):
            hint = f"give the result a name of its own, such as {token.text}2"
            yield Fault(f"{token.text} is a variable of the query already", token.start, len(token.text), hint)


def _is_in_select(found: list[Token], token: Token) -> bool:
    before = [one.text.upper() for one in found if one.start < token.start]
    return "{" not in before and "SELECT" in before


def _unbalanced_brackets(found: list[Token]) -> Iterator[Fault]:
    opened: list[Token] = []
    for token in found:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close" and not opened:
            yield Fault(f"nothing opens this {token.text}", token.start)
            return
        elif token.kind == "close" and _CLOSING[(last := opened.pop()).text] != token.text:
            yield Fault(f"{last.text} is not closed", last.start, 1, f"{_CLOSING[last.text]} is missing")
            return
    if opened:
        yield Fault(f"{opened[-1].text} is not closed", opened[-1].start, 1, f"{_CLOSING[opened[-1].text]} is missing")


def _first_wrong_token(found: list[Token], text: str, prefixes: Mapping[str, str]) -> Fault | None:
    """Return the first token that no query can have there; the engine's own place may be many tokens later."""
    low, high = 0, (last := min(len(found), _MAX_SEARCHED))
    while low < high:
        middle = (low + high) // 2
        if state(text[: found[middle].end], prefixes) is State.WRONG:
            high = middle
        else:
            low = middle + 1
    if low == last:
        return None
    token = found[low]
    line, column = text.count("\n", 0, token.start) + 1, token.start - text.rfind("\n", 0, token.start)
    return Fault(f"error at {line}:{column} near '{token.text}'", token.start, len(token.text))


def _relative_iri(text: str) -> Fault | None:
    """Return the first relative IRI, of a query that says no base: where all else is right, that is wrong."""
    found = list(tokens(text))
    if any(token.text.upper() == "BASE" for token in found):
        return None
    relative = (token for token in found if token.kind == "iri" and _RELATIVE_IRI.fullmatch(token.text))
    hint = "give it in full, or say what it stands below: BASE <https://…>"
    return next((Fault(f"{token.text} is relative", token.start, len(token.text), hint) for token in relative), None)


def _engine_fault(text: str, error: QueryError) -> Fault:
    """Return the error at the place that the engine gives, the end of what it read."""
    lines = text.split("\n")
    line = min(error.line or 1, len(lines))
    start = sum(len(before) + 1 for before in lines[: line - 1]) + (error.column or 1) - 1
    start = max(0, min(start, len(text.rstrip()) - 1))
    return Fault(f"error at {line}:{error.column}: the query ends too early or breaks a rule", start)
