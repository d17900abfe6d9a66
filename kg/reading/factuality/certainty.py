"""Certainty of a stance: hedges and modal verbs of possibility. Knows grammar and word lists; knows no sources."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.model import Certainty, Modality
from kg.reading.factuality.modality import at_least
from kg.reading.factuality.scope import is_negated, lies_ahead
from kg.reading.factuality.stance import Stance

_WEAKENING = list(Certainty)


def weakened(stance: Stance, certainty: str | None) -> Stance:
    """Return the stance with at most the certainty given; None changes nothing."""
    limit = Certainty(certainty or "certain")
    return replace(stance, certainty=max(stance.certainty, limit, key=_WEAKENING.index))


def with_modal_verb(stance: Stance, certainty: str, bare_modality: str, verb: Token) -> Stance:
    """Apply a modal verb of possibility; "could not reach" is a plain denial, "may attack" lies ahead.

    Args:
        stance: of the verb without the modal.
        certainty: which the modal leaves.
        bare_modality: of a verb that lies ahead of the modal's time.
        verb: the verb that the modal stands with.
    """
    if is_negated(verb) and bare_modality == Modality.HYPOTHETICAL:
        return stance
    weaker = weakened(stance, certainty)
    return at_least(weaker, Modality(bare_modality)) if lies_ahead(verb) else weaker
