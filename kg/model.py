"""The values that pass between the stages, all frozen. Knows no file format, no grammar and no RDF.

Offsets count Unicode code points of `Article.text` as it was given, end exclusive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True)
class Article:
    """The text of one news report, with its metadata."""

    id: str  #: as the input names it, or the file's stem
    text: str  #: after the front matter, before any cleaning
    title: str | None = None
    outlet: str | None = None
    published: date | None = None  #: None: relative time expressions stay without a date
    url: str | None = None
    language: str = "en"
    source: str | None = None  #: identity across versions of its text: its URL, id or path; None without one

    @cached_property
    def sha256(self) -> str:
        """Hash of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def key(self) -> str:
        """The sixteen digits that name the article's node and graphs."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span of an article's text that supports a record or refers to an entity."""

    start: int
    end: int  #: exclusive
    text: str


class Kind(StrEnum):
    """The class of a node, by its local name in the ontology."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    STATE = "State"
    ARMED_FORCE = "ArmedForce"
    GROUP = "Group"
    FACILITY = "Facility"
    COUNTRY = "Country"
    REGION = "Region"
    SETTLEMENT = "Settlement"
    PLACE = "Place"


@dataclass(frozen=True, slots=True)
class Place:
    """A place, as in a gazetteer."""

    key: str  #: local name of its IRI, such as "belgorod-region"
    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()
    within: str | None = None  #: key of the next larger place
    latitude: float | None = None
    longitude: float | None = None
    same_as: tuple[str, ...] = ()  #: IRIs of GeoNames or Wikidata


@dataclass(frozen=True, slots=True)
class Actor:
    """A participant or source; of kind FACILITY a thing that can only be a target."""

    key: str  #: local name of its IRI, such as "m23"
    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()
    part_of: str | None = None  #: key of the actor that this one belongs to
    country: str | None = None  #: key of a place
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """The days that a time expression covers, both ends included."""

    earliest: date | None  #: None: no year is known
    latest: date | None
    text: str  #: the expression, such as "on Tuesday"
    value: str | None = None  #: at the text's granularity: YYYY-MM-DD, YYYY-MM, YYYY or --MM-DD; None for a range
    mention: Mention | None = None  #: of the expression in the article; None before it is located
    rule: str = ""  #: by which an event was given it


@dataclass(frozen=True, slots=True)
class Filler:
    """One value of a slot, the mention that it comes from and the rule that gave it."""

    value: Actor | Place
    mention: Mention
    rule: str


class Polarity(StrEnum):
    """Whether a claimant affirms or denies an event, after FactBank (Saurí and Pustejovsky 2009)."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNDETERMINED = "undetermined"


class Certainty(StrEnum):
    """How firmly a claimant commits, after FactBank (Saurí and Pustejovsky 2009), firmest first."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNCOMMITTED = "uncommitted"


class Modality(StrEnum):
    """Whether a claimant presents an event as actual, nearest to actual first."""

    ACTUAL = "actual"
    INTENDED = "intended"
    HYPOTHETICAL = "hypothetical"


class SpeechAct(StrEnum):
    """The speech act by which a claim is made."""

    STATEMENT = "statement"
    ACKNOWLEDGEMENT = "acknowledgement"
    ALLEGATION = "allegation"
    DENIAL = "denial"
    DOUBT = "doubt"
    ANNOUNCEMENT = "announcement"


class Outcome(StrEnum):
    """How an action ended, according to a claimant."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ONGOING = "ongoing"


class Casualty(StrEnum):
    """What a casualty figure counts."""

    KILLED = "killed"
    INJURED = "injured"


class Qualifier(StrEnum):
    """How a figure is meant, by the words beside it."""

    EXACT = "exact"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    ABOUT = "about"
    BETWEEN = "between"
    FEARED = "feared"


class FigureScope(StrEnum):
    """What a figure counts over: the event alone, or a longer time up to the day of the statement."""

    EVENT = "event"
    TO_DATE = "to-date"
    YEAR_TO_DATE = "year-to-date"


@dataclass(frozen=True, slots=True)
class CasualtyFigure:
    """A number of people killed or injured, as a text words it."""

    casualty: Casualty
    number: int  #: as in the text; of a range its lower end
    qualifier: Qualifier = Qualifier.EXACT
    upper: int | None = None  #: the upper end of a range; None: no range
    scope: FigureScope = FigureScope.EVENT
    mention: Mention | None = None  #: the number with the words that qualify it; None: not located

    @property
    def low(self) -> int | None:
        """The least that the words leave possible; None: they say none ("up to 20", "20 feared dead")."""
        return None if self.qualifier in (Qualifier.AT_MOST, Qualifier.FEARED) else self.number

    @property
    def high(self) -> int | None:
        """The most that the words leave possible; None: they say none ("at least 10")."""
        return None if self.qualifier is Qualifier.AT_LEAST else self.upper or self.number


@dataclass(frozen=True, slots=True)
class Claim:
    """The stance of one source on one event."""

    claimants: tuple[Filler, ...]  #: empty: the article in its own voice
    relayed_by: tuple[Filler, ...]  #: intermediate sources, other than the article
    polarity: Polarity
    certainty: Certainty
    modality: Modality
    speech_act: SpeechAct
    evidence: tuple[Mention, ...]
    outcome: Outcome | None = None  #: None: not stated
    figures: tuple[CasualtyFigure, ...] = ()  #: at most one of each casualty for the event, and one for a longer time
    stated_on: Interval | None = None  #: time of the statement; None: not stated

    @property
    def killed(self) -> int | None:
        """The number of people killed in the event; None: no figure in this claim."""
        return self._number_of(Casualty.KILLED)

    @property
    def injured(self) -> int | None:
        """The number of people injured in the event; None: no figure in this claim."""
        return self._number_of(Casualty.INJURED)

    def _number_of(self, casualty: Casualty) -> int | None:
        figures = (f for f in self.figures if f.casualty is casualty and f.scope is FigureScope.EVENT)
        return next((f.number for f in figures), None)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of an article: an action with its arguments, place and time."""

    action: str  #: local name of an action type, such as "shelling"
    triggers: tuple[Mention, ...]  #: one for each event mention
    actors: tuple[Filler, ...] = ()
    targets: tuple[Filler, ...] = ()
    places: tuple[Filler, ...] = ()
    place_text: str | None = None  #: the mention of the place with its modifiers, where it has any
    when: Interval | None = None
    claims: tuple[Claim, ...] = ()
    coreference_candidates: tuple[int, ...] = ()  #: positions in `Reading.events` of possibly coreferent events


class RejectionReason(StrEnum):
    """Why a trigger candidate gave no event, or why text was skipped."""

    LEXICAL_EXCEPTION = "fenced phrase"
    NAME = "part of a name"
    PART_OF_SPEECH = "other part of speech"
    CONDITION = "condition not met"
    MODIFIER = "only describes"
    LOW_RELEVANCE = "too little conflict"
    NO_ARGUMENT = "nobody and nowhere"
    BOILERPLATE = "page furniture"
    OTHER_ARTICLES = "other stories"
    NO_SENTENCE = "no sentence"
    NO_CONFLICT_TERM = "no word of conflict"
    OTHER_DOMAIN = "about something else"


@dataclass(frozen=True, slots=True)
class RejectedTrigger:
    """A trigger candidate that gave no event."""

    mention: Mention
    words: str  #: of the lexicon's entry
    action: str  #: of the lexicon's entry
    reason: RejectionReason
    detail: str = ""  #: such as the lexical exception or the restriction that is not met; shown to users


@dataclass(frozen=True, slots=True)
class SkippedText:
    """A span of text that was not read for events: boilerplate, or all of an irrelevant text."""

    mention: Mention
    reason: RejectionReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The events of one article, and what was rejected or skipped on the way."""

    article: Article
    events: tuple[Event, ...]
    entity_mentions: tuple[Filler, ...] = ()  #: all named mentions of actors and places
    nodes: tuple[Actor | Place, ...] = ()  #: all nodes used, with what they are part of and lie within
    paragraphs: tuple[tuple[Mention, ...], ...] = ()  #: the sentences of each paragraph of prose
    rejected: tuple[RejectedTrigger, ...] = ()  #: in the order of the text, as are those below
    skipped: tuple[SkippedText, ...] = ()
