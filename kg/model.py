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
    """One text of a news report, fixed character for character."""

    id: str  #: as the input names it, or the file's stem
    text: str  #: after the front matter, before any cleaning
    title: str | None = None
    outlet: str | None = None
    published: date | None = None  #: None: only what the text itself supports can be dated
    url: str | None = None
    language: str = "en"
    source: str | None = None  #: what stays the same when its text changes: its URL, its id or its path; None: nothing

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
    """A stretch of an article's text that supports a record or names something."""

    start: int
    end: int  #: first code point after the mention
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
    """A named area or point on the earth."""

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
    """Whoever acts, is acted on or speaks; with kind FACILITY a thing that is acted on."""

    key: str  #: local name of its IRI, such as "m23"
    kind: Kind
    label: str
    aliases: tuple[str, ...] = ()
    part_of: str | None = None  #: key of the actor that this one belongs to
    country: str | None = None  #: key of a place
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """Days that a time phrase covers."""

    earliest: date | None  #: None: no year is known
    latest: date | None
    text: str  #: the words, such as "on Tuesday"
    value: str | None = None  #: the text's precision: YYYY-MM-DD, YYYY-MM, YYYY or --MM-DD; None for a range
    mention: Mention | None = None  #: where the words stand in the article; None: not known yet
    rule: str = ""  #: how an event came by it


@dataclass(frozen=True, slots=True)
class Filler:
    """One value of a slot, the words that it came from and the rule that took them."""

    value: Actor | Place
    mention: Mention
    rule: str


class Polarity(StrEnum):
    """What a claimant holds of an event."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    UNDETERMINED = "undetermined"


class Certainty(StrEnum):
    """How firmly a claimant commits, after FactBank (Saurí and Pustejovsky 2009)."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNCOMMITTED = "uncommitted"


class Modality(StrEnum):
    """In what mode a claimant speaks of an event."""

    ACTUAL = "actual"
    INTENDED = "intended"
    HYPOTHETICAL = "hypothetical"


class SpeechAct(StrEnum):
    """What kind of statement a claim is."""

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


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's stance on one event."""

    claimants: tuple[Filler, ...]  #: empty: the article in its own voice
    relayed_by: tuple[Filler, ...]  #: who passed the claimant's words on, other than the article
    polarity: Polarity
    certainty: Certainty
    modality: Modality
    speech_act: SpeechAct
    evidence: tuple[Mention, ...]
    outcome: Outcome | None = None  #: None: the text does not tell
    killed: int | None = None  #: None: no figure in this claim
    injured: int | None = None
    stated_on: Interval | None = None  #: when the statement was made, where the text says so


@dataclass(frozen=True, slots=True)
class Event:
    """What is reported: one action with the sides, place and days given for it."""

    action: str  #: local name of an action type, such as "shelling"
    triggers: tuple[Mention, ...]  #: one for each time that the article names it
    actors: tuple[Filler, ...] = ()
    targets: tuple[Filler, ...] = ()
    places: tuple[Filler, ...] = ()
    place_text: str | None = None  #: the words of the place, where they say more than its name
    time: Interval | None = None
    claims: tuple[Claim, ...] = ()
    coreference_candidates: tuple[int, ...] = ()  #: positions in `Reading.events` of what may be the same event


class RejectionReason(StrEnum):
    """Why words gave no event, or were not read."""

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
    """Words that can name an action and here made no event."""

    mention: Mention
    words: str  #: as the lexicon has them
    action: str  #: what they would name
    reason: RejectionReason
    detail: str = ""  #: such as the fenced phrase, or the condition; for people to read


@dataclass(frozen=True, slots=True)
class SkippedText:
    """A stretch of text that was not read for events: a line that is no prose, or the whole."""

    mention: Mention
    reason: RejectionReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says, and what was passed over on the way."""

    article: Article
    events: tuple[Event, ...]
    entity_mentions: tuple[Filler, ...] = ()  #: every stretch that names an actor or a place
    nodes: tuple[Actor | Place, ...] = ()  #: all nodes used, with what they are part of and lie within
    paragraphs: tuple[tuple[Mention, ...], ...] = ()  #: the prose that was parsed, each paragraph by its sentences
    rejected: tuple[RejectedTrigger, ...] = ()  #: in the order of the text, as are those below
    skipped: tuple[SkippedText, ...] = ()


class Status(StrEnum):
    """How one input ended."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class InputOutcome:
    """How one input ended, and why: nothing that comes in is lost silently."""

    location: str  #: file, and line where it holds many
    status: Status
    article: Article | None = None  #: None: quarantined before there was an article
    reason: str | None = None  #: None: accepted
