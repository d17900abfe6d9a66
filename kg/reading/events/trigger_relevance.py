"""Relevance of a trigger: has the text enough words of conflict for the sense of the word? Knows entries and roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.reading.events.trigger import PARTICIPANT_ROLES, Trigger
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.parse.sentences import sentence_of
from kg.reading.text.relevance import ConflictTerms, is_certain_force
from kg.vocab.lexicon import Lexicon

_FORCE = "use-force"
#: category → how many other words of conflict a text must have for a trigger that is not tentative
_REQUIRED_TERMS = {"use-force": 0, "retreat": 1, "protest": 1, "consult": 1, "mobilize": 1}
_REQUIRED_TERMS_OTHERWISE = 2
_CLEAR_CONTEXT_TERMS = 5  #: different words of conflict from which on a text is about conflict beyond doubt
_SHORT_TEXT = 60  #: tokens of a text that has no room for many words of conflict
_LONG_TEXT = 1000  #: for so many tokens each above as many, a text must have one word of conflict more


@dataclass(frozen=True, slots=True)
class TriggerRelevance:
    """Judges the triggers of one document by its words of conflict."""

    phrases: NounPhrases
    lexicon: Lexicon
    conflict_terms: ConflictTerms
    force_sentences: frozenset[int]  #: numbers of the sentences with a relevant trigger of force that is no mere effect

    def missing(self, trigger: Trigger) -> str:
        """Return which words of conflict the text lacks for a trigger, empty when it is relevant."""
        count = self.conflict_terms.count_outside(trigger.first, trigger.last)
        required = self._required_terms(trigger)
        if count < 0:
            return "the text is about something else"
        if count < required:
            return f"{count} of {required} other words of conflict in the text"
        if not trigger.entry.tentative or self._has_conflict_context(trigger) or self._has_clear_context(trigger):
            return ""
        return "no sign of conflict in the sentence of a tentative word"

    def _required_terms(self, trigger: Trigger) -> int:
        """Return how many other words of conflict the text must have.

        Tentative words need one more; effects ("killed") two more, unless their sentence names the use of force; both
        one more where no participant is named. Beside a use of force and in a short text one less will do; a long one
        gathers words of conflict without being about it. Measured: on ordinary news this drops two triggers of three,
        on conflict news one of thirty. A fitted score over 250 features of entry, grammar, participants and text did no
        better on unseen articles.
        """
        entry, length = trigger.entry, len(trigger.token.doc)
        category = self.lexicon.category(entry.action)
        required = _REQUIRED_TERMS.get(category, _REQUIRED_TERMS_OTHERWISE) + entry.tentative
        if sentence_of(trigger.token) in self.force_sentences:
            required -= required > 1
        elif entry.secondary:
            required += 2
        if length <= _SHORT_TEXT and not entry.secondary:
            required -= required > 1
        has_participant = any(trigger.roles.get(role) for role in PARTICIPANT_ROLES)
        alone = (entry.tentative or entry.secondary) and not has_participant
        return required + alone + max(0, length // _LONG_TEXT - 1)

    def _has_clear_context(self, trigger: Trigger) -> bool:
        """Tell whether the text is about conflict beyond doubt and the trigger has an actor and a target or partner."""
        roles = trigger.roles
        affected = roles.get("target") or roles.get("partner") or roles.get("victim")
        count = self.conflict_terms.count_outside(trigger.first, trigger.last)
        return bool(roles.get("actor") and affected) and count >= _CLEAR_CONTEXT_TERMS

    def _has_conflict_context(self, trigger: Trigger) -> bool:
        """Tell whether the sentence has a word of conflict beside the trigger, or a state or force as the actor."""
        sentence, count_within = trigger.token.sent, self.conflict_terms.count_within
        if count_within(sentence.start, trigger.first - 1) or count_within(trigger.last + 1, sentence.end - 1):
            return True
        actors = trigger.roles.get("actor", ())
        if any(t.ent_type_ in ("GPE", "NORP") for token in actors for t in (token, *token.lefts)):
            return True
        return any(p is not None and p.kind == "force" for p in map(self.phrases.phrase_of, actors))


def trigger_relevance(
    candidates: Iterable[Trigger], phrases: NounPhrases, lexicon: Lexicon, conflict_terms: ConflictTerms | None
) -> TriggerRelevance | None:
    """Return what judges the triggers of a document, None without its words of conflict.

    Args:
        candidates: the senses of the document that fit.
        phrases: of the document.
        lexicon: categories of actions.
        conflict_terms: of the document.
    """
    if conflict_terms is None:
        return None
    candidates = list(candidates)
    certain = frozenset(sentence_of(c.token) for c in candidates if is_certain_force(c.entry, lexicon))
    by_certain = TriggerRelevance(phrases, lexicon, conflict_terms, certain)
    force = (c for c in candidates if not c.entry.secondary and lexicon.category(c.entry.action) == _FORCE)
    # "stormed a church, killing worshippers": the effect is relevant where the use of force is
    relevant = frozenset(sentence_of(c.token) for c in force if not by_certain.missing(c))
    return replace(by_certain, force_sentences=certain | relevant)
