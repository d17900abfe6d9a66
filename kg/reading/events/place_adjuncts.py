"""The place adjunct of a trigger: the smallest named place that its sentence gives it.

Knows the parse; `kg.resolve` knows the gazetteer.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import replace

from spacy.tokens import Token

from kg.model import Place
from kg.reading.mentions.place_attachment import PlaceMention, is_directional, is_locative
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import tree_distance

#: rules by which a trigger has a place, as `kg read --explain` shows them; parts of feature names in `weights.json`
STATED = "where it is said to be"
STATED_FOR_CLAUSE = "where its clause is said to be"
TARGET = "the target"
IN_CLAUSE = "named in the clause"
Containment = Callable[[Place, Place], bool]  #: whether the first place lies within the second


def place_adjunct(
    trigger: Token,
    arguments: Iterable[Token],
    places: Iterable[PlaceMention],
    cue_tokens: frozenset[int],
    is_within: Containment,
) -> PlaceMention | None:
    """Return the place of a trigger with the rule that gives it, or None.

    First the places that a locative preposition, or standing before the noun, attaches to the trigger or to an
    argument, and the arguments that are places; then those that a directional preposition attaches to the clause. Of
    several the nearest, and one that lies within it; among equals the first in the text, which is the smallest in news
    style ("Bunagana, North Kivu, DR Congo").

    Args:
        trigger: the word that names the action.
        arguments: heads of the arguments that can be a location.
        places: of the article.
        cue_tokens: indexes of reporting words; what attaches to them locates the statement.
        is_within: of two places.
    """
    sentence = sentence_of(trigger)
    in_sentence = [p for p in places if sentence_of(p.phrase.head) == sentence]
    argument_tokens = {t.i for t in arguments}
    attached = [
        (d, p) for p in in_sentence if (d := attachment_distance(trigger, argument_tokens, p, cue_tokens)) is not None
    ]
    targets = [(1, p) for p in in_sentence if p.phrase.head.i in argument_tokens and not is_locative(p)]
    if attached or targets:
        distance, nearest = _nearest([*attached, *targets])
        inner = [(d, p) for d, p in (*attached, *targets) if d <= distance + 1 and is_within(p.place, nearest.place)]
        distance, nearest = _nearest(inner) if inner else (distance, nearest)
        is_target = nearest in (p for _, p in targets)
        return replace(nearest, rule=TARGET if is_target else STATED if distance == 0 else STATED_FOR_CLAUSE)
    directional = [
        (d, p)
        for p in in_sentence
        if is_directional(p) and (d := tree_distance(trigger, p.attachment_site, cue_tokens)) is not None
    ]
    return replace(_nearest(directional)[1], rule=IN_CLAUSE) if directional else None


def _nearest(candidates: list[tuple[int, PlaceMention]]) -> tuple[int, PlaceMention]:
    """Return the candidate at the least distance, the first in the text among equals."""
    return min(candidates, key=lambda c: (c[0], c[1].phrase.head.i))


def attachment_distance(
    trigger: Token, arguments: Container[int], place: PlaceMention, cue_tokens: frozenset[int]
) -> int | None:
    """Return the steps in the parse from a locative place to a trigger, 0 on it; None where it attaches to neither.

    Args:
        trigger: the word that names the action.
        arguments: token indexes of the arguments that can be a location; 1 on one of them.
        place: of the same sentence.
        cue_tokens: indexes of reporting words.
    """
    site = place.attachment_site.i
    if place.is_premodifier:
        return 0 if site == trigger.i else 1 if site in arguments and place.premodifies_location else None
    if _place_of_where_clause(trigger).i == place.phrase.head.i:
        return 0
    if not is_locative(place):
        return None
    return 1 if site in arguments else tree_distance(trigger, place.attachment_site, cue_tokens)


def _place_of_where_clause(trigger: Token) -> Token:
    """Return the antecedent of "where": Sake in "Sake, where the two sides clashed"; without one the trigger."""
    for node in (trigger, trigger.head):
        if node.dep_ == "relcl" and any(c.lower_ == "where" for c in node.children):
            place = node.head
            while place.dep_ in ("appos", "npadvmod") and place.head.pos_ == "PROPN":  # "Goma, North Kivu, where"
                place = place.head
            return place
    return trigger
