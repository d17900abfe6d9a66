r"""What a graph holds: `\tour`, `\schema`, `\c` and `\p`. Knows the index; asks no worker."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import UsageError
from kg.query.arguments import whole_number
from kg.query.schema import schema_listing
from kg.query.schema_cards import class_card, property_card
from kg.query.solutions import Iri, Literal, Solutions
from kg.shell.command_registry import CommandTable, register
from kg.shell.result_display import display_result
from kg.shell.session import ShellSession
from kg.shell.tour import tour_stops
from kg.store.label_index import Count

_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
COMMANDS: CommandTable = {}


@register(COMMANDS, r"\tour [N]", "six questions to begin with, made from this graph")
def show_tour_stop(shell: ShellSession, argument: str) -> None:
    """Explain the next stop of the tour, or the one given, and put its query at the prompt."""
    stops = tour_stops(shell.graph.index, shell.graph.prefixes)
    if not stops:
        shell.print_message("the graph holds nothing that has a class; there is nothing to show")
        return
    if argument and whole_number(argument, len(stops)) is None:
        raise UsageError(f"\\tour {argument}: the tour has stops 1 to {len(stops)}")
    number = shell.tour_position = whole_number(argument, len(stops)) or shell.tour_position % len(stops) + 1
    stop = stops[number - 1]
    shell.print_message(f"{number} of {len(stops)}  {stop.explanation}")
    if shell.screen.tty:
        hint = "\\tour goes on." if number < len(stops) else "this is the last."
        shell.print_message(f"Enter runs it; {hint}")
        shell.prompt_text = stop.query
    else:
        shell.write(stop.query + "\n")


@register(COMMANDS, r"\schema [PART]", "classes and properties, with counts")
def show_schema(shell: ShellSession, pattern: str) -> None:
    """Show the classes and properties with the pattern in their names."""
    text = schema_listing(shell.graph.index, shell.graph.prefixes, pattern)
    if text:
        shell.page(text)
    else:
        shell.print_message(f"no class or property has '{pattern}' in its name")


@register(COMMANDS, r"\c [CLASS]", "classes; or one, with its properties and examples")
def show_classes(shell: ShellSession, name: str) -> None:
    """List the classes, or show the card of one."""
    if name:
        shell.page(class_card(shell.graph.index, shell.graph.prefixes, name))
    else:
        display_result(shell, _count_table(shell.graph.index.classes(), ("class", "things")), letter="c")


@register(COMMANDS, r"\p [PROPERTY]", "properties; or one, with who has it and what it leads to")
def show_properties(shell: ShellSession, name: str) -> None:
    """List the properties, or show the card of one."""
    if name:
        shell.page(property_card(shell.graph.index, shell.graph.prefixes, name))
    else:
        display_result(shell, _count_table(shell.graph.index.properties(), ("property", "triples")), letter="p")


def _count_table(counts: Iterable[Count], columns: tuple[str, str]) -> Solutions:
    return Solutions(columns, tuple((Iri(one.iri), Literal(str(one.number), datatype=_INTEGER)) for one in counts))
