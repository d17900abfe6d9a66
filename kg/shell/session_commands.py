r"""The session itself: `\reload`, `\status` and `\quit`."""

from __future__ import annotations

import time

from kg.shell.banner import banner
from kg.shell.command_registry import CommandTable, register
from kg.shell.session import ShellSession
from kg.shell.settings import format_setting

COMMANDS: CommandTable = {}


@register(COMMANDS, r"\reload", "go on with the newest state of the graph")
def reload_graph(shell: ShellSession, _: str) -> None:
    """Open the newest snapshot, or read the files or the schema anew."""
    shell.graph.reload()
    shell.print_message(banner(shell))


@register(COMMANDS, r"\status", "what is open, and the settings")
def show_status(shell: ShellSession, _: str) -> None:
    """Show what is open, and what queries it may run and how."""
    settings, (triples, things) = shell.settings, shell.graph.index.sizes()
    modified = time.strftime("%Y-%m-%d %H:%M", time.localtime(shell.graph.modified))
    url = shell.graph.url
    access = "and updates change the graph" if shell.write_allowed else "read-only"
    moved = f" (moved to {shell.graph.moved_to})" if shell.graph.moved_to else ""
    sandbox = "run by that server" if url else f"without network, {access}"
    shell.write(
        f"graph    {shell.graph.name}{moved}, {'schema asked' if url else 'written'} {modified}\n"
        f"size     {triples:,} triples, {things:,} things\n"
        f"shown    mode {settings.mode}, IRIs as {settings.iri_style}, languages {format_setting(settings, 'lang')}, "
        f"limit {format_setting(settings, 'limit')}\n"
        f"asked    from {shell.selected_graphs}\n"
        f"queries  stopped after {settings.timeout:g} s, {sandbox}\n"
    )


@register(COMMANDS, r"\quit", "leave (also Ctrl-D)")
def quit_shell(shell: ShellSession, _: str) -> None:
    """End the session after this line."""
    shell.is_finished = True
