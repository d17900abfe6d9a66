"""Parse the YAML of front matter within limits, so that no text makes it slow, large or deep. Knows no fields.

Values are made here of the parser's events, without recursion: a composer in C crashes on deep nesting, and aliases
make seven lines into gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAX_CHARACTERS = 20_000
MAX_DEPTH = 20  #: mappings and lists inside each other
MAX_NODES = 2_000  #: mappings, lists and texts


class FrontMatterError(ValueError):
    """What is wrong with front matter, and what to do: `problem; remedy`.

    Attributes:
        line: where, from 1; None when it has no single place.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def parse_front_matter(text: str, plain_value: Callable[[str], object] = str) -> object:
    """Return what YAML says: mappings, lists and values; None for nothing.

    Args:
        text: the YAML.
        plain_value: makes the value of a text that stands without quotes; one in quotes is a str.

    Raises:
        FrontMatterError: it is no YAML, has aliases or tags, or passes a limit.
    """
    import yaml  # costs a fifth of the start of a command that may not need it

    if len(text) > MAX_CHARACTERS:
        raise FrontMatterError(f"it has {len(text):,} characters, and at most {MAX_CHARACTERS:,} are read; shorten it")
    builder = _Builder(plain_value)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            builder.add(event)
    except yaml.MarkedYAMLError as problem:
        line = None if problem.problem_mark is None else problem.problem_mark.line + 1
        raise FrontMatterError(f"{problem.problem}; put values that hold a colon in quotes", line) from None
    except (yaml.YAMLError, UnicodeError):
        raise FrontMatterError("it holds characters that YAML does not allow; leave them out") from None
    if len(builder.root) > 1:
        raise FrontMatterError("a line of dashes begins something else; leave it out")
    return builder.root[0] if builder.root else None


@dataclass(slots=True)
class _Builder:
    """Builds the value of one document from the events of a parser."""

    plain_value: Callable[[str], object]
    root: list[object] = field(default_factory=list)
    nodes: int = 0
    open: list[tuple[Any, list[object]]] = field(default_factory=list)  # event that opened it, its nodes so far

    def add(self, event: Any) -> None:  # noqa: ANN401 - yaml.Event, whose module is loaded only when needed
        kind = type(event).__name__
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            raise self._error("anchors and aliases (& and *) are not read; write the value out", event)
        if getattr(event, "tag", None):
            raise self._error("tags (!) are not read; leave them out", event)
        if kind == "ScalarEvent":
            self._add_node(self.plain_value(event.value) if event.implicit[0] else event.value, event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self.open) >= MAX_DEPTH:
                raise self._error(f"it is nested deeper than {MAX_DEPTH}; make it flatter", event)
            self.open.append((event, []))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            opening, nodes = self.open.pop()
            self._add_node(self._mapping(nodes, opening) if kind == "MappingEndEvent" else nodes, opening)

    def _add_node(self, node: object, event: Any) -> None:  # noqa: ANN401
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self._error(f"it has more than {MAX_NODES:,} values; shorten it", event)
        (self.open[-1][1] if self.open else self.root).append(node)

    def _mapping(self, nodes: list[object], event: Any) -> dict[object, object]:  # noqa: ANN401
        keys = nodes[::2]
        if any(isinstance(key, dict | list) for key in keys):
            raise self._error("a name is a list or a mapping; put values with brackets in quotes", event)
        return dict(zip(keys, nodes[1::2], strict=True))

    def _error(self, message: str, event: Any) -> FrontMatterError:  # noqa: ANN401
        return FrontMatterError(message, event.start_mark.line + 1)
