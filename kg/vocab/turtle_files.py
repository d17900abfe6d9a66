"""Read a Turtle file as plain strings. Knows Turtle; knows no vocabulary."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError

Facts = dict[str, dict[str, list[str]]]  #: subject → predicate → values, all as plain strings


def read_facts(path: Path) -> Facts:
    """Return a Turtle file's statements as plain strings, IRIs in full, in the file's order."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    try:
        for s, p, o, _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            facts[s.value][p.value].append(o.value)
    except (SyntaxError, ValueError) as err:
        raise OntologyError(f"{path}: {err}; mend the Turtle") from err
    except OSError as err:
        raise OntologyError(f"{path}: cannot be read ({err.strerror}); put the file back") from err
    return facts


def local_name(iri: str) -> str:
    """Return the part of an IRI after its last slash or hash."""
    return re.split(r"[/#]", iri)[-1]
