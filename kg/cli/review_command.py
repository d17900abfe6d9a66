"""The command by which a person decides what is one and the same. Rows to stdout, words to stderr."""

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
from kg.errors import KgError, UsageError

if TYPE_CHECKING:
    from kg.links.decisions import Decision
    from kg.links.review import Review
    from kg.query.solutions import Solutions

_LAID_OUT = ("table", "vertical", "md")


@app.command()
def review(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder.")],
    nodes: Annotated[
        list[str] | None, typer.Argument(metavar="[A B]", help="With --undo: the two nodes of the decision.")
    ] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only actors, places or events.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Print what may be one, best first, and ask nothing.")] = False,
    decided: Annotated[bool, typer.Option("--decided", help="Print the decisions.")] = False,
    decide: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take decisions from Turtle, or --list's CSV; - is stdin.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last decision, or the one on A and B.")] = False,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep decisions there, not in GRAPH/decisions.ttl.")
    ] = None,
    form: Format = None,
    limit: Limit = None,
) -> None:
    """Decide what is one and the same, two by two: kg review graph.

    At a terminal, each pair is answered with one key: s same, d different, l later, x swap sides, u undo, q quit.
    """
    from kg.links.review import KINDS, Review

    if kind is not None and kind not in KINDS:
        raise UsageError(f"--kind {kind}: no such kind; there are: {', '.join(KINDS)}")
    if sum((listed, decided, decide is not None, undo)) > 1:
        raise UsageError("review: give one of --list, --decided, --decide and --undo")
    if nodes and (not undo or len(nodes) != 2):
        raise UsageError("review: two nodes go with --undo, as in: kg review GRAPH --undo actor:a actor:b")
    with Review(graph, decisions) as own:
        if listed or decided:
            _print(_pairs(own, kind, limit, form) if listed else _decided(own), form, own)
        elif undo:
            _undo(own, nodes or [])
        elif decide is not None:
            print(f"{_counted(own.decide_all(_read(decide)))} taken", file=sys.stderr)
            _publish(own)
        else:
            _converse(own, kind, limit)


def _converse(own: Review, kind: str | None, limit: int | None) -> None:
    from kg.cli.pair_decisions import decide

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("review: asks at a terminal, and this is none; use --list, then --decide FILE")
    pairs = own.pairs(kind)[:limit]
    if not pairs:
        print("nothing is left to decide")
    made = decide(own, pairs, color=not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")
    if made:
        print(f"{_counted(made)} kept in {own.file}")
    _publish(own)


def _publish(own: Review) -> None:
    """Apply the decisions; where the graph is busy, say that they are safe."""
    try:
        if own.publish():
            print(f"{own.graph}: published with {_counted(len(own.decisions))}", file=sys.stderr)
    except KgError as problem:
        remedy = f"the decisions are safe in {own.file} and apply with the next review or build"
        raise type(problem)(f"{problem}; {remedy}") from problem


def _counted(number: int) -> str:
    return f"{number:,} decision{'' if number == 1 else 's'}"


def _undo(own: Review, nodes: list[str]) -> None:
    from kg.query.display_names import expand
    from kg.vocab import PREFIXES

    wanted = frozenset(expand(name, PREFIXES) or name for name in nodes)
    found = [d for d in own.decisions if not nodes or d.pair == wanted]
    if not found:
        what = f"no decision on {' and '.join(nodes)}" if nodes else "no decision"
        raise UsageError(f"{own.file}: there is {what} to undo; see: kg review {own.graph} --decided")
    own.undo(found[-1])
    print(f"undone: {found[-1]}", file=sys.stderr)
    _publish(own)


def _read(file: Path) -> list[Decision]:
    """Return the decisions of a Turtle file, of a filled-in list, or of either from stdin."""
    from kg.links.decisions import parse_decisions

    if str(file) != "-" and not file.is_file():
        raise UsageError(f"{file}: no such file")
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    if file.suffix == ".csv" or text.startswith("kind,"):
        return list(_filled_in(text, file))
    return list(parse_decisions(text, str(file)))


def _filled_in(text: str, file: Path) -> Iterator[Decision]:
    from kg.links.decisions import Decision
    from kg.query.display_names import expand
    from kg.vocab import PREFIXES

    for row in csv.DictReader(io.StringIO(text)):
        said = (row.get("decision") or "").strip().lower()
        if said in ("", "l", "later"):
            continue
        if said not in ("s", "same", "d", "different") or not row.get("one") or not row.get("other"):
            raise UsageError(f"{file}: '{said}' for {row.get('one')}: write same, different or later")
        one, other = (expand(row[name], PREFIXES) or row[name] for name in ("one", "other"))
        yield Decision(one, other, said.startswith("s"))


def _pairs(own: Review, kind: str | None, limit: int | None, form: str | None) -> Solutions:
    from kg.links.decisions import sort_of
    from kg.query.solutions import Iri, Literal, Row, Solutions

    decimal, names = "http://www.w3.org/2001/XMLSchema#decimal", ("kind", "score", "one", "other", "why")
    laid_out = (form or ("table" if sys.stdout.isatty() else "csv")) in _LAID_OUT
    rows: list[Row] = []
    for pair in own.pairs(kind)[:limit]:
        score = Literal(f"{pair.score:.2f}", datatype=decimal)
        row: Row = (
            Literal(sort_of(pair.one) + "s"),
            score,
            Iri(pair.one),
            Iri(pair.other),
            Literal("; ".join(pair.why)),
        )
        more = (*(Literal(own.witness.label(iri)) for iri in (pair.one, pair.other)), Literal(""))
        rows.append(row if laid_out else (*row, *more))
    return Solutions(names if laid_out else (*names, "one_label", "other_label", "decision"), tuple(rows))


def _decided(own: Review) -> Solutions:
    from kg.query.solutions import Iri, Literal, Solutions

    words = {True: "same", False: "different"}
    return Solutions(
        ("one", "decision", "other"),
        tuple((Iri(d.one), Literal(words[d.same]), Iri(d.other)) for d in own.decisions),
    )


def _print(rows: Solutions, form: str | None, own: Review) -> None:
    from kg.query.display_names import visible_lines
    from kg.query.formats import render
    from kg.query.solutions import Iri
    from kg.query.table import DisplayOptions
    from kg.vocab import PREFIXES

    name, tty = form or ("table" if sys.stdout.isatty() else "csv"), sys.stdout.isatty()
    labels = {t.value: own.witness.label(t.value) for row in rows.rows for t in row if isinstance(t, Iri)}
    width = shutil.get_terminal_size().columns if tty else None
    look = DisplayOptions(PREFIXES, labels, width=width, color=tty and not os.environ.get("NO_COLOR"))
    text = render(rows, name, look)
    sys.stdout.write(text if name in _LAID_OUT or not tty else visible_lines(text))
    if not rows.rows:
        print("nothing is left to decide" if "why" in rows.variables else "nothing is decided yet", file=sys.stderr)
