"""Read one article from each line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import IO

from kg.errors import InputError
from kg.ingest.articles import MAX_BYTES, decode_utf8, make_article, read_outcome
from kg.ingest.outcomes import InputOutcome, Status
from kg.model import Article


def read_json_lines(stream: IO[bytes], location: str, name: str) -> Iterator[InputOutcome]:
    """Yield the outcome of each line; its location is `file:line`. Blank lines are no inputs.

    A line is an object with `text` and, if known, `id`, `title`, `outlet`, `date`, `url` and `language`.
    """
    empty = True
    for number, raw in enumerate(_lines(stream), 1):
        if raw.strip():
            empty = False
            yield read_outcome(f"{location}:{number}", partial(_parse_article, raw, f"{name}-{number}"))
    if empty:
        yield InputOutcome(location, Status.QUARANTINED, reason="empty; give it a line for each article")


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines; one that is too long is cut, but stays too long."""
    while raw := stream.readline(MAX_BYTES + 2):
        rest = raw
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_BYTES)
        yield raw


def _parse_article(raw: bytes, name: str) -> Article:
    try:
        fields = json.loads(decode_utf8(raw.rstrip(b"\r\n")).removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise InputError(f"bad JSON (column {error.colno:,}: {error.msg}); write one object a line") from None
    except (ValueError, RecursionError):
        raise InputError("bad JSON: a number too long or too many brackets; write one object a line") from None
    text = fields.get("text") if isinstance(fields, dict) else None
    if not isinstance(text, str):
        raise InputError("no text; write an object with a field 'text' that holds the article's words")
    return make_article(fields, text, name)
