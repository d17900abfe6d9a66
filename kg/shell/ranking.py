"""Rank completion candidates: by match with the typed text, by usage, by frequency in the graph. Knows no graph."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prompt_toolkit.completion import Completion

from kg.query.display_names import visible
from kg.query.keywords import KEYWORDS
from kg.store.sparql_tokens import tokens

HISTORY_WINDOW = 100  #: queries of the history that count as usage
_MAX_COMPLETIONS = 60  # in the menu
_MAX_LENGTH = 200  # characters beside a candidate, and characters of a label that subsequences are looked for in
_TERM_KINDS = ("name", "iri", "variable", "string", "number")
VARIABLES_GROUP, KEYWORDS_GROUP = 5, 6  #: of candidates that come after the terms of the graph
_EXACT, _PREFIX, _WORD, _LETTERS = range(4)  # how a candidate can match


@dataclass(frozen=True, slots=True)
class Candidate:
    """A completion candidate."""

    text: str  #: what is inserted
    meta: str = ""  #: what stands beside it
    label: str = ""  #: what may match besides the text
    count: int = 0  #: how often the graph has it
    group: int = 0  #: of candidates that match as well, those of a lower group come first
    ranks_last: bool = False  #: comes after all others, however well it matches
    display: str = ""  #: what stands in the menu instead of a long text


class UsageCounts:
    """Frequencies of terms in the last queries of the history."""

    def __init__(self, queries: Iterable[str] = ()) -> None:
        """Take queries and commands, the newest last."""
        self._term_counts: deque[Counter[str]] = deque()
        self._total: Counter[str] = Counter()
        for query in queries:
            self.add(query)

    def add(self, text: str) -> None:
        """Take one more query or command, and forget the oldest when they become too many."""
        terms = Counter(_query_terms(text))
        self._term_counts.append(terms)
        self._total.update(terms)
        if len(self._term_counts) > HISTORY_WINDOW:
            self._total.subtract(self._term_counts.popleft())

    def count(self, text: str) -> int:
        """Return how often a term is used; of several words, the first one."""
        return self._total[text] or self._total[text.partition(" ")[0]]


def ranked_completions(typed: str, candidates: Iterable[Candidate], usage: UsageCounts) -> Iterator[Completion]:
    """Yield the candidates that match: exactly, by prefix, by the prefix of a word, or as a subsequence, in this order.

    Ties are broken by group, then by usage, then by count.
    """
    lowered = typed.lower()
    ranked = []
    for order, candidate in enumerate(candidates):
        local = candidate.text.partition(":")[2]
        ranks = [_match_rank(lowered, other.lower()) for other in (candidate.text, local, candidate.label) if other]
        if matches := [rank for rank in ranks if rank is not None]:
            frequency = (-usage.count(candidate.text), -candidate.count)
            ranked.append((candidate.ranks_last, min(matches), candidate.group, *frequency, order, candidate))
    seen: set[str] = set()
    for *_, candidate in sorted(ranked, key=lambda key: key[:-1]):
        if candidate.text not in seen and len(seen) < _MAX_COMPLETIONS:
            seen.add(candidate.text)
            display = visible(candidate.display or candidate.text)
            meta = visible(candidate.meta[:_MAX_LENGTH])
            yield Completion(candidate.text, -len(typed), display, display_meta=meta)


def _match_rank(typed: str, text: str) -> int | None:
    if text == typed:
        return _EXACT
    if text.startswith(typed):
        return _PREFIX
    if typed in text and re.search(rf"(?<![^\W_]){re.escape(typed)}", text):
        return _WORD
    return _LETTERS if len(typed) > 1 and _is_subsequence(typed, text[:_MAX_LENGTH]) else None


def _is_subsequence(letters: str, text: str) -> bool:
    """Return whether the text has the letters in order, the first of them where a word begins."""
    if not all(letter in text for letter in letters):  # the rule, and quickly told
        return False
    start = re.search(rf"(?<![^\W_]){re.escape(letters[0])}", text)
    rest = iter(text[start.start() :]) if start else iter("")
    return all(char in rest for char in letters)


def _query_terms(text: str) -> Iterator[str]:
    if text.lstrip().startswith("\\"):
        yield from text.strip()[1:].split()
        return
    for token in tokens(text):
        if token.kind in _TERM_KINDS:
            yield token.text
        elif token.kind == "word":
            yield token.text.upper() if token.text.upper() in KEYWORDS and token.text != "a" else token.text
