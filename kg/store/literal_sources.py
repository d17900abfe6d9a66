"""Tell which properties a query's variables take their values from, by its tokens. Runs nothing; knows no store.

An engine that keeps numbers by their value gives "01" as 1; who knows the property can tell how the graph has it. The
analysis is of names: a variable that two groups use has the sources of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.store.sparql_tokens import Token

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SAME_TERM_AGGREGATES = ("MIN", "MAX", "SAMPLE")
_MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
_NAMED = ("GRAPH", "SERVICE")  # a term and a group follow
_MAX_ALIAS_CHAIN = 4  # aliases of aliases that are followed
_END = Token("end", "", 0)


@dataclass(frozen=True, slots=True)
class Path:
    """The last step of a property path."""

    properties: frozenset[str] = frozenset()  #: IRIs; empty: it is a variable, or can't be told
    variable: str = ""  #: without its mark; empty: it is none


@dataclass(slots=True)
class LiteralSources:
    """Where the variables of a query get literals from."""

    paths: defaultdict[str, set[Path]] = field(default_factory=lambda: defaultdict(set))  #: by variable
    computed: set[str] = field(default_factory=set)  #: variables that an expression gives values
    template: list[tuple[Path, str]] = field(default_factory=list)  #: path and object variable of CONSTRUCT's triples

    def of(self, variable: str) -> frozenset[Path]:
        """Return where a variable's literals are from; empty where that can't be told."""
        return frozenset() if variable in self.computed else frozenset(self.paths.get(variable, ()))


def literal_sources(found: Sequence[Token], prefixes: Mapping[str, str]) -> LiteralSources:
    """Analyse a query that the engine accepts; what it does not accept has any result."""
    scan = _Scan(found, prefixes)
    scan.run()
    _follow_aliases(found, scan.sources)
    return scan.sources


class _Scan:
    """One pass over the triple patterns of a query."""

    def __init__(self, found: Sequence[Token], prefixes: Mapping[str, str]) -> None:
        self.sources = LiteralSources()
        self._tokens = [*found, _END]
        self._at = 0
        self._prefixes = dict(prefixes)
        self._groups: list[tuple[str, str, Path]] = []  # bracket, slot and path of the enclosing groups
        self._slot = "head"  # head, subject, predicate, object, done, or skip for what holds no triples
        self._path = Path()
        self._in_template = False

    def run(self) -> None:
        while self._at < len(self._tokens) - 1:
            token = self._tokens[self._at]
            word = token.text.upper() if token.kind == "word" else ""
            if token.kind == "open":
                self._open(token.text)
            elif token.kind == "close":
                self._close()
            elif word == "PREFIX" and self._slot == "head":
                self._prefixes[self._peek(1).text[:-1]] = self._peek(2).text[1:-1]
                self._at += 3
            elif word and self._keyword(word):
                pass
            elif self._slot == "predicate" and token.text not in (".", ";"):
                self._path, self._slot = self._read_path(), "object"
            else:
                self._term_or_sign(token)

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def _open(self, bracket: str) -> None:
        self._at += 1
        if bracket == "(" and self._slot == "predicate":
            self._at -= 1
            self._path, self._slot = self._read_path(), "object"
            return
        before = [token.text.upper() for token in self._tokens[max(0, self._at - 2) : self._at - 1]]
        self._groups.append((bracket, self._slot, self._path))
        if bracket == "{":
            self._in_template = before == ["CONSTRUCT"]
            self._slot = "skip" if self._slot == "values" else "subject"
        elif bracket == "[" and self._slot in ("subject", "object", "done"):
            self._slot = "predicate"
        else:
            self._slot = "skip"

    def _close(self) -> None:
        self._at += 1
        if not self._groups:
            return
        bracket, slot, path = self._groups.pop()
        self._path = path
        if bracket == "{":
            self._in_template = False
            self._slot = slot if slot in ("head", "skip") else "subject"
        else:
            ends = {"subject": "predicate", "object": "done"} | ({"done": "predicate"} if bracket == "[" else {})
            self._slot = ends.get(slot, slot)

    def _keyword(self, word: str) -> bool:
        """Step over a keyword that is no term; tell whether it is one."""
        if self._slot == "skip" and word != "SELECT":
            self._at += 1
        elif word == "SELECT" or word in _MODIFIERS:
            self._slot, self._at = "head", self._at + 1
        elif word == "VALUES":
            self._slot, self._at = "values", self._at + 1
        elif word in _NAMED and self._slot != "head":
            self._slot, self._at = "subject", self._at + (3 if self._peek(1).text.upper() == "SILENT" else 2)
        elif word in ("FILTER", "BIND"):
            self._slot, self._at = "head", self._at + 1
            self._step_over_expression()
        elif word in ("OPTIONAL", "UNION", "MINUS"):
            self._slot, self._at = "subject", self._at + 1
        else:
            return False
        return True

    def _step_over_expression(self) -> None:
        """Leave the state so that the constraint's brackets are skipped, but groups within them are read."""
        while self._peek().kind in ("word", "name", "iri"):
            self._at += 1
        if self._peek().text == "(":
            self._groups.append(("(", "done", self._path))
            self._slot, self._at = "skip", self._at + 1
        else:
            self._slot = "subject"

    def _term_or_sign(self, token: Token) -> None:
        self._at += 1
        if self._slot in ("head", "skip", "values"):
            return
        if token.text in (".", ";", ","):
            self._slot = {".": "subject", ";": "predicate", ",": "object"}[token.text]
        elif self._slot == "object":
            if token.kind == "variable":
                self._add(token.text[1:])
            if token.kind != "sign":
                self._step_over_literal(token)
                self._slot = "done"
        elif self._slot in ("subject", "done"):
            self._slot = "predicate"

    def _add(self, variable: str) -> None:
        if self._in_template:
            self.sources.template.append((self._path, variable))
        else:
            self.sources.paths[variable].add(self._path)

    def _step_over_literal(self, token: Token) -> None:
        if token.kind == "string" and self._peek().kind == "language":
            self._at += 1
        elif token.kind == "string" and self._peek().text == self._peek(1).text == "^":
            self._at += 3

    def _read_path(self) -> Path:
        """Read alternatives, and return what they end in; unknown as soon as one of them is unknown."""
        if self._peek().kind == "variable":
            self._at += 1
            return Path(variable=self._tokens[self._at - 1].text[1:])
        ends = [self._read_sequence()]
        while self._peek().text == "|":
            self._at += 1
            ends.append(self._read_sequence())
        return Path(frozenset().union(*ends)) if all(ends) else Path()

    def _read_sequence(self) -> frozenset[str]:
        end = self._read_step()
        while self._peek().text == "/":
            self._at += 1
            end = self._read_step()
        return end

    def _read_step(self) -> frozenset[str]:
        is_followed = True
        while self._peek().text in ("^", "!"):
            self._at, is_followed = self._at + 1, False
        token = self._peek()
        self._at += 1
        if token.text == "(":
            end = self._read_path().properties
            self._at += 1
        else:
            iri = self._expand(token)
            end = frozenset([iri] if iri else [])
        while self._peek().text in ("*", "+", "?"):
            self._at += 1
        return end if is_followed else frozenset()

    def _expand(self, token: Token) -> str:
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, colon, local = token.text.partition(":")
        if token.kind == "name" and colon and prefix in self._prefixes:
            return self._prefixes[prefix] + local.replace("\\", "")
        return _TYPE if token.text == "a" else ""


def _follow_aliases(found: Sequence[Token], sources: LiteralSources) -> None:
    """Give `(?k AS ?x)` and `(MAX(?k) AS ?x)` the sources of `?k`; any other `AS ?x` is computed."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for i, token in enumerate(found[:-1]):
        if token.kind == "word" and token.text.upper() == "AS" and found[i + 1].kind == "variable":
            name, alias = _same_term(found[max(0, i - 6) : i]), found[i + 1].text[1:]
            if name:
                aliases[alias].append(name)
            else:
                sources.computed.add(alias)
    for _ in range(_MAX_ALIAS_CHAIN):
        for alias, names in aliases.items():
            sources.paths[alias].update(*(sources.paths.get(name, set()) for name in names))
            if any(name in sources.computed for name in names):
                sources.computed.add(alias)


def _same_term(before: Sequence[Token]) -> str:
    """Return the variable whose very terms an expression before AS gives; empty if it gives others."""
    texts = [token.text.upper() for token in before]
    if texts[-2:-1] == ["("] and before[-1].kind == "variable":
        return before[-1].text[1:]
    if len(before) >= 4 and texts[-1] == ")" and before[-2].kind == "variable":
        head = texts[:-2]
        if head[-1:] == ["DISTINCT"]:
            head = head[:-1]
        if len(head) >= 2 and head[-1] == "(" and head[-2] in _SAME_TERM_AGGREGATES:
            return before[-2].text[1:] if head[-3:-2] == ["("] else ""
    return ""
