"""Give each trigger the smallest named place that the text has for it. Knows the parse; `kg.resolve` knows the map."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.model import Kind, Mention, Place
from kg.reading.parse.noun_phrases import Phrase
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import distance, site

#: prepositions that say where something is, against those that say what it is done to or where it comes from
_WHERE = {
    "in", "at", "near", "outside", "inside", "across", "around", "throughout", "along", "within", "off", "on", "over",
    "above", "beneath", "beside", "amid",
}  # fmt: skip
_TOWARDS = {"to", "into", "towards", "toward", "through", "against", "of", "under"}
_NAMED_WITH = {"appos", "conj"}
_BESIDE = {"compound", "nmod", "amod", "poss"}
SAID = "where it is said to be"
NEAR = "where its clause is said to be"
TARGET = "the target"
IN_CLAUSE = "named in the clause"
TAKEN_UP = "taken up"
Inside = Callable[[Place, Place], bool]  #: whether the first place lies within the second


@dataclass(frozen=True)
class Placed:
    """A place named in the parse."""

    phrase: Phrase
    place: Place
    site: Token  #: what it hangs on
    preposition: str  #: empty without one
    mention: Mention
    words: Mention  #: with what is said of the part ("the outskirts of …")
    of_part: bool = False  #: a noun for a piece of ground or a building stands between: "the suburbs of Kabul"
    beside: bool = False  #: it stands before a noun and says where that is: "the Kabul bombing"
    of_ground: bool = False  #: that noun stands for a piece of ground or a building
    rule: str = "named"  #: how an event came by it


def placed(
    phrase: Phrase, place: Place, mention: Mention, words: Mention, is_ground: Callable[[Token], bool]
) -> Placed:
    """Return a place with what it hangs on.

    Args:
        phrase: its name.
        place: what it names.
        mention: the name in the text.
        words: the name with what is said of the part.
        is_ground: whether a noun stands for a piece of ground or a building, so that where its name is, it is.
    """
    token = _anchor(phrase.head, is_ground)
    of_part = token.i != phrase.head.i and token.pos_ != "PROPN"
    preposition = token.head.lower_ if token.dep_ == "pobj" or token.head.dep_ == "prep" else ""
    beside = token.dep_ in _BESIDE and place.kind is not Kind.COUNTRY
    hangs_on = _noun(token) if beside else site(token)
    return Placed(
        phrase, place, hangs_on, preposition, mention, words, of_part, beside,
        beside and is_ground(hangs_on) and not _has_name(hangs_on),
    )  # fmt: skip


def _anchor(token: Token, is_ground: Callable[[Token], bool]) -> Token:
    """Return the head of all that a place's name stands for: "suburbs" in "the eastern suburbs of Kabul"."""
    for _ in range(4):
        noun = _noun(token)
        if token.dep_ in _NAMED_WITH and (token.head.pos_ == "PROPN" or is_ground(token.head)):
            token = token.head
        elif (
            token.dep_ in _BESIDE and is_ground(noun) and noun.dep_ in ("pobj", "conj", "appos") and not _has_name(noun)
        ):
            token = noun
        elif token.dep_ == "pobj" and token.head.lower_ == "of" and is_ground(token.head.head):
            token = token.head.head
        else:
            break
    return token


def _has_name(noun: Token) -> bool:
    """Tell whether a noun's own name follows: "the Red Sea port of Mokha"."""
    return any(p.pos_ == "PROPN" for c in noun.children if c.lower_ == "of" for p in c.children)


def _noun(token: Token) -> Token:
    """Return the noun that a modifier stands before, other modifiers skipped."""
    while token.dep_ in _BESIDE and token.head.i > token.i:
        token = token.head
    return token


def is_where(placed: Placed) -> bool:
    """Tell whether the text says that something is there, and does not only name the place."""
    return placed.preposition in _WHERE or placed.of_part


def is_towards(placed: Placed) -> bool:
    """Tell whether a preposition of aim or origin stands before the place."""
    return placed.preposition in _TOWARDS


def place_of(
    trigger: Token, targets: Iterable[Token], places: Iterable[Placed], stops: frozenset[int], inside: Inside
) -> Placed | None:
    """Return the place of an event, or None.

    First what a preposition of place, or standing before the noun, ties to the trigger or to what is acted on; then a
    target that is itself a place; then a place that stands with the clause. Of several the nearest, and one that lies
    within it; among equals the one named first, which is the smallest in news style ("Bunagana, North Kivu, DR Congo").
    """
    sentence = sentence_of(trigger)
    here = [p for p in places if sentence_of(p.phrase.head) == sentence]
    acted_on = {t.i for t in targets}
    tied = [(d, p) for p in here if (d := tie(trigger, acted_on, p, stops)) is not None]
    meant = [(1, p) for p in here if p.phrase.head.i in acted_on and not is_where(p)]
    if tied or meant:
        near, best = _nearest([*tied, *meant])
        smaller = [(d, p) for d, p in (*tied, *meant) if d <= near + 1 and inside(p.place, best.place)]
        near, best = _nearest(smaller) if smaller else (near, best)
        is_meant = best in (p for _, p in meant)
        return replace(best, rule=TARGET if is_meant else SAID if near == 0 else NEAR)
    loose = [(d, p) for p in here if is_towards(p) and (d := distance(trigger, p.site, stops)) is not None]
    return replace(_nearest(loose)[1], rule=IN_CLAUSE) if loose else None


def _nearest(found: list[tuple[int, Placed]]) -> tuple[int, Placed]:
    return min(found, key=lambda t: (t[0], t[1].phrase.head.i))


def tie(trigger: Token, acted_on: Container[int], place: Placed, stops: frozenset[int]) -> int | None:
    """Return how closely a place is tied to a trigger or to what it acts on, 0 on it; None where nothing ties them."""
    if place.beside:
        return 0 if place.site.i == trigger.i else 1 if place.site.i in acted_on and place.of_ground else None
    if _where_clause(trigger).i == place.phrase.head.i:
        return 0
    if not is_where(place):
        return None
    return 1 if place.site.i in acted_on else distance(trigger, place.site, stops)


def _where_clause(trigger: Token) -> Token:
    """Return what a clause with "where" says more of: Sake in "Sake, where the two sides clashed"; else the trigger."""
    for node in (trigger, trigger.head):
        if node.dep_ == "relcl" and any(c.lower_ == "where" for c in node.children):
            place = node.head
            while place.dep_ in ("appos", "npadvmod") and place.head.pos_ == "PROPN":  # "Goma, North Kivu, where"
                place = place.head
            return place
    return trigger
