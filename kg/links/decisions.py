"""Decisions on what is one and the same, kept in a small Turtle file that people edit, share and apply again.

A line of the file is a decision: `owl:sameAs`, whose subject gives way to its object, or `owl:differentFrom`. The file
lies in the graph's folder as `decisions.ttl` and outlives every rebuild. Knows no store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.atomic_files import write_atomically
from kg.errors import UsageError
from kg.query.display_names import curie, visible
from kg.store.identity_resolution import DIFFERENT, SAME
from kg.vocab import PREFIXES

NAME = "decisions.ttl"  #: of the file in a graph's folder
SORTS = ("actor", "facility", "place", "event")  #: of nodes that can be decided on, by the prefix of their names
_USED = (*SORTS, "owl")
_HEAD = (
    "# What is one and the same, and what is not. `kg review` writes here, `kg build` and `kg review` apply it.\n"
    "# A line is a decision; the first name of owl:sameAs gives way to the second. Delete a line to undo it.\n"
    + "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _USED)
)


@dataclass(frozen=True, slots=True)
class Decision:
    """That two nodes are the same, or that they are not."""

    one: str  #: IRI; of two that are the same the one that gives way
    other: str
    same: bool

    @property
    def pair(self) -> frozenset[str]:
        """The two, in any order."""
        return frozenset((self.one, self.other))

    def turned(self) -> Decision:
        """Return the decision with the other one giving way."""
        return Decision(self.other, self.one, self.same)

    def __str__(self) -> str:
        verb = "owl:sameAs" if self.same else "owl:differentFrom"
        return f"{short(self.one)} {verb} {short(self.other)}"


def short(iri: str) -> str:
    """Return an IRI's curie."""
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
            check(decision, decisions[:n])
    except UsageError as problem:
        raise UsageError(f"{file}: {problem}") from None
    return decisions


def parse_decisions(text: str, file: str) -> tuple[Decision, ...]:
    """Return the decisions of Turtle, each once, in its order; our prefixes need no declaration.

    Raises:
        UsageError: it is no Turtle, or holds something else than decisions.
    """
    declared = "".join(f"@prefix {name}: <{PREFIXES[name]}> . " for name in _USED)  # on one line: places stay true
    try:
        quads = [*ox.parse(declared + text, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as problem:
        line = f":{problem.lineno}" if problem.lineno else ""
        raise UsageError(f"{file}{line}: not Turtle ({problem.msg}); mend the line or delete it") from problem
    return tuple(dict.fromkeys(_decision(quad, file) for quad in quads))


def check(decision: Decision, before: Sequence[Decision]) -> None:
    """Refuse a decision that contradicts those before it, with the reason.

    Raises:
        UsageError: it does.
    """
    one, other = decision.one, decision.other
    names = f"{short(one)} and {short(other)}"
    if one == other:
        raise UsageError(f"{short(one)} is one node; decide on two")
    if not sort_of(one) or sort_of(one) != sort_of(other):
        raise UsageError(f"{names} are not of one sort; decide on two actors, two facilities, two places or two events")
    if decision.same:
        joined = [*before, decision]
        for apart in before:
            if not apart.same and (way := _way(apart.one, apart.other, joined)):
                raise UsageError(f"{names} can't be the same: {_told(way)}, but {_differ(apart)}; undo one of these")
    elif way := _way(one, other, before):
        raise UsageError(f"{names} can't be different: {_told(way)}; undo one of these")


def add(file: Path, decision: Decision, note: str) -> None:
    """Write a decision at the end of the file, with a note for people; what was there stays as it is."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if not text:
        text = _HEAD
    elif not text.endswith("\n"):
        text += "\n"
    write_atomically(file, f"{text}{_line(decision)}  # {visible(note)}\n")


def remove(file: Path, decision: Decision) -> None:
    """Take the lines of a decision out of the file.

    Raises:
        UsageError: it is not there, or shares its lines with others.
    """
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    prefixes = "".join(line for line in lines if line.lstrip().lower().startswith(("@prefix", "prefix")))
    left = [line for line in lines if _alone(line, prefixes) not in (decision, decision.turned())]
    if len(left) == len(lines):
        raise UsageError(f"{file}: '{decision}' has no line of its own there; take it out by hand")
    write_atomically(file, "".join(left))


def sort_of(iri: str) -> str:
    """Return "actor", "facility", "place" or "event"; empty for anything else."""
    return next((name for name in SORTS if iri.startswith(PREFIXES[name])), "")


def _decision(quad: ox.Quad, file: str) -> Decision:
    s, p, o, _ = quad
    if p not in (SAME, DIFFERENT) or not isinstance(s, ox.NamedNode) or not isinstance(o, ox.NamedNode):
        raise UsageError(f"{file}: '{quad.triple}' is no decision; write A owl:sameAs B or A owl:differentFrom B")
    return Decision(s.value, o.value, p == SAME)


def _alone(line: str, prefixes: str) -> Decision | None:
    """Return the decision that a line holds whole and alone."""
    try:
        found = [*ox.parse(prefixes + line, format=ox.RdfFormat.TURTLE)]
    except SyntaxError:
        return None
    if len(found) != 1 or not isinstance(found[0].object, ox.NamedNode) or found[0].predicate not in (SAME, DIFFERENT):
        return None
    return Decision(str(found[0].subject.value), found[0].object.value, found[0].predicate == SAME)


def _line(decision: Decision) -> str:
    verb = "owl:sameAs" if decision.same else "owl:differentFrom"
    return f"{_written(decision.one)} {verb} {_written(decision.other)} ."


def _written(iri: str) -> str:
    """Return the curie where the file declares its prefix, else the whole IRI."""
    name = short(iri)
    return name if name.partition(":")[0] in _USED else f"<{iri}>"


def _way(start: str, end: str, decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions by which two nodes are the same, the fewest there are; none if they are not."""
    same = [d for d in decisions if d.same]
    ways: dict[str, list[Decision]] = {start: []}
    open_ends = [start]
    for node in open_ends:
        for decision in (d for d in same if node in d.pair):
            (next_node,) = decision.pair - {node}
            if next_node not in ways:
                ways[next_node] = [*ways[node], decision]
                open_ends.append(next_node)
    return ways.get(end, [])


def _told(way: Iterable[Decision]) -> str:
    return ", ".join(f"{short(d.one)} is {short(d.other)}" for d in way)


def _differ(decision: Decision) -> str:
    return f"{short(decision.one)} is not {short(decision.other)}"
