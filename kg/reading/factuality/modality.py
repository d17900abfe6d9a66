"""Modality of a stance: actual, intended or hypothetical. Knows the order of the values; knows no grammar."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Modality
from kg.reading.factuality.stance import Stance

_FARTHER = list(Modality)


def at_least(stance: Stance, modality: Modality) -> Stance:
    """Return the stance with a modality that is as far from actual as the one given, or farther."""
    return replace(stance, modality=max(stance.modality, modality, key=_FARTHER.index))
