"""Offer what may come next: commands, words of SPARQL, and the graph's own names with counts. Asks only the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from kg.query.formats import FORMATS
from kg.query.names import curie, expand, local_name, visible
from kg.query.saved import saved_queries
from kg.query.words import AGGREGATES, ENDINGS, FORMS, FUNCTIONS, PATTERNS, UPDATES
from kg.shell import saving
from kg.shell.commands import COMMANDS
from kg.shell.context import TYPE, Context, Spot, context
from kg.shell.scope import article_of
from kg.shell.settings import KNOBS, NAMES, said
from kg.shell.shell import Shell
from kg.shell.tour import tour
from kg.shell.viewing import VIEWS
from kg.shell.wordhelp import SIGNATURES, WHOLE, WORDS
from kg.store.labels import Found

_MOST = 60  # entries of the menu
_COMMAND = re.compile(r"\\(\S*)|\\(\S+)\s+(.*)", re.DOTALL)
_WORDS = {
    Spot.KEYWORD: (*FORMS, "DISTINCT", "WHERE", "FROM", *ENDINGS),
    Spot.SUBJECT: PATTERNS,
    Spot.EXPRESSION: (*AGGREGATES, *FUNCTIONS, "AS", "IN", "NOT IN", "EXISTS", "NOT EXISTS"),
}
_FILE_COMMANDS = ("r", "g", "i", "export")
_WORDS_OF = {
    "view": VIEWS,
    "mode": tuple(FORMATS),
    "labels": tuple(NAMES),
    "pager": ("on", "off"),
    "lang": ("any", "en"),
}
_Entry = tuple[str, str, str]  # what is inserted, what it says beside it, what may match besides the text


class GraphCompleter(Completer):
    """Completes queries and commands of one shell."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield the entries of the menu, best first."""
        before = document.text_before_cursor.lstrip()
        if before.startswith("\\"):
            yield from self._of_command(before)
            return
        place = context(document.text, document.cursor_position, self._shell.session.prefixes)
        yield from _menu(place.typed, self._of_query(place))

    def _of_command(self, before: str) -> Iterator[Completion]:
        match = _COMMAND.fullmatch(before)
        assert match is not None  # it starts with a backslash
        if match[2] is None:
            yield from _menu(match[1], [(name, command.help, "") for name, command in COMMANDS.items()])
            return
        yield from _menu(match[3], self._arguments(match[2], match[3]))

    def _arguments(self, command: str, typed: str) -> Iterable[_Entry]:
        if command in _FILE_COMMANDS:
            return _files(typed)
        if command in _WORDS_OF:
            return [(name, "", "") for name in _WORDS_OF[command]]
        return (
            self._of_graph(command, typed)
            if command in ("d", "src", "c", "p", "tour", "from", "param")
            else self._of_shell(command, typed)
        )

    def _of_graph(self, command: str, typed: str) -> Iterable[_Entry]:
        index = self._shell.session.index
        if command in ("d", "src"):
            return self._named(typed)
        if command == "tour":
            stops = tour(index, self._shell.session.prefixes)
            return [(str(number), stop.explained, "") for number, stop in enumerate(stops, 1)]
        if command == "from":
            return self._graphs(typed)
        if command == "param":
            return self._assignments(typed)
        counts = index.classes() if command == "c" else index.properties()
        return [(self._short(one.iri), f"{one.number:,}", "") for one in counts]

    def _graphs(self, typed: str) -> Iterator[_Entry]:
        """Yield the named graphs, behind those that are named already; what an article says goes by its title."""
        head = typed[: typed.rfind(" ") + 1]
        if not head:
            yield "all", "all graphs at once", ""
        counts = self._shell.session.index.graphs()
        articles = {one.iri: article for one in counts if (article := article_of(one.iri))}
        titles = self._shell.session.index.labels(articles.values())
        for one in counts:
            title = titles.get(articles.get(one.iri, ""), "")
            meta = f"{one.number:,}" + (f" · {title}" if title else "")
            yield head + self._short(one.iri), meta, head + (title or local_name(one.iri))

    def _assignments(self, typed: str) -> Iterator[_Entry]:
        """Yield names that have values, and behind `=` the nodes whose labels begin so."""
        name, equals, value = typed.partition("=")
        if not equals:
            yield from ((f"{one}=", text, "") for one, text in self._shell.params.items())
        elif len(value) > 1:
            found = self._named(value)
            yield from ((f"{name}={text}", meta, f"{name}={label}" if label else "") for text, meta, label in found)

    def _of_shell(self, command: str, typed: str) -> Iterable[_Entry]:
        match command:
            case "q":
                return _saved(typed)
            case "set":
                return [(name, said(self._shell.settings, name), "") for name in KNOBS]
            case "?":
                commands = [(name, one.help, "") for name, one in COMMANDS.items()]
                return [*commands, *((word, does, "") for word, (does, _) in WORDS.items())]
        return []

    def _of_query(self, place: Context) -> Iterator[_Entry]:
        if place.typed.startswith(("?", "$")):
            yield from self._parameters(place.typed)
            yield from ((name, "", "") for name in place.variables)
            return
        if place.spot is Spot.PREDICATE:
            yield from self._properties(place.classes)
        elif place.spot is Spot.OBJECT:
            yield from self._objects(place)
        if place.spot is not Spot.KEYWORD:
            yield from ((name, "", "") for name in place.variables)
        yield from ((word, _hint(word), "") for word in _WORDS.get(place.spot, ()))
        if place.spot is Spot.KEYWORD and self._shell.write_allowed:
            yield from ((word, "changes the graph", "") for word in UPDATES)
        if place.spot is Spot.KEYWORD and not place.begun:
            yield from ((text, "whole query", name) for name, text in WHOLE.items())
        if place.typed:
            yield from ((f"{prefix}:", space, "") for prefix, space in self._shell.session.prefixes.items())

    def _parameters(self, typed: str) -> Iterator[_Entry]:
        """Yield the names that the session has values for, where the mark of one is typed."""
        if typed.startswith("$"):
            yield from ((f"${name}", f"= {value}", "") for name, value in self._shell.params.items())

    def _properties(self, classes: tuple[str, ...]) -> Iterator[_Entry]:
        """Yield the properties that things of these classes have, then all others."""
        index = self._shell.session.index
        own = dict.fromkeys(one.iri for name in classes for one in index.properties_of(name))
        counts = {counted.iri: counted.number for counted in index.properties()}
        yield "a", "type", ""
        for iri in dict.fromkeys([*own, *counts]):
            ranges = ", ".join(self._short(counted.iri) for counted in index.ranges(iri)[:2])
            yield self._short(iri), f"{counts.get(iri, 0):,}" + (f" → {ranges}" if ranges else ""), ""

    def _objects(self, place: Context) -> Iterator[_Entry]:
        index = self._shell.session.index
        if place.predicate == TYPE:
            classes = index.classes()
            labels = index.labels(counted.iri for counted in classes)
            for counted in classes:
                label = labels.get(counted.iri, "")
                yield self._short(counted.iri), f"{counted.number:,} {label}", label
        elif len(place.typed) > 1:
            yield from self._named(place.typed)
        elif place.predicate:
            ranges = [counted.iri for counted in index.ranges(place.predicate)]
            yield from map(self._entry, index.members(ranges) if ranges else [])

    def _named(self, typed: str) -> Iterator[_Entry]:
        """Yield nodes by label, and what has a prefix typed already by the rest of its name."""
        if ":" in typed:
            start = expand(typed, self._shell.session.prefixes)
            names = self._shell.session.index.names_in(start, _MOST) if start else {}
            yield from ((self._short(iri), f"{uses:,}", "") for iri, uses in names.items())
            return
        for node in self._shell.session.index.find(typed, _MOST):
            name, meta, label = self._entry(node)
            yield name, meta, f"{label} {typed}"  # the index has matched it already, perhaps by another label

    def _entry(self, node: Found) -> _Entry:
        kinds = ", ".join(self._short(kind) for kind in node.types)
        return self._short(node.iri), " · ".join(filter(None, (node.label, kinds, f"{node.uses:,}"))), node.label

    def _short(self, iri: str) -> str:
        return curie(iri, self._shell.session.prefixes)


def _hint(word: str) -> str:
    return SIGNATURES.get(word) or WORDS.get(word, ("", ""))[0]


def _saved(typed: str) -> Iterable[_Entry]:
    r"""Return the words that \q takes, and saved queries, also behind such a word."""
    word, space, _ = typed.partition(" ")
    names = [(f"{word}{space}" * bool(space) + query.name, query.title, query.name) for query in saved_queries()]
    if space:
        return names if word in saving.TAKE_NAME else []
    return [*names, *((f"{verb} ", "a saved query", "") for verb in (*saving.TAKE_NAME, "save"))]


def _menu(typed: str, entries: Iterable[_Entry]) -> Iterator[Completion]:
    """Yield the entries that match: the same first, then by start, by the start of a word, and by letters in order."""
    wanted = typed.lower()
    ranked = []
    for order, (text, meta, label) in enumerate(entries):
        local = text.partition(":")[2]
        rank = min(_rank(wanted, other.lower()) for other in (text, local, label) if other)
        if rank < 9:
            ranked.append((rank, order, text, meta))
    for _, _, text, meta in sorted(ranked)[:_MOST]:
        yield Completion(text, -len(typed), display_meta=visible(meta))


def _rank(wanted: str, text: str) -> int:
    if not wanted:
        return 1
    if text == wanted:
        return 0
    if text.startswith(wanted):
        return 1
    if re.search(rf"(?<![^\W_]){re.escape(wanted)}", text):
        return 3
    rest = iter(text)
    return 5 if len(wanted) > 1 and all(char in rest for char in wanted) else 9


def _files(typed: str) -> Iterator[_Entry]:
    folder = Path(typed).expanduser()
    folder = folder if typed.endswith("/") else folder.parent
    if folder.is_dir():
        head = typed[: typed.rfind("/") + 1]
        for path in sorted(folder.iterdir()):
            yield f"{head}{path.name}{'/' if path.is_dir() else ''}", "", ""
