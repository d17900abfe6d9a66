"""Resolve documents to their authors: who a statement, a report or a video speaks for. Knows grammar and word lists."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.noun_arguments import noun_arguments
from kg.reading.events.verb_arguments import verb_arguments
from kg.reading.parse.noun_phrases import NUMERIC_LABELS, SPEAKER_KINDS, NounPhrases
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part

_PREMODIFIERS = {"amod", "compound", "nmod"}
_SOURCE_LABELS = {"ORG", "GPE", "NORP", "PERSON"}
_DEFINITE = {"the", "this", "that"}
_PEOPLE_LISTS = ("PersonNoun", "OrganizationNoun", "StateNoun", "Office")
_ANTECEDENT_REACH = 60  #: tokens back to the antecedent of "the statement"


class DocumentSources:
    """The nouns for documents, and the rules from a document to its authors; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon, control_verbs: ControlVerbs) -> None:
        statements = {form for form, act in _reporting_nouns(lexicon).items() if act == "statement"}
        self._control_verbs = control_verbs
        self._people_nouns = frozenset(form for use in _PEOPLE_LISTS for form in lexicon.single_word_forms(use))
        self._refusal_verbs = frozenset(lexicon.single_word_forms("Refusing"))
        self._document_nouns = frozenset(statements) | frozenset(lexicon.single_word_forms("DocumentNoun"))

    def is_document(self, token: Token) -> bool:
        """Tell whether a noun names a document."""
        return token.pos_ == "NOUN" and token.lower_ in self._document_nouns

    def can_be_source(self, token: Token, phrases: NounPhrases) -> bool:
        """Tell whether a noun names a document or a kind of thing that can speak."""
        phrase = phrases.phrase_of(token)
        can_speak = phrase is not None and phrase.kind in SPEAKER_KINDS
        return self.is_document(token) or (can_speak and token.ent_type_ not in NUMERIC_LABELS)

    def with_authors(self, sources: Iterable[Token]) -> tuple[Token, ...]:
        """Return the sources with documents replaced by their authors; an anonymous document stands for itself."""
        resolved = [author for s in sources for author in (self._authors(s) or [s])]
        return tuple(dict.fromkeys(resolved))

    def authors_of_noun(self, noun: Token, phrases: NounPhrases) -> tuple[Token, ...]:
        """Return the authors of a reporting noun: its owner, else the objects of "by" or "from"."""
        slots = noun_arguments(noun, self._control_verbs, phrases)
        has_topic = any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)  # "reports of killings by rebels"
        return tuple(slots["owner"] or next((slots[p] for p in ("by", "from") if slots[p] and not has_topic), []))

    def _authors(self, noun: Token) -> list[Token]:
        """Return the authors of a document, those of its antecedent where it is definite; empty for other nouns."""
        if not self.is_document(noun):
            return []
        authors = self._stated_authors(noun) or self._issuers(noun)
        if not authors and any(c.lower_ in _DEFINITE for c in noun.children if c.dep_ == "det"):
            for earlier in reversed(noun.doc[max(0, noun.i - _ANTECEDENT_REACH) : noun.i]):
                if earlier.lemma_ == noun.lemma_ and earlier.pos_ == "NOUN":
                    authors = self._stated_authors(earlier) or self._issuers(earlier)
                if authors:
                    break
        return authors

    def _stated_authors(self, noun: Token) -> list[Token]:
        """Return the authors in a document's phrase: owner, "by" or "from" whom, "released by", "citing"."""
        for child in noun.children:
            if child.dep_ == "poss" or (child.dep_ in _PREMODIFIERS and self._names_people(child)):
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
        is_name = token.ent_type_ in _SOURCE_LABELS or (token.pos_ == "PROPN" and not token.ent_type_)
        return is_name or (token.pos_ == "NOUN" and token.lower_ in self._people_nouns)

    def _issuers(self, noun: Token) -> list[Token]:
        """Return the subjects of "issued a statement" and "said in a statement"."""
        verb = noun.head
        if noun.dep_ == "pobj" and verb.dep_ == "prep" and verb.lower_ == "in":
            verb = verb.head
        elif noun.dep_ != "dobj" or verb.lower_ in self._refusal_verbs:
            return []
        subjects = verb_arguments(verb, self._control_verbs)["subject"] if verb.pos_ == "VERB" else []
        return [s for s in subjects if not self.is_document(s)]


def _reporting_nouns(lexicon: Lexicon) -> dict[str, str]:
    """Return the forms of reporting nouns → speech act, of several lists the first."""
    speech_acts: dict[str, str] = {}
    for words in lexicon.word_lists["Reporting"]:
        for part, text in words.words:
            if part is Part.NOUN:
                for form in lexicon.inflected_forms(part, text)[-1]:
                    speech_acts.setdefault(form, words.values.get("speechAct", ""))
    return speech_acts
