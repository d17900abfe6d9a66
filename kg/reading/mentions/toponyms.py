"""Toponym resolution in one article. Knows the gazetteer, the places in the context and the syntax of names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from spacy.tokens import Span, Token

from kg.model import Kind, Place
from kg.reading.mentions.coreference import CoreferenceResolver
from kg.reading.mentions.entity_context import apposed_places
from kg.reading.parse.noun_phrases import NUMERIC_LABELS, NounPhrase, NounPhrases
from kg.reading.parse.sentences import sentence_of
from kg.resolve.actors import ActorResolver

_PLACE_LABELS = {"GPE", "LOC", "FAC"}
LOCATIVE_PREPOSITIONS = {"in", "near", "at", "outside", "around", "inside", "across"}
_PREMODIFIERS = {"compound", "nmod", "amod"}
_BODY_LABELS = {"ORG", "GPE", "PERSON"}  #: labels that NER gives to the names of bodies
_MAX_APPOSITION = 2  #: tokens from a name to the country behind its comma
_MAX_ACRONYM = 5  #: letters of a word all in capitals that is an acronym


class ToponymResolver:
    """Resolves the toponyms of one article."""

    def __init__(
        self,
        phrases: NounPhrases,
        coreference: CoreferenceResolver,
        actors: ActorResolver,
        place_nouns: Mapping[str, str],
    ) -> None:
        """Take the names of an article and what resolves them.

        Args:
            phrases: its noun phrases.
            coreference: knows the surnames.
            actors: holds the gazetteer, the places of the context and the names of known actors.
            place_nouns: forms of nouns for places → "Region", "Settlement" or "Part".
        """
        self.phrases = phrases
        self.coreference = coreference
        self.known = actors.known
        self.gazetteer = actors.gazetteer
        self.context = actors.context
        self.country_of_article = actors.country_of_article
        self.place_nouns = place_nouns
        self._places: dict[int, Place | None] = {}
        self._apposed = apposed_places(phrases.doc, actors.gazetteer)
        self._in_context: dict[str, Place | None] = {}

    def resolve(self, phrase: NounPhrase) -> Place | None:
        """Return the place of a toponym, minted inside its region if the gazetteer lacks it; None for no place."""
        if phrase.head.i not in self._places:
            self._places[phrase.head.i] = self._resolve(phrase)
        return self._places[phrase.head.i]

    def settlement_in_name(self, phrase: NounPhrase) -> Place | None:
        """Return the settlement whose name begins a facility's: Jolo for "Jolo Cathedral"."""
        words = phrase.name.split()
        prefixes = (" ".join(words[:n]) for n in range(len(words) - 1, 0, -1))
        places = (self.gazetteer.resolve_toponym(name, self._ranked_context(phrase)) for name in prefixes)
        return next((p for p in places if p is not None and p.kind is Kind.SETTLEMENT), None)

    def places_in_organization_names(self) -> Iterator[tuple[Span, Place]]:
        """Yield the countries and regions whose names begin those of their organs: "US Army", "the DRC Ministry"."""
        for ent in self.phrases.doc.ents:
            if ent.label_ in _BODY_LABELS and len(ent) > 1 and self._is_organ(ent[-1]):
                first = int(ent[0].lower_ == "the")
                prefixes = [ent[first:n] for n in range(len(ent) - 1, first, -1)]
                found = ((span, self._country_or_region(span, is_full=n == 0)) for n, span in enumerate(prefixes))
                yield from [(span, place) for span, place in found if place is not None][:1]

    def qualified_name(self, phrase: NounPhrase) -> str:
        """Return a toponym with "region" where the next noun is one for regions: "the Belgorod region"."""
        return f"{phrase.name} region" if self._class_of_next_noun(phrase) == "Region" else phrase.name

    def _resolve(self, phrase: NounPhrase) -> Place | None:
        """Return the place of an entity with a place's label, or of a name after a locative preposition ("near X")."""
        is_locative = phrase.head.dep_ == "pobj" and phrase.head.head.lower_ in LOCATIVE_PREPOSITIONS
        if not (phrase.entity in _PLACE_LABELS or is_locative) or self._is_person(phrase, is_locative=is_locative):
            return None
        if phrase.head.ent_type_ in NUMERIC_LABELS:  # "in March" is no town of that name
            return None
        if (apposed := self._apposed.get(phrase.first, self._apposed.get(phrase.head.i))) is not None:
            return apposed
        context = self._ranked_context(phrase)
        names = dict.fromkeys((self.qualified_name(phrase), phrase.name))
        place = next((p for name in names if (p := self.gazetteer.resolve_toponym(name, context)) is not None), None)
        if place is not None:
            return place if phrase.entity != "PERSON" or " " not in phrase.name else None
        if phrase.name.casefold() in self.known.names or phrase.name in self.known.demonyms:
            return None
        is_common_noun = phrase.name.casefold() in self.phrases.nouns.class_by_form
        if is_common_noun or not _may_be_toponym(phrase.name):
            return None
        return self._mint_place(phrase, is_locative=is_locative)

    def _mint_place(self, phrase: NounPhrase, *, is_locative: bool) -> Place | None:
        """Return a new place for a name that the gazetteer lacks, None where a namesake or no place may be meant."""
        region = self._region(phrase)
        if self.gazetteer.candidates(phrase.name):
            # all candidates are outside of the context: better none than a namesake
            has_place_noun = region is not None and self._class_of_next_noun(phrase) is not None
            return self.gazetteer.mint_place(phrase.name, self._stated_kind(phrase), region) if has_place_noun else None
        is_toponym = phrase.entity in ("GPE", "LOC") and self._has_place_syntax(phrase)
        is_located_facility = is_locative and phrase.entity == "FAC"
        if is_toponym or is_located_facility or (phrase.head.head.lower_ == "near" and not phrase.entity):
            return self.gazetteer.mint_place(phrase.name, self._stated_kind(phrase), region)
        return None

    def _is_person(self, phrase: NounPhrase, *, is_locative: bool) -> bool:
        """Tell whether a name is a person's surname in the text, and its syntax admits a person."""
        if not self.coreference.is_surname(phrase.name):
            return False
        follows_of = phrase.head.dep_ == "pobj" and phrase.head.head.lower_ == "of"
        has_place_noun = follows_of and phrase.head.head.head.lower_ in self.place_nouns
        return phrase.entity not in _PLACE_LABELS or not (is_locative or has_place_noun)

    def _has_place_syntax(self, phrase: NounPhrase) -> bool:
        """Tell whether the syntax of an unknown name is that of places; NER labels many people and bodies as places."""
        head = phrase.head
        if head.dep_ in ("appos", "conj", "compound", "nmod") and head.head.pos_ == "PROPN":
            return head.head.ent_type_ in _PLACE_LABELS or head.head.ent_type_ == ""
        preposition = head.head if head.dep_ == "pobj" else None
        return preposition is None or preposition.lower_ != "of" or preposition.head.lower_ in self.place_nouns

    def _class_of_next_noun(self, phrase: NounPhrase) -> str | None:
        """Return the kind of the place noun after a toponym: "Region" for "the Belgorod oblast"; None without one."""
        head = phrase.head.head
        is_premodifier = phrase.head.dep_ in _PREMODIFIERS and head.i == phrase.last + 1
        kind = self.place_nouns.get(head.lower_) if is_premodifier else None
        return kind if kind in ("Region", "Settlement") else None

    def _stated_kind(self, phrase: NounPhrase) -> Kind:
        """Return the kind of a place by the noun of its toponym ("the village of X", "X district"), else by label."""
        head = phrase.head.head
        governors = [head, head.head] if head.dep_ == "prep" else [head]
        kind = next((self.place_nouns[t.lower_] for t in governors if t.lower_ in self.place_nouns), None)
        if kind in ("Region", "Settlement"):
            return Kind(kind)
        return Kind.SETTLEMENT if phrase.entity == "GPE" else Kind.PLACE

    def _ranked_context(self, phrase: NounPhrase) -> tuple[Place, ...]:
        """Return the places of the context, those of the toponym's sentence first."""
        return tuple(dict.fromkeys((*self._places_of_sentence(phrase), *self.context)))

    def _places_of_sentence(self, phrase: NounPhrase) -> list[Place]:
        """Return the places of the other toponyms in the sentence, nearest first."""
        head = phrase.head
        ents = [e for e in self._place_entities.get(sentence_of(head), ()) if not e.start <= head.i < e.end]
        found = [self._resolve_in_context(e.text) for e in sorted(ents, key=lambda e: abs(e.start - head.i))]
        return [p for p in found if p is not None]

    @cached_property
    def _place_entities(self) -> Mapping[int, list[Span]]:
        """Entities with a place's label, by number of the sentence."""
        found: dict[int, list[Span]] = {}
        for ent in self.phrases.doc.ents:
            if ent.label_ in _PLACE_LABELS:
                found.setdefault(sentence_of(ent[0]), []).append(ent)
        return found

    def _resolve_in_context(self, name: str) -> Place | None:
        if name not in self._in_context:
            self._in_context[name] = self.gazetteer.resolve_toponym(name.removesuffix("'s"), self.context)
        return self._in_context[name]

    def _region(self, phrase: NounPhrase) -> Place | None:
        """Return the region or country that contains a place without an entry in the gazetteer, None in doubt.

        It is the apposed country, else a region of the sentence, else the article's country, else one of the sentence.
        """
        near = self._places_of_sentence(phrase)
        containing = [p for place in near for p in self.gazetteer.containing_places(place)[1:]]
        ents = self._place_entities.get(sentence_of(phrase.head), ())
        following = next((e for e in ents if 0 < e.start - phrase.last <= _MAX_APPOSITION), None)
        apposed = self._resolve_in_context(following.text) if following is not None else None  # "Urum, Syria"
        home = self.gazetteer.place(self.country_of_article) if self.country_of_article is not None else None
        ranked = (
            (Kind.COUNTRY, [apposed]),
            (Kind.REGION, near),
            (Kind.REGION, containing),
            (Kind.COUNTRY, [home, *near]),
        )
        candidates = (p for kind, places in ranked for p in places if p is not None and p.kind is kind)
        return next(candidates, None)

    def _is_organ(self, noun: Token) -> bool:
        """Tell whether a noun denotes an organ of a state: "army", "authorities"."""
        return noun.lower_ in self.phrases.nouns.state_organs or noun.lower_ in self.phrases.nouns.governments

    def _country_or_region(self, span: Span, *, is_full: bool) -> Place | None:
        """Return the country that words name; also a region where they are the full name without the last noun."""
        place = self.gazetteer.resolve_toponym(span.text, self.context) if span.text[:1].isupper() else None
        may_be_region = is_full and not self.gazetteer.is_common_noun(span.text)
        kinds = (Kind.COUNTRY, Kind.REGION) if may_be_region else (Kind.COUNTRY,)
        return place if place is not None and place.kind in kinds else None


def _may_be_toponym(name: str) -> bool:
    """Tell whether a name can be one of a new place: no acronym, no word in small letters, no code."""
    words = re.split(r"[\s-]+", name)
    if not (words[0][:1].isupper() and words[-1][:1].isupper()) or any(c.isdigit() for c in name):
        return False
    return not (name.isupper() and len(words) == 1 and len(name) <= _MAX_ACRONYM)
