"""Tell how an event is spoken of: denied, hedged, planned, supposed, failed. Knows grammar and lists, no sources.

The axes follow FactBank (Saurí and Pustejovsky 2009): polarity and certainty, here with modality apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.model import Certainty, Modality, Outcome, Polarity, SpeechAct
from kg.reading.attribution.cues import Cue
from kg.reading.events.arguments import is_passive
from kg.reading.events.lexical_senses import Trigger
from kg.reading.factuality import scope as gov
from kg.reading.factuality.scope import Step
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part, PhraseIndex, WordList

_USES = (
    "Negation", "Hedge", "Doubt", "Intent", "Attempt", "Failure", "Success", "Ongoing", "Ending", "Condition", "Call",
    "LightVerb", "Raising", "Content", "Bringing", "Agenda",
)  # fmt: skip
_AHEAD = {"Intent", "Call"}  #: uses that hold even where their word hands the event to a source ("vowed to attack")
_UNREAL = {"Intent", "Call", "Attempt", "Condition"}
_YIELDING = {"retreat", "agree", "cooperate", "aid", "support", "consult"}  #: categories that talks are held for
_CLAIMING = {SpeechAct.ACKNOWLEDGEMENT, SpeechAct.ALLEGATION, SpeechAct.DENIAL}
_GATHERING = "gather"  #: the frame of deeds whose purpose is the deed
_BEFORE = {"aux", "auxpass", "det"}
_AFTER = 4  #: words after a token that an expression may take in
_STRENGTH = list(Certainty)
_REMOTE = list(Modality)


@dataclass(frozen=True, slots=True)
class Stance:
    """How one claimant has one event."""

    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    modality: Modality = Modality.ACTUAL
    outcome: Outcome | None = None
    speech_act: SpeechAct = SpeechAct.STATEMENT
    tried: bool = False  #: nothing but an attempt makes it intended, so that its failure makes it a deed


class Stances:
    """Reads stance off the parse; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.marks: PhraseIndex[WordList] = lexicon.phrase_index(*_USES)
        self.effects = frozenset(lexicon.single_word_forms("Killed")) | frozenset(lexicon.single_word_forms("Injured"))
        self._category = lexicon.category
        self._entries = lexicon.entries
        self.additive = frozenset(lexicon.single_word_forms("Additive"))

    def of(self, trigger: Trigger, cue: Cue | None, others: frozenset[int] = frozenset()) -> Stance:
        """Return the stance on a trigger of whoever the cue names (None: the article).

        Args:
            trigger: the word that names the action.
            cue: the innermost cue that covers it.
            others: tokens of cues; what negates or hedges those says nothing about the event.
        """
        stance, end = _of_entry(trigger), trigger.token
        for step in gov.path(trigger.token, cue.token if cue else None, self._uses):
            end = step.node
            if step.node.i in others and step.node.i != trigger.token.i:
                stance = self._at_cue(step, stance)
            else:
                stance = self._at(step, stance, trigger.entry.action)
            if self._is_on_agenda(step, trigger):
                stance = _farther(stance, Modality.HYPOTHETICAL)
        if self._is_called_off(end) and stance.modality is not Modality.ACTUAL and not stance.tried:
            stance = replace(stance, polarity=Polarity.DENIED)  # what is planned and is ended will not be done
        if gov.is_any(trigger.token) and stance.polarity is Polarity.AFFIRMED:
            stance = _farther(stance, Modality.HYPOTHETICAL)  # "orders troops to confront any incursion"
        return self._of_cue(stance, cue)

    def _is_on_agenda(self, step: Step, trigger: Trigger) -> bool:
        """Tell whether talks or terms are for a deed to come: "talks on ending the war"; not "talks on the raid"."""
        if step.below is None or step.below.dep_ != "prep" or "Agenda" not in self._uses(step.node):
            return False
        gerund = trigger.token.tag_ == "VBG" and trigger.token.dep_ == "pcomp"
        return gerund or self._category(trigger.entry.action) in _YIELDING

    def _is_called_off(self, thing: Token) -> bool:
        """Tell whether a verb of ending has something for its object: "abandoned plans", "strikes were called off"."""
        return thing.dep_ in ("dobj", "nsubjpass") and "Ending" in self._uses(thing.head)

    def _uses(self, token: Token) -> dict[str, int]:
        """Return the uses of a token's word → where the longest expression of each ends."""
        found: dict[str, int] = {}
        for words, end in self._lists(token):
            found[words.use] = max(end, found.get(words.use, 0))
        return found

    def _lists(self, token: Token) -> list[tuple[WordList, int]]:
        """Return the lists that a token's word is of, alone or with what stands before or after it.

        An expression may begin with an auxiliary ("is set to") or, before a noun, with "no" ("no evidence that").
        """
        found: dict[str, tuple[WordList, int]] = {}
        for start in (token.i, *(c.i for c in token.children if c.dep_ in _BEFORE and c.i < token.i)):
            words = [t.lower_ for t in token.doc[start : token.i + 1 + _AFTER]]
            for hit in self.marks.matches_at(words, 0):
                if start + hit.end > token.i + (start < token.i and token.pos_ == "NOUN") and _is_used_as(
                    hit.pattern.part, token.doc[start]
                ):
                    found.setdefault(hit.pattern.payload.name, (hit.pattern.payload, start + hit.end))
        return list(found.values())

    def _at(self, step: Step, stance: Stance, action: str) -> Stance:
        if step.governs:
            told = gov.is_told(step.node, self._is_effect)
            for words, _ in self._lists(step.node):
                stance = stance if told and words.use == "Intent" else _governed(stance, words, step)
        averts = step.governs and bool({"Failure", "Ending"} & set(self._uses(step.node)))  # "sent to repel an attack"
        done = self._does(step.node.head, action) or self._takes_infinitive(step.node.head)
        if gov.is_purpose(step.node) and not averts and not done:
            stance = _farther(stance, Modality.INTENDED)
        for child in (c for c in gov.modifiers(step) if not self._only_adds(c)):
            for words, end in self._lists(child):
                if _reaches(words, child, step.node) and not _opens_phrase(child, end):
                    stance = _modified(stance, words, step.node)
        return _farther(stance, Modality.HYPOTHETICAL) if self._has_condition(step) else stance

    def _is_effect(self, verb: Token) -> bool:
        """Tell whether a verb names what came of a deed: people killed or hurt."""
        return verb.lower_ in self.effects

    def _only_adds(self, word: Token) -> bool:
        """Tell whether "not" belongs to "not only … but", which denies nothing."""
        after = word.doc[word.i + 1 : word.i + 2]
        return word.dep_ in ("neg", "preconj", "advmod") and any(t.lower_ in self.additive for t in after)

    def _does(self, verb: Token, action: str) -> bool:
        """Tell whether a verb names an action itself, so that its purpose is what is done: "marched to protest"."""
        entries = (p.payload for p in self._entries.patterns_by_first_form.get(verb.lower_, ()) if len(p.forms) == 1)
        return any(entry.action == action and entry.frame.name == _GATHERING for entry in entries)

    def _takes_infinitive(self, verb: Token) -> bool:
        """Tell whether an infinitive belongs to its governor ("used to shell") and is no purpose ("sent to shell")."""
        return any(
            w.use not in ("LightVerb", "Bringing") and w.values.get("control") != "object" for w, _ in self._lists(verb)
        )

    def _at_cue(self, step: Step, stance: Stance) -> Stance:
        for words, _ in self._lists(step.node) if step.governs else ():
            if words.use in _AHEAD:
                stance = _governed(stance, words, step)
        return _denied(stance) if step.below and gov.is_any(step.below) and gov.is_negated(step.node) else stance

    def _has_condition(self, step: Step) -> bool:
        """Tell whether an "if" clause hangs on a clause that states no fact of its own."""
        if gov.is_finite(step.node) and step.node.tag_ == "VBD":
            return False
        clauses = [c for c in step.node.children if c.dep_ == "advcl" and (step.below is None or c.i != step.below.i)]
        clauses += [
            c for other in step.node.conjuncts if other.i > step.node.i for c in other.children if c.dep_ == "advcl"
        ]
        marks = [m for c in clauses for m in c.children if m.dep_ == "mark"]
        return any(words.use == "Condition" for m in marks for words, _ in self._lists(m))

    def _of_cue(self, stance: Stance, cue: Cue | None) -> Stance:
        """Add what the cue says ("denied", "suspects", "admitted"), and what hedges its source ("unconfirmed")."""
        if cue is None:
            return _opened(stance)
        for child in (c for source in cue.sources for c in source.children if c.dep_ == "amod"):
            for words, _ in self._lists(child):
                stance = _weakened(stance, words.values.get("certainty")) if words.use == "Hedge" else stance
        if cue.token.dep_ == "xcomp" and "Hedge" in self._uses(cue.token.head):  # "appears to show"
            stance = _weakened(stance, Certainty.PROBABLE)
        return _opened(_with_cue(_of_nobody(stance, cue) if not cue.sources else stance, cue))


def _of_entry(trigger: Trigger) -> Stance:
    entry = trigger.entry
    return Stance(
        Polarity(entry.polarity or "affirmed"), Certainty.CERTAIN, Modality(entry.modality or "actual"),
        Outcome(entry.outcome) if entry.outcome else None,
    )  # fmt: skip


def _is_used_as(part: Part, token: Token) -> bool:
    """Tell whether a word stands as the part of speech that the lexicon means: "claimed" as a verb is no hedge."""
    match part:
        case Part.VERB:
            return token.pos_ in ("VERB", "AUX") and token.dep_ != "amod"
        case Part.NOUN:
            return token.pos_ in ("NOUN", "PROPN")
        case Part.ADJECTIVE:
            return token.pos_ == "ADJ" or token.dep_ in ("amod", "acomp")
        case _:
            return True


def _reaches(words: WordList, child: Token, node: Token) -> bool:
    """Keep a modifier's use to where it means that: verbs only govern, what opens a subject or object only negates."""
    if words.use in ("Call", "LightVerb", "Raising"):
        return False
    if child.head.i != node.i or child.dep_ in gov.QUANTIFIED:
        return words.use == "Negation"
    if words.use == "Doubt":
        return child.dep_ == "mark"
    return child.dep_ != "prep" or words.use in ("Negation", "Hedge", "Failure", "Intent", "Condition")


def _opens_phrase(preposition: Token, end: int) -> bool:
    """Tell whether a preposition's expression says something of its own object only: "without", "in order to"."""
    return preposition.dep_ == "prep" and preposition.doc[end - 1].pos_ in ("ADP", "PART", "SCONJ")


def _governed(stance: Stance, words: WordList, step: Step) -> Stance:
    """Add what a governing word says of what it governs; a clause in a tense of its own is no plan and no call."""
    below = step.below
    if words.use in _UNREAL and below is not None and gov.is_finite(below) and not _may_be_subjunctive(below):
        return stance
    match words.use:
        case "Intent" if step.node.pos_ == "VERB" and below is not None and gov.is_definite(below):
            return stance
        case "Attempt":
            if gov.is_undertaken(step.node):
                return stance
            return replace(_farther(stance, Modality.INTENDED), tried=stance.modality is Modality.ACTUAL)
        case "Call" if below is not None and below.dep_ == "ccomp" and gov.is_modal(below):
            return stance  # "told state television that it would attack" asks nobody for it
        case "Intent" | "Condition" | "Call":
            return _farther(stance, Modality(words.values.get("modality", "hypothetical")))
        case _:
            return _modified(stance, words, step.node)


def _may_be_subjunctive(verb: Token) -> bool:
    """Tell whether a clause may be what somebody wants ("demand that troops leave"), which looks like the present."""
    return verb.tag_ == "VBP" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)


def _modified(stance: Stance, words: WordList, node: Token) -> Stance:
    """Add what a word says of the word that it stands with."""
    values = words.values
    match words.use:
        case "Negation":
            denied = _weakened(_denied(stance), values.get("certainty"))
            return _farther(denied, Modality(values.get("modality", "actual")))
        case "Doubt":
            stance = _weakened(stance, values.get("certainty"))
            return replace(stance, polarity=Polarity(values.get("polarity", "undetermined")))
        case "Hedge" if "bare" in values:
            return _modal(stance, values["certainty"], values["bare"], node)
        case "Hedge":
            return _weakened(stance, values.get("certainty"))
        case "Intent" | "Condition":
            done = "perfect" in values and gov.is_perfect(node)
            return _farther(stance, Modality(values["perfect" if done else "modality"]))
        case "Failure" | "Success" | "Ongoing":
            done = stance.tried and words.use != "Ongoing"
            reached = Modality.ACTUAL if done else stance.modality
            return replace(stance, outcome=stance.outcome or Outcome(values["outcome"]), modality=reached)
        case _:
            return stance


def _modal(stance: Stance, certainty: str, ahead: str, node: Token) -> Stance:
    """Add a modal of possibility; "could not reach" is a plain denial, "may attack" lies ahead."""
    if gov.is_negated(node) and ahead == Modality.HYPOTHETICAL:
        return stance
    weaker = _weakened(stance, certainty)
    return _farther(weaker, Modality(ahead)) if gov.is_bare(node) else weaker


def _denied(stance: Stance) -> Stance:
    flipped = Polarity.AFFIRMED if stance.polarity is Polarity.DENIED else Polarity.DENIED
    return replace(stance, polarity=flipped)


def _weakened(stance: Stance, certainty: str | None) -> Stance:
    return replace(stance, certainty=max(stance.certainty, Certainty(certainty or "certain"), key=_STRENGTH.index))


def _farther(stance: Stance, modality: Modality) -> Stance:
    return replace(stance, modality=max(stance.modality, modality, key=_REMOTE.index))


def _of_nobody(stance: Stance, cue: Cue) -> Stance:
    """Add what a saying of nobody's says: "are not reported" denies, "is said to have" hedges."""
    if not is_passive(cue.token):
        return stance
    if gov.is_negated(cue.token):
        return _denied(stance)
    act = cue.words.values.get("speechAct")
    if act == SpeechAct.ALLEGATION:
        return _weakened(stance, Certainty.UNCOMMITTED)
    hedges = any(c.dep_ in ("xcomp", "oprd") for c in cue.token.children)
    return _weakened(stance, Certainty.PROBABLE) if hedges and act == SpeechAct.STATEMENT else stance


def _with_cue(stance: Stance, cue: Cue) -> Stance:
    values = cue.words.values
    act = SpeechAct(values.get("speechAct", "statement"))
    if act in _CLAIMING and gov.is_unsaid(cue.token) and cue.sources:
        return replace(stance, polarity=Polarity.UNDETERMINED, certainty=Certainty.UNCOMMITTED)
    polarity = stance.polarity
    if (held := values.get("polarity")) and held != "affirmed":
        polarity = Polarity(held) if polarity is Polarity.AFFIRMED else Polarity.AFFIRMED
    # The shapes hold denial and doubt to their polarity.
    expected = {SpeechAct.DENIAL: Polarity.DENIED, SpeechAct.DOUBT: Polarity.UNDETERMINED}
    if expected.get(act, polarity) is not polarity:
        act = SpeechAct.STATEMENT
    return replace(_weakened(stance, values.get("certainty")), polarity=polarity, speech_act=act)


def _opened(stance: Stance) -> Stance:
    """Call a statement that leaves its event open a doubt."""
    plain = stance.speech_act is SpeechAct.STATEMENT and stance.polarity is Polarity.UNDETERMINED
    return replace(stance, speech_act=SpeechAct.DOUBT) if plain else stance
