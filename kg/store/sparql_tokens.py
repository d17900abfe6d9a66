"""Tokenize SPARQL text, finished or not. Knows the lexical rules of the language; knows no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|\s+)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:_|[^\W\d_][\w.-]*)?:(?:[\w:%-]|\\.|\.(?=[\w:%.-]))*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<open>[({\[])
    |(?P<close>[)}\]])
    |(?P<sign>[!+-])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
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
    """Yield the tokens; a quote or `<` that nothing closes is a token `other` of one character."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "skip":
            yield Token(match.lastgroup, match.group(), match.start())


def first_keyword(found: Iterable[Token]) -> str:
    """Return the first word behind the prologue in upper case, which names the form of a query; "" for none."""
    words = (token.text.upper() for token in found if token.kind == "word")
    return next((word for word in words if word not in _PROLOGUE), "")
