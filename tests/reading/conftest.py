"""What reading needs beyond a parse: the tools, and the names of one parse in places and actors."""

import pytest

from kg.reading.mentions.coreference import CoreferenceResolver
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.entity_context import place_context
from kg.reading.resources import Resources
from kg.resolve.actors import ActorResolver
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import load_known_actors
from kg.resolve.known_places import load_known_places


@pytest.fixture(scope="session")
def tools(words):
    return Resources(words, load_known_actors(), Gazetteer.open(load_known_places()))


@pytest.fixture
def cast(tools, parsed, phrases):
    """Return the names of a parse, or of a `Parsed` with paragraphs of its own."""

    def made(doc, whole=None) -> EntityLinker:
        whole, of_doc = whole or parsed(doc), phrases(doc)
        around = place_context(doc, tools.known, tools.gazetteer)
        actors = ActorResolver(tools.known, tools.gazetteer, around, "0" * 16, None)
        cues = tools.attribution.cues(whole, of_doc)
        return EntityLinker(whole, of_doc, CoreferenceResolver(of_doc, cues), actors, tools.place_nouns)

    return made
