"""The extent of the content of a cue: which tokens a source is responsible for. Knows grammar only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from kg.reading.parse.reported_speech import Cue

_CONTRASTIVE_MARKS = {"while", "whereas", "although", "though"}


def phrase_tokens(head: Token, excluded: tuple[str, ...] = ("relcl", "acl")) -> list[Token]:
    """Return the tokens of a head's phrase in the order of the text.

    Args:
        head: of the phrase.
        excluded: dependency labels of clauses after the head that are left out.
    """
    with_path = ((t, [a for a in (t, *t.ancestors) if head.is_ancestor(a)]) for t in head.subtree)
    return [t for t, path in with_path if not any(a.dep_ in excluded and a.i > head.i for a in path)]


def without_contrasts(cue: Cue, cues: Iterable[Cue]) -> Cue:
    """Return a cue without contrasted clauses: "the UN says …, while the army says …" has two sources."""
    contrasted: set[int] = set()
    for verb in (c.token for c in cues if c.token.i in cue.content and c.token.dep_ == "advcl"):
        if any(c.dep_ == "mark" and c.lower_ in _CONTRASTIVE_MARKS for c in verb.children):
            contrasted |= {t.i for t in verb.subtree}
    return replace(cue, content=cue.content - contrasted) if contrasted else cue


def according_to_scope(first: Token, outside: set[int]) -> set[int]:
    """Return the tokens that "according to" covers: its sentence from either end of it, else its clause.

    Args:
        first: "according".
        outside: indexes of the tokens of the cue and its sources, which are no content.
    """
    sent = first.sent
    end = next((t.i for t in sent if t.text == ";" and t.i > first.i), sent.end)
    begin = max((t.i + 1 for t in sent if t.text == ";" and t.i < first.i), default=sent.start)
    is_last = all(t.is_punct or t.i in outside for t in first.doc[first.i : end])
    if first.i <= begin + 1 or (is_last and first.nbor(-1).text == ","):
        return set(range(begin, end))
    head = first.head
    while head.pos_ not in ("VERB", "AUX") and head.dep_ != "ROOT":
        head = head.head
    if first.nbor(-1).text == ",":  # "struck, and then, according to officials, fled"
        head = next((c for c in head.conjuncts if c.i > first.i > head.i and c.pos_ == "VERB"), head)
    return {t.i for t in head.subtree}


def is_demanded(token: Token, preposition: Token) -> bool:
    """Tell whether a word is what is demanded, and not the topic of that: "an inquiry into the killings"."""
    path = (token, *(a for a in token.ancestors if preposition.is_ancestor(a)))
    in_clause = any(a.dep_ in ("acl", "relcl", "advcl") and a.tag_ != "VB" for a in path)
    is_topic = any(a.dep_ == "prep" and a.lower_ != "of" for a in path)
    return token.i == preposition.i or not (in_clause or is_topic)


def ends_at_semicolon(clause: Token) -> bool:
    """Tell whether a semicolon ends a clause, so that the verb after it does not report it."""
    end = clause.right_edge.i + 1
    return end < clause.head.i and clause.doc[end].text == ";"


def is_content_clause(clause: Token) -> bool:
    """Tell whether a noun's clause is its content ("the claim that …") and does not describe it."""
    is_marked = any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children)
    is_perfect_infinitive = {"to", "have"} <= {c.lower_ for c in clause.children if c.dep_ == "aux"}
    return is_marked or clause.dep_ == "ccomp" or is_perfect_infinitive


def is_parenthetical(verb: Token) -> bool:
    """Tell whether a reporting verb stands inside its content: ", officials added,", "as the army claims"."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i}
    if "as" in marks:
        return True
    before = verb.left_edge.i - (not verb.left_edge.is_punct)
    is_set_off = before >= verb.sent.start and verb.doc[before].is_punct
    has_subject = any(c.dep_ == "nsubj" for c in verb.children)
    has_quote_mark = any(t.is_quote for t in verb.doc[max(0, verb.left_edge.i - 1) : verb.right_edge.i + 2])
    has_complement = any(c.dep_ in ("ccomp", "dobj") for c in verb.children)
    return is_set_off and has_subject and not has_quote_mark and not marks and not has_complement
