"""Say who speaks through a statement, a report or a video: whoever made it. Knows grammar and lists, no actors."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.reading.events.arguments import noun_arguments, verb_arguments
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.parse.noun_phrases import NUMERIC_LABELS, SPEAKER_KINDS, NounPhrases
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part

_MODIFIERS = {"amod", "compound", "nmod"}
_BODIES = {"ORG", "GPE", "NORP", "PERSON"}
_DEFINITE = {"the", "this", "that"}
_PEOPLE = ("PersonNoun", "OrganizationNoun", "StateNoun", "Office")
_BACK = 60  #: tokens within which "the statement" looks for the one that was told of


class DocumentSources:
    """The nouns for what is written, filmed or published, and the way to who made it."""

    def __init__(self, lexicon: Lexicon, governors: ControlVerbs) -> None:
        """Take the lexicon's nouns of saying and of documents."""
        said = {form for form, act in _nouns(lexicon).items() if act == "statement"}
        self.governors = governors
        self.people_nouns = frozenset(form for use in _PEOPLE for form in lexicon.single_word_forms(use))
        self._refusing = frozenset(lexicon.single_word_forms("Refusing"))
        self.forms = frozenset(said) | frozenset(lexicon.single_word_forms("DocumentNoun"))

    def is_document(self, token: Token) -> bool:
        """Tell whether a noun names a document."""
        return token.pos_ == "NOUN" and token.lower_ in self.forms

    def can_be_source(self, token: Token, phrases: NounPhrases) -> bool:
        """Tell whether words can be somebody's, or a document's."""
        phrase = phrases.phrase_of(token)
        able = phrase is not None and phrase.kind in SPEAKER_KINDS
        return self.is_document(token) or (able and token.ent_type_ not in NUMERIC_LABELS)

    def with_authors(self, sources: Iterable[Token]) -> tuple[Token, ...]:
        """Return the sources with documents replaced by their makers; a document of nobody's stands for itself."""
        found = [m for s in sources for m in (self._authors(s) or [s])]
        return tuple(dict.fromkeys(found))

    def authors_of_noun(self, noun: Token, phrases: NounPhrases) -> tuple[Token, ...]:
        """Return whose a noun of saying is: its owner, else whom it is by or from."""
        slots = noun_arguments(noun, self.governors, phrases)
        about = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)  # "reports of killings by the army"
        return tuple(slots["owner"] or next((slots[p] for p in ("by", "from") if slots[p] and not about), []))

    def _authors(self, noun: Token) -> list[Token]:
        if not self.is_document(noun):
            return []
        found = self._stated_authors(noun) or self._issuers(noun)
        if not found and any(c.lower_ in _DEFINITE for c in noun.children if c.dep_ == "det"):
            for earlier in reversed(noun.doc[max(0, noun.i - _BACK) : noun.i]):
                if earlier.lemma_ == noun.lemma_ and earlier.pos_ == "NOUN":
                    found = self._stated_authors(earlier) or self._issuers(earlier)
                if found:
                    break
        return found

    def _stated_authors(self, noun: Token) -> list[Token]:
        """Return who stands with a document: owner, "by" or "from" whom, who "released" it, whom it cites."""
        for child in noun.children:
            if child.dep_ == "poss" or (child.dep_ in _MODIFIERS and self._names_people(child)):
                return [child]
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("by", "from"):
                return [
                    c for c in child.children if c.dep_ == "pobj" and (child.lower_ == "by" or self._names_people(c))
                ]
            if child.dep_ == "acl" and child.tag_ == "VBN":
                by = (c for c in child.children if c.dep_ in ("agent", "prep") and c.lower_ == "by")
                return [t for c in by for t in c.children]
            if child.dep_ == "acl" and child.lower_ in ("citing", "quoting"):
                return [c for c in child.children if c.dep_ == "dobj"]
        return []

    def _names_people(self, token: Token) -> bool:
        """Tell whether a word names people: "witness accounts", "video from the army", not "from the scene"."""
        named = token.ent_type_ in _BODIES or (token.pos_ == "PROPN" and not token.ent_type_)
        return named or (token.pos_ == "NOUN" and token.lower_ in self.people_nouns)

    def _issuers(self, noun: Token) -> list[Token]:
        """Return the subject of the verb that a document is the object of, or is said in."""
        verb = noun.head
        if noun.dep_ == "pobj" and verb.dep_ == "prep" and verb.lower_ == "in":
            verb = verb.head
        elif noun.dep_ != "dobj" or verb.lower_ in self._refusing:
            return []
        subjects = verb_arguments(verb, self.governors)["subject"] if verb.pos_ == "VERB" else []
        return [s for s in subjects if not self.is_document(s)]


def _nouns(lexicon: Lexicon) -> dict[str, str]:
    found: dict[str, str] = {}
    for words in lexicon.word_lists["Reporting"]:
        for part, text in words.words:
            if part is Part.NOUN:
                for form in lexicon.inflected_forms(part, text)[-1]:
                    found.setdefault(form, words.values.get("speechAct", ""))
    return found
