"""Find the line of a Turtle file that holds a word of a node. Knows the layout of ontology/, not Turtle's grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_SUBJECT = re.compile(r"<?[\w-]*[:/][^\s>]*>?")


def turtle_line_of(files: Iterable[Path], node: str, text: str) -> str | None:
    """Return `path:line` of the first line that gives a node a literal, or None.

    Args:
        files: where to look, the likeliest first.
        node: local name of the subject, such as "shelling" of `act:shelling`.
        text: the literal, as the file has it.
    """
    found = ((path, *hit) for path in files for hit in _lines(path).get(text, ()))
    return next((f"{path}:{number}" for path, number, of in found if of == node), None)


@cache
def _lines(path: Path) -> dict[str, list[tuple[int, str]]]:
    """Return each literal → the lines that hold it, each with the local name of the node that it is said of."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, node, line in _with_nodes(path.read_text(encoding="utf-8").splitlines()):
        for literal in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            found.setdefault(literal, []).append((number, node))
    return found


def _with_nodes(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each line with its number and the node whose statements it is part of: one that begins a line."""
    node = ""
    for number, line in enumerate(lines, 1):
        subject = _SUBJECT.match(line)
        if subject is not None:
            node = re.split(r"[:/#]", subject[0].strip("<>"))[-1]
        yield number, node, line
