"""Describe the actors of noun phrases for the resolver. Knows grammar and noun classes; knows no known actors."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.model import Actor
from kg.reading.parse.noun_classes import NounClasses
from kg.reading.parse.noun_phrases import NounPhrase, NounPhrases
from kg.resolve.actors import ActorDescription

MODIFIERS = {"poss", "compound", "nmod", "amod"}
_BODY_LABELS = {"ORG", "NORP", "GPE"}


def describe_actor(phrase: NounPhrase, phrases: NounPhrases, owner: Actor | None) -> ActorDescription:
    """Return the description of a phrase's actor.

    Args:
        phrase: coreference resolved.
        phrases: all of the document.
        owner: the actor of its possessive ("Russia's military"), None without one.
    """
    head, nouns = phrase.head, phrases.nouns
    is_government = head.lower_ in nouns.governments and head.tag_ == "NN"
    return ActorDescription(
        phrase.name,
        phrase.kind,
        phrase.entity,
        owner,
        head.lower_ in nouns.state_organs,
        is_government,
        _body_of_members(phrase, phrases),
    )


def _body_of_members(phrase: NounPhrase, phrases: NounPhrases) -> str:
    """Return the name of the body that modifies members of it: "M23 fighters", "fighters of M23"; empty without one."""
    head = phrase.head
    if phrase.entity or head.lower_ not in phrases.nouns.members:
        return ""
    premodifiers = [c for c in head.children if c.dep_ in ("compound", "nmod") and c.i < head.i]
    objects = [t for c in head.children if c.dep_ == "prep" and c.lower_ in ("of", "from") for t in c.children]
    for token in (*reversed(premodifiers), *objects):
        ent = phrases.entity_span(token)
        if ent is not None and ent.label_ == "ORG" and not ent.text.isnumeric():
            return ent.text.removeprefix("the ").removesuffix("'s")
    return ""


def spokesperson_principal(phrase: NounPhrase, nouns: NounClasses) -> Token | None:
    """Return the word for the body that a spokesperson, named or not, speaks for; None for any other phrase."""
    office = next((t for t in _head_with_appositions(phrase.head) if t.lower_ in nouns.spokespersons), None)
    if office is None:
        return None
    for child in (*office.children, *phrase.head.children):
        if child.dep_ in MODIFIERS and child.ent_type_ in _BODY_LABELS:
            return child
        if child.dep_ == "prep" and child.lower_ in ("for", "of"):
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None:
                return inner
    return None


def _head_with_appositions(head: Token) -> Iterator[Token]:
    """Yield a head, its nominal modifiers and its appositions: "M23 spokesman Willy Ngoma"."""
    yield head
    yield from (c for c in head.children if c.dep_ in ("compound", "nmod", "appos"))
    if head.dep_ == "appos":
        yield head.head


def is_institutional_we(pronoun: Token, speaker: NounPhrase) -> bool:
    """Tell whether a pronoun is the "we" of a single person, which refers to the body that the person speaks for."""
    return {"Person=1", "Number=Plur"} <= set(str(pronoun.morph).split("|")) and speaker.kind != "organization"


def has_named_owner(phrase: NounPhrase) -> bool:
    """Tell whether a named body modifies a noun of class "thing", which makes it a concrete one: "ISIL generators"."""
    modifiers = (c for c in phrase.head.children if c.dep_ in ("compound", "amod", "nmod") and c.i < phrase.head.i)
    return phrase.kind == "thing" and any(c.ent_type_ in _BODY_LABELS for c in modifiers)
