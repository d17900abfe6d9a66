"""Serialize results in the formats that programs read. Returns text; leaves tables to `table`."""

from __future__ import annotations

import csv
import html
import io
import json
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.errors import KgWarning, UsageError
from kg.query.display_names import curie
from kg.query.rdf_terms import n_triples, rdf_term, turtle
from kg.query.solutions import INTEGER_DATATYPES, Blank, Iri, Literal, Result, Term, Triples, Truth, as_rows
from kg.query.table import DisplayOptions, table, vertical
from kg.xml_text import replace_without_xml

_RESULTS_NAMESPACE = "http://www.w3.org/2005/sparql-results#"
_TRIPLE_FORMATS = ("turtle", "nt")
_BY_SUFFIX = {".ttl": "turtle", ".nt": "nt", ".txt": "table"}


def format_of(file: Path) -> str:
    """Return the format of a file's suffix.

    Raises:
        UsageError: no format has this suffix.
    """
    name = _BY_SUFFIX.get(file.suffix, file.suffix[1:])
    check_format(name)
    return name


def check_format(name: str) -> None:
    """Raise UsageError for a format that does not exist."""
    if name not in FORMATS:
        raise UsageError(f"{name or 'no ending'}: no such format; there are: {', '.join(FORMATS)}")


def format_for(wanted: str, result: Result) -> str:
    """Return the wanted format, or Turtle for triples if the wanted one is for rows."""
    return "turtle" if isinstance(result, Triples) and wanted not in _TRIPLE_FORMATS else wanted


def render(result: Result, name: str, options: DisplayOptions) -> str:
    """Return the result as text that ends with a newline, if there is any; triples are rows of three, too.

    Raises:
        UsageError: the format does not exist, or is not for this kind of result.
    """
    check_format(name)
    if isinstance(result, Triples) and name not in _TRIPLE_FORMATS:
        return FORMATS[name](as_rows(result), options)
    if not isinstance(result, Triples) and name in _TRIPLE_FORMATS:
        raise UsageError(f"{name}: a format for statements, and this query gives rows; use csv")
    return FORMATS[name](result, options)


def _csv(result: Result, options: DisplayOptions) -> str:
    """SPARQL 1.1 CSV: values without their types; lines end in LF, which every tool reads."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    solutions = as_rows(result)
    lines.writerow(solutions.variables)
    lines.writerows(["" if term is None else _without_type(term) for term in row] for row in solutions.rows)
    return out.getvalue()


def _tsv(result: Result, options: DisplayOptions) -> str:
    """SPARQL 1.1 TSV: terms as in Turtle, without loss."""
    solutions = as_rows(result)
    lines = ["\t".join(f"?{name}" for name in solutions.variables)]
    lines += ["\t".join("" if term is None else _n3(term) for term in row) for row in solutions.rows]
    return "\n".join(lines) + "\n"


def _json(result: Result, options: DisplayOptions) -> str:
    """SPARQL 1.1 Query Results JSON."""
    if isinstance(result, Truth):
        return json.dumps({"head": {}, "boolean": result.value}) + "\n"
    solutions = as_rows(result)
    bindings = [
        {name: _json_term(term) for name, term in zip(solutions.variables, row, strict=True) if term is not None}
        for row in solutions.rows
    ]
    head = json.dumps({"vars": solutions.variables}, ensure_ascii=False)
    lines = ",\n".join(json.dumps(binding, ensure_ascii=False) for binding in bindings)
    return f'{{"head": {head}, "results": {{"bindings": [\n{lines}\n]}}}}\n'


def _jsonl(result: Result, options: DisplayOptions) -> str:
    """One object a row, with plain values; integers and booleans become those of JSON."""
    solutions = as_rows(result)
    rows = (
        {name: _json_value(term) for name, term in zip(solutions.variables, row, strict=True)} for row in solutions.rows
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _xml(result: Result, options: DisplayOptions) -> str:
    """SPARQL 1.1 Query Results XML; characters that XML lacks become U+FFFD, with a warning."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<sparql xmlns="{_RESULTS_NAMESPACE}">']
    if isinstance(result, Truth):
        lines += ["<head/>", f"<boolean>{str(result.value).lower()}</boolean>"]
    else:
        solutions = as_rows(result)
        lines += ["<head>", *(f"<variable name={quoteattr(name)}/>" for name in solutions.variables), "</head>"]
        lines += ["<results>", *(_xml_row(solutions.variables, row) for row in solutions.rows), "</results>"]
    text, replaced = replace_without_xml("\n".join([*lines, "</sparql>", ""]))
    if replaced:
        warnings.warn(
            f"{replaced:,} characters that XML lacks are now U+FFFD; json and tsv keep them", KgWarning, stacklevel=3
        )
    return text


def _xml_row(variables: tuple[str, ...], row: tuple[Term | None, ...]) -> str:
    cells = (
        f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
        for name, term in zip(variables, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(cells)}</result>"


def _xml_term(term: Term) -> str:
    text = escape(term.value, {"\r": "&#13;"})  # a bare CR is read as LF
    match term:
        case Iri():
            return f"<uri>{text}</uri>"
        case Blank():
            return f"<bnode>{text}</bnode>"
        case Literal(_, None, None):
            return f"<literal>{text}</literal>"
        case Literal(_, None, str(datatype)):
            return f"<literal datatype={quoteattr(datatype)}>{text}</literal>"
        case Literal(_, language, _):
            return f"<literal xml:lang={quoteattr(str(language))}>{text}</literal>"


def _markdown(result: Result, options: DisplayOptions) -> str:
    solutions = as_rows(result)
    lines = [list(solutions.variables), ["---"] * len(solutions.variables)]
    lines += [["" if term is None else _markdown_cell(term, options) for term in row] for row in solutions.rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _markdown_cell(term: Term, options: DisplayOptions) -> str:
    text = term.value
    if isinstance(term, Iri):
        text = options.labels.get(term.value) or curie(term.value, options.prefixes)
    text = html.escape(text.replace("\\", "\\\\"), quote=False)
    for mark in "|[]*_`":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _without_type(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, Blank) else term.value


def _n3(term: Term) -> str:
    return str(rdf_term(term)).replace("\t", "\\t")


def _json_term(term: Term) -> dict[str, str]:
    match term:
        case Iri(value):
            return {"type": "uri", "value": value}
        case Blank(value):
            return {"type": "bnode", "value": value}
        case Literal(value, language, datatype):
            more = {"xml:lang": language, "datatype": datatype}
            return {"type": "literal", "value": value} | {key: text for key, text in more.items() if text}


_JSON_TYPES: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(INTEGER_DATATYPES, int),
    "http://www.w3.org/2001/XMLSchema#boolean": lambda text: text in ("true", "1"),
}


def _json_value(term: Term | None) -> str | int | bool | None:
    if isinstance(term, Literal) and term.datatype and term.datatype in _JSON_TYPES:
        try:
            value: int | bool = _JSON_TYPES[term.datatype](term.value)
        except ValueError:  # an ill-typed literal is a string
            return term.value
        return value
    return None if term is None else _without_type(term)


FORMATS: Mapping[str, Callable[[Any, DisplayOptions], str]] = {
    "table": table,
    "vertical": vertical,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "jsonl": _jsonl,
    "xml": _xml,
    "md": _markdown,
    "turtle": lambda result, options: turtle(result, options.prefixes),
    "nt": lambda result, options: n_triples(result),
}
