"""Effect of the cue of attribution on a stance ("denied", "suspects", "admitted"). Knows grammar and word lists."""

from __future__ import annotations

from dataclasses import replace

from kg.model import Certainty, Polarity, SpeechAct
from kg.reading.events.verb_arguments import is_passive
from kg.reading.factuality.certainty import weakened
from kg.reading.factuality.polarity import negated, with_cue_polarity
from kg.reading.factuality.scope import is_negated, is_unsaid
from kg.reading.factuality.stance import Stance
from kg.reading.parse.reported_speech import Cue

_CLAIMING = {SpeechAct.ACKNOWLEDGEMENT, SpeechAct.ALLEGATION, SpeechAct.DENIAL}


def with_anonymous_cue(stance: Stance, cue: Cue) -> Stance:
    """Apply a cue without a source: "are not reported" denies, "is said to have" hedges."""
    if not is_passive(cue.token):
        return stance
    if is_negated(cue.token):
        return negated(stance)
    act = cue.words.values.get("speechAct")
    if act == SpeechAct.ALLEGATION:
        return weakened(stance, Certainty.UNCOMMITTED)
    hedges = any(c.dep_ in ("xcomp", "oprd") for c in cue.token.children)
    return weakened(stance, Certainty.PROBABLE) if hedges and act == SpeechAct.STATEMENT else stance


def with_cue(stance: Stance, cue: Cue) -> Stance:
    """Apply the speech act, polarity and certainty of a cue; what is not said is left undetermined."""
    values = cue.words.values
    act = SpeechAct(values.get("speechAct", "statement"))
    if act in _CLAIMING and is_unsaid(cue.token) and cue.sources:
        return replace(stance, polarity=Polarity.UNDETERMINED, certainty=Certainty.UNCOMMITTED)
    polarity = with_cue_polarity(stance.polarity, values.get("polarity"))
    # The shapes hold denial and doubt to their polarity.
    expected = {SpeechAct.DENIAL: Polarity.DENIED, SpeechAct.DOUBT: Polarity.UNDETERMINED}
    if expected.get(act, polarity) is not polarity:
        act = SpeechAct.STATEMENT
    return replace(weakened(stance, values.get("certainty")), polarity=polarity, speech_act=act)


def as_doubt(stance: Stance) -> Stance:
    """Return a statement that leaves its event undetermined as a doubt, any other stance as it is."""
    is_open = stance.speech_act is SpeechAct.STATEMENT and stance.polarity is Polarity.UNDETERMINED
    return replace(stance, speech_act=SpeechAct.DOUBT) if is_open else stance
