"""Settings of the shell: their values, syntax and sources. Knows no shell."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from kg.errors import UsageError
from kg.query.formats import FORMATS
from kg.shell.shell_words import shell_words
from kg.shell.themes import AUTO, THEMES

_MAX_FILE = 10_000  # characters of a file with settings; dotted names cost the square of their length
IRI_STYLES = {"on": "label", "off": "curie", "both": "both"}  #: value of \labels → style of IRIs in results


@dataclass(slots=True)
class Settings:
    r"""Values of the settings, which `\set` lists."""

    mode: str = "table"
    iri_style: str = "both"  #: IRIs as "label", "curie" or "both"
    languages: tuple[str, ...] = ()  #: of labels, the preferred first; empty: the index chooses
    theme: str = AUTO  #: colours for a "light" or a "dark" terminal, "none", or "auto" for what it says it is
    links: bool = True  #: whether IRIs on a terminal lead to where they are found
    limit: int | None = None
    timeout: float = 30
    timing: bool = True
    vi: bool = False
    pager: str = "on"  #: on, off, or a command
    verbose: bool = False  #: whether the engine's message follows an error
    bell: bool = False  #: whether the end of a query of more than ten seconds rings
    problems: list[str] = field(default_factory=list)  #: of files and variables that say what can't be
    sources: dict[str, str] = field(default_factory=dict)  #: where a setting comes from, when it is not the default


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting is parsed and formatted."""

    field: str
    parse: Callable[[str, str], Any]  #: from its name and the typed value
    format: Callable[[Any], str]


def assign_setting(settings: Settings, name: str, text: str, source: str = "now") -> None:
    """Give a setting a new value.

    Raises:
        UsageError: there is no such setting, or it can't have that value.
    """
    setting = find_setting(name)
    setattr(settings, setting.field, setting.parse(name, text))
    settings.sources[name] = source


def format_setting(settings: Settings, name: str) -> str:
    """Return the value of a setting as a user would type it."""
    setting = find_setting(name)
    return setting.format(getattr(settings, setting.field))


def find_setting(name: str) -> Setting:
    """Return a setting by its name.

    Raises:
        UsageError: there is none; names the nearest.
    """
    if name not in SETTINGS:
        near = get_close_matches(name, SETTINGS, 1, 0.5)
        raise UsageError(
            f"no setting '{name}'; {f'did you mean {near[0]}?' if near else 'there are: ' + ', '.join(SETTINGS)}"
        )
    return SETTINGS[name]


def load_settings(folder: Path = Path()) -> Settings:
    """Return the settings of the user's configuration, overridden by kg.toml of the folder and then KG_… variables.

    What can't be read, or names what does not exist, is left out and added to the problems: it must not keep anybody
    from asking.
    """
    settings = Settings()
    for file in (user_config_path("kg", appauthor=False) / "config.toml", folder / "kg.toml"):
        try:
            table = _read_shell_table(file)
        except UsageError as problem:
            settings.problems.append(str(problem))
            continue
        for name, value in table.items():
            _assign_configured(settings, name, value, str(file))
    for name in SETTINGS:
        if (text := os.environ.get(variable := f"KG_{name.upper()}")) is not None:
            _assign_configured(settings, name, text, variable)
    return settings


def _assign_configured(settings: Settings, name: str, value: object, source: str) -> None:
    text = {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
    try:
        assign_setting(settings, name, text, source)
    except UsageError as problem:
        settings.problems.append(f"{source}: {str(problem).removeprefix(chr(92))}")


def _read_shell_table(file: Path) -> Mapping[str, object]:
    try:
        with file.open(encoding="utf-8") as stream:
            text = stream.read(_MAX_FILE + 1)
        if len(text) > _MAX_FILE:
            raise UsageError(f"{file}: more than {_MAX_FILE:,} characters; settings need a few lines")
        content = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except RecursionError:
        raise UsageError(f"{file}: not a configuration that can be read (nested too deeply); correct it") from None
    except (OSError, ValueError) as problem:
        raise UsageError(f"{file}: not a configuration that can be read ({problem}); correct it") from problem
    part = content.get("shell", {})
    if not isinstance(part, dict):
        raise UsageError(f"{file}: shell is no table; write [shell] on a line of its own")
    return part


def _parse_switch(name: str, text: str) -> bool:
    if text.lower() not in ("on", "off"):
        raise UsageError(f"\\{name} {text}: not a choice; there are: on, off")
    return text.lower() == "on"


def _parse_number(name: str, text: str) -> float:
    if not re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        raise UsageError(f"\\{name} {text}: not a number; 0 means none")
    return float(text)


def _parse_iri_style(name: str, text: str) -> str:
    if text not in IRI_STYLES:
        raise UsageError(f"\\{name} {text}: not a choice; there are: {', '.join(IRI_STYLES)}")
    return IRI_STYLES[text]


def _parse_pager(name: str, text: str) -> str:
    shell_words(text, f"\\{name}")
    return text


def _parse_theme(name: str, text: str) -> str:
    if text not in THEMES:
        raise UsageError(f"\\{name} {text}: not a choice; there are: {', '.join(THEMES)}")
    return text


def _parse_mode(name: str, text: str) -> str:
    if text not in FORMATS:
        raise UsageError(f"\\{name} {text}: no such format; there are: {', '.join(FORMATS)}")
    return text


def _parse_languages(name: str, text: str) -> tuple[str, ...]:
    if text.lower() == "any":
        return ()
    languages = tuple(dict.fromkeys(word.lower() for word in text.replace(",", " ").split()))
    for one in languages:
        if not re.fullmatch(r"[a-z]{2,8}(-[a-z0-9]{1,8})*", one):
            raise UsageError(f"\\{name} {text}: '{one}' is no language; write \\lang en,uk, or \\lang any")
    return languages


def _format_iri_style(value: str) -> str:
    return next(word for word, display in IRI_STYLES.items() if display == value)


def _format_switch(value: bool) -> str:
    return "on" if value else "off"


SETTINGS: Mapping[str, Setting] = {
    "mode": Setting("mode", _parse_mode, str),
    "labels": Setting("iri_style", _parse_iri_style, _format_iri_style),
    "lang": Setting("languages", _parse_languages, lambda value: ",".join(value) or "any"),
    "theme": Setting("theme", _parse_theme, str),
    "links": Setting("links", _parse_switch, _format_switch),
    "limit": Setting(
        "limit", lambda name, text: int(_parse_number(name, text)) or None, lambda value: str(value or "none")
    ),
    "timeout": Setting("timeout", _parse_number, lambda value: f"{value:g} s" if value else "none"),
    "timing": Setting("timing", _parse_switch, _format_switch),
    "vi": Setting("vi", _parse_switch, _format_switch),
    "pager": Setting("pager", _parse_pager, str),
    "verbose": Setting("verbose", _parse_switch, _format_switch),
    "bell": Setting("bell", _parse_switch, _format_switch),
}
