"""A place mention with what it attaches to in the parse: its governor, its preposition, the noun between.

Knows the parse; `kg.resolve` knows the gazetteer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Kind, Mention, Place
from kg.reading.parse.noun_phrases import NounPhrase
from kg.reading.parse.tree_distance import attachment_site

#: prepositions that say where something is, against those that say what it is done to or where it comes from
_WHERE = {
    "in", "at", "near", "outside", "inside", "across", "around", "throughout", "along", "within", "off", "on", "over",
    "above", "beneath", "beside", "amid",
}  # fmt: skip
_TOWARDS = {"to", "into", "towards", "toward", "through", "against", "of", "under"}
_NAMED_WITH = {"appos", "conj"}
_BESIDE = {"compound", "nmod", "amod", "poss"}
ANAPHORIC = "taken up"  #: rule of a place that a noun or "there" refers back to


@dataclass(frozen=True)
class PlaceMention:
    """A place named in the parse."""

    phrase: NounPhrase
    place: Place
    attachment_site: Token  #: what it hangs on
    preposition: str  #: empty without one
    mention: Mention
    extended_mention: Mention  #: with what is said of the part ("the outskirts of …")
    names_part: bool = False  #: a noun for a piece of ground or a building stands between: "the suburbs of Kabul"
    is_premodifier: bool = False  #: it stands before a noun and says where that is: "the Kabul bombing"
    premodifies_location: bool = False  #: that noun stands for a piece of ground or a building
    rule: str = "named"  #: how an event came by it


def attach_place(
    phrase: NounPhrase,
    place: Place,
    mention: Mention,
    extended_mention: Mention,
    is_location_noun: Callable[[Token], bool],
) -> PlaceMention:
    """Return a place with what it hangs on.

    Args:
        phrase: its name.
        place: what it names.
        mention: the name in the text.
        words: the name with what is said of the part.
        is_ground: whether a noun stands for a piece of ground or a building, so that where its name is, it is.
    """
    token = _anchor(phrase.head, is_location_noun)
    of_part = token.i != phrase.head.i and token.pos_ != "PROPN"
    preposition = token.head.lower_ if token.dep_ == "pobj" or token.head.dep_ == "prep" else ""
    beside = token.dep_ in _BESIDE and place.kind is not Kind.COUNTRY
    hangs_on = _noun(token) if beside else attachment_site(token)
    return PlaceMention(
        phrase, place, hangs_on, preposition, mention, extended_mention, of_part, beside,
        beside and is_location_noun(hangs_on) and not _has_name(hangs_on),
    )  # fmt: skip


def _anchor(token: Token, is_location_noun: Callable[[Token], bool]) -> Token:
    """Return the head of all that a place's name stands for: "suburbs" in "the eastern suburbs of Kabul"."""
    for _ in range(4):
        noun = _noun(token)
        if token.dep_ in _NAMED_WITH and (token.head.pos_ == "PROPN" or is_location_noun(token.head)):
            token = token.head
        elif (
            token.dep_ in _BESIDE
            and is_location_noun(noun)
            and noun.dep_ in ("pobj", "conj", "appos")
            and not _has_name(noun)
        ):
            token = noun
        elif token.dep_ == "pobj" and token.head.lower_ == "of" and is_location_noun(token.head.head):
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


def is_locative(placed: PlaceMention) -> bool:
    """Tell whether the text says that something is there, and does not only name the place."""
    return placed.preposition in _WHERE or placed.names_part


def is_directional(placed: PlaceMention) -> bool:
    """Tell whether a preposition of aim or origin stands before the place."""
    return placed.preposition in _TOWARDS
