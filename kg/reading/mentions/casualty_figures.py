"""Extract casualty figures: the numbers of killed and injured. Knows numerals and words of death and injury."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.vocab.lexicon import Lexicon

_NON_COUNT_LABELS = {"DATE", "TIME", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"}
_SUBJECTS = ("nsubjpass", "nsubj")
_TOLL_PREPOSITIONS = {"to", "at", "of"}  #: a toll "rises to 53", "stands at 53"
_MIN_MULTIPLIER = 12  #: a dozen: from here on a numeral multiplies the number before it


@dataclass(frozen=True)
class CasualtyFigures:
    """Extracts the figures of words of death and injury; made once from the lexicon."""

    lexicon: Lexicon

    @cached_property
    def _outcomes(self) -> dict[str, str]:
        """Forms of words of death and injury → "killed" or "injured"."""
        return dict.fromkeys(self.lexicon.single_word_forms("Injured"), "injured") | dict.fromkeys(
            self.lexicon.single_word_forms("Killed"), "killed"
        )

    @cached_property
    def _numerals(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("Number", "value").items()}

    def figures_at(self, token: Token) -> dict[str, int]:
        """Return the figure that a word of death or injury counts, by "killed" or "injured"; empty without one."""
        outcome = self._outcomes.get(token.lower_)
        if outcome is None:
            return {}
        for word in (*_counted_nouns(token), token):
            figure = self._figure(word)
            if figure is not None:
                return {outcome: figure}
        return {}

    def _figure(self, noun: Token) -> int | None:
        if (number := self._number(noun)) is not None:
            return number
        modifiers = [c for c in noun.children if c.dep_ == "nummod"]
        return self._number(modifiers[0]) if modifiers else None

    def _number(self, token: Token) -> int | None:
        """Return the value of a number: 20 for "at least 20", 24 for "two dozen"; None for "dozens" or a year."""
        if token.ent_type_ in _NON_COUNT_LABELS:
            return None
        multiplicands = [c for c in token.children if c.dep_ in ("compound", "nummod") and c.like_num]
        number = self._numeral_value(token)
        if not multiplicands or number is None:
            return number if not multiplicands else None
        multiplicand = self._numeral_value(multiplicands[-1])
        return multiplicand * number if multiplicand is not None and number >= _MIN_MULTIPLIER else None

    def _numeral_value(self, token: Token) -> int | None:
        text = token.lower_.replace(",", "")
        return int(text) if text.isdecimal() else self._numerals.get(text)


def _counted_nouns(token: Token) -> list[Token]:
    """Return the words whose number a word of death or injury may count, the best first."""
    if token.pos_ in ("VERB", "AUX"):
        return list(_counted_by_verb(token))
    if token.dep_ in ("oprd", "acomp", "pcomp", "amod"):
        return list(_counted_by_adjective(token))
    return list(_counted_by_noun(token))


def _counted_by_verb(verb: Token) -> Iterator[Token]:
    """Yield the object, the subject, the noun that the clause modifies, and the subject of a governing verb."""
    for dep in ("dobj", *_SUBJECTS):
        yield from (c for c in verb.children if c.dep_ == dep)
    if verb.dep_ in ("acl", "relcl"):
        yield verb.head
    if verb.dep_ == "xcomp":
        yield from (c for c in verb.head.children if c.dep_ in _SUBJECTS)


def _counted_by_adjective(word: Token) -> Iterator[Token]:
    """Yield the nouns that "left seven people dead", "190 were dead" and "with 98 injured" count."""
    yield from (c for c in word.children if c.dep_ in _SUBJECTS)
    for dep in ("dobj", *_SUBJECTS):
        yield from (c for c in word.head.children if c.dep_ == dep and word.dep_ in ("oprd", "acomp"))


def _counted_by_noun(noun: Token) -> Iterator[Token]:
    """Yield what "deaths of 50 people" and "the toll rose to 53" count, and the number after a misparsed verb."""
    yield from (c for c in noun.children if c.dep_ == "nummod")
    yield from (t for c in noun.children if c.lower_ in _TOLL_PREPOSITIONS for t in c.children if t.dep_ == "pobj")
    if noun.dep_ == "nsubj" and noun.head.pos_ == "VERB":
        yield from (
            t for c in noun.head.children if c.lower_ in _TOLL_PREPOSITIONS for t in c.children if t.dep_ == "pobj"
        )
    after = noun.doc[noun.i + 1 : noun.i + 2]
    yield from (t for t in after if t.tag_ == "CD" and noun.dep_ == "conj")  # "kills two and injures 30 others"
