"""The scope of stance markers: the path of governors above a trigger, and the modifiers on it. Knows the parse only.

Clauses that state a fact of their own end the path, and so do prepositions that their governor does not select: what is
denied "after the attack" leaves the attack affirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

_FACTUAL_CLAUSES = {"relcl", "appos", "parataxis"}  #: that state a fact of their own, out of their governor's scope
_MODIFIER_RELATIONS = {"aux", "advmod", "amod", "neg", "det", "mark", "prep", "preconj", "cc", "npadvmod", "acomp"}
QUANTIFIED = {"nsubj", "nsubjpass", "dobj", "attr"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_TRANSPARENT_RELATIONS = {"ccomp", "acl", "advcl", "dobj", "attr", "oprd", "nsubjpass", "compound", "acomp", "amod"}
#: uses of words whose stance has scope over what they govern
_GOVERNING_USES = {
    "Intent", "Attempt", "Failure", "Success", "Ongoing", "Call", "LightVerb", "Raising", "Hedge", "Condition",
    "Negation", "Bringing",
}  # fmt: skip
_PROSPECTIVE_USES = {"Intent", "Call"}
_CONTENT_RELATIONS = {"dobj", "attr", "xcomp", "ccomp"}
_SUBJECT_GOVERNING_USES = {"Failure", "Success", "Ongoing", "Raising", "Hedge"}  #: over their subject, too
_NOUN_GOVERNING_USES = _GOVERNING_USES - {"LightVerb", "Raising", "Bringing"}
_TOPIC_PREPOSITIONS = {"on", "over", "for", "about", "toward", "towards", "around"}
_QUESTION_TAGS = {"WP", "WP$", "WDT", "WRB"}
_FINITE_TAGS = {"VBD", "VBZ", "VBP"}
_COMPARATIVES = {"JJR", "RBR"}
_MAX_STEPS = 12  #: of a path
Uses = Callable[[Token], dict[str, int]]  #: uses of a token's word → where the longest expression of that use ends


@dataclass(frozen=True, slots=True)
class ScopeStep:
    """One word on the path from a trigger to its governors."""

    node: Token
    below: Token | None = None  #: the node of the step before, None at the trigger
    governs: bool = False  #: False: the trigger, or a word coordinated with what is below

    @property
    def shares_modifiers(self) -> bool:
        """Tell whether the node's modifiers have scope over what is below: "did not attack or enter"."""
        if self.governs or self.below is None:
            return True
        return not is_finite(self.below) and self.below.tag_ == self.node.tag_


def scope_path(trigger: Token, cue: Token | None, uses: Uses) -> Iterator[ScopeStep]:
    """Yield the trigger and its governors, as far up as their stance has scope over it; the cue is the last step."""
    step = ScopeStep(trigger)
    for _ in range(_MAX_STEPS):
        yield step
        node = step.node
        is_factual = node.dep_ in _FACTUAL_CLAUSES and not (node.dep_ == "relcl" and _is_cleft(node.head))
        if is_factual or node.dep_ == "ROOT" or (cue is not None and node.i == cue.i):
            return
        governor = _next_step(step, uses)
        if governor is None:
            return
        step = governor


def modifiers(step: ScopeStep) -> Iterator[Token]:
    """Yield the words that modify a step's node, first words of its subject and object included ("no", "nobody")."""
    below = step.below.i if step.below is not None else -1
    for child in step.node.children:
        is_shared = step.shares_modifiers or child.dep_ == "mark"  # "if troops leave and rebels come back"
        if child.i == below or not is_shared:
            continue
        if child.dep_ in _MODIFIER_RELATIONS:
            yield child
            yield from (c for c in child.children if child.dep_ == "aux" and c.dep_ == "neg")
        elif child.dep_ in QUANTIFIED:
            yield child.left_edge
        elif (child.dep_ == "compound" and child.lower_.endswith("ing")) or _is_reduced_relative(child):
            yield child  # "planning attacks" read as a noun, "the talks scheduled for May"


def _is_reduced_relative(clause: Token) -> bool:
    """Tell whether a participle describes an event to come, "the talks scheduled for May"; a past subject has none."""
    noun = clause.head
    return clause.dep_ == "acl" and clause.tag_ == "VBN" and not (noun.dep_ == "nsubj" and noun.head.tag_ == "VBD")


def is_finite(verb: Token) -> bool:
    """Tell whether a clause has a tense of its own and no modal verb."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.tag_ == "MD" for c in auxiliaries):
        return False
    return verb.tag_ in _FINITE_TAGS or any(c.tag_ in _FINITE_TAGS for c in auxiliaries)


def has_modal(verb: Token) -> bool:
    """Tell whether a clause has a modal verb of its own: "would attack"; "should" is a call and does not count."""
    return any(c.tag_ == "MD" and c.lower_ != "should" for c in verb.children if c.dep_ == "aux")


def lies_ahead(verb: Token) -> bool:
    """Tell whether a verb after a modal is prospective: "may attack", "may be attacked", not "may have attacked"."""
    is_passive = verb.tag_ == "VBN" and any(c.lower_ == "be" for c in verb.children if c.dep_ == "auxpass")
    return not is_perfect(verb) and (verb.tag_ == "VB" or is_passive)


def is_perfect(verb: Token) -> bool:
    """Tell whether a verb after a modal is in the perfect: "would have gone"."""
    return any(c.lower_ in ("have", "'ve") for c in verb.children if c.dep_ == "aux")


def is_unsaid(verb: Token) -> bool:
    """Tell whether a reporting verb is not done: "has yet to claim", "stopped short of accusing", "nor denied"."""
    head = verb.head
    is_pending = verb.dep_ == "xcomp" and any(c.lower_ == "yet" and c.dep_ == "advmod" for c in head.children)
    is_stopped_short = verb.dep_ == "pcomp" and head.lower_ == "of" and head.head.lower_ == "short"
    has_neither = any(c.lower_ in ("neither", "nor") for t in (verb, verb.head) for c in t.children if c.dep_ != "det")
    return is_negated(verb) or is_pending or is_stopped_short or (has_neither and verb.dep_ == "conj")


def is_negated(verb: Token) -> bool:
    """Tell whether "not" or "never" modifies a verb."""
    return any(c.dep_ == "neg" for t in verb.children for c in (t, *(t.children if t.dep_ == "aux" else ())))


def is_purpose(verb: Token) -> bool:
    """Tell whether an infinitive is one of purpose: "troops to patrol", "came to talk"."""
    has_to = any(c.tag_ == "TO" for c in verb.children if c.dep_ == "aux")
    if has_to and is_headline_future(verb):
        return True
    if has_to and verb.tag_ == "VB" and verb.dep_ == "xcomp" and verb.head.pos_ == "AUX":
        return not any(c.dep_ == "acomp" for c in verb.head.children)  # "the mission was to rescue"
    if not has_to or verb.tag_ != "VB" or verb.dep_ not in ("advcl", "acl", "relcl"):
        return False
    if any(c.lower_ in ("have", "only") for c in verb.children if c.dep_ in ("aux", "advmod")):
        return False
    is_ranked = any(c.tag_ == "JJS" or c.ent_type_ == "ORDINAL" or c.lower_ == "only" for c in verb.head.children)
    return not is_ranked and verb.head.pos_ != "ADJ"


def is_headline_future(verb: Token) -> bool:
    """Tell whether an infinitive is the main verb of a headline's clause: "Kenya to send troops"."""
    to = next((c for c in verb.children if c.dep_ == "aux" and c.tag_ == "TO"), None)
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if to is None or subject is None or verb.tag_ != "VB" or verb.dep_ not in ("ROOT", "ccomp"):
        return False
    opens_sentence = subject.left_edge.i == verb.sent.start or verb.dep_ == "ROOT"
    return opens_sentence and subject.right_edge.i + 1 == to.i


def has_effect_clause(verb: Token, is_effect: Callable[[Token], bool]) -> bool:
    """Tell whether a participle after a verb names an effect of its event: "orders strikes, killing four"."""
    clauses = (c for c in verb.children if c.dep_ in ("advcl", "conj") and c.i > verb.i)
    return any(c.tag_ == "VBG" and is_effect(c) for c in clauses)


def is_undertaken(attempt: Token) -> bool:
    """Tell whether an attempt was made, so that its event is actual: in the past, or with its outcome after "but"."""
    if attempt.pos_ == "NOUN":
        return attempt.dep_ in _SUBJECTS
    is_past = attempt.tag_ == "VBD" or (attempt.tag_ == "VBN" and is_finite(attempt))
    return is_past or any(c.dep_ == "cc" and c.lower_ == "but" for c in attempt.children)


def is_definite(noun: Token) -> bool:
    """Tell whether a noun refers to a known event: "approved the attacks"."""
    return noun.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ in ("the", "these", "those") for c in noun.children)


def names_nobody(noun: Token) -> bool:
    """Tell whether a noun phrase has a negative determiner: "no group", "no one"."""
    return any(c.dep_ == "det" and c.lower_ in ("no", "neither") and not bounds_number(c) for c in noun.children)


def bounds_number(word: Token) -> bool:
    """Tell whether a negation and a comparative are the bound of a number, and deny nothing: "no fewer than seven"."""
    return any(
        t.tag_ in _COMPARATIVES and (t.head.like_num or t.head.ent_type_ == "CARDINAL")
        for t in word.doc[word.i + 1 : word.i + 2]
    )


def has_any(noun: Token) -> bool:
    """Tell whether a noun has the determiner "any", which under negation means none."""
    return any(c.dep_ == "det" and c.lower_ == "any" for c in noun.children)


def _next_step(step: ScopeStep, uses: Uses) -> ScopeStep | None:
    """Return the step to the word above, None where its stance has no scope over what is below."""
    node, head = step.node, step.node.head
    if node.dep_ == "conj":
        return ScopeStep(head, node) if not any(c.dep_ in _SUBJECTS for c in node.children) else None
    if node.dep_ in ("pobj", "pcomp") and head.dep_ in ("prep", "agent"):
        return ScopeStep(head, node, governs=True)
    if node.dep_ == "prep":
        return ScopeStep(head, node, governs=True) if _selects_preposition(head, node, uses(head)) else None
    if node.dep_ == "relcl" and _is_cleft(head):
        return ScopeStep(head.head, node, governs=True)  # "it was not the army that shelled the town"
    is_topic = step.below is not None and step.below.dep_ == "prep"  # "demand an inquiry into": only that is demanded
    if not is_topic and (plan := _subject_of_content(node, uses)) is not None:
        return ScopeStep(plan, node, governs=True)
    return ScopeStep(head, node, governs=True) if _passes_stance(node, head, uses) else None


def _is_cleft(noun: Token) -> bool:
    """Tell whether a noun is the focus of a negated cleft: "it was not the army that …"."""
    copula = noun.head
    return noun.dep_ == "attr" and is_negated(copula) and any(c.lower_ == "it" for c in copula.children)


def _subject_of_content(node: Token, uses: Uses) -> Token | None:
    """Return the plan or demand that a word is the content of: "the demands include the release"."""
    if node.dep_ not in _CONTENT_RELATIONS or not (node.head.pos_ == "AUX" or "Content" in uses(node.head)):
        return None
    subjects = (c for c in node.head.children if c.dep_ == "nsubj" and c.pos_ == "NOUN")
    return next((s for s in subjects if set(uses(s)) & _PROSPECTIVE_USES), None)


def _passes_stance(node: Token, head: Token, uses: Uses) -> bool:
    """Tell whether the stance of a head has scope over its dependent."""
    head_uses = set(uses(head))
    if "Ending" in head_uses or _is_indirect_question(node):
        return False  # what is to end is actual; "it is unclear who attacked" presupposes an attack
    if node.dep_ in ("ccomp", "csubj") and head.pos_ == "AUX":  # "it is possible that"
        return any(c.dep_ == "acomp" and {"Hedge", "Doubt"} & set(uses(c)) for c in head.children)
    if node.dep_ == "xcomp" or (node.dep_ == "ccomp" and head.dep_ == "xcomp" and "Hedge" in uses(head.head)):
        return True  # "appears to show soldiers shooting"
    if node.dep_ == "nsubj":
        return bool(head_uses & _SUBJECT_GOVERNING_USES)
    if is_negated(head) and (node.dep_ == "attr" or (node.dep_ == "dobj" and has_any(node))):
        return True  # "was no attack", "have not announced any plans"
    if node.dep_ in ("acl", "ccomp") and "Doubt" in head_uses:
        return True  # "there is no evidence that"
    if node.dep_ == "advcl" and (node.tag_ != "VB" or any(c.dep_ == "mark" for c in node.children)):
        return False  # "authorized strikes, prompting a protest"
    return node.dep_ in _TRANSPARENT_RELATIONS and bool(head_uses & _GOVERNING_USES)


def _is_indirect_question(clause: Token) -> bool:
    """Tell whether a clause asks who, where or why, and so presupposes its event."""
    before = [t for c in clause.children if c.i < clause.i for t in (c, *c.children)]
    return clause.dep_ in ("ccomp", "csubj", "pcomp") and any(t.tag_ in _QUESTION_TAGS for t in before)


def _selects_preposition(governor: Token, preposition: Token, uses: dict[str, int]) -> bool:
    """Tell whether a governor selects its preposition: "call for", "threat of", "prevent from", "a wave of"."""
    if "Ending" in uses:
        return False
    if any(end > preposition.i for use, end in uses.items() if use in _GOVERNING_USES and governor.i < preposition.i):
        return True
    if governor.pos_ == "NOUN" and "Agenda" in uses and preposition.lower_ in _TOPIC_PREPOSITIONS:
        return True
    if governor.pos_ == "NOUN":
        is_selecting = bool(set(uses) & _NOUN_GOVERNING_USES)
        return preposition.lower_ == "of" or (is_selecting and preposition.lower_ in ("for", "at", "on"))
    return preposition.lower_ == "from" and bool(set(uses) & {"Condition", "Failure", "Negation"})
