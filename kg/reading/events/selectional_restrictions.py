"""Selectional restrictions of a lexicon entry: whether its trigger meets them. Knows slots and noun phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.reading.events.trigger import Trigger
from kg.reading.parse.noun_phrases import KINDS_BY_RESTRICTION, NounPhrases
from kg.vocab.lexicon_entries import SelectionalRestriction, describe_conditions

_NEUTER_PRONOUNS = {"it", "itself"}


def unmet_restriction(trigger: Trigger, phrases: NounPhrases) -> str | None:
    """Return the restriction that excludes the entry, or all those of which it requires one, None if they are met."""
    entry = trigger.entry
    for restriction in entry.excludes:
        excluded = next(_matching_tokens(restriction, trigger, phrases), None)
        if excluded is not None:
            return f"not with {restriction.slot_description} “{excluded.text}”"
    if not entry.requires or any(_is_met(r, trigger, phrases) for r in entry.requires):
        return None
    return "only with " + describe_conditions(entry.requires)


def _is_met(restriction: SelectionalRestriction, trigger: Trigger, phrases: NounPhrases) -> bool:
    return any(True for _ in _matching_tokens(restriction, trigger, phrases))


def _matching_tokens(restriction: SelectionalRestriction, trigger: Trigger, phrases: NounPhrases) -> Iterator[Token]:
    """Yield the fillers of the restriction's slot that it admits; slot "any" is the whole sentence."""
    if restriction.slot == "any":
        if restriction.words and restriction.words.isdisjoint(phrases.words_of_sentence(trigger.token)):
            return iter(())
        tokens: Iterable[Token] = trigger.token.sent
    else:
        tokens = trigger.slots.get(restriction.slot, ())
    return (t for t in tokens if _admits(restriction, t, phrases))


def _admits(restriction: SelectionalRestriction, token: Token, phrases: NounPhrases) -> bool:
    """Tell whether a token is one of the restriction's words, or heads a phrase of its kind."""
    if restriction.words:
        by_lemma = (
            token.pos_ != "VERB" and token.lemma_.lower() in restriction.words
        )  # "stormed" is not the noun "storm"
        return by_lemma or token.lower_ in restriction.words
    if restriction.kind == "thing":
        return True
    if token.lower_ in _NEUTER_PRONOUNS:  # "seized it": a place, and no person
        return restriction.kind == "place"
    phrase = phrases.phrase_of(token)
    if restriction.kind == "force" and token.lower_ == "they":  # pronouns are resolved after triggers are found
        return True
    return phrase is not None and phrase.kind in KINDS_BY_RESTRICTION.get(restriction.kind, {restriction.kind})
