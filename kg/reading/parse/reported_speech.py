"""Reported speech as a value: cue, source and content, as PARC 3 has them (Pareti 2016).

`kg.reading.attribution` finds the cues; what stands here is what other stages need of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.vocab.lexicon_entries import WordList


@dataclass(frozen=True)
class Cue:
    """Words that hand a stretch of text to a source."""

    token: Token
    words: WordList
    sources: tuple[Token, ...]  #: empty: nobody is named ("is believed to")
    content: frozenset[int]  #: the tokens that the source answers for
    is_quoted: bool = False

    @property
    def evidence(self) -> tuple[int, int]:
        """First and last token of cue, source and content in the cue's sentence."""
        sent = self.token.sent
        spoken = (*self.content, *(i for s in self.sources for i in (s.left_edge.i, s.i)), self.token.i)
        inside = [i for i in spoken if sent.start <= i < sent.end]
        return min(inside), max(inside)


def covering(cues: Iterable[Cue], token: Token) -> list[Cue]:
    """Return the cues whose content holds the token, innermost first."""
    found = [c for c in cues if token.i in c.content and c.token.i != token.i]
    return sorted(found, key=lambda c: (len(c.content), c.token.dep_ not in ("advcl", "acl", "prep"), c.token.i))
