"""Say in plain English by which rule a value was taken, and why words gave no event."""

from __future__ import annotations

import re

from kg.graph.labels import action_labels
from kg.model import RejectedTrigger, RejectionReason, SkippedText

_CHOICE = re.compile(r"(.*) \((\d\.\d+)\)")
#: what narrows a sign of a choice, before and after its name: "told nowhere, deed: the story's place: past"
_BEFORE = re.compile(
    r"(told [^:,]*, )?(deed|move|talk|words|first|a country|at home|taken up|not actual|told on (no|a) day"
    r"|told (no|else)where|at the story's place): "
)
_AFTER = re.compile(r": (not past|past|actual|not actual)$|, (after|before)$")
#: signs whose names say too little; empty: not worth saying
_SIGNS = {
    "where it is said to be": "said of the event itself",
    "where its clause is said to be": "its clause says where",
    "the target": "what the event is done to is there",
    "named in the clause": "its clause names it",
    "in its sentence: where": "its sentence says where",
    "in its sentence: towards": "its sentence says where to",
    "in its sentence: named": "its sentence names it",
    "its first word's day": "said of the event itself",
    "its grammar's day": "said of the event itself",
    "the day that its grammar gives": "said of the event itself",
    "0 steps away": "said of the event itself",
    "the lead's place": "the place of the first paragraphs",
    **dict.fromkeys(("after its word", "before its word", "a day", "actual", "not actual", "past", "not past"), ""),
}  # fmt: skip
_PASSED = {
    RejectionReason.LEXICAL_EXCEPTION: "means something else in {}",
    RejectionReason.NAME: "is a part of the name {}",
    RejectionReason.PART_OF_SPEECH: "is a {}",
    RejectionReason.CONDITION: "means {action} {}",
    RejectionReason.MODIFIER: "only describes {}",
    RejectionReason.LOW_RELEVANCE: "has too little sign of conflict around it to be {action}: {}",
    RejectionReason.NO_ARGUMENT: "would be {action}, but neither side nor place was found for it",
}
_UNREAD = {
    RejectionReason.BOILERPLATE: "words of a web page, “{}”",
    RejectionReason.OTHER_ARTICLES: "in the box “{}”",
    RejectionReason.NO_SENTENCE: "no sentence",
    RejectionReason.NO_CONFLICT_TERM: "no word of conflict in the whole text",
    RejectionReason.OTHER_DOMAIN: "the text is about something else: {}",
}


def rule(name: str, slot: str = "") -> str:
    """Return in words by which rule a value was taken; a role is named where it is another than its slot.

    Of a choice among candidates these are the signs that spoke most for it, and its chance to be right.
    """
    choice = _CHOICE.fullmatch(name)
    if choice is None:
        return name.removeprefix(f"{slot}: ")
    said = filter(None, dict.fromkeys(map(_in_words, choice[1].split("; "))))
    return "; ".join([*said, f"chance {choice[2]}"])


def _in_words(sign: str) -> str:
    bare = _AFTER.sub("", _BEFORE.sub("", sign))
    return _SIGNS.get(bare, bare)


def why_passed(passed: RejectedTrigger) -> str:
    """Return why words that can name an action gave no event."""
    action = f"“{action_labels()[passed.action]}”"
    return _PASSED[passed.reason].format(passed.detail, action=action)


def why_unread(unread: SkippedText) -> str:
    """Return why a stretch was not read."""
    return _UNREAD[unread.reason].format(unread.detail)
