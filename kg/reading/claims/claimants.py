"""Claimants: the actors that the sources of a cue refer to. Knows cues and entities; knows no events."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.model import Actor, Filler, Kind
from kg.reading.factuality.scope import names_nobody
from kg.reading.mentions.entities import EntityLinker
from kg.reading.parse.reported_speech import Cue

_MODIFIERS = {"amod", "compound", "nmod"}
_SUBJECT_PRONOUNS = {"he": True, "she": True, "it": False, "they": False}  #: pronoun → whether it is of one person


@dataclass(frozen=True)
class ClaimantFinder:
    """Finds the claimants of one article's cues."""

    entities: EntityLinker
    cues: tuple[Cue, ...]

    def claimants(self, cue: Cue) -> tuple[Filler, ...]:
        """Return the actors whose words a cue reports, in the order of its sources; empty when none is known."""
        found: dict[str, Filler] = {}
        for token in (t for t in cue.sources if not names_nobody(t)):
            is_modifier = token.dep_ in _MODIFIERS
            filler = self.entities.owner_filler(token, "source") if is_modifier else self.entities.source_filler(token)
            if filler is None and _is_syntactic_source(token, cue):
                filler = self.entities.speaker_filler(token) or self._preceding_speaker(token, cue)
            if filler is not None:
                rule = f"{filler.rule}: {'quoted' if cue.is_quoted else 'named'} with “{cue.token.text}”"
                found.setdefault(filler.value.key, replace(filler, rule=rule))
        return tuple(found.values())

    def _preceding_speaker(self, token: Token, cue: Cue) -> Filler | None:
        """Return the claimant of the cue before for a pronoun that nothing nearer resolves: "he continued"."""
        is_person = _SUBJECT_PRONOUNS.get(token.lower_)
        before = [c for c in self.cues if c.sources and c.token.i < cue.token.i and c.token.i not in cue.content]
        for earlier in sorted(before, key=lambda c: -c.token.i)[:1] if is_person is not None else ():
            paragraphs = self.entities.parsed.paragraphs
            is_near = paragraphs[token.i] - paragraphs[earlier.token.i] <= 1
            found = self.claimants(earlier) if is_near else ()
            if len(found) == 1 and isinstance(found[0].value, Actor):
                agrees = (found[0].value.kind is Kind.PERSON) is is_person
                return found[0] if agrees or token.lower_ == "they" else None  # a body may be linked as a person
        return None


def _is_syntactic_source(token: Token, cue: Cue) -> bool:
    """Tell whether the grammar shows that a token is the source, whatever class its noun has."""
    if cue.words.use == "According":
        return token.dep_ in ("pobj", "nmod")
    return (token.dep_ == "nsubj" and token.head.i == cue.token.i) or token.head.dep_ == "agent"
