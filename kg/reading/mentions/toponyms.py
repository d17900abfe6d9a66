"""Which place each name of an article means. Knows the map, the names around and where a name stands."""

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

_LABELS = {"GPE", "LOC", "FAC"}
LOCATIVE_PREPOSITIONS = {
    "in",
    "near",
    "at",
    "outside",
    "around",
    "inside",
    "across",
}  #: prepositions before where something is
_BESIDE = {"compound", "nmod", "amod"}
_BODIES = {"ORG", "GPE", "PERSON"}  #: labels that the names of bodies get
_APPOSED = 2  #: tokens from a name to the country behind its comma
_FEW_CAPITALS = 5  #: letters up to which a word all in capitals is an acronym


class ToponymResolver:
    """The places that the names of one article mean."""

    def __init__(
        self, phrases: NounPhrases, coreference: CoreferenceResolver, actors: ActorResolver, place_kinds: Mapping[str, str]
    ) -> None:  # fmt: skip
        """Take what the article names.

        Args:
            phrases: its noun phrases.
            coreference: tells surnames.
            actors: have the map, the places around and the names of actors.
            place_kinds: forms of nouns for places → "Region", "Settlement" or "Part".
        """
        self.phrases = phrases
        self.coreference = coreference
        self.known = actors.known
        self.gazetteer = actors.gazetteer
        self.context = actors.context
        self.country_of_article = actors.country_of_article
        self.place_kinds = place_kinds
        self._places: dict[int, Place | None] = {}
        self._pairs = apposed_places(phrases.doc, actors.gazetteer)
        self._fit: dict[str, Place | None] = {}

    def resolve(self, phrase: NounPhrase) -> Place | None:
        """Return the place that a name means in this article, minted inside its region if the gazetteer lacks it."""
        if phrase.head.i not in self._places:
            self._places[phrase.head.i] = self._resolve(phrase)
        return self._places[phrase.head.i]

    def settlement_in_name(self, phrase: NounPhrase) -> Place | None:
        """Return the town whose name begins a building's: Jolo for "Jolo Cathedral"."""
        words = phrase.name.split()
        heads = (" ".join(words[:n]) for n in range(len(words) - 1, 0, -1))
        found = (self.gazetteer.resolve_toponym(name, self._ranked_context(phrase)) for name in heads)
        return next((p for p in found if p is not None and p.kind is Kind.SETTLEMENT), None)

    def places_in_organization_names(self) -> Iterator[tuple[Span, Place]]:
        """Yield the countries and regions whose names begin those of their bodies: "US Army", "the DRC Ministry"."""
        for ent in self.phrases.doc.ents:
            if ent.label_ in _BODIES and len(ent) > 1 and self._is_organ(ent[-1]):
                first = int(ent[0].lower_ == "the")
                begins = [ent[first:n] for n in range(len(ent) - 1, first, -1)]
                found = ((span, self._state(span, whole=n == 0)) for n, span in enumerate(begins))
                yield from [(span, place) for span, place in found if place is not None][:1]

    def qualified_name(self, phrase: NounPhrase) -> str:
        """Return the name with the noun that sorts it: "Belgorod" in "the Belgorod region" is the region."""
        return f"{phrase.name} region" if self._class_of_next_noun(phrase) == "Region" else phrase.name

    def _resolve(self, phrase: NounPhrase) -> Place | None:
        """Return a place for what the model takes for one, and for names that stand where a place stands ("near X")."""
        where = phrase.head.dep_ == "pobj" and phrase.head.head.lower_ in LOCATIVE_PREPOSITIONS
        if not (phrase.entity in _LABELS or where) or self._is_person(phrase, where=where):
            return None
        if phrase.head.ent_type_ in NUMERIC_LABELS:  # "in March" is no town of that name
            return None
        if (beside := self._pairs.get(phrase.first, self._pairs.get(phrase.head.i))) is not None:
            return beside
        nearby = self._ranked_context(phrase)
        names = dict.fromkeys((self.qualified_name(phrase), phrase.name))
        found = next((p for name in names if (p := self.gazetteer.resolve_toponym(name, nearby)) is not None), None)
        if found is not None:
            return found if phrase.entity != "PERSON" or " " not in phrase.name else None
        if phrase.name.casefold() in self.known.names or phrase.name in self.known.demonyms:
            return None
        is_noun = phrase.name.casefold() in self.phrases.nouns.class_by_form
        return self._mint_place(phrase, where=where) if _may_be_name(phrase.name) and not is_noun else None

    def _mint_place(self, phrase: NounPhrase, *, where: bool) -> Place | None:
        region = self._region(phrase)
        if self.gazetteer.candidates(phrase.name):
            # there are such places, but none where the text is: better none than a namesake
            said = region is not None and self._class_of_next_noun(phrase) is not None
            return self.gazetteer.mint_place(phrase.name, self._stated_kind(phrase), region) if said else None
        named = (phrase.entity in ("GPE", "LOC") and self._has_place_syntax(phrase)) or (
            where and phrase.entity == "FAC"
        )
        if named or (phrase.head.head.lower_ == "near" and not phrase.entity):
            return self.gazetteer.mint_place(phrase.name, self._stated_kind(phrase), region)
        return None

    def _is_person(self, phrase: NounPhrase, *, where: bool) -> bool:
        """Tell whether a name is somebody's surname, and stands where it may mean that person."""
        if not self.coreference.is_surname(phrase.name):
            return False
        of = phrase.head.dep_ == "pobj" and phrase.head.head.lower_ == "of"
        said = of and phrase.head.head.head.lower_ in self.place_kinds
        return phrase.entity not in _LABELS or not (where or said)

    def _has_place_syntax(self, phrase: NounPhrase) -> bool:
        """Tell whether an unknown name stands where places do; the model takes many people and bodies for places."""
        head = phrase.head
        if head.dep_ in ("appos", "conj", "compound", "nmod") and head.head.pos_ == "PROPN":
            return head.head.ent_type_ in _LABELS or head.head.ent_type_ == ""
        of = head.head if head.dep_ == "pobj" else None
        return of is None or of.lower_ != "of" or of.head.lower_ in self.place_kinds

    def _class_of_next_noun(self, phrase: NounPhrase) -> str | None:
        """Return the kind of the noun that a name stands before: "Region" for "the Belgorod oblast"."""
        head = phrase.head.head
        beside = phrase.head.dep_ in _BESIDE and head.i == phrase.last + 1
        kind = self.place_kinds.get(head.lower_) if beside else None
        return kind if kind in ("Region", "Settlement") else None

    def _stated_kind(self, phrase: NounPhrase) -> Kind:
        """Return the kind of place that a noun beside the name says: "the village of X", "X district"."""
        head = phrase.head.head
        near = [head, head.head] if head.dep_ == "prep" else [head]
        said = next((self.place_kinds[t.lower_] for t in near if t.lower_ in self.place_kinds), None)
        if said in ("Region", "Settlement"):
            return Kind(said)
        return Kind.SETTLEMENT if phrase.entity == "GPE" else Kind.PLACE

    def _ranked_context(self, phrase: NounPhrase) -> tuple[Place, ...]:
        """Return the context with what the same sentence names first."""
        return tuple(dict.fromkeys((*self._places_of_sentence(phrase), *self.context)))

    def _places_of_sentence(self, phrase: NounPhrase) -> list[Place]:
        """Return the other places that a name's sentence names, nearest first."""
        head = phrase.head
        ents = [e for e in self._ents.get(sentence_of(head), ()) if not e.start <= head.i < e.end]
        found = [self._resolve_in_context(e.text) for e in sorted(ents, key=lambda e: abs(e.start - head.i))]
        return [p for p in found if p is not None]

    @cached_property
    def _ents(self) -> Mapping[int, list[Span]]:
        """The names of places, by sentence."""
        found: dict[int, list[Span]] = {}
        for ent in self.phrases.doc.ents:
            if ent.label_ in _LABELS:
                found.setdefault(sentence_of(ent[0]), []).append(ent)
        return found

    def _resolve_in_context(self, name: str) -> Place | None:
        if name not in self._fit:
            self._fit[name] = self.gazetteer.resolve_toponym(name.removesuffix("'s"), self.context)
        return self._fit[name]

    def _region(self, phrase: NounPhrase) -> Place | None:
        """Return the region or country around a place that the gazetteer lacks: of its sentence, else the article's.

        That is the country that most of the places named lie in, or the only one that is named; when in doubt none.
        """
        near = self._places_of_sentence(phrase)
        around = [p for place in near for p in self.gazetteer.containing_places(place)[1:]]
        after = next(
            (e for e in self._ents.get(sentence_of(phrase.head), ()) if 0 < e.start - phrase.last <= _APPOSED), None
        )
        beside = self._resolve_in_context(after.text) if after is not None else None  # "Urum, Syria"
        home = self.gazetteer.place(self.country_of_article) if self.country_of_article is not None else None
        ranked = ((Kind.COUNTRY, [beside]), (Kind.REGION, near), (Kind.REGION, around), (Kind.COUNTRY, [home, *near]))
        fitting = (p for kind, places in ranked for p in places if p is not None and p.kind is kind)
        return next(fitting, None)

    def _is_organ(self, noun: Token) -> bool:
        """Tell whether a noun stands for a body of a state: "army", "authorities"."""
        return noun.lower_ in self.phrases.nouns.state_organs or noun.lower_ in self.phrases.nouns.governments

    def _state(self, span: Span, *, whole: bool) -> Place | None:
        """Return the country that words name, or a region where they are the whole name but for the noun."""
        found = self.gazetteer.resolve_toponym(span.text, self.context) if span.text[:1].isupper() else None
        kinds = (
            (Kind.COUNTRY, Kind.REGION) if whole and not self.gazetteer.is_common_noun(span.text) else (Kind.COUNTRY,)
        )
        return found if found is not None and found.kind in kinds else None


def _may_be_name(name: str) -> bool:
    """Tell whether a place that the gazetteer lacks may be called so: no acronym, no word in small letters, no code."""
    words = re.split(r"[\s-]+", name)
    if not (words[0][:1].isupper() and words[-1][:1].isupper()) or any(c.isdigit() for c in name):
        return False
    return not (name.isupper() and len(words) == 1 and len(name) <= _FEW_CAPITALS)
