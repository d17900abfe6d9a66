"""Keys of the line editor. Knows prompt_toolkit and when a query is complete; runs nothing."""

from __future__ import annotations

from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import (
    completion_is_selected,
    emacs_mode,
    has_completions,
    is_searching,
    vi_navigation_mode,
)
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from kg.query.completeness import State, state
from kg.query.query_layout import format_query
from kg.shell.dispatcher import is_command
from kg.shell.ranking import UsageCounts
from kg.shell.session import ShellSession
from kg.shell.settings import IRI_STYLES
from kg.store.prefixes import declare_prefixes

TYPED_TEXT_SEPARATOR = "\0"  #: between a command that a key submits and the typed text, which stays


def key_bindings(shell: ShellSession, usage: UsageCounts) -> KeyBindings:
    """Return the keys of a shell's line editor; what they submit is added to the usage."""
    keys = KeyBindings()
    _add_function_keys(keys, shell)
    _add_editing_keys(keys)
    _add_layout_keys(keys, shell)

    @keys.add("enter", filter=~completion_is_selected & ~is_searching)
    def _(event: KeyPressEvent) -> None:
        _submit_or_newline(event, shell, usage)

    return keys


def _add_editing_keys(keys: KeyBindings) -> None:
    @keys.add("enter", filter=completion_is_selected)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @keys.add("escape", filter=has_completions, eager=True)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.cancel_completion()

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline()


def _add_layout_keys(keys: KeyBindings, shell: ShellSession) -> None:
    @keys.add("c-x", "c-e", filter=emacs_mode)
    @keys.add("v", filter=vi_navigation_mode)
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        buffer.text = declare_prefixes(buffer.text, shell.graph.prefixes)  # so that it can be run elsewhere, too
        buffer.open_in_editor()  # and come back; prompt_toolkit's own key would run whatever the editor gives

    @keys.add("c-x", "p")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.text = format_query(event.current_buffer.text)
        event.current_buffer.cursor_position = len(event.current_buffer.text)


def _add_function_keys(keys: KeyBindings, shell: ShellSession) -> None:
    settings = shell.settings

    @keys.add("f1")
    def _(event: KeyPressEvent) -> None:
        _submit_command(event, "\\?")

    @keys.add("f5")
    def _(event: KeyPressEvent) -> None:
        _submit_command(event, f"\\explain {event.current_buffer.text}")

    @keys.add("f2")
    def _(event: KeyPressEvent) -> None:
        displays = list(IRI_STYLES.values())
        settings.iri_style = displays[(displays.index(settings.iri_style) + 1) % len(displays)]

    @keys.add("f3")
    def _(event: KeyPressEvent) -> None:
        settings.mode = "table" if settings.mode == "vertical" else "vertical"

    @keys.add("f4")
    def _(event: KeyPressEvent) -> None:
        settings.vi = not settings.vi
        event.app.editing_mode = EditingMode.VI if settings.vi else EditingMode.EMACS


def _submit_command(event: KeyPressEvent, command: str) -> None:
    """Submit a command, and keep the typed text for the next prompt."""
    event.app.exit(result=f"{command}{TYPED_TEXT_SEPARATOR}{event.current_buffer.text}")


def _submit_or_newline(event: KeyPressEvent, shell: ShellSession, usage: UsageCounts) -> None:
    """Submit a command, a complete query, or one that more text can't mend; otherwise begin a new line.

    On an empty line a query is submitted that GROUP BY could still mend.
    """
    buffer = event.current_buffer
    text = buffer.text
    is_empty_line = not text.rpartition("\n")[2].strip()
    unfinished = (State.INCOMPLETE,) if is_empty_line else (State.INCOMPLETE, State.EXTENDABLE)
    if not text.strip() or is_command(text) or state(text, shell.graph.prefixes) not in unfinished:
        if text.strip():
            usage.add(text)
        buffer.validate_and_handle()
    else:
        opens = buffer.document.current_line_before_cursor.rstrip().endswith(("{", "("))
        buffer.newline()
        buffer.insert_text("  " if opens else "")
