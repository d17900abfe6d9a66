"""Decisions that nodes are the same or different, in a small Turtle file that people edit, share and apply again.

A line of the file is a decision: `owl:sameAs`, whose subject gives way to its object, or `owl:differentFrom`. The file
lies in the graph's folder as `decisions.ttl` and outlives every rebuild. Knows no store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.atomic_files import PRIVATE, write_atomically
from kg.errors import UsageError
from kg.query.display_names import curie, visible
from kg.store.identity_resolution import DIFFERENT, SAME
from kg.vocab import PREFIXES

DECISIONS_FILE = "decisions.ttl"  #: of the file in a graph's folder
NODE_SORTS = ("actor", "facility", "place", "event")  #: that can be decided on, by prefix
_FILE_PREFIXES = (*NODE_SORTS, "owl")
_FILE_HEADER = (
    "# What is one and the same, and what is not. `kg review` writes here, `kg build` and `kg review` apply it.\n"
    "# A line is a decision; the first name of owl:sameAs gives way to the second. Delete a line to undo it.\n"
    + "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _FILE_PREFIXES)
)
_MAX_TRIPLE_TERMS = 100  # signs of them, which comments may have; the parser's stack ends at some thousands


@dataclass(frozen=True, slots=True)
class Decision:
    """That two nodes are the same, or that they are not."""

    one: str  #: IRI; if they are the same, the node that gives way
    other: str
    same: bool

    @property
    def pair(self) -> frozenset[str]:
        """The two nodes, unordered."""
        return frozenset((self.one, self.other))

    def swapped(self) -> Decision:
        """Return the decision with the other one giving way."""
        return Decision(self.other, self.one, self.same)

    def __str__(self) -> str:
        verb = "owl:sameAs" if self.same else "owl:differentFrom"
        return f"{prefixed_name(self.one)} {verb} {prefixed_name(self.other)}"


def prefixed_name(iri: str) -> str:
    """Return an IRI's prefixed name."""
    return curie(iri, PREFIXES)


def read_decisions(file: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file, in its order; none if there is no file.

    Raises:
        UsageError: it is no Turtle, holds something else than decisions, or its decisions contradict each other.
    """
    if not file.exists():
        return ()
    try:
        decisions = parse_decisions(file.read_text(encoding="utf-8"), str(file))
    except UnicodeDecodeError as problem:
        raise UsageError(f"{file}: not UTF-8 text; save it as UTF-8") from problem
    try:
        for n, decision in enumerate(decisions):
            refuse_contradiction(decision, decisions[:n])
    except UsageError as problem:
        raise UsageError(f"{file}: {problem}") from None
    return decisions


def parse_decisions(text: str, file: str) -> tuple[Decision, ...]:
    """Return the decisions of Turtle, each once, in its order; our prefixes need no declaration.

    Raises:
        UsageError: it is no Turtle, or holds something else than decisions.
    """
    declared = "".join(
        f"@prefix {name}: <{PREFIXES[name]}> . " for name in _FILE_PREFIXES
    )  # on one line: line numbers stay true
    if text.count("<<") > _MAX_TRIPLE_TERMS:
        raise UsageError(f"{file}: triple terms are no decisions; write A owl:sameAs B or A owl:differentFrom B")
    try:
        quads = [*ox.parse(declared + text, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as problem:
        line = f":{problem.lineno}" if problem.lineno else ""
        raise UsageError(f"{file}{line}: not Turtle ({problem.msg}); mend the line or delete it") from problem
    return tuple(dict.fromkeys(_parse_decision(quad, file) for quad in quads))


def refuse_contradiction(decision: Decision, earlier: Sequence[Decision]) -> None:
    """Refuse a decision that contradicts earlier ones.

    Raises:
        UsageError: it does; says by which decisions.
    """
    one, other = decision.one, decision.other
    names = f"{prefixed_name(one)} and {prefixed_name(other)}"
    if one == other:
        raise UsageError(f"{prefixed_name(one)} is one node; decide on two")
    if not node_sort(one) or node_sort(one) != node_sort(other):
        raise UsageError(f"{names} are not of one sort; decide on two actors, two facilities, two places or two events")
    if decision.same:
        for difference in (d for d in earlier if not d.same):
            if path := _identity_path(difference.one, difference.other, [*earlier, decision]):
                contradiction = f"{_path_description(path)}, but {_difference_description(difference)}"
                raise UsageError(f"{names} can't be the same: {contradiction}; undo one of these")
    elif path := _identity_path(one, other, earlier):
        raise UsageError(f"{names} can't be different: {_path_description(path)}; undo one of these")


def append_decision(file: Path, decision: Decision, note: str) -> None:
    """Append a decision to the file, with a note for people."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if not text:
        text = _FILE_HEADER
    elif not text.endswith("\n"):
        text += "\n"
    write_atomically(file, f"{text}{_turtle_line(decision)}  # {visible(note)}\n", PRIVATE)


def remove_decision(file: Path, decision: Decision) -> None:
    """Remove the lines of a decision from the file.

    Raises:
        UsageError: it is not there, or shares its lines with others.
    """
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    prefixes = "".join(line for line in lines if line.lstrip().lower().startswith(("@prefix", "prefix")))
    remaining = [line for line in lines if _sole_decision(line, prefixes) not in (decision, decision.swapped())]
    if len(remaining) == len(lines):
        raise UsageError(f"{file}: '{decision}' has no line of its own there; take it out by hand")
    write_atomically(file, "".join(remaining), PRIVATE)


def node_sort(iri: str) -> str:
    """Return "actor", "facility", "place" or "event"; empty for anything else."""
    return next((name for name in NODE_SORTS if iri.startswith(PREFIXES[name])), "")


def _parse_decision(quad: ox.Quad, file: str) -> Decision:
    s, p, o, _ = quad
    if p not in (SAME, DIFFERENT) or not isinstance(s, ox.NamedNode) or not isinstance(o, ox.NamedNode):
        raise UsageError(f"{file}: '{quad.triple}' is no decision; write A owl:sameAs B or A owl:differentFrom B")
    return Decision(s.value, o.value, p == SAME)


def _sole_decision(line: str, prefixes: str) -> Decision | None:
    """Return the decision of a line that holds one decision and nothing else; None for others."""
    try:
        found = [*ox.parse(prefixes + line, format=ox.RdfFormat.TURTLE)]
    except SyntaxError:
        return None
    if len(found) != 1 or not isinstance(found[0].object, ox.NamedNode) or found[0].predicate not in (SAME, DIFFERENT):
        return None
    return Decision(str(found[0].subject.value), found[0].object.value, found[0].predicate == SAME)


def _turtle_line(decision: Decision) -> str:
    verb = "owl:sameAs" if decision.same else "owl:differentFrom"
    return f"{_turtle_name(decision.one)} {verb} {_turtle_name(decision.other)} ."


def _turtle_name(iri: str) -> str:
    """Return the prefixed name where the file declares its prefix, else the IRI."""
    name = prefixed_name(iri)
    return name if name.partition(":")[0] in _FILE_PREFIXES else f"<{iri}>"


def _identity_path(start: str, end: str, decisions: Iterable[Decision]) -> list[Decision]:
    """Return the shortest chain of decisions by which two nodes are the same; empty if there is none."""
    same = [d for d in decisions if d.same]
    paths: dict[str, list[Decision]] = {start: []}
    queue = [start]
    for node in queue:
        for decision in (d for d in same if node in d.pair):
            (neighbour,) = decision.pair - {node}
            if neighbour not in paths:
                paths[neighbour] = [*paths[node], decision]
                queue.append(neighbour)
    return paths.get(end, [])


def _path_description(path: Iterable[Decision]) -> str:
    return ", ".join(f"{prefixed_name(d.one)} is {prefixed_name(d.other)}" for d in path)


def _difference_description(decision: Decision) -> str:
    return f"{prefixed_name(decision.one)} is not {prefixed_name(decision.other)}"
