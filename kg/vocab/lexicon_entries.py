"""The lexicon's values: entries that name actions, word lists, and the index by which both are matched.

Knows words and frames; knows no grammar of sentences (`kg.reading`) and no Turtle (`kg.vocab.lexicon`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")

GAP = "*"  #: among fixed words: up to four words in between
_GAP_WORDS = 4
_SHOWN_WORDS = 4
_SLOTS = {
    "subject": "a subject", "object": "an object", "indirect": "an indirect object", "owner": "an owner",
    "clause": "a clause", "any": "in its sentence",
}  # fmt: skip


class Part(StrEnum):
    """How the words of an entry inflect."""

    VERB = "verb"  #: the first word, as a verb
    NOUN = "noun"  #: the last word, as a noun
    ADJECTIVE = "adjective"
    ADVERB = "adverb"
    PHRASE = "phrase"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class SelectionalRestriction:
    """What one filler of a frame must be, or must not be."""

    slot: str  #: "subject", "object", "owner", a preposition, or "any"
    kind: str  #: "place", "person", …; empty when `words` are listed
    words: frozenset[str] = frozenset()

    @property
    def slot_description(self) -> str:
        """The slot in words, for a reader."""
        return _SLOTS.get(self.slot) or f"after “{self.slot}”"


@lru_cache(maxsize=1000)
def describe_conditions(conditions: tuple[SelectionalRestriction, ...]) -> str:
    """Return conditions in words, by slot, of long lists only the beginning: "an object: state, army, …"."""
    by_slot: dict[str, list[str]] = {}
    for condition in conditions:
        words = sorted(condition.words)
        more = ["…"] if words[_SHOWN_WORDS:] else []
        fillers = [condition.kind] if condition.kind else [*words[:_SHOWN_WORDS], *more]
        by_slot.setdefault(condition.slot_description, []).extend(fillers)
    return "; ".join(f"{slot}: {', '.join(words)}" for slot, words in by_slot.items())


@dataclass(frozen=True, slots=True)
class Frame:
    """Which syntactic slot holds which role of the action."""

    name: str
    verb_roles: Mapping[str, str]  #: "subject" → "actor"
    noun_roles: Mapping[str, str]  #: "owner" → "actor"

    @property
    def is_reciprocal(self) -> bool:
        """Whether the action has partners and no target: a clash, a meeting."""
        roles = set(self.verb_roles.values())
        return "partner" in roles and "target" not in roles


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One word, or a fixed group of words, that names an action."""

    words: tuple[str, ...]
    part: Part
    action: str
    frame: Frame
    group: str  #: local name of its node
    requires: tuple[SelectionalRestriction, ...] = ()
    excludes: tuple[SelectionalRestriction, ...] = ()
    tentative: bool = False  #: needs further features of conflict
    secondary: bool = False  #: names an effect or a part of another event
    polarity: str | None = None
    modality: str | None = None
    outcome: str | None = None

    @property
    def text(self) -> str:
        """The words as the file has them."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class WordList:
    """Words of one use, such as verbs of denying."""

    name: str
    use: str  #: the class, such as "Reporting"
    words: tuple[tuple[Part, tuple[str, ...]], ...]
    values: Mapping[str, str]  #: such as speechAct → "denial"


@dataclass(frozen=True, slots=True)
class Pattern(Generic[T]):
    """An expression of the lexicon: the forms that each of its words may take, and what it stands for."""

    forms: tuple[frozenset[str], ...]
    part: Part
    payload: T


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[T]):
    """An expression found in a sequence of words: positions of its first word and after its last."""

    start: int
    end: int
    pattern: Pattern[T]


@dataclass(frozen=True)
class PhraseIndex(Generic[T]):
    """Expressions by the forms of their first word."""

    patterns_by_first_form: Mapping[str, tuple[Pattern[T], ...]] = field(default_factory=dict)

    def matches_at(self, words: Sequence[str], start: int) -> Iterator[PhraseMatch[T]]:
        """Yield the expressions that begin at `start`, longest first. `words` are lower-case."""
        for pattern in self.patterns_by_first_form.get(words[start], ()):
            end = start + 1 if len(pattern.forms) == 1 else _match_end(pattern.forms, words, start)
            if end is not None:
                yield PhraseMatch(start, end, pattern)

    def longest_matches(self, words: Sequence[str]) -> Iterator[PhraseMatch[T]]:
        """Yield the longest expression at each position; they may overlap."""
        for start, word in enumerate(words):
            if word in self.patterns_by_first_form:
                yield from islice(self.matches_at(words, start), 1)


def _match_end(forms: tuple[frozenset[str], ...], words: Sequence[str], start: int) -> int | None:
    """Return the position after the match, or None."""
    i = start
    for n, allowed in enumerate(forms):
        if GAP in allowed:
            rest = forms[n + 1 :]
            tries = (_match_end(rest, words, j) for j in range(i, min(i + _GAP_WORDS, len(words)) + 1) if rest)
            return next((end for end in tries if end is not None), None)
        if i >= len(words) or words[i] not in allowed:
            return None
        i += 1
    return i
