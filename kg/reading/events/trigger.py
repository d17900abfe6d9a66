"""The trigger of an event, and a sense that was rejected, as values. Knows entries and slots; finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from kg.model import RejectionReason
from kg.reading.events.syntactic_slots import SyntacticSlots
from kg.vocab.lexicon_entries import LexiconEntry

ACTOR_ROLES = ("actor", "partner")
TARGET_ROLES = ("target", "victim")
PARTICIPANT_ROLES = (*ACTOR_ROLES, *TARGET_ROLES)
#: slots that are no preposition, as `kg read --explain` shows them
_SLOT_DESCRIPTIONS = {
    "subject": "subject of", "object": "object of", "indirect": "indirect object of", "clause": "clause of",
}  # fmt: skip


@dataclass(frozen=True)
class Trigger:
    """A word or expression that names an action, with its syntactic slots."""

    token: Token  #: the head of the expression
    first: int  #: index of its first token
    last: int  #: index of its last token
    entry: LexiconEntry
    slots: SyntacticSlots
    is_verb: bool  #: used as a verb, so that the frame's verb roles hold

    @property
    def roles(self) -> dict[str, list[Token]]:
        """Return the heads of the arguments by role ("actor", "target", …), by the frame of the entry."""
        table = self._role_table
        arguments: dict[str, list[Token]] = {}
        of_has_role_of_owner = self.slots.get("of") and table.get("of") == table.get("owner")
        for slot, role in table.items():
            if slot == "owner" and of_has_role_of_owner:  # "the army's killing of V": the owner is the actor
                role = "actor"
            for token in self.slots.get(slot, ()):
                if token not in arguments.setdefault(role, []):
                    arguments[role].append(token)
        return arguments

    def explain_role(self, role: str, token: Token) -> str:
        """Return the rule that gives an argument its role: "actor: subject of “shelled”"."""
        table = self._role_table
        slots = [slot for slot, fillers in self.slots.items() if slot in table and token in fillers]
        slot = next((s for s in slots if table[s] == role), next(iter(slots), ""))
        relation = _SLOT_DESCRIPTIONS.get(slot) or ("whose" if slot == "owner" else f"after “{slot}”, with")
        return f"{role}: {relation} “{self.token.text}”"

    @property
    def _role_table(self) -> Mapping[str, str]:
        return self.entry.frame.verb_roles if self.is_verb else self.entry.frame.noun_roles


@dataclass(frozen=True, slots=True)
class RejectedSense:
    """An expression of the lexicon's actions that names no action here."""

    first: int  #: index of its first token
    last: int  #: index of its last token
    entry: LexiconEntry
    reason: RejectionReason
    detail: str = ""  #: such as the lexical exception or the restriction, for people to read


def rejected_sense(trigger: Trigger, reason: RejectionReason, detail: str) -> RejectedSense:
    """Return the sense of a trigger as rejected."""
    return RejectedSense(trigger.first, trigger.last, trigger.entry, reason, detail)
