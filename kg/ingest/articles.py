"""Make an article of its metadata and text, or tell what is wrong with them, for all formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from kg.errors import InputError, KgError, describe_fault
from kg.ingest.language import is_english, is_english_tag
from kg.ingest.outcomes import InputOutcome, Status
from kg.model import Article

MAX_BYTES = 10_000_000  #: of one input
MAX_CHARACTERS = 200_000  #: of one text
PUBLICATION_YEARS = range(1800, 2100)  #: those that time expressions in texts may name, too


def read_outcome(location: str, read: Callable[[], Article]) -> InputOutcome:
    """Return the outcome of an input: the article that `read` returns, or the reason that it raises."""
    try:
        return InputOutcome(location, Status.ACCEPTED, read())
    except InputError as error:
        return InputOutcome(location, Status.QUARANTINED, reason=str(error))
    except (KgError, OSError):
        raise
    except Exception as fault:
        reason = f"cannot be read ({describe_fault(fault)}); report it with its text"
        return InputOutcome(location, Status.QUARANTINED, reason=reason)


def decode_utf8(raw: bytes) -> str:
    """Return the text that UTF-8 bytes hold.

    Raises:
        InputError: there are too many, or they are no UTF-8.
    """
    if len(raw) > MAX_BYTES:
        raise InputError(f"too big, over {MAX_BYTES:,} bytes; split it")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 (byte {error.start + 1:,}); convert it to UTF-8") from None


def make_article(fields: Mapping[str, object], text: str, default_id: str) -> Article:
    """Return the article of its metadata and text.

    Args:
        fields: the metadata; other names than those of `Article` and "date" are ignored.
        text: its text.
        default_id: its id where the metadata have none.

    Raises:
        InputError: what is wrong with the text or a field, and what to do.
    """
    language = _field(fields, "language") or "en"
    _check_text(text)
    if not (is_english_tag(language) and is_english(text)):
        raise InputError("not English; only English is read")
    return Article(
        id=_field(fields, "id") or default_id,
        text=text,
        title=_field(fields, "title"),
        outlet=_field(fields, "outlet"),
        published=_parse_date(_field(fields, "published") or _field(fields, "date")),
        url=_field(fields, "url"),
        language=language,
        source=_field(fields, "url") or _field(fields, "id"),
    )


def _check_text(text: str) -> None:
    _check_encodable(text, "text")
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"too big, {len(text):,} characters; split it into texts of {MAX_CHARACTERS:,} at most")
    if not any(map(str.isalnum, text)):
        raise InputError("empty; give it a text")


def _field(fields: Mapping[str, object], name: str) -> str | None:
    """Return a field's text on one line; None: it is absent or empty."""
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"the field '{name}' is no text; write it as one line")
    _check_encodable(str(value), f"field '{name}'")
    return " ".join(str(value).split()) or None


def _check_encodable(value: str, name: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"not UTF-8: half a character in the {name} ({error.start + 1:,}); convert it") from None


def _parse_date(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        day = datetime.fromisoformat(value).date()
    except ValueError:
        raise InputError(f"bad date {value[:40]!r}; write it like 2024-05-08, or leave it out") from None
    check_publication_day(day)
    return day


def check_publication_day(day: date) -> None:
    """Refuse a day on which no article was published: many systems write the first or last day they know for none.

    Raises:
        InputError: its year is not one of those that `PUBLICATION_YEARS` spans.
    """
    if day.year not in PUBLICATION_YEARS:
        first, last = PUBLICATION_YEARS[0], PUBLICATION_YEARS[-1]
        raise InputError(f"bad date {day.isoformat()!r}, not between {first} and {last}; correct it, or leave it out")
