"""What a user can set, where it may be set, and how it reads. Knows no shell."""

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

NAMES = {"on": "label", "off": "curie", "both": "both"}  #: what \labels takes, and what a Look calls it


@dataclass(slots=True)
class Settings:
    r"""What a user can set; `\set` lists it."""

    mode: str = "table"
    names: str = "both"  #: IRIs as "label", "curie" or "both"
    languages: tuple[str, ...] = ()  #: of labels, the best first; empty: those that the index holds for the best
    links: bool = True  #: whether IRIs on a terminal lead to where they are found
    limit: int | None = None
    timeout: float = 30
    timing: bool = True
    vi: bool = False
    pager: str = "on"  #: on, off, or a command
    verbose: bool = False  #: whether the engine's own words follow an error
    bell: bool = False  #: whether a query of more than ten seconds rings
    sources: dict[str, str] = field(default_factory=dict)  #: where a setting comes from, when it is not the default


@dataclass(frozen=True, slots=True)
class Knob:
    """One setting: how it is read and said."""

    field: str
    read: Callable[[str, str], Any]  #: from its name and the text
    say: Callable[[Any], str]


def change(settings: Settings, name: str, text: str, source: str = "now") -> None:
    """Give a setting a new value.

    Raises:
        UsageError: there is no such setting, or it can't have that value.
    """
    knob = find_knob(name)
    setattr(settings, knob.field, knob.read(name, text))
    settings.sources[name] = source


def said(settings: Settings, name: str) -> str:
    """Return the value of a setting, as a user would write it."""
    knob = find_knob(name)
    return knob.say(getattr(settings, knob.field))


def find_knob(name: str) -> Knob:
    """Return a setting by its name.

    Raises:
        UsageError: there is none; names the nearest.
    """
    if name not in KNOBS:
        near = get_close_matches(name, KNOBS, 1, 0.5)
        raise UsageError(
            f"no setting '{name}'; {f'did you mean {near[0]}?' if near else 'there are: ' + ', '.join(KNOBS)}"
        )
    return KNOBS[name]


def configured(folder: Path = Path()) -> Settings:
    """Return the settings of the user's configuration, which kg.toml of the folder and then KG_… variables overrule.

    Raises:
        UsageError: a file can't be read, or names what does not exist.
    """
    settings = Settings()
    for file in (user_config_path("kg", appauthor=False) / "config.toml", folder / "kg.toml"):
        for name, value in _shell_part(file).items():
            _change(settings, name, value, str(file))
    for name in KNOBS:
        if (text := os.environ.get(variable := f"KG_{name.upper()}")) is not None:
            _change(settings, name, text, variable)
    return settings


def _change(settings: Settings, name: str, value: object, source: str) -> None:
    text = {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
    try:
        change(settings, name, text, source)
    except UsageError as problem:
        raise UsageError(f"{source}: {str(problem).removeprefix(chr(92))}") from problem


def _shell_part(file: Path) -> Mapping[str, object]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as problem:
        raise UsageError(f"{file}: not a configuration that can be read ({problem}); correct it") from problem
    part = content.get("shell", {})
    if not isinstance(part, dict):
        raise UsageError(f"{file}: shell is no table; write [shell] on a line of its own")
    return part


def _switch(name: str, text: str) -> bool:
    if text.lower() not in ("on", "off"):
        raise UsageError(f"\\{name} {text}: not a choice; there are: on, off")
    return text.lower() == "on"


def _number(name: str, text: str) -> float:
    if not re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        raise UsageError(f"\\{name} {text}: not a number; 0 means none")
    return float(text)


def _labels(name: str, text: str) -> str:
    if text not in NAMES:
        raise UsageError(f"\\{name} {text}: not a choice; there are: {', '.join(NAMES)}")
    return NAMES[text]


def _mode(name: str, text: str) -> str:
    if text not in FORMATS:
        raise UsageError(f"\\{name} {text}: no such format; there are: {', '.join(FORMATS)}")
    return text


def _languages(name: str, text: str) -> tuple[str, ...]:
    if text.lower() == "any":
        return ()
    languages = tuple(dict.fromkeys(word.lower() for word in text.replace(",", " ").split()))
    for one in languages:
        if not re.fullmatch(r"[a-z]{2,8}(-[a-z0-9]{1,8})*", one):
            raise UsageError(f"\\{name} {text}: '{one}' is no language; write \\lang en,uk, or \\lang any")
    return languages


def _on(value: bool) -> str:
    return "on" if value else "off"


KNOBS: Mapping[str, Knob] = {
    "mode": Knob("mode", _mode, str),
    "labels": Knob("names", _labels, lambda value: next(word for word, name in NAMES.items() if name == value)),
    "lang": Knob("languages", _languages, lambda value: ",".join(value) or "any"),
    "links": Knob("links", _switch, _on),
    "limit": Knob("limit", lambda name, text: int(_number(name, text)) or None, lambda value: str(value or "none")),
    "timeout": Knob("timeout", _number, lambda value: f"{value:g} s" if value else "none"),
    "timing": Knob("timing", _switch, _on),
    "vi": Knob("vi", _switch, _on),
    "pager": Knob("pager", lambda _, text: text, str),
    "verbose": Knob("verbose", _switch, _on),
    "bell": Knob("bell", _switch, _on),
}
