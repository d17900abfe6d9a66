"""Sort what was read by the sentence that tells it. Knows offsets; knows no words and no screen."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Mention, Reading, RejectedTrigger


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, with what it tells."""

    sentence: Mention
    events: tuple[int, ...]  #: positions of the events that it tells first
    again: tuple[tuple[int, tuple[Mention, ...]], ...]  #: events told before, each with its further words here
    passed: tuple[RejectedTrigger, ...]

    @property
    def tells(self) -> bool:
        """Whether an event is told here."""
        return bool(self.events or self.again)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose, by its sentences."""

    number: int  #: from 1
    told: tuple[Told, ...]

    @property
    def start(self) -> int:
        """Where it begins in the article's text."""
        return self.told[0].sentence.start

    @property
    def tells(self) -> bool:
        """Whether an event is told here."""
        return any(t.tells for t in self.told)


class Page:
    """One article's paragraphs, and where in them a mention stands."""

    def __init__(self, reading: Reading) -> None:
        self._sentences = [(s, n) for n, paragraph in enumerate(reading.paragraphs, 1) for s in paragraph]
        self._starts = [s.start for s, _ in self._sentences]
        self.paragraphs = tuple(self._paragraphs(reading))

    def paragraph(self, mention: Mention) -> int:
        """Return the number of the paragraph that a mention begins in."""
        return self._sentences[self._at(mention)][1]

    def sentence(self, mention: Mention) -> Mention:
        """Return the sentence that a mention begins in."""
        return self._sentences[self._at(mention)][0]

    def _at(self, mention: Mention) -> int:
        return max(bisect_right(self._starts, mention.start) - 1, 0)

    def _paragraphs(self, reading: Reading) -> Iterator[Paragraph]:
        first: defaultdict[int, list[int]] = defaultdict(list)
        again: defaultdict[int, dict[int, list[Mention]]] = defaultdict(dict)
        passed: defaultdict[int, list[RejectedTrigger]] = defaultdict(list)
        for n, event in enumerate(reading.events):
            home = self._at(event.triggers[0])
            first[home].append(n)
            for trigger in event.triggers:
                if (here := self._at(trigger)) != home:
                    again[here].setdefault(n, []).append(trigger)
        for miss in reading.rejected:
            passed[self._at(miss.mention)].append(miss)
        told: defaultdict[int, list[Told]] = defaultdict(list)
        for at, (sentence, paragraph) in enumerate(self._sentences):
            further = tuple((n, tuple(mentions)) for n, mentions in again[at].items())
            told[paragraph].append(Told(sentence, tuple(first[at]), further, tuple(passed[at])))
        for number in sorted(told):
            yield Paragraph(number, tuple(told[number]))
