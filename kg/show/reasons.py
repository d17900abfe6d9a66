"""Say in plain English by which rule a value was taken, and why words gave no event."""

from __future__ import annotations

from kg.extract import places
from kg.graph.labels import action_labels
from kg.model import Passed, Reason, Unread

#: rules whose names say too little
_RULES = {
    places.SAID: "said of the event itself",
    places.NEAR: "said in its clause",
    places.TARGET: "the place is what the event is done to",
    places.IN_CLAUSE: "the nearest place that its clause names",
    places.TAKEN_UP: "takes up the place named last",
    "said of it": "said of the event itself",
    "the nearest day said": "the nearest day that its sentence names",
}
#: rules that take what other words say of the story, not of the event
_INHERITED = {
    "the story's place": "not said here: where the story's main event is",
    "the paragraph's place": "not said here: where the event before it is",
    "the title's place": "not said here: named in the title",
    "the paragraph's day": "not said here: the day of the event before it",
    "the story's day": "not said here: the day of the story's main event",
}
_PASSED = {
    Reason.FENCED: "means something else in {}",
    Reason.NAME: "is a part of the name {}",
    Reason.USE: "is a {}",
    Reason.CONDITION: "means {action} {}",
    Reason.DESCRIBES: "only describes {}",
    Reason.CALM: "has too little sign of conflict around it to be {action}: {}",
    Reason.EMPTY: "would be {action}, but neither side nor place was found for it",
}
_UNREAD = {
    Reason.FURNITURE: "words of a web page, “{}”",
    Reason.OTHER_STORIES: "in the box “{}”",
    Reason.NO_SENTENCE: "no sentence",
    Reason.NO_CONFLICT: "no word of conflict in the whole text",
    Reason.ELSEWHERE: "the text is about something else: {}",
}


def rule(name: str, slot: str = "") -> str:
    """Return in words by which rule a value was taken; a role is named where it is another than its slot."""
    name = name.removeprefix(f"{slot}: ")
    return _RULES.get(name) or _INHERITED.get(name, name)


def is_inherited(name: str) -> bool:
    """Tell whether a value was not said of its event, and so must not look like it."""
    return name in _INHERITED


def why_passed(passed: Passed) -> str:
    """Return why words that can name an action gave no event."""
    action = f"“{action_labels()[passed.action]}”"
    return _PASSED[passed.reason].format(passed.detail, action=action)


def why_unread(unread: Unread) -> str:
    """Return why a stretch was not read."""
    return _UNREAD[unread.reason].format(unread.detail)
