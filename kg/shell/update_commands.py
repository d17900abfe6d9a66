r"""Change the graph from the shell: SPARQL updates, and `\undo`. `sparql_update` does the work."""

from __future__ import annotations

from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.maintenance.sparql_update import GraphChange, revert, update_graph
from kg.query.explain_error import explain
from kg.shell.shell import Shell

_YES, _NO = ("y", "yes"), ("n", "no", "")


class _Asking:
    """Asks whether a change is wanted, and knows the answer; without one it is not."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.yes = False

    def __call__(self, found: GraphChange) -> bool:
        """Return whether the user says yes."""
        self._shell.clear_spinner()
        added, removed = found.triples
        question = f"This adds {_counted(added)} and removes {_counted(removed)}. Go on? (y/N) "
        answer = self._shell.answer(question).strip().lower()
        self.yes = answer in _YES
        if not self.yes:
            self._shell.say("nothing is changed" + ("" if answer in _NO else f"; '{answer}' is neither y nor n"))
        return self.yes


def update(shell: Shell, text: str) -> None:
    """Say what an update would change, and after a yes change it.

    Raises:
        UsageError: the graph is open for reading only.
    """
    if not shell.write_allowed:
        hint = "kg shell --write GRAPH allows it" if shell.session.snapshot else "--write is for graph folders only"
        raise UsageError(f"this would change the {_kind(shell)}, which is open for reading only; {hint}")
    shell.buffer = ""
    try:
        text = shell.bound(text)
        timeout = shell.settings.timeout or None
        graph, prefixes = _graph(shell), shell.session.prefixes
        agreed = _Asking(shell)
        done = update_graph(graph, text, prefixes, agreed, timeout=timeout, on_progress=shell.spin)
    except QueryError as problem:
        shell.clear_spinner()
        shell.fail(explain(text, problem, shell.session.prefixes))
        return
    finally:
        shell.clear_spinner()
    if not done:
        shell.say("nothing to change" + (f"; {_staying(done)}" if done.retained else ""))
    elif agreed.yes:
        shell.edits.append(done)
        _tell(shell, done, r"\undo takes it back")


def undo(shell: Shell, _: str) -> None:
    """Take the last update of this session back.

    Raises:
        UsageError: there is none.
    """
    if not shell.edits:
        raise UsageError("\\undo: this session has made no update that could be taken back")
    done = revert(_graph(shell), shell.edits[-1])
    shell.edits.pop()
    _tell(shell, done, f"{len(shell.edits):,} more can be taken back" if shell.edits else "")


def _tell(shell: Shell, done: GraphChange, more: str) -> None:
    """Go on with the changed graph, and say what is changed in it."""
    shell.session.reload()
    added, removed = done.triples
    triples, things = shell.session.index.sizes()
    shell.say(f"added {added:,}, removed {removed:,}; now {triples:,} triples, {things:,} things.  {more}".rstrip())
    if done.retained:
        shell.say(f"note: {_staying(done)}")


def _staying(done: GraphChange) -> str:
    return f"{_counted(done.retained)} would be inferred again, or belong to the ontology, and stay"


def _counted(number: int) -> str:
    return f"{number:,} triple{'' if number == 1 else 's'}"


def _graph(shell: Shell) -> Path:
    return shell.session.paths[0]


def _kind(shell: Shell) -> str:
    return "endpoint" if shell.session.url else "graph" if shell.session.snapshot else "file"
