r"""What the words of SPARQL do, each with an example that runs. Data for `\?`, and the hints of completion."""

# ruff: noqa: E501 - an example stays on one line

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "SELECT": ("gives rows of values", "SELECT ?event WHERE { ?event a cno:Event } LIMIT 5"),
    "ASK": ("answers yes or no", "ASK { ?claim cno:polarity code:denied }"),
    "CONSTRUCT": ("makes statements from a pattern", "CONSTRUCT { ?e cno:actor ?a } WHERE { ?e cno:actor ?a } LIMIT 5"),
    "DESCRIBE": ("gives all statements about things", "DESCRIBE ?e WHERE { ?e a cno:Event } LIMIT 1"),
    "OPTIONAL": ("adds what there is, and keeps rows without it", "SELECT * WHERE { ?c a cno:Claim OPTIONAL { ?c cno:killed ?n } } LIMIT 5"),
    "FILTER": ("keeps rows for which it is true", "SELECT * WHERE { ?c cno:killed ?n FILTER (?n > 2) }"),
    "FILTER NOT EXISTS": ("keeps rows for which a pattern has no match", "SELECT ?e WHERE { ?e a cno:Event FILTER NOT EXISTS { ?e cno:place ?p } } LIMIT 5"),
    "BIND": ("names the value of an expression", "SELECT * WHERE { ?e cno:earliest ?d BIND (YEAR(?d) AS ?year) } LIMIT 5"),
    "VALUES": ("gives a variable a list of values", "SELECT * WHERE { VALUES ?p { code:denied code:affirmed } ?c cno:polarity ?p } LIMIT 5"),
    "UNION": ("takes the rows of both sides", "SELECT ?x WHERE { { ?x a cno:Event } UNION { ?x a cno:Claim } } LIMIT 5"),
    "MINUS": ("takes away rows that match", "SELECT ?e WHERE { ?e a cno:Event MINUS { ?e cno:place ?p } } LIMIT 5"),
    "GRAPH": ("asks one named graph, or each", "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g LIMIT 5"),
    "GROUP BY": ("makes one row of many, with COUNT, SUM, MIN, MAX, AVG", "SELECT ?a (COUNT(*) AS ?n) WHERE { ?e cno:actor ?a } GROUP BY ?a"),
    "ORDER BY": ("sorts; DESC() turns it", "SELECT ?c ?n WHERE { ?c cno:killed ?n } ORDER BY DESC(?n)"),
    "HAVING": ("keeps groups for which it is true", "SELECT ?a (COUNT(*) AS ?n) WHERE { ?e cno:actor ?a } GROUP BY ?a HAVING (COUNT(*) > 1)"),
    "LIMIT": ("gives at most so many rows; OFFSET skips some", "SELECT * WHERE { ?s ?p ?o } LIMIT 5"),
    "DISTINCT": ("gives each row once", "SELECT DISTINCT ?class WHERE { ?s a ?class }"),
    "COUNT": ("counts: (COUNT(?x) AS ?n)", "SELECT (COUNT(*) AS ?n) WHERE { ?e a cno:Event }"),
    "GROUP_CONCAT": ("joins texts of a group", 'SELECT ?e (GROUP_CONCAT(?l; SEPARATOR=", ") AS ?all) WHERE { ?e rdfs:label ?l } GROUP BY ?e LIMIT 5'),
    "CONTAINS": ("whether a text holds another", 'SELECT ?x WHERE { ?x rdfs:label ?l FILTER (CONTAINS(LCASE(?l), "port")) } LIMIT 5'),
    "REGEX": ("whether a text fits an expression", 'SELECT ?l WHERE { ?x rdfs:label ?l FILTER (REGEX(?l, "^north", "i")) } LIMIT 5'),
    "YEAR": ("the year of a date; also MONTH, DAY", "SELECT ?e (YEAR(?d) AS ?y) WHERE { ?e cno:earliest ?d } LIMIT 5"),
    "COALESCE": ("the first value that there is", 'SELECT ?c (COALESCE(?n, 0) AS ?killed) WHERE { ?c a cno:Claim OPTIONAL { ?c cno:killed ?n } } LIMIT 5'),
    "IF": ("one of two values", 'SELECT ?c (IF(?n > 2, "many", "few") AS ?size) WHERE { ?c cno:killed ?n } LIMIT 5'),
}  # fmt: skip

SIGNATURES: Mapping[str, str] = {
    "STR": "(term) → text", "LANG": "(text) → language", "DATATYPE": "(value) → IRI", "BOUND": "(?variable) → yes or no",
    "CONTAINS": "(text, part)", "STRSTARTS": "(text, start)", "STRENDS": "(text, end)", "STRBEFORE": "(text, part)",
    "STRAFTER": "(text, part)", "STRLEN": "(text) → number", "SUBSTR": "(text, start from 1, length)",
    "REPLACE": "(text, pattern, new, flags)", "REGEX": "(text, pattern, flags)", "CONCAT": "(text, text, …)",
    "LCASE": "(text)", "UCASE": "(text)", "YEAR": "(date) → number", "MONTH": "(date) → number", "DAY": "(date) → number",
    "NOW": "() → dateTime", "ABS": "(number)", "ROUND": "(number)", "CEIL": "(number)", "FLOOR": "(number)",
    "IF": "(condition, then, else)", "COALESCE": "(value, value, …)", "IRI": "(text) → IRI", "ISIRI": "(term)",
    "LANGMATCHES": '(language, "en")', "COUNT": "(?x) or (DISTINCT ?x)", "SUM": "(?x)", "MIN": "(?x)", "MAX": "(?x)",
    "AVG": "(?x)", "SAMPLE": "(?x) → any one", "GROUP_CONCAT": '(?x; SEPARATOR=", ")',
}  # fmt: skip


def word_help(word: str) -> str:
    """Return what a word of SPARQL does and an example; empty for one that is not here."""
    name = " ".join(word.upper().split())
    found = WORDS.get(name) or WORDS.get(f"{name} BY")
    if found:
        return f"{name} {found[0]}\n  {found[1]}\n"
    return f"{name}{SIGNATURES[name]}\n" if name in SIGNATURES else ""
