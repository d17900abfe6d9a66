"""Read the value of a parameter that nothing declares: a term as in Turtle, a day, or else a text; and bind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import UsageError
from kg.query.binding import bind
from kg.query.display_names import curie, visible
from kg.query.rdf_terms import rdf_term
from kg.query.solutions import Iri, Literal, Term
from kg.query.time_periods import moment
from kg.store.sparql_tokens import tokens

_XSD = "http://www.w3.org/2001/XMLSchema#"
_OF = NamedNode("urn:x:of")
_HOW = 'actor:m23, <https://…>, "text", 3, 2.5, true, 2024-05-01 or -30d; several go between commas'
_SIGNS = re.compile(r"""["'<]|[+-]?[\d.]|true$|false$|(?:[^\W\d][\w.-]*)?:""")


def read_values(text: str, prefixes: Mapping[str, str], today: date) -> tuple[Term, ...]:
    """Return what a text stands for: terms as Turtle writes them, between commas, else a day, else the text itself.

    So `actor:m23`, `<https://example.org/x>`, `"Goma"@en`, `3`, `2.5`, `true`, `act:shelling, act:attack`, but also
    `2024-05-01`, `2024-05` and `-30d`; a bare `2024` is a number.

    Raises:
        UsageError: it begins like a term and is none, or has a blank node.
    """
    text = text.strip()
    if re.fullmatch(r"[+-]?\d+|", text) is None:
        try:
            return (Literal(moment(text, today).isoformat(), datatype=_XSD + "date"),)
        except UsageError:  # no day
            pass
    if re.fullmatch(r"https?://\S+", text):
        text = f"<{text}>"
    if not _SIGNS.match(text):
        return (Literal(text),)
    return tuple(dict.fromkeys(map(_term, _objects(text, prefixes))))


def written(terms: Iterable[Term], prefixes: Mapping[str, str]) -> str:
    """Return terms for people to read: short names, bare numbers and days, text in quotes."""
    return ", ".join(visible(_written(term, prefixes)) for term in terms)


def _written(term: Term, prefixes: Mapping[str, str]) -> str:
    if isinstance(term, Iri):
        return curie(term.value, prefixes)
    return term.value if isinstance(term, Literal) and term.datatype else str(rdf_term(term))


def _objects(text: str, prefixes: Mapping[str, str]) -> list[object]:
    """Return the objects of the one subject and predicate that the text is put behind."""
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in prefixes.items())
    try:
        found = list(parse(f"{head}{_OF} {_OF} {text}\n.".encode(), format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError):
        raise UsageError(f"'{text}' is no value; write it as {_HOW}") from None
    if any((quad.subject, quad.predicate) != (_OF, _OF) for quad in found):
        raise UsageError(f"'{text}' is more than a value; write it as {_HOW}")
    return [quad.object for quad in found]


def _term(found: object) -> Term:
    if isinstance(found, NamedNode):
        return Iri(found.value)
    if isinstance(found, RdfLiteral):
        plain = found.language is not None or found.datatype.value == _XSD + "string"
        return Literal(found.value, found.language, None if plain else found.datatype.value)
    raise UsageError(f"'{found}' has no name to look for; give one, or a value")


def bind_marked(text: str, values: Mapping[str, Sequence[Term]]) -> tuple[str, tuple[str, ...]]:
    """Return the query with values in place of each `$name` that it has, and the names that it has.

    Only the mark makes a parameter of a variable: a query that says `?name` throughout stays as it is.

    Raises:
        QueryError: the query assigns to such a name.
    """
    marked = {token.text for token in tokens(text) if token.kind == "variable"}
    used = tuple(name for name in values if f"${name}" in marked)
    return (bind(text, {name: values[name] for name in used}) if used else text), used
