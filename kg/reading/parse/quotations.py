"""Find quotations and the verbs adjacent to them. Knows quotation marks and grammar; knows no source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from kg.reading.parse.nlp import ParsedArticle

_QUOTE = '"'
_MAX_NESTED = 6  #: tokens from the opening to the closing mark of a nested quotation


def has_quote(sent: Span) -> bool:
    """Tell whether a sentence holds a quotation mark."""
    return any(t.text == _QUOTE for t in sent)


def quotations(parsed: ParsedArticle) -> Iterator[tuple[int, int]]:
    """Yield quotations as ranges of token indexes, marks included; an unclosed one ends with its paragraph."""
    opening: int | None = None
    nested_closing = -1
    for token in parsed.doc:
        if opening is not None and parsed.paragraphs[token.i] != parsed.paragraphs[opening]:
            yield opening, token.i - 1
            opening = None
        if token.text != _QUOTE or token.i <= nested_closing:
            continue
        if opening is None:
            opening = token.i
        elif not _is_opening(token):
            yield opening, token.i
            opening = None
        elif (closing := _closing_of_nested(parsed, token)) is not None:
            nested_closing = closing
        else:  # the quotation before was never closed
            yield opening, token.i - 1
            opening = token.i
    if opening is not None:
        yield opening, len(parsed.doc) - 1


def distance_to_quotation(position: int, start: int, end: int) -> int:
    """Return the distance of a token from the nearer end of a quotation, in tokens."""
    return min(abs(position - start), abs(position - end))


def verbs_beside(doc: Doc, start: int, end: int) -> Iterator[Token]:
    """Yield the main verbs adjacent to a quotation, the nearest first: those before it, then those after."""
    first = doc[start].sent.start if doc[start].sent.start < start else start
    if start and doc[start - 1].text in (":", ","):
        first = doc[start - 1].sent.start
    for token in (*reversed(doc[first:start]), *doc[end + 1 : doc[end].sent.end]):
        if token.pos_ == "VERB" and token.dep_ not in ("relcl", "acl", "advcl", "xcomp", "amod", "pcomp"):
            yield token


def _is_opening(token: Token) -> bool:
    """Tell whether a mark opens a quotation: white space before it, none after."""
    return not token.whitespace_ and token.i > 0 and bool(token.nbor(-1).whitespace_)


def _closing_of_nested(parsed: ParsedArticle, token: Token) -> int | None:
    """Return the index of the mark that closes a nested quotation ('the "republic" is not"'), None if it opens none.

    Two closing marks must follow in the paragraph: of the nested quotation and of the outer one.
    """
    following = takewhile(lambda t: parsed.paragraphs[t.i] == parsed.paragraphs[token.i], parsed.doc[token.i + 1 :])
    marks = [t for t in following if t.text == _QUOTE]
    if len(marks) < 2 or _is_opening(marks[0]) or _is_opening(marks[1]) or marks[0].i - token.i > _MAX_NESTED:
        return None
    return marks[0].i
