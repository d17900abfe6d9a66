"""The logical arguments of an action noun: owner, prepositions, and what light verbs, participles and lists add.

Knows the parser's dependency labels (ClearNLP's, as spaCy's English models use them); knows no action and no actor.
"""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Token

from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.syntactic_slots import (
    OBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    SyntacticSlots,
    add_prepositions,
    resolve_relative_pronouns,
)
from kg.reading.events.verb_arguments import surface_subjects, verb_arguments
from kg.reading.parse.noun_phrases import NounPhrases, with_conjuncts

_PREMODIFIERS = ("poss", "compound", "amod", "nmod")
_DEMONYM_LABELS = {"NORP", "GPE"}
_PERPETRATOR_PREPOSITIONS = {"of", "in", "behind"}


def noun_arguments(noun: Token, control_verbs: ControlVerbs, phrases: NounPhrases) -> SyntacticSlots:
    """Return the slots of an action noun: owner and prepositions, with what a light verb or a participle adds."""
    slots: SyntacticSlots = defaultdict(list)
    for child in noun.children:
        if child.dep_ in _PREMODIFIERS and _has_opposing_prefix(child, phrases):
            slots["against"] += [child]  # "anti-rebel raids" are not by rebels
        elif child.dep_ in _PREMODIFIERS and _can_be_agent(child, phrases):
            slots["owner"] += with_conjuncts([child])
        elif child.dep_ in _PREMODIFIERS and child.i < noun.i:  # "a Russian missile and drone attack"
            slots["owner"] += [
                c for c in child.children if c.dep_ in ("amod", "poss") and c.ent_type_ in _DEMONYM_LABELS
            ]
        elif child.dep_ in ("acl", "relcl"):
            _add_clause_arguments(child, noun, slots, control_verbs)
    add_prepositions(noun, slots)
    slots["by"] += [t for t in _named_perpetrator(noun, control_verbs, phrases) if t not in slots["by"]]
    governor = _governing_verb(noun)
    if governor is not None:
        _add_governor_arguments(noun, governor, slots, control_verbs)
    if noun.dep_ == "conj" and not slots["owner"]:
        first = noun.head
        slots["owner"] += [c for c in first.children if c.dep_ in ("poss", "amod") and _can_be_agent(c, phrases)]
        add_prepositions(first, slots, only_missing=True)
    return resolve_relative_pronouns(slots)


def _can_be_agent(token: Token, phrases: NounPhrases) -> bool:
    """Tell whether a premodifier can name an agent: a possessive, a name, a demonym, or a noun for people."""
    if token.dep_ == "poss":
        return True
    if token.ent_type_ in ("NORP", "GPE", "ORG", "PERSON", "LOC"):
        return True
    noun_class = phrases.nouns.class_by_form.get(token.lower_)
    return token.pos_ == "NOUN" and noun_class in ("group", "force", "person", "organization")


def _named_perpetrator(noun: Token, control_verbs: ControlVerbs, phrases: NounPhrases) -> list[Token]:
    """Return who is called the perpetrator: "the mastermind of the bombing", "a suspect in the shooting"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in _PERPETRATOR_PREPOSITIONS:
        return []
    perpetrator = preposition.head
    if perpetrator.lower_ not in phrases.nouns.perpetrators:
        return []
    if perpetrator.dep_ == "attr":  # "accuses the army of being the perpetrator"
        return surface_subjects(perpetrator.head, control_verbs)
    return [perpetrator]


def _has_opposing_prefix(token: Token, phrases: NounPhrases) -> bool:
    """Tell whether a prefix turns an action against what a word names: "anti-IS offensives"."""
    doc, before = token.doc, token.left_edge.i - 1
    joined = [doc[before - 1], doc[before]] if before > 0 else list(doc[max(0, token.i - 2) : token.i])
    joined = joined if len(joined) == 2 and joined[1].text == "-" else list(doc[max(0, token.i - 2) : token.i])
    return len(joined) == 2 and joined[1].text == "-" and joined[0].lower_ in phrases.nouns.opposing_prefixes


def _governing_verb(noun: Token) -> Token | None:
    """Return the verb that the noun is an argument of, through "a series of attacks"."""
    token = noun
    for _ in range(3):
        if token.dep_ == "conj":
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ == "NOUN":
            token = token.head.head
    if token.dep_ in OBJECTS | SUBJECTS | PASSIVE_SUBJECTS:
        return token.head
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.head.pos_ == "VERB":
        return token.head.head
    return None


def _add_governor_arguments(noun: Token, verb: Token, slots: SyntacticSlots, control_verbs: ControlVerbs) -> None:
    """Add the arguments of a light verb that governs the noun: "the army carried out an attack", "came under fire"."""
    role = control_verbs.light_verbs.get(verb.lower_)
    if role is None or any(t.dep_ == "oprd" for t in (noun, *verb.children)):
        return  # "called the blast an attack", "called sanctions a crime": a name for an event, and no light verb
    prepositions = control_verbs.light_verb_prepositions.get(verb.lower_, ())
    if any(c.dep_ == "prt" and c.lower_ not in prepositions for c in verb.children):
        return  # "carried out a raid", but not "broke up a rally"
    if noun.dep_ == "pobj" and noun.head.lower_ not in prepositions:
        return  # "came under fire", but not "gave a toll for the shelling"
    of_verb = verb_arguments(verb, control_verbs)
    if noun in of_verb["object"] or noun.dep_ == "pobj":
        slot = "by" if role == "actor" else "of"
        if not slots[slot] or role == "actor":
            slots[slot] += [t for t in of_verb["subject"] if t.i != noun.i]
    for name, fillers in of_verb.items():
        if name not in ("subject", "object", "indirect", "clause") and not slots[name]:
            slots[name] += [t for t in fillers if t.i != noun.i]


def _add_clause_arguments(clause: Token, noun: Token, slots: SyntacticSlots, control_verbs: ControlVerbs) -> None:
    """Add the agent of a light verb in a clause after the noun: "carried out by", "launched by"."""
    role = control_verbs.light_verbs.get(clause.lower_)
    of_clause = verb_arguments(clause, control_verbs)
    if role == "actor" and noun in of_clause["object"]:
        slots["by"] += of_clause["subject"]
    elif role == "actor" and noun not in of_clause["subject"] and clause.dep_ == "relcl":
        slots["by"] += [t for t in of_clause["subject"] if t.i != noun.i]
