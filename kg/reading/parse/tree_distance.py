"""Distance between an adjunct (a time, a place) and a trigger in the dependency tree. Knows grammar only."""

from __future__ import annotations

from spacy.tokens import Token

from kg.reading.parse.sentences import sentence_of

SAME_CLAUSE = 8  #: distance where trigger and site share no more than their clause
_CLAUSE_DEPENDENCIES = {"ccomp", "relcl", "advcl", "acl", "parataxis", "csubj", "pcomp", "appos"}
_CLAUSE_HEADS = {"ccomp", "relcl", "parataxis", "csubj", "ROOT"}


def attachment_site(token: Token) -> Token:
    """Return the verb or noun that governs a time or place phrase, prepositions and names skipped."""
    head = token.head
    while head.i != token.i and head.dep_ != "ROOT":
        if head.pos_ in ("VERB", "AUX"):
            return head
        if head.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("appos", "conj", "nmod", "compound"):
            return head
        token, head = head, head.head
    return head


def tree_distance(trigger: Token, site: Token, cue_tokens: frozenset[int]) -> int | None:
    """Return the distance of an adjunct's attachment site from a trigger, 0 at the trigger; None out of reach.

    Args:
        trigger: the head of an event mention.
        site: the governor of the adjunct, from `attachment_site`.
        cue_tokens: indexes of reporting words: what attaches to them modifies the statement, not the event.
    """
    if site.i in cue_tokens and site.i != trigger.i:
        return None
    if site.i == trigger.i:
        return 0
    governors = _governors_in_clause(trigger, cue_tokens)
    if site.i in governors:
        return 2 + governors.index(site.i)
    steps = _steps_up_to(site, trigger)
    if steps is not None:
        return 1 + steps
    clause = _clause_head(site)
    if sentence_of(site) == sentence_of(trigger) and clause == _clause_head(trigger) and clause.i not in cue_tokens:
        return SAME_CLAUSE
    return None


def _governors_in_clause(trigger: Token, cue_tokens: frozenset[int]) -> list[int]:
    """Return the indexes of the governors of a trigger up to the head of its finite clause, nearest first."""
    governors: list[int] = []
    node = trigger
    while node.dep_ not in _CLAUSE_HEADS and node.head.i not in cue_tokens:
        node = node.head
        governors.append(node.i)
    return governors


def _steps_up_to(site: Token, trigger: Token) -> int | None:
    """Return the number of dependencies from the site up to the trigger, None with a clause boundary between."""
    node, steps = site, 0
    while node.i != trigger.i:
        if node.dep_ in _CLAUSE_DEPENDENCIES or node.dep_ == "ROOT" or (node.dep_ == "conj" and node.pos_ == "VERB"):
            return None
        node, steps = node.head, steps + 1
    return steps


def _clause_head(token: Token) -> Token:
    """Return the head of a token's finite clause."""
    while token.dep_ not in _CLAUSE_HEADS:
        token = token.head
    return token
