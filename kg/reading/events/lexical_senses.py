"""Find the words that the lexicon has for actions, each in the sense that fits. Proposes; `triggers` weighs.

Knows entries, fences and conditions; knows nothing of what the rest of the text is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from spacy.tokens import Span, Token

from kg.model import RejectionReason
from kg.reading.events.arguments import SyntacticSlots, hyphenated_agent, noun_arguments, verb_arguments
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.parse.noun_phrases import KINDS_BY_RESTRICTION, NOMINAL, NounPhrases
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import (
    GAP,
    LexiconEntry,
    Part,
    PhraseIndex,
    PhraseMatch,
    SelectionalRestriction,
    WordList,
    describe_conditions,
)

_NAMES = {"ORG", "PERSON", "FAC", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "GPE", "LOC"}
_DATES = {"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"}
_VERBAL = {"VERB", "AUX"}
_PARTICLES = {"prt", "prep", "advmod", "acomp", "oprd", "ccomp"}
_PARTICLE_REACH = 5
_NEUTER = {"it", "itself"}
_TIMES = {"after", "amid", "during", "before", "since", "despite", "following", "because"}
#: slots that are no preposition, as a reader may call them
_GRAMMAR = {"subject": "subject of", "object": "object of", "indirect": "indirect object of", "clause": "clause of"}
_POS = {"PROPN": "name", "ADJ": "adjective", "ADV": "adverb", "ADP": "preposition", "NUM": "number", "AUX": "auxiliary"}
#: of several entries that do not fit, the one that got farthest tells why
_FAR = (RejectionReason.PART_OF_SPEECH, RejectionReason.NAME, RejectionReason.CONDITION)


@dataclass(frozen=True)
class Trigger:
    """A word that names an action, with what stands around it."""

    token: Token
    first: int
    last: int
    entry: LexiconEntry
    slots: SyntacticSlots
    is_verb: bool  #: used as a verb, so that the frame's verb roles hold

    @property
    def roles(self) -> dict[str, list[Token]]:
        """Return the fillers by role ("actor", "target", …), as the entry's frame has them."""
        table = self.entry.frame.verb_roles if self.is_verb else self.entry.frame.noun_roles
        found: dict[str, list[Token]] = {}
        of_other = self.slots.get("of") and table.get("of") == table.get("owner")
        for slot, role in table.items():
            if slot == "owner" and of_other:  # "the killing of V": then whose it is did it
                role = "actor"
            for token in self.slots.get(slot, ()):
                if token not in found.setdefault(role, []):
                    found[role].append(token)
        return found

    def explain_role(self, role: str, token: Token) -> str:
        """Return how a filler came by its role: "actor: subject of “shelled”"."""
        table = self.entry.frame.verb_roles if self.is_verb else self.entry.frame.noun_roles
        slots = [slot for slot, found in self.slots.items() if slot in table and token in found]
        slot = next((s for s in slots if table[s] == role), next(iter(slots), ""))
        how = _GRAMMAR.get(slot) or ("whose" if slot == "owner" else f"after “{slot}”, with")
        return f"{role}: {how} “{self.token.text}”"


@dataclass(frozen=True, slots=True)
class RejectedSense:
    """Words of the lexicon's actions that are not taken to name one here."""

    first: int
    last: int
    entry: LexiconEntry
    reason: RejectionReason
    detail: str = ""  #: such as the fenced phrase or the condition, for people to read


def lexical_senses(
    phrases: NounPhrases, lexicon: Lexicon, exceptions: PhraseIndex[WordList], governors: ControlVerbs
) -> Iterator[Trigger | RejectedSense]:
    """Yield the best reading at each word, whatever the text is about, or why there is none; they may overlap."""
    words = [t.lower_ for t in phrases.doc]
    fenced = {i: hit for hit in exceptions.longest_matches(words) for i in range(hit.start, hit.end)}
    for start, word in enumerate(words):
        if word not in lexicon.entries.patterns_by_first_form:
            continue
        if start in fenced:
            yield from _excepted_senses(phrases, lexicon.entries, words, start, fenced[start])
            continue
        found = _best_sense(phrases, list(_matching_entries(phrases, lexicon.entries, words, start)), governors)
        if found is not None:
            yield found


def _excepted_senses(
    phrases: NounPhrases, entries: PhraseIndex[LexiconEntry], words: list[str], start: int, fence: PhraseMatch[WordList]
) -> Iterator[RejectedSense]:
    """Yield the entry that a fence shuts out."""
    hit = next(entries.matches_at(words, start), None)
    if hit is not None:
        phrase = f"“{phrases.doc[fence.start : fence.end].text}” ({fence.pattern.payload.name})"
        yield RejectedSense(start, hit.end - 1, hit.pattern.payload, RejectionReason.LEXICAL_EXCEPTION, phrase)


def reject(trigger: Trigger, reason: RejectionReason, detail: str) -> RejectedSense:
    """Return a sense that is found but not meant."""
    return RejectedSense(trigger.first, trigger.last, trigger.entry, reason, detail)


def _matching_entries(
    phrases: NounPhrases, entries: PhraseIndex[LexiconEntry], words: list[str], start: int
) -> Iterator[tuple[LexiconEntry, int, int]]:
    """Yield entries that begin here with the positions of their first and last word, longest first."""
    doc = phrases.doc
    whole = [hit for hit in entries.matches_at(words, start) if not _is_temporal(doc[hit.end - 1])]
    for hit in whole:
        yield hit.pattern.payload, start, hit.end - 1
    found = {id(hit.pattern) for hit in whole}
    for pattern in entries.patterns_by_first_form[words[start]]:
        apart = pattern.part is Part.VERB and len(pattern.forms) == 2 and id(pattern) not in found
        if apart and _has_particle(doc[start], pattern.forms[1]):
            yield pattern.payload, start, start


def _has_particle(verb: Token, forms: frozenset[str]) -> bool:
    """Tell whether the verb's second word stands apart from it: "shot the plane down", "left two men dead"."""
    return any(
        c.lower_ in forms and c.dep_ in _PARTICLES and 0 < c.i - verb.i <= _PARTICLE_REACH and not _is_temporal(c)
        for c in verb.children
    )


def _is_temporal(word: Token) -> bool:
    """Tell whether it is a preposition of time: "marched on Sunday" is no march on anything."""
    return word.dep_ == "prep" and any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in word.children)


def _best_sense(
    phrases: NounPhrases, hits: Iterable[tuple[LexiconEntry, int, int]], governors: ControlVerbs
) -> Trigger | RejectedSense | None:
    """Return the longest reading that fits; among equals, one whose conditions are met; else why none does."""
    made: list[tuple[int, bool, bool, Trigger]] = []
    lost: list[tuple[int, int, RejectedSense]] = []

    slots_of = cache(partial(_slots, phrases, governors))  # many entries are of the same words
    for entry, first, last in hits:
        found = _as_trigger(phrases, entry, first, last, slots_of)
        if isinstance(found, Trigger):
            unmet = _unmet_restriction(found, phrases)
            if unmet is None:
                as_tagged = found.is_verb == (found.token.pos_ in _VERBAL and not _is_nominal_gerund(found.token))
                state = found.token.dep_ == "amod" and hyphenated_agent(
                    found.token
                )  # "rebel-occupied": held, not being seized
                made.append(
                    (len(entry.words), as_tagged, not entry.tentative if state else bool(entry.requires), found)
                )
                continue
            found = reject(found, RejectionReason.CONDITION, unmet)
        lost.append((_FAR.index(found.reason), len(entry.words), found))
    if made:
        return max(made, key=lambda m: m[:3])[3]
    return max(lost, key=lambda m: m[:2])[2] if lost else None


def _unmet_restriction(trigger: Trigger, phrases: NounPhrases) -> str | None:
    """Return the condition that forbids the entry here, or those that it wants one of; None where all is well."""
    entry = trigger.entry
    for condition in entry.excludes:
        held = next(_tokens_meeting(condition, trigger, phrases), None)
        if held is not None:
            return f"not with {condition.slot_description} “{held.text}”"
    if not entry.requires or any(_is_met(c, trigger, phrases) for c in entry.requires):
        return None
    return "only with " + describe_conditions(entry.requires)


def _as_trigger(
    phrases: NounPhrases,
    entry: LexiconEntry,
    first: int,
    last: int,
    slots_of: Callable[[int, int, bool, tuple[str, ...]], SyntacticSlots],
) -> Trigger | RejectedSense:
    doc = phrases.doc
    verbal = entry.part is Part.VERB
    head = doc[first] if verbal else doc[last]
    name = _enclosing_name(phrases, head) or (None if verbal else _title_case_name(head))
    if name is not None:
        return RejectedSense(first, last, entry, RejectionReason.NAME, f"“{name.text}”")
    if not (_can_be_verb(head) if verbal else _can_be_noun(head, entry.part)):
        return RejectedSense(first, last, entry, RejectionReason.PART_OF_SPEECH, _actual_use(head, entry))
    return Trigger(
        head, first, last, entry, slots_of(first, last, verbal, entry.words if GAP in entry.words else ()), verbal
    )


def _slots(
    phrases: NounPhrases, governors: ControlVerbs, first: int, last: int, verbal: bool, around: tuple[str, ...]
) -> SyntacticSlots:
    """Return the slots of an expression, its own words left out; with `around` only those are its own."""
    head = phrases.doc[first if verbal else last]
    slots = verb_arguments(head, governors) if verbal else noun_arguments(head, governors, phrases)
    words = phrases.doc[first : last + 1]
    fixed = [t for t in words if not around or t.i == head.i or t.lower_ in around]
    own = {k: [t for t in found if k == "against" or t not in fixed] for k, found in slots.items()}
    for token in fixed:  # "opened fire on the crowd": what hangs on a fixed word counts as well
        if verbal and token.i != head.i:
            inner = (
                verb_arguments(token, governors) if token.pos_ == "VERB" else noun_arguments(token, governors, phrases)
            )
            own = {**inner, **{k: v for k, v in own.items() if v}}
    return own


def _actual_use(token: Token, entry: LexiconEntry) -> str:
    """Return how a word is used that is not used as its entry is."""
    if token.dep_ == "compound" and token.i < token.head.i:
        return f"part of “{token.doc[token.i : token.head.i + 1].text}”"
    return f"{_POS.get(token.pos_, token.pos_.lower())} here, in the lexicon a {entry.part}"


def _enclosing_name(phrases: NounPhrases, token: Token) -> Span | None:
    """Return the name or date that the word is a part of, and so not used for what it means."""
    ent = phrases.entity_span(token)
    if ent is None:
        return None
    is_name = ent.label_ in _NAMES and (len(ent) > 1 or ent.label_ in ("PERSON", "GPE"))
    return ent if is_name or ent.label_ in _DATES else None


def _is_nominal_gerund(token: Token) -> bool:
    """Tell whether a gerund stands for the deed, whoever does it: "after fighting in Malakal"."""
    after = token.dep_ == "pcomp" and token.tag_ == "VBG" and token.head.lower_ in _TIMES
    return after and not any(c.dep_ in ("dobj", "prt", "dative", "xcomp", "ccomp", "aux") for c in token.children)


def _title_case_name(token: Token) -> Span | None:
    """Return the name that a noun with a capital ends: "the Iran–Iraq War", but not in a title written in capitals."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is None or not (token.text.istitle() and token.tag_ == "NNP" and before.text[:1].isupper()):
        return None
    words = [t for t in token.sent if t.is_alpha]
    small = sum(t.text[0].islower() for t in words)
    return token.doc[before.i : token.i + 1] if 2 * small > len(words) else None


def _can_be_verb(token: Token) -> bool:
    if token.pos_ in _VERBAL:
        return True
    # The tagger calls many headline verbs nouns or adjectives: trust endings, and nouns with an object of their own.
    return token.pos_ in ("ADJ", "NOUN", "PROPN") and (
        token.lower_.endswith("ed") or any(c.dep_ in ("dobj", "nsubj", "nsubjpass") for c in token.children)
    )


def _can_be_noun(token: Token, part: Part) -> bool:
    if part is not Part.NOUN:
        return True
    if token.dep_ == "compound" and token.head.pos_ in NOMINAL:
        return False
    return (
        token.pos_ in NOMINAL
        or (token.pos_ == "VERB" and token.dep_ in ("pobj", "dobj", "nsubj"))
        or _is_nominal_gerund(token)
    )


def _is_met(condition: SelectionalRestriction, trigger: Trigger, phrases: NounPhrases) -> bool:
    return any(True for _ in _tokens_meeting(condition, trigger, phrases))


def _tokens_meeting(condition: SelectionalRestriction, trigger: Trigger, phrases: NounPhrases) -> Iterator[Token]:
    """Yield the words that fill a condition."""
    if condition.slot == "any":
        if condition.words and condition.words.isdisjoint(phrases.words_of_sentence(trigger.token)):
            return iter(())
        tokens: Iterable[Token] = trigger.token.sent
    else:
        tokens = trigger.slots.get(condition.slot, ())
    return (t for t in tokens if _meets(condition, t, phrases))


def _meets(condition: SelectionalRestriction, token: Token, phrases: NounPhrases) -> bool:
    if condition.words:
        by_lemma = token.pos_ != "VERB" and token.lemma_.lower() in condition.words  # who stormed speaks of no storm
        return by_lemma or token.lower_ in condition.words
    if condition.kind == "thing":
        return True
    if token.lower_ in _NEUTER:  # "seized it": a town, and nobody
        return condition.kind == "place"
    phrase = phrases.phrase_of(token)
    if condition.kind == "force" and token.lower_ == "they":  # who "they" are is found out later
        return True
    return phrase is not None and phrase.kind in KINDS_BY_RESTRICTION.get(condition.kind, {condition.kind})
