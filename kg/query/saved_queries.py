"""Find the saved queries, which are plain SPARQL files, and read what they say of themselves. Runs nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.query.grlc import grlc_parameters
from kg.query.parameters import Parameter, parse_declaration
from kg.vocab import QUERIES

_NAME = re.compile(r"(?:(\d+)-)?(.+)")
_VIEW = re.compile(r"^#\s*defaultView:\s*(\w+)", re.MULTILINE)
_WORDS = ("title", "summary", "description", "tags", "params", "parameters", "view", "key", "evidence", "limit",
          "timeout", "expect", "endpoint", "method", "pagination", "defaults", "enumerate", "endpoint_in_url",
          "transform", "licence", "contact", "mime")  # fmt: skip
VIEWS = ("bar", "line", "timeline", "map", "network", "table")
_VIEW_NAMES = {"graph": "network", "barchart": "bar", "linechart": "line", "": "", **{view: view for view in VIEWS}}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query in a file, as `02-disputed-events.rq`."""

    name: str  #: the file's name without number and ending
    number: int | None  #: None: the file has none
    title: str  #: what it asks; empty if the file does not say
    text: str
    path: Path
    summary: str = ""  #: how to read the answer
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    view: str = ""  #: one of `VIEWS`; empty: the one that fits the columns
    key: tuple[str, ...] = ()  #: columns that say which row is which from one run to the next; empty: all of them
    evidence: str = ""  #: the column of claims or events whose words stand behind a row; empty: none
    limit: int | None = None  #: most rows; None: all
    timeout: float | None = None  #: seconds; None: the caller's
    expect: str = ""  #: what a check demands of the number of rows, as `rows > 0`
    fault: str = ""  #: what is wrong with the file; it can't be run then


def query_folders() -> list[Path]:
    """Return where saved queries lie: `queries/` here, or what KG_QUERIES names, then those of the program."""
    own = Path(os.environ.get("KG_QUERIES") or "queries")
    return [own, QUERIES] if own.is_dir() and own.resolve() != QUERIES.resolve() else [QUERIES]


def saved_queries(folder: Path | None = None) -> list[SavedQuery]:
    """Return the queries of a folder, or of all folders, in order of their file names; the first of a name counts.

    What is wrong with a file stands in its `fault`.
    """
    found: dict[str, SavedQuery] = {}
    for place in [folder] if folder else query_folders():
        for path in sorted(place.glob("*.rq")):
            query = _read(path, path.stat().st_mtime_ns)
            found.setdefault(query.name, query)
    return list(found.values())


def find_query(wanted: str, queries: Sequence[SavedQuery]) -> SavedQuery:
    """Return the query with this name, number, file name, or unique start of a name.

    Raises:
        UsageError: there is none, or more than one; names those that come near. Or its file is wrong.
    """
    query = match_query(wanted, queries)
    if query.fault:
        raise UsageError(query.fault)
    return query


def parse_query(text: str, path: Path) -> SavedQuery:
    """Return a query with what its `#+` lines say, wherever it lies.

    Raises:
        UsageError: these lines are wrong.
    """
    try:
        return _described(SavedQuery(path.stem, None, "", text, path))
    except UsageError as problem:
        raise UsageError(_at(path, problem)) from problem


def read_query(path: Path) -> str:
    """Return the text of a query's file.

    Raises:
        UsageError: it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise UsageError(f"{path}: not UTF-8 text; save it as UTF-8") from problem


def match_query(wanted: str, queries: Sequence[SavedQuery]) -> SavedQuery:
    """Return the query as `find_query` does, though its file may be wrong."""
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


def _names(queries: Sequence[SavedQuery]) -> str:
    return ", ".join(query.name for query in queries)


@lru_cache(maxsize=1000)
def _read(path: Path, modified: int) -> SavedQuery:
    found = _NAME.fullmatch(path.stem)
    assert found is not None  # every file name fits
    number = int(found[1]) if found[1] else None
    try:
        text = read_query(path)
        return _described(SavedQuery(found[2], number, "", text, path))
    except (UsageError, OSError) as problem:
        return SavedQuery(found[2], number, "", "", path, fault=_at(path, problem))


def _at(path: Path, problem: Exception) -> str:
    return str(problem) if str(path) in str(problem) else f"{path}: {problem}"


def _described(bare: SavedQuery) -> SavedQuery:
    """Return the query with what its `#+` lines say, or else its first line if that is a comment."""
    lines = bare.text.splitlines()
    front = _front([line[2:].removeprefix(" ") for line in lines if line.startswith("#+")], bare.path)
    of_wikidata = _VIEW.search(bare.text)
    plain = lines[:1] if not front and not (of_wikidata and of_wikidata.start() == 0) else []
    comment = plain[0].lstrip("# ").strip() if plain and plain[0].startswith("#") else ""
    summary = _line(front.get("summary") or front.get("description"))
    parameters = front.get("params") or front.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise UsageError("params: not a list of names with their settings; write '#+   since: {type: date}'")
    its_own = tuple(parse_declaration(str(name), settings) for name, settings in parameters.items())
    named = tuple(grlc_parameters(bare.text, map(str, parameters), front.get("defaults"))) if front else ()
    view = str(front.get("view") or "").lower()
    if view not in _VIEW_NAMES:
        raise UsageError(f"view: no view '{view}'; there are: {', '.join(VIEWS)}")
    if of_wikidata and not view:  # it has views that we lack; then the columns choose
        view = of_wikidata[1].lower() if of_wikidata[1].lower() in _VIEW_NAMES else ""
    return SavedQuery(
        bare.name, bare.number, _line(front.get("title")) or summary or comment, bare.text, bare.path,
        summary=summary if front.get("title") else _line(front.get("description") if front.get("summary") else ""),
        tags=_many(front.get("tags")),
        parameters=its_own + named,
        view=_VIEW_NAMES[view], key=_many(front.get("key")), evidence=_line(front.get("evidence")),
        limit=_number(front, "limit"), timeout=_number(front, "timeout"), expect=_expected(front.get("expect")),
    )  # fmt: skip


def _front(lines: list[str], path: Path) -> Mapping[str, Any]:
    if not lines:
        return {}
    import yaml  # costs a fifth of the start of a command that may not need it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # both safe; the one in C is ten times as fast
    try:
        values = yaml.load("\n".join(lines), Loader=loader)
    except yaml.YAMLError as problem:
        raise UsageError(f"{path}: the lines that start with #+ are no YAML ({problem}); correct them") from problem
    values = values if isinstance(values, dict) else {}
    for word in values:
        if word not in _WORDS:
            near = get_close_matches(str(word), _WORDS, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"{path}: '#+ {word}:' means nothing; {hint}there are: {', '.join(_WORDS[:12])}")
    return values


def _line(value: object) -> str:
    return " ".join(str(value or "").split())


def _expected(value: object) -> str:
    """Return an expectation; YAML reads yes and no as truth values."""
    return ("yes" if value else "no") if isinstance(value, bool) else _line(value)


def _many(value: object) -> tuple[str, ...]:
    return tuple(map(str, value if isinstance(value, list) else [value] if value else []))


def _number(front: Mapping[str, Any], name: str) -> int | None:
    value = front.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or value < 1:
        raise UsageError(f"{name}: '{value}' is no whole number above 0")
    return value
