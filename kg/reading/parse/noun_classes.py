"""Semantic classes of nouns, by form, from the lexicon's word lists. Knows words; knows no grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.vocab.lexicon import Lexicon

_MAX_NOUN_WORDS = 4  #: of a compound noun in the lists
_BODY_CLASSES = {"ArmedForce": "force", "Organization": "organization"}  #: of the kinds of PersonNoun that are no group
#: word lists with compound nouns → their class
_COMPOUND_CLASSES = {
    "VehicleNoun": "vehicle", "FacilityNoun": "facility", "OrganizationNoun": "organization", "PersonNoun": "group",
}  # fmt: skip


@dataclass(frozen=True)
class NounClasses:
    """The lexicon's noun lists, by form."""

    lexicon: Lexicon

    @cached_property
    def class_by_form(self) -> Mapping[str, str]:
        """Forms of common nouns → their class."""
        classes = {
            "FacilityNoun": "facility", "VehicleNoun": "vehicle", "WeaponNoun": "weapon", "MoneyNoun": "money",
            "DocumentNoun": "document",
            "PostNoun": "post", "TalksNoun": "talks", "PlaceNoun": "place", "OrganizationNoun": "organization",
            "StateNoun": "state",
        }  # fmt: skip
        found = {form: name for use, name in classes.items() for form in self.lexicon.single_word_forms(use)}
        for form, kind in self.lexicon.single_word_forms("PersonNoun", "kind").items():
            found[form] = _BODY_CLASSES.get(kind, "group")
        return dict.fromkeys(self.offices, "group") | found

    def class_of(self, name: str) -> str:
        """Return the class of a noun phrase by its last words; "thing" for a noun that no list has."""
        words = name.lower().split()
        for count in range(min(_MAX_NOUN_WORDS, len(words)), 1, -1):
            if (noun_class := self._compounds.get(" ".join(words[-count:]))) is not None:
                return noun_class
        return self.class_by_form.get(words[-1], "thing") if words else "thing"

    @cached_property
    def _compounds(self) -> Mapping[str, str]:
        """Forms of compound nouns → their class."""
        found: dict[str, str] = {}
        for use, default in _COMPOUND_CLASSES.items():
            for words in self.lexicon.word_lists.get(use, ()):
                noun_class = _BODY_CLASSES.get(words.values.get("kind", ""), default)
                for part, text in words.words:
                    *modifiers, head = self.lexicon.inflected_forms(part, text)
                    prefix = " ".join(next(iter(forms)) for forms in modifiers)
                    found |= {f"{prefix} {form}": noun_class for form in head} if modifiers else {}
        return found

    @cached_property
    def persons(self) -> frozenset[str]:
        """Nouns for a single person: "attacker"."""
        kinds = self.lexicon.single_word_forms("PersonNoun", "kind")
        return frozenset(form for form, kind in kinds.items() if kind == "Person")

    @cached_property
    def causative_verbs(self) -> frozenset[str]:
        """Forms of verbs whose subject causes harm: "inflicted"."""
        return frozenset(self.lexicon.verb_forms_with_value("Causing", ""))

    @cached_property
    def perpetrators(self) -> frozenset[str]:
        """Nouns for the perpetrator of an event: "mastermind"."""
        return frozenset(self.lexicon.single_word_forms("Doer"))

    @cached_property
    def opposing_prefixes(self) -> frozenset[str]:
        """Prefixes that make what follows the target: "anti"."""
        return frozenset(self.lexicon.single_word_forms("AgainstPrefix"))

    @cached_property
    def offices(self) -> frozenset[str]:
        """Forms of nouns of office: "spokesman", "minister"."""
        return frozenset(self.lexicon.single_word_forms("Office")) | self.spokespersons

    @cached_property
    def spokespersons(self) -> frozenset[str]:
        """Forms of nouns for who speaks for a body: "spokesman"."""
        return frozenset(self.lexicon.single_word_forms("Spokesperson"))

    @cached_property
    def titles(self) -> frozenset[str]:
        """Words that precede a person's name."""
        return frozenset(w.strip(".") for w in self.lexicon.single_word_forms("Title")) | self.offices

    @cached_property
    def state_organs(self) -> frozenset[str]:
        """Nouns for organs of a state: "army", "ministry"."""
        return frozenset(self.lexicon.single_word_forms("StateOrgan"))

    @cached_property
    def governments(self) -> frozenset[str]:
        """Nouns that refer to a state: "government"."""
        return frozenset(self.lexicon.single_word_forms("StateNoun"))

    @cached_property
    def service_arms(self) -> frozenset[str]:
        """Nouns for arms of service that act for their owner: "artillery"."""
        return frozenset(self.lexicon.single_word_forms("Arm"))

    @cached_property
    def anaphoric_bodies(self) -> frozenset[str]:
        """Nouns that are anaphors of a named body that is no state's: "the group", "the rebels"."""
        return frozenset(self.lexicon.single_word_forms("Body"))

    @cached_property
    def members(self) -> frozenset[str]:
        """Nouns for armed members that refer to their body: "fighters"."""
        return frozenset(self.lexicon.single_word_forms("Member"))

    @cached_property
    def vague_quantities(self) -> frozenset[str]:
        """Quantifiers without a figure: "many"."""
        return frozenset(self.lexicon.single_word_forms("VagueNumber"))

    @cached_property
    def transparent_nouns(self) -> frozenset[str]:
        """Nouns whose "of" phrase holds the semantic head: "dozens of people"."""
        return frozenset(self.lexicon.single_word_forms("Transparent")) | self.vague_quantities
