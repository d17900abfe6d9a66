"""The time adjunct of a trigger: its own day or interval, not the statement's. Knows time mentions and the parse."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.reading.mentions.time_mentions import TimeMention
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import SAME_CLAUSE, tree_distance


def time_adjunct(trigger: Token, times: Iterable[TimeMention], cue_tokens: frozenset[int]) -> TimeMention | None:
    """Return the time mention nearest to a trigger in the parse, or None: no date is better than the statement's.

    Args:
        trigger: the word that names the action.
        times: of the article.
        cue_tokens: indexes of reporting words; what attaches to them dates the statement.
    """
    in_sentence = [t for t in times if sentence_of(t.attachment_site) == sentence_of(trigger)]
    candidates = [(d, t) for t in in_sentence if (d := _distance(trigger, t, cue_tokens)) is not None]
    best = min(candidates, key=lambda c: (c[0], abs(c[1].first - trigger.i)), default=None)
    return best[1] if best else None


def _distance(trigger: Token, time: TimeMention, cue_tokens: frozenset[int]) -> int | None:
    """Return the steps in the parse from a time mention to a trigger, None where it dates something else.

    That is: the noun that it premodifies ("the December 31 attack"); a minor clause ("after being freed on Monday");
    the phrase that embeds the trigger ("the suspect in the shooting was freed on Monday").
    """
    distance = tree_distance(trigger, time.attachment_site, cue_tokens)
    if distance is None or distance == 0:
        return distance
    dates_other_noun = time.is_premodifier and time.attachment_site.head.i != trigger.i
    if dates_other_noun or (distance > 2 and _is_embedded(trigger)):
        return None
    return None if distance == SAME_CLAUSE and _is_minor_clause(time.attachment_site) else distance


def _is_minor_clause(verb: Token) -> bool:
    """Tell whether a verb heads a clause below another verb's, or one coordinated with a subject of its own."""
    if verb.dep_ == "conj" and verb.pos_ in ("VERB", "AUX"):
        return any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    return verb.pos_ in ("VERB", "AUX") and verb.dep_ in ("advcl", "acl", "pcomp", "xcomp")


def _is_embedded(noun: Token) -> bool:
    """Tell whether a noun stands inside another noun's phrase."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return False
    while noun.dep_ in ("conj", "compound"):
        noun = noun.head
    return noun.dep_ == "appos" or (noun.dep_ == "pobj" and noun.head.head.pos_ in ("NOUN", "PROPN"))
