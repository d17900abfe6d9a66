"""Explain in plain English by which rule a filler was chosen, and why text gave no event."""

from __future__ import annotations

import re

from kg.graph.labels import action_labels
from kg.model import RejectedTrigger, RejectionReason, SkippedText

_SCORED_CHOICE = re.compile(r"(.*) \((\d\.\d+)\)")
#: what qualifies a feature, before and behind its name: "told nowhere, deed: the story's place: past"
_FEATURE_CONTEXT = re.compile(
    r"(told [^:,]*, )?(deed|move|talk|words|first|a country|at home|taken up|not actual|told on (no|a) day"
    r"|told (no|else)where|at the story's place): "
)
_FEATURE_QUALIFIER = re.compile(r": (not past|past|actual|not actual)$|, (after|before)$")
#: feature → text for readers; empty: not shown
_FEATURE_TEXTS = {
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
_REJECTION_TEXTS = {
    RejectionReason.LEXICAL_EXCEPTION: "means something else in {}",
    RejectionReason.NAME: "is a part of the name {}",
    RejectionReason.PART_OF_SPEECH: "is a {}",
    RejectionReason.CONDITION: "means {action} {}",
    RejectionReason.MODIFIER: "only describes {}",
    RejectionReason.LOW_RELEVANCE: "has too little sign of conflict around it to be {action}: {}",
    RejectionReason.NO_ARGUMENT: "would be {action}, but neither side nor place was found for it",
}
_SKIP_TEXTS = {
    RejectionReason.BOILERPLATE: "words of a web page, “{}”",
    RejectionReason.OTHER_ARTICLES: "in the box “{}”",
    RejectionReason.NO_SENTENCE: "no sentence",
    RejectionReason.NO_CONFLICT_TERM: "no word of conflict in the whole text",
    RejectionReason.OTHER_DOMAIN: "the text is about something else: {}",
}


def explain_rule(rule: str, slot: str = "") -> str:
    """Return a rule in words, with the role where it is another than the slot.

    For a choice among candidates these are the features with most weight for it, and its probability.
    """
    choice = _SCORED_CHOICE.fullmatch(rule)
    if choice is None:
        return rule.removeprefix(f"{slot}: ")
    features = filter(None, dict.fromkeys(map(_feature_text, choice[1].split("; "))))
    return "; ".join([*features, f"chance {choice[2]}"])


def _feature_text(feature: str) -> str:
    name = _FEATURE_QUALIFIER.sub("", _FEATURE_CONTEXT.sub("", feature))
    return _FEATURE_TEXTS.get(name, name)


def explain_rejection(rejected: RejectedTrigger) -> str:
    """Return why a candidate trigger gave no event."""
    action = f"“{action_labels()[rejected.action]}”"
    return _REJECTION_TEXTS[rejected.reason].format(rejected.detail, action=action)


def explain_skip(skipped: SkippedText) -> str:
    """Return why a stretch of text was skipped."""
    return _SKIP_TEXTS[skipped.reason].format(skipped.detail)
