"""Characters that a query gets from a web page or a word processor: which are meant otherwise, and which are wrong.

Knows the tokens of SPARQL; knows no terminal. What stands in strings, IRIs and comments is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kg.store.sparql_tokens import Token, tokens

_DOUBLE_QUOTES, _SINGLE_QUOTES = "“”„‟", "‘’‚‛"
_QUOTED = re.compile(r'[“”„‟]([^“”„‟"\\\n\r]*)[“”‟]|[‘’‚‛]([^‘’‚‛\'\\\n\r]*)[‘’‛]')
_INVISIBLE = frozenset("\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f")
_SPACE = re.compile(r"[^\S \t\n\r]")  # no-break and other wide and narrow ones
_LINE_ENDS = "\u0085\u2028\u2029\x0b\x0c"
_MAX_QUOTED = 1_000  # texts between curly quotes that are put right


def plain_query(text: str) -> str:
    """Return a query with plain spaces, line ends and quotation marks, where it can't be meant otherwise.

    Invisible characters go. A curly quotation mark without its other one stays, for the user to look at.
    """
    if text.isascii():
        return text
    pieces, at = [], 0
    for _ in range(_MAX_QUOTED):
        piece, length = _plain_piece(text[at:])
        pieces.append(piece)
        at += length
        if at >= len(text):
            break
    return "".join(pieces) + text[at:]


def _plain_piece(text: str) -> tuple[str, int]:
    """Return the text up to the end of the first one in curly quotes, and how long that was."""
    pieces, at = [], 0
    for token in tokens(text):
        pieces.append(_plain_gap(text[at : token.start]))
        at = token.end
        if token.kind != "other":
            pieces.append(token.text)
        elif quoted := _QUOTED.match(text, token.start):
            pieces.append(f"'{quoted[2]}'" if quoted[1] is None else f'"{quoted[1]}"')
            return "".join(pieces), quoted.end()
        elif token.text not in _INVISIBLE:
            pieces.append(token.text)
    return "".join(pieces) + _plain_gap(text[at:]), len(text)


def _plain_gap(text: str) -> str:
    """Return what stands between two tokens with plain spaces; a comment stays as it is."""
    if "#" in text or text.isascii():
        return text
    return _SPACE.sub(lambda match: "\n" if match[0] in _LINE_ENDS else " ", text)


def odd_characters(found: Iterable[Token]) -> Iterator[tuple[Token, str, str]]:
    """Yield the tokens that no query can have, each with its name and what to write instead ("" if nothing is near)."""
    for token in found:
        if token.kind == "other" and not token.text.isascii():
            name = unicodedata.name(token.text, f"U+{ord(token.text):04X}").lower()
            yield token, name, _instead(token.text)


def _instead(char: str) -> str:
    if char in _DOUBLE_QUOTES + _SINGLE_QUOTES + "«»‹›":
        return "texts stand between \"…\" or '…'"
    if unicodedata.category(char) == "Pd" or char == "\u2212":
        return "write -"
    near = unicodedata.normalize("NFKC", char)
    return f"write {near}" if near.isascii() and near.isprintable() else ""
