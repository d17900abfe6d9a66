"""Find the words that name an action and mean it: the sense fits, and the text speaks enough of conflict.

Proposes; `happenings` decides. Knows no actors, dates or sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import RejectionReason
from kg.reading.events.arguments import hyphenated_agent
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.lexical_senses import RejectedSense, Trigger, lexical_senses, reject
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.parse.sentences import sentence_of
from kg.reading.text.relevance import ConflictTerms, is_certain_force
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import PhraseIndex, WordList

_PARTIES = {"force", "group", "vehicle"}
_STRUCK = ("target", "victim")
_SIDES = ("actor", "partner", "target", "victim")
#: how many other words of conflict a text must have for a firm word of a category; force speaks for itself
_SIGNS = {"use-force": 0, "retreat": 1, "protest": 1, "consult": 1, "mobilize": 1}
_SIGNS_ELSE = 2
_HOT = 5  #: different words of conflict that make a text a report of conflict beyond doubt
_FORCE = "use-force"
_SHORT = 60  #: tokens of a text that has no room for many words of conflict
_LONG = 1000  #: for so many tokens each above as many, a text must have one word of conflict more


@dataclass(frozen=True, slots=True)
class TriggerSearch:
    """The triggers of a document, and the words that were passed over, both in the order of the text."""

    triggers: tuple[Trigger, ...]
    rejected: tuple[RejectedSense, ...]


def find_triggers(
    phrases: NounPhrases,
    lexicon: Lexicon,
    exceptions: PhraseIndex[WordList],
    governors: ControlVerbs,
    conflict_terms: ConflictTerms | None = None,
) -> TriggerSearch:
    """Return the triggers of a document, one a token.

    Without a temper the document is known to be about conflict, and every word is taken to mean what it may mean.
    """
    readings = list(lexical_senses(phrases, lexicon, exceptions, governors))
    meant = [r for r in readings if isinstance(r, Trigger) and not _is_mere_modifier(r, lexicon)]
    deeds = frozenset(sentence_of(r.token) for r in meant if is_certain_force(r.entry, lexicon))
    if (
        conflict_terms is not None
    ):  # a deed that is meant makes its effects meant: "stormed a church, killing worshippers"
        force = [r for r in meant if not r.entry.secondary and lexicon.category(r.entry.action) == _FORCE]
        deeds |= {
            sentence_of(r.token) for r in force if not _missing_relevance(r, phrases, lexicon, conflict_terms, deeds)
        }
    taken: set[int] = set()
    kept: list[Trigger] = []
    misses: list[RejectedSense] = []
    for found in readings:
        if found.first in taken:
            continue
        miss = _rejection(found, phrases, lexicon, conflict_terms, deeds)
        if miss is not None:
            misses.append(miss)
        elif isinstance(found, Trigger):
            taken |= set(range(found.first, found.last + 1))
            kept.append(found)
    kept, parties = _without_participants(kept, phrases)
    misses = sorted([*misses, *parties], key=lambda m: m.first)
    return TriggerSearch(tuple(kept), tuple(_outermost_rejections(misses, taken)))


def _without_participants(kept: list[Trigger], phrases: NounPhrases) -> tuple[list[Trigger], list[RejectedSense]]:
    """Part the deeds from nouns for who or what takes part in another: "fired on a patrol", "destroyed a car bomb"."""
    sides = {t.i: trigger for trigger in kept for role in _SIDES for t in trigger.roles.get(role, ())}
    struck = {t.i: trigger for trigger in kept for role in _STRUCK for t in trigger.roles.get(role, ())}
    deeds: list[Trigger] = []
    misses: list[RejectedSense] = []
    for trigger in kept:
        kind = "" if trigger.is_verb else phrases.nouns.class_by_form.get(trigger.token.lower_, "")
        parties = struck if kind == "weapon" else sides if kind in _PARTIES and not trigger.entry.secondary else {}
        of = next((parties[t.i] for t in _with_list_heads(trigger.token) if t.i in parties), trigger)
        if of is trigger:
            deeds.append(trigger)
        else:
            misses.append(reject(trigger, RejectionReason.MODIFIER, f"what takes part in “{of.token.text}”"))
    return deeds, misses


def _with_list_heads(token: Token) -> Iterator[Token]:
    """Yield a noun and those before it in its list."""
    yield token
    while token.dep_ in ("conj", "appos"):
        token = token.head
        yield token


def _outermost_rejections(misses: list[RejectedSense], taken: set[int]) -> Iterator[RejectedSense]:
    """Yield the misses that are no part of a trigger or of a longer miss: "talks" in "peace talks"."""
    last = -1
    for miss in misses:
        if miss.last not in taken and miss.last > last:
            last = miss.last
            yield miss


def _rejection(
    found: Trigger | RejectedSense,
    phrases: NounPhrases,
    lexicon: Lexicon,
    temper: ConflictTerms | None,
    deeds: frozenset[int],
) -> RejectedSense | None:
    """Return why a reading is not taken, or None."""
    if isinstance(found, RejectedSense):
        return found
    if _is_mere_modifier(found, lexicon):
        return reject(found, RejectionReason.MODIFIER, f"“{found.token.head.text}”")
    calm = _missing_relevance(found, phrases, lexicon, temper, deeds) if temper is not None else ""
    return reject(found, RejectionReason.LOW_RELEVANCE, calm) if calm else None


def _missing_relevance(
    trigger: Trigger, phrases: NounPhrases, lexicon: Lexicon, temper: ConflictTerms, deeds: frozenset[int]
) -> str:
    """Return what the text lacks of conflict for what the word says; empty when it has enough."""
    signs, needed = temper.count_outside(trigger.first, trigger.last), _required_conflict_terms(trigger, lexicon, deeds)
    if signs < 0:
        return "the text is about something else"
    if signs < needed:
        return f"{signs} of {needed} other words of conflict in the text"
    if (
        not trigger.entry.tentative
        or _has_conflict_context(trigger, phrases, temper)
        or _has_clear_context(trigger, temper)
    ):
        return ""
    return "no sign of conflict in the sentence of a tentative word"


def _required_conflict_terms(trigger: Trigger, lexicon: Lexicon, deeds: frozenset[int]) -> int:
    """Return how many other words of conflict the text must have.

    Tentative words need one more; words that tell an effect ("killed") two more, unless their sentence has a deed; both
    one more where no side is named. Beside a deed and in a short text one less will do; a long one gathers words of
    conflict without being about it. Measured: on ordinary news this drops two triggers of three, on conflict news one
    of thirty. A fitted score over 250 signs of entry, grammar, sides and text did no better on unseen articles.
    """
    entry, length = trigger.entry, len(trigger.token.doc)
    needed = _SIGNS.get(lexicon.category(entry.action), _SIGNS_ELSE) + entry.tentative
    if sentence_of(trigger.token) in deeds:
        needed -= needed > 1
    elif entry.secondary:
        needed += 2
    if length <= _SHORT and not entry.secondary:
        needed -= needed > 1
    alone = (entry.tentative or entry.secondary) and not any(trigger.roles.get(role) for role in _SIDES)
    return needed + alone + max(0, length // _LONG - 1)


def _is_mere_modifier(trigger: Trigger, lexicon: Lexicon) -> bool:
    """Tell whether a word only describes the noun after it: "allied fighters", "a cowardly act"; not "rebel-held"."""
    token = trigger.token
    spoken = lexicon.hypernyms(trigger.entry.action)[-1].startswith("verbal")
    if token.dep_ == "amod" and token.i < token.head.i and not hyphenated_agent(token):
        return trigger.is_verb or spoken
    return spoken and token.dep_ in ("acl", "relcl") and token.tag_ == "VBN" and not trigger.roles.get("actor")


def _has_clear_context(trigger: Trigger, temper: ConflictTerms) -> bool:
    """Tell whether a tentative word stands in a text full of conflict and says who does it to whom."""
    roles = trigger.roles
    whom = roles.get("target") or roles.get("partner") or roles.get("victim")
    return bool(roles.get("actor") and whom) and temper.count_outside(trigger.first, trigger.last) >= _HOT


def _has_conflict_context(trigger: Trigger, phrases: NounPhrases, temper: ConflictTerms) -> bool:
    """Tell whether a tentative word's sentence speaks of conflict: a word of war, or a state or force that acts."""
    sentence = trigger.token.sent
    if temper.count_within(sentence.start, trigger.first - 1) or temper.count_within(
        trigger.last + 1, sentence.end - 1
    ):
        return True
    acting = trigger.roles.get("actor", ())
    if any(t.ent_type_ in ("GPE", "NORP") for token in acting for t in (token, *token.lefts)):
        return True
    return any(p is not None and p.kind == "force" for p in map(phrases.phrase_of, acting))
