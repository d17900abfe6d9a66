"""Antecedents of anaphoric denials: the event that "it" or "the allegations" refer to. Knows cues and mentions only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence

from kg.reading.attribution.denials import anaphoric_object, is_pronoun
from kg.reading.document.event_mentions import EventMention
from kg.reading.parse.reported_speech import Cue
from kg.reading.parse.sentences import sentence_of

_OWN_REACH = 2  #: sentences back to an event whose actor is the denier
_REACH = 1  #: sentences back to any other event


def denied_mentions(
    cues: Iterable[Cue],
    mentions: Sequence[EventMention],
    content_nouns: Container[str],
    is_physical: Callable[[str], bool],
    is_by_source: Callable[[Cue, EventMention], bool],
) -> dict[int, list[Cue]]:
    """Return the trigger's token index of each event that is denied after its mention → the cues of those denials.

    Args:
        cues: all cues of the article.
        mentions: its event mentions.
        content_nouns: nouns for what others say ("allegation").
        is_physical: tells of an action whether it may be denied so briefly; one who denies a charge was charged.
        is_by_source: tells whether the source of a denial is the actor of an event.
    """
    found: defaultdict[int, list[Cue]] = defaultdict(list)
    triggers = {m.trigger.token.i for m in mentions}  # "denied responsibility" is an event of its own
    for cue in (c for c in cues if c.token.i not in triggers):
        anaphor = anaphoric_object(cue, content_nouns)
        antecedent = _antecedent(cue, mentions, is_physical, is_by_source) if anaphor is not None else None
        if anaphor is None or antecedent is None:
            continue
        token = antecedent.trigger.token
        is_alleged = antecedent.cues or sentence_of(token) == sentence_of(cue.token)
        if is_pronoun(anaphor) or is_alleged:  # "the allegations" are of what somebody has alleged
            found[token.i].append(cue)
    return dict(found)


def _antecedent(
    cue: Cue,
    mentions: Sequence[EventMention],
    is_physical: Callable[[str], bool],
    is_by_source: Callable[[Cue, EventMention], bool],
) -> EventMention | None:
    """Return the last event of the denier within reach, else the last event of anybody within one sentence."""
    distance = {m.trigger.token.i: sentence_of(cue.token) - sentence_of(m.trigger.token) for m in mentions}
    candidates = [
        m for m in mentions
        if m.trigger.token.i < cue.token.i and distance[m.trigger.token.i] <= _OWN_REACH
        and m.trigger.token.i not in cue.content
        and (is_physical(m.trigger.entry.action) or (distance[m.trigger.token.i] == 0 and is_by_source(cue, m)))
    ]  # fmt: skip
    own = [m for m in candidates if is_by_source(cue, m)]
    nearest = own or [m for m in candidates if distance[m.trigger.token.i] <= _REACH]
    return max(nearest, key=lambda m: (not m.trigger.entry.secondary, m.trigger.token.i), default=None)
