"""Give each trigger its own day or interval, not the statement's. Knows time phrases and the parse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from kg.model import Interval, Mention
from kg.reading.mentions.calendar import day
from kg.reading.mentions.timex import Calendar
from kg.reading.parse.nlp import Parsed
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import SAME_CLAUSE, distance, site

_FUTURE = {"will", "wo", "shall", "'ll"}


@dataclass(frozen=True)
class Dated:
    """A time phrase in the parse."""

    first: int
    last: int
    site: Token  #: what it hangs on
    interval: Interval
    mention: Mention
    before_noun: bool = False  #: it modifies the noun behind it: "Monday's attack"


def dated(parsed: Parsed, calendar: Calendar, said_on: date | None) -> tuple[Dated, ...]:
    """Return the time phrases of the prose that name days."""
    by_start = {start: i for i, start in enumerate(parsed.starts)}
    out: list[Dated] = []
    last: date | None = None
    for start, end in _paragraph_spans(parsed):
        found = calendar.phrases(
            parsed.clean.text[start:end],
            said_on,
            ahead=lambda at, base=start: _ahead(parsed, by_start, base + at),  # type: ignore[misc]
            last=last,
        )
        for phrase in found:
            tokens = _tokens(parsed, start + phrase.start, start + phrase.end)
            last = day(phrase.interval) or last
            if tokens:
                out.append(_dated(parsed, tokens, phrase.interval))
    return tuple(out)


def date_of(trigger: Token, phrases: Iterable[Dated], stops: frozenset[int]) -> Dated | None:
    """Return the time phrase nearest to a trigger in the parse, or None: no date is better than the statement's."""
    here = [p for p in phrases if sentence_of(p.site) == sentence_of(trigger)]
    reached = [(d, p) for p in here if (d := _distance(trigger, p, stops)) is not None]
    best = min(reached, key=lambda r: (r[0], abs(r[1].first - trigger.i)), default=None)
    return best[1] if best else None


def _distance(trigger: Token, phrase: Dated, stops: frozenset[int]) -> int | None:
    """Return how far a time phrase is from a trigger, or None where it tells of something else.

    That is: the noun that it stands before ("the December 31 attack"); a minor clause ("after being freed on Monday");
    what a noun inside another's phrase is not told of ("the suspect in the shooting was freed on Monday").
    """
    d = distance(trigger, phrase.site, stops)
    if d is None or d == 0:
        return d
    if (phrase.before_noun and phrase.site.head.i != trigger.i) or (d > 2 and _is_deep(trigger)):
        return None
    return None if d == SAME_CLAUSE and _is_minor(phrase.site) else d


def _is_minor(where: Token) -> bool:
    """Tell whether a verb is in a clause of its own, another verb's subject not shared."""
    if where.dep_ == "conj" and where.pos_ in ("VERB", "AUX"):
        return any(c.dep_ in ("nsubj", "nsubjpass") for c in where.children)
    return where.pos_ in ("VERB", "AUX") and where.dep_ in ("advcl", "acl", "pcomp", "xcomp")


def _is_deep(noun: Token) -> bool:
    """Tell whether a noun stands inside another's phrase."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    while noun.dep_ in ("conj", "compound"):
        noun = noun.head
    return noun.dep_ == "appos" or (noun.dep_ == "pobj" and noun.head.head.pos_ in ("NOUN", "PROPN"))


def _paragraph_spans(parsed: Parsed) -> list[tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for token, start, paragraph in zip(parsed.doc, parsed.starts, parsed.paragraphs, strict=True):
        first = spans.get(paragraph, (start, 0))[0]
        spans[paragraph] = (first, start + len(token))
    return list(spans.values())


def _tokens(parsed: Parsed, start: int, end: int) -> list[Token]:
    from bisect import bisect_left

    first = bisect_left(parsed.starts, start)
    return [parsed.doc[i] for i in range(first, bisect_left(parsed.starts, end))]


def _dated(parsed: Parsed, tokens: list[Token], interval: Interval) -> Dated:
    doc: Doc = parsed.doc
    span = doc[tokens[0].i : tokens[-1].i + 1]
    mention = parsed.over(span)
    plain = Interval(interval.earliest, interval.latest, mention.text, interval.value, mention)
    noun = span.root if span.root.dep_ in ("poss", "compound", "nmod", "amod") else None
    if noun is not None and noun.head.i > span.root.i:
        return Dated(span.start, span.end - 1, noun.head, plain, mention, before_noun=True)
    return Dated(span.start, span.end - 1, _site_of(span.root, span.start, span.end), plain, mention)


def _site_of(root: Token, start: int, end: int) -> Token:
    while start <= root.i < end and root.dep_ != "ROOT":
        if not start <= root.head.i < end:
            return root.head if root.head.pos_ in ("VERB", "AUX", "NOUN") else site(root)
        root = root.head
    return root


def _ahead(parsed: Parsed, by_start: dict[int, int], at: int) -> bool:
    """Tell whether the verb that governs the offset is in the future."""
    i = by_start.get(at)
    if i is None:
        return False
    verb = site(parsed.doc[i])
    return any(c.lower_ in _FUTURE for c in verb.children) or (
        verb.tag_ == "VB" and any(c.lower_ in _FUTURE for c in verb.head.children)
    )
