"""Declarations of a saved query's parameters. Knows front matter; knows no values and no SPARQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kg.errors import UsageError

_NAME = re.compile(r"[A-Za-z]\w*")
_SETTINGS = ("type", "class", "values", "default", "required", "many", "edge", "example", "summary")
TYPES = ("iri", "entity", "string", "lang", "integer", "decimal", "boolean", "date", "dateTime", "enum")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A declared parameter of a saved query."""

    name: str
    type: str  #: one of `TYPES`
    class_name: str = ""  #: of an entity, as `cno:Actor`; empty: any
    values: tuple[str, ...] = ()  #: those of an enum
    default: tuple[str, ...] | None = None  #: as a user would type it; None: there is none
    required: bool = False
    many: bool = False
    edge: str = "start"  #: the day that a month or a year stands for: its "start" or its "end"
    example: str = ""
    summary: str = ""
    variable: str = ""  #: in the query; empty: the name
    language: str = ""  #: of a string; empty: none

    @property
    def signature(self) -> str:
        """Name, type and whether it may be left out, as `since (date, optional)`."""
        kind = "|".join(self.values) if self.type == "enum" else self.type
        more = (
            "required" if self.required else "optional" if self.default is None else "default " + ",".join(self.default)
        )
        return f"{self.name} ({kind}{', many' * self.many}, {more})"


def parse_declaration(name: str, settings: object) -> Parameter:
    """Return the parameter that a front matter's settings declare.

    Raises:
        UsageError: a setting is unknown or wrong.
    """
    declared: dict[str, Any] = (
        {"type": settings} if isinstance(settings, str) else dict(settings) if isinstance(settings, dict) else {}
    )
    unknown = [key for key in declared if key not in _SETTINGS]
    if unknown or not _NAME.fullmatch(name):
        raise UsageError(f"parameter {name}: no setting '{(unknown or [name])[0]}'; there are: {', '.join(_SETTINGS)}")
    kind = "enum" if "values" in declared else str(declared.get("type", "string"))
    if kind not in TYPES:
        raise UsageError(f"parameter {name}: no type '{kind}'; there are: {', '.join(TYPES)}")
    default = declared.get("default")
    return Parameter(
        name,
        kind,
        str(declared.get("class", "")),
        tuple(map(str, declared.get("values", ()))),
        None if default is None else tuple(map(str, default if isinstance(default, list) else [default])),
        bool(declared.get("required", False)) and default is None,
        bool(declared.get("many", False)),
        str(declared.get("edge", "start")),
        str(declared.get("example", "")),
        str(declared.get("summary", "")),
    )
