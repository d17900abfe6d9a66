"""Make claims of stances, and one of the claims that a source repeats. Knows values; knows no grammar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kg.model import CasualtyFigure, Certainty, Claim, FigureScope, Filler, Mention, Modality, Polarity, SpeechAct
from kg.reading.document.event_mentions import EventMention
from kg.reading.factuality.stance import Stance


def make_claim(
    stance: Stance,
    claimants: tuple[Filler, ...],
    evidence: Mention,
    relays: tuple[Filler, ...] = (),
    figures: Iterable[CasualtyFigure] = (),
) -> Claim:
    """Return a claim with one piece of evidence, and the first of its figures of each kind."""
    return Claim(
        claimants, relays, stance.polarity, stance.certainty, stance.modality, stance.speech_act, (evidence,),
        stance.outcome, first_figures(figures),
    )  # fmt: skip


def first_figures(figures: Iterable[CasualtyFigure]) -> tuple[CasualtyFigure, ...]:
    """Return the first figure of each casualty for the event, and the first for a longer time."""
    found: dict[tuple[str, bool], CasualtyFigure] = {}
    for figure in figures:
        found.setdefault((figure.casualty, figure.scope is FigureScope.EVENT), figure)
    return tuple(found.values())


def distinct_claims(claims: Iterable[Claim], mentions: Sequence[EventMention]) -> list[Claim]:
    """Return one claim for each source and polarity, in the order given, without the article's echoes of a source."""
    merged: dict[tuple[tuple[str, ...], Polarity], Claim] = {}
    for claim in claims:
        key = (tuple(sorted(f.value.key for f in claim.claimants)), claim.polarity)
        merged[key] = _merge(merged[key], claim) if key in merged else claim
    return [c for c in merged.values() if not _is_echo(c, merged.values(), mentions)] or list(merged.values())


def _merge(one: Claim, other: Claim) -> Claim:
    """Return one claim from two of a source: the firmer stance, all evidence, the first figures."""
    firmer = one if list(Certainty).index(one.certainty) <= list(Certainty).index(other.certainty) else other
    actual = min(one.modality, other.modality, key=list(Modality).index)
    return replace(
        one, certainty=firmer.certainty, modality=actual,
        speech_act=other.speech_act if one.speech_act is SpeechAct.STATEMENT else one.speech_act,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
        relayed_by=one.relayed_by or other.relayed_by, outcome=one.outcome or other.outcome,
        figures=first_figures((*one.figures, *other.figures)),
    )  # fmt: skip


def _is_echo(claim: Claim, claims: Collection[Claim], mentions: Sequence[EventMention]) -> bool:
    """Tell whether the article in its own voice only refers to what a source said, and claims nothing itself."""
    if claim.claimants or len(claims) == 1:
        return False
    unattributed = [m for m in mentions if not any(c.sources for c in m.cues)]
    return all(
        m.trigger.entry.secondary or (not m.trigger.is_verb and not m.actors and not m.targets) for m in unattributed
    )
