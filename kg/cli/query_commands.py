"""Commands that query a graph: data to stdout, words to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    Base,
    DefaultGraph,
    Format,
    InputFormat,
    Lenient,
    Limit,
    Output,
    QueryTarget,
    Timeout,
    app,
    load_options,
)
from kg.cli.output import LAID_OUT_FORMATS, print_message, write_output
from kg.errors import CheckFailed, QueryError, UsageError

if TYPE_CHECKING:
    from kg.query.saved_queries import SavedQuery
    from kg.query.session import Session
    from kg.query.solutions import Result, Solutions, Triples
    from kg.query.table import DisplayOptions

    KeepPartial = Callable[[Solutions | Triples], None]

Check = Annotated[
    bool, typer.Option("--check", help="Exit code 4 on no rows, a no, or a failed expectation of the query.")
]


@app.command()
def query(
    graph: Annotated[
        list[str],
        typer.Argument(metavar="GRAPH [-]", help="Graph folder, RDF files, endpoint; - is stdin."),
    ],
    text: Annotated[str | None, typer.Option("--query", "-q", metavar="TEXT", help="The query.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="A file with the query.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="A value for a variable; may be repeated.")
    ] = None,
    output_format: Format = None,
    output: Output = None,
    timeout: Timeout = 30,
    limit: Limit = None,
    check: Check = False,
    base: Base = None,
    input_format: InputFormat = None,
    default_graph: DefaultGraph = None,
    lenient: Lenient = False,
) -> None:
    """Answer one query: kg query graph -q 'DESCRIBE $who' -p who=actor:m23."""
    from kg.query.arguments import split_assignments
    from kg.query.odd_characters import plain_query
    from kg.query.saved_queries import parse_query
    from kg.query.session import Session

    options = load_options(base, input_format, lenient, default_graph)
    targets, text = _targets_and_query(graph, text, file)
    query, assignments = parse_query(plain_query(text), file or Path("query")), split_assignments(values or [])
    with Session(targets, timeout=timeout or None, options=options) as session:
        session.load(timeout or None)
        bound = _bind_values(query, assignments, session)
        result = _answer(
            session,
            bound,
            lambda keep: session.ask(bound, timeout or None, limit, on_partial_result=keep),
            output_format,
            output,
        )
    if check:
        _check_expectation(query, result)


def _targets_and_query(graph: list[str], text: str | None, file: Path | None) -> tuple[list[str], str]:
    """Return what is asked, and the query, which may be on standard input."""
    from kg.query.saved_queries import read_query

    has_query = text is not None or file is not None
    stdin = graph[-1:] == ["-"] and (not has_query or Path(graph[0]).is_dir())  # else it is RDF
    targets = graph[:-1] if stdin else graph
    if (text is not None) + (file is not None) + stdin != 1 or not targets:
        raise UsageError("query: give a graph, and one of -q TEXT, -f FILE and - (stdin)")
    if text is None:
        return targets, read_query(file) if file else sys.stdin.read()
    if text != text.encode(errors="replace").decode():
        raise UsageError("query: not UTF-8; type it in UTF-8")
    return targets, text


@app.command()
def run(
    graph: QueryTarget,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A saved query, by name or number.")],
    parameters: Annotated[list[str] | None, typer.Argument(metavar="[name=value…]", help="Its parameters.")] = None,
    output_format: Format = None,
    output: Output = None,
    timeout: Timeout = 30,
    limit: Limit = None,
    check: Check = False,
    base: Base = None,
    input_format: InputFormat = None,
    default_graph: DefaultGraph = None,
    lenient: Lenient = False,
    printed: Annotated[
        bool, typer.Option("--print", help="Print the query as plain SPARQL that runs anywhere, instead of its answer.")
    ] = False,
) -> None:
    """Answer a saved query: kg run graph timeline-of-a-place place=Goma since=2024."""
    from kg.query.arguments import split_assignments
    from kg.query.prepared_queries import execute, portable_text, prepare
    from kg.query.saved_queries import find_query, saved_queries
    from kg.query.session import Session

    options = load_options(base, input_format, lenient, default_graph)
    query = find_query(name, saved_queries())
    assignments = split_assignments(parameters or [])
    with Session(graph, timeout=timeout or None, options=options) as session:
        session.load(timeout or None)
        prepared = prepare(query, assignments, session)
        if printed:
            write_output(portable_text(prepared, session.prefixes), output)
            return
        result = _answer(
            session,
            prepared.text,
            lambda keep: execute(prepared, session, timeout or None, limit, on_partial_result=keep),
            output_format,
            output,
        )
    if check:
        _check_expectation(query, result)


@app.command()
def shell(
    graph: Annotated[
        list[str], typer.Argument(metavar="GRAPH", help="A graph folder, RDF files, or an endpoint's URL.")
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Let updates change a graph folder, each after a yes.")
    ] = False,
    base: Base = None,
    input_format: InputFormat = None,
    default_graph: DefaultGraph = None,
    lenient: Lenient = False,
) -> None:
    """Ask again and again, with completion: kg shell graph."""
    from kg.shell.main_loop import run_shell

    options = load_options(base, input_format, lenient, default_graph)
    raise typer.Exit(run_shell(graph, write=write, options=options))


@app.command()
def schema(
    graph: QueryTarget,
    pattern: Annotated[str, typer.Argument(metavar="[PATTERN]", help="Part of a name.")] = "",
) -> None:
    """Show classes and properties, with counts: kg schema graph claim."""
    from kg.query.schema import schema_listing
    from kg.query.session import Session

    with Session(graph) as session:
        write_output(schema_listing(session.index, session.prefixes, pattern))


@app.command()
def search(
    graph: QueryTarget,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of a label, or their beginnings.")],
    output_format: Format = None,
    output: Output = None,
    limit: Annotated[int, typer.Option("--limit", metavar="ROWS", min=1, help="At most so many.")] = 20,
) -> None:
    """Find nodes by their labels: kg search graph belgorod."""
    from kg.query.node_lookup import search_nodes
    from kg.query.session import Session

    with Session(graph) as session:
        _answer(session, "", lambda _: search_nodes(text, session, limit), output_format, output)


@app.command()
def describe(
    graph: QueryTarget,
    node: Annotated[str, typer.Argument(metavar="NODE", help="A name such as actor:m23, an IRI, or a label.")],
    output_format: Format = None,
    output: Output = None,
) -> None:
    """Show what is said of a node and what points to it: kg describe graph actor:m23."""
    from kg.query.node_lookup import find_node, node_statements
    from kg.query.session import Session

    with Session(graph) as session:
        session.load()
        iri = find_node(node, session)
        result = node_statements(iri, session)
        if not result.rows:
            raise QueryError(f"describe: {node} does not occur in this graph; look with: kg search GRAPH TEXT")
        _answer(session, "", lambda _: result, output_format, output)


def _bind_values(query: SavedQuery, assignments: Mapping[str, Sequence[str]], session: Session) -> str:
    """Return the query's text with values for its variables: of the types that it declares, or else by their syntax."""
    from kg.query.binding import bind
    from kg.query.prepared_queries import prepare, today
    from kg.query.untyped_values import ONE_TERM, parse_arguments

    if query.parameters:
        return prepare(query, assignments, session).text
    return bind(query.text, parse_arguments(query.text, assignments, ONE_TERM, session.prefixes, today()))


def _check_expectation(query: SavedQuery, result: Result) -> None:
    """Leave with the code of a failed check if the answer is not what its query expects."""
    from kg.query.expectations import unmet_expectation

    if reason := unmet_expectation(query.expect, result):
        print_message(f"kg: check: {query.name}: {reason}")
        raise typer.Exit(CheckFailed.exit_code)


def _answer(
    session: Session, text: str, ask: Callable[[KeepPartial], Result], output_format: str | None, output: Path | None
) -> Result:
    """Write the answer and return it; print to stderr what it leaves out.

    What has arrived of an answer that ends early is written before the error is raised.
    """
    from kg.query.formats import check_format, format_of

    if output_format:
        check_format(output_format)
    requested = output_format or (format_of(output) if output else "")
    try:
        result = ask(lambda partial: _write_result(session, text, partial, requested, output))
    except QueryError as problem:
        from kg.query.explain_error import explain_in_one_line  # takes time to load, and most queries are right

        raise QueryError(explain_in_one_line(text, problem, session.prefixes)) from problem
    _write_result(session, text, result, requested, output)
    return result


def _write_result(session: Session, text: str, result: Result, requested: str, output: Path | None) -> None:
    from kg.query.display_names import quantity
    from kg.query.formats import format_for, render
    from kg.query.prepared_queries import drop_column
    from kg.query.result_notes import result_notes
    from kg.query.solutions import Solutions, Truth, size

    name = requested or format_for("table" if sys.stdout.isatty() else "csv", result)
    displayed = drop_column(result, "claims") if isinstance(result, Solutions) and name in LAID_OUT_FORMATS else result
    rendered = render(displayed, name, _display_options(session, displayed, name, output))
    write_output(rendered, output, is_escaped=name in LAID_OUT_FORMATS)
    for note in session.load_notes:
        print_message(f"kg: note: {note}")
    if isinstance(result, Solutions) and not result.rows:
        print_message("0 rows")
    for note in result_notes(text, result, session):
        print_message(f"note: {note}")
    if session.moved_to:
        print_message(f"kg: note: {session.name} has moved to {session.moved_to}; give that address")
    if isinstance(result, Truth) or not result.truncated:
        return
    sys.stdout.flush()
    end = f"{quantity(size(result), 'row')}, cut {result.cut}" if result.cut else f"stopped after {size(result):,} rows"
    print_message(f"kg: note: {end}, there are more")


def _display_options(session: Session, result: Result, name: str, output: Path | None) -> DisplayOptions:
    import shutil

    from kg.query.table import DisplayOptions

    if name not in LAID_OUT_FORMATS:
        return DisplayOptions(session.prefixes)
    tty = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if tty else None
    color = tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return DisplayOptions(session.prefixes, session.result_labels(result), width=width, color=color, hyperlinks=color)
