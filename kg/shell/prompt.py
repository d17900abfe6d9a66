"""The line editor: keys, colours, toolbar and history. Knows prompt_toolkit; knows no queries."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import (
    completion_is_selected,
    emacs_mode,
    has_completions,
    is_searching,
    vi_navigation_mode,
)
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style
from pygments.lexers.rdf import SparqlLexer

from kg.query.completeness import State, state
from kg.query.display_names import curie, expand, visible
from kg.query.query_layout import format_query
from kg.query.table import display_width, pad, truncate
from kg.shell.commands import is_command
from kg.shell.completion import GraphCompleter
from kg.shell.ranking import RECENT, Uses
from kg.shell.settings import NAMES
from kg.shell.shell import Shell
from kg.store.prefixes import declare_prefixes
from kg.store.sparql_tokens import tokens

KEEP = "\0"  #: between a command that a key gives and what was typed, which stays
PROMPT, CONTINUATION = "kg> ", "  … "
_HOVER = 40  # columns that what is known of the word at the cursor gets at least
_STYLE = Style.from_dict({"bottom-toolbar": "noreverse #888888", "prompt": "bold"})


def prompt_session(shell: Shell, source: Input | None = None, sink: Output | None = None) -> PromptSession[str]:
    """Return the line editor of a shell; `source` and `sink` stand for the terminal, which is what None means."""
    history = _history()
    completer = GraphCompleter(shell, Uses(reversed(list(islice(history.load_history_strings(), RECENT)))))
    session: PromptSession[str] = PromptSession(
        [("class:prompt", PROMPT)],
        multiline=True,
        prompt_continuation=CONTINUATION,
        lexer=PygmentsLexer(SparqlLexer),
        completer=completer,
        complete_while_typing=False,
        auto_suggest=AutoSuggestFromHistory(),
        history=history,
        key_bindings=_keys(shell, completer.uses),
        bottom_toolbar=lambda: _toolbar(shell),
        style=_STYLE,
        color_depth=None if shell.screen.color else ColorDepth.DEPTH_1_BIT,
        editing_mode=EditingMode.VI if shell.settings.vi else EditingMode.EMACS,
        tempfile_suffix=".rq",
        input=source,
        output=sink,
    )
    session.app.ttimeoutlen = 0.1
    session.app.after_render += lambda app: _leave_unread(app, shell)
    return session


def _history() -> History:
    """Return the history of earlier sessions; only this one's when its file can't be written."""
    try:
        file = user_state_path("kg", appauthor=False, ensure_exists=True) / "history"
        Path(file).touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file))


def _keys(shell: Shell, uses: Uses) -> KeyBindings:
    keys = KeyBindings()
    _add_function_keys(keys, shell)

    @keys.add("enter", filter=~completion_is_selected & ~is_searching)
    def _(event: KeyPressEvent) -> None:
        _enter(event, shell, uses)

    @keys.add("enter", filter=completion_is_selected)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @keys.add("escape", filter=has_completions, eager=True)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.cancel_completion()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    @keys.add("c-x", "c-e", filter=emacs_mode)
    @keys.add("v", filter=vi_navigation_mode)
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        buffer.text = declare_prefixes(buffer.text, shell.session.prefixes)  # so that it is whole elsewhere, too
        buffer.open_in_editor()  # and come back; prompt_toolkit's own key would run whatever the editor gives

    @keys.add("c-x", "p")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.text = format_query(event.current_buffer.text)
        event.current_buffer.cursor_position = len(event.current_buffer.text)

    return keys


def _add_function_keys(keys: KeyBindings, shell: Shell) -> None:
    @keys.add("f1")
    def _(event: KeyPressEvent) -> None:
        _run_aside(event, "\\?")

    @keys.add("f5")
    def _(event: KeyPressEvent) -> None:
        _run_aside(event, f"\\explain {event.current_buffer.text}")

    @keys.add("f2")
    def _(event: KeyPressEvent) -> None:
        order = list(NAMES.values())
        shell.settings.names = order[(order.index(shell.settings.names) + 1) % len(order)]

    @keys.add("f3")
    def _(event: KeyPressEvent) -> None:
        shell.settings.mode = "table" if shell.settings.mode == "vertical" else "vertical"

    @keys.add("f4")
    def _(event: KeyPressEvent) -> None:
        shell.settings.vi = not shell.settings.vi
        event.app.editing_mode = EditingMode.VI if shell.settings.vi else EditingMode.EMACS


def _leave_unread(app: Application[str], shell: Shell) -> None:
    """Leave when the files turn out not to be readable."""
    if shell.session.index_error is not None and not shell.session.url and not app.is_done:
        app.exit(exception=shell.session.index_error)


def _run_aside(event: KeyPressEvent, command: str) -> None:
    """Hand over a command and keep what was typed for the next prompt."""
    event.app.exit(result=f"{command}{KEEP}{event.current_buffer.text}")


def _enter(event: KeyPressEvent, shell: Shell, uses: Uses) -> None:
    """Hand over a command, a whole query, or one that more text can't mend; otherwise begin a new line."""
    buffer = event.current_buffer
    text = buffer.text
    whole = not text.strip() or is_command(text) or state(text, shell.session.prefixes) is not State.INCOMPLETE
    if whole:
        if text.strip():
            uses.add(text)
        buffer.validate_and_handle()
    else:
        opens = buffer.document.current_line_before_cursor.rstrip().endswith(("{", "("))
        buffer.newline()
        buffer.insert_text("  " if opens else "")


def _toolbar(shell: Shell) -> StyleAndTextTuples:
    """Return the line below: keys and settings, and at its right what is known of the word at the cursor."""
    settings = shell.settings
    names = next(said for said, name in NAMES.items() if name == settings.names)
    keys = "vi" if settings.vi else "emacs"
    limits = f"limit {settings.limit or '–'}  timeout {settings.timeout:g}s"
    limits += f"  from {shell.asked_graphs}" if shell.session.graphs else ""
    parts = [f"[F2] labels {names}", f"[F3] {settings.mode}", f"[F4] {keys}", limits]
    buffer, columns = get_app().current_buffer, get_app().output.get_size().columns
    hover = visible(_hover(buffer.text, buffer.cursor_position, shell) or (shell.sizes() if shell.awaited else ""))
    if not hover:
        return [("", " " + "  ".join(parts))]
    while parts and columns - display_width("  ".join(parts)) - 4 < min(display_width(hover), _HOVER):
        parts.pop()  # what is at the cursor matters more
    left = " " + "  ".join(parts) + " "
    room = columns - display_width(left) - 1
    return [("", left + pad(truncate(hover, room), room, right=True) + " ")]


def _hover(text: str, cursor: int, shell: Shell) -> str:
    """Return label and count of the name at the cursor."""
    token = next((one for one in tokens(text) if one.start <= cursor <= one.end and one.kind in ("name", "iri")), None)
    iri = expand(token.text, shell.session.prefixes) if token else None
    if iri is None or not shell.session.is_indexed:
        return ""
    index = shell.session.index
    count = index.uses(iri)
    label = index.labels([iri]).get(iri, "")
    kinds = ", ".join(curie(kind, shell.session.prefixes) for kind in index.types(iri))
    return " · ".join(filter(None, (label, kinds, "" if count is None else f"{count:,}")))
