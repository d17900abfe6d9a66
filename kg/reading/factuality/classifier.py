"""Classify the stance on an event: follow the scope from its trigger up to the cue, and apply each marker on the way.

Knows grammar and word lists; knows no sources.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.model import Certainty, Modality, Outcome, Polarity
from kg.reading.events.trigger import Trigger
from kg.reading.factuality import scope
from kg.reading.factuality.certainty import weakened
from kg.reading.factuality.cue_stance import as_doubt, with_anonymous_cue, with_cue
from kg.reading.factuality.marker_effects import modifier_applies, opens_phrase, with_governor, with_modifier
from kg.reading.factuality.markers import FactualityMarkers
from kg.reading.factuality.modality import at_least
from kg.reading.factuality.polarity import negated
from kg.reading.factuality.scope import ScopeStep
from kg.reading.factuality.stance import Stance
from kg.reading.parse.reported_speech import Cue
from kg.vocab.lexicon import Lexicon

_PROSPECTIVE = {"Intent", "Call"}  #: uses that hold even where their word is the cue of a source ("vowed to attack")
_CONCILIATORY = {"retreat", "agree", "cooperate", "aid", "support", "consult"}  #: categories that talks are held for
_GATHERING = "gather"  #: the frame of actions whose purpose is the action


class StanceClassifier:
    """Classifies stances; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.markers = FactualityMarkers(lexicon)
        self._effects = frozenset(lexicon.single_word_forms("Killed")) | frozenset(lexicon.single_word_forms("Injured"))
        self._additive = frozenset(lexicon.single_word_forms("Additive"))
        self._category = lexicon.category
        self._entries = lexicon.entries

    def stance(self, trigger: Trigger, cue: Cue | None, cue_tokens: frozenset[int] = frozenset()) -> Stance:
        """Return the stance on a trigger of the source that the cue names (None: the article).

        Args:
            trigger: the word that names the action.
            cue: the innermost cue that covers it.
            cue_tokens: indexes of all cues' tokens; what negates or hedges those bears on no event.
        """
        stance, top = _lexical_stance(trigger), trigger.token
        for step in scope.scope_path(trigger.token, cue.token if cue else None, self.markers.uses_of):
            top = step.node
            if step.node.i in cue_tokens and step.node.i != trigger.token.i:
                stance = self._at_cue(step, stance)
            else:
                stance = self._at_step(step, stance, trigger.entry.action)
            if self._is_on_agenda(step, trigger):
                stance = at_least(stance, Modality.HYPOTHETICAL)
        if self._is_called_off(top) and stance.modality is not Modality.ACTUAL and not stance.is_attempt:
            stance = replace(stance, polarity=Polarity.DENIED)  # what is planned and is ended will not be done
        if scope.has_any(trigger.token) and stance.polarity is Polarity.AFFIRMED:
            stance = at_least(stance, Modality.HYPOTHETICAL)  # "orders troops to confront any incursion"
        return self._under_cue(stance, cue)

    def _is_on_agenda(self, step: ScopeStep, trigger: Trigger) -> bool:
        """Tell whether talks or terms are for an event to come: "talks on ending the war"; not "talks on the raid"."""
        if step.below is None or step.below.dep_ != "prep" or "Agenda" not in self.markers.uses_of(step.node):
            return False
        gerund = trigger.token.tag_ == "VBG" and trigger.token.dep_ == "pcomp"
        return gerund or self._category(trigger.entry.action) in _CONCILIATORY

    def _is_called_off(self, noun: Token) -> bool:
        """Tell whether a noun is the object of a verb of ending: "abandoned plans", "strikes were called off"."""
        return noun.dep_ in ("dobj", "nsubjpass") and "Ending" in self.markers.uses_of(noun.head)

    def _at_step(self, step: ScopeStep, stance: Stance, action: str) -> Stance:
        """Apply the markers of one step of the scope: the governor, a purpose clause, modifiers, conditions."""
        if step.governs:
            carried_out = scope.has_effect_clause(step.node, self._is_effect)
            for words, _ in self.markers.lists_of(step.node):
                stance = stance if carried_out and words.use == "Intent" else with_governor(stance, words, step)
        if self._is_unfulfilled_purpose(step, action):
            stance = at_least(stance, Modality.INTENDED)
        for child in (c for c in scope.modifiers(step) if not self._is_additive(c)):
            for words, end in self.markers.lists_of(child):
                if modifier_applies(words, child, step.node) and not opens_phrase(child, end):
                    stance = with_modifier(stance, words, step.node)
        return at_least(stance, Modality.HYPOTHETICAL) if self._has_condition(step) else stance

    def _is_unfulfilled_purpose(self, step: ScopeStep, action: str) -> bool:
        """Tell whether an infinitive of purpose leaves open whether its action was done."""
        averts = step.governs and bool({"Failure", "Ending"} & set(self.markers.uses_of(step.node)))
        done = self._names_action(step.node.head, action) or self._takes_infinitive(step.node.head)
        return scope.is_purpose(step.node) and not averts and not done  # averts: "sent to repel an attack"

    def _is_effect(self, verb: Token) -> bool:
        """Tell whether a verb names people killed or injured."""
        return verb.lower_ in self._effects

    def _is_additive(self, word: Token) -> bool:
        """Tell whether "not" belongs to "not only … but" or "no fewer than seven", which deny nothing."""
        if scope.bounds_number(word):
            return True
        after = word.doc[word.i + 1 : word.i + 2]
        return word.dep_ in ("neg", "preconj", "advmod") and any(t.lower_ in self._additive for t in after)

    def _names_action(self, verb: Token, action: str) -> bool:
        """Tell whether a verb names an action itself, so that its purpose is what is done: "marched to protest"."""
        patterns = self._entries.patterns_by_first_form.get(verb.lower_, ())
        entries = (p.payload for p in patterns if len(p.forms) == 1)
        return any(entry.action == action and entry.frame.name == _GATHERING for entry in entries)

    def _takes_infinitive(self, verb: Token) -> bool:
        """Tell whether an infinitive belongs to its governor ("used to shell") and is no purpose ("sent to shell")."""
        return any(
            w.use not in ("LightVerb", "Bringing") and w.values.get("control") != "object"
            for w, _ in self.markers.lists_of(verb)
        )

    def _at_cue(self, step: ScopeStep, stance: Stance) -> Stance:
        """Apply what a cue on the way says as a governor: intent, calls, and "not … any"."""
        for words, _ in self.markers.lists_of(step.node) if step.governs else ():
            if words.use in _PROSPECTIVE:
                stance = with_governor(stance, words, step)
        return negated(stance) if step.below and scope.has_any(step.below) and scope.is_negated(step.node) else stance

    def _has_condition(self, step: ScopeStep) -> bool:
        """Tell whether an "if" clause hangs on a clause that states no fact of its own."""
        if scope.is_finite(step.node) and step.node.tag_ == "VBD":
            return False
        clauses = [c for c in step.node.children if c.dep_ == "advcl" and (step.below is None or c.i != step.below.i)]
        clauses += [
            c for other in step.node.conjuncts if other.i > step.node.i for c in other.children if c.dep_ == "advcl"
        ]
        marks = [m for c in clauses for m in c.children if m.dep_ == "mark"]
        return any(words.use == "Condition" for m in marks for words, _ in self.markers.lists_of(m))

    def _under_cue(self, stance: Stance, cue: Cue | None) -> Stance:
        """Apply the cue, and what hedges its source ("unconfirmed reports")."""
        if cue is None:
            return as_doubt(stance)
        for child in (c for source in cue.sources for c in source.children if c.dep_ == "amod"):
            for words, _ in self.markers.lists_of(child):
                stance = weakened(stance, words.values.get("certainty")) if words.use == "Hedge" else stance
        if cue.token.dep_ == "xcomp" and "Hedge" in self.markers.uses_of(cue.token.head):  # "appears to show"
            stance = weakened(stance, Certainty.PROBABLE)
        return as_doubt(with_cue(with_anonymous_cue(stance, cue) if not cue.sources else stance, cue))


def _lexical_stance(trigger: Trigger) -> Stance:
    """Return the stance that the trigger's entry in the lexicon carries by itself."""
    entry = trigger.entry
    return Stance(
        Polarity(entry.polarity or "affirmed"), Certainty.CERTAIN, Modality(entry.modality or "actual"),
        Outcome(entry.outcome) if entry.outcome else None,
    )  # fmt: skip
