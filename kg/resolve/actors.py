"""Link a name or description to an actor, known or new. Knows the actor file and the gazetteer, no grammar.

An actor that the file holds has the same IRI everywhere. A new name mints one from its words and country; a nameless
group ("gunmen"), a bare surname or a ministry of an unknown state belongs to its article alone, because nothing shows
that two articles mean the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kg.model import Actor, Kind, Place
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors
from kg.text_normalization import slug

ARTICLE_DIGITS = 8  #: of its article's key, that end the key of a nameless group or facility
_KINDS = {
    "person": Kind.PERSON, "group": Kind.GROUP, "force": Kind.GROUP, "organization": Kind.ORGANIZATION,
    "state": Kind.ORGANIZATION, "facility": Kind.FACILITY, "vehicle": Kind.FACILITY, "weapon": Kind.FACILITY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActorDescription:
    """How a text refers to an actor."""

    name: str  #: without determiners, numbers and titles
    kind: str  #: as `kg.reading.parse.noun_phrases` classifies it: "person", "force", "place", …
    entity: str = ""  #: the NER label of a name; empty for a common noun
    owner: Actor | None = None  #: whose it is, if the text names an owner ("his troops", "Russia's military")
    state_organ: bool = False  #: a kind of body that a state has: army, ministry, police
    is_government: bool = False  #: a noun for the state itself: government, authorities
    body: str = ""  #: the named body that people are fighters of: "Ansar al-Sunna" insurgents; empty without one

    @property
    def owning_state(self) -> Actor | None:
        """The owner, if it is a state."""
        return self.owner if self.owner is not None and self.owner.kind is Kind.STATE else None


@dataclass(frozen=True)
class ActorResolver:
    """Links the actors of one article, and mints those that the file does not hold."""

    known: KnownActors
    gazetteer: Gazetteer
    context: tuple[Place, ...]  #: places that the article names, by which namesakes are told apart
    article: str  #: the article's key
    published: date | None
    minted: dict[str, Actor] = field(default_factory=dict)  #: actors that the file does not hold, by key

    def resolve_actor(self, description: ActorDescription) -> Actor | None:
        """Return the actor or source that a description refers to, or None if it is none."""
        known = self.known_actor(description.name, description.kind)
        if (found := known or self._body_of_members(description) or self._office_holder(description)) is not None:
            return found
        if description.kind == "place":
            return self._state_of_place(description.name)
        if (forces := self._forces_of_owner(description)) is not None:
            return forces
        if description.is_government and (state := self._government(description)) is not None:
            return state
        if description.kind not in _KINDS or description.kind in ("facility", "vehicle", "weapon"):
            return None
        minted = self._mint(description)
        return self.minted.setdefault(minted.key, minted) if minted is not None else None

    def resolve_target(self, description: ActorDescription) -> Actor | None:
        """Return the actor or facility that a description refers to as a target; towns and things are facilities."""
        if (actor := self.resolve_actor(description)) is not None:
            return actor
        return self.mint_facility(description) if description.kind != "pronoun" else None

    def mint_facility(self, description: ActorDescription) -> Actor:
        """Return the facility of a town, a building or another thing that is a target."""
        name = _bare_name(description.name)
        is_toponym = description.kind == "place" and _has_capital(name)
        if is_toponym and (place := self.gazetteer.resolve_toponym(name, self.context)) is not None:
            return Actor(place.key, Kind.FACILITY, place.label, _aliases(name, place.label))
        return Actor(f"{slug(name)}-{self.article[:ARTICLE_DIGITS]}", Kind.FACILITY, name)

    def known_actor(self, name: str, kind: str = "") -> Actor | None:
        """Return the known actor of a name, a metonym, a people or a demonym."""
        bare = _bare_name(name)
        if (key := self.known.names.get(bare.casefold())) is not None:
            return self.known.actors[key]
        if kind == "place":
            return None
        if kind in ("organization", "facility") and (key := self.known.metonyms.get(bare)) is not None:
            return self.known.actors[key]
        if (key := self.known.people.get(bare)) is not None:
            return self._nationality_group(bare, key)
        if kind == "group" and (key := self.known.demonyms.get(bare)) is not None:
            return self.known.actors[key]  # a demonym used as a noun: "Ukrainian attempts"
        return None

    def is_known_civil_body(self, name: str) -> bool:
        """Tell whether a name is a known civil body's: the United Nations, a ministry, a state."""
        known = self.known_actor(name)
        return known is not None and known.kind in (Kind.ORGANIZATION, Kind.STATE)

    def state_of_name(self, name: str) -> Actor | None:
        """Return the state that a demonym, a country or its capital stands for ("Russian", "Moscow")."""
        bare = _bare_name(name)
        key = self.known.demonyms.get(bare) or self.known.metonyms.get(bare)
        if key is None:
            named = self.known.names.get(bare.casefold())
            key = named if named is not None and self.known.actors[named].kind is Kind.STATE else None
        return self.known.actors[key] if key is not None else None

    def armed_forces_of(self, actor: Actor) -> Actor:
        """Return a state's armed forces, for it or an organ of it, if the file has them; any other actor itself."""
        parent = self.known.actors.get(actor.part_of) if actor.part_of and actor.kind is Kind.ORGANIZATION else None
        if parent is not None and parent.kind is Kind.STATE:  # "the ministry said its troops …"
            actor = parent
        if actor.kind is not Kind.STATE:
            return actor
        forces = (a for a in self.known.actors.values() if a.part_of == actor.key and a.kind is Kind.ARMED_FORCE)
        return next((force for force in forces if force.key.endswith("-armed-forces")), actor)

    def with_parents(self, actor: Actor) -> list[Actor]:
        """Return the actor and all that it is part of."""
        chain = [actor]
        while (key := chain[-1].part_of) is not None:
            parent = self.known.actors.get(key) or self.minted.get(key)
            if parent is None or parent in chain:
                break
            chain.append(parent)
        return chain

    def _body_of_members(self, description: ActorDescription) -> Actor | None:
        """Return the body whose members are described, but no state: "M23 rebels", "militants of the ADF"."""
        name, _, noun = _bare_name(description.name).rpartition(" ")
        if description.kind not in ("group", "force") or not name:
            return None
        body = description.body
        for known in (self.known_actor(name) if noun.islower() else None, self.known_actor(body)):
            if known is not None and known.kind in (Kind.ARMED_FORCE, Kind.ORGANIZATION):
                return known
        if not body or self._state_in(body) is not None or self.gazetteer.candidates(body):
            return None
        minted = Actor(slug(body), Kind.ARMED_FORCE, body, _aliases(description.name, body))
        return self.minted.setdefault(minted.key, minted)

    def _forces_of_owner(self, description: ActorDescription) -> Actor | None:
        """Return the known body of the owning state, by its name with a demonym: "its troops", "Chad's army"."""
        state = description.owning_state
        if state is None or description.entity:
            return None
        noun = _without_owner(description.name)
        keys = (self.known.names.get(f"{demonym} {noun}".casefold()) for demonym in self._demonyms_of(state))
        return next((self.known.actors[key] for key in keys if key is not None), None)

    def _demonyms_of(self, state: Actor) -> Iterator[str]:
        """Yield the demonyms of a state, in the file's order: the commonest first."""
        return (demonym for demonym, key in self.known.demonyms.items() if key == state.key)

    def _government(self, description: ActorDescription) -> Actor | None:
        """Return the state of a government; "the government" alone is that of the article's country."""
        if description.owning_state is not None:
            return description.owning_state
        name = _bare_name(description.name)
        if (state := self._state_in(name)) is not None or " " in name:
            return state
        return self.known.actors.get(self.country_of_article) if self.country_of_article is not None else None

    @cached_property
    def country_of_article(self) -> str | None:
        """Key of the country that most of the article's places lie in, else of the first one named, or None."""
        chains = [self.gazetteer.containing_places(p) for p in self.context if p.kind is not Kind.COUNTRY]
        counts = Counter(p.key for chain in chains for p in chain if p.kind is Kind.COUNTRY)
        first, second = (*counts.most_common(2), (None, 0), (None, 0))[:2]
        if first[1] > second[1]:
            return first[0]
        named = [p.key for p in self.context if p.kind is Kind.COUNTRY]
        return named[0] if named and not counts else None

    def _office_holder(self, description: ActorDescription) -> Actor | None:
        """Return the holder of an office on the day of publication: "the Ukrainian president"."""
        if description.kind not in ("group", "person") or description.entity:
            return None
        name = _bare_name(description.name)
        state = description.owning_state or self._state_in(name)
        office = " ".join(word for word in name.split() if word.islower())
        return self.known.office_holder(office, state.key, self.published) if state and office else None

    def _state_of_place(self, name: str) -> Actor | None:
        """Return the state of a country or a capital, or None: another place is no actor."""
        if (state := self.state_of_name(name)) is not None or not _has_capital(name):
            return state
        place = self.gazetteer.resolve_toponym(name, self.context)
        if place is not None and place.kind is Kind.COUNTRY:
            return self.known.actors.get(place.key)
        return None

    def _nationality_group(self, name: str, state: str) -> Actor:
        country = self.known.actors[state].country
        return Actor(slug(name), Kind.GROUP, name, country=country)

    def _mint(self, description: ActorDescription) -> Actor | None:
        """Return a new actor, or None for a description without a letter."""
        name, owner = _bare_name(description.name), description.owner
        if not re.search(r"[^\W\d_]", name):
            return None
        state = self._state_in(name)
        country = state.country if state else (owner.country if owner else None)
        kind = _KINDS[description.kind]
        if description.kind == "force" and (state or owner or description.entity):
            kind = Kind.ARMED_FORCE
        if description.owning_state is not None and state is None and not description.entity:
            demonym = next(self._demonyms_of(description.owning_state), description.owning_state.label)
            name = f"{demonym} {_without_owner(name)}"
        key = self._key(description, name, state, country)
        return Actor(key, kind, name, _aliases(description.name, name), _part_of(description, state), country)

    def _key(self, description: ActorDescription, name: str, state: Actor | None, country: str | None) -> str:
        key = slug(name)
        if description.entity and not _is_ambiguous(description, name, country):
            return key if state or country is None else f"{key}-{country}"
        if state is not None or description.owning_state is not None:
            return key
        if description.owner is not None:
            return f"{description.owner.key}-{slug(description.name)}"
        return f"{key}-{self.article[:ARTICLE_DIGITS]}"

    def _state_in(self, name: str) -> Actor | None:
        """Return the state whose demonym or name a description contains, if it is the only one."""
        states = {s.key: s for w in re.split(r"[\s/]+|'s\b", name) if (s := self._state_of_word(w)) is not None}
        return next(iter(states.values())) if len(states) == 1 else None

    def _state_of_word(self, word: str) -> Actor | None:
        key = self.known.demonyms.get(word)
        if key is None and (named := self.known.names.get(word.casefold())) is not None and word[:1].isupper():
            key = named if self.known.actors[named].kind is Kind.STATE else None
        return self.known.actors[key] if key is not None else None


def _part_of(description: ActorDescription, state: Actor | None) -> str | None:
    """Return the key of what an actor is part of; nationality is no membership: of a state only its organs are."""
    owner = description.owner
    if owner is not None and description.owning_state is None:
        return owner.key
    holder = state or owner
    return holder.key if holder is not None and description.state_organ else None


def _bare_name(name: str) -> str:
    """Return a name without its possessive ending and leading article."""
    return re.sub(r"(?i)^the\s+", "", re.sub(r"['’]s?$", "", name.strip())).strip()


def _is_ambiguous(description: ActorDescription, name: str, country: str | None) -> bool:
    """Tell whether a name may be another's, too: a bare surname, or "Defence Ministry" of an unknown state."""
    return country is None and (description.state_organ or (description.kind == "person" and len(name.split()) == 1))


def _without_owner(name: str) -> str:
    """Return a name without its owner: "army" for "Chad's army"."""
    return re.sub(r"^.*?['’]s?\s+", "", _bare_name(name))


def _has_capital(words: str) -> bool:
    """Tell whether any word has a capital: "villages" is no name of a place."""
    return any(word[:1].isupper() for word in words.split())


def _aliases(name: str, label: str) -> tuple[str, ...]:
    bare = _bare_name(name)
    return (bare,) if bare != label else ()
