"""Write a dossier: one page on an actor or a place, from the saved queries that are tagged for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from kg import __version__
from kg.errors import UsageError
from kg.query.display_names import curie, visible
from kg.query.entity_lookup import is_a, resolve_entity
from kg.query.prepared_queries import prepare
from kg.query.saved_queries import SavedQuery
from kg.query.session import Session
from kg.report.answers import Answer, fetch_answer, graph_name, graph_version
from kg.report.html_page import Page, render
from kg.report.outline import Outline
from kg.report.page_sections import section
from kg.report.report_run import TIMEOUT
from kg.report.run_metadata import outline_provenance

_KINDS = {"cno:Actor": ("dossier-actor", "actor"), "cno:Place": ("dossier-place", "place")}
_MAX_ROWS = 300  # of each section


def dossier(
    name: str, period: dict[str, str], queries: list[SavedQuery], session: Session, outline: Outline | None = None
) -> str:
    """Return the HTML page on an actor or a place.

    Args:
        name: a label, CURIE or IRI.
        period: `since` and `until`, if the user has typed them.
        queries: those to choose the sections from, by tag; each must have a parameter `actor` or `place`.
        session: the graph.
        outline: lines under the map; None: none.

    Raises:
        UsageError: no node is found, or several are, or it is neither an actor nor a place.
    """
    node, (tag, parameter) = _subject(name, session)
    label = visible(session.index.labels([node]).get(node, name))
    answers = list(_answers(node, tag, parameter, period, queries, session))
    kind = "an actor" if parameter == "actor" else "a place"
    sections = tuple(
        {**part, "title": part["title"].replace(kind, label)}
        for part in (section(answer, max_rows=_MAX_ROWS, outline=outline) for answer in answers)
    )
    made, version = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), graph_version(session)
    facts = {"name": curie(node, session.prefixes), **period, "made": made, "graph": version}
    provenance = (
        ("made", f"{made} by kg {__version__}"),
        ("graph", visible(f"{graph_name(session)}, {version}")),
        ("queries", ", ".join(answer.prepared.query.name for answer in answers)),
        *outline_provenance(sections, outline),
    )
    shown_facts = tuple((fact, visible(value)) for fact, value in facts.items())
    return render(Page(label, _summary(kind, parameter), shown_facts, provenance, sections, open=True))


def _summary(kind: str, parameter: str) -> str:
    scope = "Its parts count as it." if parameter == "actor" else "What lies in it counts as it."
    return f"A dossier on {kind}: what is said of it and by it, in the words of the articles. {scope}"


def _subject(name: str, session: Session) -> tuple[str, tuple[str, str]]:
    faults = []
    nodes = {}
    for class_name, section_of in _KINDS.items():
        try:
            node = resolve_entity(name, class_name, session.index, session.prefixes)
        except UsageError as problem:
            faults.append(str(problem))
            continue
        iri = session.prefixes["cno"] + class_name.removeprefix("cno:")
        if is_a(node, iri, session.index):
            nodes[node] = section_of
    exact = [node for node in nodes if node in session.index.nodes_labelled(name.strip().strip("\"'"))]
    chosen = list(nodes) if len(nodes) == 1 else exact
    if len(chosen) == 1:
        return chosen[0], nodes[chosen[0]]
    if nodes:
        candidates = ", ".join(curie(node, session.prefixes) for node in nodes)
        raise UsageError(f"dossier: '{visible(name)}' may be {candidates}; give one of these names")
    ambiguous = [fault for fault in faults if "may be" in fault]
    raise UsageError(f"dossier: {(ambiguous or faults or [f'{visible(name)} is neither an actor nor a place'])[0]}")


def _answers(
    node: str, tag: str, parameter: str, period: dict[str, str], queries: list[SavedQuery], session: Session
) -> Iterator[Answer]:
    for query in queries:
        names = [p.name for p in query.parameters]
        if tag in query.tags and parameter in names and not query.fault:
            arguments = {parameter: [f"<{node}>"], **{name: [day] for name, day in period.items() if name in names}}
            yield fetch_answer(prepare(query, arguments, session), session, TIMEOUT)
