"""Find the triggers of a document: words that name an action, in a sense that fits, in a text about conflict.

Proposes; `kg.reading.document` makes events of them. Knows no actors, dates or sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import RejectionReason
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.lexical_senses import lexical_senses
from kg.reading.events.trigger import PARTICIPANT_ROLES, TARGET_ROLES, RejectedSense, Trigger, rejected_sense
from kg.reading.events.trigger_relevance import TriggerRelevance, trigger_relevance
from kg.reading.events.verb_arguments import hyphenated_agent
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.text.relevance import ConflictTerms
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import PhraseIndex, WordList

_PARTICIPANT_CLASSES = {"force", "group", "vehicle"}  #: of nouns that can name a participant of another event


@dataclass(frozen=True, slots=True)
class TriggerSearch:
    """The triggers of a document, and the rejected senses, both in the order of the text."""

    triggers: tuple[Trigger, ...]
    rejected: tuple[RejectedSense, ...]


def find_triggers(
    phrases: NounPhrases,
    lexicon: Lexicon,
    exceptions: PhraseIndex[WordList],
    control_verbs: ControlVerbs,
    conflict_terms: ConflictTerms | None = None,
) -> TriggerSearch:
    """Return the triggers of a document, one a token.

    Args:
        phrases: of the document.
        lexicon: the entries of actions.
        exceptions: phrases in which a word of an entry doesn't name its action.
        control_verbs: light verbs and verbs of object control.
        conflict_terms: of the document; None: it is known to be about conflict, and every trigger is relevant.
    """
    senses = list(lexical_senses(phrases, lexicon, exceptions, control_verbs))
    candidates = [s for s in senses if isinstance(s, Trigger) and not _is_mere_modifier(s, lexicon)]
    relevance = trigger_relevance(candidates, phrases, lexicon, conflict_terms)
    covered: set[int] = set()
    triggers: list[Trigger] = []
    rejected: list[RejectedSense] = []
    for sense in senses:
        if sense.first in covered:
            continue
        rejection = _rejection(sense, lexicon, relevance)
        if rejection is not None:
            rejected.append(rejection)
        elif isinstance(sense, Trigger):
            covered |= set(range(sense.first, sense.last + 1))
            triggers.append(sense)
    triggers, participants = _without_participants(triggers, phrases)
    rejected = sorted([*rejected, *participants], key=lambda r: r.first)
    return TriggerSearch(tuple(triggers), tuple(_outermost_rejections(rejected, covered)))


def _without_participants(
    triggers: Sequence[Trigger], phrases: NounPhrases
) -> tuple[list[Trigger], list[RejectedSense]]:
    """Part the triggers from nouns for a participant of another: "fired on a patrol", "destroyed a car bomb"."""
    participants = {t.i: trigger for trigger in triggers for r in PARTICIPANT_ROLES for t in trigger.roles.get(r, ())}
    targets = {t.i: trigger for trigger in triggers for r in TARGET_ROLES for t in trigger.roles.get(r, ())}
    remaining: list[Trigger] = []
    rejected: list[RejectedSense] = []
    for trigger in triggers:
        noun_class = "" if trigger.is_verb else phrases.nouns.class_by_form.get(trigger.token.lower_, "")
        can_participate = noun_class in _PARTICIPANT_CLASSES and not trigger.entry.secondary
        others = targets if noun_class == "weapon" else participants if can_participate else {}
        other = next((others[t.i] for t in _with_list_heads(trigger.token) if t.i in others), trigger)
        if other is trigger:
            remaining.append(trigger)
        else:
            detail = f"what takes part in “{other.token.text}”"
            rejected.append(rejected_sense(trigger, RejectionReason.MODIFIER, detail))
    return remaining, rejected


def _with_list_heads(token: Token) -> Iterator[Token]:
    """Yield a noun and those before it in its list."""
    yield token
    while token.dep_ in ("conj", "appos"):
        token = token.head
        yield token


def _outermost_rejections(rejected: Sequence[RejectedSense], covered: set[int]) -> Iterator[RejectedSense]:
    """Yield the rejected senses outside triggers and outside longer rejected ones: not "talks" in "peace talks".

    Args:
        rejected: in the order of their first tokens.
        covered: indexes of the tokens of triggers.
    """
    last = -1
    for sense in rejected:
        if sense.last not in covered and sense.last > last:
            last = sense.last
            yield sense


def _rejection(
    sense: Trigger | RejectedSense, lexicon: Lexicon, relevance: TriggerRelevance | None
) -> RejectedSense | None:
    """Return the sense as rejected, None if it is a trigger."""
    if isinstance(sense, RejectedSense):
        return sense
    if _is_mere_modifier(sense, lexicon):
        return rejected_sense(sense, RejectionReason.MODIFIER, f"“{sense.token.head.text}”")
    missing = relevance.missing(sense) if relevance is not None else ""
    return rejected_sense(sense, RejectionReason.LOW_RELEVANCE, missing) if missing else None


def _is_mere_modifier(trigger: Trigger, lexicon: Lexicon) -> bool:
    """Tell whether a word only describes a noun: "allied fighters", "a cowardly act"; not "rebel-held"."""
    token = trigger.token
    is_verbal_action = lexicon.hypernyms(trigger.entry.action)[-1].startswith("verbal")
    if token.dep_ == "amod" and token.i < token.head.i and not hyphenated_agent(token):
        return trigger.is_verb or is_verbal_action
    is_reduced_relative = token.dep_ in ("acl", "relcl") and token.tag_ == "VBN"
    return is_verbal_action and is_reduced_relative and not trigger.roles.get("actor")
