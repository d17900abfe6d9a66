"""Say which earlier words a pronoun, a short name or "the group" stands for. When in doubt, nothing.

Knows grammar, gender and number of pronouns; knows no actors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from spacy.tokens import Token

from kg.reading.attribution.cues import Cue, covering
from kg.reading.parse.noun_phrases import Phrase, Phrases
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


class Coreference:
    """What stands for what in one document."""

    def __init__(
        self, phrases: Phrases, cues: tuple[Cue, ...], unarmed: Callable[[Phrase], bool] = lambda _: False
    ) -> None:
        """Take the phrases, the cues that tell whose words they are, and what tells a body that is known for no force.

        No such body is "the militia" or "the rebels", even if it is the only one that was named before.
        """
        self.phrases = phrases
        self.cues = cues
        self._unarmed = unarmed
        self._known: dict[int, Phrase | None] = {}

    def of(self, phrase: Phrase) -> Phrase | None:
        """Return the fullest phrase for the same thing, or the phrase itself; None for a pronoun left open."""
        if phrase.head.i not in self._known:
            self._known[phrase.head.i] = phrase if phrase.kind != "pronoun" else None  # no circles
            self._known[phrase.head.i] = self._resolve(phrase)
        return self._known[phrase.head.i]

    def is_surname(self, name: str) -> bool:
        """Tell whether a name is the last part of a person's full name elsewhere in the text."""
        return name in self._surnames

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(p.name.split()[-1] for p in self._people if " " in p.name)

    def _resolve(self, phrase: Phrase) -> Phrase | None:
        if phrase.kind == "pronoun":
            return self._pronoun(phrase.head)
        named = self._appositive(phrase)
        if named is not None:
            return self.of(named)
        if phrase.entity == "PERSON" or self.is_surname(phrase.name):
            return self._full_name(phrase)
        if phrase.name.isupper():
            return self._acronyms.get(phrase.name, phrase)
        if not phrase.entity and phrase.kind in _ANAPHORS and _definite(phrase.head):
            return self._holder(phrase) or self._earlier(phrase) or self._last_named(phrase) or phrase
        return phrase

    def _appositive(self, phrase: Phrase) -> Phrase | None:
        """Return the name in "its spokesman, Willy Ngoma", or in "rebels from the M23" nothing."""
        if phrase.entity or phrase.kind not in _TITLED:
            return None
        head = phrase.head
        beside = [c for c in head.children if c.dep_ == "appos"]
        beside += [head.head] if head.dep_ == "appos" else []  # "Salman Abedi, the British-Libyan who …"
        for token in beside:
            inner = self.phrases.of(token)
            if inner is not None and inner.entity in ("PERSON", "ORG"):
                return inner
        return None

    @cached_property
    def _people(self) -> list[Phrase]:
        return [p for p in self.phrases.all() if p.entity == "PERSON"]

    @cached_property
    def _acronyms(self) -> dict[str, Phrase]:
        """Acronyms whose letters begin the words of one name in the text: "(ISW)", "the RSF"."""
        short = {t.text for t in self.phrases.doc if t.text.isupper() and t.text.isalpha() and 2 <= len(t) <= 6}
        full: dict[str, list[Phrase]] = {}
        for phrase in self.phrases.all():
            if phrase.entity and len(phrase.name.split()) > 1:
                full.setdefault(_initials(phrase.name), []).append(phrase)
        return {s: full[s][0] for s in short if len({p.name for p in full.get(s, ())}) == 1}

    def _full_name(self, phrase: Phrase) -> Phrase:
        """Return the first person whose full name ends in this one; two such persons leave it as it is."""
        if " " in phrase.name:
            return phrase
        full = {p.name: p for p in reversed(self._people) if p.name.split()[-1] == phrase.name and " " in p.name}
        return next(iter(full.values())) if len(full) == 1 else phrase

    def _pronoun(self, token: Token) -> Phrase | None:
        word = token.lower_
        if word in _I or word in _WE:
            sources = [c.sources[0] for c in covering(self.cues, token) if c.sources]
            return self._of_token(sources[0]) if sources else None
        said = self._who_says(token)
        if said is not None and _agrees(word, said):
            return self.of(said)
        if word in _SINGULAR:
            return self._last(token, lambda p: p.entity == "PERSON" or self._is_one(p))
        if word in _PLURAL:
            return self._last(token, _is_many)
        if word in _THING:
            return self._last(token, self._is_body)
        return None

    def _who_says(self, token: Token) -> Phrase | None:
        """Return the subject of the verb of saying over the pronoun's clause: "the army says it…"."""
        verb = token.head
        if token.dep_ not in _SUBJECTS or verb.dep_ != "ccomp":
            return None
        subjects = [c for c in verb.head.children if c.dep_ in _SUBJECTS and c.i < token.i]
        phrase = self.phrases.of(subjects[0]) if subjects else None
        return phrase if phrase is not None and phrase.kind != "thing" else None

    def _is_body(self, phrase: Phrase) -> bool:
        """Tell whether "it" can mean a phrase: a body, a state, or "the group" that takes one up."""
        taken_up = phrase.head.lower_ in self.phrases.nouns.bodies
        return phrase.head.tag_ != "NNS" and (phrase.kind in ("organization", "state", "place", "force") or taken_up)

    def _is_one(self, phrase: Phrase) -> bool:
        nouns = self.phrases.nouns
        return phrase.head.tag_ == "NN" and (phrase.head.lower_ in nouns.offices or phrase.head.lower_ in nouns.persons)

    def _last(self, token: Token, fits: Callable[[Phrase], bool]) -> Phrase | None:
        """Return the last fitting subject within reach, else the only fitting phrase there."""
        sentences = self._before(token)
        near = [p for s in sentences for p in self._in(s) if p.head.i < token.i and p.kind != "pronoun" and fits(p)]
        near = [p for p in near if token.i not in {t.i for t in p.head.children}]
        speaking = {s.i for c in covering(self.cues, token) if c.quoted for s in c.sources}
        near = [p for p in near if p.head.i not in speaking]  # who speaks calls himself "I" and "we"
        subjects = [p for p in near if p.head.dep_ in _SUBJECTS]
        if subjects:
            return self.of(subjects[-1])
        names = {self._name(p) for p in near}
        return self.of(near[-1]) if len(names) == 1 else None

    def _name(self, phrase: Phrase) -> str:
        full = self.of(phrase)
        return full.name if full is not None else phrase.name

    def _before(self, token: Token) -> range:
        """Return the numbers of the sentences within reach, oldest first."""
        last = sentence_of(token)
        return range(max(0, last - _REACH), last + 1)

    def _in(self, sentence: int) -> list[Phrase]:
        return self._by_sentence.get(sentence, [])

    @cached_property
    def _by_sentence(self) -> dict[int, list[Phrase]]:
        found: dict[int, list[Phrase]] = {}
        for p in self.phrases.all():
            found.setdefault(sentence_of(p.head), []).append(p)
        return found

    def _of_token(self, token: Token) -> Phrase | None:
        phrase = self.phrases.of(token)
        return self.of(phrase) if phrase is not None else None

    def _holder(self, phrase: Phrase) -> Phrase | None:
        """Return the last person named with the office ("US President Donald Trump … the president"), or None."""
        office = phrase.head.lower_
        if office not in self.phrases.nouns.offices or len(phrase.name.split()) > 1:
            return None
        held = [p for p in self._people if p.head.i < phrase.head.i and office in self._titles_of(p)]
        return self.of(held[-1]) if held else None

    def _titles_of(self, person: Phrase) -> set[str]:
        before = {t.lower_ for t in person.head.subtree if t.i < person.first}
        return before | {c.lower_ for c in person.head.children if c.dep_ == "appos"}

    def _last_named(self, phrase: Phrase) -> Phrase | None:
        """Return the one named body that "the group" or "the rebels" can mean in the sentences before, or None."""
        if phrase.head.lower_ not in self.phrases.nouns.bodies or len(phrase.name.split()) > 1:
            return None
        near = [p for s in self._before(phrase.head) for p in self._in(s) if p.head.i < phrase.head.i]
        named = {
            p.name: p for p in near if p.entity in ("ORG", "NORP") and p.head.lower_ not in self.phrases.nouns.organs
        }
        if phrase.kind == "force" or phrase.head.lower_ in self.phrases.nouns.members:
            named = {name: p for name, p in named.items() if not self._unarmed(p)}
        return next(iter(named.values())) if len(named) == 1 else None

    def _earlier(self, phrase: Phrase) -> Phrase | None:
        """Return the last named phrase with the same head noun ("the Congolese army … the army")."""
        if len(phrase.name.split()) > 1:
            return None
        noun = phrase.head.lemma_.lower()
        fuller = (p for p in self.phrases.all() if p.head.i < phrase.head.i and len(p.name.split()) > 1)
        before = [p for p in fuller if p.head.lemma_.lower() == noun]
        names = {p.name for p in before}
        return before[-1] if len(names) == 1 else None


def _agrees(pronoun: str, phrase: Phrase) -> bool:
    """Tell whether a pronoun can mean a phrase: people by number, bodies as "it" or "they"."""
    body = phrase.kind in ("organization", "state", "place", "force")
    if pronoun in _SINGULAR:
        return phrase.entity == "PERSON" or (phrase.kind in ("person", "group") and phrase.head.tag_ == "NN")
    if pronoun in _THING:
        return body and phrase.head.tag_ != "NNS"
    return body or phrase.head.tag_ == "NNS"


def _is_many(phrase: Phrase) -> bool:
    """Tell whether "they" can mean a phrase: people, several together, a body with a plural name ("Armed Forces")."""
    plural = phrase.kind in ("organization", "state") and phrase.head.tag_ in ("NNS", "NNPS")
    return plural or phrase.kind in ("group", "force") or len(list(phrase.head.conjuncts)) > 0


def _definite(head: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in head.children)


def _initials(name: str) -> str:
    """Return the first letters of a name's words, small ones ("of", "for the") left out; of "US Navy" they are USN."""
    return "".join(w if w.isupper() else w[0] for w in re.split(r"[\s-]+", name) if w[:1].isupper())
