"""Mend the model's guesses at names before anything builds on them: towns that it takes for people, half names.

Knows the map, the actor file and the nouns that end names ("Park"); knows no grammar but what a name looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from kg.model import Kind, Place
from kg.reading.parse.noun_classes import NounClasses
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors

_PLACES = {"GPE", "LOC"}
_DOUBTED = {"PERSON", "ORG", "PRODUCT", "NORP", "FAC", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"}
_LOCATIVE = {"in", "near", "at", "outside", "around", "from", "towards", "toward", "to", "into", "of", "on"}
_WHERE = {"in", "near", "at", "outside", "around", "inside", "into", "towards", "toward", "to", "from"}
_LINKING = {"DET", "ADP", "CCONJ"}  #: no name ends in such a word
_NEAR = {"near", "outside", "around"}  #: only places follow these
#: what a name that begins with a town's becomes, by the kind of its last noun ("Victoria Park")
_ENDINGS = {"facility": "FAC", "organization": "ORG", "force": "ORG"}


def repair_entities(
    doc: Doc, context: tuple[Place, ...], known: KnownActors, gazetteer: Gazetteer, nouns: NounClasses
) -> None:
    """Mend the names of a document in place.

    A name loses a preposition that begins its sentence ("Near Tal Afar") and what a known name beside it has left of
    the model's ("Rebels of the" March 23 Movement), and gets the words of it that the model left out ("Victoria" Park,
    Al "Hasakah", Sudesh "Amman"). What the map holds near the places that the text names, and what stands where only a
    place can, becomes a place. Left alone are known actors and people with full names.
    """
    names = _EntityRepair(doc, context, known, gazetteer, nouns)
    doc.set_ents(list(names.trimmed_entities()))
    doc.set_ents(_without_overlaps(names.extended_entities(), doc))
    surnames = {e[-1].text for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 and not names.follows(e, _NEAR)}
    places = [s for s in list(names.doubtful_spans()) if names.is_place(s, surnames)]
    doc.set_ents(_without_overlaps((*(Span(doc, s.start, s.end, label="GPE") for s in places), *doc.ents), doc))


@dataclass(frozen=True)
class _EntityRepair:
    """The names of one document, and what may be wrong with them."""

    doc: Doc
    context: tuple[Place, ...]
    known: KnownActors
    gazetteer: Gazetteer
    nouns: NounClasses

    def trimmed_entities(self) -> Iterator[Span]:
        """Yield the names without words at either end that are no part of them; without any other word, none is."""
        for ent in self.doc.ents:
            last = ent.end
            while last > ent.start and self.doc[last - 1].pos_ in _LINKING:
                last -= 1
            if last < ent.end and not any(t.pos_ == "PROPN" for t in self.doc[ent.start : last]):
                continue
            opens = len(ent) > 1 and ent[0].lower_ in _LOCATIVE and ent[0].is_sent_start
            if opens and ent.label_ in _DOUBTED | _PLACES:
                label = "GPE" if ent[0].lower_ in _NEAR else ent.label_
                yield Span(self.doc, ent.start + 1, last, label=label)
            else:
                yield Span(self.doc, ent.start, last, label=ent.label_)

    def extended_entities(self) -> Iterator[Span]:
        """Yield the names, those of places with the words before and after that belong to them."""
        for ent in self.doc.ents:
            if ent.label_ in _PLACES:
                ent = self._organization_around(self._extended_left(self._extended_right(self._with_next_entity(ent))))
            yield ent

    def doubtful_spans(self) -> Iterator[Span]:
        """Yield the names with a doubtful label, and capitalized names without one where a place can stand."""
        for ent in self.doc.ents:
            if ent.label_ in _DOUBTED and all(t.pos_ == "PROPN" for t in ent):
                yield ent
        for token in self.doc:
            if token.pos_ == "PROPN" and not token.ent_type_ and _may_be_place(token):
                first = min([token.i, *(c.i for c in token.lefts if c.dep_ == "compound" and not c.ent_type_)])
                if self.doc[first].lower_ in _LOCATIVE and first < token.i:
                    first += 1
                yield self.doc[first : token.i + 1]

    def is_place(self, span: Span, surnames: set[str]) -> bool:
        """Tell whether the map knows a doubtful name hereabouts, or a word before it says that it is a place."""
        name = span.text.removesuffix("'s")
        if name in surnames or name.casefold() in self.known.names or self._kinds.get(span[-1].lower_) in _ENDINGS:
            return False
        whole_name = span.label_ == "PERSON" and len(span) > 1
        if self._is_called_place(span, whole_name=whole_name) or (
            self.follows(span, _NEAR) and (len(span) == 1 or whole_name)
        ):
            return True
        if self._is_in_place_list(span) or (
            span.label_ == "ORG" and self._is_single_title_case(span) and self.follows(span, {"in"})
        ):
            return True
        if span.label_ == "PERSON":
            known = bool(self.gazetteer.candidates(name)) if whole_name else self._is_nearby_place(name)
            return self.follows(span, _WHERE) if known else self.follows(span, {"in"}) and not whole_name
        return self._is_nearby_place(name)

    def _is_nearby_place(self, name: str) -> bool:
        return self.gazetteer.resolve_toponym(name, self.context) is not None

    def _is_called_place(self, span: Span, *, whole_name: bool) -> bool:
        """Tell whether the text calls a name a place: "the town of Yeoncheon", "the Gondra district", "Shok camp"."""
        root, head = span.root, span.root.head
        kind = self.place_nouns.get(head.lower_)
        if root.dep_ in ("compound", "nmod") and head.i >= span.end and kind == "Region":
            return all(t.dep_ == "compound" for t in self.doc[span.end : head.i])
        if whole_name:
            return False
        of = root.dep_ == "pobj" and head.lower_ == "of" and self.place_nouns.get(head.head.lower_)
        called = root.dep_ == "oprd" and head.dep_ == "acl" and self.place_nouns.get(head.head.lower_)
        return (of or called) in ("Region", "Settlement")

    def _is_in_place_list(self, span: Span) -> bool:
        """Tell whether a lone name goes on a list of places: "the villages of Jos, Maliuc and Caraorman"."""
        first = span.root
        while first.dep_ == "conj":
            first = first.head
        is_place = first.ent_type_ in _PLACES and first.dep_ == "pobj" and first.head.lower_ in _WHERE | {"of"}
        return is_place and first.i != span.root.i and self._is_single_title_case(span)

    def _is_single_title_case(self, span: Span) -> bool:
        """Tell whether a span is one word written like a name, and no noun that stands for a body or building."""
        return len(span) == 1 and span.text.istitle() and span[0].lower_ not in self._kinds

    def follows(self, span: Span, prepositions: set[str]) -> bool:
        """Tell whether one of these words stands before a name."""
        return span.start > 0 and self.doc[span.start - 1].lower_ in prepositions

    def _with_next_entity(self, ent: Span) -> Span:
        """Return two names of places side by side as one, where the map holds both together or not the first."""
        after = self.doc[ent.end] if ent.end < len(self.doc) else None
        if after is None or after.ent_type_ not in _PLACES or not all(t.text.istitle() for t in ent):
            return ent
        end = self._entity_ends.get(after.i, after.i + 1)
        whole = Span(self.doc, ent.start, end, label=ent.label_)
        both = self.gazetteer.candidates(whole.text)
        return whole if both or not self.gazetteer.candidates(ent.text) else ent

    def _extended_right(self, ent: Span) -> Span:
        """Return the name with the capitalized words after it, sorted by the noun that ends it."""
        end = ent.end
        while end < len(self.doc) and self._continues_name(self.doc[end]) and self.doc[end].sent == ent.sent:
            end += 1
        titled = end < len(self.doc) and self.doc[end].lower_ in self.nouns.titles
        if end == ent.end or titled or not ent[-1].whitespace_:
            return ent
        kind = self._class_of_last_word(self.doc[end - 1])
        whole = Span(self.doc, ent.start, end, label=ent.label_)
        if kind in _ENDINGS:
            return Span(self.doc, ent.start, end, label=_ENDINGS[kind])
        if whole.text.casefold() in self.known.names:
            return Span(self.doc, ent.start, end, label="PERSON")
        noun = self.place_nouns.get(self.doc[end - 1].lower_) in ("Region", "Settlement")
        if noun or self.gazetteer.candidates(whole.text) or (kind is None and self.follows(ent, _WHERE)):
            return whole
        is_forename = kind is None and len(ent) == 1 and not self._is_country(ent.text)
        return Span(self.doc, ent.start, end, label="PERSON") if is_forename else ent

    def _extended_left(self, ent: Span) -> Span:
        """Return the name with a capitalized word before it: of a town ("Al Hasakah") or of a person's whole name."""
        first = ent.start - 1
        before = self.doc[first] if first >= 0 else None
        if before is None or not self._is_part_of_name(before) or before.head.i != ent.root.i:
            return ent
        whole = Span(self.doc, first, ent.end, label=ent.label_)
        if (
            whole.text.casefold() in self.known.names
            or self.gazetteer.candidates(whole.text)
            or self.follows(whole, _WHERE)
        ):
            return whole
        return Span(self.doc, first, ent.end, label="PERSON") if len(ent) == 1 and len(before) > 2 else ent

    def _organization_around(self, ent: Span) -> Span:
        """Return the body's name that ends in a place's: "University of Georgia"; those of states name the place."""
        noun = self.doc[ent.start - 2] if ent.start > 1 and self.doc[ent.start - 1].lower_ == "of" else None
        if noun is None or noun.pos_ != "PROPN" or not noun.text.istitle() or noun.lower_ in self.nouns.state_organs:
            return ent
        if self._kinds.get(noun.lower_) != "organization":
            return ent
        first = min([noun.i, *(c.i for c in noun.lefts if c.dep_ == "compound")])
        return Span(self.doc, first, ent.end, label="ORG")

    def _class_of_last_word(self, noun: Token) -> str | None:
        """Return the kind of what a name's last word makes of it: a town's name and "Post" are a newspaper's."""
        return "organization" if noun.lower_ in self._body_names else self._kinds.get(noun.lower_)

    @cached_property
    def _body_names(self) -> frozenset[str]:
        return frozenset(self.nouns.lexicon.single_word_forms("BodyName"))

    def _is_country(self, name: str) -> bool:
        return any(p.kind is Kind.COUNTRY for p in self.gazetteer.candidates(name)[:1])

    def _continues_name(self, token: Token) -> bool:
        """Tell whether a word can follow in a name: "Dallas County", but "the Gondra district"."""
        noun = self.place_nouns.get(token.lower_) in ("Region", "Settlement")
        return self._is_part_of_name(token) or (noun and token.pos_ == "PROPN" and token.text.istitle())

    def _is_part_of_name(self, token: Token) -> bool:
        """Tell whether a word can be a part of the name beside it: capitalized, and no name by itself."""
        name = token.pos_ == "PROPN" and token.dep_ in (
            "compound",
            "nmod",
            "appos",
            "pobj",
            "nsubj",
            "dobj",
            "conj",
            "poss",
        )
        word = token.lower_
        plain = word in _LOCATIVE or word in self.nouns.titles or word in self.place_nouns
        return name and not token.ent_type_ and token.text.istitle() and token.text.isalpha() and not plain

    @cached_property
    def _entity_ends(self) -> Mapping[int, int]:
        """First token of each name, as they were before they grew → the token after its last."""
        return {e.start: e.end for e in self.doc.ents}

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return self.nouns.class_by_form

    @cached_property
    def place_nouns(self) -> Mapping[str, str]:
        """Nouns for places → "Region", "Settlement" or "Part"."""
        return self.nouns.lexicon.single_word_forms("PlaceNoun", "kind")


def _without_overlaps(spans: Iterator[Span] | tuple[Span, ...], doc: Doc) -> list[Span]:
    """Return the spans in the order of the text, without those that overlap one given before."""
    taken: set[int] = set()
    kept = []
    for span in spans:
        if not taken & set(range(span.start, span.end)):
            taken |= set(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def _may_be_place(token: Token) -> bool:
    return token.dep_ in ("dobj", "npadvmod", "appos") or (token.dep_ == "pobj" and token.head.lower_ in _LOCATIVE)
