"""Commands that read text: articles into a graph, one article for people, a sentence's matches in the lexicon."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Everything, Model, Ontology, Published, app, parse_day
from kg.cli.output import print_lines, print_message
from kg.errors import KgError, UsageError, describe_fault

if TYPE_CHECKING:
    from kg.show.terminal import Screen


@app.command()
def build(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="Files, folders, patterns; - is stdin.")],
    graph: Annotated[Path, typer.Option("--output", "-o", metavar="GRAPH", help="A graph folder, or an RDF file.")],
    published: Published = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet of articles that do not name it.")] = None,
    everything: Everything = False,
    model: Model = None,
    ontology: Ontology = None,
    infer: Annotated[bool, typer.Option(help="Write what follows from the ontology.")] = True,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; one a core if not given.")] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read all again, and take out articles that are not given.")
    ] = False,
) -> None:
    """Read articles into a graph, adding to what is there: kg build seeds/ -o graph."""
    publication_day = parse_day(published, "--published")
    from kg.maintenance.build import build as build_graph

    summary = build_graph(
        inputs, graph, published=publication_day, outlet=outlet, model=model, everything=everything, infer=infer,
        workers=workers, rebuild=rebuild,
    )  # fmt: skip
    print_message(*summary.problems, *summary.lines())


@app.command()
def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Articles; - is stdin.")],
    published: Published = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say why: the rule of each value, and what was passed over.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object an article.")] = False,
    everything: Everything = False,
    model: Model = None,
    ontology: Ontology = None,
) -> None:
    """Show what each article says: kg read article.txt."""
    from kg.ingest import read_inputs
    from kg.ingest.outcomes import Status
    from kg.reading.parse.nlp import MODEL
    from kg.reading.pipeline import load_reader
    from kg.show.article import article_lines, legend
    from kg.show.reading_json import reading_json

    reader, has_failed, screen, count = load_reader(model or MODEL, everything=everything), False, _screen(), 0
    for entry in read_inputs(files, published=parse_day(published, "--published")):
        if entry.article is None or entry.status is not Status.ACCEPTED:
            has_failed = has_failed or entry.status is Status.QUARANTINED
            print_message(f"{entry.location}: {entry.status}: {entry.reason}")
            continue
        try:
            reading = reader.read(entry.article)
        except KgError:
            raise
        except Exception as fault:
            has_failed = True
            reason = f"cannot be read ({describe_fault(fault)}); report it with its text"
            print_message(f"{entry.location}: {Status.QUARANTINED}: {reason}")
            continue
        if json:
            print_lines(reading_json(reading, explain=explain))
            continue
        header = [""] if count else filter(None, [legend(screen)])
        print_lines(*header, *article_lines(reading, screen, explain=explain), is_escaped=True)
        count += 1
    if has_failed:
        raise typer.Exit(1)


@app.command()
def words(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT…", help="A sentence; - is stdin, a line each.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a sentence.")] = False,
    ontology: Ontology = None,
) -> None:
    """Show what of the ontology a sentence's words meet, and where it stands: kg words "Rebels shelled Goma"."""
    from kg.resolve.lexicon_matches import load_lexicon_matcher
    from kg.show.lexicon_matches import match_lines, matches_json
    from kg.text_normalization import clean_text

    argument = " ".join(text or ["-"])
    lines = (clean_text(line).text.strip() for line in (sys.stdin if argument == "-" else [argument]))
    sentences = [line for line in lines if line]
    if not sentences:
        raise UsageError("words: nothing to look up; give a sentence, or lines on stdin")
    matcher, screen = load_lexicon_matcher(), _screen()
    for n, sentence in enumerate(sentences):
        matches = matcher.matches(sentence)
        if json:
            print_lines(matches_json(sentence, matches))
        else:
            print_lines(*([""] if n else []), *match_lines(sentence, matches, screen), is_escaped=True)


def _screen() -> Screen:
    """Return what stdout is."""
    from kg.show.terminal import Screen

    if not sys.stdout.isatty():
        return Screen()
    return Screen(shutil.get_terminal_size().columns, not os.environ.get("NO_COLOR"))
