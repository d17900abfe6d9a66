"""The command that writes a dossier: an HTML page for people to send, words to stderr."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Outline, QueryTarget, app
from kg.cli.output import print_message
from kg.errors import UsageError


@app.command()
def dossier(
    graph: QueryTarget,
    name: Annotated[str, typer.Argument(metavar="NAME", help="An actor or a place, by label or short name.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML page.")] = Path(
        "dossier.html"
    ),
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only what is reported from this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what is reported up to this day.")] = None,
    outline: Outline = None,
) -> None:
    """Write one page on an actor or a place: kg dossier graph "Wagner Group" -o wagner.html."""
    from kg.atomic_files import write_atomically
    from kg.query.saved_queries import saved_queries
    from kg.query.session import Session
    from kg.report.dossier import dossier as dossier_page
    from kg.report.outline import read_outline

    if output.suffix not in (".html", ".htm"):
        raise UsageError(f"{output}: a dossier is an HTML page; name it .html")
    period = {key: day for key, day in (("since", since), ("until", until)) if day}
    outlines = read_outline(outline) if outline else None
    with Session(graph) as session:
        write_atomically(output, dossier_page(name, period, saved_queries(), session, outlines))
    print_message(str(output))
