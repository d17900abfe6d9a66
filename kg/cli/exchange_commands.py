"""Commands that hand a graph to other tools, and take RDF from them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Target, app
from kg.errors import UsageError

if TYPE_CHECKING:
    import pyoxigraph as ox

_FEW = 20_000  #: statements that are written before anybody would look at a bar


@app.command()
def export(
    graph: Target,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its ending gives the format; - is stdout.")],
    article: Annotated[
        list[str] | None, typer.Option(metavar="ARTICLE", help="Only this one, by IRI, id or URL; may be repeated.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Only articles published since then.")] = None,
    quotes: Annotated[bool, typer.Option("--quotes/--no-quotes", help="Words of the articles' texts.")] = True,
    inferred: Annotated[bool, typer.Option("--inferred/--no-inferred", help="What follows from the ontology.")] = True,
    ontology: Annotated[bool, typer.Option("--with-ontology", help="The ontology, too.")] = False,
    owl_dl: Annotated[
        bool, typer.Option("--owl-dl", help="For reasoners: dates as xsd:dateTime, all properties declared.")
    ] = False,
    form: Annotated[str | None, typer.Option("--format", metavar="NAME", help="ttl, nq, …: for stdout.")] = None,
) -> None:
    """Write a graph to one file: kg export graph graph.ttl.

    RDF: .ttl .nt .trig .nq .rdf .jsonld; who acts against whom: .csv .graphml .gexf; a map: .geojson. With .gz: packed.
    """
    from kg.graph.export_selection import ExportSelection
    from kg.graph.rdf_files import dump
    from kg.graph.rdf_files import export as write
    from kg.store.snapshots import Snapshots

    choice = ExportSelection(tuple(article or ()), _day(since), quotes, inferred, ontology, owl_dl)
    if (str(file) == "-") != (form is not None):
        raise UsageError("export: --format goes with -, which is stdout; a file's ending gives its own")

    def written(source: Path) -> int:
        return dump(source, sys.stdout.buffer, form, choice) if form else write(source, file, choice, progress=_bar)

    if graph.is_file():
        count = written(graph)
    else:
        with Snapshots(graph).hold_current() as snapshot:
            count = written(snapshot)
    what = "edges" if _kind(file, form) in (".csv", ".graphml", ".gexf") else "statements"
    what = "events" if _kind(file, form) == ".geojson" else what
    print(f"{file}: {count:,} {what}", file=sys.stderr)


def _kind(file: Path, form: str | None) -> str:
    return f".{form}" if form else Path(file.name.removesuffix(".gz")).suffix


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--since {text}: not a day; write it as 2025-03-18") from None


def _bar(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Show how far the writing is, at a terminal."""
    if len(quads) < _FEW or not sys.stderr.isatty():
        return iter(quads)
    from tqdm import tqdm

    return iter(tqdm(quads, unit=" statements", leave=False))


@app.command(name="import")
def bring(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder; made if it is not there.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="RDF files, packed or not.")],
) -> None:
    """Take RDF into a graph: kg import graph actors.ttl."""
    from kg.maintenance.build_summary import snapshot_sizes
    from kg.maintenance.rdf_import import import_files
    from kg.store.snapshots import Snapshots

    for one in import_files(graph, files):
        print(f"{one.file}: {one.statements:,} statements, {one.new_statements:,} of them new", file=sys.stderr)
    statements, inferred = snapshot_sizes(Snapshots(graph).current())
    print(f"{statements:,} statements, {inferred:,} inferred", file=sys.stderr)
