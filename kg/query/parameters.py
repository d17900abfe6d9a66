"""Declare a saved query's parameters, and turn what a user types into terms. Binds nothing; knows no SPARQL text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from kg.errors import UsageError
from kg.query.entity_lookup import resolve
from kg.query.solutions import Iri, Literal, Term
from kg.query.time_periods import moment
from kg.store.label_index import Index

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NAME = re.compile(r"[A-Za-z]\w*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_IRI = re.compile(r"[A-Za-z][\w+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_TRUTHS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
_SETTINGS = ("type", "class", "values", "default", "required", "many", "edge", "example", "summary")
TYPES = ("iri", "entity", "string", "lang", "integer", "decimal", "boolean", "date", "dateTime", "enum")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a saved query lets its user choose."""

    name: str
    type: str  #: one of `TYPES`
    class_name: str = ""  #: of an entity, as `cno:Actor`; empty: any
    values: tuple[str, ...] = ()  #: those of an enum
    default: tuple[str, ...] | None = None  #: as a user would type them; None: there is none
    required: bool = False
    many: bool = False
    edge: str = "start"  #: which day of a month or a year counts: its start or its end
    example: str = ""
    summary: str = ""
    variable: str = ""  #: in the query; empty: the name
    language: str = ""  #: of a string; empty: none

    @property
    def described(self) -> str:
        """Return name, type and whether it may be left out, as `since (date, optional)`."""
        kind = "|".join(self.values) if self.type == "enum" else self.type
        more = (
            "required" if self.required else "optional" if self.default is None else "default " + ",".join(self.default)
        )
        return f"{self.name} ({kind}{', many' * self.many}, {more})"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the meaning of a value depends on beside its text."""

    index: Index
    prefixes: Mapping[str, str]
    today: date


def declared(name: str, settings: object) -> Parameter:
    """Return the parameter that front matter declares.

    Raises:
        UsageError: a setting is unknown or wrong.
    """
    given: dict[str, Any] = (
        {"type": settings} if isinstance(settings, str) else dict(settings) if isinstance(settings, dict) else {}
    )
    unknown = [key for key in given if key not in _SETTINGS]
    if unknown or not _NAME.fullmatch(name):
        raise UsageError(f"parameter {name}: no setting '{(unknown or [name])[0]}'; there are: {', '.join(_SETTINGS)}")
    kind = "enum" if "values" in given else str(given.get("type", "string"))
    if kind not in TYPES:
        raise UsageError(f"parameter {name}: no type '{kind}'; there are: {', '.join(TYPES)}")
    default = given.get("default")
    return Parameter(
        name,
        kind,
        str(given.get("class", "")),
        tuple(map(str, given.get("values", ()))),
        None if default is None else tuple(map(str, default if isinstance(default, list) else [default])),
        bool(given.get("required", False)) and default is None,
        bool(given.get("many", False)),
        str(given.get("edge", "start")),
        str(given.get("example", "")),
        str(given.get("summary", "")),
    )


def split_assignments(given: Sequence[str]) -> dict[str, list[str]]:
    """Return the values by name of arguments that read `name=value`.

    Raises:
        UsageError: one reads otherwise.
    """
    values: dict[str, list[str]] = {}
    for argument in given:
        name, equals, value = argument.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"'{argument}': not a parameter; write it as name=value")
        values.setdefault(name.strip().lstrip("$?"), []).append(value)
    return values


def check(
    parameters: Sequence[Parameter], given: Mapping[str, Sequence[str]], around: Surroundings, of: str
) -> dict[str, tuple[Term, ...]]:
    """Return the terms of all parameters that have a value, given or by default.

    Args:
        parameters: Those that the query declares.
        given: Texts by name, as the user typed them.
        around: The graph's labels, its prefixes and the day that relative dates count from.
        of: The query's name, for messages.

    Raises:
        UsageError: a parameter is unknown, missing, wrong or ambiguous; names those there are, or the candidates.
    """
    names = [parameter.name for parameter in parameters]
    there = "; ".join(parameter.described for parameter in parameters) or "none"
    for name in given:
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"{of}: no parameter '{name}'; {hint}there are: {there}")
    terms = {}
    for parameter in parameters:
        texts = [text for text in given.get(parameter.name, ()) if text.strip()] or list(parameter.default or ())
        if texts:
            terms[parameter.variable or parameter.name] = _terms(parameter, texts, around, of)
        elif parameter.required:
            example = f", such as {parameter.name}={_quoted(parameter.example)}" if parameter.example else ""
            raise UsageError(f"{of}: {parameter.name} is missing; give {parameter.name}=…{example}; there are: {there}")
    return terms


def read_value(parameter: Parameter, text: str, around: Surroundings) -> Term:
    """Return the term that a text stands for.

    Raises:
        UsageError: it is no value of the parameter's type, or may be several things.
    """
    return _READERS[parameter.type](parameter, text, around)


def _quoted(text: str) -> str:
    return f"'{text}'" if " " in text else text


def _terms(parameter: Parameter, texts: Sequence[str], around: Surroundings, of: str) -> tuple[Term, ...]:
    if parameter.many and parameter.type != "string":  # a text may hold commas
        texts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    if len(texts) > 1 and not parameter.many:
        raise UsageError(f"{of}: {parameter.name} takes one value, and {len(texts)} are given")
    try:
        return tuple(dict.fromkeys(read_value(parameter, text, around) for text in texts))
    except UsageError as problem:
        raise UsageError(f"{of}: {parameter.name}: {problem}") from problem


def _iri(parameter: Parameter, text: str, around: Surroundings) -> Term:
    prefix, colon, local = text.partition(":")
    iri = (
        around.prefixes[prefix] + local
        if colon and prefix in around.prefixes
        else text.removeprefix("<").removesuffix(">")
    )
    if not _IRI.fullmatch(iri):
        raise UsageError(f"'{text}' is no IRI; write it as actor:m23 or https://example.org/x")
    return Iri(iri)


def _entity(parameter: Parameter, text: str, around: Surroundings) -> Term:
    return Iri(resolve(text, parameter.class_name, around.index, around.prefixes))


def _string(parameter: Parameter, text: str, around: Surroundings) -> Term:
    return Literal(text, parameter.language or None)


def _lang(parameter: Parameter, text: str, around: Surroundings) -> Term:
    if not _LANGUAGE.fullmatch(text):
        raise UsageError(f"'{text}' is no language; write it as en or pt-BR")
    return Literal(text.lower())


def _integer(parameter: Parameter, text: str, around: Surroundings) -> Term:
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        raise UsageError(f"'{text}' is no whole number")
    return Literal(str(int(text)), datatype=_XSD + "integer")


def _decimal(parameter: Parameter, text: str, around: Surroundings) -> Term:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not re.fullmatch(r"[+-]?[\d.]{1,30}", text, re.ASCII):
        raise UsageError(f"'{text}' is no number; write it as 2.5")
    return Literal(format(value, "f"), datatype=_XSD + "decimal")


def _boolean(parameter: Parameter, text: str, around: Surroundings) -> Term:
    if text.lower() not in _TRUTHS:
        raise UsageError(f"'{text}' is neither true nor false")
    return Literal(_TRUTHS[text.lower()], datatype=_XSD + "boolean")


def _date(parameter: Parameter, text: str, around: Surroundings) -> Term:
    day = moment(text, around.today, parameter.edge)
    return Literal(day.isoformat(), datatype=_XSD + "date")


def _date_time(parameter: Parameter, text: str, around: Surroundings) -> Term:
    try:
        return Literal(datetime.fromisoformat(text).isoformat(), datatype=_XSD + "dateTime")
    except ValueError:
        day = moment(text, around.today, parameter.edge)
    time = "23:59:59" if parameter.edge == "end" else "00:00:00"
    return Literal(f"{day.isoformat()}T{time}", datatype=_XSD + "dateTime")


def _enum(parameter: Parameter, text: str, around: Surroundings) -> Term:
    by_end = {value.partition(":")[2] or value: value for value in parameter.values}
    value = text if text in parameter.values else by_end.get(text)
    if value is None:
        near = get_close_matches(text, [*parameter.values, *by_end], 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"no value '{text}'; {hint}there are: {', '.join(by_end)}")
    prefix, colon, local = value.partition(":")
    return Iri(around.prefixes[prefix] + local) if colon and prefix in around.prefixes else Literal(value)


_READERS: Mapping[str, Callable[[Parameter, str, Surroundings], Term]] = {
    "iri": _iri,
    "entity": _entity,
    "string": _string,
    "lang": _lang,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "dateTime": _date_time,
    "enum": _enum,
}
