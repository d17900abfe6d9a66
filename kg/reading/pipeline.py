"""Read articles: one through all stages, or many in batches. Knows the order of the stages; knows no language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Article, Reading, RejectionReason, SkippedText
from kg.reading.claims.claim_builder import ClaimBuilder
from kg.reading.claims.claimants import ClaimantFinder
from kg.reading.claims.event_assembly import EventAssembler
from kg.reading.claims.mention_attribution import MentionAttribution
from kg.reading.document.article_context import ArticleContext
from kg.reading.document.coreference_features import CoreferenceMention
from kg.reading.document.event_mentions import event_mentions
from kg.reading.document.narrative import NarratedEvent
from kg.reading.document.scoring import load_scorers
from kg.reading.document.slot_filling import fill_slots
from kg.reading.document.story_segments import StorySegments
from kg.reading.events.triggers import TriggerSearch, find_triggers
from kg.reading.mentions.article_nodes import entity_mentions, referenced_nodes
from kg.reading.mentions.coreference import CoreferenceResolver
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.entity_context import place_context
from kg.reading.mentions.ner_repair import repair_entities
from kg.reading.mentions.place_mentions import place_mentions
from kg.reading.mentions.time_mentions import time_mentions
from kg.reading.parse.nlp import MODEL, ParsedArticle, Prose, parse_all, vocabulary_scope
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.parse.reported_speech import Cue
from kg.reading.rejected import rejected_triggers, skipped_text
from kg.reading.resources import Resources
from kg.reading.text.boilerplate import segment_prose
from kg.resolve.actors import ActorResolver
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import load_known_actors
from kg.resolve.known_places import load_known_places
from kg.text_normalization import clean_text
from kg.vocab.lexicon import load_lexicon

BATCH_SIZE = 20_000  #: characters; the model is no faster with more


@dataclass(frozen=True, slots=True)
class ArticleAnalysis:
    """What an article says, before each event is given its place and day."""

    events: tuple[NarratedEvent, ...]
    context: ArticleContext
    mentions: tuple[CoreferenceMention, ...]  #: event mentions before coreference
    trigger_search: TriggerSearch  #: with the rejected triggers


class Reader:
    """Reads articles with the same resources."""

    def __init__(self, resources: Resources, *, everything: bool = False) -> None:
        """Take the resources; `everything` is whether to read articles that the relevance filter rejects, too."""
        self.resources = resources
        self.everything = everything

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
                readings = [self._reading(*row) for row in self._parse(batch)]
            yield from readings

    def analyses(self, articles: Sequence[Article]) -> Iterator[ArticleAnalysis | None]:
        """Yield each article's events before places and days are chosen, None without prose to read."""
        for article, parsed, skipped in self._parse(articles):
            yield analyze(article, parsed, self.resources, _headings(skipped)) if parsed is not None else None

    def _reading(self, article: Article, parsed: ParsedArticle | None, skipped: tuple[SkippedText, ...]) -> Reading:
        if parsed is None:
            return Reading(article, (), skipped=skipped)
        analysis = analyze(article, parsed, self.resources, _headings(skipped))
        entities = analysis.context.entities
        filled = fill_slots(analysis.events, analysis.context, load_scorers())
        events = tuple(e for e in filled if e.actors or e.targets or e.places)
        rejected = rejected_triggers(analysis.trigger_search, events, parsed)
        nodes, paragraphs = referenced_nodes(entities, events), parsed.sentences_by_paragraph()
        return Reading(article, events, entity_mentions(entities), nodes, paragraphs, rejected, skipped)

    def _parse(
        self, articles: Sequence[Article]
    ) -> Iterator[tuple[Article, ParsedArticle | None, tuple[SkippedText, ...]]]:
        """Yield each article with its parse, None without relevant prose, and with the text that is skipped."""
        prepared = [self._prose(a) for a in articles]
        parsed = parse_all(self.resources.nlp, [prose for prose, _ in prepared if prose is not None])
        for article, (prose, skipped) in zip(articles, prepared, strict=True):
            yield article, next(parsed) if prose is not None else None, skipped

    def _prose(self, article: Article) -> tuple[Prose | None, tuple[SkippedText, ...]]:
        """Return the prose of an article, None when it is not relevant, and the text that is skipped."""
        clean = clean_text(article.text)
        segmented = segment_prose(clean.text, self.resources.boilerplate)
        words = "\n".join(clean.text[start:end] for start, end in segmented.prose)
        judged = segmented.prose and not self.everything
        rejection = self.resources.relevance_filter.rejection(words) if judged else None
        if rejection is not None:
            return None, (skipped_text(clean, article.text, 0, len(clean.text), *rejection),)
        skipped = tuple(
            skipped_text(clean, article.text, n.start, n.end, n.reason, n.detail) for n in segmented.non_prose
        )
        passages = tuple((s, e) for s, e in segmented.prose if clean.text[s:e].strip())
        return Prose(clean, article.text, passages), skipped


def analyze(
    article: Article, parsed: ParsedArticle, resources: Resources, headings: Iterable[str] = ()
) -> ArticleAnalysis:
    """Return the events of a parsed article with their claims: all stages but the choice of places and days.

    Args:
        article: gives its key, its title and its day of publication.
        parsed: its prose; the named entities of the parse are repaired in place.
        resources: the lexicon, the known actors, the gazetteer and what is made of them.
        headings: text of lines that are no prose; they may name a country.
    """
    entities = link_entities(article, parsed, resources, headings)
    cues, phrases = entities.coreference.cues, entities.phrases
    conflict_terms = resources.relevance_filter.conflict_terms([t.text for t in parsed.doc])
    search = find_triggers(phrases, resources.lexicon, resources.exceptions, resources.control_verbs, conflict_terms)
    places = tuple(place_mentions(entities))
    times = time_mentions(parsed, resources.timex_tagger, article.published)
    mentions = event_mentions(search.triggers, entities, cues, places, times)
    assembler = event_assembler(entities, cues, resources)
    inputs = assembler.coreference_inputs(mentions)
    events = tuple(assembler.events(mentions, inputs))
    context = ArticleContext(entities, assembler.segments, places, times, article.title or "")
    return ArticleAnalysis(events, context, tuple(inputs), search)


def link_entities(
    article: Article, parsed: ParsedArticle, resources: Resources, headings: Iterable[str] = ()
) -> EntityLinker:
    """Return what links the noun phrases of a parsed article to actors and places, its entities repaired in place."""
    known, gazetteer, nouns = resources.known_actors, resources.gazetteer, resources.noun_classes
    context = place_context(parsed.doc, known, gazetteer, headings)
    repair_entities(parsed.doc, context, known, gazetteer, nouns)
    phrases = NounPhrases(parsed.doc, nouns)
    cues = resources.cue_finder.cues(parsed, phrases)
    actors = ActorResolver(known, gazetteer, context, article.key, article.published)
    coreference = CoreferenceResolver(phrases, cues, lambda body: actors.is_known_civil_body(body.name))
    return EntityLinker(parsed, phrases, coreference, actors, resources.place_nouns)


def event_assembler(entities: EntityLinker, cues: tuple[Cue, ...], resources: Resources) -> EventAssembler:
    """Return what makes the events of one article, with their claims."""
    finder, lexicon = ClaimantFinder(entities, cues), resources.claim_lexicon
    documents = resources.cue_finder.documents
    attribution = MentionAttribution(finder, lexicon, resources.stance_classifier, documents)
    claims = ClaimBuilder(attribution, resources.casualty_figures)
    return EventAssembler(entities, StorySegments(entities), claims, lexicon)


def batches(articles: Iterable[Article], size: int = BATCH_SIZE) -> Iterator[list[Article]]:
    """Yield the articles in batches that are parsed together, each of `size` characters or just above."""
    batch: list[Article] = []
    length = 0
    for article in articles:
        batch.append(article)
        length += len(article.text)
        if length >= size:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _headings(skipped: Iterable[SkippedText]) -> list[str]:
    return [line.mention.text for line in skipped if line.reason is RejectionReason.NO_SENTENCE]


@lru_cache(maxsize=2)
def load_reader(model: str = MODEL, *, everything: bool = False) -> Reader:
    """Return a reader with the project's own ontology and an installed spaCy model.

    Args:
        model: the name of the spaCy pipeline.
        everything: whether to read articles that the relevance filter rejects, too.
    """
    resources = Resources(load_lexicon(), load_known_actors(), Gazetteer.open(load_known_places()), model)
    return Reader(resources, everything=everything)
