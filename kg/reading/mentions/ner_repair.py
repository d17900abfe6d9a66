"""Repair the entities of the model's NER: their labels (towns taken for people) and their boundaries.

Knows the gazetteer, the known actors and the nouns that end names ("Park"); knows no grammar but that of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from kg.model import Kind, Place
from kg.reading.parse.noun_classes import NounClasses
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors

_PLACE_LABELS = {"GPE", "LOC"}
_DOUBTFUL_LABELS = {"PERSON", "ORG", "PRODUCT", "NORP", "FAC", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"}
_PREPOSITIONS = {"in", "near", "at", "outside", "around", "from", "towards", "toward", "to", "into", "of", "on"}
_LOCATIVE_PREPOSITIONS = {"in", "near", "at", "outside", "around", "inside", "into", "towards", "toward", "to", "from"}
_LINKING_TAGS = {"DET", "ADP", "CCONJ"}  #: coarse tags of words that end no name
_PLACE_ONLY_PREPOSITIONS = {"near", "outside", "around"}  #: only places follow these
_NAME_DEPENDENCIES = {"compound", "nmod", "appos", "pobj", "nsubj", "dobj", "conj", "poss"}
#: class of the last noun of a name that begins with a town's ("Victoria Park") → its entity label
_LABELS_BY_CLASS = {"facility": "FAC", "organization": "ORG", "force": "ORG"}


def repair_entities(
    doc: Doc, context: tuple[Place, ...], known: KnownActors, gazetteer: Gazetteer, nouns: NounClasses
) -> None:
    """Repair the entities of a document in place.

    An entity loses a preposition that begins its sentence ("Near Tal Afar") and the remainder of a match of a known
    name ("Rebels of the" March 23 Movement), and gets missing words of the name ("Victoria" Park, Al "Hasakah", Sudesh
    "Amman"). Toponyms that resolve in the context, and names where only places can stand, become places; known actors
    and people with full names do not.
    """
    repair = _EntityRepair(doc, context, known, gazetteer, nouns)
    doc.set_ents(list(repair.trimmed_entities()))
    doc.set_ents(_without_overlaps(repair.extended_entities()))
    surnames = {
        e[-1].text
        for e in doc.ents
        if e.label_ == "PERSON" and len(e) > 1 and not repair.follows(e, _PLACE_ONLY_PREPOSITIONS)
    }
    places = [s for s in list(repair.doubtful_spans()) if repair.is_place(s, surnames)]
    doc.set_ents(_without_overlaps((*(Span(doc, s.start, s.end, label="GPE") for s in places), *doc.ents)))


@dataclass(frozen=True)
class _EntityRepair:
    """The entities of one document with the evidence for their labels and boundaries."""

    doc: Doc
    context: tuple[Place, ...]
    known: KnownActors
    gazetteer: Gazetteer
    nouns: NounClasses

    def trimmed_entities(self) -> Iterator[Span]:
        """Yield the entities without function words at either end; a trimmed one needs a proper noun left."""
        for ent in self.doc.ents:
            end = ent.end
            while end > ent.start and self.doc[end - 1].pos_ in _LINKING_TAGS:
                end -= 1
            if end < ent.end and not any(t.pos_ == "PROPN" for t in self.doc[ent.start : end]):
                continue
            opens_sentence = len(ent) > 1 and ent[0].lower_ in _PREPOSITIONS and ent[0].is_sent_start
            if opens_sentence and ent.label_ in _DOUBTFUL_LABELS | _PLACE_LABELS:
                label = "GPE" if ent[0].lower_ in _PLACE_ONLY_PREPOSITIONS else ent.label_
                yield Span(self.doc, ent.start + 1, end, label=label)
            else:
                yield Span(self.doc, ent.start, end, label=ent.label_)

    def extended_entities(self) -> Iterator[Span]:
        """Yield the entities, places with the adjacent words of their names."""
        for ent in self.doc.ents:
            if ent.label_ in _PLACE_LABELS:
                ent = self._with_organization(self._extended_left(self._extended_right(self._with_next_entity(ent))))
            yield ent

    def doubtful_spans(self) -> Iterator[Span]:
        """Yield the entities with a doubtful label, and unlabelled proper nouns where a place can stand."""
        for ent in self.doc.ents:
            if ent.label_ in _DOUBTFUL_LABELS and all(t.pos_ == "PROPN" for t in ent):
                yield ent
        for token in self.doc:
            if token.pos_ == "PROPN" and not token.ent_type_ and _may_be_place(token):
                first = min([token.i, *(c.i for c in token.lefts if c.dep_ == "compound" and not c.ent_type_)])
                if self.doc[first].lower_ in _PREPOSITIONS and first < token.i:
                    first += 1
                yield self.doc[first : token.i + 1]

    def is_place(self, span: Span, surnames: set[str]) -> bool:
        """Tell whether a doubtful name is a place: it resolves in the context, or its syntax admits only a place."""
        name = span.text.removesuffix("'s")
        if (
            name in surnames
            or name.casefold() in self.known.names
            or self._noun_classes.get(span[-1].lower_) in _LABELS_BY_CLASS
        ):
            return False
        is_full_name = span.label_ == "PERSON" and len(span) > 1
        if self._has_place_syntax(span, is_full_name=is_full_name):
            return True
        if span.label_ == "PERSON":
            is_toponym = bool(self.gazetteer.candidates(name)) if is_full_name else self._resolves(name)
            if is_toponym:
                return self.follows(span, _LOCATIVE_PREPOSITIONS)
            return self.follows(span, {"in"}) and not is_full_name
        return self._resolves(name)

    def _has_place_syntax(self, span: Span, *, is_full_name: bool) -> bool:
        """Tell whether a name stands where only a place can."""
        if self._has_place_noun(span, is_full_name=is_full_name):
            return True
        if self.follows(span, _PLACE_ONLY_PREPOSITIONS) and (len(span) == 1 or is_full_name):
            return True
        is_lone_body = span.label_ == "ORG" and self._is_single_title_case(span)
        return self._is_in_place_list(span) or (is_lone_body and self.follows(span, {"in"}))

    def _resolves(self, name: str) -> bool:
        return self.gazetteer.resolve_toponym(name, self.context) is not None

    def _has_place_noun(self, span: Span, *, is_full_name: bool) -> bool:
        """Tell whether a noun for a place governs a name: "the town of Yeoncheon", "the Gondra district"."""
        root, head = span.root, span.root.head
        kind = self.place_nouns.get(head.lower_)
        if root.dep_ in ("compound", "nmod") and head.i >= span.end and kind == "Region":
            return all(t.dep_ == "compound" for t in self.doc[span.end : head.i])
        if is_full_name:
            return False
        of = root.dep_ == "pobj" and head.lower_ == "of" and self.place_nouns.get(head.head.lower_)
        called = root.dep_ == "oprd" and head.dep_ == "acl" and self.place_nouns.get(head.head.lower_)
        return (of or called) in ("Region", "Settlement")

    def _is_in_place_list(self, span: Span) -> bool:
        """Tell whether a single word is a conjunct of a place: "the villages of Jos, Maliuc and Caraorman"."""
        first = span.root
        while first.dep_ == "conj":
            first = first.head
        is_place = (
            first.ent_type_ in _PLACE_LABELS
            and first.dep_ == "pobj"
            and first.head.lower_ in _LOCATIVE_PREPOSITIONS | {"of"}
        )
        return is_place and first.i != span.root.i and self._is_single_title_case(span)

    def _is_single_title_case(self, span: Span) -> bool:
        """Tell whether a span is a single title-case word that is no common noun."""
        return len(span) == 1 and span.text.istitle() and span[0].lower_ not in self._noun_classes

    def follows(self, span: Span, prepositions: set[str]) -> bool:
        """Tell whether one of the prepositions precedes a name."""
        return span.start > 0 and self.doc[span.start - 1].lower_ in prepositions

    def _with_next_entity(self, ent: Span) -> Span:
        """Return two adjacent places as one, if the gazetteer has both together or lacks the first."""
        after = self.doc[ent.end] if ent.end < len(self.doc) else None
        if after is None or after.ent_type_ not in _PLACE_LABELS or not all(t.text.istitle() for t in ent):
            return ent
        end = self._entity_ends.get(after.i, after.i + 1)
        joined = Span(self.doc, ent.start, end, label=ent.label_)
        is_toponym = self.gazetteer.candidates(joined.text)
        return joined if is_toponym or not self.gazetteer.candidates(ent.text) else ent

    def _extended_right(self, ent: Span) -> Span:
        """Return a place with the capitalized words after it, labelled by the class of the last noun."""
        end = ent.end
        while end < len(self.doc) and self._continues_name(self.doc[end]) and self.doc[end].sent == ent.sent:
            end += 1
        precedes_title = end < len(self.doc) and self.doc[end].lower_ in self.nouns.titles
        if end == ent.end or precedes_title or not ent[-1].whitespace_:
            return ent
        noun_class = self._class_of_last_noun(self.doc[end - 1])
        extended = Span(self.doc, ent.start, end, label=ent.label_)
        if noun_class in _LABELS_BY_CLASS:
            return Span(self.doc, ent.start, end, label=_LABELS_BY_CLASS[noun_class])
        if extended.text.casefold() in self.known.names:
            return Span(self.doc, ent.start, end, label="PERSON")
        if (
            self._is_area_noun(self.doc[end - 1])
            or self.gazetteer.candidates(extended.text)
            or (noun_class is None and self.follows(ent, _LOCATIVE_PREPOSITIONS))
        ):
            return extended
        is_forename = noun_class is None and len(ent) == 1 and not self._is_country(ent.text)
        return Span(self.doc, ent.start, end, label="PERSON") if is_forename else ent

    def _extended_left(self, ent: Span) -> Span:
        """Return a place with the capitalized word before it, of a town ("Al Hasakah") or of a person's full name."""
        first = ent.start - 1
        before = self.doc[first] if first >= 0 else None
        if before is None or not self._is_part_of_name(before) or before.head.i != ent.root.i:
            return ent
        extended = Span(self.doc, first, ent.end, label=ent.label_)
        if (
            extended.text.casefold() in self.known.names
            or self.gazetteer.candidates(extended.text)
            or self.follows(extended, _LOCATIVE_PREPOSITIONS)
        ):
            return extended
        return Span(self.doc, first, ent.end, label="PERSON") if len(ent) == 1 and len(before) > 2 else ent

    def _with_organization(self, ent: Span) -> Span:
        """Return the organization whose name a place ends ("University of Georgia"), no state organ, else the place."""
        noun = self.doc[ent.start - 2] if ent.start > 1 and self.doc[ent.start - 1].lower_ == "of" else None
        if noun is None or noun.pos_ != "PROPN" or not noun.text.istitle() or noun.lower_ in self.nouns.state_organs:
            return ent
        if self._noun_classes.get(noun.lower_) != "organization":
            return ent
        first = min([noun.i, *(c.i for c in noun.lefts if c.dep_ == "compound")])
        return Span(self.doc, first, ent.end, label="ORG")

    def _class_of_last_noun(self, noun: Token) -> str | None:
        """Return the class of the last noun of a name: of "Post", after a town's name, a newspaper's."""
        return "organization" if noun.lower_ in self._body_name_nouns else self._noun_classes.get(noun.lower_)

    @cached_property
    def _body_name_nouns(self) -> frozenset[str]:
        return frozenset(self.nouns.lexicon.single_word_forms("BodyName"))

    def _is_country(self, name: str) -> bool:
        return any(p.kind is Kind.COUNTRY for p in self.gazetteer.candidates(name)[:1])

    def _continues_name(self, token: Token) -> bool:
        """Tell whether a word can follow in a name: "Dallas County", but "the Gondra district"."""
        is_name_noun = self._is_area_noun(token) and token.pos_ == "PROPN" and token.text.istitle()
        return self._is_part_of_name(token) or is_name_noun

    def _is_area_noun(self, token: Token) -> bool:
        return self.place_nouns.get(token.lower_) in ("Region", "Settlement")

    def _is_part_of_name(self, token: Token) -> bool:
        """Tell whether a word can be a part of an adjacent name: capitalized, and no entity or common noun."""
        is_proper_noun = token.pos_ == "PROPN" and token.dep_ in _NAME_DEPENDENCIES
        word = token.lower_
        is_common = word in _PREPOSITIONS or word in self.nouns.titles or word in self.place_nouns
        is_word = token.text.istitle() and token.text.isalpha()
        return is_proper_noun and not token.ent_type_ and is_word and not is_common

    @cached_property
    def _entity_ends(self) -> Mapping[int, int]:
        """First token of each entity before extension → the token after its last."""
        return {e.start: e.end for e in self.doc.ents}

    @cached_property
    def _noun_classes(self) -> Mapping[str, str]:
        return self.nouns.class_by_form

    @cached_property
    def place_nouns(self) -> Mapping[str, str]:
        """Nouns for places → "Region", "Settlement" or "Part"."""
        return self.nouns.lexicon.single_word_forms("PlaceNoun", "kind")


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in the order of the text, without those that overlap an earlier item of the input."""
    covered: set[int] = set()
    disjoint = []
    for span in spans:
        if not covered & set(range(span.start, span.end)):
            covered |= set(range(span.start, span.end))
            disjoint.append(span)
    return sorted(disjoint, key=lambda s: s.start)


def _may_be_place(token: Token) -> bool:
    return token.dep_ in ("dobj", "npadvmod", "appos") or (token.dep_ == "pobj" and token.head.lower_ in _PREPOSITIONS)
