"""Look up the factuality markers that a token is: negations, hedges, words of intent, attempt, failure, condition.

Knows the lexicon's lists, and how a word must be used to count; knows no stance.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part, PhraseIndex, WordList

_USES = (
    "Negation", "Hedge", "Doubt", "Intent", "Attempt", "Failure", "Success", "Ongoing", "Ending", "Condition", "Call",
    "LightVerb", "Raising", "Content", "Bringing", "Agenda",
)  # fmt: skip
_FIRST_WORDS = {"aux", "auxpass", "det"}
_WORDS_AFTER = 4  #: words after a token that an expression may take in


class FactualityMarkers:
    """The lexicon's markers, ready to be looked up."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._index: PhraseIndex[WordList] = lexicon.phrase_index(*_USES)

    def uses_of(self, token: Token) -> dict[str, int]:
        """Return the uses of a token's word → index of the token after the longest expression of each."""
        found: dict[str, int] = {}
        for words, end in self.lists_of(token):
            found[words.use] = max(end, found.get(words.use, 0))
        return found

    def lists_of(self, token: Token) -> list[tuple[WordList, int]]:
        """Return the lists that a token's word is of, alone or with its neighbours, each with the expression's end.

        An expression may begin with an auxiliary ("is set to") or, before a noun, with "no" ("no evidence that").
        """
        found: dict[str, tuple[WordList, int]] = {}
        for start in (token.i, *(c.i for c in token.children if c.dep_ in _FIRST_WORDS and c.i < token.i)):
            words = [t.lower_ for t in token.doc[start : token.i + 1 + _WORDS_AFTER]]
            for hit in self._index.matches_at(words, 0):
                if start + hit.end > token.i + (start < token.i and token.pos_ == "NOUN") and _is_used_as(
                    hit.pattern.part, token.doc[start]
                ):
                    found.setdefault(hit.pattern.payload.name, (hit.pattern.payload, start + hit.end))
        return list(found.values())


def _is_used_as(part: Part, token: Token) -> bool:
    """Tell whether a word stands as the part of speech that the lexicon means: "claimed" as a verb is no hedge."""
    match part:
        case Part.VERB:
            return token.pos_ in ("VERB", "AUX") and token.dep_ != "amod"
        case Part.NOUN:
            return token.pos_ in ("NOUN", "PROPN")
        case Part.ADJECTIVE:
            return token.pos_ == "ADJ" or token.dep_ in ("amod", "acomp")
        case _:
            return True
