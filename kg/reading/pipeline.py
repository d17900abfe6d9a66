"""The way of one article: text, parse, triggers, sources, happenings, events. Knows the order, not the how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.model import Article, Reading, RejectionReason, SkippedText
from kg.reading.claims.claims import ClaimBuilder
from kg.reading.claims.event_assembly import EventAssembler
from kg.reading.document.coreference_features import CoreferenceMention
from kg.reading.document.event_mentions import event_mentions
from kg.reading.document.narrative import NarratedEvent
from kg.reading.document.scoring import load_scorers
from kg.reading.document.slot_filling import fill_slots
from kg.reading.events.triggers import TriggerSearch, find_triggers
from kg.reading.mentions.coreference import CoreferenceResolver
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.entity_context import place_context
from kg.reading.mentions.ner_repair import repair_entities
from kg.reading.mentions.place_attachment import PlaceMention
from kg.reading.mentions.place_mentions import place_mentions
from kg.reading.mentions.time_mentions import TimeMention, time_mentions
from kg.reading.parse.nlp import MODEL, ParsedArticle, Prose, parse_all, vocabulary_scope
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.rejected import rejected_triggers, skipped_text
from kg.reading.resources import Resources
from kg.reading.text.boilerplate import segment_prose
from kg.resolve.actors import ActorResolver
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import load_known_actors
from kg.resolve.known_places import load_known_places
from kg.text_normalization import clean_text
from kg.vocab.lexicon import load_lexicon

AT_ONCE = 20_000  #: characters; the model is no faster with more


class ArticleAnalysis(NamedTuple):
    """What an article tells, before each event is given its place and day."""

    events: tuple[NarratedEvent, ...]
    entities: EntityLinker
    places: tuple[PlaceMention, ...]
    dates: tuple[TimeMention, ...]
    mentions: tuple[
        CoreferenceMention, ...
    ]  #: the words that name actions, before those of one happening are put together
    trigger_search: TriggerSearch  #: with the words that were passed over


class Reader:
    """Reads articles with the same tools."""

    def __init__(self, tools: Resources, *, everything: bool = False) -> None:
        """Take the tools; `everything` is whether to read articles without signs of conflict, too."""
        self.resources = tools
        self.read_everything = everything

    def load_model(self) -> None:
        """Load the model now and not with the first article."""
        _ = self.resources.nlp

    def read(self, article: Article) -> Reading:
        """Return what an article says, and what of it was not read."""
        return next(self.read_all([article]))

    def read_all(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Yield what each article says, in order; many are read faster than one by one, in no more memory."""
        for batch in batches(articles):
            with vocabulary_scope(self.resources.nlp):
                readings = [self._reading(*row) for row in self._parses(batch)]
            yield from readings

    def _reading(self, article: Article, parsed: ParsedArticle | None, left: tuple[SkippedText, ...]) -> Reading:
        if parsed is None:
            return Reading(article, (), skipped=left)
        sketch = self._analyze(article, parsed, left)
        cast = sketch.entities
        events = fill_slots(sketch.events, cast, sketch.places, sketch.dates, article.title or "", load_scorers())
        shown = tuple(e for e in events if e.actors or e.targets or e.places)  # nobody and nowhere is no event
        over = rejected_triggers(sketch.trigger_search, shown, parsed)
        return Reading(
            article,
            shown,
            cast.entity_mentions(),
            cast.referenced_nodes(shown),
            parsed.sentences_by_paragraph(),
            over,
            left,
        )

    def analyses(self, articles: Sequence[Article]) -> Iterator[ArticleAnalysis | None]:
        """Yield the events of each article before their places and days are weighed, None without prose to read."""
        for article, parsed, left in self._parses(articles):
            yield self._analyze(article, parsed, left) if parsed is not None else None

    def _analyze(self, article: Article, parsed: ParsedArticle, left: Iterable[SkippedText]) -> ArticleAnalysis:
        tools = self.resources
        headings = (line.mention.text for line in left if line.reason is RejectionReason.NO_SENTENCE)
        around = place_context(parsed.doc, tools.known_actors, tools.gazetteer, headings)
        repair_entities(parsed.doc, around, tools.known_actors, tools.gazetteer, tools.noun_classes)
        phrases = NounPhrases(parsed.doc, tools.noun_classes)
        cues = tools.cue_finder.cues(parsed, phrases)
        actors = ActorResolver(tools.known_actors, tools.gazetteer, around, article.key, article.published)
        cast = EntityLinker(
            parsed,
            phrases,
            CoreferenceResolver(phrases, cues, lambda body: actors.is_known_civil_body(body.name)),
            actors,
            tools.place_nouns,
        )
        temper = tools.relevance_filter.conflict_terms([t.text for t in parsed.doc])
        found = find_triggers(phrases, tools.lexicon, tools.exceptions, tools.control_verbs, temper)
        places, dates = place_mentions(cast), time_mentions(parsed, tools.timex_tagger, article.published)
        sketched = event_mentions(found.triggers, cast, cues, places, dates)
        events = EventAssembler(cast, ClaimBuilder(cast, cues, tools), tools)
        words = events.words(sketched)
        return ArticleAnalysis(tuple(events.of(sketched, words)), cast, tuple(places), dates, tuple(words), found)

    def _parses(
        self, articles: Sequence[Article]
    ) -> Iterator[tuple[Article, ParsedArticle | None, tuple[SkippedText, ...]]]:
        """Yield each article with its parse, None when it has no prose or speaks of no conflict, and what is left."""
        opened = [self._prose(a) for a in articles]
        parsed = parse_all(self.resources.nlp, [prose for prose, _ in opened if prose is not None])
        for article, (prose, left) in zip(articles, opened, strict=True):
            yield article, next(parsed) if prose is not None else None, left

    def _prose(self, article: Article) -> tuple[Prose | None, tuple[SkippedText, ...]]:
        """Return what of an article is to be parsed, None when it speaks of no conflict, and what is left."""
        clean = clean_text(article.text)
        found = segment_prose(clean.text, self.resources.boilerplate)
        words = "\n".join(clean.text[start:end] for start, end in found.prose)
        refusal = self.resources.relevance_filter.rejection(words) if found.prose and not self.read_everything else None
        if refusal is not None:
            return None, (skipped_text(clean, article.text, 0, len(clean.text), *refusal),)
        beside = tuple(skipped_text(clean, article.text, b.start, b.end, b.reason, b.detail) for b in found.non_prose)
        return Prose(clean, article.text, tuple((s, e) for s, e in found.prose if clean.text[s:e].strip())), beside


def batches(articles: Iterable[Article], at_once: int = AT_ONCE) -> Iterator[list[Article]]:
    """Yield the articles in lots that are parsed together, each of that many characters or just above."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= at_once:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@lru_cache(maxsize=2)
def load_reader(model: str = MODEL, *, everything: bool = False) -> Reader:
    """Return a reader with the project's own ontology and an installed spaCy model.

    Args:
        model: the name of the spaCy pipeline.
        everything: whether to read articles without signs of conflict, too.
    """
    tools = Resources(load_lexicon(), load_known_actors(), Gazetteer.open(load_known_places()), model)
    return Reader(tools, everything=everything)
