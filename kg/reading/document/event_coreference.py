"""Event coreference: cluster the event mentions of an article that refer to one event.

Each mention joins the earlier cluster that it most probably corefers with. Knows probabilities; knows no grammar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

_MIN_PAIR_PROBABILITY = 0.03  #: below it one pair keeps a mention out of a cluster
#: features of a verb and a noun without arguments that repeats it: "attacked the town and the attack succeeded"
_REPETITION = frozenset(
    {"one action", "in one sentence", "the noun after a verb", "no such deed between", "taken up, nothing against it"}
)


def coreferent_mentions(mentions: Sequence[CoreferenceMention], scorer: LinearScorer) -> list[list[int]]:
    """Return the mentions' numbers, clustered by event, in the order of the text.

    Args:
        mentions: of an article, in the order of the text.
        scorer: weighs the features of a pair of mentions.
    """
    pair_features = MentionPairFeatures(mentions, nearest_causes(mentions))
    probabilities = {
        (a.number, b.number): 1.0 if _is_repetition(a, b, features) else scorer.probability(features)
        for b in mentions
        for a, features in pair_features.candidate_antecedents(b)
    }
    return cluster_mentions(len(mentions), probabilities, scorer.threshold)


def _is_repetition(a: CoreferenceMention, b: CoreferenceMention, features: frozenset[str]) -> bool:
    """Tell whether a noun takes up the verb before it and adds nothing of its own: they corefer for certain."""
    adds_nothing = not (b.attributes.actors or b.attributes.targets)
    return features >= _REPETITION and adds_nothing and a.trigger.entry.words == b.trigger.entry.words


def coreference_inputs(
    triggers: Sequence[Trigger], attributes: Sequence[MentionAttributes], lexicon: Lexicon
) -> list[CoreferenceMention]:
    """Return the triggers, given in the order of the text, with what their coreference is decided by."""
    return [
        CoreferenceMention(n, t, a, sentence_of(t.token), lexicon.hypernyms(t.entry.action))
        for n, (t, a) in enumerate(zip(triggers, attributes, strict=True))
    ]


def cluster_mentions(count: int, probabilities: Mapping[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Return clusters of mentions by number: each joins the cluster of its most probable antecedent, else a new one.

    Args:
        count: of mentions.
        probabilities: of a pair (earlier, later) to corefer; a pair that cannot is absent.
        threshold: the least probability with which a mention joins a cluster.
    """
    clusters: list[list[int]] = []
    for later in range(count):
        best: tuple[float, list[int]] = (threshold, [])
        for cluster in clusters:
            of_pairs = [probabilities[a, later] for a in cluster if (a, later) in probabilities]
            if of_pairs and min(of_pairs) >= _MIN_PAIR_PROBABILITY and max(of_pairs) >= best[0]:
                best = (max(of_pairs), cluster)
        if best[1]:
            best[1].append(later)
        else:
            clusters.append([later])
    return clusters
