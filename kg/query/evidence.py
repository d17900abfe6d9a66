"""Find the words of articles that stand behind a node, in their sentences, with who says so. Draws nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.query.display_names import local_name
from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Row

MAX_SOURCES = 50  #: sources of one node
_MATTERS_OF_COURSE = ("certain", "actual")  # what needs no word of a claim


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
        """Tell whether another lies within it, or is the same."""
        return self.begin <= other.begin and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Source:
    """Words of an article that stand behind a node."""

    article: str  #: IRI
    title: str
    outlet: str | None
    date: str | None
    url: str | None
    quote: Span
    claimant: str | None  #: IRI of whoever says so, which is the article in its own voice; None: a mere mention
    stance: tuple[str, ...] = ()  #: as "denied", and what is uncommon about it, as "possible"
    about: str | None = None  #: IRI of the event that is claimed
    sentence: Span | None = None  #: the longest words of the article round the quote; None: not looked up
    marks: tuple[Span, ...] = ()  #: what of the sentence to look at: the quote, or when that is all of it, the verb


def sources(iri: str, session: Session) -> list[Source]:
    """Return where a claim, an event, a mention or whatever is mentioned comes from, by article; at most `MOST`."""
    found = [_source(row) for row in look_up(session, "sources", [iri], timeout=30, limit=MAX_SOURCES).rows]
    return _in_sentences(found, session)


def _source(row: Row) -> Source:
    article, title, outlet, date, url, words, begin, who, *stance, about = (t.value if t else None for t in row)
    assert article is not None  # the query binds it in every row
    named = [local_name(code) for code in stance if code]
    quote = Span(int(begin or 0), words or "")
    told = tuple(name for name in named if name not in _MATTERS_OF_COURSE)
    return Source(article, title or article, outlet, date, url, quote, who, told, about)


def _in_sentences(found: Sequence[Source], session: Session) -> list[Source]:
    """Return the sources with the sentences that they stand in."""
    passages: dict[str, list[tuple[Span, str | None]]] = defaultdict(list)
    for article, begin, words, event in look_up(session, "passages", dict.fromkeys(s.article for s in found)).rows:
        if article and begin and words:
            span = Span(int(begin.value), words.value)
            passages[article.value].append((span, event.value if event else None))
    return [_in_sentence(source, passages) for source in found]


def _in_sentence(source: Source, passages: Mapping[str, Iterable[tuple[Span, str | None]]]) -> Source:
    quote, some = source.quote, list(passages.get(source.article, ()))
    around = max((span for span, _ in some if span.contains(quote)), key=lambda span: len(span.words), default=quote)
    verbs = (span for span, event in some if event == source.about and event and quote.contains(span))
    more = around.words[: quote.begin - around.begin] + around.words[quote.end - around.begin :]
    marks = (quote,) if any(map(str.isalnum, more)) else tuple(dict.fromkeys(verbs))
    return replace(source, sentence=around, marks=marks)
