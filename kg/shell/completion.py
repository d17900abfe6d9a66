"""Completion at the prompt: candidates for a command line or a query, ranked. Asks only the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from kg.shell.command_completion import command_candidates
from kg.shell.completion_context import completion_context
from kg.shell.query_completion import query_candidates
from kg.shell.ranking import Candidate, UsageCounts, ranked_completions
from kg.shell.session import ShellSession

_LOADING = (("loading…", "names come when the graph is read"), ("", "Tab again in a moment"))


class GraphCompleter(Completer):
    """Completes queries and commands of one shell."""

    def __init__(self, shell: ShellSession, usage: UsageCounts | None = None) -> None:
        self._shell = shell
        self.usage = usage or UsageCounts()  #: of terms in earlier queries; whoever submits one adds it

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield the completions, best first."""
        typed, candidates = self._candidates(document)
        yield from ranked_completions(typed, candidates, self.usage)
        if not self._shell.graph.is_indexed:
            yield from (Completion("", 0, display or " ", display_meta=meta) for display, meta in _LOADING)

    def _candidates(self, document: Document) -> tuple[str, Iterable[Candidate]]:
        """Return the typed text that a completion replaces, and what may stand there."""
        before = document.text_before_cursor.lstrip()
        if before.startswith("\\"):
            return command_candidates(self._shell, before)
        context = completion_context(document.text, document.cursor_position, self._shell.graph.prefixes)
        return context.typed, query_candidates(self._shell, context)
