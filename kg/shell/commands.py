r"""The backslash commands: `\name argument`. Each is a function of the shell and the rest of the line."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import QueryError, UsageError
from kg.query.formats import FORMATS
from kg.query.query_layout import format_query
from kg.query.schema import schema_listing
from kg.query.schema_cards import class_card, property_card
from kg.query.solutions import Iri, Literal, Solutions
from kg.shell import file_commands as saving
from kg.shell import scope_commands as scope
from kg.shell import view_commands as viewing
from kg.shell.keyword_help import word_help
from kg.shell.node_commands import describe_node, find_text, show_sources
from kg.shell.settings import KNOBS, change, said
from kg.shell.shell import Shell
from kg.shell.tour import tour
from kg.store.label_index import Count

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
    name = _ALIASES.get(match[1], match[1])
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, 1, 0.4)
        raise UsageError(f"no command \\{name}; " + (f"did you mean \\{near[0]}?" if near else "\\? lists them"))
    COMMANDS[name].run(shell, match[2])
    return True


def is_command(text: str) -> bool:
    """Tell whether a line would be taken as a command."""
    if text.strip().lower() in ("help", "exit", "quit"):
        return True
    match = _COMMAND.fullmatch(text)
    return match is not None and (text.lstrip().startswith("\\") or match[1] in COMMANDS)


def _help(shell: Shell, wanted: str) -> None:
    wanted = wanted.lstrip("\\")
    if text := word_help(wanted) if wanted and wanted not in COMMANDS else "":
        shell.write(text)
        return
    names = [name for name in COMMANDS if wanted in (name, "")] or list(COMMANDS)
    width = max(len(COMMANDS[name].usage) for name in names)
    text = "".join(f"{COMMANDS[name].usage:<{width}}  {COMMANDS[name].help}\n" for name in names)
    shell.page(text + _KEYS if len(names) > 1 else text)


def _schema(shell: Shell, pattern: str) -> None:
    text = schema_listing(shell.session.index, shell.session.prefixes, pattern)
    shell.page(text) if text else shell.say(f"no class or property has '{pattern}' in its name")


def _classes(shell: Shell, wanted: str) -> None:
    if wanted:
        shell.page(class_card(shell.session.index, shell.session.prefixes, wanted))
        return
    shell.show(_counted(shell.session.index.classes(), ("class", "things")))


def _properties(shell: Shell, wanted: str) -> None:
    if wanted:
        shell.page(property_card(shell.session.index, shell.session.prefixes, wanted))
        return
    shell.show(_counted(shell.session.index.properties(), ("property", "triples")))


def _counted(counts: Iterable[Count], names: tuple[str, str]) -> Solutions:
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    return Solutions(names, tuple((Iri(one.iri), Literal(str(one.number), datatype=integer)) for one in counts))


def _tour(shell: Shell, argument: str) -> None:
    stops = tour(shell.session.index, shell.session.prefixes)
    if not stops:
        shell.say("the graph holds nothing that has a class; there is nothing to show")
        return
    if argument and not (argument.isdigit() and 1 <= int(argument) <= len(stops)):
        raise UsageError(f"\\tour {argument}: the tour has stops 1 to {len(stops)}")
    shell.stop = int(argument) if argument else shell.stop % len(stops) + 1
    stop = stops[shell.stop - 1]
    shell.say(f"{shell.stop} of {len(stops)}  {stop.explained}")
    if shell.screen.tty:
        shell.say("Enter runs it; \\tour goes on." if shell.stop < len(stops) else "Enter runs it; this is the last.")
        shell.buffer = stop.query
    else:
        shell.write(stop.query + "\n")


def _prefix(shell: Shell, argument: str) -> None:
    prefixes = shell.session.prefixes
    if not argument:
        width = max(map(len, prefixes))
        shell.page("".join(f"{name + ':':<{width + 1}} <{iri}>\n" for name, iri in prefixes.items()))
        return
    match = _PREFIX.fullmatch(argument)
    if match is None:
        raise UsageError(f"\\prefix {argument}: not a prefix; write \\prefix ex http://example.org/")
    prefixes[match[1]] = match[2]


def _expanded(shell: Shell, _: str) -> None:
    shell.settings.mode = "table" if shell.settings.mode == "vertical" else "vertical"
    shell.say(f"mode {shell.settings.mode}")


def _setting(name: str, more: str = "") -> Callable[[Shell, str], None]:
    def run(shell: Shell, argument: str) -> None:
        if argument:
            change(shell.settings, name, argument)
        shell.say(f"{name} {said(shell.settings, name)}{'' if argument else more}")

    return run


def _timing(shell: Shell, _: str) -> None:
    change(shell.settings, "timing", "off" if shell.settings.timing else "on")
    shell.say(f"timing {said(shell.settings, 'timing')}")


def _set(shell: Shell, argument: str) -> None:
    name, _, text = argument.partition(" ")
    if name == "from":
        scope.ask_from(shell, text.strip())
        return
    if name:
        if text.strip():
            change(shell.settings, name, text.strip())
        shell.say(f"{name} {said(shell.settings, name)}")
        return
    sources = shell.settings.sources
    rows = [(one, said(shell.settings, one), sources.get(one, "default")) for one in KNOBS]
    rows.append(("from", shell.asked_graphs, "now" if shell.session.graphs else "default"))
    shell.write("".join(f"{one:<8} {value:<10} {source}\n" for one, value, source in rows))


def _history(shell: Shell, argument: str) -> None:
    if argument and not argument.isdigit():
        raise UsageError(f"\\history {argument}: not a number of queries")
    numbered = list(enumerate(shell.asked, 1))[-int(argument or 20) :]
    shell.page("".join(f"{number:>4}  {' '.join(text.split())}\n" for number, text in numbered))


def _once_more(shell: Shell, argument: str) -> None:
    if not (argument.isdigit() and 1 <= int(argument) <= len(shell.asked)):
        raise UsageError(f"\\! {argument}: no query of this session has that number; \\history lists them")
    shell.ask(shell.asked[int(argument) - 1])


def _pretty(shell: Shell, argument: str) -> None:
    text = argument or shell.text
    if not text:
        raise UsageError("\\fmt: no query yet; ask something first")
    shell.buffer = format_query(text)
    if not shell.screen.tty:
        shell.write(shell.buffer + "\n")


def _reload(shell: Shell, _: str) -> None:
    shell.session.reload()
    shell.say(shell.banner())


def _status(shell: Shell, _: str) -> None:
    settings, (triples, things) = shell.settings, shell.session.index.sizes()
    written = time.strftime("%Y-%m-%d %H:%M", time.localtime(shell.session.modified))
    url = shell.session.url
    changed = "and updates change the graph" if shell.write_allowed else "read-only"
    where = "run by that server" if url else f"without network, {changed}"
    shell.write(
        f"graph    {shell.session.name}, {'schema asked' if url else 'written'} {written}\n"
        f"size     {triples:,} triples, {things:,} things\n"
        f"shown    mode {settings.mode}, IRIs as {settings.names}, languages {said(settings, 'lang')}, "
        f"limit {said(settings, 'limit')}\n"
        f"asked    from {shell.asked_graphs}\n"
        f"queries  stopped after {settings.timeout:g} s, {where}\n"
    )


def _undo(shell: Shell, argument: str) -> None:
    from kg.shell.update_commands import undo  # what changes graphs takes its time to load

    undo(shell, argument)


def _quit(shell: Shell, _: str) -> None:
    shell.done = True


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
    "?": Command("\\? [COMMAND|WORD]", "this help, or what a word of SPARQL does", _help),
    "tour": Command("\\tour [N]", "six questions to begin with, made from this graph", _tour),
    "schema": Command("\\schema [PART]", "classes and properties, with counts", _schema),
    "c": Command("\\c [CLASS]", "classes; or one, with its properties and examples", _classes),
    "p": Command("\\p [PROPERTY]", "properties; or one, with who has it and what it leads to", _properties),
    "d": Command(
        "\\d NODE|#ROW", "what is said of a node: curie, IRI, label, row", _looking(describe_node, "\\d NODE")
    ),
    "src": Command("\\src NODE|#ROW", "the articles' words behind a node or row", _looking(show_sources, "\\src NODE")),
    "find": Command("\\find TEXT", "nodes by parts of their labels; then \\d 3", _looking(find_text, "\\find TEXT")),
    "q": Command("\\q [NAME | save|show|edit|rm NAME]", "list, run, save or print saved queries", saving.saved),
    "prefix": Command("\\prefix [P IRI]", "list or add prefixes; those listed need no declaration", _prefix),
    "r": Command("\\r FILE", "run the query in a file", saving.run_file),
    "e": Command("\\e", "the last query in your editor, then at the prompt", saving.edit),
    "g": Command("\\g [FILE | |COMMAND]", "the last query again; or its result to a file or command", saving.again),
    "last": Command("\\last", "all rows of the last result", viewing.last),
    "view": Command("\\view bar|line|timeline|map|graph [FILE]", "the last result, drawn", viewing.view),
    "watch": Command("\\watch [i=5] [c=N] [m=MIN]", "the last query over and over; new rows are marked", viewing.watch),
    "explain": Command("\\explain [QUERY]", "how the query is answered, and what costs most", viewing.explain_plan),
    "fmt": Command("\\fmt", "the last query, laid out anew, at the prompt", _pretty),
    "history": Command("\\history [N]", "the last queries of this session", _history),
    "!": Command("\\! N", "a query of \\history again", _once_more),
    "x": Command("\\x", "one line a value, or a table", _expanded),
    "mode": Command(
        "\\mode [FORMAT]", "how results are shown; alone, it lists the formats",
        _setting("mode", f"; there are: {', '.join(FORMATS)}"),
    ),
    "labels": Command("\\labels [on|off|both]", "IRIs by label, by curie, or both", _setting("labels")),
    "lang": Command("\\lang [LANGUAGE,…|any]", "languages of labels, the best first", _setting("lang")),
    "limit": Command("\\limit [N]", "most rows to fetch; 0: all", _setting("limit")),
    "timeout": Command("\\timeout [SECONDS]", "when queries are stopped; 0: never", _setting("timeout")),
    "timing": Command("\\timing", "whether to say how long a query took", _timing),
    "pager": Command("\\pager [on|off|COMMAND]", "what shows text longer than the screen", _setting("pager")),
    "set": Command("\\set [NAME VALUE]", "all settings and where they come from; or change one", _set),
    "graphs": Command("\\graphs", "the named graphs, those that are asked marked", scope.graphs),
    "from": Command("\\from [GRAPH…|all]", "which named graphs queries ask", scope.ask_from),
    "param": Command("\\param [NAME=[VALUE]]", "values for $NAME in queries, typed or saved", scope.parameter),
    "undo": Command("\\undo", "take the last update back; updates need kg shell --write", _undo),
    "export": Command("\\export FILE", "the whole graph to a file", saving.export),
    "reload": Command("\\reload", "go on with the newest state of the graph", _reload),
    "status": Command("\\status", "what is open, and the settings", _status),
    "quit": Command("\\quit", "leave (also Ctrl-D)", _quit),
}  # fmt: skip
_ALIASES = {"help": "?", "i": "r", "exit": "quit", "s": "schema"}  #: other names for commands

_KEYS = """
Enter runs a whole query and otherwise begins a new line; Alt-Enter always
begins one. Tab completes. Ctrl-C clears the line or stops the query.
F1 help, F2 labels, F3 table or lines, F4 emacs or vi keys, F5 plan,
Ctrl-R searches the history, Ctrl-X Ctrl-E opens the editor, Ctrl-X p lays out.
"""
