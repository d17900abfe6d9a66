"""Reported speech as a value: cue, source and content, as PARC 3 has them (Pareti 2016).

`kg.reading.attribution` finds the cues; other stages need only their value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from kg.vocab.lexicon_entries import WordList


@dataclass(frozen=True)
class Cue:
    """A cue: the words that attribute a content span to its sources."""

    token: Token
    words: WordList
    sources: tuple[Token, ...]  #: empty for an impersonal cue ("is believed to")
    content: frozenset[int]  #: indexes of the tokens attributed to the sources
    is_quoted: bool = False

    @property
    def evidence(self) -> tuple[int, int]:
        """Indexes of the first and last token of cue, sources and content in the cue's sentence."""
        sent = self.token.sent
        indexes = (*self.content, *(i for s in self.sources for i in (s.left_edge.i, s.i)), self.token.i)
        inside = [i for i in indexes if sent.start <= i < sent.end]
        return min(inside), max(inside)


def covering(cues: Iterable[Cue], token: Token) -> list[Cue]:
    """Return the cues whose content contains the token, innermost first."""
    found = [c for c in cues if token.i in c.content and c.token.i != token.i]
    return sorted(found, key=lambda c: (len(c.content), c.token.dep_ not in ("advcl", "acl", "prep"), c.token.i))
