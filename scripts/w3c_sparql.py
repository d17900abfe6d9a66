"""Run the W3C's SPARQL 1.0 and 1.1 evaluation tests, and print how many pass, group by group.

    git clone https://github.com/w3c/rdf-tests
    python scripts/w3c_sparql.py rdf-tests/sparql/sparql10 rdf-tests/sparql/sparql11 [--engine] [--failed]

Each query is asked as `kg query` asks it: in the worker, of the data as files, with `--default-graph own`. With
--engine it is asked of the bare engine, for comparison. Left out are entailment, federation, protocols and updates.
Values are compared as the engine keeps them ("2.0" is "2.00"); the order of rows is not compared.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph.rdf_parsing import LoadOptions
from kg.query.session import Session
from kg.query.solutions import Blank, Iri, Result, Term, Triples, Truth

BASE = "http://www.w3.org/tests/"  # of what is relative in a suite
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LEFT_OUT = ("entailment", "service", "protocol", "http-rdf-update", "graph-store-protocol", "service-description")
SECONDS = 20.0  # for one query
ROW_FORMATS = {
    ".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON, ".tsv": ox.QueryResultsFormat.TSV,
}  # fmt: skip
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
Comparable = tuple[object, ...]  #: an answer, equal to what is expected if it is right


@dataclass(frozen=True, slots=True)
class Test:
    """A query, its data, and what is expected; files as paths."""

    name: str
    group: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    expected: Path
    is_lax: bool  #: duplicates may be gone


class Suite:
    """The folder of a suite; each of its files has an IRI below BASE."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def iri(self, file: Path) -> str:
        """Return the IRI of a file."""
        return f"{BASE}{self.folder.name}/{file.resolve().relative_to(self.folder)}"

    def file(self, iri: str) -> Path:
        """Return the file of an IRI."""
        return self.folder / iri.removeprefix(f"{BASE}{self.folder.name}/")

    def quads(self, file: Path) -> list[ox.Quad]:
        """Return the statements of an RDF file."""
        return list(ox.parse(path=str(file), base_iri=self.iri(file), rename_blank_nodes=True))

    def tests(self) -> Iterator[Test]:
        """Yield the evaluation tests, group by group."""
        for manifest in sorted(self.folder.glob("*/manifest.ttl")):
            if manifest.parent.name not in LEFT_OUT:
                yield from self._group(manifest)

    def _group(self, manifest: Path) -> Iterator[Test]:
        graph = ox.Store()
        graph.extend(self.quads(manifest))

        def values(node: ox.NamedNode | ox.BlankNode, name: str) -> list[ox.NamedNode]:
            return [quad.object for quad in graph.quads_for_pattern(node, ox.NamedNode(name), None)]

        for quad in graph.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(MF + "QueryEvaluationTest")):
            (action,), (expected,) = values(quad.subject, MF + "action"), values(quad.subject, MF + "result")
            data, named = (tuple(self.file(v.value) for v in values(action, QT + n)) for n in ("data", "graphData"))
            (query,) = values(action, QT + "query")
            is_lax = bool(values(quad.subject, MF + "resultCardinality"))
            yield Test(
                quad.subject.value.rpartition("#")[2], f"{self.folder.name}/{manifest.parent.name}",
                self.file(query.value), data, named, self.file(expected.value), is_lax,
            )  # fmt: skip


def by_kg(suite: Suite, test: Test, folder: Path) -> Comparable:
    """Return the answer that `kg query` gives."""
    text = test.query.read_text(encoding="utf-8")
    named = dict.fromkeys([*test.named, *_from_files(suite, test, text)])
    files = list(test.data)
    if len(files) != 1 or named:
        files = [folder / "data.nq"]
        quads = [quad for file in test.data for quad in suite.quads(file)]
        quads += [_in_graph(quad, suite.iri(file)) for file in named for quad in suite.quads(file)]
        ox.serialize(quads, str(files[0]), ox.RdfFormat.N_QUADS)
    base = suite.iri(test.query if files[0].name == "data.nq" else files[0])
    with Session(files, options=LoadOptions(base=base, default_graph="own")) as session:
        return _comparable(session.ask(text, SECONDS), test.is_lax)


def by_engine(suite: Suite, test: Test, _: Path) -> Comparable:
    """Return the answer that the engine gives by itself."""
    store, text = ox.Store(), test.query.read_text(encoding="utf-8")
    for file in test.data:
        store.extend(suite.quads(file))
    for file in dict.fromkeys([*test.named, *_from_files(suite, test, text)]):
        store.extend(_in_graph(quad, suite.iri(file)) for quad in suite.quads(file))
    return _of_engine(store.query(text, base_iri=suite.iri(test.query)), test.is_lax)


def expected_answer(suite: Suite, test: Test) -> Comparable:
    """Return the answer that the suite expects."""
    file = test.expected
    if file.suffix in ROW_FORMATS:
        return _of_engine(ox.parse_query_results(path=str(file), format=ROW_FORMATS[file.suffix]), test.is_lax)
    if file.suffix == ".csv":
        raise ValueError("CSV does not say what its values are")
    quads = suite.quads(file)
    graph = ox.Store()
    graph.extend(quads)
    for quad in graph.quads_for_pattern(None, ox.NamedNode(RS + "boolean"), None):
        return ("boolean", quad.object.value == "true")
    if any(True for _ in graph.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(RS + "ResultSet"))):
        return _of_result_set(graph, test.is_lax)
    return ("triples", _canonical(quad.triple for quad in quads))


def _from_files(suite: Suite, test: Test, text: str) -> list[Path]:
    files = (test.query.parent / name for name in FROM.findall(text))
    return [file for file in files if file.is_file()]


def _in_graph(quad: ox.Quad, iri: str) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(iri))


def _comparable(result: Result, is_lax: bool) -> Comparable:
    if isinstance(result, Truth):
        return ("boolean", result.value)
    rows = [tuple(map(_term, row)) for row in result.rows]
    if isinstance(result, Triples):
        return ("triples", _canonical(ox.Triple(*row) for row in rows))
    return _solutions(result.variables, rows, is_lax)


def _term(term: Term | None) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    if term is None or isinstance(term, Iri | Blank):
        return term and (ox.NamedNode(term.value) if isinstance(term, Iri) else ox.BlankNode(term.value))
    datatype = ox.NamedNode(term.datatype) if term.datatype and not term.language else None
    return ox.Literal(term.value, language=term.language, datatype=datatype)


def _of_engine(answer: object, is_lax: bool) -> Comparable:
    if isinstance(answer, ox.QueryBoolean):
        return ("boolean", bool(answer))
    if isinstance(answer, ox.QuerySolutions):
        return _solutions([v.value for v in answer.variables], [tuple(row) for row in answer], is_lax)
    return ("triples", _canonical(answer))


def _of_result_set(graph: ox.Store, is_lax: bool) -> Comparable:
    """Return the rows that a graph describes in the result set vocabulary."""

    def values(node: ox.BlankNode | None, name: str) -> list[ox.Literal]:
        return [quad.object for quad in graph.quads_for_pattern(node, ox.NamedNode(RS + name), None)]

    variables = sorted(value.value for value in values(None, "resultVariable"))
    rows = []
    for solution in values(None, "solution"):
        row = {values(b, "variable")[0].value: values(b, "value")[0] for b in values(solution, "binding")}
        rows.append(tuple(row.get(variable) for variable in variables))
    return _solutions(variables, rows, is_lax)


def _solutions(variables: Iterable[str], rows: list[tuple[object, ...]], is_lax: bool) -> Comparable:
    """Return rows as a graph, in which blank nodes may have any name; the order of rows does not count."""
    names = list(variables)
    rows = [tuple(map(_value, row)) for row in rows]
    counts = Counter(rows) if not is_lax else dict.fromkeys(rows, 1)
    triples = []
    for number, (row, count) in enumerate(counts.items()):
        node = ox.BlankNode(f"row{number}")
        triples.append(ox.Triple(node, ox.NamedNode(RS + "count"), ox.Literal(count)))
        bound = [(name, value) for name, value in zip(names, row, strict=True) if value is not None]
        triples += [ox.Triple(node, ox.NamedNode(f"{RS}var-{name}"), value) for name, value in bound]
    return ("solutions", tuple(sorted(names)), _canonical(triples))


@cache
def _value(term: object) -> object:
    """Return a term as the engine keeps it: "2.0" and "2.00" are one number."""
    if not isinstance(term, ox.Literal):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(BASE), ox.NamedNode(BASE), term))
    return next(iter(store)).object


def _canonical(triples: Iterable[ox.Triple]) -> frozenset[str]:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, _value(t.object)) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, dataset))


def main() -> None:
    """Run the suites that are named, and print the passed tests of each group."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("suite", nargs="+", type=Path)
    options.add_argument("--engine", action="store_true", help="ask the bare engine")
    options.add_argument("--failed", action="store_true", help="name the tests that fail, with the reason")
    chosen = options.parse_args()
    ask = by_engine if chosen.engine else by_kg
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for suite in map(Suite, chosen.suite):
        for test in suite.tests():
            problem = _problem(suite, test, ask)
            passed[test.group] += not problem
            total[test.group] += 1
            if problem and chosen.failed:
                print(f"  {test.group} {test.name}: {problem}")
    for group in total:
        print(f"{group:<40} {passed[group]:>4} of {total[group]:>4}")
    print(f"{'all':<40} {passed.total():>4} of {total.total():>4}")


def _problem(suite: Suite, test: Test, ask: object) -> str:
    """Return why a test fails; empty if it passes."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            expected = expected_answer(suite, test)
            answer = ask(suite, test, Path(folder))
        except (KgError, SyntaxError, ValueError, OSError) as error:
            return f"{type(error).__name__}: {' '.join(str(error).split())[:150]}"
    return "" if answer == expected else "another answer"


if __name__ == "__main__":
    main()
