"""Serialize a reading as JSON, whose keys are only ever added. Knows values; knows no grammar and no terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.graph.labels import event_label
from kg.model import CasualtyFigure, Claim, Event, Filler, Interval, Mention, Reading, RejectedTrigger
from kg.query.display_names import harmless


def reading_json(reading: Reading, *, explain: bool = False) -> str:
    """Return the events of an article as one line of JSON, offsets in code points of its text.

    With `explain`, also rejected triggers and skipped text.
    """
    article = reading.article
    record: dict[str, Any] = {
        "id": article.id, "sha256": article.sha256, "title": article.title, "outlet": article.outlet,
        "published": article.published and article.published.isoformat(),
        "events": [_event_record(e) for e in reading.events],
    }  # fmt: skip
    if explain:
        record["passed"] = [_rejection_record(p) for p in reading.rejected]
        record["unread"] = [
            {**_mention_record(u.mention), "reason": u.reason, "detail": u.detail} for u in reading.skipped
        ]
    return json_line(record)


def json_line(record: Mapping[str, Any]) -> str:
    """Return a record as one line of JSON, with control characters escaped."""
    text = json.dumps(record, ensure_ascii=False)
    return text if text.isprintable() else "".join(c if harmless(c) else json.dumps(c)[1:-1] for c in text)


def _event_record(event: Event) -> dict[str, Any]:
    return {
        "label": event_label(event), "action": event.action,
        "triggers": [_mention_record(m) for m in event.triggers],
        "actors": [_filler_record(f) for f in event.actors], "targets": [_filler_record(f) for f in event.targets],
        "places": [_filler_record(f) for f in event.places], "placeText": event.place_text,
        "when": _interval_record(event.when), "claims": [_claim_record(c) for c in event.claims],
    }  # fmt: skip


def _claim_record(claim: Claim) -> dict[str, Any]:
    return {
        "claimants": [_filler_record(f) for f in claim.claimants] or ["article"],
        "relayedBy": [_filler_record(f) for f in claim.relayed_by],
        "polarity": claim.polarity, "certainty": claim.certainty, "modality": claim.modality,
        "speechAct": claim.speech_act, "outcome": claim.outcome, "killed": claim.killed, "injured": claim.injured,
        "evidence": [_mention_record(m) for m in claim.evidence],
        "figures": [_figure_record(f) for f in claim.figures],
    }  # fmt: skip


def _figure_record(figure: CasualtyFigure) -> dict[str, Any]:
    return {
        "casualty": figure.casualty, "number": figure.number, "qualifier": figure.qualifier, "low": figure.low,
        "high": figure.high, "scope": figure.scope, "mention": figure.mention and _mention_record(figure.mention),
    }  # fmt: skip


def _filler_record(filler: Filler) -> dict[str, Any]:
    return {"label": filler.value.label, "kind": filler.value.kind, "key": filler.value.key,
            "mention": _mention_record(filler.mention), "rule": filler.rule}  # fmt: skip


def _interval_record(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    days = {"earliest": interval.earliest, "latest": interval.latest}
    return {
        **{k: v and v.isoformat() for k, v in days.items()}, "date": interval.value, "text": interval.text,
        "mention": interval.mention and _mention_record(interval.mention), "rule": interval.rule,
    }  # fmt: skip


def _rejection_record(rejected: RejectedTrigger) -> dict[str, Any]:
    return {
        **_mention_record(rejected.mention), "words": rejected.words, "action": rejected.action,
        "reason": rejected.reason, "detail": rejected.detail,
    }  # fmt: skip


def _mention_record(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "text": mention.text}
