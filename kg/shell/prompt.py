"""The line editor: history, highlighting, completion and toolbar. Knows prompt_toolkit; runs nothing."""

from __future__ import annotations

import os
from functools import cache
from itertools import islice

from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.input import Input
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.styles import DynamicStyle, Style

from kg.shell.completion import GraphCompleter
from kg.shell.highlighting import QueryLexer
from kg.shell.history import KeptHistory
from kg.shell.key_bindings import TYPED_TEXT_SEPARATOR, key_bindings
from kg.shell.ranking import HISTORY_WINDOW, UsageCounts
from kg.shell.session import ShellSession
from kg.shell.terminal_background import BackgroundAnswer, background_question
from kg.shell.terminal_signals import terminal_input
from kg.shell.themes import AUTO, theme
from kg.shell.toolbar import toolbar

PROMPT, CONTINUATION = "kg> ", "  … "
_SIXTEEN_COLORS = ("linux", "eterm-color")  # terminals whose colours no theme knows


def terminal_prompt(shell: ShellSession) -> PromptSession[str]:
    """Return the line editor at the terminal, which finds out whether that is light or dark."""

    def take_background(lightness: str) -> None:
        shell.screen.background = lightness
        get_app().invalidate()

    return prompt_session(shell, terminal_input(BackgroundAnswer(take_background).take))


def prompt_session(shell: ShellSession, source: Input | None = None, sink: Output | None = None) -> PromptSession[str]:
    """Return the line editor of a shell; `source` and `sink` stand for the terminal, which is what None means."""
    history = KeptHistory(shell.notes.append)
    recent = list(islice(history.load_history_strings(), HISTORY_WINDOW))
    has_colors = shell.screen.color and os.environ.get("TERM") not in _SIXTEEN_COLORS
    completer = GraphCompleter(shell, UsageCounts(reversed(recent)))
    session: PromptSession[str] = PromptSession(
        [("class:prompt", PROMPT)],
        multiline=True,
        prompt_continuation=CONTINUATION,
        lexer=QueryLexer(),
        completer=completer,
        complete_while_typing=False,
        auto_suggest=AutoSuggestFromHistory(),
        history=history,
        key_bindings=key_bindings(shell, completer.usage),
        bottom_toolbar=lambda: toolbar(shell),
        style=DynamicStyle(lambda: _style(shell)),
        include_default_pygments_style=False,
        color_depth=None if has_colors else ColorDepth.DEPTH_1_BIT,
        editing_mode=EditingMode.VI if shell.settings.vi else EditingMode.EMACS,
        tempfile_suffix=".rq",
        enable_suspend=True,
        input=source,
        output=sink,
    )
    session.app.ttimeoutlen = 0.1
    session.app.after_render += _BackgroundQuestion(shell)
    session.app.after_render += lambda app: _exit_on_load_error(app, shell)
    return session


def split_submission(submission: str) -> tuple[str, str | None]:
    """Return the line to run, and the typed text that stays at the prompt; None: none does."""
    line, separator, typed = submission.partition(TYPED_TEXT_SEPARATOR)
    return line, typed if separator else None


class _BackgroundQuestion:
    """Asks the terminal once for its background, when the line editor can take the answer."""

    def __init__(self, shell: ShellSession) -> None:
        self._shell = shell
        self._is_asked = False

    def __call__(self, app: Application[str]) -> None:
        if not self._is_asked and self._shell.theme_choice == AUTO:
            self._is_asked = True
            app.output.write_raw(background_question())
            app.output.flush()


def _style(shell: ShellSession) -> Style:
    rules = theme(shell.theme_choice, shell.screen.background).rules
    return _compiled_style(tuple(rules.items()))


@cache
def _compiled_style(rules: tuple[tuple[str, str], ...]) -> Style:
    return Style(list(rules))


def _exit_on_load_error(app: Application[str], shell: ShellSession) -> None:
    """Leave when the files turn out not to be readable."""
    if shell.graph.index_error is not None and not shell.graph.url and not app.is_done:
        app.exit(exception=shell.graph.index_error)
