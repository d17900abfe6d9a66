"""Show what one article says, in words or as JSON. Knows values; knows no grammar and no terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.graph.labels import event_label
from kg.model import Claim, Event, Filler, Interval, Mention, Reading


def as_text(reading: Reading) -> Iterator[str]:
    """Yield the article's events in the order of its text, each with its claims and their words."""
    article = reading.article
    about = [article.title or article.id, article.outlet, str(article.published) if article.published else "no date"]
    yield " · ".join(a for a in about if a)
    for number, event in enumerate(reading.events, 1):
        yield ""
        yield f"{number:3}. {event_label(event)}"
        for claim in event.claims:
            yield f"     {_stance(claim)}"
            yield from (f"       “{_one_line(m.text)}” [{m.start}–{m.end}]" for m in claim.evidence)
    yield ""
    yield f"{len(reading.events)} events, {sum(len(e.claims) for e in reading.events)} claims"


def as_json(reading: Reading) -> str:
    """Return the article's events as one line of JSON, offsets in code points of its text."""
    article = reading.article
    return json.dumps(
        {
            "id": article.id, "sha256": article.sha256, "title": article.title, "outlet": article.outlet,
            "published": article.published and article.published.isoformat(),
            "events": [_event(e) for e in reading.events],
        },
        ensure_ascii=False,
    )  # fmt: skip


def _stance(claim: Claim) -> str:
    who = " and ".join(f.value.label for f in claim.claimants) or "the article"
    via = f" (by way of {' and '.join(f.value.label for f in claim.relayed_by)})" if claim.relayed_by else ""
    said = [str(claim.polarity), str(claim.certainty), str(claim.modality), str(claim.speech_act)]
    said += [str(claim.outcome)] if claim.outcome else []
    said += [f"{n} {what}" for what, n in (("killed", claim.killed), ("injured", claim.injured)) if n is not None]
    return f"{who}{via}: {', '.join(said)}"


def _event(event: Event) -> dict[str, Any]:
    return {
        "label": event_label(event), "action": event.action,
        "triggers": [_mention(m) for m in event.triggers],
        "actors": [_filler(f) for f in event.actors], "targets": [_filler(f) for f in event.targets],
        "places": [_filler(f) for f in event.places], "placeText": event.place_text,
        "when": _interval(event.when), "claims": [_claim(c) for c in event.claims],
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
    return {k: v and v.isoformat() for k, v in days.items()} | {"date": when.value, "text": when.text}


def _mention(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "text": mention.text}


def _one_line(text: str) -> str:
    return " ".join(text.split())
