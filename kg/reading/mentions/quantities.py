"""Read how many were killed and injured, as a figure. Knows numbers and the words for the dead and the hurt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.vocab.lexicon import Lexicon

_NO_COUNTS = {"DATE", "TIME", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"}
_SUBJECTS = ("nsubjpass", "nsubj")
_TOLL = {"to", "at", "of"}  #: a toll "rises to 53", "stands at 53"
_LEAST_SCALE = 12  #: a dozen: from here on a number word multiplies what stands before it


@dataclass(frozen=True)
class CasualtyFigures:
    """Finds figures beside words of death and injury; made once from the lexicon."""

    lexicon: Lexicon

    @cached_property
    def _uses(self) -> dict[str, str]:
        return dict.fromkeys(self.lexicon.single_word_forms("Injured"), "injured") | dict.fromkeys(
            self.lexicon.single_word_forms("Killed"), "killed"
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("Number", "value").items()}

    def figures_at(self, token: Token) -> dict[str, int]:
        """Return the figures that a word of death or injury carries: "killed" and "injured", where given."""
        use = self._uses.get(token.lower_)
        if use is None:
            return {}
        for word in (*_counted_nouns(token), token):
            figure = self._figure(word)
            if figure is not None:
                return {use: figure}
        return {}

    def _figure(self, noun: Token) -> int | None:
        if (own := self._number(noun)) is not None:
            return own
        numbers = [c for c in noun.children if c.dep_ == "nummod"]
        return self._number(numbers[0]) if numbers else None

    def _number(self, token: Token) -> int | None:
        """Return a figure's value; "dozens" has none, "at least 20" is 20, "two dozen" 24, "2017" a year."""
        if token.ent_type_ in _NO_COUNTS:
            return None
        before = [c for c in token.children if c.dep_ in ("compound", "nummod") and c.like_num]
        own = self._plain(token)
        if not before or own is None:
            return own if not before else None
        times = self._plain(before[-1])
        return times * own if times is not None and own >= _LEAST_SCALE else None

    def _plain(self, token: Token) -> int | None:
        text = token.lower_.replace(",", "")
        return int(text) if text.isdecimal() else self._numbers.get(text)


def _counted_nouns(token: Token) -> list[Token]:
    """Return the words that a word of death or injury counts, the nearest in the grammar first."""
    if token.pos_ in ("VERB", "AUX"):
        return list(_of_verb(token))
    if token.dep_ in ("oprd", "acomp", "pcomp", "amod"):
        return list(_of_adjective(token))
    return list(_of_noun(token))


def _of_verb(verb: Token) -> Iterator[Token]:
    """Yield the object, the subject, whom the clause hangs on, and the subject that a verb above lends it."""
    for wanted in ("dobj", *_SUBJECTS):
        yield from (c for c in verb.children if c.dep_ == wanted)
    if verb.dep_ in ("acl", "relcl"):
        yield verb.head
    if verb.dep_ == "xcomp":
        yield from (c for c in verb.head.children if c.dep_ in _SUBJECTS)


def _of_adjective(word: Token) -> Iterator[Token]:
    """Yield whom "left seven people dead", "190 were dead" and "with 98 injured" count."""
    yield from (c for c in word.children if c.dep_ in _SUBJECTS)
    for wanted in ("dobj", *_SUBJECTS):
        yield from (c for c in word.head.children if c.dep_ == wanted and word.dep_ in ("oprd", "acomp"))


def _of_noun(noun: Token) -> Iterator[Token]:
    """Yield what "deaths of 50 people" and "the toll rose to 53" count, and what follows a verb taken for a noun."""
    yield from (c for c in noun.children if c.dep_ == "nummod")
    yield from (t for c in noun.children if c.lower_ in _TOLL for t in c.children if t.dep_ == "pobj")
    if noun.dep_ == "nsubj" and noun.head.pos_ == "VERB":
        yield from (t for c in noun.head.children if c.lower_ in _TOLL for t in c.children if t.dep_ == "pobj")
    after = noun.doc[noun.i + 1 : noun.i + 2]
    yield from (t for t in after if t.tag_ == "CD" and noun.dep_ == "conj")  # "kills two and injures 30 others"
