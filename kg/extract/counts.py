"""Read how many were killed and injured, as a figure. Knows numbers and the words for the dead and the hurt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.vocab.lexicon import Lexicon


@dataclass(frozen=True)
class Counts:
    """Finds figures beside words of death and injury; made once from the lexicon."""

    lexicon: Lexicon

    @cached_property
    def _uses(self) -> dict[str, str]:
        return dict.fromkeys(self.lexicon.single("Injured"), "injured") | dict.fromkeys(
            self.lexicon.single("Killed"), "killed"
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single("Number", "value").items()}

    def at(self, token: Token) -> dict[str, int]:
        """Return the figures that a word of death or injury carries: "killed" and "injured", where given."""
        use = self._uses.get(token.lower_)
        if use is None:
            return {}
        for word in (*_counted(token), token):
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
        """Return a figure's value; "dozens" has none, "at least 20" is 20."""
        text = token.lower_.replace(",", "")
        if text.isdigit():
            return int(text)
        if any(c.dep_ in ("compound", "nummod") and c.like_num for c in token.children):
            return None  # "two dozen", "1.2 million": no plain figure
        return self._numbers.get(text)


def _counted(token: Token) -> list[Token]:
    """Return the nouns that a death or injury word counts."""
    wanted = ("dobj", "nsubjpass", "nsubj") if token.pos_ == "VERB" else ()
    own = [c for c in token.children if c.dep_ in wanted]
    if token.dep_ in ("acl", "relcl"):
        own.append(token.head)
    return sorted(own, key=lambda c: wanted.index(c.dep_) if c.dep_ in wanted else 9)
