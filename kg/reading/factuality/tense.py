"""Whether a word is told in the simple past, as what happened on a day is. Knows grammar only."""

from __future__ import annotations

from spacy.tokens import Token

_PERFECT = {"has", "have", "'ve", "having"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def is_simple_past(token: Token) -> bool:
    """Tell whether a word's finite verb is in the simple past: "fired", "was shot", not "has fired"."""
    node = token
    for _ in range(8):
        tags = _finite(node)
        if tags:
            return tags == {"VBD"}
        if node.dep_ == "ROOT":
            return False
        node = node.head
    return False


def _finite(verb: Token) -> set[str]:
    """Return the tags of a verb's finite forms, "MD" for a perfect."""
    if verb.pos_ not in ("VERB", "AUX"):
        return set()
    forms = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    if any(c.lower_ in _PERFECT for c in forms[1:]):
        return {"MD"}
    return {t.tag_ for t in forms if t.tag_ in _FINITE}
