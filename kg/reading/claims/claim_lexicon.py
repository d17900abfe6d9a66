"""Word lists that claims and events are made with. Knows the lexicon; knows no grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part, PhraseIndex, WordList


@dataclass(frozen=True)
class ClaimLexicon:
    """The lists of one lexicon, each looked up once."""

    lexicon: Lexicon

    def is_verbal_action(self, action: str) -> bool:
        """Tell whether an action is done with words."""
        return self.lexicon.hypernyms(action)[-1].startswith("verbal")

    def is_physical_action(self, action: str) -> bool:
        """Tell whether an action is material and no coercion: one who denies a charge denies another's action."""
        hypernyms = self.lexicon.hypernyms(action)
        return hypernyms[-1].startswith("material") and "coerce" not in hypernyms

    @cached_property
    def doubts(self) -> PhraseIndex[WordList]:
        """Phrases that leave something undetermined."""
        return self.lexicon.phrase_index("Doubt", parts=[Part.PHRASE])

    @cached_property
    def acknowledgement(self) -> WordList:
        """The words of acknowledging."""
        return self._reporting_words("acknowledgement")

    @cached_property
    def denial(self) -> WordList:
        """The words of denying."""
        return self._reporting_words("denial")

    def _reporting_words(self, speech_act: str) -> WordList:
        return next(w for w in self.lexicon.word_lists["Reporting"] if w.values.get("speechAct") == speech_act)

    @cached_property
    def content_nouns(self) -> Mapping[str, str]:
        """Forms of nouns for what others say: "allegation" → their list."""
        return self.lexicon.single_word_forms("Deny")

    @cached_property
    def generic_people(self) -> frozenset[str]:
        """Forms of nouns for nobody in particular: "people"."""
        return frozenset(self.lexicon.single_word_forms("Anybody"))

    @cached_property
    def weapons(self) -> Mapping[str, str]:
        """Forms of weapon words → the action type of attacks with them."""
        return self.lexicon.single_word_forms("Weapon", "evokes")
