"""SELECT clauses as SQL writes them, and as SPARQL does. Reads tokens; knows no graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.query.faults import Fault
from kg.query.keywords import AGGREGATES, KEYWORDS, similar_keyword
from kg.query.sql_expressions import is_bare_word
from kg.store.sparql_tokens import Token


def faults_of_select_clauses(found: Sequence[Token], text: str) -> Iterator[Fault]:
    """Yield the first fault of each SELECT clause, with the whole clause put right."""
    for i, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "SELECT":
            clause = _clause(found, i + 1)
            if fault := _first_fault(clause):
                message, wrong = fault
                yield Fault(message, wrong.start, len(wrong.text), f"write {corrected_clause(clause, text)}")


def _clause(found: Sequence[Token], first: int) -> Sequence[Token]:
    for i in range(first, len(found)):
        if found[i].text == "{" or found[i].text.upper() in ("WHERE", "FROM"):
            return found[first:i]
    return found[first:]


def _first_fault(clause: Sequence[Token]) -> tuple[str, Token] | None:
    depth, is_named = 0, False
    for i, token in enumerate(clause):
        word, follows = token.text.upper(), clause[i + 1].text if i + 1 < len(clause) else ""
        if word == "TOP" and follows.isdigit():
            return "SPARQL has no TOP", token
        if not depth and token.text == ",":
            return "no commas stand between variables", token
        if not depth and (word == "AS" or (word in AGGREGATES and _is_followed_by_name(clause, i))):
            return "an expression with its name stands in brackets", token
        if word in AGGREGATES and follows == "(" and not (depth and is_named):
            return f"{word} needs a name", token
        if not depth and word == "DISTINCT" and follows == "(":
            return "DISTINCT is no function", token
        if is_bare_word(token) and follows != "(" and similar_keyword(word) not in ("FROM", "WHERE", "DISTINCT"):
            return f"'{token.text}' is no variable", token
        if not depth and token.kind == "open":
            is_named = any(one.text.upper() == "AS" for one in clause[i : _end_of_bracket(clause, i)])
        depth += (token.kind == "open") - (token.kind == "close")
    return None


def _is_followed_by_name(clause: Sequence[Token], i: int) -> bool:
    end = _end_of_bracket(clause, i + 1)
    return end + 1 < len(clause) and clause[end + 1].text.upper() == "AS"


def corrected_clause(clause: Sequence[Token], text: str) -> str:
    """Return a SELECT clause as SPARQL writes it; a number behind TOP becomes a LIMIT behind the query."""
    parts: list[str] = []
    top, i = "", 0
    while i < len(clause):
        word, follows = clause[i].text.upper(), clause[i + 1].text if i + 1 < len(clause) else ""
        end = _end_of_bracket(clause, i + (clause[i].text != "("))
        if word == "TOP" and follows.isdigit():
            top, i = follows, i + 1
        elif word in AGGREGATES and follows == "(":
            inner = text[clause[i + 2].start : clause[end].start] if i + 2 < len(clause) else "*"
            parts.append(f"({word}({_marked(inner)}) AS ?{word.lower()})")
            i = end
        elif clause[i].text == "(":
            inside = clause[i + 1 : end]
            has_name = any(token.text.upper() == "AS" for token in inside)
            if parts and parts[-1] == "DISTINCT" and not has_name:
                parts += [_marked(token.text) for token in inside if token.text != ","]
            elif has_name or not inside:
                parts.append(text[clause[i].start : clause[end].end])
            else:
                parts.append(corrected_clause(inside, text).removeprefix("SELECT "))
            i = end
        elif word == "AS" and parts and follows:
            name = _marked(follows)
            inner = parts[-1].rpartition(" AS ")[0][1:] if parts[-1].startswith("(") else parts[-1]
            parts[-1] = f"({inner} AS {name})"
            i += 1
        elif clause[i].text != ",":
            parts.append(_marked(clause[i].text))
        i += 1
    return f"SELECT {' '.join(parts)}" + (f" … LIMIT {top}" if top else "")


def _end_of_bracket(clause: Sequence[Token], start: int) -> int:
    depth = 0
    for i in range(start, len(clause)):
        depth += (clause[i].kind == "open") - (clause[i].kind == "close")
        if depth <= 0:
            return i
    return len(clause) - 1


def _marked(word: str) -> str:
    """Return a bare word as a variable."""
    is_bare = word.isidentifier() and (word.upper() not in KEYWORDS or word.upper() == "A")
    return f"?{word}" if is_bare else word
