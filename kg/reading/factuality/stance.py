"""Stance of one source on one event, as a value. Knows no grammar.

The axes follow FactBank (Saurí and Pustejovsky 2009): polarity and certainty, here with modality apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Certainty, Modality, Outcome, Polarity, SpeechAct


@dataclass(frozen=True, slots=True)
class Stance:
    """How one claimant presents one event."""

    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    modality: Modality = Modality.ACTUAL
    outcome: Outcome | None = None
    speech_act: SpeechAct = SpeechAct.STATEMENT
    is_attempt: bool = False  #: only an attempt makes it intended, so that its success or failure makes it actual
