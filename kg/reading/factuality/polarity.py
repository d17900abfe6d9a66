"""Polarity of a stance: negation, doubt and cues of denial. Knows word lists; knows no grammar."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Modality, Polarity
from kg.reading.factuality.certainty import weakened
from kg.reading.factuality.modality import at_least
from kg.reading.factuality.stance import Stance
from kg.vocab.lexicon_entries import WordList


def negated(stance: Stance) -> Stance:
    """Return the stance with its polarity turned round: two negations affirm."""
    turned = Polarity.AFFIRMED if stance.polarity is Polarity.DENIED else Polarity.DENIED
    return replace(stance, polarity=turned)


def with_negation(stance: Stance, words: WordList) -> Stance:
    """Apply a word of negation, with the certainty and modality that its list gives it."""
    denied = weakened(negated(stance), words.values.get("certainty"))
    return at_least(denied, Modality(words.values.get("modality", "actual")))


def with_doubt(stance: Stance, words: WordList) -> Stance:
    """Apply a word that leaves the event undetermined ("unclear whether")."""
    weaker = weakened(stance, words.values.get("certainty"))
    return replace(weaker, polarity=Polarity(words.values.get("polarity", "undetermined")))


def with_cue_polarity(polarity: Polarity, cue_polarity: str | None) -> Polarity:
    """Return the polarity under a cue; what is negated under "denied" is affirmed. None: the cue says nothing of it."""
    if not cue_polarity or cue_polarity == "affirmed":
        return polarity
    return Polarity(cue_polarity) if polarity is Polarity.AFFIRMED else Polarity.AFFIRMED
