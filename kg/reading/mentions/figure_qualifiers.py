"""Tell how a number of dead or injured is meant: its qualifier, its range, and the time that it counts over.

Knows the words around a number; knows no words of death and injury.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

from kg.model import FigureScope, Qualifier
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import PhraseIndex, PhraseMatch, WordList

_DASHES = {"-", "–", "—"}
_MAX_WORDS = 4  #: of an expression before a number


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number in a text, with the positions of its first and last token."""

    number: int  #: of a range its lower end
    first: int
    last: int
    upper: int | None = None  #: the upper end of a range; None: no range


@dataclass(frozen=True)
class FigureQualifiers:
    """Qualifies the numbers of dead and injured; made once from the lexicon."""

    lexicon: Lexicon

    def with_range(self, span: NumberSpan, doc: Doc, value: Callable[[Token], int | None]) -> NumberSpan:
        """Return the range that a number is an end of, or else the number: "between 10 and 15", "10 to 15"."""
        if span.first != span.last:
            return span
        for low, high in ((span.first - 2, span.first), (span.last, span.last + 2)):
            if low >= 0 and high < len(doc) and self._is_range(doc, low):
                lower, upper = value(doc[low]), value(doc[high])
                if lower is not None and upper is not None and lower < upper:
                    return NumberSpan(lower, low, high, upper)
        return span

    def qualified(self, span: NumberSpan, word: Token) -> tuple[Qualifier, NumberSpan]:
        """Return how a number is meant, and the number with the words that say so.

        Args:
            span: the number.
            word: that of death or injury which it counts.
        """
        if self._is_feared(word):
            return Qualifier.FEARED, span
        if span.upper is not None:
            return Qualifier.BETWEEN, span
        for match, first, last in (*self._matches_before(span, word.doc), *self._matches_after(span, word.doc)):
            return Qualifier(match.pattern.payload.values["qualifier"]), NumberSpan(span.number, first, last)
        return Qualifier.EXACT, span

    def scope(self, word: Token, coordinated: Iterable[Token] = ()) -> tuple[FigureScope, Qualifier]:
        """Return the time that the clause of a word of death or injury counts over, and how that qualifies a number.

        Args:
            word: that of death or injury.
            coordinated: other such words that share its time: "10 killed and 20 wounded since".
        """
        verbs, sentence = {_clause_verb(w).i for w in (word, *coordinated)}, word.sent
        words = [t.lower_ for t in sentence]
        for match in self._times.longest_matches(words):
            token = word.doc[sentence.start + match.start]
            end = sentence.start + match.end
            is_near = self._is_recent(word.doc, end, is_open=match.end - match.start == 1)
            if _clause_verb(token).i in verbs and not is_near and not _is_comparison(word, token):
                values = match.pattern.payload.values
                return FigureScope(values["scope"]), Qualifier(values.get("qualifier", Qualifier.EXACT))
        return FigureScope.EVENT, Qualifier.EXACT

    def _is_range(self, doc: Doc, low: int) -> bool:
        """Tell whether a number is joined to the next one as the lower end of a range."""
        opener, joiner = doc[low - 1].lower_ if low else "", doc[low + 1]
        if opener in self._change_openers:
            return False
        is_and = joiner.tag_ == "CC" and opener in self._range_openers
        return is_and or joiner.text in _DASHES or joiner.lower_ in self._range_joiners

    def _matches_before(self, span: NumberSpan, doc: Doc) -> Iterator[tuple[PhraseMatch[WordList], int, int]]:
        """Yield the longest expression that ends at a number, or else at its article: "at least a dozen"."""
        has_article = span.first and doc[span.first - 1].tag_ == "DT"
        for end in (span.first, span.first - 1) if has_article else (span.first,):
            for start in range(max(end - _MAX_WORDS, 0), end):
                for match in self._before.matches_at([t.lower_ for t in doc[start:end]], 0):
                    if start + match.end == end:
                        yield match, start, span.last

    def _matches_after(self, span: NumberSpan, doc: Doc) -> Iterator[tuple[PhraseMatch[WordList], int, int]]:
        """Yield the expressions that begin after a number."""
        after = [t.lower_ for t in doc[span.last + 1 : span.last + 1 + _MAX_WORDS]]
        for match in self._after.matches_at(after, 0) if after else ():
            yield match, span.first, span.last + match.end

    def _is_feared(self, word: Token) -> bool:
        """Tell whether a death is only feared: "feared dead", "believed to have been killed"."""
        near = (word.head, *word.children, *word.doc[max(word.i - 1, 0) : word.i])
        return any(t.i != word.i and t.lower_ in self._feared for t in near)

    def _is_recent(self, doc: Doc, end: int, *, is_open: bool) -> bool:
        """Tell whether "since" opens a time so near that the figure is the event's own: "since Monday"."""
        return is_open and any(t.lower_ in self._recent_times for t in doc[end : end + 2])

    @cached_property
    def _before(self) -> PhraseIndex[WordList]:
        return self.lexicon.phrase_index("BeforeFigure")

    @cached_property
    def _after(self) -> PhraseIndex[WordList]:
        return self.lexicon.phrase_index("AfterFigure")

    @cached_property
    def _times(self) -> PhraseIndex[WordList]:
        return self.lexicon.phrase_index("FigureTime")

    @cached_property
    def _feared(self) -> frozenset[str]:
        return frozenset(self.lexicon.single_word_forms("FearedFigure"))

    @cached_property
    def _range_openers(self) -> frozenset[str]:
        return frozenset(self.lexicon.single_word_forms("RangeOpener"))

    @cached_property
    def _range_joiners(self) -> frozenset[str]:
        return frozenset(self.lexicon.single_word_forms("RangeJoiner"))

    @cached_property
    def _change_openers(self) -> frozenset[str]:
        return frozenset(self.lexicon.single_word_forms("ChangeOpener"))

    @cached_property
    def _recent_times(self) -> frozenset[str]:
        return frozenset(
            w for use in ("RecentTime", "Weekday", "PartOfDay") for w in self.lexicon.single_word_forms(use)
        )


def _is_comparison(word: Token, token: Token) -> bool:
    """Tell whether a time compares the event with earlier ones: "the deadliest strike since the war began"."""
    between = word.doc[min(word.i, token.i) : max(word.i, token.i)]
    superlative = any(t.tag_ == "JJS" and t.dep_ == "amod" and t.head.pos_ in ("NOUN", "PROPN") for t in between)
    return superlative or any(t.ent_type_ == "ORDINAL" for t in between)


def _clause_verb(token: Token) -> Token:
    """Return the verb of a token's clause: itself, the nearest above it, or the top of the sentence.

    An infinitive or a participle that hangs on a verb as its complement is of the same clause: "said to have died".
    What opens a clause of time belongs to the one that it modifies: "since the war began".
    """
    verb = token.head.head if token.dep_ == "mark" else token
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        verb = verb.head
    while verb.dep_ in ("xcomp", "aux", "auxpass") and verb.head.i != verb.i:
        verb = verb.head
    return verb
