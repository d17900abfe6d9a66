"""A mention of a place with its attachment in the parse: its governor, its preposition, the noun between.

Knows the parse; knows no gazetteer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import Kind, Mention, Place
from kg.reading.parse.noun_phrases import NounPhrase
from kg.reading.parse.tree_distance import attachment_site

#: prepositions of location, against those of direction, patient and origin
_LOCATIVE = {
    "in", "at", "near", "outside", "inside", "across", "around", "throughout", "along", "within", "off", "on", "over",
    "above", "beneath", "beside", "amid",
}  # fmt: skip
_DIRECTIONAL = {"to", "into", "towards", "toward", "through", "against", "of", "under"}
_COREFERENT = {"appos", "conj"}
_PREMODIFIERS = {"compound", "nmod", "amod", "poss"}
ANAPHORIC = "taken up"  #: rule of a place that is the antecedent of a noun or "there"


@dataclass(frozen=True)
class PlaceMention:
    """A mention of a place in the parse."""

    phrase: NounPhrase
    place: Place
    attachment_site: Token  #: its governor
    preposition: str  #: empty without one
    mention: Mention
    extended_mention: Mention  #: with the noun for a part of the place: "the outskirts of …"
    names_part: bool = False  #: a noun for terrain or a building is between: "the suburbs of Kabul"
    is_premodifier: bool = False  #: it locates the noun after it: "the Kabul bombing"
    premodifies_location: bool = False  #: that noun denotes terrain or a building
    rule: str = "named"  #: by which it was resolved


def attach_place(
    phrase: NounPhrase,
    place: Place,
    mention: Mention,
    extended_mention: Mention,
    is_location_noun: Callable[[Token], bool],
) -> PlaceMention:
    """Return the mention of a place with its attachment.

    Args:
        phrase: the toponym or its anaphor.
        place: what it refers to.
        mention: the phrase in the text.
        extended_mention: the phrase with the noun for a part of the place.
        is_location_noun: whether a noun denotes terrain or a building, which is located where the place in its name is.
    """
    token = _anchor(phrase.head, is_location_noun)
    names_part = token.i != phrase.head.i and token.pos_ != "PROPN"
    preposition = token.head.lower_ if token.dep_ == "pobj" or token.head.dep_ == "prep" else ""
    is_premodifier = token.dep_ in _PREMODIFIERS and place.kind is not Kind.COUNTRY
    site = _modified_noun(token) if is_premodifier else attachment_site(token)
    return PlaceMention(
        phrase, place, site, preposition, mention, extended_mention, names_part, is_premodifier,
        is_premodifier and is_location_noun(site) and not _has_name(site),
    )  # fmt: skip


def _anchor(token: Token, is_location_noun: Callable[[Token], bool]) -> Token:
    """Return the head of the phrase that a toponym locates: "suburbs" in "the eastern suburbs of Kabul"."""
    for _ in range(4):
        noun = _modified_noun(token)
        if token.dep_ in _COREFERENT and (token.head.pos_ == "PROPN" or is_location_noun(token.head)):
            token = token.head
        elif (
            token.dep_ in _PREMODIFIERS
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
    """Tell whether an "of" phrase names a noun: "the Red Sea port of Mokha"."""
    return any(p.pos_ == "PROPN" for c in noun.children if c.lower_ == "of" for p in c.children)


def _modified_noun(token: Token) -> Token:
    """Return the noun that a premodifier modifies, other premodifiers skipped."""
    while token.dep_ in _PREMODIFIERS and token.head.i > token.i:
        token = token.head
    return token


def is_locative(mention: PlaceMention) -> bool:
    """Tell whether the mention locates something at the place."""
    return mention.preposition in _LOCATIVE or mention.names_part


def is_directional(mention: PlaceMention) -> bool:
    """Tell whether a preposition of direction, patient or origin governs the place."""
    return mention.preposition in _DIRECTIONAL
