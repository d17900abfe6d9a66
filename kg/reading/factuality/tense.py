"""The tense of a trigger: the simple past goes with an event of one day. Knows grammar only."""

from __future__ import annotations

from spacy.tokens import Token

_PERFECT_AUXILIARIES = {"has", "have", "'ve", "having"}
_FINITE_TAGS = {"VBD", "VBZ", "VBP", "MD"}


def is_simple_past(token: Token) -> bool:
    """Tell whether a word's finite verb is in the simple past: "fired", "was shot", not "has fired"."""
    node = token
    for _ in range(8):
        tags = _finite_tags(node)
        if tags:
            return tags == {"VBD"}
        if node.dep_ == "ROOT":
            return False
        node = node.head
    return False


def _finite_tags(verb: Token) -> set[str]:
    """Return the tags of a verb's finite forms, "MD" alone for a perfect; empty for other words."""
    if verb.pos_ not in ("VERB", "AUX"):
        return set()
    forms = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    if any(c.lower_ in _PERFECT_AUXILIARIES for c in forms[1:]):
        return {"MD"}
    return {t.tag_ for t in forms if t.tag_ in _FINITE_TAGS}
