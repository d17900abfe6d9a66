"""Labels that a reader understands: "M23 shelled Bunagana, 2024-05-07". Knows values and the action scheme's words."""

from __future__ import annotations

from functools import lru_cache

from kg.model import Article, Claim, Event, Filler, Interval, Polarity
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.turtle_files import local_name, read_facts

_VERBS = {Polarity.AFFIRMED: "affirms", Polarity.DENIED: "denies", Polarity.UNDETERMINED: "leaves open"}


def event_label(event: Event) -> str:
    """Return who is said to do what to whom, where and when; slots that are empty are left out."""
    sides = [_names(event.actors), action_labels()[event.action], _names(event.targets)]
    words = ": ".join(s for s in (sides[0], " → ".join(s for s in sides[1:] if s)) if s)
    place = _names(event.places)
    if place and place != sides[2]:
        words += f", {place}"
    day = day_label(event.time)
    return f"{words}, {day}" if day else words


def claim_label(claim: Claim, event: Event, article: Article) -> str:
    """Return who holds what of which event."""
    who = _names(claim.claimants) or article.outlet or article.title or article.id
    return f"{who} {_VERBS[claim.polarity]}: {event_label(event)}"


def _names(fillers: tuple[Filler, ...]) -> str:
    return " and ".join(f.value.label for f in fillers)


def day_label(when: Interval | None) -> str:
    """Return a day as the text knows it, or from when to when."""
    if when is None:
        return ""
    return when.value or (f"{when.earliest} to {when.latest}" if when.earliest else "")


@lru_cache(maxsize=1)
def action_labels() -> dict[str, str]:
    """Return the action types' names, by key."""
    facts = read_facts(ONTOLOGY / "conflict.ttl")
    label = PREFIXES["skos"] + "prefLabel"
    return {
        local_name(s): rows[label][0] for s, rows in facts.items() if s.startswith(PREFIXES["act"]) and label in rows
    }
