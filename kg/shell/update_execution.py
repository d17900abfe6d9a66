"""SPARQL updates of the open graph, each confirmed by the user, and their undo. Knows questions; changes no store."""

from __future__ import annotations

from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.maintenance.sparql_update import GraphChange, revert, update_graph
from kg.query.display_names import quantity
from kg.query.explain_error import explain
from kg.shell.parameters import bind_parameters
from kg.shell.session import ShellSession

_YES, _NO = ("y", "yes"), ("n", "no", "")


class _Confirmation:
    """Asks the user to confirm a change, and keeps the answer; none is a no."""

    def __init__(self, shell: ShellSession) -> None:
        self._shell = shell
        self.is_confirmed = False

    def __call__(self, change: GraphChange) -> bool:
        """Return whether the user says yes."""
        self._shell.screen.clear_progress()
        added, removed = change.triples
        question = f"This adds {quantity(added, 'triple')} and removes {quantity(removed, 'triple')}. Go on? (y/N) "
        answer = self._shell.ask_user(question).strip().lower()
        self.is_confirmed = answer in _YES
        if not self.is_confirmed:
            self._shell.print_message(
                "nothing is changed" + ("" if answer in _NO else f"; '{answer}' is neither y nor n")
            )
        return self.is_confirmed


def run_update(shell: ShellSession, text: str) -> None:
    """Print what an update would change, and apply it when the user confirms; whether it may is known already."""
    shell.prompt_text = ""
    try:
        text = bind_parameters(shell, text)
        timeout = shell.settings.timeout or None
        graph, prefixes = _graph_folder(shell), shell.graph.prefixes
        confirmation = _Confirmation(shell)
        change = update_graph(
            graph, text, prefixes, confirmation, timeout=timeout, on_progress=shell.screen.show_progress
        )
    except QueryError as problem:
        shell.screen.clear_progress()
        shell.print_error(explain(text, problem, shell.graph.prefixes))
        return
    finally:
        shell.screen.clear_progress()
    if not change:
        shell.print_message("nothing to change" + (f"; {_retained_text(change)}" if change.retained else ""))
    elif confirmation.is_confirmed:
        shell.applied_updates.append(change)
        _report_change(shell, change, r"\undo takes it back")


def undo_update(shell: ShellSession) -> None:
    """Undo the last update of this session.

    Raises:
        UsageError: there is none.
    """
    if not shell.applied_updates:
        raise UsageError("\\undo: this session has made no update that could be taken back")
    change = revert(_graph_folder(shell), shell.applied_updates[-1])
    shell.applied_updates.pop()
    left = len(shell.applied_updates)
    _report_change(shell, change, f"{left:,} more can be taken back" if left else "")


def _report_change(shell: ShellSession, change: GraphChange, hint: str) -> None:
    """Reload the graph, and print what has changed in it."""
    shell.graph.reload()
    added, removed = change.triples
    triples, things = shell.graph.index.sizes()
    shell.print_message(
        f"added {added:,}, removed {removed:,}; now {triples:,} triples, {things:,} things.  {hint}".rstrip()
    )
    if change.retained:
        shell.print_message(f"note: {_retained_text(change)}")


def _retained_text(change: GraphChange) -> str:
    return f"{quantity(change.retained, 'triple')} would be inferred again, or belong to the ontology, and stay"


def _graph_folder(shell: ShellSession) -> Path:
    return shell.graph.paths[0]
