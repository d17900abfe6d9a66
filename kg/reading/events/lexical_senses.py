"""Find the expressions that the lexicon has for actions, each in the sense that fits its sentence.

Knows entries, lexical exceptions and parts of speech; knows nothing of the rest of the text, which `triggers` weighs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from spacy.tokens import Span, Token

from kg.model import RejectionReason
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.noun_arguments import noun_arguments
from kg.reading.events.selectional_restrictions import unmet_restriction
from kg.reading.events.syntactic_slots import SyntacticSlots
from kg.reading.events.trigger import RejectedSense, Trigger, rejected_sense
from kg.reading.events.verb_arguments import hyphenated_agent, verb_arguments
from kg.reading.parse.noun_phrases import NOMINAL, NounPhrases
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import GAP, LexiconEntry, Part, PhraseIndex, PhraseMatch, WordList

_NAME_LABELS = {"ORG", "PERSON", "FAC", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "GPE", "LOC"}
_DATE_AND_NUMBER_LABELS = {"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT"}
_VERB_TAGS = {"VERB", "AUX"}
_PARTICLE_RELATIONS = {"prt", "prep", "advmod", "acomp", "oprd", "ccomp"}
_PARTICLE_REACH = 5  #: tokens from a verb to its particle
_TEMPORAL_PREPOSITIONS = {"after", "amid", "during", "before", "since", "despite", "following", "because"}
#: parts of speech, as `kg read --explain` shows them
_POS_NAMES = {
    "PROPN": "name", "ADJ": "adjective", "ADV": "adverb", "ADP": "preposition", "NUM": "number", "AUX": "auxiliary",
}  # fmt: skip
#: of several rejected senses of a word, the one whose reason comes last here is reported
_REPORTING_ORDER = (RejectionReason.PART_OF_SPEECH, RejectionReason.NAME, RejectionReason.CONDITION)


def lexical_senses(
    phrases: NounPhrases, lexicon: Lexicon, exceptions: PhraseIndex[WordList], control_verbs: ControlVerbs
) -> Iterator[Trigger | RejectedSense]:
    """Yield the best sense at each word, or why no sense fits; they may overlap."""
    words = [t.lower_ for t in phrases.doc]
    excepted = {i: hit for hit in exceptions.longest_matches(words) for i in range(hit.start, hit.end)}
    for start, word in enumerate(words):
        if word not in lexicon.entries.patterns_by_first_form:
            continue
        if start in excepted:
            yield from _excepted_senses(phrases, lexicon.entries, words, start, excepted[start])
            continue
        sense = _best_sense(phrases, list(_matching_entries(phrases, lexicon.entries, words, start)), control_verbs)
        if sense is not None:
            yield sense


def _excepted_senses(
    phrases: NounPhrases,
    entries: PhraseIndex[LexiconEntry],
    words: list[str],
    start: int,
    exception: PhraseMatch[WordList],
) -> Iterator[RejectedSense]:
    """Yield the entry that a lexical exception covers."""
    hit = next(entries.matches_at(words, start), None)
    if hit is not None:
        phrase = f"“{phrases.doc[exception.start : exception.end].text}” ({exception.pattern.payload.name})"
        yield RejectedSense(start, hit.end - 1, hit.pattern.payload, RejectionReason.LEXICAL_EXCEPTION, phrase)


def _matching_entries(
    phrases: NounPhrases, entries: PhraseIndex[LexiconEntry], words: list[str], start: int
) -> Iterator[tuple[LexiconEntry, int, int]]:
    """Yield entries that begin at a word with the indexes of their first and last token, longest first.

    A phrasal verb whose particle stands apart follows them, with the verb alone as its expression.
    """
    doc = phrases.doc
    contiguous = [hit for hit in entries.matches_at(words, start) if not _is_temporal(doc[hit.end - 1])]
    for hit in contiguous:
        yield hit.pattern.payload, start, hit.end - 1
    matched = {id(hit.pattern) for hit in contiguous}
    for pattern in entries.patterns_by_first_form[words[start]]:
        is_phrasal = pattern.part is Part.VERB and len(pattern.forms) == 2 and id(pattern) not in matched
        if is_phrasal and _has_particle(doc[start], pattern.forms[1]):
            yield pattern.payload, start, start


def _has_particle(verb: Token, forms: frozenset[str]) -> bool:
    """Tell whether the verb's second word stands apart from it: "shot the plane down", "left two men dead"."""
    return any(
        c.lower_ in forms
        and c.dep_ in _PARTICLE_RELATIONS
        and 0 < c.i - verb.i <= _PARTICLE_REACH
        and not _is_temporal(c)
        for c in verb.children
    )


def _is_temporal(word: Token) -> bool:
    """Tell whether a preposition opens a time expression: "marched on Sunday" is no "march on"."""
    return word.dep_ == "prep" and any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in word.children)


def _best_sense(
    phrases: NounPhrases, hits: Iterable[tuple[LexiconEntry, int, int]], control_verbs: ControlVerbs
) -> Trigger | RejectedSense | None:
    """Return the longest sense that fits, of equals the one to prefer; else the rejected sense to report."""
    fitting: list[tuple[int, bool, bool, Trigger]] = []
    rejected: list[tuple[int, int, RejectedSense]] = []
    slots_of = cache(partial(_slots, phrases, control_verbs))  # many entries are of the same words
    for entry, first, last in hits:
        sense = _checked_sense(phrases, entry, first, last, slots_of)
        if isinstance(sense, Trigger):
            fitting.append((len(entry.words), *_preference(sense), sense))
        else:
            rejected.append((_REPORTING_ORDER.index(sense.reason), len(entry.words), sense))
    if fitting:
        return max(fitting, key=lambda f: f[:3])[3]
    return max(rejected, key=lambda r: r[:2])[2] if rejected else None


def _preference(trigger: Trigger) -> tuple[bool, bool]:
    """Return whether a sense is used as it is tagged, and whether it is the more specific one of its words."""
    token, entry = trigger.token, trigger.entry
    as_tagged = trigger.is_verb == (token.pos_ in _VERB_TAGS and not _is_nominal_gerund(token))
    is_state = token.dep_ == "amod" and hyphenated_agent(token)  # "rebel-occupied": held, not being seized
    return as_tagged, not entry.tentative if is_state else bool(entry.requires)


def _checked_sense(
    phrases: NounPhrases,
    entry: LexiconEntry,
    first: int,
    last: int,
    slots_of: Callable[[int, int, bool, tuple[str, ...]], SyntacticSlots],
) -> Trigger | RejectedSense:
    """Return a match as a trigger, or rejected by a name, its part of speech or a selectional restriction."""
    doc = phrases.doc
    verbal = entry.part is Part.VERB
    head = doc[first] if verbal else doc[last]
    name = _enclosing_name(phrases, head) or (None if verbal else _title_case_name(head))
    if name is not None:
        return RejectedSense(first, last, entry, RejectionReason.NAME, f"“{name.text}”")
    if not (_can_be_verb(head) if verbal else _can_be_noun(head, entry.part)):
        return RejectedSense(first, last, entry, RejectionReason.PART_OF_SPEECH, _actual_use(head, entry))
    slots = slots_of(first, last, verbal, entry.words if GAP in entry.words else ())
    trigger = Trigger(head, first, last, entry, slots, verbal)
    unmet = unmet_restriction(trigger, phrases)
    return rejected_sense(trigger, RejectionReason.CONDITION, unmet) if unmet is not None else trigger


def _slots(
    phrases: NounPhrases,
    control_verbs: ControlVerbs,
    first: int,
    last: int,
    verbal: bool,
    words_around_gap: tuple[str, ...],
) -> SyntacticSlots:
    """Return the slots of an expression without its own words; what attaches to those fills slots as well.

    Args:
        phrases: of the document.
        control_verbs: light verbs and verbs of object control.
        first: index of the first token of the expression.
        last: index of its last token.
        verbal: whether its head is its first word, a verb.
        words_around_gap: words of an entry with a gap, the only ones that are its own; empty: all are.
    """
    head = phrases.doc[first if verbal else last]
    slots = verb_arguments(head, control_verbs) if verbal else noun_arguments(head, control_verbs, phrases)
    span = phrases.doc[first : last + 1]
    fixed = [t for t in span if not words_around_gap or t.i == head.i or t.lower_ in words_around_gap]
    own = {k: [t for t in fillers if k == "against" or t not in fixed] for k, fillers in slots.items()}
    for token in fixed:  # "opened fire on the crowd": "on" attaches to "fire"
        if verbal and token.i != head.i:
            is_verb = token.pos_ == "VERB"
            inner = verb_arguments(token, control_verbs) if is_verb else noun_arguments(token, control_verbs, phrases)
            own = {**inner, **{k: v for k, v in own.items() if v}}
    return own


def _actual_use(token: Token, entry: LexiconEntry) -> str:
    """Return the part of speech of a word that is used otherwise than its entry."""
    if token.dep_ == "compound" and token.i < token.head.i:
        return f"part of “{token.doc[token.i : token.head.i + 1].text}”"
    return f"{_POS_NAMES.get(token.pos_, token.pos_.lower())} here, in the lexicon a {entry.part}"


def _enclosing_name(phrases: NounPhrases, token: Token) -> Span | None:
    """Return the name, date or number that the word is a part of, and so not used in its sense."""
    ent = phrases.entity_span(token)
    if ent is None:
        return None
    is_name = ent.label_ in _NAME_LABELS and (len(ent) > 1 or ent.label_ in ("PERSON", "GPE"))
    return ent if is_name or ent.label_ in _DATE_AND_NUMBER_LABELS else None


def _is_nominal_gerund(token: Token) -> bool:
    """Tell whether a gerund names the action as a noun does, without an agent: "after fighting in Malakal"."""
    is_gerund = token.dep_ == "pcomp" and token.tag_ == "VBG" and token.head.lower_ in _TEMPORAL_PREPOSITIONS
    return is_gerund and not any(c.dep_ in ("dobj", "prt", "dative", "xcomp", "ccomp", "aux") for c in token.children)


def _title_case_name(token: Token) -> Span | None:
    """Return the name that a capitalized noun ends: "the Iran–Iraq War", None in a title in title case."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is None or not (token.text.istitle() and token.tag_ == "NNP" and before.text[:1].isupper()):
        return None
    words = [t for t in token.sent if t.is_alpha]
    lower_case = sum(t.text[0].islower() for t in words)
    return token.doc[before.i : token.i + 1] if 2 * lower_case > len(words) else None


def _can_be_verb(token: Token) -> bool:
    if token.pos_ in _VERB_TAGS:
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
