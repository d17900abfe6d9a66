"""Find the quotes behind a node, in their sentences, with their claimants. Knows the graph; formats nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.query.display_names import local_name
from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Row

MAX_SOURCES = 50  #: of one node
_DEFAULT_STANCES = ("certain", "actual")  # that go without saying


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text."""

    begin: int  #: offset in code points
    words: str

    @property
    def end(self) -> int:
        """Offset of the first code point after it."""
        return self.begin + len(self.words)

    def contains(self, other: Span) -> bool:
        """Tell whether another span lies within this one, or is the same."""
        return self.begin <= other.begin and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Source:
    """A quote of an article that is evidence for a node."""

    article: str  #: IRI
    title: str
    outlet: str | None
    date: str | None
    url: str | None
    quote: Span
    claimant: str | None  #: IRI of an actor, or of the article in its own voice; None: no claim but a mention
    stance: tuple[str, ...] = ()  #: polarity, and certainty and modality unless they are the default
    about: str | None = None  #: IRI of the event that is claimed
    sentence: Span | None = None  #: the longest passage around the quote; None: not looked up
    marks: tuple[Span, ...] = ()  #: of the sentence: the quote, or the event's trigger if the quote is all of it


def sources(iri: str, session: Session) -> list[Source]:
    """Return the sources of a claim, an event, a mention or a mentioned node, by article; at most `MAX_SOURCES`."""
    found = [_source(row) for row in look_up(session, "sources", [iri], timeout=30, limit=MAX_SOURCES).rows]
    return _in_sentences(found, session)


def _source(row: Row) -> Source:
    article, title, outlet, date, url, words, begin, claimant, *stance, about = (t.value if t else None for t in row)
    assert article is not None  # the query binds it in every row
    codes = [local_name(code) for code in stance if code]
    quote = Span(int(begin or 0), words or "")
    shown = tuple(code for code in codes if code not in _DEFAULT_STANCES)
    return Source(article, title or article, outlet, date, url, quote, claimant, shown, about)


def _in_sentences(found: Sequence[Source], session: Session) -> list[Source]:
    """Return the sources with their sentences."""
    passages: dict[str, list[tuple[Span, str | None]]] = defaultdict(list)
    for article, begin, words, event in look_up(session, "passages", dict.fromkeys(s.article for s in found)).rows:
        if article and begin and words:
            span = Span(int(begin.value), words.value)
            passages[article.value].append((span, event.value if event else None))
    return [_in_sentence(source, passages) for source in found]


def _in_sentence(source: Source, passages: Mapping[str, Iterable[tuple[Span, str | None]]]) -> Source:
    quote, spans = source.quote, list(passages.get(source.article, ()))
    sentence = max((span for span, _ in spans if span.contains(quote)), key=lambda span: len(span.words), default=quote)
    triggers = (span for span, event in spans if event == source.about and event and quote.contains(span))
    rest = sentence.words[: quote.begin - sentence.begin] + sentence.words[quote.end - sentence.begin :]
    marks = (quote,) if any(map(str.isalnum, rest)) else tuple(dict.fromkeys(triggers))
    return replace(source, sentence=sentence, marks=marks)
