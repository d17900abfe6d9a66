"""Extract casualty figures: the numbers of killed and injured. Knows numerals and words of death and injury."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Token

from kg.model import Casualty, CasualtyFigure, Mention, Qualifier
from kg.reading.mentions.figure_qualifiers import FigureQualifiers, NumberSpan
from kg.vocab.lexicon import Lexicon

_NON_COUNT_LABELS = {"DATE", "TIME", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"}
_SUBJECTS = ("nsubjpass", "nsubj")
_TOLL_PREPOSITIONS = {"to", "at", "of"}  #: a toll "rises to 53", "stands at 53"
_MIN_MULTIPLIER = 12  #: a dozen: from here on a numeral multiplies the number before it


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with the positions of its first and last token."""

    figure: CasualtyFigure
    first: int
    last: int

    def located(self, mention: Mention) -> CasualtyFigure:
        """Return the figure with its mention in the article."""
        return replace(self.figure, mention=mention)


@dataclass(frozen=True)
class CasualtyFigures:
    """Extracts the figures of words of death and injury; made once from the lexicon."""

    lexicon: Lexicon

    @cached_property
    def _casualties(self) -> dict[str, Casualty]:
        """Forms of words of death and injury → what they tell of."""
        return dict.fromkeys(self.lexicon.single_word_forms("Injured"), Casualty.INJURED) | dict.fromkeys(
            self.lexicon.single_word_forms("Killed"), Casualty.KILLED
        )

    @cached_property
    def _qualifiers(self) -> FigureQualifiers:
        return FigureQualifiers(self.lexicon)

    @cached_property
    def _numerals(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("Number", "value").items()}

    def figure_at(self, token: Token) -> FoundFigure | None:
        """Return the figure that a word of death or injury counts; None without one."""
        casualty = self._casualties.get(token.lower_)
        if casualty is None:
            return None
        spans = (self._number_span(word) for word in (*_counted_nouns(token), token))
        span = next((s for s in spans if s is not None), None)
        return self._qualified(casualty, span, token) if span is not None else None

    def _qualified(self, casualty: Casualty, span: NumberSpan, token: Token) -> FoundFigure:
        qualifier, span = self._qualifiers.qualified(
            self._qualifiers.with_range(span, token.doc, self._numeral_value), token
        )
        others = [t for t in token.conjuncts if self._casualties.get(t.lower_) not in (None, casualty)]
        scope, of_clause = self._qualifiers.scope(token, others)
        qualifier = of_clause if qualifier is Qualifier.EXACT else qualifier
        return FoundFigure(CasualtyFigure(casualty, span.number, qualifier, span.upper, scope), span.first, span.last)

    def _number_span(self, noun: Token) -> NumberSpan | None:
        if (span := self._number(noun)) is not None:
            return span
        modifiers = [
            c for c in noun.children if c.dep_ == "nummod" or (c.dep_ == "compound" and c.ent_type_ == "CARDINAL")
        ]
        return self._number(modifiers[0]) if modifiers else None

    def _number(self, token: Token) -> NumberSpan | None:
        """Return a number: 20 of "at least 20", 24 of "two dozen"; None for "dozens" or a year."""
        if token.ent_type_ in _NON_COUNT_LABELS:
            return None
        multiplicands = [c for c in token.children if c.dep_ in ("compound", "nummod") and c.like_num]
        number = self._numeral_value(token)
        if number is None:
            return None
        if not multiplicands:
            return self._multiplied(number, token)
        factor = self._numeral_value(multiplicands[-1])
        if factor is None or number < _MIN_MULTIPLIER:
            return None
        return NumberSpan(factor * number, multiplicands[-1].i, token.i)

    def _multiplied(self, number: int, token: Token) -> NumberSpan:
        """Return a number times the numeral that follows beside it: "two dozen soldiers"."""
        for after in token.doc[token.i + 1 : token.i + 2]:
            factor = self._numerals.get(after.lower_, 0)
            if factor >= _MIN_MULTIPLIER > number and after.head.i in (token.i, token.head.i):
                return NumberSpan(number * factor, token.i, after.i)
        return NumberSpan(number, token.i, token.i)

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
