"""State of one interactive session, and its output. Knows no command and runs no query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.crash_reports import crash_message, traceback_text
from kg.query.display_names import curie
from kg.query.session import Session
from kg.query.solutions import Result
from kg.shell.screen import Screen
from kg.shell.settings import Settings
from kg.shell.themes import NO_COLORS

if TYPE_CHECKING:
    from kg.maintenance.sparql_update import GraphChange


def crash_note(problem: BaseException) -> str:
    """Return what to say of an error of the program itself, after its report is saved."""
    if isinstance(problem, MemoryError):
        return "error: out of memory; ask for less at once"
    return f"error: {crash_message(problem, 'kg shell')}; the session goes on"


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """Limits that a saved query declares; None: those of the settings hold."""

    timeout: float | None = None  #: seconds
    rows: int | None = None


NO_LIMITS = QueryLimits()


@dataclass
class ShellSession:
    """An open graph, the settings, and the state that commands share."""

    graph: Session
    screen: Screen
    settings: Settings = field(default_factory=Settings)
    last_result: Result | None = None  #: what was shown last, of a query or of a command
    #: what the numbers of rows stand for: those of the last query, and behind a letter those of a command's last list
    numbered_rows: dict[str, Result] = field(default_factory=dict)
    last_query: str = ""
    last_query_failed: bool = False  #: whether the last query was wrong, or could not be run to its end
    last_limits: QueryLimits = NO_LIMITS  #: those that the last query declares
    parameters: dict[str, str] = field(default_factory=dict)  #: name of `$name` in queries → its value, as typed
    has_failed: bool = False  #: whether any line has
    is_finished: bool = False  #: whether the user leaves
    prompt_text: str = ""  #: what stands at the next prompt: a query to go on with, or one that a command gives
    query_history: list[str] = field(default_factory=list)
    tour_position: int = 0  #: number of the last stop shown
    announced_snapshot: str | None = None  #: the newer snapshot that the user was told of
    opened_unindexed: bool = False  #: whether labels and schema were still being read when the shell began
    write_allowed: bool = False  #: whether updates may change the graph
    applied_updates: list[GraphChange] = field(default_factory=list)  #: those that can be undone
    notes: list[str] = field(default_factory=list)  #: that wait until the prompt is off the screen
    ask_user: Callable[[str], str] = lambda question: ""  #: returns the answer to a question; empty: there is no user

    @property
    def selected_graphs(self) -> str:
        r"""The named graphs that queries read, as one would write them behind `\from`."""
        return " ".join(curie(iri, self.graph.prefixes) for iri in self.graph.graphs) or "all"

    @property
    def theme_choice(self) -> str:
        """The theme of the settings; none where the screen has no colours."""
        return self.settings.theme if self.screen.color else NO_COLORS

    @property
    def uses_color(self) -> bool:
        """Whether results have colours and links."""
        return self.theme_choice != NO_COLORS

    def preferred_labels(self, nodes: Iterable[str]) -> dict[str, str]:
        """Return the labels of nodes in the languages that the user prefers."""
        return self.graph.node_labels(nodes, self.settings.languages)

    def write(self, data: str, *, is_escaped: bool = False) -> None:
        """Write data; on a terminal it is escaped, but for colours and links of a text whose cells are escaped."""
        self.screen.write(data, is_escaped=is_escaped)

    def page(self, text: str, *, is_escaped: bool = False) -> None:
        """Write data as `write` does, through the pager where they are longer than the screen."""
        if not self.screen.page(text, self.settings.pager, is_escaped=is_escaped):
            self.write(text, is_escaped=is_escaped)

    def print_message(self, *lines: str) -> None:
        """Write lines that are no data."""
        self.screen.print_message(*lines)

    def print_notes(self) -> None:
        """Print the notes that wait."""
        self.screen.print_message(*self.notes)
        self.notes.clear()

    def print_crash(self, problem: BaseException) -> None:
        """Say that the program itself failed, and where its report is; the session goes on."""
        self.has_failed = True
        self.screen.print_message(*traceback_text(problem).splitlines(), crash_note(problem))

    def print_error(self, message: str) -> None:
        """Write an error message, and note that a line has failed."""
        self.has_failed = True
        self.screen.print_message(message)
