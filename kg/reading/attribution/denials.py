"""Anaphoric denials: "Kyiv denies it", "the army rejected the allegations". Knows cues and grammar; knows no events."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

from kg.model import SpeechAct
from kg.reading.parse.reported_speech import Cue

_PRONOUNS = {"it", "this", "that", "which", "them"}
_BARE = {"det", "predet", "amod", "poss", "nummod"}  #: dependents of a noun that refers back and adds nothing


def anaphoric_object(cue: Cue, content_nouns: Container[str]) -> Token | None:
    """Return the object by which a denial refers back without saying more, None for any other cue.

    Args:
        cue: of any speech act.
        content_nouns: nouns for what others say ("allegation").
    """
    if cue.words.values.get("speechAct") != SpeechAct.DENIAL or not cue.sources or cue.is_quoted:
        return None
    for noun in (c for c in cue.token.children if c.dep_ == "dobj"):
        if noun.lower_ in _PRONOUNS:
            return noun
        if noun.lower_ in content_nouns and noun.i in cue.content and all(c.dep_ in _BARE for c in noun.children):
            return noun
    return None


def is_pronoun(anaphor: Token) -> bool:
    """Tell whether a denial refers back by a pronoun, and so to anything; nouns refer to what somebody has said."""
    return anaphor.lower_ in _PRONOUNS
