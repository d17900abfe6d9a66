"""Anaphoric denials: "Kyiv denies it", "the army rejected the allegations". Knows cues and grammar; knows no events."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

from kg.model import SpeechAct
from kg.reading.parse.reported_speech import Cue

_PRONOUNS = {"it", "this", "that", "which", "them"}
_BARE_DEPENDENTS = {"det", "predet", "amod", "poss", "nummod"}  #: of an anaphoric noun that adds no content


def anaphoric_object(cue: Cue, content_nouns: Container[str]) -> Token | None:
    """Return the anaphoric object of a denial without content of its own, None for any other cue.

    Args:
        cue: of any speech act.
        content_nouns: nouns for the content of others ("allegation").
    """
    if cue.words.values.get("speechAct") != SpeechAct.DENIAL or not cue.sources or cue.is_quoted:
        return None
    for noun in (c for c in cue.token.children if c.dep_ == "dobj"):
        if noun.lower_ in _PRONOUNS:
            return noun
        if (
            noun.lower_ in content_nouns
            and noun.i in cue.content
            and all(c.dep_ in _BARE_DEPENDENTS for c in noun.children)
        ):
            return noun
    return None


def is_pronoun(anaphor: Token) -> bool:
    """Tell whether an anaphor is a pronoun, which can refer to any event; nouns refer to content of other sources."""
    return anaphor.lower_ in _PRONOUNS
