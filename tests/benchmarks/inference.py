"""Measure what inference costs: rules against a reasoner over everything, and one more article against the whole graph.

    python tests/benchmarks/inference.py [--statements 100000] [--reasoner]

The graph is the demo articles' own, told again under fresh names until it is large enough. Prints CPU seconds and their
ratios; `--reasoner` runs owlrl over the same statements, which takes some minutes at 100,000.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.incremental_inference import update_inferences
from kg.graph.inference import INFERRED, materialize
from kg.graph.inference_rules import compile_rules
from kg.graph.quads import quads, term
from kg.ingest import read_inputs
from kg.reading.pipeline import load_reader
from kg.vocab import ONTOLOGY, PREFIXES

ROOT = Path(__file__).parents[2]
_OWN = tuple(PREFIXES[name] for name in ("article", "event", "claim", "graph"))


def copies(told: list[ox.Quad], wanted: int) -> Iterator[list[ox.Quad]]:
    """Yield the same statements about other articles, events and claims, until there are enough."""
    number = made = 0
    while made < wanted:
        batch = [_renamed(quad, number) for quad in told]
        yield batch
        number, made = number + 1, made + len(batch)


def _renamed(quad: ox.Quad, number: int) -> ox.Quad:
    def name(node):
        own = isinstance(node, ox.NamedNode) and node.value.startswith(_OWN) and "gazetteer" not in node.value
        if not own:
            return node
        head, mark, tail = node.value.partition("#")
        return ox.NamedNode(f"{head}-{number}{mark}{tail}")

    return ox.Quad(name(quad.subject), quad.predicate, name(quad.object), name(quad.graph_name))


def by_reasoner(store: ox.Store) -> tuple[float, set[tuple[str, str, str]]]:
    """Return owlrl's CPU seconds over everything, and the statements about data that it ends with."""
    import owlrl
    from rdflib import Graph, URIRef

    graph = Graph().parse(data="".join({f"{quad.triple} .\n" for quad in store}), format="nt")
    start = time.process_time()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    spent = time.process_time() - start
    return spent, about_data((str(s), str(p), str(o)) for s, p, o in graph if isinstance(s, URIRef))


def about_data(triples: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Return the statements with a property or class of the ontology about anything but its own terms."""
    own = tuple(PREFIXES[name] for name in ("cno", "act", "code"))
    is_type = PREFIXES["rdf"] + "type"
    return {(s, p, o) for s, p, o in triples if (o if p == is_type else p).startswith(own[0]) and not s.startswith(own)}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--statements", type=int, default=100_000)
    options.add_argument("--reasoner", action="store_true")
    chosen = options.parse_args()
    rules = compile_rules()
    own = load_reader()
    told = [q for e in read_inputs([str(ROOT / "seeds")]) if e.article for q in quads(own.read(e.article))]
    store = ox.Store()
    store.load(path=ONTOLOGY / "conflict.ttl", to_graph=term("graph:ontology"))
    for batch in copies(told, chosen.statements):
        store.extend(batch)
    said = len(store)
    start = time.process_time()
    inferred = materialize(store, rules)
    whole = time.process_time() - start
    print(f"{said:,} statements: {inferred:,} inferred by rules in {whole:.2f} s")
    article = next(e.article for e in read_inputs([str(ROOT / "seeds")]) if e.article)
    fresh = [_renamed(quad, -1) for quad in quads(own.read(article))]
    new = [quad for quad in fresh if quad not in store]
    store.extend(new)
    start = time.process_time()
    more = update_inferences(store, rules, added=new, removed=[])
    one = time.process_time() - start
    print(
        f"one article more ({len(new):,} statements): {more:,} more in {one * 1000:.1f} ms, 1/{whole / one:.0f} of all"
    )
    if chosen.reasoner:
        store.clear_graph(INFERRED)
        spent, expected = by_reasoner(store)
        materialize(store, rules)
        found = about_data((q.subject.value, q.predicate.value, q.object.value) for q in store)
        print(f"owlrl over everything: {spent:.1f} s, {spent / whole:.0f} times the rules' {whole:.2f} s")
        print(f"the same {len(found):,} statements" if found == expected else "they differ")


if __name__ == "__main__":
    main()
