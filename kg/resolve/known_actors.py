"""Read ontology/actors.ttl: the states, forces, groups, bodies and people that news of conflict names.

Knows the file and its contradictions; decides nothing about a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Actor, Kind
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.lexicon import Facts, line_reference, local_name, read_facts

ACTOR_KINDS = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.STATE, Kind.ARMED_FORCE, Kind.GROUP})
_ACTOR = PREFIXES["actor"]
_LEX = PREFIXES["lex"]
_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"
_ALIAS = PREFIXES["skos"] + "altLabel"
_PART_OF = PREFIXES["cno"] + "partOf"
_COUNTRY = PREFIXES["cno"] + "country"
_SAME = PREFIXES["schema"] + "sameAs"

Rows = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Office:
    """A post that someone held."""

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
        terms = self._terms.get((plain_office(office), state), ())
        holders = {t.actor for t in terms if day is None or _covers(t, day)}
        return self.actors[holders.pop()] if len(holders) == 1 else None

    @cached_property
    def _terms(self) -> dict[tuple[str, str], list[Office]]:
        terms: dict[tuple[str, str], list[Office]] = {}
        for term in self.offices:
            terms.setdefault((plain_office(term.office), term.state), []).append(term)
        return terms


def load_known_actors(path: Path = ONTOLOGY / "actors.ttl") -> KnownActors:
    """Return the actors of a Turtle file.

    Raises:
        OntologyError: the file does not parse, an actor lacks a class or a label, is part of an actor that is not
            there, or shares a name with another; names file and line.
    """
    facts = read_facts(path)
    nodes = {s.removeprefix(_ACTOR): rows for s, rows in facts.items() if s.startswith(_ACTOR)}
    actors = {key: _actor(key, rows, path) for key, rows in nodes.items()}
    _refuse_strangers(actors, path)
    return KnownActors(
        actors,
        _table(((plain_name(n), a.key) for a in actors.values() for n in (a.label, *a.aliases)), path),
        _table(_words(nodes, "demonym"), path),
        _table(_words(nodes, "people"), path),
        _table(_words(nodes, "metonym"), path),
        tuple(_offices(nodes, facts, actors, path)),
    )


def plain_name(name: str) -> str:
    """Return a name as `KnownActors.names` holds it."""
    return name.casefold().removeprefix("the ")


def plain_office(office: str) -> str:
    """Return an office's name in one spelling."""
    return office.casefold().replace("-", " ").replace("defense", "defence")


def _actor(key: str, rows: Rows, path: Path) -> Actor:
    kinds, labels = [local_name(t) for t in rows.get(_TYPE, ())], rows.get(_LABEL, ())
    if len(kinds) != 1 or kinds[0] not in ACTOR_KINDS:
        said = ", ".join(kinds) or "none"
        choice = ", ".join(sorted(ACTOR_KINDS))
        raise OntologyError(f"{_line(path, key)}: class of '{key}' is {said}; give one of {choice}")
    if len(labels) != 1:
        raise OntologyError(f"{_line(path, key)}: '{key}' has {len(labels)} labels; give one rdfs:label")
    part, country = rows.get(_PART_OF, ()), rows.get(_COUNTRY, ())
    return Actor(
        key, Kind(kinds[0]), labels[0], tuple(rows.get(_ALIAS, ())),
        local_name(part[0]) if part else None, local_name(country[0]) if country else None, tuple(rows.get(_SAME, ())),
    )  # fmt: skip


def _line(path: Path, key: str) -> str:
    return line_reference(path, "actor:" + key)


def _refuse_strangers(actors: Mapping[str, Actor], path: Path) -> None:
    for actor in actors.values():
        if actor.part_of is not None and actor.part_of not in actors:
            where = _line(path, actor.key)
            raise OntologyError(f"{where}: '{actor.key}' is part of '{actor.part_of}', which is not there; add it")


def _words(nodes: Mapping[str, Rows], name: str) -> Iterator[tuple[str, str]]:
    for key, rows in nodes.items():
        for word in rows.get(_LEX + name, ()):
            yield word.removeprefix("the "), key


def _table(pairs: Iterable[tuple[str, str]], path: Path) -> dict[str, str]:
    """Return name → key; one name for two actors is a contradiction."""
    table: dict[str, str] = {}
    for name, key in pairs:
        if (other := table.setdefault(name, key)) != key:
            raise OntologyError(f"{_line(path, key)}: '{name}' names both '{other}' and '{key}'; keep one")
    return table


def _offices(nodes: Mapping[str, Rows], facts: Facts, actors: Mapping[str, Actor], path: Path) -> Iterator[Office]:
    for key, rows in nodes.items():
        for node in rows.get(_LEX + "held", ()):
            post = facts[node]
            state = local_name(post[_LEX + "of"][0]) if post.get(_LEX + "of") else actors[key].part_of
            if state is None or state not in actors or not post.get(_LEX + "office"):
                raise OntologyError(f"{_line(path, key)}: '{key}' has a post of nobody known; give lex:office, lex:of")
            since, until = (_day(post.get(_LEX + name, ()), path, last=name == "until") for name in ("from", "until"))
            for office in post[_LEX + "office"]:
                yield Office(key, office, state, since, until)


def _day(values: Iterable[str], path: Path, *, last: bool) -> date | None:
    """Return the first or the last day of "YYYY" or "YYYY-MM"; None without a value."""
    value = next(iter(values), None)
    if value is None:
        return None
    try:
        year, month = int(value[:4]), int(value[5:]) if len(value) > 4 else (12 if last else 1)
        first = date(year, month, 1)
    except ValueError as err:
        raise OntologyError(f"{line_reference(path, value)}: '{value}' is no month; write YYYY or YYYY-MM") from err
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)) if last else first


def _covers(term: Office, day: date) -> bool:
    return (term.since is None or term.since <= day) and (term.until is None or day <= term.until)
