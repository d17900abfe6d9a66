"""Tell what a user must know of RDF files that were read: what was left out, which graph is asked. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.rdf_parsing import BASE, FileReport, LoadOptions
from kg.query.display_names import quantity, visible


def load_notes(reports: Iterable[FileReport], options: LoadOptions, *, asks_union: bool = False) -> Iterator[str]:
    """Yield a line for each thing to know, for files that are asked: all their graphs together, or not."""
    for report in reports:
        yield from skipped_notes(report)
        name = visible(report.name)
        if not report.statements and not report.skipped_count:
            yield f"{name}: there are no statements in it"
        if report.has_default_graph and options.default_graph is None and not asks_union:
            yield f"{name}: its default graph is asked, its named graphs by GRAPH; all as one: --default-graph union"


def skipped_notes(report: FileReport) -> Iterator[str]:
    """Yield the statements of a file that were skipped."""
    if report.skipped_count:
        yield f"{visible(report.name)}: {quantity(report.skipped_count, 'wrong statement')} left out"
        for one in report.skipped:
            place = visible(report.name) if one.line is None else f"{visible(report.name)}:{one.line}"
            yield f"  {place}: {visible(one.reason)}"
        if (more := report.skipped_count - len(report.skipped)) > 0:
            yield f"  and {more:,} more"


def base_note(name: str, relative: int) -> Iterator[str]:
    """Yield what became of so many relative IRIs, if there were any."""
    if relative:
        where = f"{quantity(relative, 'statement')} with relative IRIs, now below {BASE}"
        yield f"{visible(name)}: {where}; --base IRI gives another"
