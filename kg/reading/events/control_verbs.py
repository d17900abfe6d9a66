"""Light verbs, control verbs and verbs with victims, by their forms. Knows the lexicon, no grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part


@dataclass(frozen=True)
class ControlVerbs:
    """Forms of light verbs, object-control verbs and verbs with victims, and of nouns for documents."""

    light_verbs: Mapping[str, str]  #: form → role of its subject: "actor" ("carry out") or "target" ("suffer")
    object_control: frozenset[str]  #: the object is the infinitive's subject: "forced Moscow to withdraw"
    document_nouns: frozenset[str] = frozenset()  #: of a gerund whose subject is the author: "a statement blaming Iran"
    light_verb_prepositions: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  #: form → its particles and prepositions: "come" → "under"
    victim_verbs: frozenset[str] = frozenset()  #: verbs that have a victim: "killed", "arrested"


def control_verbs(lexicon: Lexicon) -> ControlVerbs:
    """Return the control verbs of the lexicon."""
    light = lexicon.verb_forms_with_value("LightVerb", "subjectRole")
    control = lexicon.verb_forms_with_value("Raising", "control")
    documents = frozenset(lexicon.single_word_forms("DocumentNoun"))
    object_control = frozenset(form for form, side in control.items() if side == "object")
    verbs = (
        p
        for patterns in lexicon.entries.patterns_by_first_form.values()
        for p in patterns
        if p.part is Part.VERB and len(p.forms) == 1
    )
    roles = [(p.payload.frame.verb_roles, p.forms[0]) for p in verbs]
    with_victim = {form for table, forms in roles if table.get("object") == "victim" for form in forms}
    with_target = {form for table, forms in roles if table.get("at") == "target" for form in forms}  # "shot at a crowd"
    return ControlVerbs(
        light, object_control, documents, lexicon.verb_particles("LightVerb"), frozenset(with_victim - with_target)
    )
