"""Entity linking in one article: from noun phrases of the parse to actors and places.

The border between `kg.reading`, which knows the words, and `kg.resolve`, which knows the world.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from spacy.tokens import Token

from kg.model import Actor, Filler, Kind, Mention, Place
from kg.reading.mentions.actor_descriptions import (
    MODIFIERS,
    describe_actor,
    has_named_owner,
    is_institutional_we,
    spokesperson_principal,
)
from kg.reading.mentions.coreference import CoreferenceResolver
from kg.reading.mentions.toponyms import ToponymResolver
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.noun_phrases import NUMERIC_LABELS, NounPhrase, NounPhrases
from kg.resolve.actors import ActorDescription, ActorResolver

_NON_TARGET_KINDS = {"thing", "document", "money", "talks", "post"}
#: kinds of phrases that are no source by their noun → the kind of actor that a phrase is as the subject of a cue
_KIND_AS_SPEAKER = {"thing": "organization", "facility": "organization", "place": "organization", "post": "group"}


class EntityLinker:
    """Links the noun phrases of one article to actors and places."""

    def __init__(
        self,
        parsed: ParsedArticle,
        phrases: NounPhrases,
        coreference: CoreferenceResolver,
        actors: ActorResolver,
        place_nouns: Mapping[str, str],
    ) -> None:
        """Take the phrases of an article and what resolves them.

        Args:
            parsed: the article's parse.
            phrases: its noun phrases.
            coreference: resolves anaphors.
            actors: holds the known actors, the gazetteer and the places that the article names.
            place_nouns: forms of nouns for places → "Region", "Settlement" or "Part".
        """
        self.parsed = parsed
        self.phrases = phrases
        self.coreference = coreference
        self.actors = actors
        self.known = actors.known
        self.gazetteer = actors.gazetteer
        self.context = actors.context
        self.place_nouns = place_nouns
        self.toponyms = ToponymResolver(phrases, coreference, actors, place_nouns)
        self._owners: dict[int, Actor | None] = {}  # by the head of what they own: else a chain of n takes 2**n steps
        self._heads_in_resolution: frozenset[int] = frozenset()  # of the phrases that are being resolved
        self._cycles = 0  # how often one of these was needed for itself
        #: key of an actor, or of a place after "place " → its names in the text
        self.names_in_text: dict[str, set[str]] = {}

    def actor_filler(self, token: Token, rule: str) -> Filler | None:
        """Return the filler of an agent, None for things and towns; weapons and soldiers refer to their owner."""
        return self.instrument_owner_filler(token, rule) or self._filler(token, rule, target=False)

    def target_filler(self, token: Token, rule: str, *, towns_as_places: bool = False) -> Filler | None:
        """Return the filler of a patient; `towns_as_places` keeps a capital from standing for its state."""
        return self._filler(token, rule, target=True, towns_as_places=towns_as_places)

    def owner_filler(self, token: Token, rule: str) -> Filler | None:
        """Return the filler of an agent from a modifier of a noun: "Russian", "Moscow's", "rebel"."""
        state = self.actors.state_of_name(token.text)
        if state is not None:
            return Filler(state, self.parsed.mention_of_span(token), rule)
        if token.dep_ in ("amod", "nmod") and token.ent_type_ == "NORP":
            known = self.actors.known_actor(token.text)
            return Filler(known, self.parsed.mention_of_span(token), rule) if known else None
        return self.actor_filler(token, rule)

    def instrument_owner_filler(self, token: Token, rule: str) -> Filler | None:
        """Return the owner of a weapon or vehicle ("Russian aircraft") or the body of members ("its fighters")."""
        phrase = self.phrases.phrase_of(token)
        if phrase is None or phrase.entity:
            return None
        head, nouns = phrase.head, self.phrases.nouns
        is_instrument = phrase.kind in ("weapon", "vehicle") or head.lower_ in nouns.service_arms
        is_members = (phrase.kind == "force" or head.lower_ in nouns.members) and len(phrase.name.split()) == 1
        for child in head.children:
            if is_instrument and child.dep_ in MODIFIERS and child.i < head.i:
                owner = self.owner_filler(child, rule)
                if owner is not None:
                    return owner
            if is_members and child.dep_ == "poss" and child.tag_ == "PRP$":
                owner = self.owner_filler(child, rule)
                if owner is not None and isinstance(owner.value, Actor) and owner.value.kind is not Kind.PERSON:
                    return replace(owner, value=self.actors.armed_forces_of(owner.value))
        return None

    def source_filler(self, token: Token) -> Filler | None:
        """Return the filler of a source; an unnamed spokesperson stands for the body spoken for."""
        phrase = self.phrases.phrase_of(token)
        if phrase is None:
            return None
        antecedent = self.coreference.resolve(phrase)
        if antecedent is not None and antecedent.head.lower_ in self.phrases.nouns.offices and not antecedent.entity:
            principal = self._principal_filler(antecedent)
            if principal is not None:
                return principal
        return self.actor_filler(token, "source")

    def affiliation_keys(self, token: Token) -> frozenset[str]:
        """Return the keys of a source, of the body it speaks for and of the parents of both."""
        phrase = self.phrases.phrase_of(token)
        fillers = [self.source_filler(token), self._principal_filler(phrase) if phrase is not None else None]
        return frozenset(node.key for filler in fillers if filler for node in self.with_parents(filler.value))

    def speaker_filler(self, token: Token) -> Filler | None:
        """Return the filler of a body that only its role as the subject of a cue reveals: "the service", "Fars"."""
        phrase = self.phrases.phrase_of(token)
        if phrase is None or token.ent_type_ in NUMERIC_LABELS or (phrase.kind == "place" and not phrase.entity):
            return None
        kind = _KIND_AS_SPEAKER.get(phrase.kind)
        if kind is None:
            return None
        with self._resolution(phrase):
            owner = self._owner_of(phrase)
        value = self.actors.resolve_actor(ActorDescription(phrase.name, kind, phrase.entity, owner))
        return Filler(value, self.parsed.mention(phrase.first, phrase.last), "speaker") if value is not None else None

    def resolve_place(self, phrase: NounPhrase) -> Place | None:
        """Return the place of a toponym, minted inside its region if the gazetteer lacks it; None for no place."""
        place = self.toponyms.resolve(phrase)
        if place is None or phrase.entity not in ("GPE", "LOC"):
            return place
        if self.toponyms.qualified_name(phrase) == phrase.name:
            self.names_in_text.setdefault(f"place {place.key}", set()).add(phrase.name)
        return place

    def with_parents(self, value: Actor | Place) -> tuple[Actor | Place, ...]:
        """Return an actor with the actors that it is part of, or a place with those that contain it, nearest first."""
        if isinstance(value, Place):
            return self.with_containing_places(value)
        return tuple(self.actors.with_parents(value))

    def with_containing_places(self, place: Place) -> tuple[Place, ...]:
        """Return a place and those that contain it, nearest first."""
        return (place, *(p for p in self.gazetteer.containing_places(place) if p.key != place.key))

    def sentence_mention(self, token: Token) -> Mention:
        """Return the sentence of a token, stripped of white space."""
        tokens = [t for t in token.sent if not t.is_space]
        return self.parsed.mention(tokens[0].i, tokens[-1].i)

    def is_use_of_force(self, action: str) -> bool:
        """Tell whether an action is a use of force: its targets are towns and not the states that they stand for."""
        return "use-force" in self.phrases.nouns.lexicon.hypernyms(action)

    def is_location_noun(self, noun: Token) -> bool:
        """Tell whether a noun denotes terrain or a building, which is located where the place in its name is."""
        return noun.lower_ in self.place_nouns or self.phrases.nouns.class_by_form.get(noun.lower_) == "facility"

    def names_country(self, token: Token) -> bool:
        """Tell whether a word is the name of a country or its demonym."""
        if token.text in self.known.demonyms:
            return True
        place = self.gazetteer.unambiguous(token.text) if token.text[:1].isupper() else None
        return place is not None and place.kind is Kind.COUNTRY

    def is_within(self, place: Place, other: Place) -> bool:
        """Tell whether a place lies within another one, which is not the place itself."""
        return place.key != other.key and other.key in {p.key for p in self.with_containing_places(place)}

    def _filler(self, token: Token, rule: str, *, target: bool, towns_as_places: bool = False) -> Filler | None:
        phrase = self.phrases.phrase_of(token)
        is_number = phrase is not None and phrase.head.ent_type_ in NUMERIC_LABELS
        antecedent = self.coreference.resolve(phrase) if phrase is not None and not is_number else None
        if phrase is None or antecedent is None or antecedent.kind == "pronoun":
            return None
        if target and _is_no_target(antecedent):
            return None
        if antecedent.head.i in self._heads_in_resolution:
            self._cycles += 1
            return None
        with self._resolution(antecedent):
            if antecedent is not phrase:
                is_we = is_institutional_we(token, antecedent)
                if is_we and (principal := self._principal_filler(antecedent)) is not None:
                    return replace(principal, mention=self.parsed.mention_of_span(token), rule=rule)
                if antecedent.head.lower_ in self.phrases.nouns.spokespersons and not antecedent.entity:
                    return self._principal_filler(antecedent)
            owner = self._owner_of(antecedent) or self._owner_of(phrase)
        description = describe_actor(antecedent, self.phrases, owner)
        value = self._resolved_actor(description, antecedent, target=target, towns_as_places=towns_as_places)
        if value is None:
            return None
        self.names_in_text.setdefault(value.key, set()).add(antecedent.name)
        return Filler(value, self.parsed.mention(phrase.first, phrase.last), rule)

    @contextmanager
    def _resolution(self, phrase: NounPhrase) -> Iterator[None]:
        """Note that a phrase is being resolved: what it needs for that must not lead back to it.

        It would where a possessive refers to the phrase that it modifies: "our refusal", taken for the speaker.
        """
        heads = self._heads_in_resolution
        self._heads_in_resolution = heads | {phrase.head.i}
        try:
            yield
        finally:
            self._heads_in_resolution = heads

    def _resolved_actor(
        self, description: ActorDescription, phrase: NounPhrase, *, target: bool, towns_as_places: bool
    ) -> Actor | None:
        if towns_as_places and phrase.kind == "place" and self._is_settlement(phrase):
            return self.actors.mint_facility(description)
        return self.actors.resolve_target(description) if target else self.actors.resolve_actor(description)

    def _is_settlement(self, phrase: NounPhrase) -> bool:
        place = self.resolve_place(phrase)
        return place is not None and place.kind is Kind.SETTLEMENT

    def _owner_of(self, phrase: NounPhrase) -> Actor | None:
        """Return the actor of a phrase's possessive: "his troops", "Moscow's army", "the group's leader"."""
        head = phrase.head.i
        if head not in self._owners:
            cycles = self._cycles
            owner = self._find_owner(phrase)
            if self._cycles != cycles:  # what was in resolution is part of the answer
                return owner
            self._owners[head] = owner
        return self._owners[head]

    def _find_owner(self, phrase: NounPhrase) -> Actor | None:
        for child in phrase.head.children:
            if child.dep_ == "poss" and child.i != phrase.head.i:
                filler = self.owner_filler(child, "owner")
                if filler is not None and isinstance(filler.value, Actor):
                    return self._state_of_person(filler.value)
        return None

    def _state_of_person(self, actor: Actor) -> Actor:
        """Return the state that a person is part of ("his troops" are the country's), else the actor itself."""
        if actor.kind is Kind.PERSON and actor.part_of is not None:
            return self.known.actors.get(actor.part_of, actor)
        return actor

    def _principal_filler(self, phrase: NounPhrase) -> Filler | None:
        """Return the filler of the body that a spokesperson speaks for, None for any other phrase."""
        principal = spokesperson_principal(phrase, self.phrases.nouns)
        if principal is None:
            return None
        find = self.owner_filler if principal.dep_ in MODIFIERS else self.actor_filler
        return find(principal, "spokesman's organization")


def _is_no_target(phrase: NounPhrase) -> bool:
    return phrase.kind in _NON_TARGET_KINDS and not phrase.entity and not has_named_owner(phrase)
