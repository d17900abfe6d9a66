"""Check what an RDF parser is about to read, for what would cost it all memory or time: entities, depth, length.

For the sandboxed worker. Knows the syntax of XML and JSON; knows no RDF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from pyoxigraph import Literal, Quad, Triple

from kg.errors import InputError

MAX_DEPTH = 1_000  #: of elements, of JSON, and of triple terms: parsers take time or memory by its square
MAX_ATTRIBUTES = 5_000  #: of one element, for the same reason
MAX_LITERAL = 16 << 20  #: characters of one literal: no Turtle reader takes more
_MAX_ENTITY = 10_000  #: characters that an entity of a DTD may stand for
_MAX_ENTITY_DEPTH = 8  #: of entities in entities
_OWL_XML = ("Ontology", "http://www.w3.org/2002/07/owl#")
_PREFIX = re.compile(r"xmlns(?::([A-Za-z][\w-]*))?", re.ASCII)
_IRI = re.compile(r"[A-Za-z][\w+.-]*:[^\s<>\"{}|\\^`]*")
_REFERENCE = re.compile(r"&(\w[\w.-]*);")
_JSON_TOKEN = re.compile(rb'["\\\[\]{}]')


class XmlCheck:
    """Parses XML ahead of the RDF parser: whether it is well-formed, its depth, its entities."""

    def __init__(self, name: str) -> None:
        self.prefixes: dict[str, str] = {}  #: that the first element declares
        self._name = name
        self._depth = 0
        self._has_root = False
        self._entities: dict[str, str] = {}
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._declare_entity

    def inspect(self, chunk: bytes, is_end: bool) -> None:
        """Read on.

        Raises:
            InputError: it is no XML, OWL/XML, nested too deeply, or has entities that stand for too much.
        """
        try:
            self._parser.Parse(chunk, is_end)
        except expat.ExpatError as error:
            place = f"{self._name}:{error.lineno}:{error.offset + 1}"
            raise InputError(f"{place}: {expat.ErrorString(error.code)}; mend the file") from error

    def _start(self, element: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _too_deep(f"{self._name}:{self._parser.CurrentLineNumber}", "elements")
        if len(attributes) > MAX_ATTRIBUTES:
            place = f"{self._name}:{self._parser.CurrentLineNumber}"
            raise InputError(f"{place}: an element has more than {MAX_ATTRIBUTES:,} attributes; use elements instead")
        if not self._has_root:
            self._has_root = True
            self._check_root(element, attributes)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _check_root(self, element: str, attributes: Mapping[str, str]) -> None:
        if (element, attributes.get("xmlns")) == _OWL_XML:
            raise InputError(f"{self._name}: this is OWL/XML, which is no RDF; save it as RDF/XML or Turtle")
        for name in self._entities:
            if self._expanded_length(name, 0) > _MAX_ENTITY:
                raise self._bomb(name)
        for attribute, iri in attributes.items():
            if (prefix := _PREFIX.fullmatch(attribute)) and _IRI.fullmatch(iri):
                self.prefixes[prefix[1] or ""] = iri

    def _declare_entity(self, name: str, is_parameter: int, value: str | None, *_: object) -> None:
        if value is not None and not is_parameter:
            if len(value) > _MAX_ENTITY:
                raise self._bomb(name)
            self._entities.setdefault(name, value)

    def _expanded_length(self, name: str, depth: int) -> int:
        """Return how many characters an entity stands for; more than any may where entities are nested too deeply."""
        value = self._entities.get(name, "")
        references = _REFERENCE.findall(value)
        if depth > _MAX_ENTITY_DEPTH and references:
            return _MAX_ENTITY + 1
        lengths = {reference: self._expanded_length(reference, depth + 1) for reference in set(references)}
        return len(value) + sum(lengths[reference] for reference in references)

    def _bomb(self, name: str) -> InputError:
        return InputError(
            f"{self._name}: its entity &{name}; stands for more than {_MAX_ENTITY:,} characters, as in an attack; "
            "write the text itself"
        )


class JsonCheck:
    """Counts how deep JSON is nested, ahead of the RDF parser."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._is_in_string = False
        self._is_escaped = False

    def inspect(self, chunk: bytes, _: bool) -> None:
        """Read on.

        Raises:
            InputError: it is nested too deeply.
        """
        start = int(self._is_escaped and bool(chunk))  # the character behind a backslash counts for nothing
        self._is_escaped = self._is_escaped and not chunk
        for match in _JSON_TOKEN.finditer(chunk, start):
            token = match[0]
            if match.start() < start:
                continue
            if self._is_in_string:
                if token == b"\\":
                    start = match.end() + 1
                    self._is_escaped = start > len(chunk)
                self._is_in_string = token != b'"'
            elif token == b'"':
                self._is_in_string = True
            else:
                self._depth += 1 if token in b"[{" else -1
                if self._depth > MAX_DEPTH:
                    raise _too_deep(self._name, "objects and lists")


def check_quad(quad: Quad, name: str) -> None:
    """Check the length of a statement's literal and the depth of its triple terms.

    Raises:
        InputError: it is too long or nested too deeply.
    """
    value = quad.object
    if isinstance(value, Literal):
        if len(value.value) > MAX_LITERAL:
            raise InputError(f"{name}: <{quad.predicate.value}> has a {too_long('literal')}")
    elif isinstance(value, Triple):
        depth = 1
        while isinstance(inner := value.object, Triple):
            value, depth = inner, depth + 1
            if depth > MAX_DEPTH // 10:
                raise _too_deep(name, "triple terms", MAX_DEPTH // 10)


def too_long(what: str) -> str:
    """Return what is wrong with something that is too long."""
    return (
        f"{what} of more than {MAX_LITERAL >> 20} MB, and none that long is read; keep such a text in a file of its own"
    )


def _too_deep(place: str, what: str, limit: int = MAX_DEPTH) -> InputError:
    return InputError(f"{place}: {what} are nested more than {limit:,} deep, and at most that is read; make it flatter")
