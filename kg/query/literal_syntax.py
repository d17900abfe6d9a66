"""Write literals as SPARQL does, safe on a terminal. Knows prefixes; knows no graph."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal

from kg.query.display_names import curie, visible

_XSD = "http://www.w3.org/2001/XMLSchema#"
_UNQUOTED = {
    _XSD + "integer": r"[+-]?\d+",
    _XSD + "decimal": r"[+-]?\d*\.\d+",
    _XSD + "boolean": "true|false",
}  # datatypes whose lexical forms need no quotes


def sparql_literal(text: str, language: str | None, datatype: str | None, prefixes: Mapping[str, str]) -> str:
    """Return a literal in SPARQL syntax, with control characters escaped; no datatype is that of a plain text."""
    if language:
        return _escape_controls(str(Literal(text, language=language)))
    if datatype in _UNQUOTED and re.fullmatch(_UNQUOTED[datatype], text):
        return text
    quoted = _escape_controls(str(Literal(text)))
    return quoted if datatype in (None, _XSD + "string") else f"{quoted}^^{curie(str(datatype), prefixes)}"


def _escape_controls(text: str) -> str:
    return "".join(char if visible(char) == char else f"\\U{ord(char):08X}" for char in text)
