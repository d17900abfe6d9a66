"""What all events of one article are seen against, as a value: its entities, stories, places, times and title."""

from __future__ import annotations

from dataclasses import dataclass

from kg.reading.document.story_segments import StorySegments
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention
from kg.reading.mentions.time_mentions import TimeMention


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """The mentions of one article that may fill the slots of its events."""

    entities: EntityLinker
    segments: StorySegments
    places: tuple[PlaceMention, ...]  #: in the order of the text
    times: tuple[TimeMention, ...]  #: in the order of the text
    title: str  #: empty without one
