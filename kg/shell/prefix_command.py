r"""`\prefix`: list and add prefixes. Knows the session's prefixes only."""

from __future__ import annotations

import re

from kg.errors import UsageError
from kg.shell.command_registry import CommandTable, register
from kg.shell.session import ShellSession

_DECLARATION = re.compile(r"([A-Za-z][\w-]*):?\s+<?([A-Za-z][\w+.-]*:[^\s<>]*)>?")
COMMANDS: CommandTable = {}


@register(COMMANDS, r"\prefix [P IRI]", "list or add prefixes; those listed need no declaration")
def declare_prefix(shell: ShellSession, argument: str) -> None:
    """List the prefixes, or add one."""
    prefixes = shell.graph.prefixes
    if not argument:
        width = max(map(len, prefixes))
        shell.page("".join(f"{name + ':':<{width + 1}} <{iri}>\n" for name, iri in prefixes.items()))
        return
    match = _DECLARATION.fullmatch(argument)
    if match is None:
        raise UsageError(f"\\prefix {argument}: not a prefix; write \\prefix ex http://example.org/")
    prefixes[match[1]] = match[2]
