"""Rewrite expressions of SQL as those of SPARQL. Reads tokens; knows no graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.query.keywords import KEYWORDS
from kg.store.sparql_tokens import Token

EXPRESSION_WORDS = frozenset(["AND", "OR", "NOT", "LIKE", "ILIKE", "IS", "NULL", "BETWEEN"])  #: that are rewritten
RENAMED: Mapping[str, str] = {
    "LENGTH": "STRLEN", "LEN": "STRLEN", "UPPER": "UCASE", "LOWER": "LCASE", "SUBSTRING": "SUBSTR", "NVL": "COALESCE",
    "IFNULL": "COALESCE", "GETDATE": "NOW", "CURDATE": "NOW", "SYSDATE": "NOW", "TO_DATE": "xsd:date",
    "DATE": "xsd:date", "TO_NUMBER": "xsd:decimal", "INSTR": "CONTAINS", "CHARINDEX": "CONTAINS", "CEILING": "CEIL",
}  # fmt: skip
#: function of SQL → that of SPARQL, which takes the same
_SIMPLE = {"AND": "&&", "OR": "||", "<>": "!="}
_Piece = tuple[str, str]  # the space before it, and its text


def corrected_expression(found: Sequence[Token], index: int, text: str) -> str:
    """Return the whole expression around a token in SPARQL, with its brackets; empty if they are not closed."""
    first, last = _brackets_around(found, index)
    return "" if last is None else corrected_span(found, first, last, text)


def corrected_span(found: Sequence[Token], first: int, last: int, text: str) -> str:
    """Return the expression from the first to the last of these tokens in SPARQL."""
    pieces: list[_Piece] = []
    i = first
    while i <= last:
        gap = text[found[i - 1].end : found[i].start] if i > first else ""
        if found[i].text.upper() == "NOT" and found[i + 1].text.upper() not in ("IN", "EXISTS", "LIKE", "ILIKE", "("):
            end = _end_of_condition(found, i + 1, last)
            pieces.append((gap, f"!({corrected_span(found, i + 1, end, text)})"))
            i = end + 1
        else:
            i += _rewrite(found, i, gap, pieces)
    return " ".join("".join(gap + piece for gap, piece in pieces).split())


def _end_of_condition(found: Sequence[Token], start: int, last: int) -> int:
    """Return the last token before AND, OR or the bracket that closes."""
    depth = 0
    for i in range(start, last + 1):
        depth += (found[i].kind == "open") - (found[i].kind == "close")
        if depth < 0 or (not depth and found[i].text.upper() in ("AND", "OR")):
            return i - 1
    return last


def _brackets_around(found: Sequence[Token], index: int) -> tuple[int, int | None]:
    """Return the outermost round bracket around a token, inside of braces, and the one that closes it."""
    opened: list[int] = []
    for i in range(index):
        if found[i].kind == "open":
            opened.append(i)
        elif found[i].kind == "close" and opened:
            opened.pop()
    first = len(opened)
    while first and found[opened[first - 1]].text == "(":
        first -= 1
    start, depth = opened[first] if first < len(opened) else index, 0
    for i in range(start, len(found)):
        depth += (found[i].kind == "open") - (found[i].kind == "close")
        if not depth:
            return start, i
    return start, None


def _rewrite(found: Sequence[Token], i: int, gap: str, pieces: list[_Piece]) -> int:
    """Append what a token means, or change what stands before it; return how many tokens were read."""
    token, word = found[i], found[i].text.upper()
    after = [one.text.upper() for one in found[i + 1 : i + 4]] + [""] * 3
    if word == "NOT" and after[0] in ("LIKE", "ILIKE"):
        length = 1 + _rewrite(found, i + 1, gap, pieces)
        pieces[-1] = (pieces[-1][0], "!" + pieces[-1][1])
        return length
    if word in ("LIKE", "ILIKE") and i + 1 < len(found) and found[i + 1].kind == "string":
        _replace_operand(pieces, lambda operand: _text_search(operand, found[i + 1].text, ignores_case=word == "ILIKE"))
        return 2
    if word == "IS" and (after[0] == "NULL" or after[:2] == ["NOT", "NULL"]):
        _replace_operand(pieces, lambda operand: _bound(operand, is_bound=after[0] == "NOT"))
        return 2 + (after[0] == "NOT")
    if token.text in ("=", "!") and "NULL" in after[: 1 + (token.text == "!")]:
        _replace_operand(pieces, lambda operand: _bound(operand, is_bound=token.text == "!"))
        return 2 + (token.text == "!")
    if word == "BETWEEN" and after[1] == "AND" and after[2]:
        low, high = found[i + 1].text, found[i + 3].text
        _replace_operand(pieces, lambda operand: f"{operand} >= {low} && {operand} <= {high}")
        return 4
    if token.text == "=" and after[0] == "=":
        pieces.append((gap, "="))
        return 2
    pieces.append((gap, _replacement(token, after[0])))
    return 1


def _replacement(token: Token, follows: str) -> str:
    word = token.text.upper()
    if word in _SIMPLE or (word == "NOT" and follows == "("):
        return _SIMPLE.get(word, "!")
    if follows == "(":
        return RENAMED.get(word, token.text)
    return f"?{token.text}" if is_bare_word(token) else token.text


def is_bare_word(token: Token) -> bool:
    """Tell whether a word is none of SPARQL's expressions, so that it may be meant as a variable."""
    return token.kind == "word" and (token.text.upper() not in KEYWORDS or token.text.upper() == "A")


def _replace_operand(pieces: list[_Piece], rewrite: Callable[[str], str]) -> None:
    """Replace the operand that the pieces end with: a term, or a call with its brackets."""
    start, depth = len(pieces) - 1, 0
    while start > 0:
        depth += (pieces[start][1] == ")") - (pieces[start][1] == "(")
        if depth <= 0:
            break
        start -= 1
    if start > 0 and pieces[start][1] == "(" and pieces[start - 1][1].replace("_", "").isalnum():
        start -= 1
    operand = "".join(gap + piece for gap, piece in pieces[start:]).strip()
    gap = pieces[start][0]
    pieces[start:] = [(gap, rewrite(operand))]


def _bound(operand: str, *, is_bound: bool) -> str:
    return f"{'' if is_bound else '!'}BOUND({operand})"


def _text_search(operand: str, pattern: str, *, ignores_case: bool) -> str:
    """Return the function that finds what LIKE finds, by where the pattern has its percent signs."""
    quote, inner = pattern[0], pattern[1:-1]
    operand = operand if operand.upper().startswith("STR(") else f"STR({operand})"
    bare = inner.strip("%")
    if ignores_case or "%" in bare or "_" in bare:
        regex = ("" if inner.startswith("%") else "^") + bare.replace("%", ".*").replace("_", ".")
        regex += "" if inner.endswith("%") else "$"
        return f"REGEX({operand}, {quote}{regex}{quote}" + (f", {quote}i{quote})" if ignores_case else ")")
    starts, ends = inner.startswith("%"), inner.endswith("%")
    if not starts and not ends:
        return f"{operand} = {quote}{bare}{quote}"
    name = "CONTAINS" if starts and ends else "STRENDS" if starts else "STRSTARTS"
    return f"{name}({operand}, {quote}{bare}{quote})"
