"""Tie "Kyiv denies it" and "the army rejected the allegations" to the deed told last. Knows cues and drafts only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence

from spacy.tokens import Token

from kg.model import SpeechAct
from kg.reading.document.event_mentions import EventMention
from kg.reading.parse.reported_speech import Cue
from kg.reading.parse.sentences import sentence_of

_OWN_REACH = 2  #: sentences back to what a denier is said to have done
_PRONOUNS = {"it", "this", "that", "which", "them"}
_WHOLE = {"det", "predet", "amod", "poss", "nummod"}  #: what a noun may have that takes up what was said before


def denials(
    cues: Iterable[Cue],
    drafts: Sequence[EventMention],
    said: Container[str],
    is_deed: Callable[[str], bool],
    is_whose: Callable[[Cue, EventMention], bool],
) -> dict[int, list[Cue]]:
    """Return the token of each deed that is denied after it was told → the cues of those denials.

    Args:
        cues: all cues of the article.
        drafts: its drafts.
        said: nouns for what others say ("allegation").
        is_deed: tells of an action whether it may be denied in so few words; who denies a charge was charged.
        is_whose: tells whether who denies is who is said to have acted.
    """
    found: defaultdict[int, list[Cue]] = defaultdict(list)
    own = {d.trigger.token.i for d in drafts}  # "denied responsibility" is told as an event of its own
    for cue in (c for c in cues if c.token.i not in own):
        thing = _taken_up(cue, said)
        deed = _told_before(cue, drafts, is_deed, is_whose) if thing is not None else None
        if thing is None or deed is None:
            continue
        told = deed.cues or sentence_of(deed.trigger.token) == sentence_of(cue.token)
        if thing.lower_ in _PRONOUNS or told:  # "the allegations" are of what somebody has alleged
            found[deed.trigger.token.i].append(cue)
    return dict(found)


def _taken_up(cue: Cue, said: Container[str]) -> Token | None:
    """Return the word by which a denial takes up what was told before and says nothing more of it."""
    if cue.words.values.get("speechAct") != SpeechAct.DENIAL or not cue.sources or cue.quoted:
        return None
    for thing in (c for c in cue.token.children if c.dep_ == "dobj"):
        if thing.lower_ in _PRONOUNS:
            return thing
        if thing.lower_ in said and thing.i in cue.content and all(c.dep_ in _WHOLE for c in thing.children):
            return thing
    return None


def _told_before(
    cue: Cue,
    drafts: Sequence[EventMention],
    is_deed: Callable[[str], bool],
    is_whose: Callable[[Cue, EventMention], bool],
) -> EventMention | None:
    """Return the last deed of who denies it within two sentences, else the last deed within one."""
    apart = {d.trigger.token.i: sentence_of(cue.token) - sentence_of(d.trigger.token) for d in drafts}
    deeds = [
        d for d in drafts
        if d.trigger.token.i < cue.token.i and apart[d.trigger.token.i] <= _OWN_REACH
        and d.trigger.token.i not in cue.content
        and (is_deed(d.trigger.entry.action) or (apart[d.trigger.token.i] == 0 and is_whose(cue, d)))
    ]  # fmt: skip
    own = [d for d in deeds if is_whose(cue, d)]
    some = own or [d for d in deeds if apart[d.trigger.token.i] <= 1]
    return max(some, key=lambda d: (not d.trigger.entry.secondary, d.trigger.token.i), default=None)
