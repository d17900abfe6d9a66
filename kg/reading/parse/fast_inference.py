"""Make a loaded spaCy pipeline faster and leave what it says as it is. Knows spaCy's parts; knows no text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, TrainablePipe
from thinc.api import NumpyOps

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Floats = npt.NDArray[np.float32]
_OF_A_WORD: list[int | str] = ["LOWER", "TAG", "DEP", "IS_SPACE"]
_LISTS = {"IN", "NOT_IN"}


def speed_up(nlp: Language) -> None:
    """Give a pipeline's networks a faster matrix product, and its attribute ruler a memory."""
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, TrainablePipe):
            for node in pipe.model.walk():
                if type(node.ops) is NumpyOps:  # on a GPU or with Apple's arithmetic there is nothing to gain
                    node.ops = _NumpyMatmulOps()
        if isinstance(pipe, AttributeRuler):
            pipe.match = _CachedAttributeMatcher(pipe).match  # type: ignore[method-assign]


class _NumpyMatmulOps(NumpyOps):  # type: ignore[misc]
    """Thinc's arithmetic with NumPy's matrix product, which is two to three times as fast as Thinc's own."""

    def gemm(
        self, x: Floats, y: Floats, out: Floats | None = None, trans1: bool = False, trans2: bool = False
    ) -> Floats:
        """Return the product of two matrices, each transposed if asked."""
        x, y = (x.T if trans1 else x), (y.T if trans2 else y)
        return x @ y if out is None else np.matmul(x, y, out=out)


class _CachedAttributeMatcher:
    """The rules of an attribute ruler; what those on single words say is kept by word, tag and dependency.

    Nearly all rules are on single words, and trying all of them on each token is a tenth of reading.
    """

    def __init__(self, ruler: AttributeRuler) -> None:
        self._strings = ruler.vocab.strings
        self._single, self._other = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._words: set[int] = set()  #: those that a rule on single words names; the rest are all alike to them
        self._kept: dict[tuple[int, ...], list[tuple[int, int]]] = {}
        rules: list[Any] = list(ruler.patterns)
        for number, rule in enumerate(rules):
            for pattern in rule["patterns"]:
                words = _words_of(pattern)
                (self._other if words is None else self._single).add(str(number), [pattern])
                self._words |= {self._strings.add(word) for word in words or ()}

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """Return what `AttributeRuler.match` does: number and key of each rule met, with the span, in their order."""
        found = [(n, key, start, end) for n, key, start, end in self._matches(self._other, doc)]
        for i, (word, *rest) in enumerate(doc.to_array(_OF_A_WORD).tolist()):
            kind = (word if word in self._words else 0, *rest)
            if kind not in self._kept:
                self._kept[kind] = [(n, key) for n, key, _, _ in self._matches(self._single, doc[i : i + 1])]
            found += [(n, key, i, i + 1) for n, key in self._kept[kind]]
        return sorted(found)

    def _matches(self, matcher: Matcher, text: Any) -> Iterator[tuple[int, int, int, int]]:  # noqa: ANN401
        for key, start, end in matcher(text, allow_missing=True, as_spans=False):
            yield int(self._strings[key]), key, start, end


def _words_of(pattern: list[dict[str, Any]]) -> list[str] | None:
    """Return the words that a rule on a single word names; None for a rule that looks at more than that."""
    (first, *others) = pattern
    if others or not first.keys() <= set(_OF_A_WORD):
        return None
    word = first.get("LOWER", {})
    if isinstance(word, Mapping):
        return [w for listed in word.values() for w in listed] if word.keys() <= _LISTS else None
    return [word]
