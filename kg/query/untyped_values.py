r"""Parse texts that a user types for a query's variables, where nothing declares their types.

There are two syntaxes: `ONE_TERM` of the command line (`kg query -p x=TEXT`), where a text of no other form is a
string, and `TURTLE_TERMS` of the shell (`\param x=TEXT`), where several terms go between commas and a text that begins
like a term has to be one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import UsageError
from kg.query.arguments import ValueContext, parse_value
from kg.query.display_names import curie, expand, visible
from kg.query.parameters import Parameter
from kg.query.rdf_terms import rdf_term
from kg.query.solutions import Iri, Literal, Term
from kg.query.time_periods import parse_day
from kg.store.sparql_tokens import tokens

Prefixes = Mapping[str, str]
Reader = Callable[[str, Prefixes, date], tuple[Term, ...] | None]  #: None: the text is not of this form

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NODE = NamedNode("urn:x:of")  # subject and predicate of the Turtle that is parsed
_HOW = 'actor:m23, <https://…>, "text", 3, 2.5, true, 2024-05-01 or -30d; several go between commas'
_TURTLE_START = re.compile(r"""["'<]|[+-]?[\d.]|true$|false$|(?:[^\W\d][\w.-]*)?:""")
_QUOTED = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[\w-]+)|\^\^(?P<type>\S+))?', re.DOTALL)
#: lexical forms with the type of parameter that has them; the first that matches counts
_LEXICAL_FORMS = (
    (re.compile(r"<.*>", re.DOTALL), "iri"),
    (re.compile(r"[+-]?\d{1,18}"), "integer"),
    (re.compile(r"[+-]?\d*\.\d+"), "decimal"),
    (re.compile(r"true|false"), "boolean"),
    (re.compile(r"\d{4}-\d\d(-\d\d)?|[+-]\d+[dwmy]|(this|last|next)-(week|month|year)|today|yesterday"), "date"),
    (re.compile(r"\d{4}-\d\d-\d\dT\S+"), "dateTime"),
)


def parse_terms(text: str, syntax: Sequence[Reader], prefixes: Prefixes, today: date) -> tuple[Term, ...]:
    """Return the distinct terms that a text stands for.

    Args:
        text: as it was typed.
        syntax: `ONE_TERM` or `TURTLE_TERMS`.
        prefixes: those that short names may have.
        today: the day that relative dates count from.

    Raises:
        UsageError: it begins like a term and is none, or has a blank node.
    """
    return next(terms for read in syntax if (terms := read(text, prefixes, today)) is not None)


def parse_arguments(
    query: str, arguments: Mapping[str, Sequence[str]], syntax: Sequence[Reader], prefixes: Prefixes, today: date
) -> dict[str, tuple[Term, ...]]:
    """Return the terms for a query's variables.

    Raises:
        UsageError: the query has no such variable, or a text begins like a term and is none.
    """
    names = dict.fromkeys(token.text[1:] for token in tokens(query) if token.kind == "variable")
    terms = {}
    for name, texts in arguments.items():
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(f"query: no variable '{visible(name)}'; {hint}there are: {', '.join(names) or 'none'}")
        try:
            parsed = [term for text in texts for term in parse_terms(text, syntax, prefixes, today)]
        except UsageError as problem:
            raise UsageError(f"query: {name}: {problem}") from problem
        terms[name] = tuple(dict.fromkeys(parsed))
    return terms


def format_terms(terms: Iterable[Term], prefixes: Prefixes) -> str:
    """Return terms for people to read: short names, bare numbers and days, text in quotes."""
    return ", ".join(visible(_format_term(term, prefixes)) for term in terms)


def _format_term(term: Term, prefixes: Prefixes) -> str:
    if isinstance(term, Iri):
        return curie(term.value, prefixes)
    return term.value if isinstance(term, Literal) and term.datatype else str(rdf_term(term))


def _quoted_literal(text: str, prefixes: Prefixes, today: date) -> tuple[Term, ...] | None:
    """Read all between the outer quotes as it is, with an `@language` or a `^^type` behind it."""
    found = _QUOTED.fullmatch(text)
    if found is None:
        return None
    context = ValueContext(None, prefixes, today)
    datatype = found["type"] and parse_value(Parameter("", "iri"), found["type"], context).value
    return (Literal(found["text"], found["language"] and found["language"].lower(), datatype),)


def _by_lexical_form(text: str, prefixes: Prefixes, today: date) -> tuple[Term, ...]:
    """Read an IRI, a number, a truth value or a day by its form, and anything else as a string."""
    kind = next((kind for form, kind in _LEXICAL_FORMS if form.fullmatch(text)), "")
    if not kind:
        kind = "iri" if " " not in text and expand(text, prefixes) is not None else "string"
    return (parse_value(Parameter("", kind), text, ValueContext(None, prefixes, today)),)


def _day(text: str, prefixes: Prefixes, today: date) -> tuple[Term, ...] | None:
    """Read a day, such as `2024-05-01`, `2024-05` or `-30d`; a bare `2024` is a number."""
    if re.fullmatch(r"[+-]?\d+|", text.strip()):
        return None
    try:
        return (Literal(parse_day(text, today).isoformat(), datatype=_XSD + "date"),)
    except UsageError:
        return None


def _turtle_objects(text: str, prefixes: Prefixes, today: date) -> tuple[Term, ...] | None:
    """Read terms as Turtle writes them, between commas; an address of the web needs no angle brackets."""
    text = text.strip()
    if re.fullmatch(r"https?://\S+", text):
        text = f"<{text}>"
    if not _TURTLE_START.match(text):
        return None
    return tuple(dict.fromkeys(map(_plain_term, _parse_objects(text, prefixes))))


def _string(text: str, prefixes: Prefixes, today: date) -> tuple[Term, ...]:
    return (Literal(text.strip()),)


def _parse_objects(text: str, prefixes: Prefixes) -> list[object]:
    """Return the objects of the one subject and predicate that the text is put behind."""
    declarations = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes.items())
    try:
        quads = list(parse(f"{declarations}{_NODE} {_NODE} {text}\n.".encode(), format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError):
        raise UsageError(f"'{text}' is no value; write it as {_HOW}") from None
    if any((quad.subject, quad.predicate) != (_NODE, _NODE) for quad in quads):
        raise UsageError(f"'{text}' is more than a value; write it as {_HOW}")
    return [quad.object for quad in quads]


def _plain_term(term: object) -> Term:
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, RdfLiteral):
        is_string = term.language is not None or term.datatype.value == _XSD + "string"
        return Literal(term.value, term.language, None if is_string else term.datatype.value)
    raise UsageError(f"'{term}' has no name to look for; give one, or a value")


ONE_TERM: Sequence[Reader] = (_quoted_literal, _by_lexical_form)
TURTLE_TERMS: Sequence[Reader] = (_day, _turtle_objects, _string)
