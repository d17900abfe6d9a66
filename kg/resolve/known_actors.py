"""Read ontology/actors.ttl: the states, forces, groups, bodies and people that conflict news names.

Knows the file and its contradictions; links no mentions.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Actor, Kind
from kg.resolve.node_files import NodeEntry, NodeFile
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.turtle_files import Facts, local_name, read_facts
from kg.vocab.turtle_lines import line_reference

ACTOR_KINDS = (Kind.ARMED_FORCE, Kind.GROUP, Kind.ORGANIZATION, Kind.PERSON, Kind.STATE)
_LEX = PREFIXES["lex"]
_PART_OF = PREFIXES["cno"] + "partOf"
_COUNTRY = PREFIXES["cno"] + "country"


@dataclass(frozen=True, slots=True)
class Office:
    """A term of office."""

    actor: str  #: key of the holder
    office: str  #: such as "foreign minister"
    state: str  #: key of the state or body whose post it is
    since: date | None  #: first day that it can have begun; None: not known
    until: date | None  #: last day that it can have ended; None: not over when the file was written


@dataclass(frozen=True)
class KnownActors:
    """What the actor file holds, by key and by name."""

    actors: Mapping[str, Actor]
    names: Mapping[str, str]  #: a name or alias, case folded and without a leading "the" → key
    demonyms: Mapping[str, str]  #: "Russian" → key of the state
    people: Mapping[str, str]  #: "Russians" → key of the state
    metonyms: Mapping[str, str]  #: "Kremlin", "Moscow" → key of the state
    offices: tuple[Office, ...]

    def office_holder(self, office: str, state: str, day: date | None) -> Actor | None:
        """Return who held a post on a day, or None where the file names nobody or more than one.

        Terms are known to the month or year, so on the eve of a change both fit, and neither is named.
        Without a day only a post that one person alone ever held is answered.
        """
        terms = self._terms.get((_normalize_office(office), state), ())
        holders = {term.actor for term in terms if day is None or _covers(term, day)}
        return self.actors[holders.pop()] if len(holders) == 1 else None

    @cached_property
    def _terms(self) -> dict[tuple[str, str], list[Office]]:
        terms: dict[tuple[str, str], list[Office]] = {}
        for term in self.offices:
            terms.setdefault((_normalize_office(term.office), term.state), []).append(term)
        return terms


def load_known_actors(path: Path = ONTOLOGY / "actors.ttl") -> KnownActors:
    """Return the actors of a Turtle file.

    Raises:
        OntologyError: the file does not parse, an actor lacks a class or a label, is part of an actor that is not
            there, or shares a name with another; names file and line.
    """
    facts, file = read_facts(path), NodeFile(path, "actor", ACTOR_KINDS)
    entries = {entry.key: entry for entry in file.entries(facts)}
    actors = {key: _actor(entry) for key, entry in entries.items()}
    _refuse_unknown_parents(actors, file)
    return KnownActors(
        actors,
        _index(((normalize_name(n), a.key) for a in actors.values() for n in (a.label, *a.aliases)), file),
        _index(_lexicalizations(entries.values(), "demonym"), file),
        _index(_lexicalizations(entries.values(), "people"), file),
        _index(_lexicalizations(entries.values(), "metonym"), file),
        tuple(_offices(entries.values(), facts, actors, file)),
    )


def normalize_name(name: str) -> str:
    """Return a name as `KnownActors.names` holds it."""
    return name.casefold().removeprefix("the ")


def _normalize_office(office: str) -> str:
    return office.casefold().replace("-", " ").replace("defense", "defence")


def _actor(entry: NodeEntry) -> Actor:
    part_of, country = entry.key_of(_PART_OF), entry.key_of(_COUNTRY)
    return Actor(entry.key, entry.kind, entry.label, entry.aliases, part_of, country, entry.same_as)


def _refuse_unknown_parents(actors: Mapping[str, Actor], file: NodeFile) -> None:
    for actor in actors.values():
        if actor.part_of is not None and actor.part_of not in actors:
            where = file.line_of(actor.key)
            raise OntologyError(f"{where}: '{actor.key}' is part of '{actor.part_of}', which is not there; add it")


def _lexicalizations(entries: Iterable[NodeEntry], name: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a property of the lex: vocabulary, each with the key of its actor."""
    for entry in entries:
        for word in entry.properties.get(_LEX + name, ()):
            yield word.removeprefix("the "), entry.key


def _index(pairs: Iterable[tuple[str, str]], file: NodeFile) -> dict[str, str]:
    """Return name → key; one name for two actors is a contradiction."""
    index: dict[str, str] = {}
    for name, key in pairs:
        if (other := index.setdefault(name, key)) != key:
            raise OntologyError(f"{file.line_of(key)}: '{name}' names both '{other}' and '{key}'; keep one")
    return index


def _offices(
    entries: Iterable[NodeEntry], facts: Facts, actors: Mapping[str, Actor], file: NodeFile
) -> Iterator[Office]:
    for entry in entries:
        for node in entry.properties.get(_LEX + "held", ()):
            post, key = facts[node], entry.key
            state = local_name(post[_LEX + "of"][0]) if post.get(_LEX + "of") else actors[key].part_of
            if state is None or state not in actors or not post.get(_LEX + "office"):
                raise OntologyError(f"{file.line_of(key)}: '{key}' has a post of nobody known; give lex:office, lex:of")
            first, last = (_day(post.get(_LEX + n, ()), file.path, last=n == "until") for n in ("from", "until"))
            for office in post[_LEX + "office"]:
                yield Office(key, office, state, first, last)


def _day(values: Iterable[str], path: Path, *, last: bool) -> date | None:
    """Return the first or the last day of "YYYY" or "YYYY-MM"; None without a value."""
    value = next(iter(values), None)
    if value is None:
        return None
    try:
        year, month = int(value[:4]), int(value[5:]) if len(value) > 4 else (12 if last else 1)
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError as err:
        raise OntologyError(f"{line_reference(path, value)}: '{value}' is no month; write YYYY or YYYY-MM") from err


def _covers(term: Office, day: date) -> bool:
    return (term.since is None or term.since <= day) and (term.until is None or day <= term.until)
