"""Give each trigger the smallest named place that the text has for it. Knows the parse; `kg.resolve` knows the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.phrases import Phrase
from kg.extract.reach import distance, site
from kg.model import Mention, Place

_LOCATIVE = {
    "in", "at", "near", "on", "outside", "inside", "across", "around", "throughout", "over", "along", "within", "off",
    "from", "to", "into", "towards", "toward", "through", "against", "of", "under", "beside", "by",
}  # fmt: skip
#: prepositions that say where something is, against those that say what it is done to or where it comes from
_WHERE = {
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "across",
    "around",
    "throughout",
    "along",
    "within",
    "off",
    "on",
    "over",
    "between",
}


@dataclass(frozen=True)
class Placed:
    """A place named in the parse."""

    phrase: Phrase
    place: Place
    site: Token  #: what it hangs on
    preposition: str  #: empty without one
    mention: Mention
    words: Mention  #: with what is said of the part ("the outskirts of …")


def placed(phrase: Phrase, place: Place, mention: Mention, words: Mention) -> Placed:
    """Return a place with what it hangs on."""
    token = phrase.head
    while token.dep_ in ("appos", "conj", "compound", "nmod") and token.head.pos_ == "PROPN":
        token = token.head
    preposition = token.head.lower_ if token.head.dep_ == "prep" or token.dep_ == "pobj" else ""
    return Placed(phrase, place, site(token), preposition, mention, words)


def is_where(placed: Placed) -> bool:
    """Tell whether the text says that something is there, and does not only name the place."""
    return placed.preposition in _WHERE


def place_of(
    trigger: Token, targets: Iterable[Token], places: Iterable[Placed], stops: frozenset[int]
) -> Placed | None:
    """Return the place of an event, or None.

    First what a preposition of place ties to the trigger or to what is acted on; then a target that is itself a
    place; then a place that stands with the clause. Among equals the one named first, which in news style is the
    smallest ("Bunagana, North Kivu, DR Congo").
    """
    here = [p for p in places if p.phrase.head.sent == trigger.sent]
    acted_on = {t.i for t in targets}
    tied = [
        (d, p) for p in here
        if p.preposition in _WHERE and (d := _tie(trigger, acted_on, p, stops)) is not None
    ]  # fmt: skip
    if tied:
        return min(tied, key=lambda t: (t[0], t[1].phrase.head.i))[1]
    for p in here:
        if p.phrase.head.i in acted_on:
            return p
    loose = [
        (d, p)
        for p in here
        if p.preposition in _LOCATIVE - {"by", "from"} and (d := distance(trigger, p.site, stops)) is not None
    ]
    return min(loose, key=lambda t: (t[0], t[1].phrase.head.i))[1] if loose else None


def _tie(trigger: Token, acted_on: set[int], place: Placed, stops: frozenset[int]) -> int | None:
    if place.site.i in acted_on:
        return 1
    return distance(trigger, place.site, stops)
