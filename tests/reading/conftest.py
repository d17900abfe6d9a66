"""What tests of reading need: parses built by hand, the resources, and the entities and events of a parse."""

import pytest
from spacy.tokens import Doc
from support.parses import build_parse

from kg.reading.document.event_mentions import event_mentions
from kg.reading.events.control_verbs import control_verbs
from kg.reading.events.triggers import find_triggers
from kg.reading.mentions.coreference import CoreferenceResolver
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.entity_context import place_context
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.noun_classes import NounClasses
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.pipeline import event_assembler
from kg.reading.resources import Resources
from kg.resolve.actors import ActorResolver
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import load_known_actors
from kg.resolve.known_places import load_known_places
from kg.text_normalization import clean_text


@pytest.fixture(scope="session")
def tree():
    return build_parse


@pytest.fixture(scope="session")
def rules(words):
    return control_verbs(words)


@pytest.fixture
def phrases(words):
    return lambda doc: NounPhrases(doc, NounClasses(words))


@pytest.fixture
def parsed():
    def made(doc: Doc) -> ParsedArticle:
        return ParsedArticle(doc, [t.idx for t in doc], [0] * len(doc), clean_text(doc.text), doc.text)

    return made


@pytest.fixture(scope="session")
def resources(words):
    return Resources(words, load_known_actors(), Gazetteer.open(load_known_places()))


@pytest.fixture
def entities(resources, parsed, phrases):
    """Return what links the phrases of a parse, or of a `ParsedArticle` with paragraphs of its own."""

    def link(doc, article=None) -> EntityLinker:
        article, of_doc = article or parsed(doc), phrases(doc)
        context = place_context(doc, resources.known_actors, resources.gazetteer)
        actors = ActorResolver(resources.known_actors, resources.gazetteer, context, "0" * 16, None)
        cues = resources.cue_finder.cues(article, of_doc)
        return EntityLinker(article, of_doc, CoreferenceResolver(of_doc, cues), actors, resources.place_nouns)

    return link


@pytest.fixture
def assembled(resources):
    """Return the events of linked entities before their places and days are chosen."""

    def assemble(linked: EntityLinker, places=(), times=()):
        cues = linked.coreference.cues
        search = find_triggers(linked.phrases, resources.lexicon, resources.exceptions, resources.control_verbs)
        mentions = event_mentions(search.triggers, linked, cues, places, times)
        assembler = event_assembler(linked, cues, resources)
        return list(assembler.events(mentions, assembler.coreference_inputs(mentions)))

    return assemble
