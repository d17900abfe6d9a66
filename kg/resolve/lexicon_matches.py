"""Look up a sentence's words in the ontology's files, by the words alone: no parse decides what is meant.

Knows the lexicon, the known actors and the map; `kg.reading.events.lexical_senses` tells which of what is met is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.model import Actor, Place
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors, load_known_actors, normalize_name
from kg.resolve.known_places import load_known_places
from kg.vocab import ONTOLOGY
from kg.vocab.lexicon import Lexicon, load_lexicon
from kg.vocab.lexicon_entries import LexiconEntry, Part, PhraseIndex, WordList
from kg.vocab.turtle_lines import turtle_line_of

#: as the parser's tokenizer cuts: at hyphens, before "n't" and "'s"
_TOKEN = re.compile(r"\w+(?=n't\b)|n't\b|'s\b|[^\W_]+|[^\w\s]")
_APART = 5  #: words between a verb and its particle: "shot the plane down"
_LONGEST_NAME = 6
_MOST_PLACES = 3
_ENDS_NAMES = set(',;:!?"()')
#: lists that only tell languages apart
_NO_SENSE = {"EnglishWord", "OtherLanguageWord"}
GAZETTEER = "the gazetteer"


@dataclass(frozen=True, slots=True)
class LexiconMatch:
    """Something of the ontology that words of a sentence meet."""

    start: int
    end: int
    text: str  #: the words of the sentence
    item: LexiconEntry | WordList | Actor | Place
    words: str  #: as the file has them
    part: Part | None  #: how they inflect; None: a name
    location: str  #: file and line, or the gazetteer
    fence: str = ""  #: the fenced phrase that they stand in, which takes their meaning away


class LexiconMatcher:
    """Looks sentences up in one folder of Turtle files."""

    def __init__(self, words: Lexicon, known: KnownActors, gazetteer: Gazetteer, folder: Path) -> None:
        self._words = words
        self._known = known
        self._gazetteer = gazetteer
        self._folder = folder

    def matches(self, text: str) -> tuple[LexiconMatch, ...]:
        """Return all that a text's words meet, in the order of the text, at one place the longest first."""
        tokens = list(_TOKEN.finditer(text))
        sentence = _Sentence(text, tuple((t.start(), t.end()) for t in tokens), tuple(t[0].lower() for t in tokens))
        found = [*self._entries(sentence), *self._in_lists(sentence), *self._names(sentence)]
        return tuple(sorted(found, key=lambda m: (m.start, -m.end, isinstance(m.item, WordList))))

    def _entries(self, sentence: _Sentence) -> Iterator[LexiconMatch]:
        fenced = {i: h for h in self._fences.longest_matches(sentence.words) for i in range(h.start, h.end)}
        for start in range(len(sentence.words)):
            fence = sentence.text_of(fenced[start].start, fenced[start].end) if start in fenced else ""
            for entry, end in self._beginning(sentence, start):
                where = self._line(entry.group, entry.text, "actions.ttl")
                yield LexiconMatch(*sentence.span(start, end), entry, entry.text, entry.part, where, fence)

    def _beginning(self, sentence: _Sentence, start: int) -> Iterator[tuple[LexiconEntry, int]]:
        """Yield the entries that begin at a word, each with the word after its last."""
        whole = list(self._words.entries.matches_at(sentence.words, start))
        yield from ((hit.pattern.payload, hit.end) for hit in whole)
        found = {id(hit.pattern) for hit in whole}
        for pattern in self._words.entries.patterns_by_first_form.get(sentence.words[start], ()):
            if pattern.part is Part.VERB and len(pattern.forms) == 2 and id(pattern) not in found:
                near = range(start + 1, min(start + _APART, len(sentence.words) - 1) + 1)
                last = next((i for i in near if sentence.words[i] in pattern.forms[1]), None)
                if last is not None:
                    yield pattern.payload, last + 1

    def _in_lists(self, sentence: _Sentence) -> Iterator[LexiconMatch]:
        for index in self._lists:
            for hit in index.longest_matches(sentence.words):
                words, part = hit.pattern.payload, hit.pattern.part
                same = (
                    t for p, t in words.words if p is part and self._words.inflected_forms(p, t) == hit.pattern.forms
                )
                text = " ".join(next(same))
                where = self._line(words.name, text, "lexicon.ttl", "actions.ttl")
                yield LexiconMatch(*sentence.span(hit.start, hit.end), words, text, part, where)

    def _names(self, sentence: _Sentence) -> Iterator[LexiconMatch]:
        """Yield the longest names of actors, and of places, each with all that have it."""
        after_actor = after_place = 0  #: offsets up to which a longer name reaches
        for start, (offset, _) in enumerate(sentence.spans):
            spans = [sentence.span(start, end) for end in sentence.ends_of_name(start)]
            actor = next(((s, a) for s in spans if (a := self._actor(s[2]))), None)
            if actor is not None and offset >= after_actor:
                span, item = actor
                after_actor = span[1]
                yield LexiconMatch(*span, item, item.label, None, self._actor_line(item, span[2]))
            placed = next(((s, p) for s in spans if (p := self._gazetteer.candidates(s[2]))), None)
            if placed is not None and offset >= after_place:
                span, places = placed
                after_place = span[1]
                yield from (LexiconMatch(*span, p, p.label, None, self._place_line(p)) for p in places[:_MOST_PLACES])

    def _actor_line(self, actor: Actor, name: str) -> str:
        """Return where an actor's name stands; "the Kremlin" has its article there."""
        file = self._folder / "actors.ttl"
        same = [n for n in (actor.label, *actor.aliases) if normalize_name(n) == normalize_name(name)]
        found = (turtle_line_of([file], actor.key, n) for n in (*same, name, f"the {name}"))
        return next(filter(None, found), str(file))

    def _place_line(self, place: Place) -> str:
        return turtle_line_of([self._folder / "places.ttl"], place.key, place.label) or GAZETTEER

    def _actor(self, name: str) -> Actor | None:
        known = self._known
        key = known.names.get(normalize_name(name)) or known.demonyms.get(name) or known.people.get(name)
        key = key or known.metonyms.get(name)
        return known.actors[key] if key else None

    def _line(self, node: str, text: str, *names: str) -> str:
        files = [self._folder / name for name in names]
        return turtle_line_of(files, node, text) or str(files[0])

    @cached_property
    def _fences(self) -> PhraseIndex[WordList]:
        return self._words.phrase_index("Fence")

    @cached_property
    def _lists(self) -> list[PhraseIndex[WordList]]:
        return [self._words.phrase_index(use) for use in self._words.word_lists if use not in _NO_SENSE]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A text and its words, lower-case, with their spans."""

    text: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]

    def ends_of_name(self, start: int) -> Iterator[int]:
        """Yield where names that begin at a word can end, the longest first; none begins without a capital."""
        if not self.text[self.spans[start][0]].isupper():
            return
        last = start
        while last + 1 < min(start + _LONGEST_NAME, len(self.words)) and self.words[last + 1] not in _ENDS_NAMES:
            last += 1
        yield from (end + 1 for end in range(last, start - 1, -1) if self.words[end].isalnum())

    def text_of(self, start: int, end: int) -> str:
        """Return the text from word `start` to before word `end`."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]

    def span(self, start: int, end: int) -> tuple[int, int, str]:
        """Return the offsets and the text from word `start` to before word `end`."""
        return self.spans[start][0], self.spans[end - 1][1], self.text_of(start, end)


def lexicon_matcher() -> LexiconMatcher:
    """Return a finder for the ontology in use; its files are named as seen from here."""
    here = Path.cwd()
    folder = ONTOLOGY.relative_to(here) if ONTOLOGY.is_relative_to(here) else ONTOLOGY
    return LexiconMatcher(load_lexicon(), load_known_actors(), Gazetteer.open(load_known_places()), folder)
