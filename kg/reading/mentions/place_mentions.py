"""Find the mentions of places: toponyms and anaphors ("the town", "there"). Knows linked entities and the parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.tokens import Token

from kg.model import Kind, Mention, Place
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import ANAPHORIC, PlaceMention, attach_place, is_locative
from kg.reading.parse.noun_phrases import NounPhrase

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
_DEFINITE = {"the", "this", "that"}
_DASHES = {"-", "–", "—", "--", "―"}
_CLAUSE_TAGS = ("VERB", "AUX", "ADP", "DET")
_MAX_FIRST_DATELINE = 12  #: index in the text of the last token of its first dateline
_MAX_DATELINE = 6  #: tokens of the dateline of a later paragraph
_MAX_DATELINE_REST = 8  #: tokens from a place in a dateline to the dash
#: kind of a place noun → kinds of its possible antecedents
_ANTECEDENT_KINDS = {"Settlement": {Kind.SETTLEMENT}, "Region": {Kind.REGION, Kind.PLACE}}


def place_mentions(entities: EntityLinker) -> list[PlaceMention]:
    """Return the mentions of places in the order of the text, datelines left out."""
    found: list[PlaceMention] = []
    borders = {p.head.i: p for p in entities.phrases if _is_border_region(entities, p)}
    for phrase in entities.phrases:
        if phrase.head.i in borders:
            place = entities.gazetteer.mint_place(_without_spaced_dashes(phrase.name), Kind.PLACE, None)
            found.append(_place_mention(entities, phrase, place))
        elif any(t.i in borders for t in phrase.head.ancestors) and not _is_outside_borders(phrase, borders):
            continue
        elif phrase.entity in _PLACE_LABELS or phrase.head.pos_ == "PROPN":
            if not _is_dateline(entities, phrase.head):
                found += _resolved_mentions(entities, phrase)
        elif (anaphor := _anaphoric_mention(entities, phrase, found)) is not None:
            found.append(anaphor)
    return sorted([*found, *_adverbial_mentions(entities, found)], key=lambda p: p.phrase.head.i)


def _is_border_region(entities: EntityLinker, phrase: NounPhrase) -> bool:
    """Tell whether a phrase denotes terrain by countries: "the Syrian-Turkish border", "Iranian waters"."""
    head = phrase.head
    kind = entities.place_nouns.get(head.lower_)
    if phrase.entity or kind not in ("Region", "Part") or head.lower_ in entities.phrases.nouns.governments:
        return False
    premodifiers = entities.parsed.doc[phrase.first : head.i]
    countries = [t for t in premodifiers if entities.names_country(t)]
    if any(t.pos_ == "PROPN" and t not in countries for t in premodifiers):
        return False
    follows_near = head.dep_ == "pobj" and head.head.lower_ == "near"
    return len(countries) > 1 or (len(countries) == 1 and (kind == "Region" or follows_near))


def _is_outside_borders(phrase: NounPhrase, borders: Mapping[int, NounPhrase]) -> bool:
    """Tell whether a name is outside of the phrases of all border regions."""
    return not any(b.first <= phrase.head.i <= b.last for b in borders.values())


def _without_spaced_dashes(name: str) -> str:
    return re.sub(r"(?<!\s)\s*+([-–/])\s*+", r"\1", name)


def _resolved_mentions(entities: EntityLinker, phrase: NounPhrase) -> Iterator[PlaceMention]:
    """Yield the mention of a toponym's place, or of the settlement in a facility's name."""
    place = entities.resolve_place(phrase)
    if place is not None:
        yield _place_mention(entities, phrase, place)
    elif phrase.entity == "FAC":
        settlement = entities.toponyms.settlement_in_name(phrase)
        if settlement is not None:  # "the Jolo Cathedral": an event with it as the target is in Jolo
            yield replace(_place_mention(entities, phrase, settlement), preposition="in", attachment_site=phrase.head)


def _place_mention(entities: EntityLinker, phrase: NounPhrase, place: Place) -> PlaceMention:
    mention = entities.parsed.mention(phrase.first, phrase.last)
    extended_mention = _mention_with_part(entities, phrase.head, phrase.last)
    return attach_place(phrase, place, mention, extended_mention, entities.is_location_noun)


def _anaphoric_mention(
    entities: EntityLinker, phrase: NounPhrase, preceding: list[PlaceMention]
) -> PlaceMention | None:
    """Return the mention of an anaphor of the last place of its kind ("the city", "the province"), None for others."""
    kinds = _ANTECEDENT_KINDS.get(entities.place_nouns.get(phrase.head.lower_, ""))
    is_plain = all(c.dep_ in ("det", "prep", "relcl", "punct", "case") for c in phrase.head.children)
    is_definite = any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in phrase.head.children)
    has_name = any(c.dep_ == "prep" and c.lower_ == "of" for c in phrase.head.children)
    if kinds is None or not (is_plain and is_definite) or has_name:
        return None
    antecedent = next((p for p in reversed(preceding) if p.place.kind in kinds), None)
    if antecedent is None:
        return None
    if antecedent.place.kind is Kind.PLACE and phrase.head.lower_ not in antecedent.place.label.lower():
        return None  # a shoal is no sea
    return _anaphor_of(entities, phrase, antecedent)


def _anaphor_of(entities: EntityLinker, phrase: NounPhrase, antecedent: PlaceMention) -> PlaceMention:
    """Return the mention of an antecedent's place by an anaphor."""
    mention, words = entities.parsed.mention(phrase.first, phrase.last), antecedent.extended_mention
    return replace(attach_place(phrase, antecedent.place, mention, words, entities.is_location_noun), rule=ANAPHORIC)


def _adverbial_mentions(entities: EntityLinker, mentions: list[PlaceMention]) -> Iterator[PlaceMention]:
    """Yield each "there" as a mention of the last place that something is located at."""
    for token in entities.parsed.doc:
        if token.lower_ == "there" and token.dep_ == "advmod":
            antecedent = next((p for p in reversed(mentions) if p.phrase.head.i < token.i and is_locative(p)), None)
            if antecedent is not None:
                adverb = NounPhrase(token, token.i, token.i, "place", token.text)
                anaphor = _anaphor_of(entities, adverb, antecedent)
                yield replace(anaphor, preposition="in", attachment_site=token.head)


def _is_dateline(entities: EntityLinker, token: Token) -> bool:
    """Tell whether a token is in the dateline of a paragraph, which locates the reporter: "GOMA - Rebels shelled…"."""
    doc, paragraphs = entities.parsed.doc, entities.parsed.paragraphs
    if token.i > _MAX_FIRST_DATELINE and paragraphs[token.i - _MAX_DATELINE] == paragraphs[token.i]:
        return False
    preceding = doc[max(0, token.i - _MAX_DATELINE) : token.i]
    if any(t.pos_ in _CLAUSE_TAGS for t in preceding if paragraphs[t.i] == paragraphs[token.i]):
        return False
    following = doc[token.i + 1 : token.i + 1 + _MAX_DATELINE_REST]
    end = next((t for t in following if t.text in _DASHES or t.pos_ in _CLAUSE_TAGS), None)
    return end is not None and end.text in _DASHES


def _mention_with_part(entities: EntityLinker, head: Token, last: int) -> Mention:
    """Return a toponym with the noun for a part of the place: "the outskirts of Demidovka", "southern Lebanon"."""
    doc, first = entities.parsed.doc, head.left_edge.i
    governor = head.head
    if governor.dep_ == "prep" and governor.lower_ == "of" and governor.head.lower_ in entities.place_nouns:
        first = governor.head.left_edge.i
    while first < head.i and doc[first].pos_ in ("DET", "ADP", "PUNCT"):
        first += 1
    return entities.parsed.mention(min(first, head.i), last)
