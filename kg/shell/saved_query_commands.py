r"""`\q`: list, run, show, save, edit and remove saved queries, which `kg run` and reports find, too."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from kg.errors import UsageError
from kg.query.arguments import split_assignments
from kg.query.prepared_queries import prepare
from kg.query.saved_queries import SavedQuery, find_query, saved_queries
from kg.shell.command_registry import CommandTable, register
from kg.shell.local_files import edit_file, write_file
from kg.shell.parameters import saved_query_arguments
from kg.shell.query_execution import run_query
from kg.shell.session import QueryLimits, ShellSession
from kg.shell.shell_words import shell_words
from kg.store.prefixes import declare_prefixes
from kg.vocab import QUERIES

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
COMMANDS: CommandTable = {}


@register(COMMANDS, r"\q [NAME | save|show|edit|rm NAME]", "list, run, save or print saved queries")
def saved_query_command(shell: ShellSession, argument: str) -> None:
    """List the saved queries, run one, or do what a subcommand says."""
    word, _, rest = argument.partition(" ")
    rest = rest.strip()
    if not argument:
        _list_queries(shell)
    elif word == "save":
        _save_query(shell, rest)
    elif word in NAME_SUBCOMMANDS and rest:
        NAME_SUBCOMMANDS[word](shell, find_query(rest, saved_queries()))
    else:
        _run_saved_query(shell, find_query(word, saved_queries()), rest)


def _run_saved_query(shell: ShellSession, query: SavedQuery, assignments: str) -> None:
    arguments = saved_query_arguments(shell, query) | split_assignments(shell_words(assignments, f"\\q {query.name}"))
    shell.print_message(f"# {query.title}")
    prepared = prepare(query, arguments, shell.graph)
    run_query(shell, prepared.text, limits=QueryLimits(query.timeout, query.limit))


def _list_queries(shell: ShellSession) -> None:
    queries = saved_queries()
    width = max((len(query.name) for query in queries), default=0)
    shell.page("".join(f"{query.number or '':>3} {query.name:<{width}}  {query.title}\n" for query in queries))


def _save_query(shell: ShellSession, argument: str) -> None:
    """Save the last query under the name, and the title, that the argument gives."""
    name, _, title = argument.partition(" ")
    if not _NAME.fullmatch(name):
        raise UsageError(f"\\q save {name}: not a name; use small letters, digits and -, as in \\q save my-question")
    if not shell.last_query:
        raise UsageError("\\q save: no query yet; ask something first")
    file = Path(os.environ.get("KG_QUERIES") or "queries") / f"{name}.rq"
    if file.exists():
        raise UsageError(f"{file} exists; \\q rm {name} removes it")
    if shell.last_query_failed and not _is_confirmed(shell):
        shell.print_message("nothing is saved")
        return
    summary = f"#+ summary: {json.dumps(title or name.replace('-', ' '), ensure_ascii=False)}\n"
    write_file(file, f"{summary}{declare_prefixes(shell.last_query, shell.graph.prefixes).rstrip()}\n")
    shell.print_message(f"wrote {file}; \\q {name} runs it")


def _is_confirmed(shell: ShellSession) -> bool:
    return shell.ask_user("The last query failed. Save it all the same? (y/N) ").strip().lower() in ("y", "yes")


def _show_query(shell: ShellSession, query: SavedQuery) -> None:
    shell.write(query.text)


def _edit_query(shell: ShellSession, query: SavedQuery) -> None:
    if _is_built_in(query):
        shell.prompt_text = query.text
        shell.print_message(f"{query.name} comes with the program; \\q save NAME keeps what you make of it")
        return
    edit_file(shell, query.path)


def _remove_query(shell: ShellSession, query: SavedQuery) -> None:
    if _is_built_in(query):
        raise UsageError(f"{query.name} comes with the program; only your own queries can be removed")
    query.path.unlink()
    shell.print_message(f"removed {query.path}")


def _is_built_in(query: SavedQuery) -> bool:
    return query.path.parent.resolve() == QUERIES.resolve()


#: subcommands of \q that take the name of a query
NAME_SUBCOMMANDS = {"show": _show_query, "edit": _edit_query, "rm": _remove_query}
