"""Find the saved queries, which are plain SPARQL files. Knows files and their names; runs nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kg.errors import UsageError
from kg.vocab import QUERIES

_NAME = re.compile(r"(?:(\d+)-)?(.+)")


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query in a file, as `02-disputed-events.rq`."""

    name: str  #: the file's name without number and ending
    number: int | None  #: None: the file has none
    title: str  #: what it asks; empty if the file does not say
    text: str
    path: Path


def saved_queries(folder: Path = QUERIES) -> list[SavedQuery]:
    """Return the queries of a folder, in order of their file names.

    Raises:
        UsageError: a file's front matter is no YAML.
    """
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def find_query(wanted: str, queries: Sequence[SavedQuery]) -> SavedQuery:
    """Return the query with this name, number, file name, or unique start of a name.

    Raises:
        UsageError: there is none, or more than one; names those that come near.
    """
    plain = wanted.removesuffix(".rq").lower()
    for query in queries:
        if plain in (query.name.lower(), query.path.stem.lower()) or (plain.isdigit() and int(plain) == query.number):
            return query
    near = [query for query in queries if plain and (query.name.startswith(plain) or query.path.stem.startswith(plain))]
    if len(near) == 1:
        return near[0]
    if near:
        raise UsageError(f"'{wanted}': several saved queries start so: {_names(near)}")
    names = [query.name for query in queries]
    similar = get_close_matches(plain, names, 3, 0.5) or [name for name in names if plain and plain in name]
    hint = f"did you mean {' or '.join(similar[:3])}? " if similar else ""
    raise UsageError(f"no saved query '{wanted}'; {hint}there are: {', '.join(names) or 'none'}")


def read_query(path: Path) -> str:
    """Return the text of a query's file.

    Raises:
        UsageError: it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise UsageError(f"{path}: not UTF-8 text; save it as UTF-8") from problem


def _names(queries: Sequence[SavedQuery]) -> str:
    return ", ".join(query.name for query in queries)


def _read(path: Path) -> SavedQuery:
    text = read_query(path)
    found = _NAME.fullmatch(path.stem)
    assert found is not None  # every file name fits
    number = int(found[1]) if found[1] else None
    return SavedQuery(found[2], number, _title(text, path), text, path)


def _title(text: str, path: Path) -> str:
    """Return the summary of the `#+` front matter, or else the first line if it is a comment."""
    lines = text.splitlines()
    front = [line[2:].removeprefix(" ") for line in lines if line.startswith("#+")]
    if front:
        return _summary("\n".join(front), path)
    return lines[0].lstrip("# ").strip() if lines and lines[0].startswith("#") else ""


def _summary(front: str, path: Path) -> str:
    import yaml  # costs a fifth of the start of a command that may not need it

    try:
        values = yaml.safe_load(front)
    except yaml.YAMLError as problem:
        raise UsageError(f"{path}: the lines that start with #+ are no YAML ({problem}); correct them") from problem
    values = values if isinstance(values, dict) else {}
    return " ".join(str(values.get("summary") or values.get("description") or "").split())
