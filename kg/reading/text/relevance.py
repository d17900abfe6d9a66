"""Tell by its words alone whether a text speaks of conflict, and how much: cheap enough to come before the parse.

Knows word lists; knows no grammar, and no action but whether it is a use of force.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import RejectionReason
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import LexiconEntry, Part, Pattern, PhraseIndex

_TOKEN = re.compile(r"[^\W_]+|-")
_PIECE = re.compile(r"-|[^-\s]+")
_FORCE = "use-force"
_OTHER_PER_SIGN = 2  #: words of sport, business, science… that outweigh one word of conflict


@dataclass(frozen=True, slots=True)
class ConflictTerms:
    """The words of conflict in a text, by token, and how many different words of other domains it has."""

    occurrences: tuple[tuple[int, int, int], ...]  #: first token, token after the last, number of the expression
    other_domain_count: int

    @property
    def distinct_terms(self) -> int:
        """How many different words of conflict the text has."""
        return len({kind for _, _, kind in self.occurrences})

    @property
    def is_other_domain(self) -> bool:
        """Tell whether the text has clearly more words of another domain than of conflict."""
        return self.other_domain_count > self.distinct_terms + 1

    def count_outside(self, first: int, last: int) -> int:
        """Return how many different words of conflict stand outside these tokens, less what speaks of something else.

        Below zero when the text is about something else: a cup final is no battle.
        """
        if self.is_other_domain:
            return -1
        kinds = {kind for start, end, kind in self.occurrences if end <= first or start > last}
        return max(0, len(kinds) - self.other_domain_count // _OTHER_PER_SIGN)

    def count_within(self, first: int, last: int) -> int:
        """Return how many words of conflict begin among these tokens."""
        return sum(first <= start <= last for start, _, _ in self.occurrences)


class RelevanceFilter:
    """Looks texts through for the words that make reading them worth while."""

    def __init__(self, words: Lexicon, forces: Mapping[str, str]) -> None:
        """Make the look-ups.

        Args:
            words: has the lists Context and Domain.
            forces: names of armed forces and groups, as written → whose name it is; they count as words of conflict.
        """
        self._conflict = words.phrase_index("Context")
        self._other = words.phrase_index("Domain")
        self._forces = _name_index(forces)
        self._deeds = PhraseIndex(
            {
                form: tuple(p for p in found if is_certain_force(p.payload, words))
                for form, found in words.entries.patterns_by_first_form.items()
            }
        )

    def rejection(self, prose: str) -> tuple[RejectionReason, str] | None:
        """Return why a text can hold no event, or None: it has a word of conflict, or one that always means force."""
        words = _TOKEN.findall(prose)
        temper = self.conflict_terms(words)
        if temper.is_other_domain:
            return (
                RejectionReason.OTHER_DOMAIN,
                f"{temper.distinct_terms} words of conflict, {temper.other_domain_count} of something else",
            )
        if temper.occurrences or any(True for _ in self._deeds.longest_matches([w.lower() for w in words])):
            return None
        return RejectionReason.NO_CONFLICT_TERM, ""

    def conflict_terms(self, words: Sequence[str]) -> ConflictTerms:
        """Return how much a text, given as its words in order, speaks of conflict."""
        lower = [w.lower() for w in words]
        hits: list[tuple[int, int, object]] = [
            (h.start, h.end, h.pattern.forms) for h in self._conflict.longest_matches(lower)
        ]
        hits += [(h.start, h.end, h.pattern.payload) for h in self._forces.longest_matches(words)]
        numbers: dict[object, int] = {}
        signs = tuple((start, end, numbers.setdefault(what, len(numbers))) for start, end, what in hits)
        return ConflictTerms(signs, len({h.pattern.forms for h in self._other.longest_matches(lower)}))


def _name_index(names: Mapping[str, str]) -> PhraseIndex[str]:
    """Return the names, cut where the tokenizer cuts them."""
    first: dict[str, list[Pattern[str]]] = {}
    for name, key in names.items():
        pieces = tuple(frozenset({piece}) for piece in _PIECE.findall(name))
        first.setdefault(next(iter(pieces[0])), []).append(Pattern(pieces, Part.WORD, key))
    return PhraseIndex({word: tuple(sorted(found, key=lambda p: -len(p.forms))) for word, found in first.items()})


def is_certain_force(entry: LexiconEntry, words: Lexicon) -> bool:
    """Tell whether a word means a use of force whatever stands around it."""
    return not (entry.tentative or entry.secondary) and words.category(entry.action) == _FORCE
