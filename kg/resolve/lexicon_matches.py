"""Match a sentence's words against the ontology's files, by the words alone: no parse disambiguates.

Knows the lexicon, the known actors and the gazetteer; `kg.reading.events.lexical_senses` chooses among the matches.
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
from kg.vocab.lexicon_entries import LexiconEntry, Part, Pattern, PhraseIndex, WordList
from kg.vocab.turtle_lines import turtle_line_of

#: as the parser's tokenizer splits: at hyphens, before "n't" and "'s"
_TOKEN = re.compile(r"[^\W_]+(?=n't\b)|n't\b|'s\b|[^\W_]+|[^\w\s]")
_MAX_PARTICLE_DISTANCE = 5  #: words from a verb to its particle: "shot the plane down"
_MAX_NAME_WORDS = 6
_MAX_PLACES = 3
_NAME_BOUNDARIES = set(',;:!?"()')
#: word lists that only identify languages
_LANGUAGE_LISTS = {"EnglishWord", "OtherLanguageWord"}
GAZETTEER = "the gazetteer"


@dataclass(frozen=True, slots=True)
class LexiconMatch:
    """An entry of the ontology's files that words of a sentence match."""

    start: int
    end: int
    text: str  #: the words of the sentence
    item: LexiconEntry | WordList | Actor | Place
    entry_text: str  #: the words as the file has them
    part: Part | None  #: how the entry inflects; None: a name
    location: str  #: file and line, or the gazetteer
    fence: str = ""  #: the fixed expression that blocks the match; empty: none


class LexiconMatcher:
    """Matches sentences against one folder of Turtle files."""

    def __init__(self, lexicon: Lexicon, known: KnownActors, gazetteer: Gazetteer, folder: Path) -> None:
        self._lexicon = lexicon
        self._known = known
        self._gazetteer = gazetteer
        self._folder = folder

    def matches(self, text: str) -> tuple[LexiconMatch, ...]:
        """Return the matches of a text's words, in the order of the text, the longest first at each position."""
        tokens = list(_TOKEN.finditer(text))
        sentence = _Sentence(text, tuple((t.start(), t.end()) for t in tokens), tuple(t[0].lower() for t in tokens))
        matches = [*self._entry_matches(sentence), *self._word_list_matches(sentence), *self._name_matches(sentence)]
        return tuple(sorted(matches, key=lambda m: (m.start, -m.end, isinstance(m.item, WordList))))

    def _entry_matches(self, sentence: _Sentence) -> Iterator[LexiconMatch]:
        fences = {
            i: fence for fence in self._fences.longest_matches(sentence.words) for i in range(fence.start, fence.end)
        }
        for start in range(len(sentence.words)):
            fence = sentence.text_of(fences[start].start, fences[start].end) if start in fences else ""
            for entry, end in self._entries_at(sentence, start):
                location = self._entry_line(entry.group, entry.text, "actions.ttl")
                yield LexiconMatch(*sentence.span(start, end), entry, entry.text, entry.part, location, fence)

    def _entries_at(self, sentence: _Sentence, start: int) -> Iterator[tuple[LexiconEntry, int]]:
        """Yield the entries that begin at a word, each with the word after its last."""
        contiguous = list(self._lexicon.entries.matches_at(sentence.words, start))
        yield from ((match.pattern.payload, match.end) for match in contiguous)
        seen = {id(match.pattern) for match in contiguous}
        following = range(start + 1, min(start + _MAX_PARTICLE_DISTANCE, len(sentence.words) - 1) + 1)
        for pattern in self._lexicon.entries.patterns_by_first_form.get(sentence.words[start], ()):
            if pattern.part is Part.VERB and len(pattern.forms) == 2 and id(pattern) not in seen:
                particle = next((i for i in following if sentence.words[i] in pattern.forms[1]), None)
                if particle is not None:
                    yield pattern.payload, particle + 1

    def _word_list_matches(self, sentence: _Sentence) -> Iterator[LexiconMatch]:
        for index in self._word_list_indexes:
            for match in index.longest_matches(sentence.words):
                word_list, part = match.pattern.payload, match.pattern.part
                text = " ".join(self._words_of(match.pattern))
                location = self._entry_line(word_list.name, text, "lexicon.ttl", "actions.ttl")
                yield LexiconMatch(*sentence.span(match.start, match.end), word_list, text, part, location)

    def _words_of(self, pattern: Pattern[WordList]) -> tuple[str, ...]:
        """Return the words of a list that a pattern was made of, as the file has them."""
        words = (words for part, words in pattern.payload.words if part is pattern.part)
        return next(w for w in words if self._lexicon.inflected_forms(pattern.part, w) == pattern.forms)

    def _name_matches(self, sentence: _Sentence) -> Iterator[LexiconMatch]:
        """Yield the longest names of actors, and of places, these with all places of the name."""
        actor_end = place_end = 0  #: offsets where the last names end
        for start, (offset, _) in enumerate(sentence.spans):
            spans = [sentence.span(start, end) for end in sentence.ends_of_name(start)]
            actor = next(((s, a) for s in spans if (a := self._known_actor(s[2]))), None)
            if actor is not None and offset >= actor_end:
                span, item = actor
                actor_end = span[1]
                yield LexiconMatch(*span, item, item.label, None, self._actor_line(item, span[2]))
            place = next(((s, p) for s in spans if (p := self._gazetteer.candidates(s[2]))), None)
            if place is not None and offset >= place_end:
                span, places = place
                place_end = span[1]
                yield from (LexiconMatch(*span, p, p.label, None, self._place_line(p)) for p in places[:_MAX_PLACES])

    def _actor_line(self, actor: Actor, name: str) -> str:
        """Return the line of an actor's name; "the Kremlin" has its article there."""
        file = self._folder / "actors.ttl"
        spellings = [n for n in (actor.label, *actor.aliases) if normalize_name(n) == normalize_name(name)]
        lines = (turtle_line_of([file], actor.key, spelling) for spelling in (*spellings, name, f"the {name}"))
        return next(filter(None, lines), str(file))

    def _place_line(self, place: Place) -> str:
        return turtle_line_of([self._folder / "places.ttl"], place.key, place.label) or GAZETTEER

    def _known_actor(self, name: str) -> Actor | None:
        known = self._known
        key = known.names.get(normalize_name(name)) or known.demonyms.get(name) or known.people.get(name)
        key = key or known.metonyms.get(name)
        return known.actors[key] if key else None

    def _entry_line(self, node: str, text: str, *names: str) -> str:
        files = [self._folder / name for name in names]
        return turtle_line_of(files, node, text) or str(files[0])

    @cached_property
    def _fences(self) -> PhraseIndex[WordList]:
        return self._lexicon.phrase_index("Fence")

    @cached_property
    def _word_list_indexes(self) -> list[PhraseIndex[WordList]]:
        return [self._lexicon.phrase_index(use) for use in self._lexicon.word_lists if use not in _LANGUAGE_LISTS]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A text and its tokens, lower-case, with their spans."""

    text: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]

    def ends_of_name(self, start: int) -> Iterator[int]:
        """Yield the possible ends of names that begin at a word, the longest first; names begin with a capital."""
        if not self.text[self.spans[start][0]].isupper():
            return
        last = start
        while last + 1 < min(start + _MAX_NAME_WORDS, len(self.words)) and self.words[last + 1] not in _NAME_BOUNDARIES:
            last += 1
        yield from (end + 1 for end in range(last, start - 1, -1) if self.words[end].isalnum())

    def text_of(self, start: int, end: int) -> str:
        """Return the text from word `start` to before word `end`."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]

    def span(self, start: int, end: int) -> tuple[int, int, str]:
        """Return the offsets and the text from word `start` to before word `end`."""
        return self.spans[start][0], self.spans[end - 1][1], self.text_of(start, end)


def load_lexicon_matcher() -> LexiconMatcher:
    """Return the matcher for the ontology in use; its files are named relative to the working directory."""
    cwd = Path.cwd()
    folder = ONTOLOGY.relative_to(cwd) if ONTOLOGY.is_relative_to(cwd) else ONTOLOGY
    return LexiconMatcher(load_lexicon(), load_known_actors(), Gazetteer.open(load_known_places()), folder)
