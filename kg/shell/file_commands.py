r"""Queries and results in files: `\q`, `\r`, `\e`, `\g`, `\export`. Knows files and editors."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.atomic_files import write_atomically
from kg.errors import UsageError
from kg.query.arguments import split_assignments
from kg.query.formats import format_for, format_of, render
from kg.query.prepared_queries import prepare
from kg.query.saved_queries import SavedQuery, find_query, read_query, saved_queries
from kg.shell.scope_commands import given_to
from kg.shell.shell import Limits, Shell
from kg.store.prefixes import declare_prefixes
from kg.vocab import QUERIES

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
TAKE_NAME = ("show", "edit", "rm")  #: words behind \q that take the name of a query


def own_queries() -> Path:
    """Return the folder that queries are saved in, where `kg run` and reports find them, too."""
    return Path(os.environ.get("KG_QUERIES") or "queries")


def saved(shell: Shell, argument: str) -> None:
    """List, run, show, save, edit or remove saved queries."""
    word, _, rest = argument.partition(" ")
    rest = rest.strip()
    if not argument:
        _list(shell)
    elif word == "save":
        _save(shell, rest)
    elif word in TAKE_NAME and rest:
        query = find_query(rest, saved_queries())
        {"show": _show, "edit": _edit_saved, "rm": _remove}[word](shell, query)
    else:
        query = find_query(word, saved_queries())
        given = given_to(shell, query) | split_assignments(shlex.split(rest))
        shell.say(f"# {query.title}")
        shell.ask(prepare(query, given, shell.session).text, own=Limits(query.timeout, query.limit))


def _list(shell: Shell) -> None:
    queries = saved_queries()
    width = max((len(query.name) for query in queries), default=0)
    shell.page("".join(f"{query.number or '':>3} {query.name:<{width}}  {query.title}\n" for query in queries))


def _show(shell: Shell, query: SavedQuery) -> None:
    shell.write(query.text)


def _save(shell: Shell, argument: str) -> None:
    name, _, title = argument.partition(" ")
    if not _NAME.fullmatch(name):
        raise UsageError(f"\\q save {name}: not a name; use small letters, digits and -, as in \\q save my-question")
    if not shell.text:
        raise UsageError("\\q save: no query yet; ask something first")
    file = own_queries() / f"{name}.rq"
    if file.exists():
        raise UsageError(f"{file} exists; \\q rm {name} removes it")
    head = f"#+ summary: {json.dumps(title or name.replace('-', ' '), ensure_ascii=False)}\n"
    _write(file, f"{head}{declare_prefixes(shell.text, shell.session.prefixes).rstrip()}\n")
    shell.say(f"wrote {file}; \\q {name} runs it")


def _remove(shell: Shell, query: SavedQuery) -> None:
    if query.path.parent.resolve() == QUERIES.resolve():
        raise UsageError(f"{query.name} comes with the program; only your own queries can be removed")
    query.path.unlink()
    shell.say(f"removed {query.path}")


def _edit_saved(shell: Shell, query: SavedQuery) -> None:
    if query.path.parent.resolve() == QUERIES.resolve():
        shell.buffer = query.text
        shell.say(f"{query.name} comes with the program; \\q save NAME keeps what you make of it")
        return
    _run_editor(shell, query.path)


def run_file(shell: Shell, argument: str) -> None:
    """Run the query, or the update, in a file."""
    if not argument:
        raise UsageError("nothing to run; give \\r FILE")
    shell.run(read_query(Path(argument).expanduser()))


def edit(shell: Shell, _: str) -> None:
    """Edit the last query in an editor and put it at the prompt."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        file = Path(folder) / "query.rq"
        file.write_text(declare_prefixes(shell.text, shell.session.prefixes), encoding="utf-8")
        _run_editor(shell, file)
        shell.buffer = read_query(file).rstrip()
    if not shell.screen.tty:
        shell.write(shell.buffer + "\n")


def _run_editor(shell: Shell, file: Path) -> None:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    command = shlex.split(chosen) if chosen else [name for name in ("nano", "vi") if shutil.which(name)][:1]
    if not command or shutil.which(command[0]) is None:
        raise UsageError(f"{chosen or 'no editor'}: not found; set EDITOR to one")
    if subprocess.run([*command, str(file)], check=False).returncode:
        shell.say(f"note: {command[0]} ended with an error")


def again(shell: Shell, argument: str) -> None:
    """Run the last query again, or hand its result to a file or to a command."""
    if not argument:
        if not shell.text:
            raise UsageError("nothing to run; give a query first")
        shell.ask(shell.text, own=shell.own)
        return
    if shell.last is None:
        raise UsageError("\\g: there is no result yet; ask something first")
    if argument.startswith("|"):
        _pipe(shell, argument[1:].strip())
        return
    file = Path(argument).expanduser()
    text = render(shell.last, format_for(format_of(file), shell.last), shell.look(shell.last, wide=True))
    _write(file, text)
    shell.say(f"wrote {file}")


def _pipe(shell: Shell, command: str) -> None:
    if not command:
        raise UsageError("\\g |: name a command, as in \\g | wc -l")
    assert shell.last is not None  # `again` has looked
    mode = shell.settings.mode
    name = format_for("csv" if mode in ("table", "vertical") else mode, shell.last)
    text = render(shell.last, name, shell.look(shell.last, wide=True))
    done = subprocess.run(command, shell=True, input=text, stdout=subprocess.PIPE, text=True, check=False)
    shell.write_foreign(done.stdout)
    if done.returncode:
        shell.fail(f"error: {command}: ended with {done.returncode}")


def export(shell: Shell, argument: str) -> None:
    """Write the whole graph to a file."""
    from kg.graph.rdf_files import export as write
    from kg.graph.rdf_files import load

    if not argument:
        raise UsageError("\\export FILE: name a file; its ending gives the format")
    if shell.session.url:
        raise UsageError("\\export: an endpoint is not copied; ask CONSTRUCT { ?s ?p ?o } … and use \\g FILE")
    file = Path(argument).expanduser()
    count = write(shell.session.snapshot or load(list(shell.session.paths)), file)
    shell.say(f"wrote {file}: {count:,} statements")


def _write(file: Path, text: str) -> None:
    """Write a file that is whole or not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, text)
