"""Errors, each with its exit code. A message reads `place: problem; remedy`."""

import traceback
from pathlib import Path


class KgError(Exception):
    """Something the user can act on; the message is one line."""

    exit_code = 1


class KgWarning(UserWarning):
    """Something is written otherwise than it stands in the graph; the message is one line that says how much."""


class UsageError(KgError):
    """The command line or the configuration asks for something that does not exist."""

    exit_code = 2


class OntologyError(KgError):
    """The ontology, the lexicon, the actors or the places contradict themselves."""

    exit_code = 2


class InputError(KgError):
    """One input cannot be read; a build records it and goes on."""


class QueryError(KgError):
    """A query is wrong or failed.

    Attributes:
        line, column: where, both from 1; None when the engine gives no place.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryMemoryExceeded(QueryError):
    """A query needed more memory than its worker may use, and was stopped."""


class GraphNotFound(KgError):
    """There is no graph there, or it is busy; a retry may help."""

    exit_code = 3


class GraphDamaged(KgError):
    """A graph folder is there, and a file of it is missing, cut or changed.

    Attributes:
        problem: what is damaged, and how.
        graph: the folder; None where it is not known yet.
    """

    exit_code = 3

    def __init__(self, problem: str, graph: object = None) -> None:
        self.problem, self.graph = problem, graph
        name = "GRAPH" if graph is None else graph
        remedy = f"put back a copy of it, or read its articles again: kg build INPUT… -o {name} --rebuild"
        super().__init__(f"{name}: {problem}; {remedy}")


class GraphFormatError(KgError):
    """A graph folder was written by another version, whose layout this one does not know."""

    exit_code = 3


class CheckFailed(KgError):
    """A check found something."""

    exit_code = 4


class DiskError(KgError):
    """The disk refused a write; what was published before is intact."""

    exit_code = 74


class QueryTimeout(KgError):
    """A query hit its time limit and was stopped."""

    exit_code = 124


def describe_fault(fault: BaseException) -> str:
    """Return an exception that nobody expected on one line: its class, its place in the program, its message."""
    frames = traceback.extract_tb(fault.__traceback__)
    package = Path(__file__).parent
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(package)]
    place = f" at {Path(own[-1].filename).relative_to(package.parent)}:{own[-1].lineno}" if own else ""
    message = " ".join(str(fault).split())[:200]
    return f"{type(fault).__name__}{place}" + (f": {message}" if message else "")
