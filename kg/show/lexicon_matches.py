"""Show what of the ontology a sentence's words meet, to people and as JSON. Knows values; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from kg.graph.labels import action_labels
from kg.model import Actor, Place
from kg.resolve.lexicon_matches import LexiconMatch
from kg.show.as_json import one_line
from kg.show.terminal import BOLD, DIM, ROLES, Piece, Screen, lines
from kg.vocab.lexicon_entries import LexiconEntry, Part, SelectionalRestriction, WordList, describe_conditions

_UNDER = 2
_MORE = 4


def as_text(text: str, met: Iterable[LexiconMatch], screen: Screen) -> Iterator[str]:
    """Yield the lines that show a sentence and, word by word, what it meets and where that stands."""
    found = list(met)
    yield from lines([Piece(text, BOLD)], screen, Piece(""), 0)
    for words, group in groupby(found, key=lambda m: (m.start, m.end, m.text)):
        yield ""
        yield from lines([Piece(words[2], ROLES["trigger"])], screen, Piece(""), 0)
        for one in group:
            yield from lines([*_head(one), Piece(f" — {one.location}", DIM)], screen, Piece(""), _UNDER)
            for label, told in _more(one):
                yield from lines([Piece(f"{label}: ", DIM), Piece(told)], screen, Piece(""), _MORE)
    if not found:
        yield "none of its words is in the ontology"


def as_json(text: str, met: Iterable[LexiconMatch]) -> str:
    """Return the same as one line of JSON, offsets in code points of the text."""
    return one_line({"text": text, "met": [_data(m) for m in met]})


def _head(met: LexiconMatch) -> list[Piece]:
    item, as_what = met.item, f", {met.part} “{met.entry_text}”"
    match item:
        case LexiconEntry():
            group = f", words:{item.group}" if item.group != item.action else ""
            return [Piece(action_labels()[item.action], BOLD), Piece(f" (act:{item.action}{group}){as_what}")]
        case WordList():
            values = "".join(f", {name} {value}" for name, value in item.values.items())
            return [Piece(item.use, BOLD), Piece(f" (words:{item.name}){as_what}{values}")]
        case Actor():
            country = f", country place:{item.country}" if item.country else ""
            return [Piece(item.label, BOLD), Piece(f" (actor:{item.key}), {item.kind}{country}")]
        case Place():
            within = f" within place:{item.within}" if item.within else ""
            return [Piece(item.label, BOLD), Piece(f" (place:{item.key}), {item.kind}{within}")]


def _more(met: LexiconMatch) -> Iterator[tuple[str, str]]:
    """Yield what an entry for an action says further."""
    entry = met.item
    if not isinstance(entry, LexiconEntry):
        return
    if met.fence:
        yield "fenced", f"means nothing in “{met.fence}”"
    yield f"frame {entry.frame.name}", "; ".join(f"{role}: {', '.join(slots)}" for role, slots in _roles(entry).items())
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


def _roles(entry: LexiconEntry) -> Mapping[str, list[str]]:
    """Return the roles of an entry's frame, each with the slots of the grammar that can hold it."""
    table = entry.frame.verb_roles if entry.part is Part.VERB else entry.frame.noun_roles
    found: dict[str, list[str]] = {}
    for slot, role in table.items():
        found.setdefault(role, []).append(slot)
    return found


def _data(met: LexiconMatch) -> dict[str, Any]:
    shared = {"start": met.start, "end": met.end, "text": met.text, "words": met.entry_text, "part": met.part}
    return {**shared, **_item(met), "where": met.location}


def _item(met: LexiconMatch) -> dict[str, Any]:
    match met.item:
        case LexiconEntry() as entry:
            return {
                "is": "action", "action": entry.action, "group": entry.group, "frame": entry.frame.name,
                "roles": _roles(entry), "requires": [_condition(c) for c in entry.requires],
                "excludes": [_condition(c) for c in entry.excludes], "tentative": entry.tentative,
                "secondary": entry.secondary, "polarity": entry.polarity, "modality": entry.modality,
                "outcome": entry.outcome, "fence": met.fence or None,
            }  # fmt: skip
        case WordList() as words:
            return {"is": "list", "use": words.use, "list": words.name, "values": dict(words.values)}
        case Actor() as actor:
            return {"is": "actor", "key": actor.key, "kind": actor.kind, "country": actor.country}
        case Place() as place:
            return {"is": "place", "key": place.key, "kind": place.kind, "within": place.within}


def _condition(condition: SelectionalRestriction) -> dict[str, Any]:
    return {"slot": condition.slot, "kind": condition.kind or None, "words": sorted(condition.words)}
