"""Decide which triggers tell of one happening. Knows actions and grammar; knows no sources and no map.

The rules are plain, and were measured nearly as good as learned ones: a syntactic link, "the attack", an effect
near its deed, the same action with the same sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.triggers import Trigger
from kg.vocab.lexicon import Lexicon

_DEFINITE = {"the", "this", "that", "these", "those", "such", "both"}
_FORCE = "use-force"
_LINKS = {"nsubj", "nsubjpass", "dobj", "pobj", "agent"}
_BACK = 3  #: sentences within which "the attack" looks for its event


@dataclass(frozen=True)
class Facts:
    """What is known of a trigger before merging: keys of its sides, its day and place."""

    actors: frozenset[str]
    targets: frozenset[str]
    day: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """A trigger among the others, with what is known of it."""

    number: int
    trigger: Trigger
    facts: Facts

    @property
    def is_effect(self) -> bool:
        return self.trigger.entry.secondary

    @property
    def sentence(self) -> int:
        return self.trigger.token.sent.start


def merged(triggers: Sequence[Trigger], facts: Sequence[Facts], lexicon: Lexicon) -> list[list[int]]:
    """Return the triggers' positions, grouped by happening, in the order of the text.

    First what the grammar of one sentence ties together; then an effect goes to the nearest deed, of its own sentence
    or the one before; last, "the attack" and the same deed of the same sides go to what was told before, unless
    something known of the one happening speaks against the other.
    """
    told = [_Told(n, t, f) for n, (t, f) in enumerate(zip(triggers, facts, strict=True))]
    groups = _Groups(facts)
    pairs = [(a, b) for b in told for a in reversed(told[: b.number]) if _related(a.trigger, b.trigger, lexicon)]
    for a, b in pairs:
        if _tied(a, b):
            groups.join(a, b)
    for effect in told:
        if effect.is_effect and all(told[n].is_effect for n in groups.with_(effect)):
            deeds = [d for d in told if not d.is_effect and _related(d.trigger, effect.trigger, lexicon)]
            home = _nearest_deed(effect, deeds)
            if home is not None:
                groups.join(home, effect)
    settled: set[int] = set()
    for a, b in pairs:  # the nearest earlier deed first
        if b.number not in settled and not groups.same(a, b) and _told_again(a, b) and groups.agree(a, b):
            groups.join(a, b)
            settled.add(b.number)
    return groups.all()


class _Groups:
    """Disjoint sets of positions."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self._facts = facts
        self._of = list(range(len(facts)))

    def join(self, a: _Told, b: _Told) -> None:
        old, new = self._of[b.number], self._of[a.number]
        self._of = [new if g == old else g for g in self._of]

    def same(self, a: _Told, b: _Told) -> bool:
        return self._of[a.number] == self._of[b.number]

    def agree(self, a: _Told, b: _Told) -> bool:
        """Tell whether nothing known of the one's group contradicts what is known of the other's."""
        ours, theirs = ([self._facts[n] for n in self.with_(x)] for x in (a, b))
        slots = (
            ({f.day for f in ours if f.day}, {f.day for f in theirs if f.day}),
            ({f.place for f in ours if f.place}, {f.place for f in theirs if f.place}),
            ({k for f in ours for k in f.actors}, {k for f in theirs for k in f.actors}),
        )
        return not any(x and y and not x & y for x, y in slots)

    def with_(self, a: _Told) -> list[int]:
        return [n for n, g in enumerate(self._of) if g == self._of[a.number]]

    def all(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for n, g in enumerate(self._of):
            found.setdefault(g, []).append(n)
        return list(found.values())


def _tied(a: _Told, b: _Told) -> bool:
    """Tell whether the grammar of one sentence makes one happening of two words."""
    if a.sentence != b.sentence or _conflict(a.facts.actors, b.facts.actors):
        return False
    return _linked(a.trigger, b.trigger) or _linked(b.trigger, a.trigger)


def _nearest_deed(effect: _Told, deeds: Sequence[_Told]) -> _Told | None:
    """Return the deed that an effect belongs to: in its own sentence, else the last one of the sentence before."""
    fitting = [d for d in deeds if _may_be_one(d.facts, effect.facts)]
    here = [d for d in fitting if d.sentence == effect.sentence]
    if here:
        return min(here, key=lambda d: abs(d.trigger.token.i - effect.trigger.token.i))
    if any(d.sentence == effect.sentence for d in deeds):
        return None
    word = effect.trigger.token
    before = [d for d in fitting if d.number < effect.number and _sentences_between(d.trigger.token, word) == 1]
    return before[-1] if before else None


def _told_again(a: _Told, b: _Told) -> bool:
    """Tell whether `b`, the later one, takes up `a`."""
    if not _may_be_one(a.facts, b.facts) or _conflict(a.facts.targets, b.facts.targets):
        return False
    near = _sentences_between(a.trigger.token, b.trigger.token) <= _BACK
    if near and not a.is_effect and anaphoric(b.trigger.token):
        return True
    same_sides = bool(a.facts.actors & b.facts.actors) and bool(a.facts.targets & b.facts.targets)
    return same_sides and a.trigger.entry.action == b.trigger.entry.action


def _may_be_one(a: Facts, b: Facts) -> bool:
    return not (_conflict(a.actors, b.actors) or _different(a.place, b.place) or _different(a.day, b.day))


def _related(a: Trigger, b: Trigger, lexicon: Lexicon) -> bool:
    """Tell whether two actions can be one: one is a kind of the other, or both are uses of force."""
    up_a, up_b = lexicon.lineage(a.entry.action), lexicon.lineage(b.entry.action)
    if a.entry.action in up_b or b.entry.action in up_a:
        return True
    both_force = _FORCE in up_a and _FORCE in up_b
    return both_force and (a.entry.secondary or b.entry.secondary or {"attack"} <= set(up_a) & set(up_b))


def _linked(a: Trigger, b: Trigger) -> bool:
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


def _holds(trigger: Trigger, token: Token) -> bool:
    """Tell whether a token is one of the trigger's words: "strikes" of "carry out strikes"."""
    return trigger.first <= token.i <= trigger.last


def _conflict(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


def _different(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def anaphoric(noun: Token) -> bool:
    """Tell whether a noun takes up what was told: "the attack", "such raids"; not "the second attack"."""
    if any(c.ent_type_ == "ORDINAL" or c.tag_ == "JJS" for c in noun.children):
        return False
    return any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _DEFINITE for c in noun.children)


def _sentences_between(a: Token, b: Token) -> int:
    count, i = 0, a.sent.end
    while i <= b.i:
        count += 1
        i = a.doc[i].sent.end
    return count
