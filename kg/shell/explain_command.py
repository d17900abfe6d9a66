r"""`\explain`: the query plan with the rows and the time of each step. Knows plans; knows no engine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.errors import QueryError, UsageError
from kg.query.completeness import check_syntax
from kg.query.display_names import curie, visible
from kg.query.explain_error import explain
from kg.shell.command_registry import CommandTable, register
from kg.shell.parameters import bind_parameters
from kg.shell.session import ShellSession
from kg.store.prefixes import declare_prefixes
from kg.store.query_guard import check_query

if TYPE_CHECKING:
    from kg.store.query_plan import PlanStep

COMMANDS: CommandTable = {}


@register(COMMANDS, r"\explain [QUERY]", "how the query is answered, and what costs most")
def explain_plan(shell: ShellSession, argument: str) -> None:
    """Show the plan of the last query, or of the one given, with the step that costs most marked."""
    text = argument or shell.last_query
    if not text:
        raise UsageError("\\explain: no query yet; ask something first, or write \\explain SELECT …")
    store = shell.graph.store_folder
    if store is None:
        raise UsageError("\\explain looks into the store of a graph folder; kg build makes one")
    check_query(text)
    text = bind_parameters(shell, text)
    try:
        check_syntax(text, shell.graph.prefixes)
    except QueryError as problem:
        shell.print_error(explain(text, problem, shell.graph.prefixes))
        return
    from kg.store.query_plan import plan_steps

    steps = plan_steps(store, declare_prefixes(text, shell.graph.prefixes), shell.settings.timeout or None)
    shell.page("\n".join(_step_lines(shell, steps)) + "\n")
    if shell.graph.graphs:
        shell.print_message("note: this is the plan over all graphs")
    total = f"{len(steps)} steps · {steps[0].seconds * 1000:.1f} ms · ▶ costs most" if steps else "no plan"
    shell.print_message(total)


def _step_lines(shell: ShellSession, steps: Sequence[PlanStep]) -> Iterator[str]:
    """Yield a line a step: the time of the step without its children, its rows, and its name by depth."""
    own_seconds = [step.seconds - sum(s.seconds for s in _children(steps, n)) for n, step in enumerate(steps)]
    costliest = max(range(len(steps)), key=own_seconds.__getitem__, default=-1)
    digits, width = max((len(f"{step.rows:,}") for step in steps), default=1), shell.screen.width
    for number, step in enumerate(steps):
        name = re.sub(r"<([^<>]*)>", lambda iri: curie(iri[1], shell.graph.prefixes), step.name)
        mark = "▶" if number == costliest else " "
        cost = f"{own_seconds[number] * 1000:8.1f} ms  {step.rows:>{digits},} rows"
        line = f"{mark} {cost}  {'  ' * step.depth}{visible(name)}"
        yield line if width is None or len(line) <= width else line[: width - 1] + "…"


def _children(steps: Sequence[PlanStep], number: int) -> Iterator[PlanStep]:
    for step in steps[number + 1 :]:
        if step.depth <= steps[number].depth:
            return
        if step.depth == steps[number].depth + 1:
            yield step
