"""The lexicon's words of time, by form. Knows words; knows no grammar and no dates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg.vocab.lexicon import Lexicon


@dataclass(frozen=True)
class TimeLexicon:
    """Forms of words of time, in lower case → what each counts."""

    lexicon: Lexicon

    @cached_property
    def months(self) -> dict[str, int]:
        """Names of months → number, from 1."""
        return self._numbers_of("Month", "number")

    @cached_property
    def weekdays(self) -> dict[str, int]:
        """Names of weekdays → number, from 0 for Monday."""
        return self._numbers_of("Weekday", "number")

    @cached_property
    def deictic_days(self) -> dict[str, int]:
        """Words for days relative to publication ("yesterday") → offset in days."""
        return self._numbers_of("DayWord", "offset")

    @cached_property
    def units(self) -> dict[str, int]:
        """Units of time from a day on → length in days."""
        lengths = self.lexicon.single_word_forms("TimeUnit", "days")
        return {form: int(float(days)) for form, days in lengths.items() if float(days) >= 1}

    @cached_property
    def seasons(self) -> dict[str, int]:
        """Names of seasons → number of the first month in the northern hemisphere."""
        return self._numbers_of("Season", "number")

    @cached_property
    def numerals(self) -> dict[str, int]:
        """Numerals → value."""
        return self._numbers_of("Number", "value")

    @cached_property
    def parts_of_day(self) -> tuple[str, ...]:
        """Words for parts of the day: "morning"."""
        return tuple(self.lexicon.single_word_forms("PartOfDay"))

    def _numbers_of(self, use: str, value: str) -> dict[str, int]:
        return {form: int(number) for form, number in self.lexicon.single_word_forms(use, value).items()}
