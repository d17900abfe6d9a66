"""Parse parameters that a query declares by the names of its variables alone, as grlc does. Runs nothing.

`?_name` is required and `?__name` optional; a type may follow: `?_name_iri`, `?_since_date`, `?_label_en`.
See https://github.com/CLARIAH/grlc (BASIL's convention).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.query.parameters import Parameter
from kg.store.sparql_tokens import tokens

_NAME = re.compile(r"(__?)([A-Za-z]\w*?)(?:_([A-Za-z][A-Za-z-]*))?")
_TYPES = {
    "iri": "iri", "uri": "iri", "literal": "string", "string": "string", "integer": "integer", "number": "decimal",
    "decimal": "decimal", "boolean": "boolean", "date": "date", "dateTime": "dateTime", "datetime": "dateTime",
}  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2}")


def grlc_parameters(text: str, declared: Iterable[str], defaults: object) -> Iterator[Parameter]:
    """Yield the parameters that variables declare by their names.

    Args:
        text: the query.
        declared: names of the parameters of the front matter, which are left out.
        defaults: what `#+ defaults:` says: a mapping of names to values, or a list of such.
    """
    mappings = defaults if isinstance(defaults, list) else [defaults]
    values = {str(k): str(v) for one in mappings if isinstance(one, Mapping) for k, v in one.items()}
    declared_names = set(declared)
    for variable in dict.fromkeys(token.text[1:] for token in tokens(text) if token.kind == "variable"):
        if variable in declared_names or not (found := _NAME.fullmatch(variable)):
            continue
        marks, name, kind = found[1], found[2], found[3] or ""
        language = kind if kind not in _TYPES and _LANGUAGE.fullmatch(kind) else ""
        if kind and kind not in _TYPES and not language:
            name = f"{name}_{kind}"
        default = values.get(name)
        yield Parameter(
            name, _TYPES.get(kind, "string"), default=(default,) if default is not None else None,
            required=marks == "_" and default is None, variable=variable, language=language,
        )  # fmt: skip
