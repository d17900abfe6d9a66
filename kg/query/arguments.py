"""Parse the arguments that a user types for a query's parameters into terms. Knows the index; knows no SPARQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from kg.errors import UsageError
from kg.query.entity_lookup import resolve_entity
from kg.query.parameters import Parameter
from kg.query.solutions import Iri, Literal, Term
from kg.query.time_periods import parse_day
from kg.store.label_index import Index

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_IRI = re.compile(r"[A-Za-z][\w+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_BOOLEANS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}


@dataclass(frozen=True, slots=True)
class ValueContext:
    """What a value depends on beside its text."""

    index: Index | None  #: of the nodes that entities are looked up among; None: no parameter is an entity
    prefixes: Mapping[str, str]
    today: date  #: the day that relative dates count from


def split_assignments(assignments: Sequence[str]) -> dict[str, list[str]]:
    """Return the values by name of `name=value` assignments.

    Raises:
        UsageError: one is no assignment.
    """
    values: dict[str, list[str]] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"'{assignment}': not a parameter; write it as name=value")
        values.setdefault(name.strip().lstrip("$?"), []).append(value)
    return values


def whole_number(text: str, largest: int) -> int | None:
    """Return the number that a user typed in digits; None: it is none from 1 to the largest."""
    digits = text.strip().lstrip("0")
    if not digits.isdecimal() or len(digits) > len(str(largest)):
        return None
    number = int(digits)
    return number if number <= largest else None


def resolve_arguments(
    parameters: Sequence[Parameter], arguments: Mapping[str, Sequence[str]], context: ValueContext, query_name: str
) -> dict[str, tuple[Term, ...]]:
    """Return the terms by variable of all parameters that have an argument or a default.

    Args:
        parameters: those that the query declares.
        arguments: texts by parameter, as the user typed them.
        context: the graph's index and prefixes, and the day.
        query_name: for messages.

    Raises:
        UsageError: an argument is unknown, missing, wrong or ambiguous; lists the parameters or the candidates.
    """
    names = [parameter.name for parameter in parameters]
    signatures = "; ".join(parameter.signature for parameter in parameters) or "none"
    for name in arguments:
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"{query_name}: no parameter '{name}'; {hint}there are: {signatures}")
    terms = {}
    for parameter in parameters:
        texts = [text for text in arguments.get(parameter.name, ()) if text.strip()] or list(parameter.default or ())
        if texts:
            terms[parameter.variable or parameter.name] = _terms(parameter, texts, context, query_name)
        elif parameter.required:
            example = f", such as {parameter.name}={_quoted(parameter.example)}" if parameter.example else ""
            raise UsageError(
                f"{query_name}: {parameter.name} is missing; give {parameter.name}=…{example}; there are: {signatures}"
            )
    return terms


def parse_value(parameter: Parameter, text: str, context: ValueContext) -> Term:
    """Return the term of an argument's text.

    Raises:
        UsageError: it is no value of the parameter's type, or ambiguous.
    """
    return _PARSERS[parameter.type](parameter, text, context)


def _quoted(text: str) -> str:
    return f"'{text}'" if " " in text else text


def _terms(parameter: Parameter, texts: Sequence[str], context: ValueContext, query_name: str) -> tuple[Term, ...]:
    if parameter.many and parameter.type != "string":  # a text may hold commas
        texts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    if len(texts) > 1 and not parameter.many:
        raise UsageError(f"{query_name}: {parameter.name} takes one value, and {len(texts)} are given")
    try:
        return tuple(dict.fromkeys(parse_value(parameter, text, context) for text in texts))
    except UsageError as problem:
        raise UsageError(f"{query_name}: {parameter.name}: {problem}") from problem


def _iri(parameter: Parameter, text: str, context: ValueContext) -> Term:
    prefix, colon, local = text.partition(":")
    iri = (
        context.prefixes[prefix] + local
        if colon and prefix in context.prefixes
        else text.removeprefix("<").removesuffix(">")
    )
    if not _IRI.fullmatch(iri):
        raise UsageError(f"'{text}' is no IRI; write it as actor:m23 or https://example.org/x")
    return Iri(iri)


def _entity(parameter: Parameter, text: str, context: ValueContext) -> Term:
    assert context.index is not None
    return Iri(resolve_entity(text, parameter.class_name, context.index, context.prefixes))


def _string(parameter: Parameter, text: str, context: ValueContext) -> Term:
    return Literal(text, parameter.language or None)


def _lang(parameter: Parameter, text: str, context: ValueContext) -> Term:
    if not _LANGUAGE.fullmatch(text):
        raise UsageError(f"'{text}' is no language; write it as en or pt-BR")
    return Literal(text.lower())


def _integer(parameter: Parameter, text: str, context: ValueContext) -> Term:
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        raise UsageError(f"'{text}' is no whole number")
    return Literal(str(int(text)), datatype=_XSD + "integer")


def _decimal(parameter: Parameter, text: str, context: ValueContext) -> Term:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not re.fullmatch(r"[+-]?[\d.]{1,30}", text, re.ASCII):
        raise UsageError(f"'{text}' is no number; write it as 2.5")
    return Literal(format(value, "f"), datatype=_XSD + "decimal")


def _boolean(parameter: Parameter, text: str, context: ValueContext) -> Term:
    if text.lower() not in _BOOLEANS:
        raise UsageError(f"'{text}' is neither true nor false")
    return Literal(_BOOLEANS[text.lower()], datatype=_XSD + "boolean")


def _date(parameter: Parameter, text: str, context: ValueContext) -> Term:
    day = parse_day(text, context.today, parameter.edge)
    return Literal(day.isoformat(), datatype=_XSD + "date")


def _date_time(parameter: Parameter, text: str, context: ValueContext) -> Term:
    try:
        return Literal(datetime.fromisoformat(text).isoformat(), datatype=_XSD + "dateTime")
    except ValueError:
        day = parse_day(text, context.today, parameter.edge)
    time = "23:59:59" if parameter.edge == "end" else "00:00:00"
    return Literal(f"{day.isoformat()}T{time}", datatype=_XSD + "dateTime")


def _enum(parameter: Parameter, text: str, context: ValueContext) -> Term:
    by_local_name = {value.partition(":")[2] or value: value for value in parameter.values}
    value = text if text in parameter.values else by_local_name.get(text)
    if value is None:
        near = get_close_matches(text, [*parameter.values, *by_local_name], 1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageError(f"no value '{text}'; {hint}there are: {', '.join(by_local_name)}")
    prefix, colon, local = value.partition(":")
    return Iri(context.prefixes[prefix] + local) if colon and prefix in context.prefixes else Literal(value)


_PARSERS: Mapping[str, Callable[[Parameter, str, ValueContext], Term]] = {
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
