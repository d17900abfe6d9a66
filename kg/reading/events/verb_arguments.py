"""The logical arguments of a verb: voice, control, relative clauses, coordination and ellipsis undone.

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
    prepositional_objects,
    resolve_relative_pronouns,
)
from kg.reading.parse.noun_phrases import with_conjuncts

_CLAUSES = {"ccomp", "xcomp", "pcomp"}
_OBJECT_CONTROL_PREPOSITIONS = {"of", "for", "from", "with"}  #: of a gerund whose subject is the governor's object
_AGENT_LABELS = {"GPE", "NORP", "ORG", "PERSON"}
_HYPHENS = {"-", "–", "‑"}


def verb_arguments(verb: Token, control_verbs: ControlVerbs) -> SyntacticSlots:
    """Return the slots of a verb as if it were active: subject, object, indirect object, clause and prepositions."""
    slots: SyntacticSlots = defaultdict(list)
    passive = is_passive(verb) or _is_elliptic_passive(verb, control_verbs)
    subjects = surface_subjects(verb, control_verbs)
    slots["object" if passive else "subject"] += with_conjuncts(subjects)
    for child in verb.children:
        if child.dep_ in OBJECTS or _is_mistagged_object(child):
            slots["object"] += with_conjuncts([child])
        elif child.dep_ == "dative":
            slots["indirect"] += with_conjuncts(prepositional_objects(child) or [child])
        elif child.dep_ == "agent":
            slots["subject"] += with_conjuncts(prepositional_objects(child))
        elif child.dep_ in ("ccomp", "xcomp"):
            slots["clause"] += [t for t in surface_subjects(child, control_verbs) if t.i > verb.i]
    if passive and not slots["subject"]:
        slots["subject"] += hyphenated_agent(verb)
    add_prepositions(verb, slots)
    for noun in list(slots["object"]):
        add_prepositions(noun, slots, only_missing=True, skip=("of",))
    if not slots["object"]:
        slots["object"] += with_conjuncts(_shared_object(verb))
    return resolve_relative_pronouns(slots)


def hyphenated_agent(participle: Token) -> list[Token]:
    """Return the agent that a hyphen joins to a participle: "Houthi-controlled Sanaa"; empty without a name there."""
    doc, i = participle.doc, participle.i
    if participle.tag_ not in ("VBN", "VBD", "JJ") or i < 2 or doc[i - 1].text not in _HYPHENS:
        return []
    return [doc[i - 2]] if doc[i - 2].ent_type_ in _AGENT_LABELS else []


def is_passive(verb: Token) -> bool:
    """Tell whether the verb's surface subject is its logical object."""
    if any(c.dep_ in PASSIVE_SUBJECTS or c.dep_ == "auxpass" for c in verb.children):
        return True
    if any(c.dep_ in SUBJECTS for c in verb.children):
        return False
    participle = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.dep_ == "acl")  # "a man believed to be"
    if verb.dep_ in ("acl", "relcl", "advcl", "amod") and participle:
        return not any(c.dep_ == "aux" for c in verb.children)
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.tag_ == "VBN":
        return is_passive(verb.head) and not any(c.dep_ == "aux" for c in verb.children)
    return any(c.dep_ == "agent" for c in verb.children)


def surface_subjects(verb: Token, control_verbs: ControlVerbs, depth: int = 6) -> list[Token]:
    """Return the surface subject, shared, controlled or relative ones included.

    Args:
        verb: finite or not.
        control_verbs: light verbs and verbs of object control.
        depth: governors to try for a subject.
    """
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
    if subjects or depth == 0:
        return subjects
    head = verb.head
    of_document = verb.tag_ == "VBG" and head.lower_ in control_verbs.document_nouns
    if verb.dep_ == "acl" and (verb.tag_ == "VB" or of_document):
        return _subjects_of_infinitive(head, control_verbs, depth - 1)
    if verb.dep_ in ("acl", "relcl", "amod"):
        return [head]
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return surface_subjects(head, control_verbs, depth - 1)
    if verb.dep_ == "xcomp":
        return _controlling_objects(head, control_verbs) or surface_subjects(head, control_verbs, depth - 1)
    if verb.dep_ in ("advcl", "pcomp"):
        return _subjects_of_adjunct(verb, control_verbs, depth)
    return []


def _is_elliptic_passive(verb: Token, control_verbs: ControlVerbs) -> bool:
    """Tell whether a headline leaves out the auxiliary: "three civilians killed", "one killed and another injured"."""
    if verb.tag_ not in ("VBN", "VBD") or verb.lower_ not in control_verbs.victim_verbs or verb.dep_ == "relcl":
        return False
    if any(c.dep_ in OBJECTS | _CLAUSES | {"aux", "dative"} for c in verb.children):
        return False
    if verb.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in verb.children):
        return _is_elliptic_passive(verb.head, control_verbs)
    return any(c.dep_ in SUBJECTS for c in verb.children) and not _shared_object(verb)


def _controlling_objects(governor: Token, control_verbs: ControlVerbs) -> list[Token]:
    """Return the object that controls an infinitive: "forced the rebels to withdraw", "called on the rebels to …"."""
    if governor.lower_ not in control_verbs.object_control:
        return []
    objects = [c for c in governor.children if c.dep_ == "dobj"]
    following = [p for c in governor.children if c.dep_ == "prep" and c.i > governor.i for p in c.children]
    return objects or [t for t in following if t.dep_ == "pobj"][:1]


def _subjects_of_adjunct(verb: Token, control_verbs: ControlVerbs, depth: int) -> list[Token]:
    """Return the subject of a participle or of a gerund after a preposition."""
    head = verb.head
    governor = head if head.pos_ in ("VERB", "AUX") else head.head
    if verb.dep_ == "pcomp" and head.lower_ in _OBJECT_CONTROL_PREPOSITIONS:  # "accused the army of shelling"
        objects = [c for c in governor.children if c.dep_ == "dobj"]
        if objects:
            return objects
    shares = verb.tag_ in ("VB", "VBG") or not any(c.dep_ == "mark" for c in verb.children)
    if shares and governor.i != verb.i and governor.pos_ in ("VERB", "AUX"):
        return surface_subjects(governor, control_verbs, depth - 1)
    return []


def _subjects_of_infinitive(noun: Token, control_verbs: ControlVerbs, depth: int) -> list[Token]:
    """Return the subject in "Ukrainian attempts to cross", "voted on a resolution to expel": owner, else subject."""
    owners = [c for c in noun.children if c.dep_ == "poss" or (c.dep_ in ("amod", "nmod", "compound") and c.ent_type_)]
    if owners:
        return owners
    verb = noun.head if noun.dep_ != "pobj" else noun.head.head
    if verb.pos_ not in ("VERB", "AUX") or noun.dep_ in SUBJECTS | PASSIVE_SUBJECTS:
        return []
    if control_verbs.light_verbs.get(verb.lower_) == "target":  # "foiled a plot to attack": the subject has no plot
        return []
    return surface_subjects(verb, control_verbs, depth)


def _is_mistagged_object(token: Token) -> bool:
    """Tell whether a name after the verb was parsed as an adverb, as the parser does with places unknown to it."""
    is_name = token.ent_type_ in ("GPE", "PERSON", "ORG", "LOC", "NORP") and token.pos_ == "PROPN"
    return token.dep_ in ("advmod", "npadvmod") and is_name and token.i > token.head.i


def _shared_object(verb: Token) -> list[Token]:
    """Return the object of a later coordinated verb: "shelled and stormed the town"."""
    if is_passive(verb):
        return []
    later = (other for other in verb.conjuncts if 0 < other.i - verb.i <= 6)
    return next(filter(None, ([c for c in other.children if c.dep_ == "dobj"] for other in later)), [])
