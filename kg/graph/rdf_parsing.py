"""Parse RDF files under limits, with a report on each. For the sandboxed worker: foreign text can kill who parses it.

Relative IRIs stand below `BASE` or what the user gives, never below a path of the user's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from kg.errors import InputError
from kg.graph.jsonld_contexts import with_known_contexts
from kg.graph.lexical_forms import LexicalForms
from kg.graph.rdf_bytes import RdfBytes
from kg.graph.rdf_checks import MAX_LITERAL, JsonCheck, XmlCheck, check_quad, too_long
from kg.graph.rdf_formats import ENDINGS, format_of, split_ending

BASE = "https://example.org/base/"  #: of relative IRIs, where neither file nor user gives one
MAX_SKIPPED = 100  #: bad statements that a report lists; it counts them all

_LINE_FORMATS = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
_RESUMABLE = (RdfFormat.TURTLE, RdfFormat.TRIG)  # whose parser finds the next statement after a mistake
_MAX_WHOLE = 64 << 20  # bytes of JSON-LD in which contexts elsewhere are looked for
_NO_NETWORK = "LoadDocumentCallback"  # in the parser's words for a JSON-LD context that it would have to fetch
_POSITION_PREFIX = re.compile(r"^Parser error (?:at|between) [\w\s]*: ")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How RDF files are read, as far as the files do not say it themselves."""

    base: str | None = None  #: IRI that relative ones are resolved against, in queries, too; None: `BASE`
    input_format: str | None = None  #: its name; None: told by the file's ending or beginning
    lenient: bool = False  #: skip bad statements
    default_graph: str | None = (
        None  #: what is asked: "own", "union"; None: own, where a file has one beside named ones
    )


@dataclass(frozen=True, slots=True)
class SkippedStatement:
    """A statement that was left out because it is wrong."""

    line: int | None  #: from 1; None where the parser does not know
    reason: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a file turned out to hold."""

    name: str
    statements: int
    skipped: tuple[SkippedStatement, ...]  #: at most `MAX_SKIPPED` of them
    skipped_count: int
    prefixes: Mapping[str, str]  #: that it declares
    has_graphs: bool  #: its format says of each statement in which graph it is
    has_default_graph: bool  #: there are statements of no graph beside those of named ones
    digest: str  #: of its bytes, unpacked


@dataclass(frozen=True, slots=True)
class RdfSource:
    """A file to read."""

    path: Path
    name: str  #: what messages call it, and whose ending tells its format


class RdfFile:
    """One file: its statements, to be iterated over once, and then its report."""

    def __init__(self, source: RdfSource, options: LoadOptions, *, rename_blank_nodes: bool = False) -> None:
        """Open a file.

        Raises:
            InputError: it can't be read.
            UsageError: the name of the format is none.
        """
        self._name, self._options, self._rename = source.name, options, rename_blank_nodes
        self._bytes = RdfBytes(source.path, source.name)
        self._format = format_of(source.name, self._bytes.beginning, options.input_format)
        is_told = bool(options.input_format) or split_ending(source.name)[0] in ENDINGS
        self._has_graphs = is_told and self._format.supports_datasets
        self._prefixes: dict[str, str] = {}
        self._skipped: list[SkippedStatement] = []
        self._statements = self._skipped_count = 0
        self._graph_kinds: set[bool] = set()  # whether they are the default graph

    def __iter__(self) -> Iterator[Quad]:
        """Yield the statements.

        Raises:
            InputError: the file is wrong, with line and column as far as they are known; or too much for the limits.
        """
        has_graphs = self._format.supports_datasets
        for quad in self._lines() if self._options.lenient and self._format in _LINE_FORMATS else self._document():
            check_quad(quad, self._name)
            self._statements += 1
            if has_graphs:
                self._graph_kinds.add(type(quad.graph_name) is DefaultGraph)
            yield quad

    def report(self) -> FileReport:
        """Return what the file holds, when its statements were read."""
        return FileReport(
            self._name, self._statements, tuple(self._skipped), self._skipped_count, self._prefixes,
            self._has_graphs or False in self._graph_kinds, len(self._graph_kinds) == 2, self._bytes.digest,
        )  # fmt: skip

    def _document(self) -> Iterator[Quad]:
        """Yield the statements of a document; after a mistake those that follow, if mistakes may be skipped."""
        parser = parse(
            cast(IO[bytes] | bytes, self._source()),
            self._format,
            base_iri=self._options.base or BASE,
            rename_blank_nodes=self._rename,
        )
        while True:
            try:
                yield from parser
                break
            except SyntaxError as error:
                self._skip(error, None)
                if self._format not in _RESUMABLE:
                    self._note(None, "all that follows is left out, too: this format can't be read on after a mistake")
                    break
            except MemoryError as error:  # the parser's own limit
                raise InputError(f"{self._name}: it has a {too_long('statement')}") from error
        self._prefixes |= parser.prefixes

    def _lines(self) -> Iterator[Quad]:
        """Yield the statements of a format that has one a line; a bad line costs nothing but itself."""
        rest, number = b"", 0
        while chunk := self._bytes.read(1 << 16):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                number += 1
                yield from self._line(line, number)
            if len(rest) > MAX_LITERAL:
                raise InputError(f"{self._name}:{number + 1}: it is a {too_long('line')}")
        yield from self._line(rest, number + 1)

    def _line(self, line: bytes, number: int) -> Iterator[Quad]:
        try:
            yield from list(parse(line, self._format, rename_blank_nodes=self._rename))
        except SyntaxError as error:
            self._skip(error, number)

    def _source(self) -> RdfBytes | bytes:
        """Return what is parsed: the file's bytes, checked while they are read."""
        if self._format == RdfFormat.RDF_XML:
            check = XmlCheck(self._name)
            self._prefixes = check.prefixes
            self._bytes.inspect = check.inspect
        if self._format == RdfFormat.JSON_LD:
            self._bytes.inspect = JsonCheck(self._name).inspect
            return self._json_ld()
        return self._bytes

    def _json_ld(self) -> RdfBytes | bytes:
        """Return a JSON-LD document with the contexts that it refers to; a very large one as it is."""
        whole = bytearray()
        while chunk := self._bytes.read(1 << 16):
            whole += chunk
            if len(whole) > _MAX_WHOLE:
                self._bytes.inspect = JsonCheck(self._name).inspect
                self._bytes.unread(bytes(whole))
                return self._bytes
        return with_known_contexts(bytes(whole), self._name)

    def _skip(self, error: SyntaxError, line: int | None) -> None:
        """Note a mistake, if mistakes may be skipped.

        Raises:
            InputError: they may not.
        """
        problem = " ".join(_POSITION_PREFIX.sub("", error.msg or "wrong syntax").split())
        if _NO_NETWORK in problem:
            problem = "one of its contexts is on the network, which is not asked; put the context itself in its place"
        line = line or error.lineno
        if not self._options.lenient:
            position = "" if line is None else f":{line}:{error.offset}"
            raise InputError(
                f"{self._name}{position}: {problem}; mend the file, or let kg query or kg import skip it: --lenient"
            )
        if line is None or all(skipped.line != line for skipped in self._skipped[-1:]):
            self._skipped_count += 1
            self._note(line, problem)

    def _note(self, line: int | None, reason: str) -> None:
        if len(self._skipped) < MAX_SKIPPED:
            self._skipped.append(SkippedStatement(line, reason))


def load_into(
    store: Store, sources: Iterable[RdfSource], options: LoadOptions, forms: LexicalForms | None = None
) -> list[FileReport]:
    """Add the statements of files to a store, and return a report on each; blank nodes of two files stay apart.

    `forms` remembers the literals that the store has in another form; None: they are forgotten.

    Raises:
        InputError: a file can't be read, is wrong, or too much for the limits.
    """
    reports = []
    for source in sources:
        file = RdfFile(source, options, rename_blank_nodes=True)
        store.bulk_extend(file if forms is None else forms.observed(file))
        reports.append(file.report())
    return reports
