"""Find the noun phrases of a text, each with its kind and name. Knows grammar and noun classes; knows no actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from kg.reading.parse.noun_classes import NounClasses
from kg.reading.parse.sentences import sentence_of

NOMINAL = {"NOUN", "PROPN", "PRON"}
_ENTITY_KINDS = {
    "PERSON": "person", "ORG": "organization", "NORP": "group", "GPE": "place", "LOC": "place", "FAC": "facility",
}  # fmt: skip
_PREMODIFIERS = {
    "compound", "amod", "nmod", "poss", "case", "nummod", "det", "predet", "quantmod", "punct", "advmod", "npadvmod",
}  # fmt: skip
_OPENING, _CLOSING = {"(", "["}, {")", "]"}
_QUANTITY_DEPENDENCIES = {"det", "predet", "nummod", "quantmod", "advmod"}
_QUANTITY_TAGS = {"CD", "DT", "PDT", "PRP$", "WDT", "JJR", "JJS"}
NUMERIC_LABELS = {"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"}  #: entity labels
ACTOR_KINDS = {"person", "group", "force", "organization", "state", "pronoun"}
SPEAKER_KINDS = ACTOR_KINDS | {"place", "post", "document"}  #: kinds of phrases that can be a source
#: a kind of selectional restriction → the kinds of phrases that satisfy it
KINDS_BY_RESTRICTION = {
    "actor": ACTOR_KINDS | {"place"}, "person": {"person", "group", "force", "pronoun"}, "place": {"place"},
    "facility": {"facility", "vehicle"}, "weapon": {"weapon"}, "vehicle": {"vehicle"}, "money": {"money"},
    "document": {"document"}, "talks": {"talks"}, "post": {"post"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase, identified by its head."""

    head: Token
    first: int  #: index of its first token, with determiners
    last: int  #: index of its last token, names in "of" phrases included
    kind: str  #: "person", "group", "force", "organization", "state", "place", "facility", … or "thing"
    name: str  #: its words without determiners, numbers and titles
    entity: str = ""  #: spaCy's entity label, empty without one


class NounPhrases:
    """The noun phrases of one document, built lazily; iteration yields them in the order of the text."""

    def __init__(self, doc: Doc, nouns: NounClasses) -> None:
        self.doc = doc
        self.nouns = nouns
        self._entities: dict[int, Span] = {t.i: ent for ent in doc.ents if not self._is_common_noun(ent) for t in ent}
        self._cache: dict[int, NounPhrase | None] = {}
        self._sentence_words: dict[int, frozenset[str]] = {}

    def __iter__(self) -> Iterator[NounPhrase]:
        return iter(self._in_text_order)

    def phrase_of(self, token: Token) -> NounPhrase | None:
        """Return the phrase of which a token is the head or a transparent noun, None for a token that is no noun."""
        token = self.semantic_head(token)
        if token.i not in self._cache:
            self._cache[token.i] = self._make_phrase(token)
        return self._cache[token.i]

    def semantic_head(self, token: Token) -> Token:
        """Return the head of the "of" phrase of a transparent noun ("a group of", "dozens of"), else the token."""
        for _ in range(3):
            if token.lower_ not in self.nouns.transparent_nouns and token.pos_ not in ("NUM", "DET"):
                return token
            inner = [p for prep in token.children if prep.lower_ == "of" for p in prep.children if p.dep_ == "pobj"]
            if not inner:
                return token
            token = inner[0]
        return token

    @cached_property
    def _in_text_order(self) -> tuple[NounPhrase, ...]:
        return tuple(self._head_phrases())

    def _head_phrases(self) -> Iterator[NounPhrase]:
        for token in self.doc:
            ent = self._entities.get(token.i)
            if token.pos_ in NOMINAL and (ent is None or token.i == ent.root.i or token.dep_ == "poss"):
                phrase = self.phrase_of(token)
                if phrase is not None and phrase.head.i == token.i:
                    yield phrase

    def entity_span(self, token: Token) -> Span | None:
        """Return the named entity that contains a token, None without one."""
        return self._entities.get(token.i)

    def words_of_sentence(self, token: Token) -> frozenset[str]:
        """Return the words of a token's sentence, lower-cased, and their lemmas."""
        number = sentence_of(token)
        if number not in self._sentence_words:
            self._sentence_words[number] = frozenset(w for t in token.sent for w in (t.lower_, t.lemma_.lower()))
        return self._sentence_words[number]

    def _is_common_noun(self, ent: Span) -> bool:
        """Tell whether an entity is a common noun, capitalized because it opens its sentence: "Shells hit…"."""
        first = ent[0]
        opens = len(ent) == 1 and first.is_sent_start and first.text.istitle()
        return bool(opens and first.lower_ in self.nouns.class_by_form and first.tag_ in ("NNS", "NNPS", "NN", "NNP"))

    def _make_phrase(self, token: Token) -> NounPhrase | None:
        if token.pos_ not in NOMINAL and token.i not in self._entities:
            return None
        if token.pos_ == "PRON":
            return NounPhrase(token, token.i, token.i, "pronoun", token.text)
        ent = self._entities.get(token.i)
        if ent is not None and ent.label_ in _ENTITY_KINDS and ent.root.i == token.i:
            return self._named_phrase(token, ent)
        return self._common_phrase(token)

    def _named_phrase(self, token: Token, ent: Span) -> NounPhrase:
        first, last = ent.start, ent.end - 1
        while self.doc[first].lower_ in ("the", "a", "an") and first < last:
            first += 1
        while last > first and self.doc[last].lower_ in ("'s", "'", "of"):
            last -= 1
        name, kind = self.doc[first : last + 1].text, _ENTITY_KINDS[ent.label_]
        if kind == "organization" and (of := self._name_after_of(self.doc[last])) is not None and of.first > last:
            name, last = f"{name} of {of.name}", of.last
        return NounPhrase(token, min(token.i, first), last, kind, name, ent.label_)

    def _common_phrase(self, token: Token) -> NounPhrase:
        premodifiers = (t for t in token.lefts if t.dep_ in _PREMODIFIERS)
        first = min((t.left_edge.i for t in premodifiers), default=token.i)
        while first < token.i and self.doc[first].is_punct and self.doc[first].text not in _OPENING:
            first += 1
        if first + 1 < token.i and _is_resultative(self.doc[first]):
            first += 1
        last = token.i
        name = self._name_without_quantities(first, token)
        kind = self.nouns.class_of(name)
        if kind in ("organization", "state", "force", "group") and (of := self._name_after_of(token)) is not None:
            last = of.last
            name = f"{name} of {of.name}"
        ent = self._entities.get(token.i)
        if kind == "thing" and ent is not None and ent.label_ in _ENTITY_KINDS:
            kind = _ENTITY_KINDS[ent.label_]
        return NounPhrase(token, first, last, kind, name)

    def _name_without_quantities(self, first: int, head: Token) -> str:
        """Return the words of a common noun phrase without quantities and text in brackets."""
        words: list[str] = []
        depth = 0
        for token in self.doc[first : head.i + 1]:
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            is_vague = token.i < head.i and token.lower_ in self.nouns.vague_quantities
            if depth <= 0 and token.text not in _CLOSING and not is_vague and not _is_quantity(token, head):
                words.append(token.text_with_ws)
        return " ".join("".join(words).split())

    def _name_after_of(self, token: Token) -> NounPhrase | None:
        """Return the named phrase in the "of" phrase of a noun, None without one."""
        objects = (t for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children)
        name = next((t for t in objects if t.dep_ == "pobj" and t.pos_ == "PROPN"), None)
        return self.phrase_of(name) if name is not None else None


def _is_resultative(adjective: Token) -> bool:
    """Tell whether an adjective is a resultative of the verb before and no part of the phrase: "shot dead two men"."""
    follows_verb = adjective.i > 0 and adjective.nbor(-1).pos_ == "VERB"
    return follows_verb and adjective.pos_ == "ADJ" and adjective.nbor().tag_ in ("CD", "DT")


def _is_quantity(token: Token, head: Token) -> bool:
    """Tell whether a word before the head is part of a quantity or determiner, or modifies one."""
    for t in (token, *token.ancestors):
        if t.i == head.i:
            break
        if t.dep_ in _QUANTITY_DEPENDENCIES or t.tag_ in _QUANTITY_TAGS:
            return True
        if t.dep_ == "amod" and t.ent_type_ == "DATE":  # an age or duration: "a 12-year-old girl"
            return True
    return token.is_space or (token.i != head.i and token.tag_ in _QUANTITY_TAGS)


def with_conjuncts(tokens: list[Token]) -> list[Token]:
    """Return the tokens, each with its later conjuncts, without duplicates."""
    found: list[Token] = []
    for token in tokens:
        for t in (token, *(c for c in token.conjuncts if c.i > token.i)):
            if t not in found:
                found.append(t)
    return found
