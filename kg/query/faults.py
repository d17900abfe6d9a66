"""An error in a query, with its place and a hint. Knows no grammar."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """An error with its place and a hint."""

    message: str
    start: int  #: offset in the query
    length: int = 1
    hint: str = ""
