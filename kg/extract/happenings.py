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


def merged(triggers: Sequence[Trigger], facts: Sequence[Facts], lexicon: Lexicon) -> list[list[int]]:
    """Return the triggers' positions, grouped by happening, in the order of the text.

    First what the grammar of one sentence ties together; then an effect goes to the nearest deed, of its own sentence
    or the one before; last, "the attack" and the same deed of the same sides go to what was told before.
    """
    groups = _Groups(len(triggers))
    pairs = [(a, b) for b in range(len(triggers)) for a in reversed(range(b)) if _related(triggers[a], triggers[b], lexicon)]
    for a, b in pairs:
        if triggers[a].token.sent == triggers[b].token.sent and not _conflict(facts[a].actors, facts[b].actors):
            if _linked(triggers[a], triggers[b]) or _linked(triggers[b], triggers[a]):
                groups.join(a, b)
    for n in _alone(triggers, groups):
        home = _nearest_deed(n, triggers, facts, lexicon)
        if home is not None:
            groups.join(home, n)
    settled: set[int] = set()
    for a, b in pairs:  # the nearest earlier deed first
        if b not in settled and not groups.same(a, b) and _told_again(triggers[a], triggers[b], facts[a], facts[b]):
            groups.join(a, b)
            settled.add(b)
    return groups.all()


class _Groups:
    """Disjoint sets of positions."""

    def __init__(self, size: int) -> None:
        self._of = list(range(size))

    def join(self, a: int, b: int) -> None:
        old, new = self._of[b], self._of[a]
        self._of = [new if g == old else g for g in self._of]

    def same(self, a: int, b: int) -> bool:
        return self._of[a] == self._of[b]

    def with_(self, a: int) -> list[int]:
        return [n for n, g in enumerate(self._of) if g == self._of[a]]

    def all(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for n, g in enumerate(self._of):
            found.setdefault(g, []).append(n)
        return list(found.values())


def _alone(triggers: Sequence[Trigger], groups: _Groups) -> list[int]:
    """Return the effects that no deed has been found for."""
    return [n for n, t in enumerate(triggers) if t.entry.secondary and all(triggers[m].entry.secondary for m in groups.with_(n))]


def _nearest_deed(n: int, triggers: Sequence[Trigger], facts: Sequence[Facts], lexicon: Lexicon) -> int | None:
    """Return the deed that an effect belongs to: in its own sentence, else the last one of the sentence before."""
    effect = triggers[n]
    deeds = [
        m for m, t in enumerate(triggers)
        if not t.entry.secondary and _related(t, effect, lexicon) and not _conflict(facts[m].actors, facts[n].actors)
        and not _different(facts[m].place, facts[n].place) and not _different(facts[m].day, facts[n].day)
    ]  # fmt: skip
    here = [m for m in deeds if triggers[m].token.sent == effect.token.sent]
    if here:
        return min(here, key=lambda m: abs(triggers[m].token.i - effect.token.i))
    if any(not t.entry.secondary and t.token.sent == effect.token.sent and _related(t, effect, lexicon) for t in triggers):
        return None
    before = [m for m in deeds if triggers[m].token.i < effect.token.i and _sentences_between(triggers[m].token, effect.token) == 1]
    return before[-1] if before else None


def _told_again(a: Trigger, b: Trigger, fa: Facts, fb: Facts) -> bool:
    """Tell whether `b`, the later one, takes up `a`."""
    if _different(fa.day, fb.day) or _different(fa.place, fb.place):
        return False
    if _conflict(fa.actors, fb.actors) or _conflict(fa.targets, fb.targets):
        return False
    if anaphoric(b.token) and not a.entry.secondary and _sentences_between(a.token, b.token) <= _BACK:
        return True
    same_sides = bool(fa.actors & fb.actors) and bool(fa.targets & fb.targets)
    return same_sides and a.entry.action == b.entry.action


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
    if b.token.dep_ == "advcl" and b.token.head.i == token.i and b.token.tag_ == "VBG":
        return True
    if b.token.dep_ in ("acl", "relcl") and b.token.head.i == token.i:
        return True
    if token.dep_ == "conj" and token.head.i == b.token.i and (a.entry.secondary or b.entry.secondary):
        return True
    for _ in range(3):
        if token.dep_ in ("prep", "agent") or token.dep_ in _LINKS or (token.dep_ == "conj" and token.pos_ != "VERB"):
            if token.head.i == b.token.i:
                return True
            token = token.head
        else:
            return False
    return False


def _conflict(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


def _different(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def anaphoric(noun: Token) -> bool:
    """Tell whether a noun takes up what was told: "the attack", "such raids"."""
    return any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _DEFINITE for c in noun.children)


def _sentences_between(a: Token, b: Token) -> int:
    count, i = 0, a.sent.end
    while i <= b.i:
        count += 1
        i = a.doc[i].sent.end
    return count
