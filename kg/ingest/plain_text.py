"""Read one article from a text file, with front matter or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

import yaml

from kg.errors import InputError
from kg.ingest.articles import MAX_BYTES, decode_utf8, make_article, read_outcome
from kg.model import Article, InputOutcome

MAX_FRONT_MATTER = 20_000  #: characters; a line of dashes further down opens no text

_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def read_plain_text(stream: IO[bytes], location: str, name: str) -> Iterator[InputOutcome]:
    """Yield the outcome of the file's one article; its text is all behind the front matter, unchanged."""
    yield read_outcome(location, lambda: _parse_article(stream.read(MAX_BYTES + 1), name))


def _parse_article(raw: bytes, name: str) -> Article:
    fields, text = _split_front_matter(decode_utf8(raw).removeprefix("\ufeff"))
    return make_article(fields, text, name)


def _split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """Return the front matter's fields and the text after it; a text that opens no front matter is all text."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER) if opening else None
    if not opening or not closing:
        return {}, text
    return _parse_front_matter(text[opening.end() : closing.start()]), text[closing.end() :]


def _parse_front_matter(front_matter: str) -> dict[str, object]:
    try:
        # The base loader makes nothing but text, lists and mappings: no dates to overflow, no `no` that means false.
        fields = yaml.load(front_matter, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise InputError(f"bad front matter{_error_line(error)}; put values that hold a colon in quotes") from None
    except RecursionError:
        raise InputError("bad front matter: too many brackets; write 'name: value' lines") from None
    if not isinstance(fields, dict | None):
        raise InputError("bad front matter; write 'name: value' lines between the two lines of dashes")
    return fields or {}


def _error_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 2})" if mark else ""
