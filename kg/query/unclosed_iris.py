"""Find IRIs that nothing closes, and that no further text can close: an IRI has no line ends. Knows only tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.store.sparql_tokens import Token

_ADDRESS = re.compile(r"<\w[\w+.-]*://")


def unclosed_iris(found: Iterable[Token], text: str) -> Iterator[Token]:
    """Yield each `<` that begins an IRI which does not end; one that compares two values is none."""
    brackets: list[str] = []
    for token in found:
        if token.kind == "open":
            brackets.append(token.text)
        elif token.kind == "close" and brackets:
            brackets.pop()
        elif token.text == "<" and token.kind == "other":
            is_comparison = "(" in brackets[-1:] and not _ADDRESS.match(text, token.start)
            is_doubled = "<" in (
                text[token.start - 1 : token.start],
                text[token.end : token.end + 1],
            )  # a triple term's
            if not is_comparison and not is_doubled:
                yield token
