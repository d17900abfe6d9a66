"""Which reports `kg report run` runs, with which parameters. Knows saved queries; runs none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cli.output import print_message
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query.saved_queries import SavedQuery

Assignments = Mapping[str, Sequence[str]]  #: parameter → its values as typed


@dataclass(frozen=True, slots=True)
class ReportSelection:
    """What the arguments of the command select."""

    arguments: Sequence[str]  #: names of queries, and assignments
    run_all: bool
    tag: str | None


def select_reports(selection: ReportSelection) -> list[tuple[SavedQuery, Assignments]]:
    """Return the queries to run, each with the parameters that it declares.

    Raises:
        UsageError: nothing is selected, or no query has a parameter of that name.
    """
    from kg.query.arguments import split_assignments

    assignments = split_assignments([word for word in selection.arguments if "=" in word])
    queries = _selected_queries(selection, assignments)
    declared = {parameter.name for query in queries for parameter in query.parameters}
    if unknown := [name for name in assignments if name not in declared]:
        raise UsageError(
            f"report run: none of these has a parameter '{unknown[0]}'; there are: {', '.join(sorted(declared))}"
        )
    return [(query, _declared_assignments(query, assignments)) for query in queries]


def parse_formats(formats: str) -> list[str]:
    """Return the names of a list of formats.

    Raises:
        UsageError: reports have no such format.
    """
    from kg.report.report_run import FORMATS

    names = [name.strip() for name in formats.split(",") if name.strip()]
    if unknown := [name for name in names if name not in (*FORMATS, "json")]:
        raise UsageError(f"--format {unknown[0]}: no such form of a report; there are: {', '.join(FORMATS)}, json")
    return names


def _selected_queries(selection: ReportSelection, assignments: Assignments) -> list[SavedQuery]:
    """Return the named queries, or those with the tag, or all; of unnamed ones, those whose parameters are given."""
    from kg.query.saved_queries import match_query, saved_queries

    queries = saved_queries()
    named = [match_query(word, queries) for word in selection.arguments if "=" not in word]
    if named:
        return named
    tag = selection.tag
    chosen = [query for query in queries if selection.run_all or (tag is not None and tag in query.tags)]
    if not chosen:
        raise UsageError("report run: name saved queries, or give --all or a --tag that some have; see: kg report list")
    return [query for query in chosen if _has_required_parameters(query, assignments)]


def _declared_assignments(query: SavedQuery, assignments: Assignments) -> dict[str, Sequence[str]]:
    names = [parameter.name for parameter in query.parameters]
    return {name: values for name, values in assignments.items() if name in names}


def _has_required_parameters(query: SavedQuery, assignments: Assignments) -> bool:
    """Return whether all required parameters are given; print which are missing, but not for parts of dossiers."""
    required = (parameter.name for parameter in query.parameters if parameter.required)
    missing = [name for name in required if name not in assignments]
    if missing and not any(tag.startswith("dossier") for tag in query.tags):
        print_message(f"kg: note: {query.name}: skipped; it needs {' and '.join(missing)}")
    return not missing
