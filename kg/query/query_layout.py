"""Format a query: a line for each pattern, two spaces for each brace. Knows tokens, which leave comments out."""

from __future__ import annotations

import re

from kg.query.keywords import KEYWORDS
from kg.store.query_guard import MAX_DEPTH, nesting_depth
from kg.store.sparql_tokens import tokens

_OWN_LINE = ("PREFIX", "BASE", "WHERE", "OPTIONAL", "FILTER", "BIND", "VALUES", "MINUS", "GRAPH", "GROUP", "ORDER",
             "LIMIT", "OFFSET", "HAVING", "SELECT", "CONSTRUCT", "DESCRIBE", "ASK")  # fmt: skip
_COMMENT = re.compile(r"^\s*#", re.MULTILINE)


def format_query(text: str) -> str:
    """Return the query formatted; one with comments, which have no tokens, or nested too deeply to run, as it is."""
    found = list(tokens(text))
    if nesting_depth(found) > MAX_DEPTH:  # each brace indents all that is within it
        return text
    if not found or _COMMENT.search(text) or any(token.text == "#" for token in found) or "#" in _gaps(text):
        return text
    lines: list[str] = []
    line, depth, brackets = "", 0, 0
    for number, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" and token.text.upper() in KEYWORDS else token.text
        word = "a" if word == "A" else word
        before = found[number - 1] if number else None
        if token.text == "}" or (
            token.kind == "word" and word in _OWN_LINE and not brackets and line.strip() not in ("", "}")
        ):
            lines, line = [*lines, *([line] if line.strip() else [])], ""
        depth -= token.text == "}"
        brackets += (token.text in "([") - (token.text in ")]")
        apart = bool(line.strip()) and before is not None and text[before.end : token.start] != ""
        line = f"{line}{' ' if apart else ''}{word}" if line else "  " * depth + word
        depth += token.text == "{"
        if token.text == "{" or (token.text in (".", ";") and not brackets and depth):
            lines, line = [*lines, line], ("  " * depth + "  " if token.text == ";" else "")
            line = line if token.text == ";" else ""
    return "\n".join(one.rstrip() for one in [*lines, line] if one.strip())


def _gaps(text: str) -> str:
    """Return the text between the tokens: spaces and comments."""
    gaps, at = [], 0
    for token in tokens(text):
        gaps.append(text[at : token.start])
        at = token.end
    return "".join([*gaps, text[at:]])
