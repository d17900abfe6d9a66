"""Show the entries of the ontology that match a sentence, as lines and as JSON. Knows values; matches nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from kg.graph.labels import action_labels
from kg.model import Actor, Place
from kg.resolve.lexicon_matches import LexiconMatch
from kg.show.reading_json import json_line
from kg.show.terminal import BOLD, DIM, ROLE_STYLES, Screen, StyledText, wrapped_lines
from kg.vocab.lexicon_entries import LexiconEntry, Part, SelectionalRestriction, WordList, describe_conditions

_ENTRY_INDENT = 2
_DETAIL_INDENT = 4


def match_lines(text: str, matches: Iterable[LexiconMatch], screen: Screen) -> Iterator[str]:
    """Yield the lines of a sentence and, phrase by phrase, of the entries that match it and where they stand."""
    found = list(matches)
    yield from wrapped_lines([StyledText(text, BOLD)], screen, StyledText(""), 0)
    for phrase, group in groupby(found, key=lambda m: (m.start, m.end, m.text)):
        yield ""
        yield from wrapped_lines([StyledText(phrase[2], ROLE_STYLES["trigger"])], screen, StyledText(""), 0)
        for match in group:
            entry = [*_entry_pieces(match), StyledText(f" — {match.location}", DIM)]
            yield from wrapped_lines(entry, screen, StyledText(""), _ENTRY_INDENT)
            for label, detail in _entry_details(match):
                pieces = [StyledText(f"{label}: ", DIM), StyledText(detail)]
                yield from wrapped_lines(pieces, screen, StyledText(""), _DETAIL_INDENT)
    if not found:
        yield "none of its words is in the ontology"


def matches_json(text: str, matches: Iterable[LexiconMatch]) -> str:
    """Return the same as one line of JSON, offsets in code points of the text."""
    return json_line({"text": text, "met": [_match_record(m) for m in matches]})


def _entry_pieces(match: LexiconMatch) -> list[StyledText]:
    item, phrase = match.item, f", {match.part} “{match.entry_text}”"
    match item:
        case LexiconEntry():
            group = f", words:{item.group}" if item.group != item.action else ""
            return [StyledText(action_labels()[item.action], BOLD), StyledText(f" (act:{item.action}{group}){phrase}")]
        case WordList():
            values = "".join(f", {name} {value}" for name, value in item.values.items())
            return [StyledText(item.use, BOLD), StyledText(f" (words:{item.name}){phrase}{values}")]
        case Actor():
            country = f", country place:{item.country}" if item.country else ""
            return [StyledText(item.label, BOLD), StyledText(f" (actor:{item.key}), {item.kind}{country}")]
        case Place():
            within = f" within place:{item.within}" if item.within else ""
            return [StyledText(item.label, BOLD), StyledText(f" (place:{item.key}), {item.kind}{within}")]


def _entry_details(match: LexiconMatch) -> Iterator[tuple[str, str]]:
    """Yield the frame, the restrictions and the flags of an entry for an action."""
    entry = match.item
    if not isinstance(entry, LexiconEntry):
        return
    if match.fence:
        yield "fenced", f"means nothing in “{match.fence}”"
    yield (
        f"frame {entry.frame.name}",
        "; ".join(f"{role}: {', '.join(slots)}" for role, slots in _role_slots(entry).items()),
    )
    for name, conditions in (("only with", entry.requires), ("not with", entry.excludes)):
        if conditions:
            yield name, describe_conditions(conditions)
    if entry.tentative:
        yield "tentative", "needs another sign of conflict in its sentence"
    if entry.secondary:
        yield "secondary", "tells an effect or a part of another deed"
    for name in ("polarity", "modality", "outcome"):
        if (value := getattr(entry, name)) is not None:
            yield name, value


def _role_slots(entry: LexiconEntry) -> Mapping[str, list[str]]:
    """Return the roles of an entry's frame, each with the syntactic slots that can fill it."""
    table = entry.frame.verb_roles if entry.part is Part.VERB else entry.frame.noun_roles
    slots: dict[str, list[str]] = {}
    for slot, role in table.items():
        slots.setdefault(role, []).append(slot)
    return slots


def _match_record(match: LexiconMatch) -> dict[str, Any]:
    shared = {"start": match.start, "end": match.end, "text": match.text, "words": match.entry_text, "part": match.part}
    return {**shared, **_entry_record(match), "where": match.location}


def _entry_record(match: LexiconMatch) -> dict[str, Any]:
    match match.item:
        case LexiconEntry() as entry:
            return {
                "is": "action", "action": entry.action, "group": entry.group, "frame": entry.frame.name,
                "roles": _role_slots(entry), "requires": [_condition_record(c) for c in entry.requires],
                "excludes": [_condition_record(c) for c in entry.excludes], "tentative": entry.tentative,
                "secondary": entry.secondary, "polarity": entry.polarity, "modality": entry.modality,
                "outcome": entry.outcome, "fence": match.fence or None,
            }  # fmt: skip
        case WordList() as words:
            return {"is": "list", "use": words.use, "list": words.name, "values": dict(words.values)}
        case Actor() as actor:
            return {"is": "actor", "key": actor.key, "kind": actor.kind, "country": actor.country}
        case Place() as place:
            return {"is": "place", "key": place.key, "kind": place.kind, "within": place.within}


def _condition_record(condition: SelectionalRestriction) -> dict[str, Any]:
    return {"slot": condition.slot, "kind": condition.kind or None, "words": sorted(condition.words)}
