"""Tell the format of an RDF file: by its ending, a name that the user gives, or how it begins. Reads no statement."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import RdfFormat

from kg.errors import UsageError

#: ending → format; what several formats use is told by `begins_as`
ENDINGS = {
    ".ttl": RdfFormat.TURTLE, ".turtle": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG, ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS, ".n3": RdfFormat.N3, ".rdf": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML,
    ".rdfs": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML, ".jsonld": RdfFormat.JSON_LD, ".json": RdfFormat.JSON_LD,
}  # fmt: skip
_NAMES = {
    "ntriples": RdfFormat.N_TRIPLES, "n-triples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS,
    "n-quads": RdfFormat.N_QUADS, "rdfxml": RdfFormat.RDF_XML, "rdf/xml": RdfFormat.RDF_XML,
    "json-ld": RdfFormat.JSON_LD,
}  # fmt: skip
_AMBIGUOUS = (".owl", ".rdfs", ".rdf")  # endings that ontologies in Turtle have, too
_TURTLE_START = re.compile(rb"\s*(@|#|(?i:prefix|base)\b|_:|\[|<[a-z][a-z0-9+.-]*:[^\s<>]*>|\w*:)")
_XML_START = re.compile(rb"\s*<(\?xml|!DOCTYPE|!--|(\w+:)?RDF[\s>])")
_JSON_START = re.compile(rb'\s*(\{\s*["}]|\[\s*[\[{\]])')


def split_ending(name: str) -> tuple[str, bool]:
    """Return a file name's ending in small letters without `.gz`, and whether it had that."""
    packed = name.lower().endswith(".gz")
    return Path(name[:-3] if packed else name).suffix.lower(), packed


def named_format(name: str) -> RdfFormat:
    """Return the format of a name such as "ttl", "ntriples" or "text/turtle".

    Raises:
        UsageError: there is none.
    """
    key = name.lower().removeprefix(".")
    found = ENDINGS.get(f".{key}") or _NAMES.get(key) or RdfFormat.from_media_type(key)
    if found is None:
        raise UsageError(f"{name}: no RDF format; there are ttl, trig, nt, nq, n3, rdf and jsonld")
    return found


def check_ending(file: str, input_format: str | None) -> None:
    """Check that the format of a file is known by its ending, or by the name given.

    Raises:
        UsageError: it is not.
    """
    if input_format:
        named_format(input_format)
    elif split_ending(file)[0] not in ENDINGS:
        raise UsageError(
            f"{file}: no RDF format has this ending; use .ttl, .trig, .nt, .nq, .rdf, .owl or .jsonld, or say which it "
            "is: --input-format"
        )


def format_of(file: str, beginning: bytes, input_format: str | None) -> RdfFormat:
    """Return the format of a file by the name given, else by its ending, else by its first bytes."""
    if input_format:
        return named_format(input_format)
    ending, _ = split_ending(file)
    if ending not in ENDINGS or (ending in _AMBIGUOUS and _TURTLE_START.match(beginning)):
        return begins_as(beginning)
    return ENDINGS[ending]


def begins_as(beginning: bytes) -> RdfFormat:
    """Return the format that a file's first bytes look like; TriG, which Turtle is a part of, where nothing tells."""
    if _XML_START.match(beginning):
        return RdfFormat.RDF_XML
    return RdfFormat.JSON_LD if _JSON_START.match(beginning) else RdfFormat.TRIG
