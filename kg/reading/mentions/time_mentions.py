"""Mentions of times in a parse, each with its attachment site. Knows time expressions and the parse."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from kg.model import Interval, Mention
from kg.reading.mentions.calendar import single_day
from kg.reading.mentions.timex import TimexTagger
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.tree_distance import attachment_site

_FUTURE = {"will", "wo", "shall", "'ll"}


@dataclass(frozen=True)
class TimeMention:
    """A time expression in the parse."""

    first: int  #: index of its first token
    last: int  #: index of its last token
    attachment_site: Token  #: its governor
    interval: Interval
    mention: Mention
    is_premodifier: bool = False  #: it modifies the noun after it: "Monday's attack"


def time_mentions(parsed: ParsedArticle, tagger: TimexTagger, published: date | None) -> tuple[TimeMention, ...]:
    """Return the time expressions of the prose that denote days, in the order of the text."""
    by_start = {start: i for i, start in enumerate(parsed.starts)}
    mentions: list[TimeMention] = []
    last_day: date | None = None
    for start, end in _paragraph_spans(parsed):
        expressions = tagger.time_expressions(
            parsed.clean.text[start:end],
            published,
            is_future=lambda offset, base=start: _is_future(parsed, by_start, base + offset),  # type: ignore[misc]
            last_day=last_day,
        )
        for timex in expressions:
            tokens = _tokens(parsed, start + timex.start, start + timex.end)
            last_day = single_day(timex.interval) or last_day
            if tokens:
                mentions.append(_time_mention(parsed, tokens, timex.interval))
    return tuple(mentions)


def _paragraph_spans(parsed: ParsedArticle) -> list[tuple[int, int]]:
    """Return the offsets of each paragraph in the cleaned text."""
    spans: dict[int, tuple[int, int]] = {}
    for token, start, paragraph in zip(parsed.doc, parsed.starts, parsed.paragraphs, strict=True):
        first = spans.get(paragraph, (start, 0))[0]
        spans[paragraph] = (first, start + len(token))
    return list(spans.values())


def _tokens(parsed: ParsedArticle, start: int, end: int) -> list[Token]:
    """Return the tokens that begin between two offsets of the cleaned text."""
    first = bisect_left(parsed.starts, start)
    return [parsed.doc[i] for i in range(first, bisect_left(parsed.starts, end))]


def _time_mention(parsed: ParsedArticle, tokens: list[Token], interval: Interval) -> TimeMention:
    doc: Doc = parsed.doc
    span = doc[tokens[0].i : tokens[-1].i + 1]
    mention = parsed.mention_of_span(span)
    interval = Interval(interval.earliest, interval.latest, mention.text, interval.value, mention)
    noun = span.root if span.root.dep_ in ("poss", "compound", "nmod", "amod") else None
    if noun is not None and noun.head.i > span.root.i:
        return TimeMention(span.start, span.end - 1, noun.head, interval, mention, is_premodifier=True)
    return TimeMention(span.start, span.end - 1, _attachment_site(span.root, span.start, span.end), interval, mention)


def _attachment_site(root: Token, start: int, end: int) -> Token:
    """Return the governor outside of a span of tokens, from the root of the span."""
    while start <= root.i < end and root.dep_ != "ROOT":
        if not start <= root.head.i < end:
            return root.head if root.head.pos_ in ("VERB", "AUX", "NOUN") else attachment_site(root)
        root = root.head
    return root


def _is_future(parsed: ParsedArticle, by_start: dict[int, int], offset: int) -> bool:
    """Tell whether the verb that governs the token at an offset is in the future."""
    i = by_start.get(offset)
    if i is None:
        return False
    verb = attachment_site(parsed.doc[i])
    return any(c.lower_ in _FUTURE for c in verb.children) or (
        verb.tag_ == "VB" and any(c.lower_ in _FUTURE for c in verb.head.children)
    )
