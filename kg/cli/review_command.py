"""The command by which a person decides which nodes are the same: rows to stdout, words to stderr."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Format, Limit, app
from kg.cli.output import LAID_OUT_FORMATS, print_lines, print_message, write_output
from kg.errors import KgError, UsageError
from kg.query.display_names import quantity

if TYPE_CHECKING:
    from kg.links.decisions import Decision
    from kg.links.review import Review
    from kg.query.solutions import Solutions


@app.command()
def review(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder.")],
    nodes: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="With --undo: the two nodes of the decision.")
    ] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only actors, places or events.")] = None,
    list_pairs: Annotated[
        bool, typer.Option("--list", help="Print what may be one, best first, and ask nothing.")
    ] = False,
    list_decisions: Annotated[bool, typer.Option("--decided", help="Print the decisions.")] = False,
    decide_from: Annotated[
        Path | None,
        typer.Option("--decide", metavar="FILE", help="Take decisions from Turtle, or --list's CSV; - is stdin."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last decision, or the one on A and B.")] = False,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep decisions there, not in GRAPH/decisions.ttl.")
    ] = None,
    output_format: Format = None,
    limit: Limit = None,
) -> None:
    """Decide what is one and the same, two by two: kg review graph.

    At a terminal, each pair is answered with one key: s same, d different, l later, x swap sides, u undo, q quit.
    """
    from kg.links.review import KINDS, Review

    if kind is not None and kind not in KINDS:
        raise UsageError(f"--kind {kind}: no such kind; there are: {', '.join(KINDS)}")
    if sum((list_pairs, list_decisions, decide_from is not None, undo)) > 1:
        raise UsageError("review: give one of --list, --decided, --decide and --undo")
    if nodes and (not undo or len(nodes) != 2):
        raise UsageError("review: two nodes go with --undo, as in: kg review GRAPH --undo actor:a actor:b")
    with Review(graph, decisions) as session:
        if list_pairs:
            _print_rows(_pair_rows(session, kind, limit, output_format), output_format, session)
        elif list_decisions:
            _print_rows(_decision_rows(session), output_format, session)
        elif undo:
            _undo_decision(session, nodes or [])
        elif decide_from is not None:
            print_message(f"{quantity(session.decide_all(_read_decisions(decide_from)), 'decision')} taken")
            _publish(session)
        else:
            _decide_at_terminal(session, kind, limit)


def _decide_at_terminal(session: Review, kind: str | None, limit: int | None) -> None:
    from kg.cli.pair_decisions import decide

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("review: asks at a terminal, and this is none; use --list, then --decide FILE")
    pairs = session.pairs(kind)[:limit]
    if not pairs:
        print_lines("nothing is left to decide")
    count = decide(session, pairs, color=not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")
    if count:
        print_lines(f"{quantity(count, 'decision')} kept in {session.file}")
    _publish(session)


def _publish(session: Review) -> None:
    """Apply the decisions to the graph; an error tells that they are kept."""
    try:
        if session.publish():
            print_message(f"{session.graph}: published with {quantity(len(session.decisions), 'decision')}")
    except KgError as problem:
        remedy = f"the decisions are safe in {session.file} and apply with the next review or build"
        raise type(problem)(f"{problem}; {remedy}") from problem


def _undo_decision(session: Review, nodes: list[str]) -> None:
    from kg.query.display_names import expand
    from kg.vocab import PREFIXES

    pair = frozenset(expand(name, PREFIXES) or name for name in nodes)
    matching = [d for d in session.decisions if not nodes or d.pair == pair]
    if not matching:
        subject = f"no decision on {' and '.join(nodes)}" if nodes else "no decision"
        raise UsageError(f"{session.file}: there is {subject} to undo; see: kg review {session.graph} --decided")
    session.undo(matching[-1])
    print_message(f"undone: {matching[-1]}")
    _publish(session)


def _read_decisions(file: Path) -> list[Decision]:
    """Return the decisions of a Turtle file, of a filled-in list, or of either from stdin."""
    from kg.links.decisions import parse_decisions

    if str(file) != "-" and (not file.exists() or file.is_dir()):
        raise UsageError(f"{file}: no such file")
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        if file.suffix == ".csv" or text.startswith("kind,"):
            return list(_parse_filled_in_list(text, file))
    except UnicodeDecodeError as problem:
        raise UsageError(f"{file}: not UTF-8 text; save it as UTF-8") from problem
    except csv.Error as problem:
        raise UsageError(f"{file}: no list as --list writes it ({problem}); write it anew") from problem
    return list(parse_decisions(text, str(file)))


def _parse_filled_in_list(text: str, file: Path) -> Iterator[Decision]:
    """Yield the decisions that are filled in in a list that `--list` has written."""
    from kg.links.decisions import Decision
    from kg.query.display_names import expand
    from kg.vocab import PREFIXES

    for row in csv.DictReader(io.StringIO(text)):
        answer = (row.get("decision") or "").strip().lower()
        if answer in ("", "l", "later"):
            continue
        if answer not in ("s", "same", "d", "different") or not row.get("one") or not row.get("other"):
            raise UsageError(f"{file}: '{answer}' for {row.get('one')}: write same, different or later")
        one, other = (expand(row[name], PREFIXES) or row[name] for name in ("one", "other"))
        yield Decision(one, other, answer.startswith("s"))


def _pair_rows(session: Review, kind: str | None, limit: int | None, output_format: str | None) -> Solutions:
    from kg.links.decisions import node_sort
    from kg.query.solutions import Iri, Literal, Row, Solutions

    decimal, names = "http://www.w3.org/2001/XMLSchema#decimal", ("kind", "score", "one", "other", "why")
    is_laid_out = (output_format or ("table" if sys.stdout.isatty() else "csv")) in LAID_OUT_FORMATS
    rows: list[Row] = []
    for pair in session.pairs(kind)[:limit]:
        score = Literal(f"{pair.score:.2f}", datatype=decimal)
        row: Row = (
            Literal(node_sort(pair.one) + "s"),
            score,
            Iri(pair.one),
            Iri(pair.other),
            Literal("; ".join(pair.reasons)),
        )
        labels = (*(Literal(session.evidence_reader.label(iri)) for iri in (pair.one, pair.other)), Literal(""))
        rows.append(row if is_laid_out else (*row, *labels))
    return Solutions(names if is_laid_out else (*names, "one_label", "other_label", "decision"), tuple(rows))


def _decision_rows(session: Review) -> Solutions:
    from kg.query.solutions import Iri, Literal, Solutions

    verdicts = {True: "same", False: "different"}
    return Solutions(
        ("one", "decision", "other"),
        tuple((Iri(d.one), Literal(verdicts[d.same]), Iri(d.other)) for d in session.decisions),
    )


def _print_rows(rows: Solutions, output_format: str | None, session: Review) -> None:
    from kg.query.formats import render
    from kg.query.solutions import Iri
    from kg.query.table import DisplayOptions
    from kg.vocab import PREFIXES

    name, tty = output_format or ("table" if sys.stdout.isatty() else "csv"), sys.stdout.isatty()
    labels = {t.value: session.evidence_reader.label(t.value) for row in rows.rows for t in row if isinstance(t, Iri)}
    width = shutil.get_terminal_size().columns if tty else None
    options = DisplayOptions(PREFIXES, labels, width=width, color=tty and not os.environ.get("NO_COLOR"))
    text = render(rows, name, options)
    write_output(text, is_escaped=name in LAID_OUT_FORMATS)
    if not rows.rows:
        print_message("nothing is left to decide" if "why" in rows.variables else "nothing is decided yet")
