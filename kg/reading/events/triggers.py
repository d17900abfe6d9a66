"""Find the words that name an action and mean it: the sense fits, and the text speaks enough of conflict.

Proposes; `happenings` decides. Knows no actors, dates or sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import RejectionReason
from kg.reading.events.arguments import hyphened
from kg.reading.events.control_verbs import Governors
from kg.reading.events.lexical_senses import Miss, Trigger, passed_over, senses
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
class Found:
    """The triggers of a document, and the words that were passed over, both in the order of the text."""

    triggers: tuple[Trigger, ...]
    misses: tuple[Miss, ...]


def triggers(
    phrases: NounPhrases,
    lexicon: Lexicon,
    fences: PhraseIndex[WordList],
    governors: Governors,
    temper: ConflictTerms | None = None,
) -> Found:
    """Return the triggers of a document, one a token.

    Without a temper the document is known to be about conflict, and every word is taken to mean what it may mean.
    """
    readings = list(senses(phrases, lexicon, fences, governors))
    meant = [r for r in readings if isinstance(r, Trigger) and not _only_describes(r, lexicon)]
    deeds = frozenset(sentence_of(r.token) for r in meant if is_certain_force(r.entry, lexicon))
    if temper is not None:  # a deed that is meant makes its effects meant: "stormed a church, killing worshippers"
        force = [r for r in meant if not r.entry.secondary and lexicon.category(r.entry.action) == _FORCE]
        deeds |= {sentence_of(r.token) for r in force if not _calm(r, phrases, lexicon, temper, deeds)}
    taken: set[int] = set()
    kept: list[Trigger] = []
    misses: list[Miss] = []
    for found in readings:
        if found.first in taken:
            continue
        miss = _missed(found, phrases, lexicon, temper, deeds)
        if miss is not None:
            misses.append(miss)
        elif isinstance(found, Trigger):
            taken |= set(range(found.first, found.last + 1))
            kept.append(found)
    kept, parties = _parted(kept, phrases)
    misses = sorted([*misses, *parties], key=lambda m: m.first)
    return Found(tuple(kept), tuple(_outermost(misses, taken)))


def _parted(kept: list[Trigger], phrases: NounPhrases) -> tuple[list[Trigger], list[Miss]]:
    """Part the deeds from nouns for who or what takes part in another: "fired on a patrol", "destroyed a car bomb"."""
    sides = {t.i: trigger for trigger in kept for role in _SIDES for t in trigger.roles.get(role, ())}
    struck = {t.i: trigger for trigger in kept for role in _STRUCK for t in trigger.roles.get(role, ())}
    deeds: list[Trigger] = []
    misses: list[Miss] = []
    for trigger in kept:
        kind = "" if trigger.verbal else phrases.nouns.class_by_form.get(trigger.token.lower_, "")
        parties = struck if kind == "weapon" else sides if kind in _PARTIES and not trigger.entry.secondary else {}
        of = next((parties[t.i] for t in _listed_with(trigger.token) if t.i in parties), trigger)
        if of is trigger:
            deeds.append(trigger)
        else:
            misses.append(passed_over(trigger, RejectionReason.MODIFIER, f"what takes part in “{of.token.text}”"))
    return deeds, misses


def _listed_with(token: Token) -> Iterator[Token]:
    """Yield a noun and those before it in its list."""
    yield token
    while token.dep_ in ("conj", "appos"):
        token = token.head
        yield token


def _outermost(misses: list[Miss], taken: set[int]) -> Iterator[Miss]:
    """Yield the misses that are no part of a trigger or of a longer miss: "talks" in "peace talks"."""
    last = -1
    for miss in misses:
        if miss.last not in taken and miss.last > last:
            last = miss.last
            yield miss


def _missed(
    found: Trigger | Miss, phrases: NounPhrases, lexicon: Lexicon, temper: ConflictTerms | None, deeds: frozenset[int]
) -> Miss | None:
    """Return why a reading is not taken, or None."""
    if isinstance(found, Miss):
        return found
    if _only_describes(found, lexicon):
        return passed_over(found, RejectionReason.MODIFIER, f"“{found.token.head.text}”")
    calm = _calm(found, phrases, lexicon, temper, deeds) if temper is not None else ""
    return passed_over(found, RejectionReason.LOW_RELEVANCE, calm) if calm else None


def _calm(
    trigger: Trigger, phrases: NounPhrases, lexicon: Lexicon, temper: ConflictTerms, deeds: frozenset[int]
) -> str:
    """Return what the text lacks of conflict for what the word says; empty when it has enough."""
    signs, needed = temper.count_outside(trigger.first, trigger.last), _signs_needed(trigger, lexicon, deeds)
    if signs < 0:
        return "the text is about something else"
    if signs < needed:
        return f"{signs} of {needed} other words of conflict in the text"
    if not trigger.entry.tentative or _has_sign_near(trigger, phrases, temper) or _is_clear(trigger, temper):
        return ""
    return "no sign of conflict in the sentence of a tentative word"


def _signs_needed(trigger: Trigger, lexicon: Lexicon, deeds: frozenset[int]) -> int:
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


def _only_describes(trigger: Trigger, lexicon: Lexicon) -> bool:
    """Tell whether a word only describes the noun after it: "allied fighters", "a cowardly act"; not "rebel-held"."""
    token = trigger.token
    spoken = lexicon.hypernyms(trigger.entry.action)[-1].startswith("verbal")
    if token.dep_ == "amod" and token.i < token.head.i and not hyphened(token):
        return trigger.verbal or spoken
    return spoken and token.dep_ in ("acl", "relcl") and token.tag_ == "VBN" and not trigger.roles.get("actor")


def _is_clear(trigger: Trigger, temper: ConflictTerms) -> bool:
    """Tell whether a tentative word stands in a text full of conflict and says who does it to whom."""
    roles = trigger.roles
    whom = roles.get("target") or roles.get("partner") or roles.get("victim")
    return bool(roles.get("actor") and whom) and temper.count_outside(trigger.first, trigger.last) >= _HOT


def _has_sign_near(trigger: Trigger, phrases: NounPhrases, temper: ConflictTerms) -> bool:
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
