"""Turn texts that a user types for the variables of a query into terms, where nothing declares what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from kg.errors import UsageError
from kg.query.display_names import expand, visible
from kg.query.parameters import Parameter, Surroundings, read_value
from kg.query.solutions import Literal, Term
from kg.store.label_index import Index
from kg.store.sparql_tokens import tokens

#: what a text looks like, and the type of parameter that reads it; the first that fits counts
_LOOKS = (
    (re.compile(r"<.*>", re.DOTALL), "iri"),
    (re.compile(r"[+-]?\d{1,18}"), "integer"),
    (re.compile(r"[+-]?\d*\.\d+"), "decimal"),
    (re.compile(r"true|false"), "boolean"),
    (re.compile(r"\d{4}-\d\d(-\d\d)?|[+-]\d+[dwmy]|(this|last|next)-(week|month|year)|today|yesterday"), "date"),
    (re.compile(r"\d{4}-\d\d-\d\dT\S+"), "dateTime"),
)
_TYPED = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[\w-]+)|\^\^(?P<type>\S+))?', re.DOTALL)


def guess(text: str, index: Index, prefixes: Mapping[str, str], today: date) -> Term:
    """Return the term that a text looks like.

    An IRI in angle brackets, with a known prefix or of the web; a number; true or false; a day as parameters of type
    `date` take it; anything else is text, as is all that stands in quotes, with its `@language` or `^^type`.

    Raises:
        UsageError: it looks like a day or an IRI, and is none.
    """
    around = Surroundings(index, prefixes, today)
    if found := _TYPED.fullmatch(text):
        datatype = found["type"] and read_value(Parameter("", "iri"), found["type"], around).value
        return Literal(found["text"], found["language"] and found["language"].lower(), datatype)
    kind = next((kind for look, kind in _LOOKS if look.fullmatch(text)), "")
    if not kind:
        kind = "iri" if " " not in text and expand(text, prefixes) is not None else "string"
    return read_value(Parameter("", kind), text, around)


def guess_all(
    query: str, given: Mapping[str, Sequence[str]], index: Index, prefixes: Mapping[str, str], today: date
) -> dict[str, tuple[Term, ...]]:
    """Return the terms for a query's variables.

    Raises:
        UsageError: the query has no such variable, or a text can't be what it looks like.
    """
    names = dict.fromkeys(token.text[1:] for token in tokens(query) if token.kind == "variable")
    terms = {}
    for name, texts in given.items():
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"query: no variable '{visible(name)}'; {hint}there are: {', '.join(names) or 'none'}")
        try:
            terms[name] = tuple(dict.fromkeys(guess(text, index, prefixes, today) for text in texts))
        except UsageError as problem:
            raise UsageError(f"query: {name}: {problem}") from problem
    return terms
