"""Say which earlier words a pronoun, a short name or "the group" stands for. When in doubt, nothing.

Knows grammar, gender and number of pronouns; knows no actors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from spacy.tokens import Token

from kg.reading.parse.noun_phrases import NounPhrase, NounPhrases
from kg.reading.parse.reported_speech import Cue, covering
from kg.reading.parse.sentences import sentence_of

_SINGULAR = {"he", "she", "him", "her", "his", "hers"}
_PLURAL = {"they", "them", "their", "theirs"}
_THING = {"it", "its"}
_WE = {"we", "us", "our", "ours"}
_I = {"i", "me", "my", "mine"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_REACH = 2  #: sentences back
_TITLED = {"group", "person", "organization", "force", "post", "thing"}
_ANAPHORS = {"group", "force", "organization", "state"}


class CoreferenceResolver:
    """What stands for what in one document."""

    def __init__(
        self, phrases: NounPhrases, cues: tuple[Cue, ...], unarmed: Callable[[NounPhrase], bool] = lambda _: False
    ) -> None:
        """Take the phrases, the cues that tell whose words they are, and what tells a body that is known for no force.

        No such body is "the militia" or "the rebels", even if it is the only one that was named before.
        """
        self.phrases = phrases
        self.cues = cues
        self._is_civil_body = unarmed
        self._resolved: dict[int, NounPhrase | None] = {}

    def resolve(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the fullest phrase for the same thing, or the phrase itself; None for a pronoun left open."""
        if phrase.head.i not in self._resolved:
            self._resolved[phrase.head.i] = phrase if phrase.kind != "pronoun" else None  # no circles
            self._resolved[phrase.head.i] = self._find_antecedent(phrase)
        return self._resolved[phrase.head.i]

    def is_surname(self, name: str) -> bool:
        """Tell whether a name is the last part of a person's full name elsewhere in the text."""
        return name in self._surnames

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(p.name.split()[-1] for p in self._people if " " in p.name)

    def _find_antecedent(self, phrase: NounPhrase) -> NounPhrase | None:
        if phrase.kind == "pronoun":
            return self._pronoun_antecedent(phrase.head)
        named = self._appositive_name(phrase)
        if named is not None:
            return self.resolve(named)
        if phrase.entity == "PERSON" or self.is_surname(phrase.name):
            return self._full_name(phrase)
        if phrase.name.isupper():
            return self._acronyms.get(phrase.name, phrase)
        if not phrase.entity and phrase.kind in _ANAPHORS and _is_definite(phrase.head):
            return (
                self._office_holder(phrase)
                or self._same_head_antecedent(phrase)
                or self._only_named_body(phrase)
                or phrase
            )
        return phrase

    def _appositive_name(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the name in "its spokesman, Willy Ngoma", or in "rebels from the M23" nothing."""
        if phrase.entity or phrase.kind not in _TITLED:
            return None
        head = phrase.head
        beside = [c for c in head.children if c.dep_ == "appos"]
        beside += [head.head] if head.dep_ == "appos" else []  # "Salman Abedi, the British-Libyan who …"
        for token in beside:
            inner = self.phrases.phrase_of(token)
            if inner is not None and inner.entity in ("PERSON", "ORG"):
                return inner
        return None

    @cached_property
    def _people(self) -> list[NounPhrase]:
        return [p for p in self.phrases.in_order() if p.entity == "PERSON"]

    @cached_property
    def _acronyms(self) -> dict[str, NounPhrase]:
        """Acronyms whose letters begin the words of one name in the text: "(ISW)", "the RSF"."""
        short = {t.text for t in self.phrases.doc if t.text.isupper() and t.text.isalpha() and 2 <= len(t) <= 6}
        full: dict[str, list[NounPhrase]] = {}
        for phrase in self.phrases.in_order():
            if phrase.entity and len(phrase.name.split()) > 1:
                full.setdefault(_initials(phrase.name), []).append(phrase)
        return {s: full[s][0] for s in short if len({p.name for p in full.get(s, ())}) == 1}

    def _full_name(self, phrase: NounPhrase) -> NounPhrase:
        """Return the first person whose full name ends in this one; two such persons leave it as it is."""
        if " " in phrase.name:
            return phrase
        full = {p.name: p for p in reversed(self._people) if p.name.split()[-1] == phrase.name and " " in p.name}
        return next(iter(full.values())) if len(full) == 1 else phrase

    def _pronoun_antecedent(self, token: Token) -> NounPhrase | None:
        word = token.lower_
        if word in _I or word in _WE:
            sources = [c.sources[0] for c in covering(self.cues, token) if c.sources]
            return self._resolve_token(sources[0]) if sources else None
        said = self._speaker_of_clause(token)
        if said is not None and _agrees(word, said):
            return self.resolve(said)
        if word in _SINGULAR:
            return self._nearest_antecedent(token, lambda p: p.entity == "PERSON" or self._is_single_person(p))
        if word in _PLURAL:
            return self._nearest_antecedent(token, _can_be_they)
        if word in _THING:
            return self._nearest_antecedent(token, self._can_be_it)
        return None

    def _speaker_of_clause(self, token: Token) -> NounPhrase | None:
        """Return the subject of the verb of saying over the pronoun's clause: "the army says it…"."""
        verb = token.head
        if token.dep_ not in _SUBJECTS or verb.dep_ != "ccomp":
            return None
        subjects = [c for c in verb.head.children if c.dep_ in _SUBJECTS and c.i < token.i]
        phrase = self.phrases.phrase_of(subjects[0]) if subjects else None
        return phrase if phrase is not None and phrase.kind != "thing" else None

    def _can_be_it(self, phrase: NounPhrase) -> bool:
        """Tell whether "it" can mean a phrase: a body, a state, or "the group" that takes one up."""
        taken_up = phrase.head.lower_ in self.phrases.nouns.anaphoric_bodies
        return phrase.head.tag_ != "NNS" and (phrase.kind in ("organization", "state", "place", "force") or taken_up)

    def _is_single_person(self, phrase: NounPhrase) -> bool:
        nouns = self.phrases.nouns
        return phrase.head.tag_ == "NN" and (phrase.head.lower_ in nouns.offices or phrase.head.lower_ in nouns.persons)

    def _nearest_antecedent(self, token: Token, fits: Callable[[NounPhrase], bool]) -> NounPhrase | None:
        """Return the last fitting subject within reach, else the only fitting phrase there."""
        sentences = self._sentences_in_reach(token)
        near = [
            p for s in sentences for p in self._phrases_in(s) if p.head.i < token.i and p.kind != "pronoun" and fits(p)
        ]
        near = [p for p in near if token.i not in {t.i for t in p.head.children}]
        speaking = {s.i for c in covering(self.cues, token) if c.is_quoted for s in c.sources}
        near = [p for p in near if p.head.i not in speaking]  # who speaks calls himself "I" and "we"
        subjects = [p for p in near if p.head.dep_ in _SUBJECTS]
        if subjects:
            return self.resolve(subjects[-1])
        names = {self._resolved_name(p) for p in near}
        return self.resolve(near[-1]) if len(names) == 1 else None

    def _resolved_name(self, phrase: NounPhrase) -> str:
        full = self.resolve(phrase)
        return full.name if full is not None else phrase.name

    def _sentences_in_reach(self, token: Token) -> range:
        """Return the numbers of the sentences within reach, oldest first."""
        last = sentence_of(token)
        return range(max(0, last - _REACH), last + 1)

    def _phrases_in(self, sentence: int) -> list[NounPhrase]:
        return self._by_sentence.get(sentence, [])

    @cached_property
    def _by_sentence(self) -> dict[int, list[NounPhrase]]:
        found: dict[int, list[NounPhrase]] = {}
        for p in self.phrases.in_order():
            found.setdefault(sentence_of(p.head), []).append(p)
        return found

    def _resolve_token(self, token: Token) -> NounPhrase | None:
        phrase = self.phrases.phrase_of(token)
        return self.resolve(phrase) if phrase is not None else None

    def _office_holder(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the last person named with the office ("US President Donald Trump … the president"), or None."""
        office = phrase.head.lower_
        if office not in self.phrases.nouns.offices or len(phrase.name.split()) > 1:
            return None
        held = [p for p in self._people if p.head.i < phrase.head.i and office in self._titles_of(p)]
        return self.resolve(held[-1]) if held else None

    def _titles_of(self, person: NounPhrase) -> set[str]:
        before = {t.lower_ for t in person.head.subtree if t.i < person.first}
        return before | {c.lower_ for c in person.head.children if c.dep_ == "appos"}

    def _only_named_body(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the one named body that "the group" or "the rebels" can mean in the sentences before, or None."""
        if phrase.head.lower_ not in self.phrases.nouns.anaphoric_bodies or len(phrase.name.split()) > 1:
            return None
        near = [
            p for s in self._sentences_in_reach(phrase.head) for p in self._phrases_in(s) if p.head.i < phrase.head.i
        ]
        named = {
            p.name: p
            for p in near
            if p.entity in ("ORG", "NORP") and p.head.lower_ not in self.phrases.nouns.state_organs
        }
        if phrase.kind == "force" or phrase.head.lower_ in self.phrases.nouns.members:
            named = {name: p for name, p in named.items() if not self._is_civil_body(p)}
        return next(iter(named.values())) if len(named) == 1 else None

    def _same_head_antecedent(self, phrase: NounPhrase) -> NounPhrase | None:
        """Return the last named phrase with the same head noun ("the Congolese army … the army")."""
        if len(phrase.name.split()) > 1:
            return None
        noun = phrase.head.lemma_.lower()
        fuller = (p for p in self.phrases.in_order() if p.head.i < phrase.head.i and len(p.name.split()) > 1)
        before = [p for p in fuller if p.head.lemma_.lower() == noun]
        names = {p.name for p in before}
        return before[-1] if len(names) == 1 else None


def _agrees(pronoun: str, phrase: NounPhrase) -> bool:
    """Tell whether a pronoun can mean a phrase: people by number, bodies as "it" or "they"."""
    body = phrase.kind in ("organization", "state", "place", "force")
    if pronoun in _SINGULAR:
        return phrase.entity == "PERSON" or (phrase.kind in ("person", "group") and phrase.head.tag_ == "NN")
    if pronoun in _THING:
        return body and phrase.head.tag_ != "NNS"
    return body or phrase.head.tag_ == "NNS"


def _can_be_they(phrase: NounPhrase) -> bool:
    """Tell whether "they" can mean a phrase: people, several together, a body with a plural name ("Armed Forces")."""
    plural = phrase.kind in ("organization", "state") and phrase.head.tag_ in ("NNS", "NNPS")
    return plural or phrase.kind in ("group", "force") or len(list(phrase.head.conjuncts)) > 0


def _is_definite(head: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in head.children)


def _initials(name: str) -> str:
    """Return the first letters of a name's words, small ones ("of", "for the") left out; of "US Navy" they are USN."""
    return "".join(w if w.isupper() else w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper())
