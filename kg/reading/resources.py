"""What reading needs and is made once: the lexicon's look-ups, the known names, the model. Reads nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import Kind
from kg.reading.attribution.cues import CueFinder
from kg.reading.events.control_verbs import control_verbs
from kg.reading.factuality.classifier import StanceClassifier as Stances
from kg.reading.mentions.quantities import CasualtyFigures
from kg.reading.mentions.timex import TimexTagger
from kg.reading.parse.nlp import MODEL, KnownName, load_pipeline
from kg.reading.parse.noun_classes import NounClasses
from kg.reading.text.relevance import RelevanceFilter
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part, PhraseIndex, WordList

if TYPE_CHECKING:
    from spacy.language import Language

_LABELS = {
    Kind.PERSON: "PERSON", Kind.ORGANIZATION: "ORG", Kind.ARMED_FORCE: "ORG", Kind.STATE: "GPE", Kind.GROUP: "NORP",
    Kind.COUNTRY: "GPE", Kind.REGION: "GPE", Kind.SETTLEMENT: "GPE", Kind.PLACE: "LOC",
}  # fmt: skip


class Resources:
    """The readers of each part, and their word lists."""

    def __init__(self, words: Lexicon, known: KnownActors, gazetteer: Gazetteer, model: str = MODEL) -> None:
        self.lexicon = words
        self.known_actors = known
        self.gazetteer = gazetteer
        self.model = model
        self.control_verbs = control_verbs(words)
        self.cue_finder = CueFinder(words, self.control_verbs)
        self.stance_classifier = Stances(words)
        self.casualty_figures = CasualtyFigures(words)
        self.timex_tagger = TimexTagger(words)
        self.noun_classes = NounClasses(words)
        forces = {name: key for name, key in _labels(known) if known.actors[key].kind is Kind.ARMED_FORCE}
        self.relevance_filter = RelevanceFilter(words, forces)

    def is_spoken(self, action: str) -> bool:
        """Tell whether an action is done with words."""
        return self.lexicon.hypernyms(action)[-1].startswith("verbal")

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
    def doubts(self) -> PhraseIndex[WordList]:
        """Phrases that leave something open."""
        return self.lexicon.phrase_index("Doubt", parts=[Part.PHRASE])

    @cached_property
    def acknowledging(self) -> WordList:
        """The words of admitting."""
        return self._saying("acknowledgement")

    @cached_property
    def denying(self) -> WordList:
        """The words of denying."""
        return self._saying("denial")

    def _saying(self, act: str) -> WordList:
        return next(w for w in self.lexicon.word_lists["Reporting"] if w.values.get("speechAct") == act)

    @cached_property
    def weapons(self) -> Mapping[str, str]:
        """Forms of weapon words → the action type of attacks with them."""
        return self.lexicon.single_word_forms("Weapon", "evokes")

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
