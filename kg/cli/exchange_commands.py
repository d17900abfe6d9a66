"""Commands that hand a graph to other tools, and take RDF from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Base, Lenient, Target, app, load_options, parse_day
from kg.cli.output import binary_output, print_message, progress_stream
from kg.errors import UsageError

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.graph.export_selection import ExportSelection

_PROGRESS_STATEMENTS = 20_000  #: fewest for which a progress bar is shown

#: suffix → what a file of that format counts
_UNITS = {".csv": "edges", ".graphml": "edges", ".gexf": "edges", ".geojson": "events"}


ImportFormat = Annotated[
    str | None,
    typer.Option("--format", "--input-format", metavar="NAME", help="ttl, trig, nt, nq, rdf, jsonld or n3."),
]


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
    about: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Turtle that says of <> title, licence, publisher; else GRAPH/dataset.ttl."),
    ] = None,
    output_format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="ttl, nq, …: for stdout.")
    ] = None,
) -> None:
    """Write a graph to one file: kg export graph graph.ttl.

    RDF: .ttl .nt .trig .nq .rdf .jsonld; who acts against whom: .csv .graphml .gexf; a map: .geojson. With .gz: packed.
    """
    from kg.graph.export_selection import ExportSelection

    stated = _stated_metadata(graph, about)
    selection = ExportSelection(
        tuple(article or ()), parse_day(since, "--since"), quotes, inferred, ontology, stated, owl_dl
    )
    if (str(file) == "-") != (output_format is not None):
        raise UsageError("export: --format goes with -, which is stdout; a file's ending gives its own")
    count = _export_selection(graph, file, selection, output_format)
    suffix = f".{output_format}" if output_format else Path(file.name.removesuffix(".gz")).suffix
    print_message(f"{file}: {count:,} {_UNITS.get(suffix, 'statements')}")


def _stated_metadata(graph: Path, about: Path | None) -> tuple[ox.Quad, ...]:
    """Return what the dataset's maker says of it, in the given file or in the graph's folder."""
    from kg.graph.dataset_metadata import ABOUT_FILE
    from kg.maintenance.stated_metadata import load_metadata

    if about is None and (graph / ABOUT_FILE).is_file():
        about = graph / ABOUT_FILE
    return load_metadata(about) if about else ()


def _export_selection(graph: Path, file: Path, selection: ExportSelection, output_format: str | None) -> int:
    """Export a graph folder or an RDF file, and return how many statements, rows or features were written."""
    from kg.graph.lexical_forms import LexicalForms
    from kg.graph.rdf_files import dump
    from kg.graph.rdf_files import export as export_graph
    from kg.graph.rdf_parsing import LoadOptions
    from kg.store.rdf_loading import file_sources, load_store
    from kg.store.snapshots import Snapshots

    def write(source: Path | ox.Store, forms: LexicalForms | None = None) -> int:
        if output_format:
            with binary_output() as stream:
                return dump(source, stream, output_format, selection, forms)
        return export_graph(source, file, selection, forms, progress=_progress_bar)

    if graph.is_file():
        forms = LexicalForms()
        count = write(load_store(file_sources([graph]), LoadOptions(), forms), forms)
        if forms.losses():
            print_message(f"kg: note: {forms.losses()}")
    else:
        with Snapshots(graph).hold_current() as snapshot:
            count = write(snapshot)
    return count


def _progress_bar(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the statements, and show at a terminal how many are written."""
    stream = progress_stream()
    if len(quads) < _PROGRESS_STATEMENTS or not stream.isatty():
        return iter(quads)
    from tqdm import tqdm

    return iter(tqdm(quads, unit=" statements", leave=False, file=stream))


@app.command(name="import")
def import_rdf(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder; made if it is not there.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="RDF files, packed or not; - is stdin.")],
    input_format: ImportFormat = None,
    base: Base = None,
    lenient: Lenient = False,
    infer: Annotated[
        bool | None, typer.Option("--infer/--no-infer", help="Add what follows; else as the graph was made.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="Stop reading then; 0: never.")] = 600,
) -> None:
    """Take RDF into a graph: kg import graph actors.ttl."""
    from kg.maintenance.build_summary import snapshot_sizes
    from kg.maintenance.rdf_import import import_files
    from kg.query.graph_sources import rdf_sources
    from kg.query.load_notes import base_note, skipped_notes
    from kg.store.snapshots import Snapshots

    options = load_options(base, input_format, lenient)
    with ExitStack() as copies:
        sources = rdf_sources(tuple(files), options, copies)
        imported_files = import_files(graph, sources, options, timeout=timeout or None, infer=infer)
    for imported in imported_files:
        counts = f"{imported.report.statements:,} statements, {imported.new_statements:,} of them new"
        print_message(f"{imported.report.name}: {counts}")
        if imported.rewritten:
            print_message(f"kg: note: {imported.report.name}: {imported.rewritten}")
        for note in (*skipped_notes(imported.report), *base_note(imported.report.name, imported.relative)):
            print_message(f"kg: note: {note}")
    statements, inferred = snapshot_sizes(Snapshots(graph).current())
    print_message(f"{statements:,} statements, {inferred:,} inferred")
