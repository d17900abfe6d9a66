"""Build the lexicon's entries from actions.ttl: words, frames and selectional restrictions of each action type.

Knows the lex: vocabulary and its contradictions; looks nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import OntologyError
from kg.vocab.lexicon_entries import Frame, LexiconEntry, Part, SelectionalRestriction
from kg.vocab.namespaces import PREFIXES
from kg.vocab.turtle_files import Facts, local_name
from kg.vocab.turtle_lines import line_reference

LEX = PREFIXES["lex"]
ACT = PREFIXES["act"]
_TYPE = PREFIXES["rdf"] + "type"
_LITERAL_LIST = re.compile(r"^(\w+) \(([^)]*)\)$")


def action_entries(facts: Facts, broader: Mapping[str, str | None], path: Path) -> Iterator[LexiconEntry]:
    """Yield the entries of each action type and group of words, in the file's order.

    Args:
        facts: the file's statements.
        broader: action type → the next broader one, of conflict.ttl.
        path: the file, for messages.

    Raises:
        OntologyError: words evoke no action type, have no frame, or a condition names no kind; names file and line.
    """
    frames = {s: _frame(s, rows, path) for s, rows in facts.items() if LEX + "Frame" in rows.get(_TYPE, ())}
    for subject, rows in facts.items():
        is_action = subject.startswith(ACT)
        if not (is_action or LEX + "Words" in rows.get(_TYPE, ())):
            continue
        action = local_name(subject if is_action else next(iter(rows.get(LEX + "evokes", ())), ""))
        if action not in broader:
            where = line_reference(path, ("act:" if is_action else "words:") + local_name(subject))
            raise OntologyError(
                f"{where}: '{action or local_name(subject)}' is no action type of conflict.ttl; name one"
            )
        frame = _frame_of(subject, action, facts, frames, broader, path)
        yield from _group_entries(subject, rows, action, frame, path)


def refuse_contradictions(entries: Iterable[LexiconEntry], path: Path) -> None:
    """Refuse words that name two actions under the same condition.

    Raises:
        OntologyError: there are such; names file and line.
    """
    seen: dict[tuple[object, ...], LexiconEntry] = {}
    for entry in entries:
        for condition in entry.requires or (None,):
            key = (entry.part, entry.words, condition)
            other = seen.setdefault(key, entry)
            if other.action != entry.action:
                where = line_reference(path, f'"{entry.text}"')
                raise OntologyError(f"{where}: '{entry.text}' means both {other.action} and {entry.action}; keep one")


def _frame(subject: str, rows: Mapping[str, list[str]], path: Path) -> Frame:
    def roles(name: str) -> dict[str, str]:
        pairs = [pair.partition(":") for text in rows.get(LEX + name, ()) for pair in text.split()]
        for slot, _, role in pairs:
            if not (slot and role):
                where = line_reference(path, "frame:" + local_name(subject))
                raise OntologyError(f"{where}: lex:{name} has '{slot or role}' alone; write 'subject:actor'")
        return {slot: role for slot, _, role in pairs}

    return Frame(local_name(subject), roles("verbRoles"), roles("nounRoles"))


def _frame_of(
    subject: str, action: str, facts: Facts, frames: Mapping[str, Frame], broader: Mapping[str, str | None], path: Path
) -> Frame:
    """Return the frame that the words name, else that of the nearest hypernym of their action."""
    for name in facts[subject].get(LEX + "frame", ()):
        if name not in frames:
            raise OntologyError(
                f"{line_reference(path, 'frame:' + local_name(name))}: no frame '{local_name(name)}'; declare it"
            )
        return frames[name]
    node: str | None = action
    while node is not None:
        for name in facts.get(ACT + node, {}).get(LEX + "frame", ()):
            return frames[name]
        node = broader.get(node)
    raise OntologyError(
        f"{line_reference(path, local_name(subject))}: '{local_name(subject)}' has no frame; give it lex:frame"
    )


def _group_entries(
    subject: str, rows: Mapping[str, list[str]], action: str, frame: Frame, path: Path
) -> Iterator[LexiconEntry]:
    requires = tuple(_restriction(text, path) for text in rows.get(LEX + "requires", ()))
    excludes = tuple(_restriction(text, path) for text in rows.get(LEX + "excludes", ()))
    flags = {name: "true" in rows.get(LEX + name, ()) for name in ("tentative", "secondary")}
    stance = {name: local_name(v[0]) for name in ("polarity", "modality", "outcome") if (v := rows.get(LEX + name))}
    for part in (Part.VERB, Part.NOUN, Part.ADJECTIVE, Part.PHRASE):
        for text in rows.get(LEX + part, ()):
            words, group = tuple(text.split()), local_name(subject)
            yield LexiconEntry(words, part, action, frame, group, requires, excludes, **flags, **stance)  # type: ignore[arg-type]


def _restriction(text: str, path: Path) -> SelectionalRestriction:
    if match := _LITERAL_LIST.match(text):
        return SelectionalRestriction(match[1], "", frozenset(match[2].casefold().split("|")))
    slot, _, kind = text.partition(" ")
    if not kind:
        raise OntologyError(f"{line_reference(path, text)}: condition '{text}' names no kind; write 'object place'")
    return SelectionalRestriction(slot, kind)
