"""Effect of one factuality marker on a stance, by whether it governs the event's word or modifies it.

Knows grammar and word lists; knows no sources.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.model import Modality, Outcome
from kg.reading.factuality import scope
from kg.reading.factuality.certainty import weakened, with_modal_verb
from kg.reading.factuality.modality import at_least
from kg.reading.factuality.polarity import with_doubt, with_negation
from kg.reading.factuality.scope import ScopeStep
from kg.reading.factuality.stance import Stance
from kg.vocab.lexicon_entries import WordList

_NON_FACTUAL = {"Intent", "Call", "Attempt", "Condition"}


def with_governor(stance: Stance, words: WordList, step: ScopeStep) -> Stance:
    """Apply a marker that governs the event's word; a clause in a tense of its own is no plan and no call."""
    below = step.below
    if words.use in _NON_FACTUAL and below is not None and scope.is_finite(below) and not _may_be_subjunctive(below):
        return stance
    match words.use:
        case "Intent" if step.node.pos_ == "VERB" and below is not None and scope.is_definite(below):
            return stance
        case "Attempt":
            if scope.is_undertaken(step.node):
                return stance
            return replace(at_least(stance, Modality.INTENDED), is_attempt=stance.modality is Modality.ACTUAL)
        case "Call" if below is not None and below.dep_ == "ccomp" and scope.has_modal(below):
            return stance  # "told state television that it would attack" asks nobody for it
        case "Intent" | "Condition" | "Call":
            return at_least(stance, Modality(words.values.get("modality", "hypothetical")))
        case _:
            return with_modifier(stance, words, step.node)


def with_modifier(stance: Stance, words: WordList, node: Token) -> Stance:
    """Apply a marker that stands with a word."""
    values = words.values
    match words.use:
        case "Negation":
            return with_negation(stance, words)
        case "Doubt":
            return with_doubt(stance, words)
        case "Hedge" if "bare" in values:
            return with_modal_verb(stance, values["certainty"], values["bare"], node)
        case "Hedge":
            return weakened(stance, values.get("certainty"))
        case "Intent" | "Condition":
            is_past = "perfect" in values and scope.is_perfect(node)
            return at_least(stance, Modality(values["perfect" if is_past else "modality"]))
        case "Failure" | "Success" | "Ongoing":
            was_tried = stance.is_attempt and words.use != "Ongoing"
            modality = Modality.ACTUAL if was_tried else stance.modality
            return replace(stance, outcome=stance.outcome or Outcome(values["outcome"]), modality=modality)
        case _:
            return stance


def modifier_applies(words: WordList, child: Token, node: Token) -> bool:
    """Tell whether a marker counts as a modifier: verbs only govern, what opens a subject or object only negates."""
    if words.use in ("Call", "LightVerb", "Raising"):
        return False
    if child.head.i != node.i or child.dep_ in scope.QUANTIFIED:
        return words.use == "Negation"
    if words.use == "Doubt":
        return child.dep_ == "mark"
    return child.dep_ != "prep" or words.use in ("Negation", "Hedge", "Failure", "Intent", "Condition")


def opens_phrase(preposition: Token, end: int) -> bool:
    """Tell whether a preposition's expression bears on its own object only: "without", "in order to"."""
    return preposition.dep_ == "prep" and preposition.doc[end - 1].pos_ in ("ADP", "PART", "SCONJ")


def _may_be_subjunctive(verb: Token) -> bool:
    """Tell whether a clause may be what somebody wants ("demand that troops leave"), which looks like the present."""
    return verb.tag_ == "VBP" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
