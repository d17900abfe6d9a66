"""The logical arguments of a verb or an action noun: voice, control, relatives, coordination and light verbs undone.

Knows the parser's dependency labels (ClearNLP's, as spaCy's English models use them); knows no action and no actor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.parse.noun_phrases import NounPhrases, with_conjuncts

_SUBJECTS = {"nsubj", "csubj"}
_PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
_OBJECTS = {"dobj", "attr", "oprd"}
_CLAUSES = {"ccomp", "xcomp", "pcomp"}
_ABOUT_OBJECT = {"of", "for", "from", "with"}
_BESIDE = ("poss", "compound", "amod", "nmod")
_NATIONS = {"NORP", "GPE"}
_PLACES = {"GPE", "LOC", "FAC"}
_OF_DOERS = {"of", "in", "behind"}
_PEOPLE = {"who", "whom"}
_HYPHENS = {"-", "–", "‑"}
_DOERS = {"GPE", "NORP", "ORG", "PERSON"}
_RELATIVES = {"who", "which", "that", "whom"}
SyntacticSlots = dict[str, list[Token]]


def verb_arguments(verb: Token, governors: ControlVerbs) -> SyntacticSlots:
    """Return the slots of a verb: subject, object, indirect and prepositions, as if it were active."""
    slots: SyntacticSlots = defaultdict(list)
    passive = is_passive(verb) or _is_elliptic_passive(verb, governors)
    subjects = surface_subjects(verb, governors)
    slots["object" if passive else "subject"] += with_conjuncts(subjects)
    for child in verb.children:
        if child.dep_ in _OBJECTS or _is_misread_object(child):
            slots["object"] += with_conjuncts([child])
        elif child.dep_ == "dative":
            slots["indirect"] += with_conjuncts(_prepositional_objects(child) or [child])
        elif child.dep_ == "agent":
            slots["subject"] += with_conjuncts(_prepositional_objects(child))
        elif child.dep_ in ("ccomp", "xcomp"):
            slots["clause"] += [t for t in surface_subjects(child, governors) if t.i > verb.i]
    if passive and not slots["subject"]:
        slots["subject"] += hyphenated_agent(verb)
    _add_prepositions(verb, slots)
    for thing in list(slots["object"]):
        _add_prepositions(thing, slots, only_missing=True, skip=("of",))
    if not slots["object"]:
        slots["object"] += with_conjuncts(_shared_object(verb))
    return _with_antecedents(slots)


def noun_arguments(noun: Token, governors: ControlVerbs, phrases: NounPhrases) -> SyntacticSlots:
    """Return the slots of an action noun: owner and prepositions, with what a light verb or a participle adds."""
    slots: SyntacticSlots = defaultdict(list)
    for child in noun.children:
        if child.dep_ in _BESIDE and has_opposing_prefix(child, phrases):
            slots["against"] += [child]  # "anti-rebel raids" are none of the rebels'
        elif child.dep_ in _BESIDE and _can_be_agent(child, phrases):
            slots["owner"] += with_conjuncts([child])
        elif child.dep_ in _BESIDE and child.i < noun.i:  # "a Russian missile and drone attack"
            slots["owner"] += [c for c in child.children if c.dep_ in ("amod", "poss") and c.ent_type_ in _NATIONS]
        elif child.dep_ in ("acl", "relcl"):
            _add_from_clause(child, noun, slots, governors)
    _add_prepositions(noun, slots)
    slots["by"] += [t for t in _named_perpetrator(noun, governors, phrases) if t not in slots["by"]]
    governor = _governing_verb(noun)
    if governor is not None:
        _add_from_governor(noun, governor, slots, governors)
    if noun.dep_ == "conj" and not slots["owner"]:
        first = noun.head
        slots["owner"] += [c for c in first.children if c.dep_ in ("poss", "amod") and _can_be_agent(c, phrases)]
        _add_prepositions(first, slots, only_missing=True)
    return _with_antecedents(slots)


def hyphenated_agent(participle: Token) -> list[Token]:
    """Return who does it by the word joined to a participle: "Houthi-controlled Sanaa"; empty without a name there."""
    doc, i = participle.doc, participle.i
    if participle.tag_ not in ("VBN", "VBD", "JJ") or i < 2 or doc[i - 1].text not in _HYPHENS:
        return []
    return [doc[i - 2]] if doc[i - 2].ent_type_ in _DOERS else []


def is_passive(verb: Token) -> bool:
    """Tell whether the verb's surface subject is what the action is done to."""
    if any(c.dep_ in _PASSIVE_SUBJECTS or c.dep_ == "auxpass" for c in verb.children):
        return True
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return False
    participle = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.dep_ == "acl")  # "a man believed to be"
    if verb.dep_ in ("acl", "relcl", "advcl", "amod") and participle:
        return not any(c.dep_ == "aux" for c in verb.children)
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.tag_ == "VBN":
        return is_passive(verb.head) and not any(c.dep_ == "aux" for c in verb.children)
    return any(c.dep_ == "agent" for c in verb.children)


def _is_elliptic_passive(verb: Token, governors: ControlVerbs) -> bool:
    """Tell whether a headline leaves out the auxiliary: "three civilians killed", "one killed and another injured"."""
    if verb.tag_ not in ("VBN", "VBD") or verb.lower_ not in governors.victim_verbs or verb.dep_ == "relcl":
        return False
    if any(c.dep_ in _OBJECTS | _CLAUSES | {"aux", "dative"} for c in verb.children):
        return False
    if verb.dep_ == "conj" and not any(c.dep_ in _SUBJECTS for c in verb.children):
        return _is_elliptic_passive(verb.head, governors)
    return any(c.dep_ in _SUBJECTS for c in verb.children) and not _shared_object(verb)


def surface_subjects(verb: Token, governors: ControlVerbs, depth: int = 6) -> list[Token]:
    """Return the subject as the grammar has it, shared, controlled or relative ones included."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS]
    if own or depth == 0:
        return own
    head = verb.head
    if verb.dep_ == "acl" and (verb.tag_ == "VB" or (verb.tag_ == "VBG" and head.lower_ in governors.document_nouns)):
        return _subjects_of_infinitive(head, governors, depth - 1)
    if verb.dep_ in ("acl", "relcl", "amod"):
        return [head]
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return surface_subjects(head, governors, depth - 1)
    if verb.dep_ == "xcomp":
        return _controlling_objects(head, governors) or surface_subjects(head, governors, depth - 1)
    if verb.dep_ in ("advcl", "pcomp"):
        return _subjects_of_adjunct(verb, governors, depth)
    return []


def _controlling_objects(governor: Token, governors: ControlVerbs) -> list[Token]:
    """Return whom a verb makes act: "forced the rebels to withdraw", "called on the rebels to withdraw"."""
    if governor.lower_ not in governors.object_control:
        return []
    objects = [c for c in governor.children if c.dep_ == "dobj"]
    behind = [p for c in governor.children if c.dep_ == "prep" and c.i > governor.i for p in c.children]
    return objects or [t for t in behind if t.dep_ == "pobj"][:1]


def _subjects_of_adjunct(verb: Token, governors: ControlVerbs, depth: int) -> list[Token]:
    """Return the subject of a participle or of a gerund after a preposition."""
    head = verb.head
    governor = head if head.pos_ in ("VERB", "AUX") else head.head
    if verb.dep_ == "pcomp" and head.lower_ in _ABOUT_OBJECT:  # "accused the army of shelling"
        accused = [c for c in governor.children if c.dep_ == "dobj"]
        if accused:
            return accused
    shares = verb.tag_ in ("VB", "VBG") or not any(c.dep_ == "mark" for c in verb.children)
    if shares and governor.i != verb.i and governor.pos_ in ("VERB", "AUX"):
        return surface_subjects(governor, governors, depth - 1)
    return []


def _subjects_of_infinitive(noun: Token, governors: ControlVerbs, depth: int) -> list[Token]:
    """Return who acts in "Ukrainian attempts to cross" and "voted on a resolution to expel": owner, else subject."""
    owners = [c for c in noun.children if c.dep_ == "poss" or (c.dep_ in ("amod", "nmod", "compound") and c.ent_type_)]
    if owners:
        return owners
    verb = noun.head if noun.dep_ != "pobj" else noun.head.head
    if verb.pos_ not in ("VERB", "AUX") or noun.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS:
        return []
    if governors.light_verbs.get(verb.lower_) == "target":  # who foiled a plot to attack made none
        return []
    return surface_subjects(verb, governors, depth)


def _is_misread_object(token: Token) -> bool:
    """Tell whether a name after the verb was taken for an adverb, as the parser does with places unknown to it."""
    named = token.ent_type_ in ("GPE", "PERSON", "ORG", "LOC", "NORP") and token.pos_ == "PROPN"
    return token.dep_ in ("advmod", "npadvmod") and named and token.i > token.head.i


def _shared_object(verb: Token) -> list[Token]:
    """Return the object of a later coordinated verb: "shelled and stormed the town"."""
    if is_passive(verb):
        return []
    later = (other for other in verb.conjuncts if 0 < other.i - verb.i <= 6)
    return next(filter(None, ([c for c in other.children if c.dep_ == "dobj"] for other in later)), [])


def _prepositional_objects(preposition: Token) -> list[Token]:
    """Return what a preposition governs, through a second one ("from across the border")."""
    found = [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]
    for inner in preposition.children:
        if inner.dep_ == "prep":
            found += [c for c in inner.children if c.dep_ == "pobj"]
    return found


def _add_prepositions(
    token: Token, slots: SyntacticSlots, *, only_missing: bool = False, skip: Iterable[str] = ()
) -> None:
    for child in token.children:
        wanted = child.dep_ == "prep" and child.lower_ not in skip
        if wanted and not (only_missing and slots[child.lower_]):
            slots[child.lower_] += with_conjuncts([t for t in _prepositional_objects(child) if t.pos_ != "VERB"])


def _can_be_agent(token: Token, phrases: NounPhrases) -> bool:
    """Tell whether a modifier can name who acts: a name, a demonym, or a noun for people."""
    if token.dep_ == "poss":
        return True
    if token.ent_type_ in ("NORP", "GPE", "ORG", "PERSON", "LOC"):
        return True
    kind = phrases.nouns.class_by_form.get(token.lower_)
    return token.pos_ == "NOUN" and kind in ("group", "force", "person", "organization")


def _named_perpetrator(noun: Token, governors: ControlVerbs, phrases: NounPhrases) -> list[Token]:
    """Return whom the text calls the doer of a deed: "the mastermind of the bombing", "a suspect in the shooting"."""
    above = noun.head
    if noun.dep_ != "pobj" or above.lower_ not in _OF_DOERS or above.head.lower_ not in phrases.nouns.perpetrators:
        return []
    doer = above.head
    if doer.dep_ == "attr":  # "accuses the army of being the perpetrator"
        return surface_subjects(doer.head, governors)
    return [doer]


def has_opposing_prefix(token: Token, phrases: NounPhrases) -> bool:
    """Tell whether a prefix turns a deed against what a word names: "anti-IS offensives"."""
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
    if token.dep_ in _OBJECTS | _SUBJECTS | _PASSIVE_SUBJECTS:
        return token.head
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and token.head.head.pos_ == "VERB":
        return token.head.head
    return None


def _add_from_governor(noun: Token, verb: Token, slots: SyntacticSlots, governors: ControlVerbs) -> None:
    role = governors.light_verbs.get(verb.lower_)
    if role is None or any(t.dep_ == "oprd" for t in (noun, *verb.children)):
        return  # who calls something an attack does not attack, who calls sanctions a crime imposes none
    if any(
        c.dep_ == "prt" and c.lower_ not in governors.light_verb_prepositions.get(verb.lower_, ())
        for c in verb.children
    ):
        return  # "carried out a raid", but not "broke up a rally"
    if noun.dep_ == "pobj" and noun.head.lower_ not in governors.light_verb_prepositions.get(verb.lower_, ()):
        return  # "came under fire", but not "gave a toll for the shelling"
    outer = verb_arguments(verb, governors)
    if noun in outer["object"] or noun.dep_ == "pobj":
        side = "by" if role == "actor" else "of"
        if not slots[side] or role == "actor":
            slots[side] += [t for t in outer["subject"] if t.i != noun.i]
    for name, found in outer.items():
        if name not in ("subject", "object", "indirect", "clause") and not slots[name]:
            slots[name] += [t for t in found if t.i != noun.i]


def _add_from_clause(clause: Token, noun: Token, slots: SyntacticSlots, governors: ControlVerbs) -> None:
    """Take "carried out by", "launched by", "blamed on" after the noun."""
    role = governors.light_verbs.get(clause.lower_)
    inner = verb_arguments(clause, governors)
    if role == "actor" and noun in inner["object"]:
        slots["by"] += inner["subject"]
    elif role == "actor" and noun not in inner["subject"] and clause.dep_ == "relcl":
        slots["by"] += [t for t in inner["subject"] if t.i != noun.i]


def _with_antecedents(slots: SyntacticSlots) -> SyntacticSlots:
    """Put the antecedent in the place of "who", "which" and "that"."""
    for name, found in list(slots.items()):
        slots[name] = list(dict.fromkeys(_antecedent(t) for t in found))
    return slots


def _antecedent(token: Token) -> Token:
    if token.lower_ not in _RELATIVES or token.pos_ not in ("PRON", "DET"):
        return token
    clause = token.head
    for _ in range(4):
        if clause.dep_ == "relcl":
            place = clause.head.ent_type_ in _PLACES and token.lower_ in _PEOPLE
            return token if place else clause.head  # "the airport, who": the parser lost whom it means
        if clause.dep_ not in ("conj", "xcomp", "ccomp", "prep", "pobj", "advcl"):
            break
        clause = clause.head
    return token


def chain(token: Token) -> Iterator[Token]:
    """Yield the token and all that govern it, up to the root."""
    yield token
    yield from token.ancestors
