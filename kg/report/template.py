"""Write the file of a new saved query, with comments that say what each line is for."""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_TEXT = """#+ title: What is asked?
#+ summary: How to read the answer.
#+ tags: [own]
#+ params:
#+   since: {type: date, summary: 'first day, such as 2025-03, -30d or last-week'}
#+   actor: {type: entity, class: cno:Actor, example: actor:m23}
#+ view: timeline
#+ key: [claim, who]
#+ evidence: claim
#+ expect: rows > 0
# Types: iri entity string lang integer decimal boolean date dateTime; values: [a, b] makes an enum, many: true a list.
# Views: bar line timeline map network table. key: the columns that say which row is which from one run to the next.
# evidence: the column with the claims or events whose words a row opens to. A parameter without a value is unbound.
PREFIX cno: <https://w3id.org/conflict-news/ontology#>
SELECT DISTINCT ?from ?event ?who ?stance ?claim WHERE {
  ?claim cno:about ?event ; cno:claimant ?who ; cno:polarity ?stance .
  OPTIONAL { ?event cno:earliest ?from ; cno:latest ?to }
  FILTER (!BOUND($since) || ?to >= $since)
  FILTER (!BOUND($actor) || EXISTS { ?event cno:participant $actor })
} ORDER BY ?from ?event ?who ?claim
"""


def write_template(name: str, folder: Path = Path("queries")) -> Path:
    """Write a template to a file that must not be there yet, and return the file.

    Raises:
        UsageError: the name doesn't fit, or there is such a file.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"'{name}': not a name for a saved query; use small letters, digits and hyphens")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.rq"
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(_TEXT)
    except FileExistsError:
        raise UsageError(f"{file}: is there already; choose another name") from None
    return file
