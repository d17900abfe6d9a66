"""Lay out Turtle and TriG for people: prefixes sorted and only those in use, a blank line between subjects.

Works on the lines that the engine writes, which breaks no literal; knows no terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import pyoxigraph as ox

_NO_NAME = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>')  # what may hold a colon and is no prefixed name
_PREFIX = re.compile(r"(?<![\w\\.%:-])([^\W\d_][\w.-]*|):")


def write_laid_out(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad],
    stream: IO[bytes],
    form: ox.RdfFormat,
    prefixes: Mapping[str, str],
) -> None:
    """Serialize statements, which come by subject, as Turtle or TriG.

    Args:
        statements: triples, or quads.
        stream: where to.
        form: Turtle or TriG.
        prefixes: those that may be declared.
    """
    text = ox.serialize(statements, format=form, prefixes=dict(prefixes))
    assert text is not None  # it is, without a stream
    lines = text.decode().split("\n")
    body = [line for line in lines if not line.startswith("@prefix ")]
    used = _used_prefixes(body)
    for name in sorted(used & prefixes.keys()):
        stream.write(f"@prefix {name}: <{prefixes[name]}> .\n".encode())
    for line in _spaced(body):
        stream.write(f"{line}\n".encode())


def _used_prefixes(lines: Iterable[str]) -> set[str]:
    return {name for line in lines for name in _PREFIX.findall(_NO_NAME.sub(" ", line))}


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with a blank one before each subject and each graph, but the first of a graph."""
    indent = opened = False
    for line in lines:
        if not line:
            continue
        begins = not line.startswith("\t\t" if indent else "\t") and line != "}"
        if begins and not opened:
            yield ""
        opened = line.endswith(" {") and not line.startswith("\t")
        indent = opened or (indent and line != "}")
        yield line
