"""What became of each input, as a value. Reads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Article


class Status(StrEnum):
    """What became of one input."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class InputOutcome:
    """What became of one input, and why: no input is lost silently."""

    location: str  #: file, with the line in a file of several articles
    status: Status
    article: Article | None = None  #: None: quarantined before there was an article
    reason: str | None = None  #: None: accepted
