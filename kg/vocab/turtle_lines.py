"""Find the line of a Turtle file that holds a text or a node's literal. Knows the layout of ontology/, no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_SUBJECT = re.compile(r"<?[\w-]*[:/][^\s>]*>?")


def line_reference(path: Path, text: str) -> str:
    """Return `path:line` of the first line that holds the text as a word, or the path alone."""
    word = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if word.search(line):
            return f"{path}:{number}"
    return str(path)


def turtle_line_of(files: Iterable[Path], node: str, text: str) -> str | None:
    """Return `path:line` of the first line that gives a node a literal, or None.

    Args:
        files: where to look, the likeliest first.
        node: local name of the subject, such as "shelling" of `act:shelling`.
        text: the literal, as the file has it.
    """
    lines = ((path, *line) for path in files for line in _lines_by_literal(path).get(text, ()))
    return next((f"{path}:{number}" for path, number, subject in lines if subject == node), None)


@cache
def _lines_by_literal(path: Path) -> dict[str, list[tuple[int, str]]]:
    """Return each literal → the lines that hold it, each with the local name of its subject."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, node, line in _lines_with_subjects(path.read_text(encoding="utf-8").splitlines()):
        for literal in re.findall(r'(?<!\\)"((?:[^"\\]|\\.)*+)"', line):
            found.setdefault(literal, []).append((number, node))
    return found


def _lines_with_subjects(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each line's number, the local name of the last subject that began a line, and the line."""
    node = ""
    for number, line in enumerate(lines, 1):
        subject = _SUBJECT.match(line)
        if subject is not None:
            node = re.split(r"[:/#]", subject[0].strip("<>"))[-1]
        yield number, node, line
