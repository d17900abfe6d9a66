"""Errors, each with its exit code. A message reads `place: problem; remedy`."""


class KgError(Exception):
    """Something the user can act on; the message is one line."""

    exit_code = 1


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


class GraphNotFound(KgError):
    """There is no graph there, or it is busy; a retry may help."""

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
