"""What all articles are read with, made once: lexicon, gazetteer, known actors, the model. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import Kind
from kg.reading.attribution.cues import CueFinder
from kg.reading.claims.claim_lexicon import ClaimLexicon
from kg.reading.events.control_verbs import control_verbs
from kg.reading.factuality.classifier import StanceClassifier
from kg.reading.mentions.casualty_figures import CasualtyFigures
from kg.reading.mentions.timex import TimexTagger
from kg.reading.parse.nlp import MODEL, KnownName, load_pipeline
from kg.reading.parse.noun_classes import NounClasses
from kg.reading.text.relevance import RelevanceFilter
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import PhraseIndex, WordList

if TYPE_CHECKING:
    from spacy.language import Language

_LABELS = {
    Kind.PERSON: "PERSON", Kind.ORGANIZATION: "ORG", Kind.ARMED_FORCE: "ORG", Kind.STATE: "GPE", Kind.GROUP: "NORP",
    Kind.COUNTRY: "GPE", Kind.REGION: "GPE", Kind.SETTLEMENT: "GPE", Kind.PLACE: "LOC",
}  # fmt: skip


class Resources:
    """The lexicon, the known names, and what each stage makes of them."""

    def __init__(self, lexicon: Lexicon, known: KnownActors, gazetteer: Gazetteer, model: str = MODEL) -> None:
        self.lexicon = lexicon
        self.known_actors = known
        self.gazetteer = gazetteer
        self.model = model
        self.control_verbs = control_verbs(lexicon)
        self.cue_finder = CueFinder(lexicon, self.control_verbs)
        self.stance_classifier = StanceClassifier(lexicon)
        self.casualty_figures = CasualtyFigures(lexicon)
        self.timex_tagger = TimexTagger(lexicon)
        self.noun_classes = NounClasses(lexicon)
        forces = {name: key for name, key in _labels(known) if known.actors[key].kind is Kind.ARMED_FORCE}
        self.relevance_filter = RelevanceFilter(lexicon, forces)
        self.claim_lexicon = ClaimLexicon(lexicon)

    @cached_property
    def nlp(self) -> Language:
        """The language model, with the known names before its own guesses."""
        return load_pipeline(self.model, self._names)

    @cached_property
    def place_nouns(self) -> Mapping[str, str]:
        """Forms of nouns for places → "Region", "Settlement" or "Part"."""
        return self.lexicon.single_word_forms("PlaceNoun", "kind")

    @cached_property
    def boilerplate(self) -> PhraseIndex[WordList]:
        """Phrases of web pages that are no prose."""
        return self.lexicon.phrase_index("Boilerplate")

    @cached_property
    def exceptions(self) -> PhraseIndex[WordList]:
        """Phrases in which an action word doesn't name its action."""
        return self.lexicon.phrase_index("Fence")

    @cached_property
    def _names(self) -> tuple[KnownName, ...]:
        """Known names for the entity ruler, actors before places."""
        names: dict[str, str] = {}
        for text, key in _labels(self.known_actors):
            names.setdefault(text, _LABELS[self.known_actors.actors[key].kind])
        for text, kind in self.gazetteer.common_names():
            names.setdefault(text, _LABELS[kind])
        return tuple(KnownName(text, label) for text, label in names.items())


def _labels(known: KnownActors) -> Iterator[tuple[str, str]]:
    """Yield the actors' names that are written like names, with the actor's key."""
    for key, actor in known.actors.items():
        for text in (actor.label, *actor.aliases):
            if text[:1].isupper() or text[:1].isdigit():
                yield text, key
