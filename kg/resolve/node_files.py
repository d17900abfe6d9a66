"""Read the nodes of a Turtle file in ontology/: each with one class, one label, aliases and IRIs elsewhere.

Knows what is common to the files of actors and of places; knows neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Kind
from kg.vocab import PREFIXES
from kg.vocab.turtle_files import Facts, local_name
from kg.vocab.turtle_lines import line_reference

_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"
_ALIAS = PREFIXES["skos"] + "altLabel"
_SAME = PREFIXES["schema"] + "sameAs"

Properties = Mapping[str, list[str]]  #: IRI of a property → its values


@dataclass(frozen=True, slots=True)
class NodeEntry:
    """A node as its file describes it."""

    key: str  #: local name of its IRI
    kind: Kind
    label: str
    aliases: tuple[str, ...]
    same_as: tuple[str, ...]  #: IRIs of the same thing in other datasets
    properties: Properties

    def key_of(self, predicate: str) -> str | None:
        """Return the key of the node that a property gives first, or None."""
        return next((local_name(iri) for iri in self.properties.get(predicate, ())), None)


@dataclass(frozen=True, slots=True)
class NodeFile:
    """A Turtle file of nodes with one prefix."""

    path: Path
    prefix: str  #: such as "actor"
    kinds: Collection[Kind]  #: the classes that a node may have, in the order of messages

    def entries(self, facts: Facts) -> Iterator[NodeEntry]:
        """Yield the nodes in the file's order.

        Raises:
            OntologyError: a node has not exactly one class of `kinds` and one label; names file and line.
        """
        namespace = PREFIXES[self.prefix]
        for subject, properties in facts.items():
            if not subject.startswith(namespace):
                continue
            key = subject.removeprefix(namespace)
            kind, label = self._kind(key, properties), self._label(key, properties)
            aliases, same_as = tuple(properties.get(_ALIAS, ())), tuple(properties.get(_SAME, ()))
            yield NodeEntry(key, kind, label, aliases, same_as, properties)

    def line_of(self, key: str) -> str:
        """Return `path:line` of the first line that holds a node's name."""
        return line_reference(self.path, f"{self.prefix}:{key}")

    def _kind(self, key: str, properties: Properties) -> Kind:
        classes = [local_name(iri) for iri in properties.get(_TYPE, ())]
        if len(classes) == 1 and classes[0] in self.kinds:
            return Kind(classes[0])
        stated, allowed = ", ".join(classes) or "none", ", ".join(self.kinds)
        raise OntologyError(f"{self.line_of(key)}: class of '{key}' is {stated}; give one of {allowed}")

    def _label(self, key: str, properties: Properties) -> str:
        labels = properties.get(_LABEL, ())
        if len(labels) != 1:
            raise OntologyError(f"{self.line_of(key)}: '{key}' has {len(labels)} labels; give one rdfs:label")
        return labels[0]
