"""The syntactic slots of a word, and how prepositions and relative pronouns fill them.

Knows the parser's dependency labels (ClearNLP's, as spaCy's English models use them); knows no action and no actor.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.reading.parse.noun_phrases import with_conjuncts

SUBJECTS = {"nsubj", "csubj"}
PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
OBJECTS = {"dobj", "attr", "oprd"}
_RELATIVE_PRONOUNS = {"who", "which", "that", "whom"}
_PERSONAL_RELATIVES = {"who", "whom"}
_PLACE_LABELS = {"GPE", "LOC", "FAC"}
#: "subject", "object", "indirect", "clause", "owner", "against" or a preposition → heads of the fillers, in order
SyntacticSlots = dict[str, list[Token]]


def prepositional_objects(preposition: Token) -> list[Token]:
    """Return what a preposition governs, through a second one ("from across the border")."""
    objects = [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]
    for inner in preposition.children:
        if inner.dep_ == "prep":
            objects += [c for c in inner.children if c.dep_ == "pobj"]
    return objects


def add_prepositions(
    token: Token, slots: SyntacticSlots, *, only_missing: bool = False, skip: Iterable[str] = ()
) -> None:
    """Add the objects of a token's prepositions to the slots.

    Args:
        token: verb or noun.
        slots: changed in place; each object goes to the slot of its preposition.
        only_missing: leave prepositions alone that have a filler.
        skip: prepositions to leave out.
    """
    for child in token.children:
        is_added = child.dep_ == "prep" and child.lower_ not in skip
        if is_added and not (only_missing and slots[child.lower_]):
            slots[child.lower_] += with_conjuncts([t for t in prepositional_objects(child) if t.pos_ != "VERB"])


def resolve_relative_pronouns(slots: SyntacticSlots) -> SyntacticSlots:
    """Replace "who", "which" and "that" by their antecedents, in place, and drop duplicates; return the slots."""
    for name, fillers in list(slots.items()):
        slots[name] = list(dict.fromkeys(_antecedent(t) for t in fillers))
    return slots


def _antecedent(token: Token) -> Token:
    """Return the antecedent of a relative pronoun, any other token itself."""
    if token.lower_ not in _RELATIVE_PRONOUNS or token.pos_ not in ("PRON", "DET"):
        return token
    clause = token.head
    for _ in range(4):
        if clause.dep_ == "relcl":
            is_place = clause.head.ent_type_ in _PLACE_LABELS and token.lower_ in _PERSONAL_RELATIVES
            return token if is_place else clause.head  # "the airport, who": the parser missed the antecedent
        if clause.dep_ not in ("conj", "xcomp", "ccomp", "prep", "pobj", "advcl"):
            break
        clause = clause.head
    return token
