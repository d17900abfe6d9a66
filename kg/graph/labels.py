"""Label events, claims and dates for a reader: "M23 shelled Bunagana, 2024-05-07". Knows the action scheme's labels."""

from __future__ import annotations

from functools import lru_cache

from kg.model import Article, Claim, Event, Filler, Interval, Polarity
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.turtle_files import local_name, read_facts

_POLARITY_VERBS = {Polarity.AFFIRMED: "affirms", Polarity.DENIED: "denies", Polarity.UNDETERMINED: "leaves open"}


def event_label(event: Event) -> str:
    """Return an event's actors, action, targets, places and date; empty roles are left out."""
    actors, action, targets = _names(event.actors), action_labels()[event.action], _names(event.targets)
    label = f"{action} → {targets}" if targets else action
    label = f"{actors}: {label}" if actors else label
    places, day = _names(event.places), day_label(event.when)
    if places and places != targets:
        label += f", {places}"
    return f"{label}, {day}" if day else label


def claim_label(claim: Claim, event: Event, article: Article) -> str:
    """Return a claim's claimants, polarity and event."""
    claimants = _names(claim.claimants) or article.outlet or article.title or article.id
    return f"{claimants} {_POLARITY_VERBS[claim.polarity]}: {event_label(event)}"


def _names(fillers: tuple[Filler, ...]) -> str:
    return " and ".join(f.value.label for f in fillers)


def day_label(when: Interval | None) -> str:
    """Return a date at the precision of the text, or an interval's two ends."""
    if when is None:
        return ""
    return when.value or (f"{when.earliest} to {when.latest}" if when.earliest else "")


@lru_cache(maxsize=1)
def action_labels() -> dict[str, str]:
    """Return the action types' labels, by key."""
    facts = read_facts(ONTOLOGY / "conflict.ttl")
    label = PREFIXES["skos"] + "prefLabel"
    return {
        local_name(s): rows[label][0] for s, rows in facts.items() if s.startswith(PREFIXES["act"]) and label in rows
    }
