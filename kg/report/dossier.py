"""Put a dossier together: one page on an actor or a place, from the saved queries that are tagged for it."""

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
from kg.report.answers import Answer, get, graph_name, graph_version
from kg.report.outline import Outline
from kg.report.page import Page, render, section
from kg.report.report_run import TIMEOUT, outlines_of

_KINDS = {"cno:Actor": ("dossier-actor", "actor"), "cno:Place": ("dossier-place", "place")}
_ROWS = 300  # of each section


def dossier(
    name: str, period: dict[str, str], queries: list[SavedQuery], session: Session, outline: Outline | None = None
) -> str:
    """Return the HTML page on an actor or a place.

    Args:
        name: A label, curie or IRI.
        period: `since` and `until`, where they are given.
        queries: Those to choose the sections from, by tag; each must have a parameter `actor` or `place`.
        session: The graph.
        outline: Lines under the map; None: none.

    Raises:
        UsageError: nothing is called so, or several things are, or it is neither an actor nor a place.
    """
    node, (tag, parameter) = _subject(name, session)
    label = visible(session.index.labels([node]).get(node, name))
    answers = list(_answers(node, tag, parameter, period, queries, session))
    kind = "an actor" if parameter == "actor" else "a place"
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    version = graph_version(session)
    facts = [("name", curie(node, session.prefixes)), *period.items(), ("made", made), ("graph", version)]
    foot = [("made", f"{made} by kg {__version__}"),
            ("graph", visible(f"{graph_name(session)}, {version}")),
            ("queries", ", ".join(answer.prepared.query.name for answer in answers))]  # fmt: skip
    summary = f"A dossier on {kind}: what is said of it and by it, in the words of the articles. {_scope(parameter)}"
    sections = tuple(
        {**part, "title": part["title"].replace(kind, label)}
        for part in (section(a, most=_ROWS, outline=outline) for a in answers)
    )
    foot += outlines_of(sections, outline)
    return render(Page(label, summary, tuple((n, visible(v)) for n, v in facts), tuple(foot), sections, open=True))


def _scope(parameter: str) -> str:
    return "Its parts count as it." if parameter == "actor" else "What lies in it counts as it."


def _subject(name: str, session: Session) -> tuple[str, tuple[str, str]]:
    faults = []
    fitting = {}
    for class_name, section_of in _KINDS.items():
        try:
            node = resolve_entity(name, class_name, session.index, session.prefixes)
        except UsageError as problem:
            faults.append(str(problem))
            continue
        iri = session.prefixes["cno"] + class_name.removeprefix("cno:")
        if is_a(node, iri, session.index):
            fitting[node] = section_of
    exact = [node for node in fitting if node in session.index.named(name.strip().strip("\"'"))]
    chosen = list(fitting) if len(fitting) == 1 else exact
    if len(chosen) == 1:
        return chosen[0], fitting[chosen[0]]
    if fitting:
        both = ", ".join(curie(node, session.prefixes) for node in fitting)
        raise UsageError(f"dossier: '{visible(name)}' may be {both}; give one of these names")
    ambiguous = [fault for fault in faults if "may be" in fault]
    raise UsageError(f"dossier: {(ambiguous or faults or [f'{visible(name)} is neither an actor nor a place'])[0]}")


def _answers(
    node: str, tag: str, parameter: str, period: dict[str, str], queries: list[SavedQuery], session: Session
) -> Iterator[Answer]:
    for query in queries:
        names = [p.name for p in query.parameters]
        if tag in query.tags and parameter in names and not query.fault:
            given = {parameter: [f"<{node}>"], **{name: [day] for name, day in period.items() if name in names}}
            yield get(prepare(query, given, session), session, TIMEOUT)
