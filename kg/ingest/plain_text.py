"""Read one article from a text file, with front matter or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

from kg.errors import InputError
from kg.front_matter import MAX_CHARACTERS, FrontMatterError, parse_front_matter
from kg.ingest.articles import MAX_BYTES, decode_utf8, make_article, read_outcome
from kg.ingest.outcomes import InputOutcome
from kg.model import Article

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
    closing = _CLOSING.search(text, opening.end(), opening.end() + MAX_CHARACTERS) if opening else None
    if not opening or not closing:
        return {}, text
    return _front_matter_fields(text[opening.end() : closing.start()]), text[closing.end() :]


def _front_matter_fields(front_matter: str) -> dict[str, object]:
    try:
        fields = parse_front_matter(front_matter)  # all values as texts: no dates to overflow, no `no` that means false
    except FrontMatterError as error:
        line = f" (line {error.line + 1})" if error.line else ""  # below the dashes
        raise InputError(f"bad front matter{line}: {error}") from None
    if not isinstance(fields, dict | None):
        raise InputError("bad front matter; write 'name: value' lines between the two lines of dashes")
    return {str(name): value for name, value in (fields or {}).items()}
