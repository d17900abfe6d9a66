"""Commands that ask a graph, or hand it on: data to stdout, words to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.atomic_files import write_whole
from kg.cli.app import Format, Limit, Output, Timeout, app
from kg.errors import CheckFailed, QueryError, UsageError

if TYPE_CHECKING:
    from kg.query.saved_queries import SavedQuery
    from kg.query.session import Session
    from kg.query.solutions import Result
    from kg.query.table import DisplayOptions

Checked = Annotated[
    bool, typer.Option("--check", help="Exit code 4 on no rows, a no, or a failed expectation of the query.")
]
Asked = Annotated[str, typer.Argument(metavar="GRAPH", help="A graph folder, an RDF file, or an endpoint's URL.")]
_LAID_OUT = ("table", "vertical", "md")  # formats for people, whose cells are made harmless one by one


@app.command()
def query(
    graph: Annotated[
        list[str], typer.Argument(metavar="GRAPH [-]", help="Graph folder, RDF files or endpoint; - is stdin.")
    ],
    text: Annotated[str | None, typer.Option("--query", "-q", metavar="TEXT", help="The query.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="A file with the query.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="A value for a variable; may be repeated.")
    ] = None,
    form: Format = None,
    output: Output = None,
    timeout: Timeout = 30,
    limit: Limit = None,
    check: Checked = False,
) -> None:
    """Answer one query: kg query graph -q 'DESCRIBE $who' -p who=actor:m23."""
    from kg.query.arguments import split_assignments
    from kg.query.saved_queries import parse_query, read_query
    from kg.query.session import Session

    stdin = graph[-1:] == ["-"]
    if (text is not None) + (file is not None) + stdin != 1 or not graph[: -1 if stdin else None]:
        raise UsageError("query: give a graph, and one of -q TEXT, -f FILE and - (stdin)")
    if text is None:
        text = read_query(file) if file else sys.stdin.read()
    query, given = parse_query(text, file or Path("query")), split_assignments(values or [])
    with Session(graph[: -1 if stdin else None]) as session:
        ready = _bound(query, given, session)
        result = _show(session, ready, lambda: session.ask(ready, timeout or None, limit), form, output)
    if check:
        _check(query, result)


@app.command()
def run(
    graph: Asked,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A saved query, by name or number.")],
    parameters: Annotated[list[str] | None, typer.Argument(metavar="[name=value…]", help="Its parameters.")] = None,
    form: Format = None,
    output: Output = None,
    timeout: Timeout = 30,
    limit: Limit = None,
    check: Checked = False,
) -> None:
    """Answer a saved query: kg run graph timeline-of-a-place place=Goma since=2024."""
    from kg.query.arguments import split_assignments
    from kg.query.prepared_queries import execute, prepare
    from kg.query.saved_queries import find_query, saved_queries
    from kg.query.session import Session

    query = find_query(name, saved_queries())
    given = split_assignments(parameters or [])
    with Session(graph) as session:
        prepared = prepare(query, given, session)
        result = _show(session, prepared.text, lambda: execute(prepared, session, timeout or None, limit), form, output)
    if check:
        _check(query, result)


@app.command()
def shell(
    graph: Annotated[
        list[str], typer.Argument(metavar="GRAPH", help="A graph folder, RDF files, or an endpoint's URL.")
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Let updates change a graph folder, each after a yes.")
    ] = False,
) -> None:
    """Ask again and again, with completion: kg shell graph."""
    from kg.shell.main_loop import run_shell

    raise typer.Exit(run_shell(graph, write=write))


@app.command()
def schema(
    graph: Asked,
    pattern: Annotated[str, typer.Argument(metavar="[PATTERN]", help="Part of a name.")] = "",
) -> None:
    """Show classes and properties, with counts: kg schema graph claim."""
    from kg.query.schema import schema_listing as described
    from kg.query.session import Session

    with Session(graph) as session:
        _write(described(session.index, session.prefixes, pattern), None)


@app.command()
def search(
    graph: Asked,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of a label, or their beginnings.")],
    form: Format = None,
    output: Output = None,
    limit: Annotated[int, typer.Option("--limit", metavar="ROWS", min=1, help="At most so many.")] = 20,
) -> None:
    """Find nodes by their labels: kg search graph belgorod."""
    from kg.query.node_lookup import search_nodes as found
    from kg.query.session import Session

    with Session(graph) as session:
        _show(session, "", lambda: found(text, session, limit), form, output)


@app.command()
def describe(
    graph: Asked,
    node: Annotated[str, typer.Argument(metavar="NODE", help="A name such as actor:m23, an IRI, or a label.")],
    form: Format = None,
    output: Output = None,
) -> None:
    """Show what is said of a node and what points to it: kg describe graph actor:m23."""
    from kg.query.node_lookup import find_node
    from kg.query.node_lookup import node_statements as described
    from kg.query.session import Session

    with Session(graph) as session:
        iri = find_node(node, session)
        result = described(iri, session)
        if not result.rows:
            raise QueryError(f"describe: {node} does not occur in this graph; look with: kg search GRAPH TEXT")
        _show(session, "", lambda: result, form, output)


def _bound(query: SavedQuery, given: Mapping[str, Sequence[str]], session: Session) -> str:
    """Return the query's text with the values of its variables: as it declares them, or else as they look."""
    from kg.query.binding import bind
    from kg.query.prepared_queries import prepare, today
    from kg.query.untyped_values import ONE_TERM, parse_arguments

    if query.parameters:
        return prepare(query, given, session).text
    return bind(query.text, parse_arguments(query.text, given, ONE_TERM, session.prefixes, today()))


def _check(query: SavedQuery, result: Result) -> None:
    """Leave with the code of a failed check if the answer is not what its query expects."""
    from kg.query.expectations import unmet_expectation

    if why := unmet_expectation(query.expect, result):
        print(f"kg: check: {query.name}: {why}", file=sys.stderr)
        raise typer.Exit(CheckFailed.exit_code)


def _show(session: Session, text: str, ask: Callable[[], Result], form: str | None, output: Path | None) -> Result:
    """Write the answer and return it; say on stderr what it leaves out."""
    from kg.query.explain_error import explain_in_one_line
    from kg.query.formats import check_format, format_for, format_of, render
    from kg.query.prepared_queries import drop_column
    from kg.query.result_notes import empty_result_notes
    from kg.query.solutions import Solutions, Truth

    if form:
        check_format(form)
    wanted = form or (format_of(output) if output else "")
    try:
        result = ask()
    except QueryError as problem:
        raise QueryError(explain_in_one_line(text, problem, session.prefixes)) from problem
    name = wanted or format_for("table" if sys.stdout.isatty() else "csv", result)
    shown = drop_column(result, "claims") if isinstance(result, Solutions) and name in _LAID_OUT else result
    _write(render(shown, name, _look(session, shown, name, output)), output, laid_out=name in _LAID_OUT)
    if isinstance(result, Solutions) and not result.rows:
        print("0 rows", *(f"note: {note}" for note in empty_result_notes(text, session)), sep="\n", file=sys.stderr)
    if not isinstance(result, Truth) and result.truncated:
        print(f"kg: note: stopped after {len(result.rows):,} rows, there are more", file=sys.stderr)
    return result


def _look(session: Session, result: Result, name: str, output: Path | None) -> DisplayOptions:
    import shutil

    from kg.query.table import DisplayOptions

    if name not in _LAID_OUT:
        return DisplayOptions(session.prefixes)
    tty = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if tty else None
    color = tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return DisplayOptions(session.prefixes, session.result_labels(result), width=width, color=color, hyperlinks=color)


def _write(text: str, output: Path | None, *, laid_out: bool = False) -> None:
    """Write the text to stdout, or to a file that is whole or not there; what is laid out is harmless already."""
    if output is None:
        from kg.query.display_names import visible_lines

        sys.stdout.write(text if laid_out or not sys.stdout.isatty() else visible_lines(text))
        return
    write_whole(output, text)
