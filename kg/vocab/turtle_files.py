"""Read a Turtle file as plain strings. Knows Turtle; knows no vocabulary."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.vocab.turtle_lines import line_reference, turtle_line_of

Facts = dict[str, dict[str, list[str]]]  #: subject → predicate → values, all as plain strings


def read_facts(path: Path) -> Facts:
    """Return a Turtle file's statements as plain strings, IRIs in full, in the file's order.

    Raises:
        OntologyError: the file cannot be read, or a literal in it is empty; names file and line.
    """
    facts: Facts = defaultdict(lambda: defaultdict(list))
    try:
        for s, p, o, _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(o, ox.Literal) and not o.value.strip():
                raise OntologyError(_empty_literal(path, local_name(s.value), local_name(p.value), o.value))
            facts[s.value][p.value].append(o.value)
    except (SyntaxError, ValueError) as err:
        raise OntologyError(f"{path}: {err}; mend the Turtle") from err
    except OSError as err:
        raise OntologyError(f"{path}: cannot be read ({err.strerror}); put the file back") from err
    return facts


def _empty_literal(path: Path, node: str, predicate: str, text: str) -> str:
    where = turtle_line_of([path], node, text) or line_reference(path, node)
    return f"{where}: '{node}' has an empty {predicate}; write its words between the quotes, or take it out"


def local_name(iri: str) -> str:
    """Return the part of an IRI after its last slash or hash."""
    return re.split(r"[/#]", iri)[-1]
