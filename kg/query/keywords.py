"""The keywords of SPARQL 1.1, as its grammar spells them."""

from __future__ import annotations

from difflib import get_close_matches

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
PATTERNS = ("OPTIONAL", "FILTER", "FILTER NOT EXISTS", "FILTER EXISTS", "BIND", "VALUES", "UNION", "MINUS", "GRAPH")
ENDINGS = ("GROUP BY", "HAVING", "ORDER BY", "DESC", "ASC", "LIMIT", "OFFSET")
AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
OTHERS = ("DISTINCT", "REDUCED", "WHERE", "FROM", "NAMED", "AS", "IN", "NOT", "EXISTS", "UNDEF", "SEPARATOR", "SERVICE")
UPDATES = ("INSERT DATA", "INSERT", "DELETE DATA", "DELETE WHERE", "DELETE", "WITH", "USING", "CLEAR", "DROP", "CREATE",
           "COPY", "MOVE", "ADD", "LOAD", "INTO", "TO", "DEFAULT", "ALL")  # fmt: skip
FUNCTIONS = (
    "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND",
    "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE",
    "STRAFTER", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID",
    "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT", "SAMETERM", "ISIRI", "ISURI",
    "ISBLANK", "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE",
)  # fmt: skip

KEYWORDS = frozenset(
    word
    for phrase in (*FORMS, *PATTERNS, *ENDINGS, *AGGREGATES, *OTHERS, *UPDATES, *FUNCTIONS)
    for word in phrase.split()
) | {"A", "TRUE", "FALSE", "SILENT", "LATERAL", "ADJUST", "TRIPLE"}  #: all of them, in capitals
_MIN_SIMILARITY = 0.8  # as difflib measures it


def similar_keyword(word: str) -> str:
    """Return the keyword that a misspelled or half-typed word stands for; empty if none is near enough."""
    wanted = word.upper()
    if len(wanted) < 3:
        return ""
    begun = sorted((one for one in KEYWORDS if one.startswith(wanted)), key=lambda one: (len(one), one))
    swapped = sorted(one for one in KEYWORDS if len(wanted) > 3 and sorted(one) == sorted(wanted))
    candidates = [one for one in KEYWORDS if min(len(one), len(wanted)) > 3]
    near = [*begun, *swapped, *get_close_matches(wanted, sorted(candidates), 1, _MIN_SIMILARITY)]
    return near[0] if near else ""
