"""Give each trigger the smallest named place that the text has for it. Knows the parse; `kg.resolve` knows the map."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import replace

from spacy.tokens import Token

from kg.model import Place
from kg.reading.mentions.place_attachment import PlaceMention, is_directional, is_locative
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import tree_distance

STATED = "where it is said to be"
STATED_FOR_CLAUSE = "where its clause is said to be"
TARGET = "the target"
IN_CLAUSE = "named in the clause"
Containment = Callable[[Place, Place], bool]  #: whether the first place lies within the second


def place_adjunct(
    trigger: Token, targets: Iterable[Token], places: Iterable[PlaceMention], stops: frozenset[int], inside: Containment
) -> PlaceMention | None:
    """Return the place of an event, or None.

    First what a preposition of place, or standing before the noun, ties to the trigger or to what is acted on; then a
    target that is itself a place; then a place that stands with the clause. Of several the nearest, and one that lies
    within it; among equals the one named first, which is the smallest in news style ("Bunagana, North Kivu, DR Congo").
    """
    sentence = sentence_of(trigger)
    here = [p for p in places if sentence_of(p.phrase.head) == sentence]
    acted_on = {t.i for t in targets}
    tied = [(d, p) for p in here if (d := attachment_distance(trigger, acted_on, p, stops)) is not None]
    meant = [(1, p) for p in here if p.phrase.head.i in acted_on and not is_locative(p)]
    if tied or meant:
        near, best = _nearest([*tied, *meant])
        smaller = [(d, p) for d, p in (*tied, *meant) if d <= near + 1 and inside(p.place, best.place)]
        near, best = _nearest(smaller) if smaller else (near, best)
        is_meant = best in (p for _, p in meant)
        return replace(best, rule=TARGET if is_meant else STATED if near == 0 else STATED_FOR_CLAUSE)
    loose = [
        (d, p)
        for p in here
        if is_directional(p) and (d := tree_distance(trigger, p.attachment_site, stops)) is not None
    ]
    return replace(_nearest(loose)[1], rule=IN_CLAUSE) if loose else None


def _nearest(found: list[tuple[int, PlaceMention]]) -> tuple[int, PlaceMention]:
    return min(found, key=lambda t: (t[0], t[1].phrase.head.i))


def attachment_distance(
    trigger: Token, acted_on: Container[int], place: PlaceMention, stops: frozenset[int]
) -> int | None:
    """Return how closely a place is tied to a trigger or to what it acts on, 0 on it; None where nothing ties them."""
    if place.is_premodifier:
        return (
            0
            if place.attachment_site.i == trigger.i
            else 1
            if place.attachment_site.i in acted_on and place.premodifies_location
            else None
        )
    if _place_of_where_clause(trigger).i == place.phrase.head.i:
        return 0
    if not is_locative(place):
        return None
    return 1 if place.attachment_site.i in acted_on else tree_distance(trigger, place.attachment_site, stops)


def _place_of_where_clause(trigger: Token) -> Token:
    """Return what a clause with "where" says more of: Sake in "Sake, where the two sides clashed"; else the trigger."""
    for node in (trigger, trigger.head):
        if node.dep_ == "relcl" and any(c.lower_ == "where" for c in node.children):
            place = node.head
            while place.dep_ in ("appos", "npadvmod") and place.head.pos_ == "PROPN":  # "Goma, North Kivu, where"
                place = place.head
            return place
    return trigger
