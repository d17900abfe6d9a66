"""How far stance reaches: what governs an event's word, and which words modify it there. Knows the parse only.

Clauses that state a fact of their own end the way up, and so do prepositions that no governor asks for: what is denied
"after the attack" says nothing of the attack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

#: clauses that state a fact of their own: what governs them has no hold on them
_FACTUAL = {"relcl", "appos", "parataxis"}
_MODIFIERS = {"aux", "advmod", "amod", "neg", "det", "mark", "prep", "preconj", "cc", "npadvmod", "acomp"}
QUANTIFIED = {"nsubj", "nsubjpass", "dobj", "attr"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_PASSING = {"ccomp", "acl", "advcl", "dobj", "attr", "oprd", "nsubjpass", "compound", "acomp", "amod"}
_OPEN = {
    "Intent", "Attempt", "Failure", "Success", "Ongoing", "Call", "LightVerb", "Raising", "Hedge", "Condition",
    "Negation", "Bringing",
}  # fmt: skip
_WANTING = {"Intent", "Call"}
_CONTENTS = {"dobj", "attr", "xcomp", "ccomp"}
_OF_SUBJECTS = {"Failure", "Success", "Ongoing", "Raising", "Hedge"}
_OF_NOUNS = _OPEN - {"LightVerb", "Raising", "Bringing"}
_TOPICS = {"on", "over", "for", "about", "toward", "towards", "around"}
_QUESTIONS = {"WP", "WP$", "WDT", "WRB"}
_PAST = {"VBD", "VBZ", "VBP"}
_LONGEST = 12
Uses = Callable[[Token], dict[str, int]]  #: uses of a token's word → where the longest expression of that use ends


@dataclass(frozen=True, slots=True)
class ScopeStep:
    """A word on the way up from an event's word."""

    node: Token
    below: Token | None = None
    governs: bool = False  #: False: the event's own word, or one coordinated with what is below

    @property
    def shares_modifiers(self) -> bool:
        """Tell whether the node's modifiers hold of what is below: "did not attack or enter", "attacked and fled"."""
        if self.governs or self.below is None:
            return True
        return not is_finite(self.below) and self.below.tag_ == self.node.tag_


def scope_path(token: Token, cue: Token | None, uses: Uses) -> Iterator[ScopeStep]:
    """Yield the event's word and what governs it, as far as the grammar lets stance reach; a cue is the last step."""
    step = ScopeStep(token)
    for _ in range(_LONGEST):
        yield step
        node = step.node
        factual = node.dep_ in _FACTUAL and not (node.dep_ == "relcl" and _is_cleft(node.head))
        if factual or node.dep_ == "ROOT" or (cue is not None and node.i == cue.i):
            return
        above = _step_up(step, uses)
        if above is None:
            return
        step = above


def modifiers(step: ScopeStep) -> Iterator[Token]:
    """Yield the words that modify a step's node, first words of its subject and object included ("no", "nobody")."""
    below = step.below.i if step.below is not None else -1
    for child in step.node.children:
        if child.i == below or not (
            step.shares_modifiers or child.dep_ == "mark"
        ):  # "if troops leave and rebels come back"
            continue
        if child.dep_ in _MODIFIERS:
            yield child
            yield from (c for c in child.children if child.dep_ == "aux" and c.dep_ == "neg")
        elif child.dep_ in QUANTIFIED:
            yield child.left_edge
        elif (child.dep_ == "compound" and child.lower_.endswith("ing")) or _is_reduced_relative(child):
            yield child  # "planning attacks" read as a noun, "the talks scheduled for May"


def _is_reduced_relative(clause: Token) -> bool:
    """Tell whether a participle sets a deed for later, as in "the talks scheduled for May"; what did harm is past."""
    noun = clause.head
    return clause.dep_ == "acl" and clause.tag_ == "VBN" and not (noun.dep_ == "nsubj" and noun.head.tag_ == "VBD")


def is_finite(verb: Token) -> bool:
    """Tell whether a clause states a fact in a tense of its own, without a modal verb."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.tag_ == "MD" for c in auxiliaries):
        return False
    return verb.tag_ in _PAST or any(c.tag_ in _PAST for c in auxiliaries)


def has_modal(verb: Token) -> bool:
    """Tell whether a clause says with a verb of its own that it lies ahead: "would attack"; "should" asks for it."""
    return any(c.tag_ == "MD" and c.lower_ != "should" for c in verb.children if c.dep_ == "aux")


def lies_ahead(verb: Token) -> bool:
    """Tell whether a verb after a modal lies ahead: "may attack", "may be attacked", not "may have attacked"."""
    passive = verb.tag_ == "VBN" and any(c.lower_ == "be" for c in verb.children if c.dep_ == "auxpass")
    return not is_perfect(verb) and (verb.tag_ == "VB" or passive)


def is_perfect(verb: Token) -> bool:
    """Tell whether a verb after a modal is told as done: "would have gone"."""
    return any(c.lower_ in ("have", "'ve") for c in verb.children if c.dep_ == "aux")


def is_unsaid(verb: Token) -> bool:
    """Tell whether something is not said: "has yet to claim", "stopped short of accusing", "neither … nor denied"."""
    head = verb.head
    pending = verb.dep_ == "xcomp" and any(c.lower_ == "yet" and c.dep_ == "advmod" for c in head.children)
    short = verb.dep_ == "pcomp" and head.lower_ == "of" and head.head.lower_ == "short"
    neither = any(c.lower_ in ("neither", "nor") for t in (verb, verb.head) for c in t.children if c.dep_ != "det")
    return is_negated(verb) or pending or short or (neither and verb.dep_ == "conj")


def is_negated(verb: Token) -> bool:
    """Tell whether "not" or "never" stands with a verb."""
    return any(c.dep_ == "neg" for t in verb.children for c in (t, *(t.children if t.dep_ == "aux" else ())))


def is_purpose(verb: Token) -> bool:
    """Tell whether an infinitive says what something is for: "troops to patrol", "came to talk"."""
    to = any(c.tag_ == "TO" for c in verb.children if c.dep_ == "aux")
    if to and is_headline_future(verb):
        return True
    if to and verb.tag_ == "VB" and verb.dep_ == "xcomp" and verb.head.pos_ == "AUX":
        return not any(c.dep_ == "acomp" for c in verb.head.children)  # "the mission was to rescue"
    if not to or verb.tag_ != "VB" or verb.dep_ not in ("advcl", "acl", "relcl"):
        return False
    if any(c.lower_ in ("have", "only") for c in verb.children if c.dep_ in ("aux", "advmod")):
        return False
    ranked = any(c.tag_ == "JJS" or c.ent_type_ == "ORDINAL" or c.lower_ == "only" for c in verb.head.children)
    return not ranked and verb.head.pos_ != "ADJ"


def is_headline_future(verb: Token) -> bool:
    """Tell whether an infinitive is a clause's own verb, as headlines announce: "Kenya to send troops"."""
    to = next((c for c in verb.children if c.dep_ == "aux" and c.tag_ == "TO"), None)
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if to is None or subject is None or verb.tag_ != "VB" or verb.dep_ not in ("ROOT", "ccomp"):
        return False
    opens = subject.left_edge.i == verb.sent.start or verb.dep_ == "ROOT"
    return opens and subject.right_edge.i + 1 == to.i


def has_effect_clause(order: Token, effects: Callable[[Token], bool]) -> bool:
    """Tell whether a clause goes on with what came of its deed: "orders strikes, killing four"."""
    clauses = (c for c in order.children if c.dep_ in ("advcl", "conj") and c.i > order.i)
    return any(c.tag_ == "VBG" and effects(c) for c in clauses)


def is_undertaken(attempt: Token) -> bool:
    """Tell whether an attempt was made, so that it is a deed: in the past, or with what came of it."""
    if attempt.pos_ == "NOUN":
        return attempt.dep_ in _SUBJECTS
    past = attempt.tag_ == "VBD" or (attempt.tag_ == "VBN" and is_finite(attempt))
    return past or any(c.dep_ == "cc" and c.lower_ == "but" for c in attempt.children)


def is_definite(noun: Token) -> bool:
    """Tell whether a noun takes up an event that is known: "approved the attacks"."""
    return noun.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ in ("the", "these", "those") for c in noun.children)


def names_nobody(noun: Token) -> bool:
    """Tell whether a subject names nobody: "no group", "no one"."""
    return any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in noun.children)


def has_any(noun: Token) -> bool:
    """Tell whether a noun stands with "any", which a negated verb turns into none."""
    return any(c.dep_ == "det" and c.lower_ == "any" for c in noun.children)


def _step_up(step: ScopeStep, uses: Uses) -> ScopeStep | None:
    node, head = step.node, step.node.head
    if node.dep_ == "conj":
        return ScopeStep(head, node) if not any(c.dep_ in _SUBJECTS for c in node.children) else None
    if node.dep_ in ("pobj", "pcomp") and head.dep_ in ("prep", "agent"):
        return ScopeStep(head, node, governs=True)
    if node.dep_ == "prep":
        return ScopeStep(head, node, governs=True) if _selects_preposition(head, node, uses(head)) else None
    if node.dep_ == "relcl" and _is_cleft(head):
        return ScopeStep(head.head, node, governs=True)  # "it was not the army that shelled the town"
    of_it = step.below is not None and step.below.dep_ == "prep"  # what is investigated is not demanded
    if not of_it and (plan := _subject_of_content(node, uses)) is not None:
        return ScopeStep(plan, node, governs=True)
    return ScopeStep(head, node, governs=True) if _passes_stance(node, head, uses) else None


def _is_cleft(noun: Token) -> bool:
    """Tell whether a noun is what "it was not" is said of."""
    copula = noun.head
    return noun.dep_ == "attr" and is_negated(copula) and any(c.lower_ == "it" for c in copula.children)


def _subject_of_content(node: Token, uses: Uses) -> Token | None:
    """Return the plan or demand that a word is the content of: "the demands include the release"."""
    if node.dep_ not in _CONTENTS or not (node.head.pos_ == "AUX" or "Content" in uses(node.head)):
        return None
    return next(
        (c for c in node.head.children if c.dep_ == "nsubj" and c.pos_ == "NOUN" and set(uses(c)) & _WANTING), None
    )


def _passes_stance(node: Token, head: Token, uses: Uses) -> bool:
    found = set(uses(head))
    if "Ending" in found or _is_indirect_question(node):
        return False  # what is to end goes on; "it is unclear who attacked" leaves no doubt that somebody did
    if node.dep_ in ("ccomp", "csubj") and head.pos_ == "AUX":  # "it is possible that"
        return any(c.dep_ == "acomp" and {"Hedge", "Doubt"} & set(uses(c)) for c in head.children)
    if node.dep_ == "xcomp" or (node.dep_ == "ccomp" and head.dep_ == "xcomp" and "Hedge" in uses(head.head)):
        return True  # "appears to show soldiers shooting"
    if node.dep_ == "nsubj":
        return bool(found & _OF_SUBJECTS)
    if is_negated(head) and (node.dep_ == "attr" or (node.dep_ == "dobj" and has_any(node))):
        return True  # "was no attack", "have not announced any plans"
    if node.dep_ in ("acl", "ccomp") and "Doubt" in found:
        return True  # "there is no evidence that"
    if node.dep_ == "advcl" and (node.tag_ != "VB" or any(c.dep_ == "mark" for c in node.children)):
        return False  # "authorized strikes, prompting a protest"
    return node.dep_ in _PASSING and bool(found & _OPEN)


def _is_indirect_question(clause: Token) -> bool:
    """Tell whether a clause asks who, where or why, and takes for granted that something happened."""
    asked = [t for c in clause.children if c.i < clause.i for t in (c, *c.children)]
    return clause.dep_ in ("ccomp", "csubj", "pcomp") and any(t.tag_ in _QUESTIONS for t in asked)


def _selects_preposition(governor: Token, preposition: Token, uses: dict[str, int]) -> bool:
    """Tell whether a preposition belongs to its governor: "call for", "threat of", "prevent from", "a wave of"."""
    if "Ending" in uses:
        return False
    if any(end > preposition.i for use, end in uses.items() if use in _OPEN and governor.i < preposition.i):
        return True
    if governor.pos_ == "NOUN" and "Agenda" in uses and preposition.lower_ in _TOPICS:
        return True
    if governor.pos_ == "NOUN":
        return preposition.lower_ == "of" or (bool(set(uses) & _OF_NOUNS) and preposition.lower_ in ("for", "at", "on"))
    return preposition.lower_ == "from" and bool(set(uses) & {"Condition", "Failure", "Negation"})
