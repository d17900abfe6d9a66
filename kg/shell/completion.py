"""Offer what may come next: commands, words of SPARQL, and the graph's own names with counts. Asks only the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from kg.query.display_names import curie, local_name
from kg.query.formats import FORMATS
from kg.query.keywords import AGGREGATES, ENDINGS, FORMS, FUNCTIONS, PATTERNS, UPDATES
from kg.query.saved_queries import saved_queries
from kg.shell import file_commands as saving
from kg.shell.candidates import Names
from kg.shell.commands import COMMANDS
from kg.shell.context import TYPE, Context, Spot, context
from kg.shell.keyword_help import SIGNATURES, WHOLE, WORDS
from kg.shell.ranking import KEYWORDS_GROUP, VARIABLES_GROUP, Entry, Uses, menu
from kg.shell.scope_commands import article_of
from kg.shell.settings import KNOBS, NAMES, said
from kg.shell.shell import Shell
from kg.shell.tour import tour
from kg.shell.view_commands import VIEWS

_COMMAND = re.compile(r"\\(\S*)|\\(\S+)\s+(.*)", re.DOTALL)
_WORDS = {
    Spot.SUBJECT: PATTERNS,
    Spot.EXPRESSION: (*AGGREGATES, *FUNCTIONS, "AS", "IN", "NOT IN", "EXISTS", "NOT EXISTS"),
}
_WHOLE = KEYWORDS_GROUP + 1  # the group of what makes a whole line
_FILE_COMMANDS = ("r", "g", "i", "export")
_WORDS_OF = {
    "view": VIEWS,
    "mode": tuple(FORMATS),
    "labels": tuple(NAMES),
    "pager": ("on", "off"),
    "lang": ("any", "en"),
}
_LOADING = (("loading…", "names come when the graph is read"), ("", "Tab again in a moment"))


class GraphCompleter(Completer):
    """Completes queries and commands of one shell."""

    def __init__(self, shell: Shell, uses: Uses | None = None) -> None:
        self._shell = shell
        self.uses = uses or Uses()  #: what one has asked lately; whoever takes a query adds it

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield the entries of the menu, best first."""
        before = document.text_before_cursor.lstrip()
        if before.startswith("\\"):
            typed, entries = self._of_command(before)
        else:
            place = context(document.text, document.cursor_position, self._shell.session.prefixes)
            typed, entries = place.typed, self._of_query(place)
        yield from menu(typed, entries, self.uses)
        if not self._shell.session.is_indexed:
            yield from (Completion("", 0, shown or " ", display_meta=meta) for shown, meta in _LOADING)

    def _of_command(self, before: str) -> tuple[str, Iterable[Entry]]:
        match = _COMMAND.fullmatch(before)
        assert match is not None  # it starts with a backslash
        if match[2] is None:
            return match[1], (Entry(name, command.help) for name, command in COMMANDS.items())
        return match[3], self._arguments(match[2], match[3])

    def _arguments(self, command: str, typed: str) -> Iterable[Entry]:
        if command in _FILE_COMMANDS:
            return _files(typed)
        if command in _WORDS_OF:
            return map(Entry, _WORDS_OF[command])
        if command in ("d", "src", "c", "p", "tour", "from", "param"):
            return self._of_graph(command, typed) if self._shell.session.is_indexed else ()
        return self._of_shell(command, typed)

    def _of_graph(self, command: str, typed: str) -> Iterable[Entry]:
        index = self._shell.session.index
        if command in ("d", "src"):
            return self._names.named(typed)
        if command == "tour":
            stops = tour(index, self._shell.session.prefixes)
            return [Entry(str(number), stop.explained) for number, stop in enumerate(stops, 1)]
        if command == "from":
            return self._graphs(typed)
        if command == "param":
            return self._assignments(typed)
        return self._names.classes() if command == "c" else self._names.properties((), ())

    def _graphs(self, typed: str) -> Iterator[Entry]:
        """Yield the named graphs, behind those that are named already; what an article says goes by its title."""
        head = typed[: typed.rfind(" ") + 1]
        if not head:
            yield Entry("all", "all graphs at once", group=-1)
        counts = self._shell.session.index.graphs()
        articles = {one.iri: article for one in counts if (article := article_of(one.iri))}
        titles = self._shell.session.index.labels(articles.values())
        for one in counts:
            title = titles.get(articles.get(one.iri, ""), "")
            meta = f"{one.number:,}" + (f" · {title}" if title else "")
            name = curie(one.iri, self._shell.session.prefixes)
            yield Entry(head + name, meta, head + (title or local_name(one.iri)), one.number)

    def _assignments(self, typed: str) -> Iterator[Entry]:
        """Yield names that have values, and behind `=` the nodes whose labels begin so."""
        name, equals, value = typed.partition("=")
        if not equals:
            yield from (Entry(f"{one}=", text) for one, text in self._shell.params.items())
        elif len(value) > 1:
            for one in self._names.named(value):
                yield replace(one, text=f"{name}={one.text}", label=f"{name}={one.label}" if one.label else "")

    def _of_shell(self, command: str, typed: str) -> Iterable[Entry]:
        match command:
            case "q":
                return _saved(typed)
            case "set":
                return [Entry(name, said(self._shell.settings, name)) for name in KNOBS]
            case "?":
                commands = [Entry(name, one.help) for name, one in COMMANDS.items()]
                return [*commands, *(Entry(word, does) for word, (does, _) in WORDS.items())]
        return []

    @property
    def _names(self) -> Names:
        return Names(self._shell.session.index, self._shell.session.prefixes)

    def _of_query(self, place: Context) -> Iterator[Entry]:
        if place.typed.startswith(("?", "$")):
            yield from self._parameters(place.typed)
            yield from map(Entry, place.variables)
            return
        if self._shell.session.is_indexed:
            yield from self._of_triple(place)
        if place.typed.startswith(('"', "'", "<")) or place.graph:
            return
        if place.begun and not place.placed:
            yield from (Entry(name, group=VARIABLES_GROUP) for name in place.variables)
        yield from (Entry(word, _hint(word), group=KEYWORDS_GROUP) for word in _words(place))
        if place.spot is Spot.KEYWORD and self._shell.write_allowed:
            yield from (Entry(word, "changes the graph", group=KEYWORDS_GROUP) for word in UPDATES)
        if not place.begun:
            yield from _whole(place.typed)
        names_fit = place.spot is not Spot.KEYWORD or place.naming
        if place.typed and ":" not in place.typed and names_fit and not place.placed:
            prefixes = self._shell.session.prefixes.items()
            yield from (Entry(f"{prefix}:", space, group=KEYWORDS_GROUP) for prefix, space in prefixes)

    def _parameters(self, typed: str) -> Iterator[Entry]:
        """Yield the names that the session has values for, where the mark of one is typed."""
        if typed.startswith("$"):
            yield from (Entry(f"${name}", f"= {value}") for name, value in self._shell.params.items())

    def _of_triple(self, place: Context) -> Iterable[Entry]:
        """Return what the graph has for this place."""
        names = self._names
        if place.graph:
            return names.graphs()
        if place.placed or (place.spot is Spot.KEYWORD and not place.naming):
            return ()
        if place.spot is Spot.PREDICATE:
            return names.properties(place.classes, place.leading)
        if place.spot in (Spot.SUBJECT, Spot.KEYWORD):
            return names.named(place.typed) if place.typed else ()
        if place.predicate == TYPE:
            return names.classes()
        if place.spot is Spot.EXPRESSION and not place.predicate:
            return names.named(place.typed) if ":" in place.typed else ()
        return names.objects(place.predicate, place.typed)


def _words(place: Context) -> Iterable[str]:
    """Return the words of the language that may stand here."""
    if place.spot is not Spot.KEYWORD:
        return _WORDS.get(Spot.SUBJECT if place.placed else place.spot, ())
    if place.closed:
        return (*ENDINGS, "VALUES")
    return ("DISTINCT", "WHERE", "FROM", *FORMS) if place.begun else FORMS


def _whole(typed: str) -> Iterator[Entry]:
    """Yield whole queries, commands and saved queries, with which a line may begin."""
    yield from (Entry(text, "a whole query", name, group=_WHOLE, shown=name) for name, text in WHOLE.items())
    if not typed:
        yield Entry("\\", "a command; Tab lists them", group=_WHOLE)
    for query in saved_queries():
        yield Entry(f"\\q {query.name}", query.title, query.name if typed else "", group=_WHOLE)


def _hint(word: str) -> str:
    return SIGNATURES.get(word) or WORDS.get(word, ("", ""))[0]


def _saved(typed: str) -> Iterable[Entry]:
    r"""Return the words that \q takes, and saved queries, also behind such a word."""
    word, space, _ = typed.partition(" ")
    names = [Entry(f"{word}{space}" * bool(space) + query.name, query.title, query.name) for query in saved_queries()]
    if space:
        return names if word in saving.TAKE_NAME else []
    return [*names, *(Entry(f"{verb} ", "a saved query") for verb in (*saving.TAKE_NAME, "save"))]


def _files(typed: str) -> Iterator[Entry]:
    folder = Path(typed).expanduser()
    folder = folder if typed.endswith("/") else folder.parent
    if folder.is_dir():
        head = typed[: typed.rfind("/") + 1]
        for path in sorted(folder.iterdir()):
            yield Entry(f"{head}{path.name}{'/' if path.is_dir() else ''}")
