"""Find the words that name an action, in the sense that the lexicon means. Proposes; `happenings` decides.

Knows entries, fences and conditions; knows no actors, dates or sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.arguments import Governors, Slots, of_noun, of_verb
from kg.extract.gate import Temper, is_deed
from kg.extract.phrases import ADMITS, NOMINAL, Phrases
from kg.vocab.lexicon import Lexicon
from kg.vocab.words import Condition, Entry, Index, Part, WordList

_NAMES = {"ORG", "PERSON", "FAC", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "GPE", "LOC"}
_DATES = {"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"}
_VERBAL = {"VERB", "AUX"}
_SIDES = ("actor", "partner", "target", "victim")
_PARTICLES = {"prt", "prep", "advmod", "acomp", "oprd", "ccomp"}
_PARTICLE_REACH = 5
#: how many other words of conflict a text must have for a firm word of a category; force speaks for itself
_SIGNS = {"use-force": 0, "retreat": 1, "protest": 1, "consult": 1, "mobilize": 1}
_SIGNS_ELSE = 2
_HOT = 6  #: different words of conflict that make a text a report of conflict beyond doubt


@dataclass(frozen=True)
class Trigger:
    """A word that names an action, with what stands around it."""

    token: Token
    first: int
    last: int
    entry: Entry
    slots: Slots
    verbal: bool  #: used as a verb, so that the frame's verb roles hold

    @property
    def roles(self) -> dict[str, list[Token]]:
        """Return the fillers by role ("actor", "target", …), as the entry's frame has them."""
        table = self.entry.frame.verb_roles if self.verbal else self.entry.frame.noun_roles
        found: dict[str, list[Token]] = {}
        of_other = self.slots.get("of") and table.get("of") == table.get("owner")
        for slot, role in table.items():
            if slot == "owner" and of_other:  # "the killing of V": then whose it is did it
                role = "actor"
            for token in self.slots.get(slot, ()):
                if token not in found.setdefault(role, []):
                    found[role].append(token)
        return found


def triggers(
    phrases: Phrases, lexicon: Lexicon, fences: Index[WordList], governors: Governors, temper: Temper | None = None
) -> Iterator[Trigger]:
    """Yield the triggers of a document in the order of the text, one a token.

    Without a temper the document is known to be about conflict, and every word is taken to mean what it may mean.
    """
    readings = [r for r in _readings(phrases, lexicon, fences, governors) if not _only_describes(r, lexicon)]
    deeds = frozenset(r.token.sent.start for r in readings if is_deed(r.entry, lexicon))
    taken: set[int] = set()
    for found in readings:
        if found.first not in taken and (temper is None or _is_of_conflict(found, phrases, lexicon, temper, deeds)):
            taken |= set(range(found.first, found.last + 1))
            yield found


def _readings(phrases: Phrases, lexicon: Lexicon, fences: Index[WordList], governors: Governors) -> Iterator[Trigger]:
    """Yield the best reading at each word, whatever the text is about; they may overlap."""
    words = [t.lower_ for t in phrases.doc]
    fenced = {i for hit in fences.longest(words) for i in range(hit.start, hit.end)}
    for start, word in enumerate(words):
        if start not in fenced and word in lexicon.entries.first:
            found = _best(phrases, list(_hits(phrases, lexicon.entries, words, start)), governors)
            if found is not None:
                yield found


def _hits(phrases: Phrases, entries: Index[Entry], words: list[str], start: int) -> Iterator[tuple[Entry, int, int]]:
    """Yield entries that begin here with the positions of their first and last word, longest first."""
    doc = phrases.doc
    whole = list(entries.at(words, start))
    for hit in whole:
        yield hit.pattern.payload, start, hit.end - 1
    found = {id(hit.pattern) for hit in whole}
    for pattern in entries.first[words[start]]:
        apart = pattern.part is Part.VERB and len(pattern.forms) == 2 and id(pattern) not in found
        if apart and _has_particle(doc[start], pattern.forms[1]):
            yield pattern.payload, start, start


def _has_particle(verb: Token, forms: frozenset[str]) -> bool:
    """Tell whether the verb's second word stands apart from it: "shot the plane down", "left two men dead"."""
    return any(
        c.lower_ in forms and c.dep_ in _PARTICLES and 0 < c.i - verb.i <= _PARTICLE_REACH for c in verb.children
    )


def _best(phrases: Phrases, hits: Iterable[tuple[Entry, int, int]], governors: Governors) -> Trigger | None:
    """Return the longest reading that fits; among equals, one whose conditions are met."""
    made: list[tuple[int, bool, bool, Trigger]] = []
    for entry, first, last in hits:
        trigger = _trigger(phrases, entry, first, last, governors)
        if trigger is None or any(_holds(c, trigger, phrases) for c in entry.excludes):
            continue
        met = bool(entry.requires) and any(_holds(c, trigger, phrases) for c in entry.requires)
        if met or not entry.requires:
            as_tagged = trigger.verbal == (trigger.token.pos_ in _VERBAL)
            made.append((len(entry.words), as_tagged, met, trigger))
    return max(made, key=lambda m: m[:3], default=(0, False, False, None))[3]


def _trigger(phrases: Phrases, entry: Entry, first: int, last: int, governors: Governors) -> Trigger | None:
    doc = phrases.doc
    verbal = entry.part is Part.VERB
    head = doc[first] if verbal else doc[last]
    if _in_name(phrases, head) or not (_can_be_verb(head) if verbal else _can_be_noun(head, entry.part)):
        return None
    slots = of_verb(head, governors) if verbal else of_noun(head, governors, phrases)
    own = {k: [t for t in found if k == "against" or not first <= t.i <= last] for k, found in slots.items()}
    for token in doc[first : last + 1]:  # "opened fire on the crowd": what hangs on a fixed word counts as well
        if verbal and token.i != head.i:
            own = {**of_noun(token, governors, phrases), **{k: v for k, v in own.items() if v}}
    return Trigger(head, first, last, entry, own, verbal)


def _in_name(phrases: Phrases, token: Token) -> bool:
    """Tell whether the word is a part of a name or of a date and not used for what it means."""
    ent = phrases.entity(token)
    if ent is None:
        return False
    return ent.label_ in _DATES or (ent.label_ in _NAMES and (len(ent) > 1 or ent.label_ in ("PERSON", "GPE")))


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
    return token.pos_ in NOMINAL or (token.pos_ == "VERB" and token.dep_ in ("pobj", "dobj", "nsubj"))


def _holds(condition: Condition, trigger: Trigger, phrases: Phrases) -> bool:
    if condition.slot == "any":
        tokens: Iterable[Token] = trigger.token.sent
    else:
        tokens = trigger.slots.get(condition.slot, ())
    return any(_admits(condition, t, phrases) for t in tokens)


def _admits(condition: Condition, token: Token, phrases: Phrases) -> bool:
    if condition.words:
        return token.lower_ in condition.words or token.lemma_.lower() in condition.words
    if condition.kind == "thing":
        return True
    phrase = phrases.of(token)
    if condition.kind == "force" and token.lower_ == "they":  # who "they" are is found out later
        return True
    return phrase is not None and phrase.kind in ADMITS.get(condition.kind, {condition.kind})


def _is_of_conflict(
    trigger: Trigger, phrases: Phrases, lexicon: Lexicon, temper: Temper, deeds: frozenset[int]
) -> bool:
    """Tell whether the text speaks enough of conflict for what the word says."""
    if temper.beside(trigger.first, trigger.last) < _signs_needed(trigger, lexicon, deeds):
        return False
    return not trigger.entry.tentative or _has_sign_near(trigger, phrases, temper) or _is_clear(trigger, temper)


def _signs_needed(trigger: Trigger, lexicon: Lexicon, deeds: frozenset[int]) -> int:
    """Return how many other words of conflict the text must have.

    Tentative words and those with no side named need one more; words that tell an effect ("killed") two more, unless
    their sentence has a deed; beside a deed one less will do. Measured: on ordinary news this drops two triggers of
    three, on conflict news one of thirty.
    """
    entry = trigger.entry
    needed = _SIGNS.get(lexicon.category(entry.action), _SIGNS_ELSE) + entry.tentative
    if trigger.token.sent.start in deeds:
        needed -= needed > 1
    elif entry.secondary:
        needed += 2
    return needed + (not any(trigger.roles.get(role) for role in _SIDES))


def _only_describes(trigger: Trigger, lexicon: Lexicon) -> bool:
    """Tell whether a word only describes the noun after it: "allied fighters", "a cowardly act"; not "rebel-held"."""
    token = trigger.token
    spoken = lexicon.lineage(trigger.entry.action)[-1].startswith("verbal")
    if token.dep_ == "amod" and token.i < token.head.i:
        return trigger.verbal or spoken
    return spoken and token.dep_ in ("acl", "relcl") and token.tag_ == "VBN" and not trigger.roles.get("actor")


def _is_clear(trigger: Trigger, temper: Temper) -> bool:
    """Tell whether a tentative word stands in a text full of conflict and says who does it to whom."""
    roles = trigger.roles
    whom = roles.get("target") or roles.get("partner") or roles.get("victim")
    return bool(roles.get("actor") and whom) and temper.beside(trigger.first, trigger.last) >= _HOT


def _has_sign_near(trigger: Trigger, phrases: Phrases, temper: Temper) -> bool:
    """Tell whether a tentative word's sentence speaks of conflict: a word of war, or a state or force that acts."""
    sentence = trigger.token.sent
    if temper.within(sentence.start, trigger.first - 1) or temper.within(trigger.last + 1, sentence.end - 1):
        return True
    acting = trigger.roles.get("actor", ())
    if any(t.ent_type_ in ("GPE", "NORP") for token in acting for t in (token, *token.lefts)):
        return True
    return any(p is not None and p.kind == "force" for p in map(phrases.of, acting))
