"""The way of one article: text, parse, triggers, sources, happenings, events. Knows the order, not the how."""

from __future__ import annotations

from functools import cached_property, lru_cache

from kg.extract.arguments import governors
from kg.extract.attribution import Attribution
from kg.extract.coreference import Coreference
from kg.extract.counts import Counts
from kg.extract.dates import dated
from kg.extract.nlp import MODEL, Name, Parsed, parse, pipeline
from kg.extract.passages import passages
from kg.extract.phrases import NounKinds, Phrases
from kg.extract.stance import Stances
from kg.extract.timex import Calendar
from kg.extract.triggers import triggers
from kg.model import Article, Kind, Reading
from kg.read.cast import Cast
from kg.read.claims import Claims
from kg.read.drafts import drafts, places_named
from kg.read.events import Events
from kg.read.naming import context, mend
from kg.read.story import located, story
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known import KnownActors, known_actors
from kg.resolve.places import known_places
from kg.text import clean_text
from kg.vocab.lexicon import Lexicon, lexicon
from kg.vocab.words import Part, WordList

_LABELS = {
    Kind.PERSON: "PERSON", Kind.ORGANIZATION: "ORG", Kind.ARMED_FORCE: "ORG", Kind.STATE: "GPE", Kind.GROUP: "NORP",
    Kind.COUNTRY: "GPE", Kind.REGION: "GPE", Kind.SETTLEMENT: "GPE", Kind.PLACE: "LOC",
}  # fmt: skip


class Reader:
    """Reads articles; holds what is made once: the lexicon's look-ups, the known names, the model."""

    def __init__(self, words: Lexicon, known: KnownActors, gazetteer: Gazetteer, model: str = MODEL) -> None:
        self.words = words
        self.known = known
        self.gazetteer = gazetteer
        self.model = model
        self.governors = governors(words)
        self.attribution = Attribution(words, self.governors)
        self.stances = Stances(words)
        self.counts = Counts(words)
        self.calendar = Calendar(words)
        self.nouns = NounKinds(words)

    def warm(self) -> None:
        """Load the model now and not with the first article."""
        _ = self._nlp

    def read(self, article: Article) -> Reading:
        """Return what an article says."""
        parsed = self._parsed(article)
        if parsed is None:
            return Reading(article, ())
        around = context(parsed.doc, self.known, self.gazetteer)
        mend(parsed.doc, around, self.known, self.gazetteer)
        phrases = Phrases(parsed.doc, self.nouns)
        cues = self.attribution.cues(parsed, phrases)
        cast = self._cast(article, parsed, phrases, Coreference(phrases, cues), around)
        found = triggers(phrases, self.words.entries, self._fences, self.governors, self._context)
        dates = dated(parsed, self.calendar, article.published)
        places = places_named(cast)
        sketched = drafts(found, cast, cues, places, dates)
        claims = Claims(cast, cues, self.stances, self.counts, self._doubts, self._acknowledging, self._spoken)
        told = list(Events(self.words, cast, claims, self._weapons).of(sketched))
        where = story(places, cast.in_lead, cast.surroundings)
        events = tuple(located(told, where, self._somewhere))
        return Reading(article, events, cast.names(), cast.nodes(events))

    def _parsed(self, article: Article) -> Parsed | None:
        clean = clean_text(article.text)
        return parse(self._nlp, clean, article.text, passages(clean.text, self._furniture))

    def _cast(self, article: Article, parsed: Parsed, phrases: Phrases, coreference: Coreference, around: tuple[Place, ...]) -> Cast:
        return Cast(article, parsed, phrases, coreference, self.known, self.gazetteer, around, self._nouns_of_place)

    @cached_property
    def _nlp(self):  # type: ignore[no-untyped-def]
        return pipeline(self.model, self._names)

    @cached_property
    def _names(self) -> tuple[Name, ...]:
        """Known names for the entity ruler, actors before places."""
        names: dict[str, str] = {}
        for actor in self.known.actors.values():
            for text in (actor.label, *actor.aliases):
                if text[:1].isupper() or text[:1].isdigit():
                    names.setdefault(text, _LABELS[actor.kind])
        for text, kind in self.gazetteer.common_names():
            names.setdefault(text, _LABELS[kind])
        return tuple(Name(text, label) for text, label in names.items())

    @cached_property
    def _nouns_of_place(self) -> dict[str, str]:
        return self.words.single("PlaceNoun", "kind")

    @cached_property
    def _furniture(self):  # type: ignore[no-untyped-def]
        return self.words.index("Boilerplate")

    @cached_property
    def _fences(self):  # type: ignore[no-untyped-def]
        return self.words.index("Fence")

    @cached_property
    def _doubts(self):  # type: ignore[no-untyped-def]
        return self.words.index("Doubt", parts=[Part.PHRASE])

    @cached_property
    def _acknowledging(self) -> WordList:
        return next(w for w in self.words.lists["Reporting"] if w.values.get("speechAct") == "acknowledgement")

    def _somewhere(self, action: str) -> bool:
        return self.words.lineage(action)[-1] == "material-conflict"

    def _spoken(self, action: str) -> bool:
        return self.words.lineage(action)[-1].startswith("verbal")

    @cached_property
    def _context(self) -> frozenset[str]:
        return frozenset(self.words.single("Context"))

    @cached_property
    def _weapons(self) -> dict[str, str]:
        return self.words.single("Weapon", "evokes")


@lru_cache(maxsize=2)
def reader(model: str = MODEL) -> Reader:
    """Return a reader with the project's own ontology and an installed spaCy model."""
    return Reader(lexicon(), known_actors(), Gazetteer.open(known_places()), model)
