"""The time adjunct of a trigger: its own day or interval, not that of the statement. Knows time mentions and the parse."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.reading.mentions.time_mentions import TimeMention
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import SAME_CLAUSE, tree_distance


def time_adjunct(trigger: Token, phrases: Iterable[TimeMention], stops: frozenset[int]) -> TimeMention | None:
    """Return the time phrase nearest to a trigger in the parse, or None: no date is better than the statement's."""
    here = [p for p in phrases if sentence_of(p.attachment_site) == sentence_of(trigger)]
    reached = [(d, p) for p in here if (d := _distance(trigger, p, stops)) is not None]
    best = min(reached, key=lambda r: (r[0], abs(r[1].first - trigger.i)), default=None)
    return best[1] if best else None


def _distance(trigger: Token, phrase: TimeMention, stops: frozenset[int]) -> int | None:
    """Return how far a time phrase is from a trigger, or None where it tells of something else.

    That is: the noun that it stands before ("the December 31 attack"); a minor clause ("after being freed on Monday");
    what a noun inside another's phrase is not told of ("the suspect in the shooting was freed on Monday").
    """
    d = tree_distance(trigger, phrase.attachment_site, stops)
    if d is None or d == 0:
        return d
    if (phrase.is_premodifier and phrase.attachment_site.head.i != trigger.i) or (d > 2 and _is_embedded(trigger)):
        return None
    return None if d == SAME_CLAUSE and _is_minor_clause(phrase.attachment_site) else d


def _is_minor_clause(where: Token) -> bool:
    """Tell whether a verb is in a clause of its own, another verb's subject not shared."""
    if where.dep_ == "conj" and where.pos_ in ("VERB", "AUX"):
        return any(c.dep_ in ("nsubj", "nsubjpass") for c in where.children)
    return where.pos_ in ("VERB", "AUX") and where.dep_ in ("advcl", "acl", "pcomp", "xcomp")


def _is_embedded(noun: Token) -> bool:
    """Tell whether a noun stands inside another's phrase."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    while noun.dep_ in ("conj", "compound"):
        noun = noun.head
    return noun.dep_ == "appos" or (noun.dep_ == "pobj" and noun.head.head.pos_ in ("NOUN", "PROPN"))
