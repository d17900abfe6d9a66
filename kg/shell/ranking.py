"""Put what may come next into order: by how well it fits what is typed, by one's own use, by how often it occurs."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prompt_toolkit.completion import Completion

from kg.query.display_names import visible
from kg.query.keywords import KEYWORDS
from kg.store.sparql_tokens import tokens

RECENT = 100  #: queries of the history that tell what one uses
_MOST = 60  # entries of the menu
_LONGEST = 200  # characters beside an entry, and characters of a label in which letters are looked for
_TERMS = ("name", "iri", "variable", "string", "number")
VARIABLES_GROUP, KEYWORDS_GROUP = 5, 6  #: of entries that come after what the graph has
_EXACT, _PREFIX, _WORD, _LETTERS = range(4)  # how an entry can fit


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that may come next."""

    text: str  #: what is inserted
    meta: str = ""  #: what stands beside it
    label: str = ""  #: what may match besides the text
    count: int = 0  #: how often the graph has it
    group: int = 0  #: of entries that fit as well, those of a lower group come first
    last: bool = False  #: comes after all others, however well it fits
    shown: str = ""  #: what stands in the menu instead of a long text


class Uses:
    """How often terms stand in the last queries of the history."""

    def __init__(self, queries: Iterable[str] = ()) -> None:
        """Take queries and commands, the newest last."""
        self._recent: deque[Counter[str]] = deque()
        self._all: Counter[str] = Counter()
        for query in queries:
            self.add(query)

    def add(self, text: str) -> None:
        """Take one more query or command, and forget the oldest when they become too many."""
        terms = Counter(_terms(text))
        self._recent.append(terms)
        self._all.update(terms)
        if len(self._recent) > RECENT:
            self._all.subtract(self._recent.popleft())

    def of(self, text: str) -> int:
        """Return how often a term is used; of several words, the first one."""
        return self._all[text] or self._all[text.partition(" ")[0]]


def menu(typed: str, entries: Iterable[Entry], uses: Uses) -> Iterator[Completion]:
    """Yield the entries that fit: the same first, then by start, by the start of a word, and by letters in order.

    Among those that fit as well, the group comes first, then how often one uses it, then its count.
    """
    wanted = typed.lower()
    ranked = []
    for order, entry in enumerate(entries):
        local = entry.text.partition(":")[2]
        ranks = [_rank(wanted, other.lower()) for other in (entry.text, local, entry.label) if other]
        if fitting := [rank for rank in ranks if rank is not None]:
            ranked.append((entry.last, min(fitting), entry.group, -uses.of(entry.text), -entry.count, order, entry))
    seen: set[str] = set()
    for *_, entry in sorted(ranked, key=lambda one: one[:-1]):
        if entry.text not in seen and len(seen) < _MOST:
            seen.add(entry.text)
            yield Completion(
                entry.text, -len(typed), visible(entry.shown or entry.text), display_meta=visible(entry.meta[:_LONGEST])
            )


def _rank(wanted: str, text: str) -> int | None:
    if text == wanted:
        return _EXACT
    if text.startswith(wanted):
        return _PREFIX
    if re.search(rf"(?<![^\W_]){re.escape(wanted)}", text):
        return _WORD
    return _LETTERS if len(wanted) > 1 and _has_letters(wanted, text[:_LONGEST]) else None


def _has_letters(wanted: str, text: str) -> bool:
    """Tell whether the text has the letters in order, the first of them where a word begins."""
    start = re.search(rf"(?<![^\W_]){re.escape(wanted[0])}", text)
    rest = iter(text[start.start() :]) if start else iter("")
    return all(char in rest for char in wanted)


def _terms(text: str) -> Iterator[str]:
    if text.lstrip().startswith("\\"):
        yield from text.strip()[1:].split()
        return
    for token in tokens(text):
        if token.kind in _TERMS:
            yield token.text
        elif token.kind == "word":
            yield token.text.upper() if token.text.upper() in KEYWORDS and token.text != "a" else token.text
