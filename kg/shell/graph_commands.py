r"""The graph as a whole: `\undo` and `\export`. What changes and writes graphs is loaded when it is asked for."""

from __future__ import annotations

from pathlib import Path

from kg.errors import UsageError
from kg.shell.command_registry import CommandTable, register
from kg.shell.session import ShellSession

COMMANDS: CommandTable = {}


@register(COMMANDS, r"\undo", "take the last update back; updates need kg shell --write")
def undo(shell: ShellSession, _: str) -> None:
    """Undo the last update of this session."""
    from kg.shell.update_execution import undo_update

    undo_update(shell)


@register(COMMANDS, r"\export FILE", "the whole graph to a file")
def export_graph(shell: ShellSession, argument: str) -> None:
    """Write the whole graph to a file, in the format of its ending."""
    from kg.graph.lexical_forms import LexicalForms
    from kg.graph.rdf_files import export
    from kg.store.rdf_loading import load_store

    if not argument:
        raise UsageError("\\export FILE: name a file; its ending gives the format")
    if shell.graph.url:
        raise UsageError("\\export: an endpoint is not copied; ask CONSTRUCT { ?s ?p ?o } … and use \\g FILE")
    file = Path(argument).expanduser()
    if shell.graph.snapshot:
        count = export(shell.graph.snapshot, file)
    else:
        forms = LexicalForms()
        count = export(load_store(shell.graph.files, shell.graph.options, forms), file, forms=forms)
    shell.print_message(f"wrote {file}: {count:,} statements")
