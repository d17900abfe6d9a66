"""Sort events and rejected triggers by sentence and paragraph. Knows offsets; knows no words and no screen."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Mention, Reading, RejectedTrigger


@dataclass(frozen=True, slots=True)
class SentenceEvents:
    """A sentence with the events that it mentions."""

    span: Mention
    first_events: tuple[int, ...]  #: positions of the events that it is the first to mention
    repeated_events: tuple[tuple[int, tuple[Mention, ...]], ...]  #: positions of earlier ones, with triggers here
    rejected: tuple[RejectedTrigger, ...]

    @property
    def has_events(self) -> bool:
        """Whether the sentence mentions an event."""
        return bool(self.first_events or self.repeated_events)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    number: int  #: from 1
    sentences: tuple[SentenceEvents, ...]

    @property
    def start(self) -> int:
        """Offset of its first sentence in the article's text."""
        return self.sentences[0].span.start

    @property
    def has_events(self) -> bool:
        """Whether a sentence mentions an event."""
        return any(sentence.has_events for sentence in self.sentences)


class SentenceLayout:
    """The paragraphs of one article, and the sentence and paragraph of a mention."""

    def __init__(self, reading: Reading) -> None:
        self._sentences = [(s, n) for n, paragraph in enumerate(reading.paragraphs, 1) for s in paragraph]
        self._starts = [s.start for s, _ in self._sentences]
        self.paragraphs = tuple(self._paragraphs(reading))

    def paragraph_number(self, mention: Mention) -> int:
        """Return the number of the paragraph that a mention begins in."""
        return self._sentences[self._sentence_index(mention)][1]

    def sentence(self, mention: Mention) -> Mention:
        """Return the sentence that a mention begins in."""
        return self._sentences[self._sentence_index(mention)][0]

    def _sentence_index(self, mention: Mention) -> int:
        return max(bisect_right(self._starts, mention.start) - 1, 0)

    def _paragraphs(self, reading: Reading) -> Iterator[Paragraph]:
        first: defaultdict[int, list[int]] = defaultdict(list)
        repeated: defaultdict[int, dict[int, list[Mention]]] = defaultdict(dict)
        rejected: defaultdict[int, list[RejectedTrigger]] = defaultdict(list)
        for n, event in enumerate(reading.events):
            first_index = self._sentence_index(event.triggers[0])
            first[first_index].append(n)
            for trigger in event.triggers:
                if (index := self._sentence_index(trigger)) != first_index:
                    repeated[index].setdefault(n, []).append(trigger)
        for candidate in reading.rejected:
            rejected[self._sentence_index(candidate.mention)].append(candidate)
        sentences: defaultdict[int, list[SentenceEvents]] = defaultdict(list)
        for index, (span, paragraph) in enumerate(self._sentences):
            repeats = tuple((n, tuple(triggers)) for n, triggers in repeated[index].items())
            sentences[paragraph].append(SentenceEvents(span, tuple(first[index]), repeats, tuple(rejected[index])))
        for number in sorted(sentences):
            yield Paragraph(number, tuple(sentences[number]))
