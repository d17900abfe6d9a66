"""Decide which triggers tell of one happening. Knows actions and grammar; knows no sources and no map.

The rules are plain, and were measured nearly as good as learned ones: a syntactic link, "the attack", an effect
near its deed, the same action with the same sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.triggers import Trigger
from kg.vocab.lexicon import Lexicon

_DEFINITE = {"the", "this", "that", "these", "those", "such", "both"}
_FORCE = "use-force"
_LINKS = {"nsubj", "nsubjpass", "dobj", "pobj", "agent"}
_BACK = 3  #: sentences within which "the attack" looks for its event


@dataclass(slots=True)
class Happening:
    """One event in the making."""

    triggers: list[Trigger]
    sides: dict[str, frozenset[str]] = field(default_factory=dict)  #: keys of actors and targets known so far
    day: str | None = None
    place: str | None = None

    @property
    def first(self) -> Trigger:
        """The trigger that names the action best: a deed before its effect, the earlier before the later."""
        return min(self.triggers, key=lambda t: (t.entry.secondary, t.token.i))


@dataclass(frozen=True)
class Facts:
    """What is known of a trigger before merging: keys of its sides, its day and place."""

    actors: frozenset[str]
    targets: frozenset[str]
    day: str | None
    place: str | None


def merged(triggers: Sequence[Trigger], facts: Sequence[Facts], lexicon: Lexicon) -> list[list[int]]:
    """Return the triggers' positions, grouped by happening, in the order of the text."""
    groups: list[list[int]] = []
    for n, trigger in enumerate(triggers):
        home = next((g for g in reversed(groups) if _same(n, g, triggers, facts, lexicon)), None)
        if home is None:
            groups.append([n])
        else:
            home.append(n)
    return groups


def _same(n: int, group: list[int], triggers: Sequence[Trigger], facts: Sequence[Facts], lexicon: Lexicon) -> bool:
    return any(_one_event(triggers[m], triggers[n], facts[m], facts[n], lexicon) for m in group)


def _one_event(a: Trigger, b: Trigger, fa: Facts, fb: Facts, lexicon: Lexicon) -> bool:
    """Tell whether `b`, the later one, tells of what `a` tells of."""
    related = _related(a, b, lexicon)
    if not related or _conflict(fa.actors, fb.actors):
        return False
    sentences = _sentences_between(a.token, b.token)
    if sentences == 0 and (_linked(a, b) or _linked(b, a)):
        return True
    if (
        _different(fa.day, fb.day)
        or _different(fa.place, fb.place)
        or (_conflict(fa.targets, fb.targets)
        and not (a.entry.secondary or b.entry.secondary))
    ):
        return False
    if a.entry.secondary or b.entry.secondary:
        return sentences <= 1
    if _anaphoric(b.token) and sentences <= _BACK:
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


def _anaphoric(noun: Token) -> bool:
    return any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _DEFINITE for c in noun.children)


def _sentences_between(a: Token, b: Token) -> int:
    count, i = 0, a.sent.end
    while i <= b.i:
        count += 1
        i = a.doc[i].sent.end
    return count
