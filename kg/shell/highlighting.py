"""Highlight a query by its tokens, in time linear in the text. Knows the classes of styles; knows no colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import split_lines
from prompt_toolkit.lexers import Lexer

from kg.query.keywords import AGGREGATES, FUNCTIONS, KEYWORDS
from kg.store.sparql_tokens import Token, tokens

_CLASSES = {
    "iri": "name.label", "string": "literal.string", "variable": "name.variable", "open": "punctuation",
    "close": "punctuation", "sign": "operator",
}  # fmt: skip
_FUNCTIONS = frozenset([*FUNCTIONS, *AGGREGATES, "EXISTS", "SEPARATOR"])
_PUNCTUATION = frozenset(".,;")

Fragment = tuple[str, str]  #: style and text


class QueryLexer(Lexer):
    """Highlights SPARQL at the prompt with the classes of styles that Pygments has for it."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return what gives the fragments of a line by its number."""
        lines = list(split_lines(list(query_fragments(document.text))))
        return lambda number: list(lines[number]) if number < len(lines) else []


def query_fragments(text: str) -> Iterator[Fragment]:
    """Yield all of a query in fragments: tokens by their kind, and the comments between them."""
    end = 0
    for token in tokens(text):
        yield from _gap(text[end : token.start])
        yield from _token(token)
        end = token.end
    yield from _gap(text[end:])


def _gap(text: str) -> Iterator[Fragment]:
    if text:
        yield (_style("comment") if "#" in text else "", text)


def _token(token: Token) -> Iterator[Fragment]:
    if token.kind == "name" and not token.text.startswith("_:"):
        prefix, _, local = token.text.partition(":")
        yield from ((_style("name.namespace"), prefix), (_style("punctuation"), ":"), (_style("name.tag"), local))
    elif token.kind == "language":
        yield from ((_style("operator"), "@"), (_style("name.function"), token.text[1:]))
    else:
        yield (_token_style(token), token.text)


def _token_style(token: Token) -> str:
    if token.kind == "number":
        return _style("literal.number.integer" if token.text.isdigit() else "literal.number.float")
    if token.kind == "word":
        return _word_style(token.text.upper())
    if token.kind == "other":
        return _style("punctuation" if token.text in _PUNCTUATION else "operator")
    return _style(_CLASSES.get(token.kind, "name.label"))  # a blank node


def _word_style(word: str) -> str:
    if word in ("TRUE", "FALSE"):
        return _style("keyword.constant")
    if word in _FUNCTIONS:
        return _style("name.function")
    return _style("keyword") if word in KEYWORDS else ""


def _style(name: str) -> str:
    return f"class:pygments.{name}"
