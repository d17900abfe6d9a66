"""Colours of the shell for light and dark terminals, each readable on its background. Knows no terminal.

All are of the 256 colours that terminals have in common, so that none is shown as a neighbour of less contrast; each
has a contrast of 4.5 or more (WCAG 2.2, level AA) with the backgrounds of its theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AUTO, NO_COLORS = "auto", "none"
_FAINT = "2"  # in a result where the theme has no colour for it

_Rules = dict[str, str]  # class of a text → its style, both as prompt_toolkit has them


@dataclass(frozen=True, slots=True)
class Theme:
    """Styles for terminals with certain backgrounds."""

    backgrounds: tuple[str, ...]  #: on which all can be read, as #rrggbb
    rules: _Rules
    dim: str = _FAINT  #: SGR parameters of what matters less in a result


def _text_rules(**colors: str) -> _Rules:
    """Return the rules of texts on the terminal's background."""
    dim = colors["dim"]
    return {
        "prompt": "bold",
        "bottom-toolbar": f"noreverse {dim}",
        "auto-suggestion": dim,
        "aborting": f"{dim} bg:default",
        "exiting": f"{dim} bg:default",
        "control-character": f"underline {dim}",
        "nbsp": f"underline {dim}",
        "pygments.keyword": f"bold {colors['keyword']}",
        "pygments.keyword.constant": f"nobold {colors['number']}",
        "pygments.name.function": colors["keyword"],
        "pygments.name.namespace": colors["name"],
        "pygments.name.tag": colors["name"],
        "pygments.name.label": colors["name"],
        "pygments.name.variable": colors["variable"],
        "pygments.literal.string": colors["string"],
        "pygments.literal.number": colors["number"],
        "pygments.comment": f"italic {dim}",
        "pygments.error": "underline",
    }


def _menu_rules(entry: str, note: str, current: str) -> _Rules:
    """Return the rules of what has a background of its own; each argument is a pair of colours."""
    return {
        "completion-menu": entry,
        "completion-menu.completion": entry,
        "completion-menu.completion.current": f"noreverse {current}",
        "completion-menu.meta.completion": note,
        "completion-menu.meta.completion.current": current,
        "completion-menu.multi-column-meta": note,
        "completion-toolbar": entry,
        "completion-toolbar.completion.current": current,
        "validation-toolbar": current,
        "search": note,
        "incsearch": current,
        "incsearch.current": f"noreverse {current}",
        "matching-bracket.other": note,
        "matching-bracket.cursor": current,
    }


_WITHOUT_COLORS: _Rules = {
    "prompt": "bold",
    "bottom-toolbar": "noreverse",
    "completion-menu.completion.current": "reverse",
    "completion-menu.meta.completion.current": "reverse",
    "pygments.keyword": "bold",
    "pygments.error": "underline",
    "control-character": "underline",
    "nbsp": "underline",
}

LIGHT = Theme(
    ("#ffffff", "#fdf6e3", "#eeeeee"),
    _text_rules(
        keyword="#0000d7", name="#005f87", variable="#870087", string="#005f00", number="#af0000", dim="#5f5f5f"
    )
    | _menu_rules("bg:#e4e4e4 #000000", "bg:#d0d0d0 #262626", "bg:#005f87 #ffffff"),
    "38;5;59",
)
DARK = Theme(
    ("#000000", "#1e1e1e", "#282c34", "#002b36", "#300a24", "#2e3440"),
    _text_rules(
        keyword="#87afff", name="#5fd7ff", variable="#d7afff", string="#87d787", number="#ffaf87", dim="#afafaf"
    )
    | _menu_rules("bg:#303030 #e4e4e4", "bg:#444444 #d0d0d0", "bg:#87afff #000000"),
    "38;5;145",
)
#: for terminals that do not tell: the few colours that can be read on black and on white
EITHER = Theme(
    ("#000000", "#ffffff"),
    _text_rules(
        keyword="#5f5fff", name="#00875f", variable="#d700af", string="#af5f5f", number="#875fd7", dim="#767676"
    )
    | _menu_rules("bg:#444444 #ffffff", "bg:#585858 #ffffff", "bg:#87afff #000000"),
)
PLAIN = Theme((), _WITHOUT_COLORS)

NAMED: Mapping[str, Theme] = {"light": LIGHT, "dark": DARK, NO_COLORS: PLAIN}
THEMES = (AUTO, *NAMED)  #: values of the setting


def theme(choice: str, background: str) -> Theme:
    """Return the theme of a setting: with "auto" that of the terminal's background, which is "" if unknown."""
    return NAMED.get(background if choice == AUTO else choice, EITHER)
