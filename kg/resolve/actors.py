"""Turn a name or description into an actor's node, known or new. Knows the actor file and the map, no grammar.

An actor that the file holds keeps its IRI everywhere. A new name mints one from its words and country; a nameless
group ("gunmen"), a bare surname or a ministry of a state not known belongs to its article alone, because nothing shows
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
    """What the text says of an actor."""

    name: str  #: without determiners, numbers and titles
    kind: str  #: as `kg.reading.parse.noun_phrases` sorts them: "person", "force", "place", …
    entity: str = ""  #: the model's label of a name; empty for a common noun
    owner: Actor | None = None  #: whose it is, where the text says so ("his troops", "Russia's military")
    state_organ: bool = False  #: a kind of body that a state has: army, ministry, police
    is_government: bool = False  #: a noun for the state itself: government, authorities
    body: str = ""  #: the named body that people are fighters of: "Ansar al-Sunna" insurgents; empty without one


@dataclass(frozen=True)
class ActorResolver:
    """Finds and mints the actors of one article."""

    known: KnownActors
    gazetteer: Gazetteer
    context: tuple[Place, ...]  #: places that the article names, for namesakes
    article: str  #: the article's key
    published: date | None
    minted: dict[str, Actor] = field(default_factory=dict)  #: actors that the file does not hold, by key

    def resolve_actor(self, said: ActorDescription) -> Actor | None:
        """Return who a description means as an actor or a source, or None when it is none."""
        if (
            found := self.known_actor(said.name, said.kind) or self._body_of_members(said) or self._office_holder(said)
        ) is not None:
            return found
        if said.kind == "place":
            return self._state_of_place(said.name)
        if (forces := self._forces_of_owner(said)) is not None:
            return forces
        if said.is_government and (state := self._government(said)) is not None:
            return state
        if said.kind not in _KINDS or said.kind in ("facility", "vehicle", "weapon"):
            return None
        made = self._mint(said)
        return self.minted.setdefault(made.key, made) if made is not None else None

    def resolve_target(self, said: ActorDescription) -> Actor | None:
        """Return who or what a description means as a target; towns and things become facilities."""
        if (found := self.resolve_actor(said)) is not None:
            return found
        if said.kind == "pronoun":
            return None
        return self.mint_facility(said)

    def known_actor(self, name: str, kind: str = "") -> Actor | None:
        """Return the known actor of a name, a people or a demonym."""
        plain = _bare_name(name)
        if (key := self.known.names.get(plain.casefold())) is not None:
            return self.known.actors[key]
        if kind == "place":
            return None
        if kind in ("organization", "facility") and (key := self.known.metonyms.get(plain)) is not None:
            return self.known.actors[key]
        if (key := self.known.people.get(plain)) is not None:
            return self._nationality_group(plain, key)
        if kind == "group" and (key := self.known.demonyms.get(plain)) is not None:
            return self.known.actors[key]  # an adjective that stands alone: "Ukrainian attempts"
        return None

    def is_known_civil_body(self, name: str) -> bool:
        """Tell whether a name is that of a known body that is no force: the United Nations, a ministry, a state."""
        known = self.known_actor(name)
        return known is not None and known.kind in (Kind.ORGANIZATION, Kind.STATE)

    def state_of_name(self, name: str) -> Actor | None:
        """Return the state that a demonym, a country or its capital stands for ("Russian", "Moscow")."""
        plain = _bare_name(name)
        key = self.known.demonyms.get(plain) or self.known.metonyms.get(plain)
        if key is None:
            named = self.known.names.get(plain.casefold())
            key = named if named is not None and self.known.actors[named].kind is Kind.STATE else None
        return self.known.actors[key] if key is not None else None

    def armed_forces_of(self, actor: Actor) -> Actor:
        """Return a state's armed forces, where the file has them, for it and its organs; any other actor itself."""
        above = self.known.actors.get(actor.part_of) if actor.part_of and actor.kind is Kind.ORGANIZATION else None
        if above is not None and above.kind is Kind.STATE:  # "the ministry said its troops …"
            actor = above
        if actor.kind is not Kind.STATE:
            return actor
        own = (a for a in self.known.actors.values() if a.part_of == actor.key and a.kind is Kind.ARMED_FORCE)
        return next((a for a in own if a.key.endswith("-armed-forces")), actor)

    def with_parents(self, actor: Actor) -> list[Actor]:
        """Return the actor and all that it is part of."""
        chain = [actor]
        while (key := chain[-1].part_of) is not None:
            up = self.known.actors.get(key) or self.minted.get(key)
            if up is None or up in chain:
                break
            chain.append(up)
        return chain

    def _body_of_members(self, said: ActorDescription) -> Actor | None:
        """Return the body that people are of: "M23 rebels", "militants of the ADF"; a state's are its forces' own."""
        name, _, noun = _bare_name(said.name).rpartition(" ")
        if said.kind not in ("group", "force") or not name:
            return None
        for known in (self.known_actor(name) if noun.islower() else None, self.known_actor(said.body)):
            if known is not None and known.kind in (Kind.ARMED_FORCE, Kind.ORGANIZATION):
                return known
        if not said.body or self._state_in(said.body) is not None or self.gazetteer.candidates(said.body):
            return None
        made = Actor(slug(said.body), Kind.ARMED_FORCE, said.body, _aliases(said.name, said.body))
        return self.minted.setdefault(made.key, made)

    def _forces_of_owner(self, said: ActorDescription) -> Actor | None:
        """Return the known body of a state that "its troops" or "Chad's army" are, by its name with the demonym."""
        if said.owner is None or said.owner.kind is not Kind.STATE or said.entity:
            return None
        known = (
            self.known.names.get(f"{d} {_without_owner(said.name)}".casefold()) for d in self._demonyms_of(said.owner)
        )
        return next((self.known.actors[key] for key in known if key is not None), None)

    def _demonyms_of(self, state: Actor) -> Iterator[str]:
        """Yield the demonyms of a state, the commonest first."""
        return (demonym for demonym, key in self.known.demonyms.items() if key == state.key)

    def _government(self, said: ActorDescription) -> Actor | None:
        """Return the state whose government it is; "the government" alone is that of where the article's places lie."""
        if said.owner is not None and said.owner.kind is Kind.STATE:
            return said.owner
        name = _bare_name(said.name)
        if (state := self._state_in(name)) is not None or " " in name:
            return state
        return self.known.actors.get(self.country_of_article) if self.country_of_article is not None else None

    @cached_property
    def country_of_article(self) -> str | None:
        """Key of the country that most of the article's places lie in, without such the one named most; else None."""
        chains = [self.gazetteer.containing_places(p) for p in self.context if p.kind is not Kind.COUNTRY]
        lying = Counter(p.key for chain in chains for p in chain if p.kind is Kind.COUNTRY)
        first, second = (*lying.most_common(2), (None, 0), (None, 0))[:2]
        if first[1] > second[1]:
            return first[0]
        named = [p.key for p in self.context if p.kind is Kind.COUNTRY]
        return named[0] if named and not lying else None

    def _office_holder(self, said: ActorDescription) -> Actor | None:
        """Return who held a post on the day of publication: "the Ukrainian president" of 2017 and of 2025 are two."""
        if said.kind not in ("group", "person") or said.entity:
            return None
        name = _bare_name(said.name)
        owned = said.owner is not None and said.owner.kind is Kind.STATE
        state = said.owner if owned else self._state_in(name)
        office = " ".join(w for w in name.split() if w.islower())
        return self.known.office_holder(office, state.key, self.published) if state and office else None

    def _state_of_place(self, name: str) -> Actor | None:
        """Return the state for a country or a capital; another place is no actor."""
        if (found := self.state_of_name(name)) is not None or not _has_capital(name):
            return found
        place = self.gazetteer.resolve_toponym(name, self.context)
        if place is not None and place.kind is Kind.COUNTRY:
            return self.known.actors.get(place.key)
        return None

    def _nationality_group(self, name: str, state: str) -> Actor:
        country = self.known.actors[state].country
        return Actor(slug(name), Kind.GROUP, name, country=country)

    def _mint(self, said: ActorDescription) -> Actor | None:
        name = _bare_name(said.name)
        if not re.search(r"[^\W\d_]", name):
            return None
        state = self._state_in(name)
        country = state.country if state else (said.owner.country if said.owner else None)
        kind = _KINDS[said.kind]
        if said.kind == "force" and (state or said.owner or said.entity):
            kind = Kind.ARMED_FORCE
        part_of = self._part_of(said, state)
        if said.owner is not None and state is None and not said.entity:
            adjective = next(self._demonyms_of(said.owner), said.owner.label)
            name = f"{adjective} {_without_owner(name)}" if said.owner.kind is Kind.STATE else name
        key = self._key(said, name, state, country)
        return Actor(key, kind, name, _aliases(said.name, name), part_of, country)

    def _part_of(self, said: ActorDescription, state: Actor | None) -> str | None:
        """Part of is not nationality: only a state's organ is part of the state."""
        if said.owner is not None and said.owner.kind is not Kind.STATE:
            return said.owner.key
        holder = state or said.owner
        return holder.key if holder is not None and said.state_organ else None

    def _key(self, said: ActorDescription, name: str, state: Actor | None, country: str | None) -> str:
        key = slug(name)
        if said.entity and not _is_ambiguous(said, name, country):
            return key if state or country is None else f"{key}-{country}"
        if state is not None:
            return key
        if said.owner is not None:
            return f"{said.owner.key}-{slug(said.name)}" if said.owner.kind is not Kind.STATE else key
        return f"{key}-{self.article[:ARTICLE_DIGITS]}"

    def _state_in(self, name: str) -> Actor | None:
        """Return the one state whose demonym or name stands in a description."""
        found = {s.key: s for w in re.split(r"[\s/]+|'s\b", name) if (s := self._state_of_word(w)) is not None}
        return next(iter(found.values())) if len(found) == 1 else None

    def _state_of_word(self, word: str) -> Actor | None:
        key = self.known.demonyms.get(word)
        if key is None and (named := self.known.names.get(word.casefold())) is not None and word[:1].isupper():
            key = named if self.known.actors[named].kind is Kind.STATE else None
        return self.known.actors[key] if key is not None else None

    def mint_facility(self, said: ActorDescription) -> Actor:
        """Return a town, a building or another thing as what an action is done to."""
        name = _bare_name(said.name)
        if (
            said.kind == "place"
            and _has_capital(name)
            and (place := self.gazetteer.resolve_toponym(name, self.context)) is not None
        ):
            return Actor(place.key, Kind.FACILITY, place.label, _aliases(name, place.label))
        return Actor(f"{slug(name)}-{self.article[:ARTICLE_DIGITS]}", Kind.FACILITY, name)


def _bare_name(name: str) -> str:
    """Return a name without possessive ending and leading article."""
    return re.sub(r"(?i)^the\s+", "", re.sub(r"['’]s?$", "", name.strip())).strip()


def _is_ambiguous(said: ActorDescription, name: str, country: str | None) -> bool:
    """Tell whether a name is one that many have: a surname alone, or "Defence Ministry" of a state not known."""
    return country is None and (said.state_organ or (said.kind == "person" and len(name.split()) == 1))


def _without_owner(name: str) -> str:
    """Return a name without whose it is: "army" for "Chad's army"."""
    return re.sub(r"^.*?['’]s?\s+", "", _bare_name(name))


def _has_capital(words: str) -> bool:
    """Tell whether any word has a capital: "villages" is no name of a place."""
    return any(w[:1].isupper() for w in words.split())


def _aliases(given: str, label: str) -> tuple[str, ...]:
    plain = _bare_name(given)
    return (plain,) if plain != label else ()
