"""Read files, folders and standard input; say how each input ended. Leaves the formats to the readers beside it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, cast

from kg.ingest.json_lines import from_lines
from kg.ingest.paths import Found, found
from kg.ingest.plain_text import from_text
from kg.model import InputOutcome, Status

Reader = Callable[[IO[bytes], str, str], Iterator[InputOutcome]]

READERS: dict[str, Reader] = {".txt": from_text, ".md": from_text, ".jsonl": from_lines}
STDIN = "stdin"


def inputs(paths: Sequence[str], *, published: date | None = None, outlet: str | None = None) -> Iterator[InputOutcome]:
    """Yield how each input ended: as an article, as the double of an earlier one, or why it cannot be read.

    A path is a file (.txt or .md, with front matter or without; .jsonl, one article a line), a folder (with all that
    is below it but hidden files), a pattern with `*`, or `-` for standard input. Files come in the order of their
    names. `published` and `outlet` hold for the articles that do not say so themselves.

    Raises:
        InputError: at once, when a path names nothing.
    """
    return _told_apart(_with_defaults(ending, published, outlet) for item in found(paths) for ending in _read(item))


def expected(paths: Sequence[str]) -> int | None:
    """Return about how many inputs the paths hold, for a progress bar; None when standard input is among them."""
    total = 0
    for item in found(paths):
        if item.path is None:
            return None
        lines = item.path.suffix.lower() == ".jsonl" and not item.refused
        total += _line_count(item.path) if lines else 1
    return total


def _line_count(path: Path) -> int:
    try:
        with path.open("rb") as stream:
            return sum(1 for _ in stream)
    except OSError:
        return 1


def _read(item: Found) -> Iterator[InputOutcome]:
    if item.path is None:
        return _from_stdin()
    reader = READERS.get(item.path.suffix.lower())
    if item.refused:
        return iter([_refused(item.place, item.refused)])
    if reader is None:
        kind = f"'{item.path.suffix}' files" if item.path.suffix else "files without an ending"
        return iter([_refused(item.place, f"{kind} are not read; there are {', '.join(READERS)}")])
    return _from_file(item.path, item.place, reader)


def _from_file(path: Path, place: str, reader: Reader) -> Iterator[InputOutcome]:
    try:
        with path.open("rb") as stream:
            for ending in reader(stream, place, path.stem):
                yield _with_source(ending, path) if reader is from_text else ending
    except OSError as error:
        yield _refused(place, f"cannot be read ({error.strerror}); check the disk and who may read it")


def _with_source(ending: InputOutcome, path: Path) -> InputOutcome:
    """Let a file's path stand for an article that has neither URL nor id."""
    article = ending.article
    if article is None or article.source is not None:
        return ending
    return replace(ending, article=replace(article, source=str(path.absolute())))


def _from_stdin() -> Iterator[InputOutcome]:
    stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
    reader = from_lines if stream.peek(1).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else from_text
    try:
        yield from reader(stream, STDIN, STDIN)
    finally:
        stream.detach()  # or standard input would be closed with it


def _refused(place: str, reason: str) -> InputOutcome:
    return InputOutcome(place, Status.QUARANTINED, reason=reason)


def _with_defaults(ending: InputOutcome, published: date | None, outlet: str | None) -> InputOutcome:
    article = ending.article
    if article is None:
        return ending
    filled = replace(article, published=article.published or published, outlet=article.outlet or outlet)
    return replace(ending, article=filled)


def _told_apart(endings: Iterator[InputOutcome]) -> Iterator[InputOutcome]:
    """Mark each article whose text came before."""
    places: dict[str, str] = {}
    for ending in endings:
        if ending.article is None:
            yield ending
        elif first := places.get(ending.article.sha256):
            yield replace(ending, status=Status.DUPLICATE, reason=f"has the same text as {first}")
        else:
            places[ending.article.sha256] = ending.location
            yield ending
