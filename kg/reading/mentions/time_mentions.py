"""Give each trigger its own day or interval, not the statement's. Knows time phrases and the parse."""

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
    """A time phrase in the parse."""

    first: int
    last: int
    attachment_site: Token  #: what it hangs on
    interval: Interval
    mention: Mention
    is_premodifier: bool = False  #: it modifies the noun behind it: "Monday's attack"


def time_mentions(parsed: ParsedArticle, tagger: TimexTagger, published: date | None) -> tuple[TimeMention, ...]:
    """Return the time phrases of the prose that name days."""
    by_start = {start: i for i, start in enumerate(parsed.starts)}
    out: list[TimeMention] = []
    last: date | None = None
    for start, end in _paragraph_spans(parsed):
        found = tagger.time_expressions(
            parsed.clean.text[start:end],
            published,
            is_future=lambda at, base=start: _is_future(parsed, by_start, base + at),  # type: ignore[misc]
            last_day=last,
        )
        for phrase in found:
            tokens = _tokens(parsed, start + phrase.start, start + phrase.end)
            last = single_day(phrase.interval) or last
            if tokens:
                out.append(_time_mention(parsed, tokens, phrase.interval))
    return tuple(out)


def _paragraph_spans(parsed: ParsedArticle) -> list[tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for token, start, paragraph in zip(parsed.doc, parsed.starts, parsed.paragraphs, strict=True):
        first = spans.get(paragraph, (start, 0))[0]
        spans[paragraph] = (first, start + len(token))
    return list(spans.values())


def _tokens(parsed: ParsedArticle, start: int, end: int) -> list[Token]:
    first = bisect_left(parsed.starts, start)
    return [parsed.doc[i] for i in range(first, bisect_left(parsed.starts, end))]


def _time_mention(parsed: ParsedArticle, tokens: list[Token], interval: Interval) -> TimeMention:
    doc: Doc = parsed.doc
    span = doc[tokens[0].i : tokens[-1].i + 1]
    mention = parsed.mention_of_span(span)
    plain = Interval(interval.earliest, interval.latest, mention.text, interval.value, mention)
    noun = span.root if span.root.dep_ in ("poss", "compound", "nmod", "amod") else None
    if noun is not None and noun.head.i > span.root.i:
        return TimeMention(span.start, span.end - 1, noun.head, plain, mention, is_premodifier=True)
    return TimeMention(span.start, span.end - 1, _attachment_site(span.root, span.start, span.end), plain, mention)


def _attachment_site(root: Token, start: int, end: int) -> Token:
    while start <= root.i < end and root.dep_ != "ROOT":
        if not start <= root.head.i < end:
            return root.head if root.head.pos_ in ("VERB", "AUX", "NOUN") else attachment_site(root)
        root = root.head
    return root


def _is_future(parsed: ParsedArticle, by_start: dict[int, int], at: int) -> bool:
    """Tell whether the verb that governs the offset is in the future."""
    i = by_start.get(at)
    if i is None:
        return False
    verb = attachment_site(parsed.doc[i])
    return any(c.lower_ in _FUTURE for c in verb.children) or (
        verb.tag_ == "VB" and any(c.lower_ in _FUTURE for c in verb.head.children)
    )
