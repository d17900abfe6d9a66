"""Tell how an event is spoken of: denied, hedged, planned, supposed, failed. Knows grammar and lists, no sources.

The axes follow FactBank (Saurí and Pustejovsky 2009): polarity and certainty, here with modality apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.attribution import Cue
from kg.extract.triggers import Trigger
from kg.model import Certainty, Modality, Outcome, Polarity, SpeechAct
from kg.vocab.lexicon import Lexicon
from kg.vocab.words import Index, WordList

#: clauses that state a fact of their own: what governs them has no hold on them
_FACTUAL = {"relcl", "appos", "parataxis"}
_MODIFIERS = {"aux", "advmod", "amod", "neg", "det", "mark", "prep", "preconj", "cc", "npadvmod", "acomp"}
_USES = (
    "Negation",
    "Hedge",
    "Intent",
    "Attempt",
    "Failure",
    "Success",
    "Ongoing",
    "Condition",
    "Call",
    "LightVerb",
    "Raising",
)
_PASSING = {"Intent", "Attempt", "Failure", "Success", "Ongoing", "Call", "LightVerb", "Raising", "Hedge"}
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


class Stances:
    """Reads stance off the parse; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.marks: Index[WordList] = lexicon.index(*_USES)

    def of(self, trigger: Trigger, cue: Cue | None, others: frozenset[int] = frozenset()) -> Stance:
        """Return the stance on a trigger of whoever the cue names (None: the article).

        Args:
            trigger: the word that names the action.
            cue: the innermost cue that covers it.
            others: tokens of cues; what negates or hedges those says nothing about the event.
        """
        stance = _of_entry(trigger)
        for node, below in self._path(trigger.token, cue):
            if node.i not in others or node.i == trigger.token.i:
                stance = self._at(node, below, stance, trigger)
        return _of_cue(stance, cue)

    def _path(self, token: Token, cue: Cue | None) -> Iterator[tuple[Token, Token | None]]:
        """Yield the trigger and what governs it, as far as the grammar lets stance reach, each with the one below."""
        below: Token | None = None
        node = token
        for _ in range(12):
            yield node, below
            if node.dep_ in _FACTUAL or node.dep_ == "ROOT" or (cue and node.head.i == cue.token.i):
                return
            head = node.head
            if node.dep_ == "prep" or (head.dep_ == "prep" and node.dep_ in ("pobj", "pcomp")):
                node = head
                continue
            if not self._passes(node, head):
                return
            below, node = node, head

    def _passes(self, node: Token, head: Token) -> bool:
        if node.dep_ == "conj":
            return True
        if node.dep_ in (
            "ccomp",
            "xcomp",
            "acl",
            "advcl",
            "pcomp",
            "dobj",
            "nsubj",
            "nsubjpass",
            "pobj",
            "prep",
            "attr",
            "oprd",
            "compound",
        ):
            uses = {w.use for w in self._words(head)}
            return bool(uses & _PASSING) or node.dep_ == "xcomp"
        return False

    def _words(self, token: Token) -> Iterator[WordList]:
        """Yield the lists that a token's word begins an entry of."""
        words = [t.lower_ for t in token.doc[token.i : token.i + 5]]
        for hit in self.marks.at(words, 0):
            yield hit.pattern.payload

    def _at(self, node: Token, below: Token | None, stance: Stance, trigger: Trigger) -> Stance:
        governs = node.i != trigger.token.i
        if governs:
            for words in self._words(node):
                stance = _applied(stance, words, governing=True)
        for child in node.children:
            if child.dep_ in _MODIFIERS and (below is None or child.i != below.i):
                for words in self._words(child):
                    if _reaches(words, child, node):
                        stance = _applied(stance, words, governing=False)
        clause = next(
            (
                c
                for c in node.children
                if c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ == "if" for m in c.children)
            ),
            None,
        )
        if clause is not None and clause.i != (below.i if below is not None else -1):
            stance = replace(stance, modality=_further(stance.modality, Modality.HYPOTHETICAL))
        return stance


def _of_entry(trigger: Trigger) -> Stance:
    entry = trigger.entry
    return Stance(
        Polarity(entry.polarity or "affirmed"), Certainty.CERTAIN, Modality(entry.modality or "actual"),
        Outcome(entry.outcome) if entry.outcome else None,
    )  # fmt: skip


def _reaches(words: WordList, child: Token, node: Token) -> bool:
    """Keep a modifier's use to where it means that: adjectives of intent before nouns, negation on its own verb."""
    if words.use in ("Call", "LightVerb", "Raising"):
        return False
    if child.dep_ == "prep":
        return words.use in ("Negation", "Hedge", "Failure")
    return True


def _applied(stance: Stance, words: WordList, *, governing: bool) -> Stance:
    values = words.values
    match words.use:
        case "Negation":
            flipped = Polarity.AFFIRMED if stance.polarity is Polarity.DENIED else Polarity.DENIED
            return replace(stance, polarity=flipped)
        case "Hedge":
            weaker = Certainty(values.get("certainty", "possible"))
            return replace(stance, certainty=max(stance.certainty, weaker, key=_STRENGTH.index))
        case "Intent":
            return replace(stance, modality=_further(stance.modality, Modality(values.get("modality", "intended"))))
        case "Attempt":
            return replace(stance, modality=_further(stance.modality, Modality.INTENDED)) if governing else stance
        case "Condition":
            return replace(stance, modality=Modality.HYPOTHETICAL)
        case "Call" if governing:
            return replace(stance, modality=_further(stance.modality, Modality.HYPOTHETICAL))
        case "Failure" | "Success" | "Ongoing":
            reached = values.get("outcome", {"Failure": "failed", "Success": "succeeded"}.get(words.use, "ongoing"))
            actual = stance.modality if words.use == "Ongoing" else Modality.ACTUAL
            return replace(stance, outcome=stance.outcome or Outcome(reached), modality=actual)
        case _:
            return stance


def _further(one: Modality, other: Modality) -> Modality:
    return max(one, other, key=_REMOTE.index)


def _of_cue(stance: Stance, cue: Cue | None) -> Stance:
    """Add what the cue itself says: "denied", "suspects", "admitted"."""
    if cue is None:
        return stance
    values = cue.words.values
    act = SpeechAct(values.get("speechAct", "statement"))
    polarity, certainty = stance.polarity, stance.certainty
    if (held := values.get("polarity")) and held != "affirmed":
        polarity = Polarity(held) if polarity is Polarity.AFFIRMED else Polarity.AFFIRMED
    if held := values.get("certainty"):
        certainty = max(certainty, Certainty(held), key=_STRENGTH.index)
    # The shapes hold denial and doubt to their polarity.
    if (
        (act is SpeechAct.DENIAL
        and polarity is not Polarity.DENIED)
        or (act is SpeechAct.DOUBT
        and polarity is not Polarity.UNDETERMINED)
    ):
        act = SpeechAct.STATEMENT
    return replace(stance, polarity=polarity, certainty=certainty, speech_act=act)
