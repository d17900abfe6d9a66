"""Who and where is named in one article: from phrases of the parse to actors and places.

The border between `kg.reading`, which knows the words, and `kg.resolve`, which knows the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Token

from kg.model import Actor, Event, Filler, Kind, Mention, Place
from kg.reading.mentions.coreference import CoreferenceResolver
from kg.reading.mentions.toponyms import ToponymResolver
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.noun_phrases import NounPhrase, NounPhrases
from kg.resolve.actors import ActorDescription, ActorResolver

_NUMBERS = {"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"}
_NO_TARGETS = {"thing", "document", "money", "talks", "post"}  #: nothing that a deed is done to
#: what a noun is that is known for a thing, a post or a place, and speaks
_SPEAKING = {"thing": "organization", "facility": "organization", "place": "organization", "post": "group"}


class EntityLinker:
    """The actors and places of one article."""

    def __init__(
        self,
        parsed: ParsedArticle,
        phrases: NounPhrases,
        coreference: CoreferenceResolver,
        actors: ActorResolver,
        place_kinds: Mapping[str, str],
    ) -> None:
        self.parsed = parsed
        self.phrases = phrases
        self.coreference = coreference
        self.actors = actors
        self.known = actors.known
        self.gazetteer = actors.gazetteer
        self.context = actors.context
        self.place_nouns = place_kinds
        self.toponyms = ToponymResolver(phrases, coreference, actors, place_kinds)
        self.names_in_text: dict[str, set[str]] = {}  #: what the text calls each actor, by key

    def actor_filler(self, token: Token, rule: str) -> Filler | None:
        """Return who acts, or None: things and towns do not; a weapon, vehicle or soldier acts for whose it is."""
        return self.instrument_owner_filler(token, rule) or self._filler(token, rule, target=False)

    def target_filler(self, token: Token, rule: str, *, towns_as_places: bool = False) -> Filler | None:
        """Return whom or what an action is done to; on the ground a capital is a town, and no state."""
        return self._filler(token, rule, target=True, towns_as_places=towns_as_places)

    def owner_filler(self, token: Token, rule: str) -> Filler | None:
        """Return who acts, from a modifier of an action noun: "Russian", "Moscow's", "rebel"."""
        state = self.actors.state_of_name(token.text)
        if state is not None:
            return Filler(state, self.parsed.mention_of_span(token), rule)
        if token.dep_ in ("amod", "nmod") and token.ent_type_ == "NORP":
            named = self.actors.known_actor(token.text)
            return Filler(named, self.parsed.mention_of_span(token), rule) if named else None
        return self.actor_filler(token, rule)

    def instrument_owner_filler(self, token: Token, rule: str) -> Filler | None:
        """Return whose a weapon or vehicle is ("Russian aircraft"), and whose people are ("its fighters")."""
        phrase = self.phrases.phrase_of(token)
        if phrase is None or phrase.entity:
            return None
        means = phrase.kind in ("weapon", "vehicle") or phrase.head.lower_ in self.phrases.nouns.service_arms
        for child in phrase.head.children:
            if means and child.dep_ in ("amod", "compound", "nmod", "poss") and child.i < phrase.head.i:
                owner = self.owner_filler(child, rule)
                if owner is not None:
                    return owner
            if (
                (phrase.kind == "force" or phrase.head.lower_ in self.phrases.nouns.members)
                and child.dep_ == "poss"
                and child.tag_ == "PRP$"
                and len(phrase.name.split()) == 1
            ):
                owner = self.owner_filler(child, rule)
                if owner is not None and isinstance(owner.value, Actor) and owner.value.kind is not Kind.PERSON:
                    return replace(owner, value=self.actors.armed_forces_of(owner.value))
        return None

    def source_filler(self, token: Token) -> Filler | None:
        """Return whose words they are; an unnamed spokesman's count as his organization's."""
        phrase = self.phrases.phrase_of(token)
        if phrase is None:
            return None
        full = self.coreference.resolve(phrase)
        if full is not None and full.head.lower_ in self.phrases.nouns.offices and not full.entity:
            principal = self._spokesperson_principal(full)
            if principal is not None:
                return principal
        return self.actor_filler(token, "source")

    def affiliation_keys(self, token: Token) -> frozenset[str]:
        """Return the keys of a source, of whom it speaks for and of all that it is part of."""
        phrase = self.phrases.phrase_of(token)
        told = [self.source_filler(token), self._spokesperson_principal(phrase) if phrase is not None else None]
        return frozenset(node.key for filler in told if filler for node in self.with_parents(filler.value))

    def speaker_filler(self, token: Token) -> Filler | None:
        """Return a body for a noun of which only its saying something shows that it is one: "the service", "Fars"."""
        phrase = self.phrases.phrase_of(token)
        kind = _SPEAKING.get(phrase.kind) if phrase is not None and token.ent_type_ not in _NUMBERS else None
        if phrase is None or kind is None or (phrase.kind == "place" and not phrase.entity):
            return None
        value = self.actors.resolve_actor(ActorDescription(phrase.name, kind, phrase.entity, self._owner(phrase)))
        return Filler(value, self.parsed.mention(phrase.first, phrase.last), "speaker") if value is not None else None

    def resolve_place(self, phrase: NounPhrase) -> Place | None:
        """Return the place that a name means in this article, minted inside its region if the gazetteer lacks it."""
        found = self.toponyms.resolve(phrase)
        if (
            found is not None
            and phrase.entity in ("GPE", "LOC")
            and self.toponyms.qualified_name(phrase) == phrase.name
        ):
            self.names_in_text.setdefault(f"place {found.key}", set()).add(phrase.name)
        return found

    def with_parents(self, value: Actor | Place) -> tuple[Actor | Place, ...]:
        """Return an actor with all that it is part of, or a place with all that it lies within."""
        return (
            self.with_containing_places(value) if isinstance(value, Place) else tuple(self.actors.with_parents(value))
        )

    def with_containing_places(self, place: Place) -> tuple[Place, ...]:
        """Return a place and all that it lies within, nearest first."""
        return (place, *(p for p in self.gazetteer.containing_places(place) if p.key != place.key))

    def sentence_mention(self, token: Token) -> Mention:
        """Return the sentence of a token, without the white space around it."""
        inside = [t for t in token.sent if not t.is_space]
        return self.parsed.mention(inside[0].i, inside[-1].i)

    def entity_mentions(self) -> tuple[Filler, ...]:
        """Return every stretch of the prose that names a known actor or a place."""
        found: list[Filler] = []
        for phrase in self.phrases:
            if phrase.entity:
                value = (
                    self.resolve_place(phrase)
                    if phrase.kind == "place"
                    else self.actors.known_actor(phrase.name, phrase.kind)
                )
                if value is not None:
                    found.append(Filler(value, self.parsed.mention(phrase.first, phrase.last), "name"))
        found += [
            Filler(place, self.parsed.mention_of_span(span), "name")
            for span, place in self.toponyms.places_in_organization_names()
        ]
        return tuple(sorted(found, key=lambda f: f.mention))

    def referenced_nodes(self, events: Iterable[Event]) -> tuple[Actor | Place, ...]:
        """Return all actors and places that the events and names use, with their surroundings, by key."""
        found: dict[tuple[str, str], Actor | Place] = {}
        for filler in (*(f for e in events for f in all_fillers(e)), *self.entity_mentions()):
            for node in self.with_parents(filler.value):
                found.setdefault((type(node).__name__, node.key), self._with_names_in_text(node))
                country = self.gazetteer.place(node.country) if isinstance(node, Actor) and node.country else None
                for place in self.with_parents(country) if country else ():
                    found.setdefault(("Place", place.key), place)
        return tuple(found[key] for key in sorted(found))

    def _with_names_in_text(self, node: Actor | Place) -> Actor | Place:
        """Return the actor or place with what the text calls it among its aliases."""
        key = node.key if isinstance(node, Actor) else f"place {node.key}"
        new = self.names_in_text.get(key, set()) - {node.label, *node.aliases}
        return replace(node, aliases=(*node.aliases, *sorted(new))) if new else node

    def _filler(self, token: Token, rule: str, *, target: bool, towns_as_places: bool = False) -> Filler | None:
        phrase = self.phrases.phrase_of(token)
        full = (
            self.coreference.resolve(phrase) if phrase is not None and phrase.head.ent_type_ not in _NUMBERS else None
        )
        if phrase is None or full is None or full.kind == "pronoun":
            return None
        if target and full.kind in _NO_TARGETS and not full.entity and not _has_named_owner(full):
            return None
        if (
            full is not phrase
            and _is_institutional_we(token, full)
            and (principal := self._spokesperson_principal(full)) is not None
        ):
            return replace(
                principal, mention=self.parsed.mention_of_span(token), rule=rule
            )  # those for whom a spokesman speaks
        if full.head.lower_ in self._spokesmen and not full.entity and full is not phrase:
            return self._spokesperson_principal(full)
        described = self._describe(full, owner_of=phrase)
        if towns_as_places and full.kind == "place" and self._is_town(full):
            value: Actor | None = self.actors.mint_facility(described)
        else:
            value = self.actors.resolve_target(described) if target else self.actors.resolve_actor(described)
        if value is None:
            return None
        self.names_in_text.setdefault(value.key, set()).add(full.name)
        return Filler(value, self.parsed.mention(phrase.first, phrase.last), rule)

    def _is_town(self, phrase: NounPhrase) -> bool:
        found = self.resolve_place(phrase)
        return found is not None and found.kind is Kind.SETTLEMENT

    def _describe(self, phrase: NounPhrase, owner_of: NounPhrase) -> ActorDescription:
        nouns = self.phrases.nouns
        organ, government = phrase.head.lower_ in nouns.state_organs, phrase.head.lower_ in nouns.governments
        government = government and phrase.head.tag_ == "NN"
        owner = self._owner(phrase) or self._owner(owner_of)
        return ActorDescription(
            phrase.name, phrase.kind, phrase.entity, owner, organ, government, self._named_body(phrase)
        )

    def _named_body(self, phrase: NounPhrase) -> str:
        """Return the name of the body that "fighters" are of, beside or behind them; empty without one."""
        head = phrase.head
        if phrase.entity or head.lower_ not in self.phrases.nouns.members:
            return ""
        beside = [c for c in head.children if c.dep_ in ("compound", "nmod") and c.i < head.i]
        behind = [t for c in head.children if c.dep_ == "prep" and c.lower_ in ("of", "from") for t in c.children]
        for token in (*reversed(beside), *behind):
            ent = self.phrases.entity_span(token)
            if ent is not None and ent.label_ == "ORG" and not ent.text.isnumeric():
                return ent.text.removeprefix("the ").removesuffix("'s")
        return ""

    def _owner(self, phrase: NounPhrase) -> Actor | None:
        """Return whose the phrase is: "his troops", "Moscow's army", "the group's leader"."""
        for child in phrase.head.children:
            if child.dep_ == "poss" and child.i != phrase.head.i:
                filler = self.owner_filler(child, "owner")
                if filler is not None and isinstance(filler.value, Actor):
                    return self._state_of_person(filler.value)
        return None

    def _state_of_person(self, actor: Actor) -> Actor:
        """Return the state for a person of it ("his troops" are the country's), else the actor itself."""
        if actor.kind is Kind.PERSON and actor.part_of is not None:
            return self.known.actors.get(actor.part_of, actor)
        return actor

    def _spokesperson_principal(self, phrase: NounPhrase) -> Filler | None:
        """Return the organization that a spokesman, named or not, speaks for."""
        office = next((t for t in _head_with_appositions(phrase.head) if t.lower_ in self._spokesmen), None)
        if office is None:
            return None
        for child in (*office.children, *phrase.head.children):
            if child.dep_ in ("poss", "compound", "nmod", "amod") and child.ent_type_ in ("ORG", "NORP", "GPE"):
                return self.owner_filler(child, "spokesman's organization")
            if child.dep_ == "prep" and child.lower_ in ("for", "of"):
                inner = next((c for c in child.children if c.dep_ == "pobj"), None)
                if inner is not None:
                    return self.actor_filler(inner, "spokesman's organization")
        return None

    @cached_property
    def _spokesmen(self) -> frozenset[str]:
        return frozenset(self.phrases.nouns.lexicon.single_word_forms("Spokesperson"))

    def is_use_of_force(self, action: str) -> bool:
        """Tell whether an action is a use of force, done to towns and not to the states that they stand for."""
        return "use-force" in self.phrases.nouns.lexicon.hypernyms(action)

    def is_location_noun(self, noun: Token) -> bool:
        """Tell whether a noun stands for a piece of ground or a building: where its name is, it is."""
        return noun.lower_ in self.place_nouns or self.phrases.nouns.class_by_form.get(noun.lower_) == "facility"

    def names_country(self, token: Token) -> bool:
        """Tell whether a word names a country or is its adjective."""
        return token.text in self.known.demonyms or self._country(token.text) is not None

    def _country(self, name: str) -> Place | None:
        found = self.gazetteer.unambiguous(name) if name[:1].isupper() else None
        return found if found is not None and found.kind is Kind.COUNTRY else None

    def is_within(self, place: Place, other: Place) -> bool:
        """Tell whether a place lies within another."""
        return place.key != other.key and other.key in {p.key for p in self.with_containing_places(place)}


def _head_with_appositions(head: Token) -> Iterator[Token]:
    """Yield a noun or name, what stands before it and what it is put beside: "M23 spokesman Willy Ngoma"."""
    yield head
    yield from (c for c in head.children if c.dep_ in ("compound", "nmod", "appos"))
    if head.dep_ == "appos":
        yield head.head


def _is_institutional_we(pronoun: Token, speaker: NounPhrase) -> bool:
    """Tell whether somebody says "we": one person, who so means more than himself."""
    return {"Person=1", "Number=Plur"} <= set(str(pronoun.morph).split("|")) and speaker.kind != "organization"


def _has_named_owner(phrase: NounPhrase) -> bool:
    """Tell whether a thing is somebody's ("ISIL generators"), and so more than a manner of speaking."""
    owners = (c for c in phrase.head.children if c.dep_ in ("compound", "amod", "nmod") and c.i < phrase.head.i)
    return phrase.kind == "thing" and any(c.ent_type_ in ("ORG", "NORP", "GPE") for c in owners)


def all_fillers(event: Event) -> Iterator[Filler]:
    """Yield every value of an event and of its claims."""
    yield from (*event.actors, *event.targets, *event.places)
    for claim in event.claims:
        yield from (*claim.claimants, *claim.relayed_by)
