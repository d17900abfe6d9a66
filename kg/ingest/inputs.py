"""Read files, folders and standard input, with the outcome of each input. Leaves formats to the readers beside it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, cast

from kg.ingest.articles import check_publication_day
from kg.ingest.json_lines import read_json_lines
from kg.ingest.outcomes import InputOutcome, Status
from kg.ingest.paths import InputFile, input_files, printable_name
from kg.ingest.plain_text import read_plain_text

Reader = Callable[[IO[bytes], str, str], Iterator[InputOutcome]]

READERS: dict[str, Reader] = {".txt": read_plain_text, ".md": read_plain_text, ".jsonl": read_json_lines}
STDIN = "stdin"


def read_inputs(
    paths: Sequence[str], *, published: date | None = None, outlet: str | None = None
) -> Iterator[InputOutcome]:
    """Yield the outcome of each input: an article, a duplicate of an earlier one, or the reason why it cannot be read.

    A path is a file (.txt or .md, with front matter or without; .jsonl, one article a line), a folder (with all that
    is below it but hidden files), a pattern with `*`, or `-` for standard input. Files come in the order of their
    names. `published` and `outlet` are the defaults of articles without them.

    Raises:
        InputError: at once, when a path names nothing, or nothing was published on the default day.
    """
    if published is not None:
        check_publication_day(published)
    return _mark_duplicates(
        _with_defaults(outcome, published, outlet) for item in input_files(paths) for outcome in _outcomes(item)
    )


def expected_count(paths: Sequence[str]) -> int | None:
    """Return about how many inputs the paths hold, for a progress bar; None when standard input is among them."""
    total = 0
    for item in input_files(paths):
        if item.path is None:
            return None
        lines = item.path.suffix.lower() == ".jsonl" and not item.rejection
        total += _line_count(item.path) if lines else 1
    return total


def _line_count(path: Path) -> int:
    try:
        with path.open("rb") as stream:
            return sum(1 for _ in stream)
    except OSError:
        return 1


def _outcomes(item: InputFile) -> Iterator[InputOutcome]:
    if item.path is None:
        return _read_stdin()
    reader = READERS.get(item.path.suffix.lower())
    if item.rejection:
        return iter([_quarantined(item.location, item.rejection)])
    if reader is None:
        kind = f"'{item.path.suffix}' files" if item.path.suffix else "files without an ending"
        return iter([_quarantined(item.location, f"{kind} are not read; there are {', '.join(READERS)}")])
    return _read_file(item.path, item.location, reader)


def _read_file(path: Path, location: str, reader: Reader) -> Iterator[InputOutcome]:
    try:
        with path.open("rb") as stream:
            for outcome in reader(stream, location, printable_name(path.stem)):
                yield _with_source(outcome, path) if reader is read_plain_text else outcome
    except OSError as error:
        yield _quarantined(location, f"cannot be read ({error.strerror}); check the disk and who may read it")


def _with_source(outcome: InputOutcome, path: Path) -> InputOutcome:
    """Return an outcome whose article, if it has neither URL nor id, has the file's path as its source."""
    article = outcome.article
    if article is None or article.source is not None:
        return outcome
    return replace(outcome, article=replace(article, source=printable_name(str(path.absolute()))))


def _read_stdin() -> Iterator[InputOutcome]:
    stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
    reader = read_json_lines if stream.peek(1).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else read_plain_text
    try:
        yield from reader(stream, STDIN, STDIN)
    finally:
        stream.detach()  # or standard input would be closed with it


def _quarantined(location: str, reason: str) -> InputOutcome:
    return InputOutcome(location, Status.QUARANTINED, reason=reason)


def _with_defaults(outcome: InputOutcome, published: date | None, outlet: str | None) -> InputOutcome:
    article = outcome.article
    if article is None:
        return outcome
    filled = replace(article, published=article.published or published, outlet=article.outlet or outlet)
    return replace(outcome, article=filled)


def _mark_duplicates(outcomes: Iterator[InputOutcome]) -> Iterator[InputOutcome]:
    """Yield the outcomes, with each article whose text came before as a duplicate."""
    locations: dict[str, str] = {}
    for outcome in outcomes:
        if outcome.article is None:
            yield outcome
        elif first := locations.get(outcome.article.sha256):
            yield replace(outcome, status=Status.DUPLICATE, reason=f"has the same text as {first}")
        else:
            locations[outcome.article.sha256] = outcome.location
            yield outcome
