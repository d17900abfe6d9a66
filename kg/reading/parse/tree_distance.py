"""How near an adjunct (a time, a place) stands to a trigger in the parse. Knows grammar only."""

from __future__ import annotations

from spacy.tokens import Token

from kg.reading.parse.sentences import sentence_of

SAME_CLAUSE = 8  #: the distance where nothing but the clause ties the two together
_CLAUSES = {"ccomp", "relcl", "advcl", "acl", "parataxis", "csubj", "pcomp", "appos"}
_OWN_CLAUSE = {"ccomp", "relcl", "parataxis", "csubj", "ROOT"}


def attachment_site(token: Token) -> Token:
    """Return the verb or noun that a time or place phrase hangs on, prepositions and names skipped."""
    head = token.head
    while head.i != token.i and head.dep_ != "ROOT":
        if head.pos_ in ("VERB", "AUX"):
            return head
        if head.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("appos", "conj", "nmod", "compound"):
            return head
        token, head = head, head.head
    return head


def tree_distance(trigger: Token, where: Token, stops: frozenset[int]) -> int | None:
    """Return how far an adjunct's site is from a trigger: 0 on it, more further off; None out of reach.

    Args:
        trigger: the word that names the action.
        where: what the adjunct hangs on, from `site`.
        stops: tokens of reporting verbs: what hangs on them tells of the statement.
    """
    if where.i in stops and where.i != trigger.i:
        return None
    if where.i == trigger.i:
        return 0
    up = _governors_in_clause(trigger, stops)
    if where.i in up:
        return 2 + up.index(where.i)
    down = _steps_up_to(where, trigger)
    if down is not None:
        return 1 + down
    clause = _clause_head(where)
    if sentence_of(where) == sentence_of(trigger) and clause == _clause_head(trigger) and clause.i not in stops:
        return SAME_CLAUSE
    return None


def _governors_in_clause(trigger: Token, stops: frozenset[int]) -> list[int]:
    """Return what governs the trigger within its own clause, and past "-ing" and coordination."""
    out: list[int] = []
    node = trigger
    while node.dep_ not in _OWN_CLAUSE and node.head.i not in stops:
        node = node.head
        out.append(node.i)
    return out


def _steps_up_to(where: Token, trigger: Token) -> int | None:
    """Return the steps from the site up to the trigger, or None when another clause lies between."""
    node, steps = where, 0
    while node.i != trigger.i:
        if node.dep_ in _CLAUSES or node.dep_ == "ROOT" or (node.dep_ == "conj" and node.pos_ == "VERB"):
            return None
        node, steps = node.head, steps + 1
    return steps


def _clause_head(token: Token) -> Token:
    while token.dep_ not in _OWN_CLAUSE:
        token = token.head
    return token
