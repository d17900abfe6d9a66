r"""The backslash commands: `\name argument`. Each is a function of the shell and the rest of the line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.query.formats import FORMATS, format_of, render, suiting
from kg.query.saved import find_query, read_query, saved_queries
from kg.query.schema import schema
from kg.query.solutions import Iri, Literal, Solutions
from kg.shell.looking import describe_node, find_text, show_sources
from kg.shell.shell import Shell

_COMMAND = re.compile(r"\s*[\\./](\S+)\s*(.*?)\s*", re.DOTALL)
_PREFIX = re.compile(r"([A-Za-z][\w-]*):?\s+<?([A-Za-z][\w+.-]*:[^\s<>]*)>?")


@dataclass(frozen=True, slots=True)
class Command:
    """What a command takes, does, and how its help reads."""

    usage: str
    help: str
    run: Callable[[Shell, str], None]


def run_command(shell: Shell, text: str) -> bool:
    r"""Run the text if it is a command; tell whether it is one.

    Besides `\name`, `.name` and `/name` do for the commands there are, and the bare words help, exit and quit.

    Raises:
        UsageError: there is no such command, or it can't take that argument.
    """
    if text.strip().lower() in ("help", "exit", "quit"):
        text = "\\?" if text.strip().lower() == "help" else "\\quit"
    match = _COMMAND.fullmatch(text)
    if match is None or (not text.lstrip().startswith("\\") and match[1] not in COMMANDS):
        return False
    if match[1] not in COMMANDS:
        near = get_close_matches(match[1], COMMANDS, 1, 0.4)
        raise UsageError(f"no command \\{match[1]}; " + (f"did you mean \\{near[0]}?" if near else "\\? lists them"))
    COMMANDS[match[1]].run(shell, match[2])
    return True


def is_command(text: str) -> bool:
    """Tell whether a line would be taken as a command."""
    if text.strip().lower() in ("help", "exit", "quit"):
        return True
    match = _COMMAND.fullmatch(text)
    return match is not None and (text.lstrip().startswith("\\") or match[1] in COMMANDS)


def _help(shell: Shell, wanted: str) -> None:
    names = [name for name in COMMANDS if wanted.lstrip("\\") in (name, "")] or list(COMMANDS)
    width = max(len(COMMANDS[name].usage) for name in names)
    shell.write("".join(f"{COMMANDS[name].usage:<{width}}  {COMMANDS[name].help}\n" for name in names))
    if len(names) > 1:
        shell.write(_KEYS)


def _schema(shell: Shell, pattern: str) -> None:
    text = schema(shell.session.index, shell.session.prefixes, pattern)
    shell.write(text) if text else shell.say(f"no class or property has '{pattern}' in its name")


def _saved(shell: Shell, argument: str) -> None:
    queries = saved_queries()
    if not argument:
        width = max((len(query.name) for query in queries), default=0)
        shell.write("".join(f"{query.number or '':>3} {query.name:<{width}}  {query.title}\n" for query in queries))
        return
    show, _, name = argument.partition(" ")
    query = find_query(name if show == "show" and name else argument, queries)
    if show == "show" and name:
        shell.write(query.text)
        return
    shell.say(f"# {query.title}")
    shell.ask(query.text)


def _prefix(shell: Shell, argument: str) -> None:
    prefixes = shell.session.prefixes
    if not argument:
        width = max(map(len, prefixes))
        shell.write("".join(f"{name + ':':<{width + 1}} <{iri}>\n" for name, iri in prefixes.items()))
        return
    match = _PREFIX.fullmatch(argument)
    if match is None:
        raise UsageError(f"\\prefix {argument}: not a prefix; write \\prefix ex http://example.org/")
    prefixes[match[1]] = match[2]


def _run_file(shell: Shell, argument: str) -> None:
    shell.ask(read_query(Path(_needed(argument, "\\r FILE")).expanduser()))


def _again(shell: Shell, argument: str) -> None:
    if not argument:
        shell.ask(_needed(shell.text, "a query first"))
        return
    if shell.last is None:
        raise UsageError("\\g: there is no result yet; ask something first")
    file = Path(argument).expanduser()
    look = shell.look(shell.last)
    file.write_text(render(shell.last, suiting(format_of(file), shell.last), look), encoding="utf-8")
    shell.say(f"wrote {file}")


def _expanded(shell: Shell, _: str) -> None:
    shell.settings.mode = "table" if shell.settings.mode == "vertical" else "vertical"
    shell.say(f"mode {shell.settings.mode}")


def _mode(shell: Shell, argument: str) -> None:
    if argument and argument not in FORMATS:
        raise UsageError(f"\\mode {argument}: no such format; there are: {', '.join(FORMATS)}")
    shell.settings.mode = argument or shell.settings.mode
    shell.say(f"mode {shell.settings.mode}" + ("" if argument else f"; there are: {', '.join(FORMATS)}"))


NAMES = {"on": "label", "off": "curie", "both": "both"}  #: what \labels takes, and what a Look calls it


def _labels(shell: Shell, argument: str) -> None:
    if argument not in ("", *NAMES):
        raise UsageError(f"\\labels {argument}: not a choice; there are: {', '.join(NAMES)}")
    shell.settings.names = NAMES.get(argument, shell.settings.names)
    shell.say(f"labels {next(said for said, name in NAMES.items() if name == shell.settings.names)}")


def _limit(shell: Shell, argument: str) -> None:
    if argument:
        shell.settings.limit = int(_number(argument, "\\limit")) or None
    shell.say(f"limit {shell.settings.limit or 'none'}")


def _timeout(shell: Shell, argument: str) -> None:
    if argument:
        shell.settings.timeout = _number(argument, "\\timeout")
    shell.say(f"timeout {shell.settings.timeout:g} s" if shell.settings.timeout else "timeout none")


def _timing(shell: Shell, _: str) -> None:
    shell.settings.timing = not shell.settings.timing
    shell.say(f"timing {'on' if shell.settings.timing else 'off'}")


def _graphs(shell: Shell, _: str) -> None:
    rows = tuple(
        (Iri(graph.iri), Literal(str(graph.number), datatype="http://www.w3.org/2001/XMLSchema#integer"))
        for graph in shell.session.index.graphs()
    )
    shell.show(Solutions(("graph", "triples"), rows))


def _reload(shell: Shell, _: str) -> None:
    shell.session.reload()
    shell.say(shell.banner())


def _status(shell: Shell, _: str) -> None:
    settings, (triples, things) = shell.settings, shell.session.index.sizes()
    written = time.strftime("%Y-%m-%d %H:%M", time.localtime(shell.session.modified))
    shell.write(
        f"graph    {' '.join(map(str, shell.session.paths))}, written {written}\n"
        f"size     {triples:,} triples, {things:,} things\n"
        f"shown    mode {settings.mode}, IRIs as {settings.names}, limit {settings.limit or 'none'}\n"
        f"queries  stopped after {settings.timeout:g} s, without network, read-only\n"
    )


def _last(shell: Shell, _: str) -> None:
    if shell.last is None:
        raise UsageError("\\last: there is no result yet; ask something first")
    text = shell.rendered(shell.last)
    less = shutil.which("less") if shell.screen.tty else None
    if less:
        subprocess.run([less, "-RFX"], input=text.encode(), check=False, env={**os.environ, "LESSCHARSET": "utf-8"})
    else:
        shell.write(text)


def _quit(shell: Shell, _: str) -> None:
    shell.done = True


def _needed(text: str, what: str) -> str:
    if not text:
        raise UsageError(f"nothing to run; give {what}")
    return text


def _number(text: str, command: str) -> float:
    if not re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        raise UsageError(f"{command} {text}: not a number; 0 means none")
    return float(text)


def _looking(look: Callable[[Shell, str], None], usage: str) -> Callable[[Shell, str], None]:
    def run(shell: Shell, argument: str) -> None:
        if not argument:
            raise UsageError(f"{usage}: it needs one of these")
        try:
            look(shell, argument)
        except QueryError as problem:
            raise UsageError(str(problem)) from problem

    return run


COMMANDS: Mapping[str, Command] = {
    "?": Command("\\? [COMMAND]", "this help", _help),
    "schema": Command("\\schema [PART]", "classes and properties, with counts", _schema),
    "d": Command(
        "\\d NODE|#ROW", "what is said of a node: curie, IRI, label, row", _looking(describe_node, "\\d NODE")
    ),
    "src": Command("\\src NODE|#ROW", "the articles' words behind a node or row", _looking(show_sources, "\\src NODE")),
    "find": Command("\\find TEXT", "nodes by parts of their labels; then \\d 3", _looking(find_text, "\\find TEXT")),
    "q": Command("\\q [NAME | show NAME]", "list, run or print saved queries", _saved),
    "prefix": Command("\\prefix [P IRI]", "list or add prefixes; those listed need no declaration", _prefix),
    "r": Command("\\r FILE", "run the query in a file", _run_file),
    "g": Command("\\g [FILE]", "run the last query again, or write its result to a file", _again),
    "x": Command("\\x", "one line a value, or a table", _expanded),
    "mode": Command("\\mode [FORMAT]", "how results are shown; alone, it lists the formats", _mode),
    "labels": Command("\\labels [on|off|both]", "IRIs by label, by curie, or both", _labels),
    "limit": Command("\\limit [N]", "most rows to fetch; 0: all", _limit),
    "timeout": Command("\\timeout [SECONDS]", "when queries are stopped; 0: never", _timeout),
    "timing": Command("\\timing", "whether to say how long a query took", _timing),
    "graphs": Command("\\graphs", "the named graphs", _graphs),
    "reload": Command("\\reload", "go on with the newest state of the graph", _reload),
    "status": Command("\\status", "what is open, and the settings", _status),
    "last": Command("\\last", "all rows of the last result", _last),
    "quit": Command("\\quit", "leave (also Ctrl-D)", _quit),
}

_KEYS = """
Enter runs a whole query and otherwise begins a new line; Alt-Enter always
begins one. Tab completes. Ctrl-C clears the line or stops the query.
F2 labels, F3 table or lines, F4 emacs or vi keys, Ctrl-R searches the history.
"""
