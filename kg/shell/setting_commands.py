r"""Change and list settings: `\x`, `\mode`, `\labels` …, `\set`. What a setting takes stands in `settings`."""

from __future__ import annotations

from kg.query.formats import FORMATS
from kg.shell.command_registry import CommandAction, CommandTable, register
from kg.shell.scope_commands import select_graphs
from kg.shell.session import ShellSession
from kg.shell.settings import SETTINGS, assign_setting, format_setting

COMMANDS: CommandTable = {}


@register(COMMANDS, r"\x", "one line a value, or a table")
def toggle_vertical(shell: ShellSession, _: str) -> None:
    """Switch between tables and one line a value."""
    shell.settings.mode = "table" if shell.settings.mode == "vertical" else "vertical"
    shell.print_message(f"mode {shell.settings.mode}")


def _setting_action(name: str, choices: str = "") -> CommandAction:
    """Return what changes a setting, or without an argument shows its value and then the choices."""

    def run(shell: ShellSession, argument: str) -> None:
        if argument:
            assign_setting(shell.settings, name, argument)
        shell.print_message(f"{name} {format_setting(shell.settings, name)}{'' if argument else choices}")

    return run


register(COMMANDS, r"\mode [FORMAT]", "how results are shown; alone, it lists the formats")(
    _setting_action("mode", f"; there are: {', '.join(FORMATS)}")
)
register(COMMANDS, r"\labels [on|off|both]", "IRIs by label, by curie, or both")(_setting_action("labels"))
register(COMMANDS, r"\lang [LANGUAGE,…|any]", "languages of labels, the best first")(_setting_action("lang"))
register(COMMANDS, r"\limit [N]", "most rows to fetch; 0: all")(_setting_action("limit"))
register(COMMANDS, r"\timeout [SECONDS]", "when queries are stopped; 0: never")(_setting_action("timeout"))


@register(COMMANDS, r"\timing", "whether to say how long a query took")
def toggle_timing(shell: ShellSession, _: str) -> None:
    """Switch whether footers tell how long a query took."""
    assign_setting(shell.settings, "timing", "off" if shell.settings.timing else "on")
    shell.print_message(f"timing {format_setting(shell.settings, 'timing')}")


register(COMMANDS, r"\pager [on|off|COMMAND]", "what shows text longer than the screen")(_setting_action("pager"))


@register(COMMANDS, r"\set [NAME VALUE]", "all settings and where they come from; or change one")
def show_or_change_settings(shell: ShellSession, argument: str) -> None:
    """List all settings, or show or change one."""
    name, _, text = argument.partition(" ")
    if name == "from":
        select_graphs(shell, text.strip())
        return
    if name:
        _setting_action(name)(shell, text.strip())
        return
    sources = shell.settings.sources
    rows = [(one, format_setting(shell.settings, one), sources.get(one, "default")) for one in SETTINGS]
    rows.append(("from", shell.selected_graphs, "now" if shell.graph.graphs else "default"))
    shell.write("".join(f"{one:<8} {value:<10} {source}\n" for one, value, source in rows))
