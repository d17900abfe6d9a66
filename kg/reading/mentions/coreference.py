"""Coreference: the antecedents of pronouns, short names and definite noun phrases; none where they are ambiguous.

Knows grammar, gender and number; knows no actors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from spacy.tokens import Token

from kg.reading.parse.noun_phrases import NounPhrase, NounPhrases
from kg.reading.parse.reported_speech import Cue, covering
from kg.reading.parse.sentences import sentence_of

_PERSONAL = {"he", "she", "him", "her", "his", "hers"}
_THIRD_PLURAL = {"they", "them", "their", "theirs"}
_NEUTER = {"it", "its"}
_FIRST_PERSON = {"i", "me", "my", "mine", "we", "us", "our", "ours"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_MAX_SENTENCES_BACK = 2
_APPOSITIVE_KINDS = {"group", "person", "organization", "force", "post", "thing"}
_ANAPHORIC_KINDS = {"group", "force", "organization", "state"}
_BODY_KINDS = {"organization", "state", "place", "force"}


class CoreferenceResolver:
    """Resolves the anaphors of one document."""

    def __init__(
        self, phrases: NounPhrases, cues: tuple[Cue, ...], is_unarmed: Callable[[NounPhrase], bool] = lambda _: False
    ) -> None:
        """Take the mentions of a document.

        Args:
            phrases: its noun phrases.
            cues: give the speaker for first-person pronouns.
            is_unarmed: whether a phrase names a body that is known to be no force: no antecedent of "the rebels".
        """
        self.phrases = phrases
        self.cues = cues
        self._is_unarmed = is_unarmed
        self._antecedents: dict[int, NounPhrase | None] = {}

    def resolve(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the antecedent of a phrase, else the phrase itself; None for an unresolved pronoun."""
        if phrase.head.i not in self._antecedents:
            self._antecedents[phrase.head.i] = phrase if phrase.kind != "pronoun" else None  # breaks cycles
            self._antecedents[phrase.head.i] = self._find_antecedent(phrase)
        return self._antecedents[phrase.head.i]

    def is_surname(self, name: str) -> bool:
        """Tell whether a name is the last part of a person's full name in the text."""
        return name in self._surnames

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(p.name.split()[-1] for p in self._people if " " in p.name)

    def _find_antecedent(self, phrase: NounPhrase) -> NounPhrase | None:
        if phrase.kind == "pronoun":
            return self._pronoun_antecedent(phrase.head)
        name = self._appositive_name(phrase)
        if name is not None:
            return self.resolve(name)
        if phrase.entity == "PERSON" or self.is_surname(phrase.name):
            return self._full_name(phrase)
        if phrase.name.isupper():
            return self._acronyms.get(phrase.name, phrase)
        if not phrase.entity and phrase.kind in _ANAPHORIC_KINDS and _is_definite(phrase.head):
            return (
                self._office_holder(phrase)
                or self._same_head_antecedent(phrase)
                or self._only_named_body(phrase)
                or phrase
            )
        return phrase

    def _appositive_name(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the name apposed to a common noun ("its spokesman, Willy Ngoma"), None without one."""
        if phrase.entity or phrase.kind not in _APPOSITIVE_KINDS:
            return None
        head = phrase.head
        apposed = [c for c in head.children if c.dep_ == "appos"]
        apposed += [head.head] if head.dep_ == "appos" else []  # "Salman Abedi, the British-Libyan who …"
        for token in apposed:
            name = self.phrases.phrase_of(token)
            if name is not None and name.entity in ("PERSON", "ORG"):
                return name
        return None

    @cached_property
    def _people(self) -> list[NounPhrase]:
        return [p for p in self.phrases if p.entity == "PERSON"]

    @cached_property
    def _acronyms(self) -> dict[str, NounPhrase]:
        """Acronyms → the only name in the text with those initials: "(ISW)", "the RSF"."""
        acronyms = {t.text for t in self.phrases.doc if t.text.isupper() and t.text.isalpha() and 2 <= len(t) <= 6}
        names: dict[str, list[NounPhrase]] = {}
        for phrase in self.phrases:
            if phrase.entity and len(phrase.name.split()) > 1:
                names.setdefault(_initials(phrase.name), []).append(phrase)
        return {a: names[a][0] for a in acronyms if len({p.name for p in names.get(a, ())}) == 1}

    def _full_name(self, phrase: NounPhrase) -> NounPhrase:
        """Return the first mention of the only person whose full name ends in this one, else the phrase itself."""
        if " " in phrase.name:
            return phrase
        full = {p.name: p for p in reversed(self._people) if p.name.split()[-1] == phrase.name and " " in p.name}
        return next(iter(full.values())) if len(full) == 1 else phrase

    def _pronoun_antecedent(self, token: Token) -> NounPhrase | None:
        word = token.lower_
        if word in _FIRST_PERSON:
            sources = [c.sources[0] for c in covering(self.cues, token) if c.sources]
            return self._resolve_token(sources[0]) if sources else None
        speaker = self._speaker_of_clause(token)
        if speaker is not None and _agrees(word, speaker):
            return self.resolve(speaker)
        if word in _PERSONAL:
            return self._nearest_antecedent(token, lambda p: p.entity == "PERSON" or self._is_single_person(p))
        if word in _THIRD_PLURAL:
            return self._nearest_antecedent(token, _can_be_they)
        if word in _NEUTER:
            return self._nearest_antecedent(token, self._can_be_it)
        return None

    def _speaker_of_clause(self, token: Token) -> NounPhrase | None:
        """Return the subject of the verb that governs the clause of a pronoun subject: "the army says it…"."""
        verb = token.head
        if token.dep_ not in _SUBJECTS or verb.dep_ != "ccomp":
            return None
        subjects = [c for c in verb.head.children if c.dep_ in _SUBJECTS and c.i < token.i]
        phrase = self.phrases.phrase_of(subjects[0]) if subjects else None
        return phrase if phrase is not None and phrase.kind != "thing" else None

    def _can_be_it(self, phrase: NounPhrase) -> bool:
        """Tell whether a phrase can be the antecedent of "it": a body, a state, or an anaphor of one ("the group")."""
        is_anaphor = phrase.head.lower_ in self.phrases.nouns.anaphoric_bodies
        return phrase.head.tag_ != "NNS" and (phrase.kind in _BODY_KINDS or is_anaphor)

    def _is_single_person(self, phrase: NounPhrase) -> bool:
        nouns = self.phrases.nouns
        return phrase.head.tag_ == "NN" and (phrase.head.lower_ in nouns.offices or phrase.head.lower_ in nouns.persons)

    def _nearest_antecedent(self, token: Token, is_compatible: Callable[[NounPhrase], bool]) -> NounPhrase | None:
        """Return the last compatible subject within reach, else the only compatible phrase there, resolved."""
        sentences = self._sentences_in_reach(token)
        speakers = {s.i for c in covering(self.cues, token) if c.is_quoted for s in c.sources}  # they are "I" and "we"
        preceding = (p for s in sentences for p in self._phrases_in(s) if p.head.i < token.i and p.kind != "pronoun")
        candidates = [
            p for p in preceding if is_compatible(p) and token.head.i != p.head.i and p.head.i not in speakers
        ]
        subjects = [p for p in candidates if p.head.dep_ in _SUBJECTS]
        if subjects:
            return self.resolve(subjects[-1])
        names = {self._resolved_name(p) for p in candidates}
        return self.resolve(candidates[-1]) if len(names) == 1 else None

    def _resolved_name(self, phrase: NounPhrase) -> str:
        antecedent = self.resolve(phrase)
        return antecedent.name if antecedent is not None else phrase.name

    def _sentences_in_reach(self, token: Token) -> range:
        """Return the numbers of the sentences within reach of a token, first to last."""
        last = sentence_of(token)
        return range(max(0, last - _MAX_SENTENCES_BACK), last + 1)

    def _phrases_in(self, sentence: int) -> list[NounPhrase]:
        return self._by_sentence.get(sentence, [])

    @cached_property
    def _by_sentence(self) -> dict[int, list[NounPhrase]]:
        found: dict[int, list[NounPhrase]] = {}
        for p in self.phrases:
            found.setdefault(sentence_of(p.head), []).append(p)
        return found

    def _resolve_token(self, token: Token) -> NounPhrase | None:
        phrase = self.phrases.phrase_of(token)
        return self.resolve(phrase) if phrase is not None else None

    def _office_holder(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the last person before with the office as a title: "US President Donald Trump … the president"."""
        office = phrase.head.lower_
        if office not in self.phrases.nouns.offices or len(phrase.name.split()) > 1:
            return None
        holders = [p for p in self._people if p.head.i < phrase.head.i and office in _titles_of(p)]
        return self.resolve(holders[-1]) if holders else None

    def _only_named_body(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the only compatible antecedent of "the group" or "the rebels" in the sentences before, or None."""
        head, nouns = phrase.head, self.phrases.nouns
        if head.lower_ not in nouns.anaphoric_bodies or len(phrase.name.split()) > 1:
            return None
        preceding = (p for s in self._sentences_in_reach(head) for p in self._phrases_in(s) if p.head.i < head.i)
        bodies = {
            p.name: p for p in preceding if p.entity in ("ORG", "NORP") and p.head.lower_ not in nouns.state_organs
        }
        if phrase.kind == "force" or head.lower_ in nouns.members:
            bodies = {name: p for name, p in bodies.items() if not self._is_unarmed(p)}
        return next(iter(bodies.values())) if len(bodies) == 1 else None

    def _same_head_antecedent(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the last longer phrase with the same head ("the Congolese army … the army"), None if ambiguous."""
        if len(phrase.name.split()) > 1:
            return None
        noun = phrase.head.lemma_.lower()
        longer = (p for p in self.phrases if p.head.i < phrase.head.i and len(p.name.split()) > 1)
        candidates = [p for p in longer if p.head.lemma_.lower() == noun]
        names = {p.name for p in candidates}
        return candidates[-1] if len(names) == 1 else None


def _titles_of(person: NounPhrase) -> set[str]:
    """Return the words before a person's name in its phrase, and its appositions."""
    premodifiers = {t.lower_ for t in person.head.subtree if t.i < person.first}
    return premodifiers | {c.lower_ for c in person.head.children if c.dep_ == "appos"}


def _agrees(pronoun: str, phrase: NounPhrase) -> bool:
    """Tell whether a pronoun agrees with a phrase: people in number, bodies with "it" or "they"."""
    is_body = phrase.kind in _BODY_KINDS
    if pronoun in _PERSONAL:
        return phrase.entity == "PERSON" or (phrase.kind in ("person", "group") and phrase.head.tag_ == "NN")
    if pronoun in _NEUTER:
        return is_body and phrase.head.tag_ != "NNS"
    return is_body or phrase.head.tag_ == "NNS"


def _can_be_they(phrase: NounPhrase) -> bool:
    """Tell whether a phrase can be the antecedent of "they": people, a coordination, a body with a plural name."""
    is_plural_body = phrase.kind in ("organization", "state") and phrase.head.tag_ in ("NNS", "NNPS")
    return is_plural_body or phrase.kind in ("group", "force") or len(list(phrase.head.conjuncts)) > 0


def _is_definite(head: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in head.children)


def _initials(name: str) -> str:
    """Return the initials of a name's capitalized words, acronyms whole: "USN" for "US Navy"."""
    return "".join(w if w.isupper() else w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper())
