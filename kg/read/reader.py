"""The way of one article: text, parse, triggers, sources, happenings, events. Knows the order, not the how."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kg.extract.coreference import Coreference
from kg.extract.dates import Dated, dated
from kg.extract.likeness import Word
from kg.extract.nlp import MODEL, Parsed, parse
from kg.extract.passages import passages
from kg.extract.phrases import Phrases
from kg.extract.places import Placed
from kg.extract.triggers import Found, triggers
from kg.extract.weighing import scales
from kg.model import Article, Reading, Unread
from kg.read.cast import Cast
from kg.read.claims import Claims
from kg.read.drafts import drafts
from kg.read.events import Events
from kg.read.naming import context, mend
from kg.read.passed import passed, unread
from kg.read.settling import settled
from kg.read.story import Told
from kg.read.tools import Tools
from kg.read.where import places_named
from kg.resolve.actors import Actors
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known import known_actors
from kg.resolve.places import known_places
from kg.text import clean_text
from kg.vocab.lexicon import lexicon


class Sketch(NamedTuple):
    """What an article tells, before each event is given its place and day."""

    events: tuple[Told, ...]
    cast: Cast
    places: tuple[Placed, ...]
    dates: tuple[Dated, ...]
    words: tuple[Word, ...]  #: the words that name actions, before those of one happening are put together
    found: Found  #: with the words that were passed over


class Reader:
    """Reads articles with the same tools."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    def warm(self) -> None:
        """Load the model now and not with the first article."""
        _ = self.tools.nlp

    def read(self, article: Article) -> Reading:
        """Return what an article says, and what of it was not read."""
        parsed, left = self.parsed(article)
        if parsed is None:
            return Reading(article, (), unread=left)
        sketch = self._sketched(article, parsed)
        cast = sketch.cast
        events = settled(sketch.events, cast, sketch.places, sketch.dates, article.title or "", scales())
        shown = tuple(e for e in events if e.actors or e.targets or e.places)  # nobody and nowhere is no event
        over = passed(sketch.found, shown, parsed)
        return Reading(article, shown, cast.names(), cast.nodes(shown), parsed.sentences(), over, left)

    def sketch(self, article: Article) -> Sketch | None:
        """Return the events of an article before their places and days are weighed, or None when it has no prose."""
        parsed, _ = self.parsed(article)
        return self._sketched(article, parsed) if parsed is not None else None

    def _sketched(self, article: Article, parsed: Parsed) -> Sketch:
        tools = self.tools
        around = context(parsed.doc, tools.known, tools.gazetteer)
        mend(parsed.doc, around, tools.known, tools.gazetteer, tools.nouns)
        phrases = Phrases(parsed.doc, tools.nouns)
        cues = tools.attribution.cues(parsed, phrases)
        actors = Actors(tools.known, tools.gazetteer, around, article.key, article.published)
        cast = Cast(parsed, phrases, Coreference(phrases, cues), actors, tools.place_nouns)
        temper = tools.gate.temper([t.text for t in parsed.doc])
        found = triggers(phrases, tools.words, tools.fences, tools.governors, temper)
        places, dates = places_named(cast), dated(parsed, tools.calendar, article.published)
        sketched = drafts(found.triggers, cast, cues, places, dates)
        events = Events(cast, Claims(cast, cues, tools), tools)
        words = events.words(sketched)
        return Sketch(tuple(events.of(sketched, words)), cast, tuple(places), dates, tuple(words), found)

    def parsed(self, article: Article) -> tuple[Parsed | None, tuple[Unread, ...]]:
        """Return the parse of an article's prose, None when it has none or speaks of no conflict; and what is left."""
        clean = clean_text(article.text)
        found = passages(clean.text, self.tools.furniture)
        beside = tuple(unread(clean, article.text, b.start, b.end, b.reason, b.detail) for b in found.beside)
        if not found.prose:
            return None, beside
        refusal = self.tools.gate.refusal("\n".join(clean.text[start:end] for start, end in found.prose))
        if refusal is not None:
            return None, (unread(clean, article.text, 0, len(clean.text), *refusal),)
        return parse(self.tools.nlp, clean, article.text, found.prose), beside


@lru_cache(maxsize=2)
def reader(model: str = MODEL) -> Reader:
    """Return a reader with the project's own ontology and an installed spaCy model."""
    return Reader(Tools(lexicon(), known_actors(), Gazetteer.open(known_places()), model))
