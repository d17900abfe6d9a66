"""Explain syntax errors of queries to their authors. Knows text and tokens; knows no store and no terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import QueryError
from kg.query.completeness import State, state
from kg.query.keywords import AGGREGATES, KEYWORDS
from kg.query.odd_characters import odd_characters
from kg.query.unclosed_iris import unclosed_iris
from kg.store.sparql_tokens import Token, tokens

_CLOSING = {"(": ")", "{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Fault:
    """An error with its place and a hint."""

    message: str
    start: int  #: offset in the query
    length: int = 1
    hint: str = ""


def explain(text: str, error: QueryError, prefixes: Mapping[str, str]) -> str:
    """Return the error as lines: the message, the line of the query, carets under the place, and a hint."""
    if error.line is None:
        return f"error: {str(error).removeprefix('query: ')}"
    fault = _fault(text, prefixes) or _engine_fault(text, error)
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
    fault = _fault(text, prefixes) or _engine_fault(text, error)
    line = text.count("\n", 0, fault.start) + 1
    column = fault.start - text.rfind("\n", 0, fault.start)
    place = "" if fault.message.startswith("error at") else f"{line}:{column}: "
    return f"query: {place}{fault.message}" + (f"; {fault.hint}" if fault.hint else "")


def _fault(text: str, prefixes: Mapping[str, str]) -> Fault | None:
    """Return the first usual mistake, or else the first token that can't be there."""
    found = list(tokens(text))
    if fault := next(_wrong_characters(found, text), None):
        return fault
    return next(_usual_mistakes(found, prefixes), None) or _first_wrong_token(found, text, prefixes)


def _wrong_characters(found: list[Token], text: str) -> Iterator[Fault]:
    """Yield what makes the rest unreadable; a quotation mark that is not closed has its own explanation."""
    quote = next((i for i, token in enumerate(found) if token.kind == "other" and token.text in "'\""), len(found))
    for token, name, hint in odd_characters(found[:quote]):
        yield Fault(f"{token.text} ({name}) has no place in a query", token.start, 1, hint)
    for token in unclosed_iris(found[:quote], text):
        yield Fault("< is not closed", token.start, 1, "an IRI ends with > and has no spaces and line ends")


def _usual_mistakes(found: list[Token], prefixes: Mapping[str, str]) -> Iterator[Fault]:
    yield from _unknown_prefixes(found, prefixes)
    yield from _unclosed_quotes(found)
    yield from _misspelled_keywords(found)
    yield from _unnamed_aggregates(found)
    yield from _ungrouped_variables(found)
    yield from _unbalanced_brackets(found)


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


def _misspelled_keywords(found: list[Token]) -> Iterator[Fault]:
    for token in found:
        if token.kind == "word" and token.text.upper() not in KEYWORDS:
            near = get_close_matches(token.text.upper(), sorted(KEYWORDS), 1, 0.6)
            hint = f"did you mean {near[0]}?" if near else "no word of SPARQL; names are written prefix:name"
            yield Fault(f"unknown word '{token.text}'", token.start, len(token.text), hint)


def _unnamed_aggregates(found: list[Token]) -> Iterator[Fault]:
    """Yield aggregates of a SELECT clause that are not written (… AS ?name)."""
    clause: list[Token] | None = None
    for token in found:
        word = token.text.upper()
        if word == "SELECT":
            clause = []
        elif clause is not None and (word == "WHERE" or token.text == "{"):
            yield from _unnamed_in_clause(clause)
            clause = None
        elif clause is not None:
            clause.append(token)


def _unnamed_in_clause(clause: list[Token]) -> Iterator[Fault]:
    depth, has_name = 0, False
    aggregate: Token | None = None
    for token in clause:
        depth += (token.kind == "open") - (token.kind == "close")
        has_name = has_name or token.text.upper() == "AS"
        if token.text.upper() in AGGREGATES and aggregate is None:
            aggregate, has_name = token, False
        if aggregate is not None and token.kind == "close" and depth == 0:
            if not has_name:
                word = aggregate.text.upper()
                yield Fault(f"{word} needs a name", aggregate.start, len(word), f"write ({word}(…) AS ?name)")
            aggregate = None


def _ungrouped_variables(found: list[Token]) -> Iterator[Fault]:
    """Yield variables that a grouped query selects and does not group by."""
    words = [token.text.upper() for token in found]
    if "GROUP" not in words or words.count("SELECT") != 1 or "{" not in words:
        return
    after = words.index("GROUP")
    end = next((i for i in range(after, len(words)) if words[i] in ("HAVING", "ORDER", "LIMIT", "OFFSET")), len(words))
    grouped = {token.text[1:] for token in found[after:end] if token.kind == "variable"}
    depth = 0
    for token in found[words.index("SELECT") : words.index("{")]:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "variable" and depth == 0 and token.text[1:] not in grouped:
            hint = f"add it to GROUP BY, or select (SAMPLE({token.text}) AS ?name)"
            yield Fault(f"{token.text} is neither grouped nor aggregated", token.start, len(token.text), hint)


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
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        if state(text[: found[middle].end], prefixes) is State.WRONG:
            high = middle
        else:
            low = middle + 1
    if low == len(found):
        return None
    token = found[low]
    line, column = text.count("\n", 0, token.start) + 1, token.start - text.rfind("\n", 0, token.start)
    return Fault(f"error at {line}:{column} near '{token.text}'", token.start, len(token.text))


def _engine_fault(text: str, error: QueryError) -> Fault:
    """Return the error at the place that the engine gives, the end of what it read."""
    lines = text.split("\n")
    line = min(error.line or 1, len(lines))
    start = sum(len(before) + 1 for before in lines[: line - 1]) + (error.column or 1) - 1
    start = max(0, min(start, len(text.rstrip()) - 1))
    return Fault(f"error at {line}:{error.column}: the query ends too early or breaks a rule", start)
