"""The line editor: keys, colours, toolbar and history. Knows prompt_toolkit; knows no queries."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import completion_is_selected, is_searching
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import PygmentsLexer
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import Style
from pygments.lexers.rdf import SparqlLexer

from kg.query.complete import State, state
from kg.query.names import curie, expand, visible
from kg.query.pretty import formatted
from kg.shell.commands import is_command
from kg.shell.completion import GraphCompleter
from kg.shell.settings import NAMES
from kg.shell.shell import Shell
from kg.store.tokens import tokens

KEEP = "\0"  #: between a command that a key gives and what was typed, which stays
PROMPT, CONTINUATION = "kg> ", "  … "
_STYLE = Style.from_dict({"bottom-toolbar": "noreverse #888888", "prompt": "bold"})


def prompt_session(shell: Shell, source: Input | None = None, sink: Output | None = None) -> PromptSession[str]:
    """Return the line editor of a shell; `source` and `sink` stand for the terminal, which is what None means."""
    session: PromptSession[str] = PromptSession(
        [("class:prompt", PROMPT)],
        multiline=True,
        prompt_continuation=CONTINUATION,
        lexer=PygmentsLexer(SparqlLexer),
        completer=GraphCompleter(shell),
        complete_while_typing=False,
        auto_suggest=AutoSuggestFromHistory(),
        history=_history(),
        key_bindings=_keys(shell),
        bottom_toolbar=lambda: _toolbar(shell),
        style=_STYLE,
        color_depth=None if shell.screen.color else ColorDepth.DEPTH_1_BIT,
        editing_mode=EditingMode.VI if shell.settings.vi else EditingMode.EMACS,
        enable_open_in_editor=True,
        tempfile_suffix=".rq",
        input=source,
        output=sink,
    )
    session.app.ttimeoutlen = 0.1
    return session


def _history() -> History:
    """Return the history of earlier sessions; only this one's when its file can't be written."""
    try:
        file = user_state_path("kg", appauthor=False, ensure_exists=True) / "history"
        Path(file).touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file))


def _keys(shell: Shell) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=~completion_is_selected & ~is_searching)
    def _(event: KeyPressEvent) -> None:
        _enter(event, shell)

    @keys.add("enter", filter=completion_is_selected)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    @keys.add("f1")
    def _(event: KeyPressEvent) -> None:
        _run_aside(event, "\\?")

    @keys.add("f5")
    def _(event: KeyPressEvent) -> None:
        _run_aside(event, f"\\explain {event.current_buffer.text}")

    @keys.add("c-x", "p")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.text = formatted(event.current_buffer.text)
        event.current_buffer.cursor_position = len(event.current_buffer.text)

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

    return keys


def _run_aside(event: KeyPressEvent, command: str) -> None:
    """Hand over a command and keep what was typed for the next prompt."""
    event.app.exit(result=f"{command}{KEEP}{event.current_buffer.text}")


def _enter(event: KeyPressEvent, shell: Shell) -> None:
    """Hand over a command, a whole query, or one that more text can't mend; otherwise begin a new line."""
    buffer = event.current_buffer
    text = buffer.text
    whole = not text.strip() or is_command(text) or state(text, shell.session.prefixes) is not State.INCOMPLETE
    if whole:
        buffer.validate_and_handle()
    else:
        opens = buffer.document.current_line_before_cursor.rstrip().endswith(("{", "("))
        buffer.newline()
        buffer.insert_text("  " if opens else "")


def _toolbar(shell: Shell) -> StyleAndTextTuples:
    settings = shell.settings
    names = next(said for said, name in NAMES.items() if name == settings.names)
    keys = "vi" if settings.vi else "emacs"
    limits = f"limit {settings.limit or '–'}  timeout {settings.timeout:g}s"
    limits += f"  from {shell.asked_graphs}" if shell.session.graphs else ""
    left = f" [F2] labels {names}  [F3] {settings.mode}  [F4] {keys}  {limits}"
    buffer = get_app().current_buffer
    hover = _hover(buffer.text, buffer.cursor_position, shell)
    room = get_app().output.get_size().columns - len(left) - 2
    return [("", left + (f"{visible(hover)[:room]:>{room}} " if hover and room > 0 else ""))]


def _hover(text: str, cursor: int, shell: Shell) -> str:
    """Return label and count of the name at the cursor."""
    token = next((one for one in tokens(text) if one.start <= cursor <= one.end and one.kind in ("name", "iri")), None)
    iri = expand(token.text, shell.session.prefixes) if token else None
    if iri is None:
        return ""
    index = shell.session.index
    count = index.uses(iri)
    label = index.labels([iri]).get(iri, "")
    kinds = ", ".join(curie(kind, shell.session.prefixes) for kind in index.types(iri))
    return " · ".join(filter(None, (label, kinds, "" if count is None else f"{count:,}")))
