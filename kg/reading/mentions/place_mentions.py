"""The places that an article names, and those it takes up with "the town" or "there". Knows names and the parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Token

from kg.model import Kind, Mention, Place
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import ANAPHORIC, PlaceMention, attach_place, is_locative
from kg.reading.parse.noun_phrases import NounPhrase

_PLACES = {"GPE", "LOC", "FAC"}
_DEFINITE = {"the", "this", "that"}
_DASHES = {"-", "–", "—", "--", "―"}
_CLAUSE = ("VERB", "AUX", "ADP", "DET")
_DATELINE = 12  #: tokens within which a paragraph's dateline stands
#: kinds of places that a noun of each kind can take up
_TAKES = {"Settlement": {Kind.SETTLEMENT}, "Region": {Kind.REGION, Kind.PLACE}}


def place_mentions(entities: EntityLinker) -> list[PlaceMention]:
    """Return the places of the prose in its order, each with what it hangs on; the dateline is not among them."""
    found: list[PlaceMention] = []
    borders = {p.head.i: p for p in entities.phrases if _is_border_region(entities, p)}
    for phrase in entities.phrases:
        if phrase.head.i in borders:
            found.append(
                _place_mention(
                    entities,
                    phrase,
                    entities.gazetteer.mint_place(_without_spaced_dashes(phrase.name), Kind.PLACE, None),
                )
            )
        elif any(t.i in borders for t in phrase.head.ancestors) and not _is_outside_borders(phrase, borders):
            continue
        elif phrase.entity in _PLACES or phrase.head.pos_ == "PROPN":
            if not _is_dateline(entities, phrase.head):
                found += _resolved_mentions(entities, phrase)
        elif (earlier := _anaphoric_mention(entities, phrase, found)) is not None:
            found.append(earlier)
    return sorted([*found, *_adverbial_mentions(entities, found)], key=lambda p: p.phrase.head.i)


def _is_border_region(cast: EntityLinker, phrase: NounPhrase) -> bool:
    """Tell whether a phrase names ground by countries: "the Syrian-Turkish border", "Iranian waters"; no "states"."""
    head = phrase.head
    kind = cast.place_nouns.get(head.lower_)
    if phrase.entity or kind not in ("Region", "Part") or head.lower_ in cast.phrases.nouns.governments:
        return False
    before = cast.parsed.doc[phrase.first : head.i]
    countries = [t for t in before if cast.names_country(t)]
    if any(t.pos_ == "PROPN" and t not in countries for t in before):
        return False
    beside = head.dep_ == "pobj" and head.head.lower_ == "near"
    return len(countries) > 1 or (len(countries) == 1 and (kind == "Region" or beside))


def _is_outside_borders(phrase: NounPhrase, borders: Mapping[int, NounPhrase]) -> bool:
    """Tell whether a name stands outside the phrases that name ground by countries."""
    return not any(b.first <= phrase.head.i <= b.last for b in borders.values())


def _without_spaced_dashes(name: str) -> str:
    return re.sub(r"\s*([-–/])\s*", r"\1", name)


def _resolved_mentions(cast: EntityLinker, phrase: NounPhrase) -> Iterator[PlaceMention]:
    place = cast.resolve_place(phrase)
    if place is not None:
        yield _place_mention(cast, phrase, place)
    elif phrase.entity == "FAC":
        town = cast.toponyms.settlement_in_name(phrase)
        if town is not None:  # "the Jolo Cathedral": what is done to it is done in Jolo
            yield replace(_place_mention(cast, phrase, town), preposition="in", attachment_site=phrase.head)


def _place_mention(cast: EntityLinker, phrase: NounPhrase, place: Place) -> PlaceMention:
    mention = cast.parsed.mention(phrase.first, phrase.last)
    return attach_place(
        phrase, place, mention, _mention_with_part(cast, phrase.head, phrase.last), cast.is_location_noun
    )


def _anaphoric_mention(cast: EntityLinker, phrase: NounPhrase, before: list[PlaceMention]) -> PlaceMention | None:
    """Return the last place of its kind for "the city", "the province"."""
    kinds = _TAKES.get(cast.place_nouns.get(phrase.head.lower_, ""))
    alone = all(c.dep_ in ("det", "prep", "relcl", "punct", "case") for c in phrase.head.children)
    definite = any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in phrase.head.children)
    named = any(c.dep_ == "prep" and c.lower_ == "of" for c in phrase.head.children)
    if kinds is None or not (alone and definite) or named:
        return None
    last = next((p for p in reversed(before) if p.place.kind in kinds), None)
    if last is not None and last.place.kind is Kind.PLACE and phrase.head.lower_ not in last.place.label.lower():
        return None  # a shoal is no sea
    return _repeated_mention(cast, phrase, last) if last is not None else None


def _repeated_mention(cast: EntityLinker, phrase: NounPhrase, last: PlaceMention) -> PlaceMention:
    mention = cast.parsed.mention(phrase.first, phrase.last)
    return replace(
        attach_place(phrase, last.place, mention, last.extended_mention, cast.is_location_noun), rule=ANAPHORIC
    )


def _adverbial_mentions(cast: EntityLinker, named: list[PlaceMention]) -> Iterator[PlaceMention]:
    """Yield the last place that something was said to be at, for each "there"."""
    for token in cast.parsed.doc:
        if token.lower_ == "there" and token.dep_ == "advmod":
            last = next((p for p in reversed(named) if p.phrase.head.i < token.i and is_locative(p)), None)
            if last is not None:
                here = NounPhrase(token, token.i, token.i, "place", token.text)
                yield replace(_repeated_mention(cast, here, last), preposition="in", attachment_site=token.head)


def _is_dateline(cast: EntityLinker, token: Token) -> bool:
    """Wire copy opens with where its reporter sits ("GOMA - Rebels shelled…"): no place of an event."""
    doc, paragraph = cast.parsed.doc, cast.parsed.paragraphs[token.i]
    if token.i > _DATELINE and cast.parsed.paragraphs[token.i - 6] == paragraph:
        return False
    before = [t for t in doc[max(0, token.i - 6) : token.i] if cast.parsed.paragraphs[t.i] == paragraph]
    after = doc[token.i + 1 : token.i + 9]
    if any(t.pos_ in _CLAUSE for t in before):
        return False
    ends = next((t for t in after if t.text in _DASHES or t.pos_ in _CLAUSE), None)
    return ends is not None and ends.text in _DASHES


def _mention_with_part(cast: EntityLinker, head: Token, last: int) -> Mention:
    """Return the place's words with the part that they name: "the outskirts of Demidovka", "southern Lebanon"."""
    doc, first = cast.parsed.doc, head.left_edge.i
    governor = head.head
    if governor.dep_ == "prep" and governor.lower_ == "of" and governor.head.lower_ in cast.place_nouns:
        first = governor.head.left_edge.i
    while first < head.i and doc[first].pos_ in ("DET", "ADP", "PUNCT"):
        first += 1
    return cast.parsed.mention(min(first, head.i), last)
