"""Make an article of its fields and text, or say what is wrong with it: the one door for all formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from kg.errors import InputError
from kg.ingest.language import is_english, names_english
from kg.model import Article, InputOutcome, Status

MOST_BYTES = 10_000_000  #: of one input as it lies there
MOST_CHARACTERS = 200_000  #: of one text


def ending(place: str, read: Callable[[], Article]) -> InputOutcome:
    """Return how an input ended: with the article that `read` returns, or with the reason that it raises."""
    try:
        return InputOutcome(place, Status.ACCEPTED, read())
    except InputError as error:
        return InputOutcome(place, Status.QUARANTINED, reason=str(error))


def decoded(raw: bytes) -> str:
    """Return the text that UTF-8 bytes hold.

    Raises:
        InputError: there are too many, or they are no UTF-8.
    """
    if len(raw) > MOST_BYTES:
        raise InputError(f"too big, over {MOST_BYTES:,} bytes; split it")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 (byte {error.start + 1:,}); convert it to UTF-8") from None


def article(fields: Mapping[str, object], text: str, name: str) -> Article:
    """Return the article; its id is `name` where the fields have none. Fields of other names say nothing here.

    Raises:
        InputError: what is wrong with the text or a field, and what to do.
    """
    language = _field(fields, "language") or "en"
    _check(text)
    if not (names_english(language) and is_english(text)):
        raise InputError("not English; only English is read")
    return Article(
        id=_field(fields, "id") or name,
        text=text,
        title=_field(fields, "title"),
        outlet=_field(fields, "outlet"),
        published=_day(_field(fields, "published") or _field(fields, "date")),
        url=_field(fields, "url"),
        language=language,
        source=_field(fields, "url") or _field(fields, "id"),
    )


def _check(text: str) -> None:
    _whole(text, "text")
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"too big, {len(text):,} characters; split it into texts of {MOST_CHARACTERS:,} at most")
    if not any(map(str.isalnum, text)):
        raise InputError("empty; give it a text")


def _field(fields: Mapping[str, object], name: str) -> str | None:
    """Return a field's words on one line; None where it is absent or empty."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"the field '{name}' is no text; write it as one line")
    _whole(str(value), f"field '{name}'")
    return " ".join(str(value).split()) or None


def _whole(value: str, name: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"not UTF-8: half a character in the {name} ({error.start + 1:,}); convert it") from None


def _day(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise InputError(f"bad date {value[:40]!r}; write it like 2024-05-08, or leave it out") from None
