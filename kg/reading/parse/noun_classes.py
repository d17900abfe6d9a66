"""The lexicon's word lists for nouns, by form: what kind of thing each names. Knows words, no grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.vocab.lexicon import Lexicon

_LONGEST_NOUN = 4  #: words of a listed noun
_PEOPLE = {"ArmedForce": "force", "Organization": "organization"}  #: kinds of people that are more than a group
#: lists whose nouns of several words count as such, and what they name
_OF_WORDS = {
    "VehicleNoun": "vehicle", "FacilityNoun": "facility", "OrganizationNoun": "organization", "PersonNoun": "group",
}  # fmt: skip


@dataclass(frozen=True)
class NounClasses:
    """The lexicon's word lists, by form, as the phrases need them."""

    lexicon: Lexicon

    @cached_property
    def class_by_form(self) -> Mapping[str, str]:
        """Forms of common nouns → the kind of thing that they name."""
        uses = {
            "FacilityNoun": "facility", "VehicleNoun": "vehicle", "WeaponNoun": "weapon", "MoneyNoun": "money",
            "DocumentNoun": "document",
            "PostNoun": "post", "TalksNoun": "talks", "PlaceNoun": "place", "OrganizationNoun": "organization",
            "StateNoun": "state",
        }  # fmt: skip
        found = {form: kind for use, kind in uses.items() for form in self.lexicon.single_word_forms(use)}
        for form, kind in self.lexicon.single_word_forms("PersonNoun", "kind").items():
            found[form] = _PEOPLE.get(kind, "group")
        return dict.fromkeys(self.offices, "group") | found

    def class_of(self, name: str) -> str:
        """Return the kind of thing that a noun phrase names, by its last words; "thing" for what no list has."""
        words = name.lower().split()
        for count in range(min(_LONGEST_NOUN, len(words)), 1, -1):
            if (kind := self._compounds.get(" ".join(words[-count:]))) is not None:
                return kind
        return self.class_by_form.get(words[-1], "thing") if words else "thing"

    @cached_property
    def _compounds(self) -> Mapping[str, str]:
        """Forms of nouns of several words → the kind of thing that they name."""
        found: dict[str, str] = {}
        for use, usual in _OF_WORDS.items():
            for words in self.lexicon.word_lists.get(use, ()):
                kind = _PEOPLE.get(words.values.get("kind", ""), usual)
                for part, text in words.words:
                    *before, last = self.lexicon.inflected_forms(part, text)
                    start = " ".join(next(iter(forms)) for forms in before)
                    found |= {f"{start} {form}": kind for form in last} if before else {}
        return found

    @cached_property
    def persons(self) -> frozenset[str]:
        """Nouns for one human being: "attacker"."""
        kinds = self.lexicon.single_word_forms("PersonNoun", "kind")
        return frozenset(form for form, kind in kinds.items() if kind == "Person")

    @cached_property
    def causative_verbs(self) -> frozenset[str]:
        """Forms of verbs whose subject brings about harm: "inflicted"."""
        return frozenset(self.lexicon.verb_forms_with_value("Causing", ""))

    @cached_property
    def perpetrators(self) -> frozenset[str]:
        """Nouns for who did a deed: "mastermind"."""
        return frozenset(self.lexicon.single_word_forms("Doer"))

    @cached_property
    def opposing_prefixes(self) -> frozenset[str]:
        """Prefixes that turn a deed against what follows: "anti"."""
        return frozenset(self.lexicon.single_word_forms("AgainstPrefix"))

    @cached_property
    def offices(self) -> frozenset[str]:
        """Forms of nouns of office: "spokesman", "minister"."""
        return frozenset(self.lexicon.single_word_forms("Office")) | frozenset(
            self.lexicon.single_word_forms("Spokesperson")
        )

    @cached_property
    def titles(self) -> frozenset[str]:
        """Words that stand before a person's name."""
        return frozenset(w.strip(".") for w in self.lexicon.single_word_forms("Title")) | self.offices

    @cached_property
    def state_organs(self) -> frozenset[str]:
        """Nouns for bodies that a state has: "army", "ministry"."""
        return frozenset(self.lexicon.single_word_forms("StateOrgan"))

    @cached_property
    def governments(self) -> frozenset[str]:
        """Nouns that stand for a state: "government"."""
        return frozenset(self.lexicon.single_word_forms("StateNoun"))

    @cached_property
    def service_arms(self) -> frozenset[str]:
        """Nouns for arms of service that strike for their owner: "artillery"."""
        return frozenset(self.lexicon.single_word_forms("Arm"))

    @cached_property
    def anaphoric_bodies(self) -> frozenset[str]:
        """Nouns that take up a named body that is no state's: "the group", "the rebels"."""
        return frozenset(self.lexicon.single_word_forms("Body"))

    @cached_property
    def members(self) -> frozenset[str]:
        """Nouns for armed people who stand for the body that they are of: "fighters"."""
        return frozenset(self.lexicon.single_word_forms("Member"))

    @cached_property
    def vague_quantities(self) -> frozenset[str]:
        """Words for a quantity without a figure: "many"."""
        return frozenset(self.lexicon.single_word_forms("VagueNumber"))

    @cached_property
    def transparent(self) -> frozenset[str]:
        """Nouns whose "of" phrase says what is meant: "dozens of people"."""
        return frozenset(self.lexicon.single_word_forms("Transparent")) | self.vague_quantities
