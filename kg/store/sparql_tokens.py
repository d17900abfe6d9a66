"""Tokenize SPARQL text, finished or not. Knows the lexical rules of the language; knows no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Possessive: what one of these has read, no other reads again, so that a token costs what it is long.
_WORDS = r"(?P<words>[^\W\d_][\w.-]*+)"  # the prefix of a name, or words and what joins them
_REST = r"""(?P<skip>\#[^\n]*+|\s++)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*+>)
    |(?P<quote>'''|\"\"\"|'|")
    |(?P<variable>[?$]\w++)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<name>_?:)
    |(?P<number>(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?)
    |(?P<word>[^\W\d]\w*+)
    |(?P<open>[({\[])
    |(?P<close>[)}\]])
    |(?P<sign>[!+-])
    |(?P<other>.)"""
_TOKEN = re.compile(f"{_WORDS}|{_REST}", re.VERBOSE | re.DOTALL)
_TOKEN_WITHOUT_PREFIX = re.compile(_REST, re.VERBOSE | re.DOTALL)
_WORD = re.compile(r"\w++")
_LOCAL_NAME = re.compile(r"(?:[\w:%-]++|\\.|\.(?=[\w:%.-]))*+", re.DOTALL)
_QUOTED = {
    "'": re.compile(r"(?:[^'\\\n\r]++|\\.)*+", re.DOTALL),
    '"': re.compile(r'(?:[^"\\\n\r]++|\\.)*+', re.DOTALL),
    "'''": re.compile(r"(?:[^'\\]++|\\.|'(?!''))*+", re.DOTALL),
    '"""': re.compile(r'(?:[^"\\]++|\\.|"(?!""))*+', re.DOTALL),
}  # what stands behind each opening quote
_PROLOGUE = frozenset(["PREFIX", "BASE", "VERSION"])
GRAPH_FORMS = frozenset(["CONSTRUCT", "DESCRIBE"])  #: forms of queries that give triples


@dataclass(frozen=True, slots=True)
class Token:
    """A lexical unit of a query, neither space nor comment."""

    kind: str  #: iri, string, variable, language, name, number, word, open, close, sign or other
    text: str
    start: int  #: offset in the query

    @property
    def end(self) -> int:
        """Offset of the first character after it."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens, in time linear in the text.

    A quote or `<` that nothing closes is a token `other` of one character.
    """
    position = prefix_from = 0
    unclosed: dict[str, int] = {}  # quote → offset before which another such quote is as unclosed as the last
    while position < len(text):
        match = (_TOKEN if position >= prefix_from else _TOKEN_WITHOUT_PREFIX).match(text, position)
        assert match is not None  # "other" is any character
        kind, end = match.lastgroup, match.end()
        if kind == "words":
            kind, end, prefix_from = _name_or_word(text, position, end)
        elif kind == "name":
            end = _end(_LOCAL_NAME, text, end)
        elif kind == "quote":
            kind, end = _string_or_quote(text, position, match.group(), unclosed)
        if kind and kind != "skip":
            yield Token(kind, text[position:end], position)
        position = end


def _name_or_word(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the kind and the end of what starts with these words, and from where on the next prefix may start."""
    if text.startswith(":", end):
        end = _end(_LOCAL_NAME, text, end + 1)
        return "name", end, end
    return "word", _end(_WORD, text, start), end  # no prefix starts within them: it would end here, too


def _string_or_quote(text: str, start: int, quote: str, unclosed: dict[str, int]) -> tuple[str, int]:
    """Return the kind and the end of what starts with a quote.

    A quote within a string that nothing closes is escaped, or the string would end there. A string that started behind
    it would be read as the first one was, so it isn't closed, either, and need not be read.
    """
    if start >= unclosed.get(quote, 0):
        end = _end(_QUOTED[quote], text, start + len(quote))
        if text.startswith(quote, end):
            return "string", end + len(quote)
        unclosed[quote] = end
    return ("string", start + 2) if len(quote) == 3 else ("other", start + 1)  # two of the three quotes: an empty one


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def first_keyword(found: Iterable[Token]) -> str:
    """Return the first word behind the prologue in upper case, which names the form of a query; "" for none."""
    words = (token.text.upper() for token in found if token.kind == "word")
    return next((word for word in words if word not in _PROLOGUE), "")
