"""Show what one article says as JSON: keys are only ever added. Knows values; knows no grammar and no terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kg.graph.labels import event_label
from kg.model import Claim, Event, Filler, Interval, Mention, Reading, RejectedTrigger
from kg.query.display_names import harmless


def as_json(reading: Reading, *, explain: bool = False) -> str:
    """Return the article's events as one line of JSON, offsets in code points of its text.

    With `explain`, also what was passed over and what was not read.
    """
    article = reading.article
    told: dict[str, Any] = {
        "id": article.id, "sha256": article.sha256, "title": article.title, "outlet": article.outlet,
        "published": article.published and article.published.isoformat(),
        "events": [_event(e) for e in reading.events],
    }  # fmt: skip
    if explain:
        told["passed"] = [_passed(p) for p in reading.rejected]
        told["unread"] = [{**_mention(u.mention), "reason": u.reason, "detail": u.detail} for u in reading.skipped]
    return one_line(told)


def one_line(told: Mapping[str, Any]) -> str:
    """Return a value as one line of JSON, with what could steer a terminal escaped."""
    text = json.dumps(told, ensure_ascii=False)
    return text if text.isprintable() else "".join(c if harmless(c) else json.dumps(c)[1:-1] for c in text)


def _event(event: Event) -> dict[str, Any]:
    return {
        "label": event_label(event), "action": event.action,
        "triggers": [_mention(m) for m in event.triggers],
        "actors": [_filler(f) for f in event.actors], "targets": [_filler(f) for f in event.targets],
        "places": [_filler(f) for f in event.places], "placeText": event.place_text,
        "when": _interval(event.time), "claims": [_claim(c) for c in event.claims],
    }  # fmt: skip


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "claimants": [_filler(f) for f in claim.claimants] or ["article"],
        "relayedBy": [_filler(f) for f in claim.relayed_by],
        "polarity": claim.polarity, "certainty": claim.certainty, "modality": claim.modality,
        "speechAct": claim.speech_act, "outcome": claim.outcome, "killed": claim.killed, "injured": claim.injured,
        "evidence": [_mention(m) for m in claim.evidence],
    }  # fmt: skip


def _filler(filler: Filler) -> dict[str, Any]:
    return {"label": filler.value.label, "kind": filler.value.kind, "key": filler.value.key,
            "mention": _mention(filler.mention), "rule": filler.rule}  # fmt: skip


def _interval(when: Interval | None) -> dict[str, Any] | None:
    if when is None:
        return None
    days = {"earliest": when.earliest, "latest": when.latest}
    return {
        **{k: v and v.isoformat() for k, v in days.items()}, "date": when.value, "text": when.text,
        "mention": when.mention and _mention(when.mention), "rule": when.rule,
    }  # fmt: skip


def _passed(passed: RejectedTrigger) -> dict[str, Any]:
    return {
        **_mention(passed.mention), "words": passed.words, "action": passed.action, "reason": passed.reason,
        "detail": passed.detail,
    }  # fmt: skip


def _mention(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "text": mention.text}
