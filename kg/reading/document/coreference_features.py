"""What speaks for and against two words telling of one happening. Knows actions and grammar, no sources, no map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from kg.reading.events.arguments import hyphened
from kg.reading.events.lexical_senses import Trigger

_DEFINITE = {"the", "this", "that", "these", "those", "such", "both"}
_INDEFINITE = {"a", "an", "another", "some", "several", "other", "more", "further"}
_FORCE = "use-force"
_TIMES = {"after", "before", "when", "while", "as", "since", "until"}
_LINKS = {"nsubj", "nsubjpass", "dobj", "pobj", "agent"}
_SENTENCES = {0: "in one sentence", 1: "in the next sentence", 2: "two sentences on", 3: "three sentences on"}


@dataclass(frozen=True)
class Facts:
    """What is known of a trigger before merging: keys of its sides, its day and place."""

    actors: frozenset[str]
    targets: frozenset[str]
    day: str | None
    place: str | None
    around: frozenset[str] = frozenset()  #: keys of what the place lies within
    mode: str = ""  #: how it is told, such as "denied hypothetical"; empty for plain affirmations
    paragraph: int = 0
    story: int = 0  #: of several in one text; what is told in one is no part of another


@dataclass(frozen=True)
class Word:
    """A trigger among the others of its article, with what is known of it."""

    number: int
    trigger: Trigger
    facts: Facts
    sentence: int  #: counted from the first of the article
    kinds: tuple[str, ...]  #: its action with all that this is a kind of, nearest first

    @cached_property
    def is_effect(self) -> bool:
        """Whether it tells only what came of a deed: "killed"."""
        return self.trigger.entry.secondary

    @cached_property
    def is_taken_up(self) -> bool:
        """Whether it takes up what was told: "the attack"."""
        return anaphoric(self.trigger.token)

    @cached_property
    def form(self) -> str:
        """Return how the word stands: "a verb", "the noun", "a noun", "nouns" or "a bare noun"."""
        token = self.trigger.token
        if self.trigger.verbal:
            return "a participle" if token.dep_ in ("acl", "advcl", "amod", "pcomp") else "a verb"
        if self.is_taken_up:
            return "the noun"
        if any(c.lower_ in _INDEFINITE or c.ent_type_ == "ORDINAL" for c in token.children):
            return "a new noun"
        return "nouns" if token.tag_ in ("NNS", "NNPS") else "a bare noun"


@dataclass(frozen=True)
class Likeness:
    """Lists the signs for pairs of words of one article."""

    words: Sequence[Word]
    effects: dict[int, int] = field(default_factory=dict)  #: number of an effect → number of its nearest deed

    def pairs(self, later: Word) -> Iterator[tuple[Word, frozenset[str]]]:
        """Yield the earlier words whose actions can be the same as a later one's, the nearest first, with the signs."""
        told = (w for w in self.words[: later.number] if w.facts.story == later.facts.story)
        earlier = (w for w in told if not _aims(w, later))
        found = [(w, relation) for w in earlier if (relation := related(w, later)) is not None]
        deeds = [w.number for w, _ in found if not w.is_effect]
        for word, relation in reversed(found):
            yield word, frozenset(self._signs(word, later, relation, deeds))

    def _signs(self, a: Word, b: Word, relation: str, deeds: Sequence[int]) -> Iterator[str]:
        apart = b.sentence - a.sentence
        far = _SENTENCES.get(apart, "further on")
        yield relation
        yield far
        yield f"{far}: {relation}"
        yield f"{b.form} after {a.form}"
        yield f"{b.form}, {far}"
        if a.trigger.token.lemma == b.trigger.token.lemma:
            yield "the same word"
        if _FORCE in a.kinds and _FORCE in b.kinds:
            one, other = sorted((_sort(a), _sort(b)))
            yield f"{one} and {other}"
        yield from self._by_grammar(a, b, relation, apart)
        yield from _by_facts(a, b)
        yield from _by_story(a, b, deeds)

    def _by_grammar(self, a: Word, b: Word, relation: str, apart: int) -> Iterator[str]:
        if apart == 0:
            one = linked(a.trigger, b.trigger) or linked(b.trigger, a.trigger)
            yield f"linked: {relation}" if one else f"not linked: {relation}"
            if a.trigger.token.head.i == b.trigger.token.head.i or b.trigger.token.head.i == a.trigger.token.i:
                yield f"beside: {b.trigger.token.dep_}"
            yield from _by_subjects(a.trigger, b.trigger)
        if self.effects.get(b.number) == a.number or self.effects.get(a.number) == b.number:
            yield "an effect and the nearest deed"
        if a.facts.paragraph == b.facts.paragraph:
            yield "in one paragraph"


def _by_subjects(a: Trigger, b: Trigger) -> Iterator[str]:
    """Yield how two verbs of a sentence stand that have a subject each: "fired after inmates took a guard hostage"."""
    if not (a.verbal and b.verbal):
        return
    if all(any(c.dep_ in ("nsubj", "nsubjpass") for c in t.token.children) for t in (a, b)):
        marks = {
            c.lower_
            for t in (a, b)
            for c in t.token.children
            if c.dep_ in ("mark", "advmod") and t.token.dep_ == "advcl"
        }
        yield "a subject each" + "".join(f", {mark}" for mark in sorted(marks & _TIMES))


def nearest_deeds(words: Sequence[Word]) -> dict[int, int]:
    """Return for each effect the deed that it belongs to: in its own sentence, else the last of the one before."""
    found = {}
    for effect in (w for w in words if w.is_effect):
        deeds = [w for w in words if not w.is_effect and related(*sorted((w, effect), key=lambda x: x.number))]
        fitting = [d for d in deeds if not _clashes(d.facts, effect.facts)]
        here = [d for d in fitting if d.sentence == effect.sentence]
        before = [d for d in fitting if d.sentence == effect.sentence - 1]
        home = min(here, key=lambda d: abs(d.trigger.token.i - effect.trigger.token.i), default=None)
        if home is None and before and not any(d.sentence == effect.sentence for d in deeds):
            home = before[-1]
        if home is not None:
            found[effect.number] = home.number
    return found


def _aims(a: Word, b: Word) -> bool:
    """Tell whether one is done and the other, of another kind, is still to come: "an offensive to seize the city"."""
    ahead = [bool({"intended", "hypothetical"} & set(w.facts.mode.split())) for w in (a, b)]
    return a.kinds[0] != b.kinds[0] and a.sentence == b.sentence and ahead[0] != ahead[1]


def related(a: Word, b: Word) -> str | None:
    """Return how two actions can be one, or None: one is a kind of the other, or both are uses of force.

    What only says in whose hands a place is ("rebel-held Homs") is no part of what happened there.
    """
    if any(w.trigger.token.dep_ == "amod" and hyphened(w.trigger.token) for w in (a, b)):
        return None
    same = a.kinds[0] == b.kinds[0]
    both_force = _FORCE in a.kinds and _FORCE in b.kinds
    if not (same or a.kinds[0] in b.kinds or b.kinds[0] in a.kinds or both_force):
        return None
    if a.is_effect and b.is_effect:
        return "two effects"
    if a.is_effect or b.is_effect:
        return "a deed and its effect" if b.is_effect else "an effect and its deed"
    if same:
        return "one action"
    if a.kinds[0] in b.kinds or b.kinds[0] in a.kinds:
        return "an action and a kind of it"
    return "two attacks" if "attack" in a.kinds and "attack" in b.kinds else "two uses of force"


def linked(a: Trigger, b: Trigger) -> bool:
    """Tell whether `a` is an argument of `b`, or one hangs on the other as a participle."""
    token = a.token
    if b.token.dep_ == "advcl" and _holds(a, b.token.head) and b.token.tag_ == "VBG":
        return True
    if b.token.dep_ in ("acl", "relcl") and _holds(a, b.token.head):
        return True
    if token.dep_ == "conj" and _holds(b, token.head) and (a.entry.secondary or b.entry.secondary):
        return True
    for _ in range(3):
        if token.dep_ in ("prep", "agent") or token.dep_ in _LINKS or (token.dep_ == "conj" and token.pos_ != "VERB"):
            if _holds(b, token.head):
                return True
            token = token.head
        else:
            return False
    return False


def anaphoric(noun: Token) -> bool:
    """Tell whether a noun takes up what was told: "the attack", "such raids"; not "the second attack"."""
    if any(c.ent_type_ == "ORDINAL" or c.tag_ == "JJS" for c in noun.children):
        return False
    return any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _DEFINITE for c in noun.children)


def _sort(word: Word) -> str:
    """Return what sort of force it is: "attack", "clash", "repel"."""
    return ("", *word.kinds)[-3] if len(word.kinds) > 2 else word.kinds[0]


def _by_facts(a: Word, b: Word) -> Iterator[str]:
    for side, ours, theirs in (("actor", a.facts.actors, b.facts.actors), ("target", a.facts.targets, b.facts.targets)):
        if ours and theirs:
            yield f"the same {side}" if ours & theirs else f"another {side}"
        elif ours or theirs:
            yield f"one {side} open, {b.form}"
    if a.facts.actors & b.facts.targets or a.facts.targets & b.facts.actors:
        yield "the sides turned round"
    if a.facts.place and b.facts.place:
        inside = a.facts.place in b.facts.around or b.facts.place in a.facts.around
        yield (
            "the same place"
            if a.facts.place == b.facts.place
            else "a place in the other"
            if inside
            else "another place"
        )
    if a.facts.day and b.facts.day:
        yield "the same day" if a.facts.day == b.facts.day else "another day"
    if a.facts.mode != b.facts.mode:
        yield f"told as {a.facts.mode or 'plain'}, then as {b.facts.mode or 'plain'}"


def _by_story(a: Word, b: Word, deeds: Sequence[int]) -> Iterator[str]:
    """Yield how the two stand among the deeds before the later one that it may be, given by number in their order."""
    yield "such deeds between" if deeds and deeds[-1] > a.number else "no such deed between"
    if not deeds or deeds[0] >= a.number:
        yield f"the first such deed, {b.form}"
    if b.is_taken_up and not a.is_effect and not _clashes(a.facts, b.facts):
        yield "taken up, nothing against it"


def _clashes(a: Facts, b: Facts) -> bool:
    """Tell whether something known of the one speaks against the other."""
    actors, days = a.actors and b.actors and not a.actors & b.actors, a.day and b.day and a.day != b.day
    return bool(actors or days or (a.place and b.place and a.place != b.place))


def _holds(trigger: Trigger, token: Token) -> bool:
    """Tell whether a token is one of the trigger's words: "strikes" of "carry out strikes"."""
    return trigger.first <= token.i <= trigger.last
