"""Filter texts by topic before the parse: by the conflict terms in them and the terms of other domains.

Knows word lists; knows no grammar, and of actions only whether they are a use of force.
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
_OTHER_PER_TERM = 2  #: terms of sport, business, science… that outweigh one conflict term


@dataclass(frozen=True, slots=True)
class ConflictTerms:
    """The conflict terms in a text, by token, and how many different terms of other domains it has."""

    occurrences: tuple[tuple[int, int, int], ...]  #: first token, token after the last, number of the term
    other_domain_count: int

    @property
    def distinct_terms(self) -> int:
        """How many different conflict terms the text has."""
        return len({term for _, _, term in self.occurrences})

    @property
    def is_other_domain(self) -> bool:
        """Tell whether the text has clearly more terms of other domains than of conflict."""
        return self.other_domain_count > self.distinct_terms + 1

    def count_outside(self, first: int, last: int) -> int:
        """Return the number of different conflict terms outside these tokens, less those that other domains outweigh.

        Args:
            first: index of a token.
            last: index of a token, included.

        Returns:
            -1 for a text of another domain: a cup final is no battle.
        """
        if self.is_other_domain:
            return -1
        terms = {term for start, end, term in self.occurrences if end <= first or start > last}
        return max(0, len(terms) - self.other_domain_count // _OTHER_PER_TERM)

    def count_within(self, first: int, last: int) -> int:
        """Return how many conflict terms begin among these tokens, both ends included."""
        return sum(first <= start <= last for start, _, _ in self.occurrences)


class RelevanceFilter:
    """Rejects texts without conflict terms, or with more terms of another domain."""

    def __init__(self, lexicon: Lexicon, force_names: Mapping[str, str]) -> None:
        """Index the terms.

        Args:
            lexicon: has the lists Context and Domain.
            force_names: names of armed forces and groups, as written → key of the actor; they count as conflict terms.
        """
        self._conflict = lexicon.phrase_index("Context")
        self._other_domains = lexicon.phrase_index("Domain")
        self._force_names = _name_index(force_names)
        self._certain_force = PhraseIndex(
            {
                form: tuple(p for p in patterns if is_certain_force(p.payload, lexicon))
                for form, patterns in lexicon.entries.patterns_by_first_form.items()
            }
        )

    def rejection(self, prose: str) -> tuple[RejectionReason, str] | None:
        """Return why a text can hold no event, with a detail; None if it has a conflict term or means certain force."""
        words = _TOKEN.findall(prose)
        terms = self.conflict_terms(words)
        if terms.is_other_domain:
            return (
                RejectionReason.OTHER_DOMAIN,
                f"{terms.distinct_terms} words of conflict, {terms.other_domain_count} of something else",
            )
        if terms.occurrences or any(True for _ in self._certain_force.longest_matches([w.lower() for w in words])):
            return None
        return RejectionReason.NO_CONFLICT_TERM, ""

    def conflict_terms(self, words: Sequence[str]) -> ConflictTerms:
        """Return the conflict terms of a text, given as its words in order."""
        lower = [w.lower() for w in words]
        matches: list[tuple[int, int, object]] = [
            (m.start, m.end, m.pattern.forms) for m in self._conflict.longest_matches(lower)
        ]
        matches += [(m.start, m.end, m.pattern.payload) for m in self._force_names.longest_matches(words)]
        numbers: dict[object, int] = {}
        occurrences = tuple((start, end, numbers.setdefault(term, len(numbers))) for start, end, term in matches)
        return ConflictTerms(occurrences, len({m.pattern.forms for m in self._other_domains.longest_matches(lower)}))


def _name_index(names: Mapping[str, str]) -> PhraseIndex[str]:
    """Return an index of the names, tokenized as texts are."""
    by_first_piece: dict[str, list[Pattern[str]]] = {}
    for name, key in names.items():
        pieces = tuple(frozenset({piece}) for piece in _PIECE.findall(name))
        by_first_piece.setdefault(next(iter(pieces[0])), []).append(Pattern(pieces, Part.WORD, key))
    return PhraseIndex(
        {piece: tuple(sorted(found, key=lambda p: -len(p.forms))) for piece, found in by_first_piece.items()}
    )


def is_certain_force(entry: LexiconEntry, lexicon: Lexicon) -> bool:
    """Tell whether a word means a use of force in any context."""
    return not (entry.tentative or entry.secondary) and lexicon.category(entry.action) == _FORCE
