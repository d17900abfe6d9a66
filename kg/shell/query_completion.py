"""Completion candidates in a query: the graph's terms, variables, keywords and prefixes. Asks only the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.query.keywords import AGGREGATES, ENDINGS, FORMS, FUNCTIONS, PATTERNS, UPDATES
from kg.query.partial_parser import TYPE, PathStep, SyntaxPosition
from kg.query.saved_queries import saved_queries
from kg.shell.candidates import graph_candidates
from kg.shell.completion_context import CompletionContext, OpenTriple
from kg.shell.keyword_help import EXAMPLE_QUERIES, KEYWORDS, SIGNATURES
from kg.shell.node_classes import ClassInference, NodeClasses
from kg.shell.ranking import KEYWORDS_GROUP, VARIABLES_GROUP, Candidate
from kg.shell.session import ShellSession

_POSITION_KEYWORDS = {
    SyntaxPosition.SUBJECT: PATTERNS,
    SyntaxPosition.EXPRESSION: (*AGGREGATES, *FUNCTIONS, "AS", "IN", "NOT IN", "EXISTS", "NOT EXISTS"),
}
_LINE_GROUP = KEYWORDS_GROUP + 1  # of what makes a whole line


def query_candidates(shell: ShellSession, context: CompletionContext) -> Iterator[Candidate]:
    """Yield what may stand at the cursor of a query."""
    if context.typed.startswith(("?", "$")):
        yield from _parameter_candidates(shell, context.typed)
        yield from map(Candidate, context.variables)
        return
    if shell.graph.is_indexed:
        yield from _triple_candidates(shell, context)
    if context.typed.startswith(('"', "'", "<")) or context.expects_graph:
        return
    if context.has_text_before and not context.has_object:
        yield from (Candidate(name, group=VARIABLES_GROUP) for name in context.variables)
    yield from (Candidate(word, _keyword_hint(word), group=KEYWORDS_GROUP) for word in _keywords(context))
    if context.position is SyntaxPosition.KEYWORD and shell.write_allowed:
        yield from (Candidate(word, "changes the graph", group=KEYWORDS_GROUP) for word in UPDATES)
    if not context.has_text_before:
        yield from _line_candidates(context.typed)
    names_fit = context.position is not SyntaxPosition.KEYWORD or context.allows_names
    if context.typed and ":" not in context.typed and names_fit and not context.has_object:
        prefixes = shell.graph.prefixes.items()
        yield from (Candidate(f"{prefix}:", space, group=KEYWORDS_GROUP) for prefix, space in prefixes)


def _parameter_candidates(shell: ShellSession, typed: str) -> Iterator[Candidate]:
    """Yield the session's parameters, where `$` is typed."""
    if typed.startswith("$"):
        yield from (Candidate(f"${name}", f"= {value}") for name, value in shell.parameters.items())


def _triple_candidates(shell: ShellSession, context: CompletionContext) -> Iterable[Candidate]:
    """Return the terms of the graph that may stand here."""
    terms = graph_candidates(shell)
    if context.expects_graph:
        return terms.graphs()
    if context.has_object or (context.position is SyntaxPosition.KEYWORD and not context.allows_names):
        return ()
    if context.position in (SyntaxPosition.SUBJECT, SyntaxPosition.KEYWORD):
        return terms.nodes(context.typed) if context.typed else ()
    inference = ClassInference(shell.graph.index, shell.graph.prefixes)
    if context.triple is None:
        classes = inference.classes_of(context.compared_variable, context.patterns)
        if classes.iris:
            return terms.members(classes, context.typed)
        return terms.nodes(context.typed) if ":" in context.typed else ()
    classes = _subject_classes(context, context.triple, inference)
    if context.position is SyntaxPosition.PREDICATE:
        return terms.properties(classes, is_inverse=context.is_inverse)
    if context.triple.step == PathStep(TYPE):
        return terms.types(classes)
    return terms.objects(context.triple.step, classes, context.typed, is_compared=bool(context.compared_variable))


def _subject_classes(context: CompletionContext, triple: OpenTriple, inference: ClassInference) -> NodeClasses:
    """Return the classes of the node that the open step of a triple starts from."""
    if triple.step_before is not None:
        return inference.classes_behind(triple.step_before)
    return inference.classes_of(triple.subject, context.patterns)


def _keywords(context: CompletionContext) -> Iterable[str]:
    """Return the keywords and functions that may stand here."""
    if context.position is not SyntaxPosition.KEYWORD:
        return _POSITION_KEYWORDS.get(SyntaxPosition.SUBJECT if context.has_object else context.position, ())
    if context.is_closed:
        return (*ENDINGS, "VALUES")
    return ("DISTINCT", "WHERE", "FROM", *FORMS) if context.has_text_before else FORMS


def _line_candidates(typed: str) -> Iterator[Candidate]:
    """Yield example queries, commands and saved queries, with which a line may begin."""
    yield from (
        Candidate(text, "a whole query", name, group=_LINE_GROUP, display=name)
        for name, text in EXAMPLE_QUERIES.items()
    )
    if not typed:
        yield Candidate("\\", "a command; Tab lists them", group=_LINE_GROUP)
    for query in saved_queries():
        yield Candidate(f"\\q {query.name}", query.title, query.name if typed else "", group=_LINE_GROUP)


def _keyword_hint(word: str) -> str:
    return SIGNATURES.get(word) or KEYWORDS.get(word, ("", ""))[0]
