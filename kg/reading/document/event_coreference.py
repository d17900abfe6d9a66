"""Decide which triggers tell of one happening: a happening, told in many words, is one event.

Each word goes to what was told before when the signs of `likeness` weigh enough for it; knows weights, no grammar.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.document.coreference_features import (
    CoreferenceMention,
    MentionAttributes,
    MentionPairFeatures,
    nearest_causes,
)
from kg.reading.document.scoring import LinearScorer
from kg.reading.events.trigger import Trigger
from kg.reading.parse.sentences import sentence_of
from kg.vocab.lexicon import Lexicon

_NEVER = 0.03  #: the chance below which one pair of words keeps two happenings apart


def coreferent_mentions(words: Sequence[CoreferenceMention], scale: LinearScorer) -> list[list[int]]:
    """Return the words' numbers, grouped by happening, in the order of the text.

    Args:
        words: the triggers of an article in their order.
        scale: weighs the signs that two words tell of one happening.
    """
    likeness = MentionPairFeatures(words, nearest_causes(words))
    chances = {
        (a.number, b.number): scale.probability(signs) for b in words for a, signs in likeness.candidate_antecedents(b)
    }
    return cluster_mentions(len(words), chances, scale.threshold)


def coreference_inputs(
    triggers: Sequence[Trigger], facts: Sequence[MentionAttributes], lexicon: Lexicon
) -> list[CoreferenceMention]:
    """Return the triggers, given in the order of the text, with what is known of each, their sentences counted."""
    return [
        CoreferenceMention(n, t, f, sentence_of(t.token), lexicon.hypernyms(t.entry.action))
        for n, (t, f) in enumerate(zip(triggers, facts, strict=True))
    ]


def cluster_mentions(count: int, chances: dict[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Return groups of positions: each goes to the group that it is likeliest to belong to, if that is likely enough.

    A group is as likely as its likeliest member, and out of the question with a member that can't be the same.
    """
    groups: list[list[int]] = []
    for b in range(count):
        best: tuple[float, list[int]] = (threshold, [])
        for group in groups:
            known = [chances[a, b] for a in group if (a, b) in chances]
            if known and min(known) >= _NEVER and max(known) >= best[0]:
                best = (max(known), group)
        if best[1]:
            best[1].append(b)
        else:
            groups.append([b])
    return groups
