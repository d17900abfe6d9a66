"""Find quotations and the verbs that stand beside them. Knows marks and grammar; knows no source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from kg.reading.parse.nlp import ParsedArticle

_QUOTE = '"'
_NESTED = 6  #: tokens within which a mark inside a quotation is closed again


def has_quote(sent: Span) -> bool:
    """Tell whether a quotation mark stands in a sentence."""
    return any(t.text == _QUOTE for t in sent)


def quotations(parsed: ParsedArticle) -> Iterator[tuple[int, int]]:
    """Yield quotations as token ranges, marks included; one that isn't closed ends with its paragraph."""
    opened: int | None = None
    nested = -1
    for token in parsed.doc:
        if opened is not None and parsed.paragraphs[token.i] != parsed.paragraphs[opened]:
            yield opened, token.i - 1
            opened = None
        if token.text != _QUOTE or token.i <= nested:
            continue
        if opened is None:
            opened = token.i
        elif not _opens(token):
            yield opened, token.i
            opened = None
        elif (closing := _closing_of_nested(parsed, token)) is not None:
            nested = closing
        else:  # the mark before was never closed
            yield opened, token.i - 1
            opened = token.i
    if opened is not None:
        yield opened, len(parsed.doc) - 1


def distance_to_quotation(position: int, start: int, end: int) -> int:
    """Return how far a token is from a quotation."""
    return min(abs(position - start), abs(position - end))


def verbs_beside(doc: Doc, start: int, end: int) -> Iterator[Token]:
    """Yield the main verbs beside a quotation, the nearest first: those before it, then those after."""
    before = doc[start].sent.start if doc[start].sent.start < start else start
    if start and doc[start - 1].text in (":", ","):
        before = doc[start - 1].sent.start
    beside = [*reversed(doc[before:start]), *doc[end + 1 : doc[end].sent.end]]
    for token in beside:
        if token.pos_ == "VERB" and token.dep_ not in ("relcl", "acl", "advcl", "xcomp", "amod", "pcomp"):
            yield token


def _opens(token: Token) -> bool:
    """Tell whether a mark leans on the word after it."""
    return not token.whitespace_ and token.i > 0 and bool(token.nbor(-1).whitespace_)


def _closing_of_nested(parsed: ParsedArticle, token: Token) -> int | None:
    """Return the mark that closes one opened inside a quotation ('the "republic" is not"'); None without two more."""
    after = takewhile(lambda t: parsed.paragraphs[t.i] == parsed.paragraphs[token.i], parsed.doc[token.i + 1 :])
    rest = [t for t in after if t.text == _QUOTE]
    if len(rest) < 2 or _opens(rest[0]) or _opens(rest[1]) or rest[0].i - token.i > _NESTED:
        return None
    return rest[0].i
