"""Read one article from a text file, with front matter or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

import yaml

from kg.errors import InputError
from kg.ingest.articles import MOST_BYTES, article, decoded, ending
from kg.model import Article, InputOutcome

LONGEST_FRONT_MATTER = 20_000  #: characters; a line of dashes further down opens no text

_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def from_text(stream: IO[bytes], place: str, name: str) -> Iterator[InputOutcome]:
    """Yield how the one article ended. Its text is all that follows the closing line, exactly as it stands."""
    yield ending(place, lambda: _article(stream.read(MOST_BYTES + 1), name))


def _article(raw: bytes, name: str) -> Article:
    fields, text = _split(decoded(raw).removeprefix("\ufeff"))
    return article(fields, text, name)


def _split(text: str) -> tuple[Mapping[str, object], str]:
    """Return the front matter's fields and the text after it; a text that opens no front matter is all text."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end(), opening.end() + LONGEST_FRONT_MATTER) if opening else None
    if not opening or not closing:
        return {}, text
    return _fields(text[opening.end() : closing.start()]), text[closing.end() :]


def _fields(front_matter: str) -> dict[str, object]:
    try:
        # The base loader makes nothing but text, lists and mappings: no dates to overflow, no `no` that means false.
        fields = yaml.load(front_matter, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise InputError(f"bad front matter{_line(error)}; put values that hold a colon in quotes") from None
    except RecursionError:
        raise InputError("bad front matter: too many brackets; write 'name: value' lines") from None
    if not isinstance(fields, dict | None):
        raise InputError("bad front matter; write 'name: value' lines between the two lines of dashes")
    return fields or {}


def _line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 2})" if mark else ""
