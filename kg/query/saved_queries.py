"""Find saved queries, which are SPARQL files, and parse their front matter. Runs nothing."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.front_matter import FrontMatterError, parse_front_matter
from kg.query.grlc import grlc_parameters
from kg.query.parameters import Parameter, parse_declaration
from kg.vocab import QUERIES

_NAME = re.compile(r"(?:(\d+)-)?(.+)")
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_WORD_VALUES = {"": None, "~": None, "null": None} | dict.fromkeys(("true", "yes", "on"), True) | dict.fromkeys(
    ("false", "no", "off"), False)  # fmt: skip
_WIKIDATA_VIEW = re.compile(r"^#\s*defaultView:\s*(\w+)", re.MULTILINE)
_SETTINGS = ("title", "summary", "description", "tags", "params", "parameters", "view", "key", "evidence", "limit",
          "timeout", "expect", "endpoint", "method", "pagination", "defaults", "enumerate", "endpoint_in_url",
          "transform", "licence", "contact", "mime")  # fmt: skip
MAX_BYTES = 1 << 20  #: of a query's file
VIEWS = ("bar", "line", "timeline", "map", "network", "table")
_VIEW_ALIASES = {"graph": "network", "barchart": "bar", "linechart": "line", "": "", **{view: view for view in VIEWS}}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query in a file, as `02-disputed-events.rq`."""

    name: str  #: the file's name without number and ending
    number: int | None  #: None: the file has none
    title: str  #: what it asks; empty if the file does not say
    text: str
    path: Path
    summary: str = ""  #: how to read the result
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    view: str = ""  #: one of `VIEWS`; empty: the one that fits the columns
    key: tuple[str, ...] = ()  #: columns that identify a row from one run to the next; empty: all
    evidence: str = ""  #: the column of claims or events whose quotes are the evidence of a row; empty: none
    limit: int | None = None  #: most rows; None: all
    timeout: float | None = None  #: seconds; None: the caller's
    expect: str = ""  #: what a check demands of the result, as `rows > 0`
    fault: str = ""  #: what is wrong with the file; it can't be run then


def query_folders() -> list[Path]:
    """Return the folders of saved queries: `queries/` here, or that of KG_QUERIES, then the program's own."""
    user_folder = Path(os.environ.get("KG_QUERIES") or "queries")
    return [user_folder, QUERIES] if user_folder.is_dir() and user_folder.resolve() != QUERIES.resolve() else [QUERIES]


def saved_queries(folder: Path | None = None) -> list[SavedQuery]:
    """Return the queries of a folder, or of all folders, in order of file names; the first of a name counts.

    A file with an error has it as its `fault`.
    """
    found: dict[str, SavedQuery] = {}
    for searched in [folder] if folder else query_folders():
        for path in sorted(filter(Path.is_file, searched.glob("*.rq"))):  # a pipe would be waited for
            query = _read(path, path.stat().st_mtime_ns)
            found.setdefault(query.name, query)
    return list(found.values())


def find_query(selector: str, queries: Sequence[SavedQuery]) -> SavedQuery:
    """Return the query with this name, number, file name, or unique start of a name.

    Raises:
        UsageError: there is none, or more than one; lists similar names. Or its file has an error.
    """
    query = match_query(selector, queries)
    if query.fault:
        raise UsageError(query.fault)
    return query


def parse_query(text: str, path: Path) -> SavedQuery:
    """Return the query of a text, with the front matter of its `#+` lines.

    Raises:
        UsageError: the front matter has an error.
    """
    try:
        return _with_front_matter(SavedQuery(path.stem, None, "", text, path))
    except UsageError as problem:
        raise UsageError(_with_path(path, problem)) from problem


def read_query(path: Path) -> str:
    """Return the text of a query's file.

    Raises:
        UsageError: it is too large, or not UTF-8.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{path}: more than {MAX_BYTES >> 20} MB; a query is a text of 100,000 characters at most")
    try:
        return io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8").read()
    except UnicodeDecodeError as problem:
        raise UsageError(f"{path}: not UTF-8 text; save it as UTF-8") from problem


def match_query(selector: str, queries: Sequence[SavedQuery]) -> SavedQuery:
    """Return the query as `find_query` does, even if its file has an error."""
    plain = selector.removesuffix(".rq").lower()
    for query in queries:
        if plain in (query.name.lower(), query.path.stem.lower()) or _is_number(plain, query.number):
            return query
    near = [query for query in queries if plain and (query.name.startswith(plain) or query.path.stem.startswith(plain))]
    if len(near) == 1:
        return near[0]
    if near:
        raise UsageError(f"'{selector}': several saved queries start so: {_names(near)}")
    names = [query.name for query in queries]
    similar = get_close_matches(plain, names, 3, 0.5) or [name for name in names if plain and plain in name]
    hint = f"did you mean {' or '.join(similar[:3])}? " if similar else ""
    raise UsageError(f"no saved query '{selector}'; {hint}there are: {', '.join(names) or 'none'}")


def _is_number(text: str, number: int | None) -> bool:
    return text.isascii() and text.isdecimal() and (text.lstrip("0") or "0") == str(number)


def _names(queries: Sequence[SavedQuery]) -> str:
    return ", ".join(query.name for query in queries)


@lru_cache(maxsize=1000)
def _read(path: Path, modified: int) -> SavedQuery:
    found = _NAME.fullmatch(path.stem)
    assert found is not None  # every file name fits
    number = int(found[1]) if found[1] else None
    try:
        text = read_query(path)
        return _with_front_matter(SavedQuery(found[2], number, "", text, path))
    except (UsageError, OSError) as problem:
        return SavedQuery(found[2], number, "", "", path, fault=_with_path(path, problem))


def _with_path(path: Path, problem: Exception) -> str:
    return str(problem) if str(path) in str(problem) else f"{path}: {problem}"


def _with_front_matter(bare: SavedQuery) -> SavedQuery:
    """Return the query with the front matter of its `#+` lines, or else with its first comment as title."""
    lines = bare.text.splitlines()
    settings = {n: line[2:].removeprefix(" ") for n, line in enumerate(lines, 1) if line.startswith("#+")}
    front = _front_matter_settings(settings, bare.path)
    wikidata_view = _WIKIDATA_VIEW.search(bare.text)
    first = lines[:1] if not front and not (wikidata_view and wikidata_view.start() == 0) else []
    comment = first[0].lstrip("# ").strip() if first and first[0].startswith("#") else ""
    summary = _one_line(front.get("summary") or front.get("description"))
    parameters = front.get("params") or front.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise UsageError("params: not a list of names with their settings; write '#+   since: {type: date}'")
    declared = tuple(parse_declaration(str(name), settings) for name, settings in parameters.items())
    by_variable = tuple(grlc_parameters(bare.text, map(str, parameters), front.get("defaults"))) if front else ()
    view = str(front.get("view") or "").lower()
    if view not in _VIEW_ALIASES:
        raise UsageError(f"view: no view '{view}'; there are: {', '.join(VIEWS)}")
    if wikidata_view and not view:  # it has views that we lack; then the columns decide
        view = wikidata_view[1].lower() if wikidata_view[1].lower() in _VIEW_ALIASES else ""
    return SavedQuery(
        bare.name, bare.number, _one_line(front.get("title")) or summary or comment, bare.text, bare.path,
        summary=summary if front.get("title") else _one_line(front.get("description") if front.get("summary") else ""),
        tags=_strings(front.get("tags")), parameters=declared + by_variable, view=_VIEW_ALIASES[view],
        key=_strings(front.get("key")), evidence=_one_line(front.get("evidence")),
        limit=_positive_integer(front, "limit"), timeout=_positive_integer(front, "timeout"),
        expect=_expectation(front.get("expect")),
    )  # fmt: skip


def _front_matter_settings(lines: Mapping[int, str], path: Path) -> Mapping[str, Any]:
    """Return the settings of front matter, given as its lines by their numbers."""
    if not lines:
        return {}
    try:
        values = parse_front_matter("\n".join(lines.values()), _plain_value)
    except FrontMatterError as problem:
        line = f", line {list(lines)[problem.line - 1]}" if problem.line and problem.line <= len(lines) else ""
        raise UsageError(f"{path}{line}: the lines that start with #+ are no YAML: {problem}") from problem
    values = {str(key): value for key, value in values.items()} if isinstance(values, dict) else {}
    for key in values:
        if key not in _SETTINGS:
            near = get_close_matches(str(key), _SETTINGS, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"{path}: '#+ {key}:' means nothing; {hint}there are: {', '.join(_SETTINGS[:12])}")
    return values


def _plain_value(text: str) -> object:
    """Return the value of a text without quotes: nothing, yes or no, a whole number, or else the text."""
    if text.lower() in _WORD_VALUES:
        return _WORD_VALUES[text.lower()]
    return int(text) if _INTEGER.fullmatch(text) else text


def _one_line(value: object) -> str:
    return " ".join(str(value or "").split())


def _expectation(value: object) -> str:
    """Return an expectation; YAML parses yes and no as booleans."""
    return ("yes" if value else "no") if isinstance(value, bool) else _one_line(value)


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(str, value if isinstance(value, list) else [value] if value else []))


def _positive_integer(front: Mapping[str, Any], name: str) -> int | None:
    value = front.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or value < 1:
        raise UsageError(f"{name}: '{value}' is no whole number above 0")
    return value
