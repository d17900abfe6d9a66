import random

import pytest

from kg.query.saved_queries import saved_queries
from kg.store.literal_sources import Path, literal_sources
from kg.store.sparql_tokens import tokens
from kg.vocab import PREFIXES, QUERIES

KILLED, INJURED = PREFIXES["cno"] + "killed", PREFIXES["cno"] + "injured"
ONE, BOTH = {Path(frozenset([KILLED]))}, {Path(frozenset([KILLED, INJURED]))}


def sources(text):
    return literal_sources(list(tokens(text)), PREFIXES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?c cno:killed ?k }", ONE),
        ("PREFIX x: <https://w3id.org/conflict-news/ontology#> SELECT * { ?c x:killed ?k }", ONE),
        (f"SELECT * {{ ?c <{KILLED}> ?k }}", ONE),
        ("SELECT * { ?c a cno:Claim ; cno:killed ?k ; . }", ONE),
        ("SELECT * { ?c a cno:Claim ; cno:killed 3, -4, 'x'@en, \"7\"^^xsd:int, true, ?k }", ONE),
        ("SELECT * { [ cno:about ?e ] cno:killed ?k . }", ONE),
        ("SELECT * { ?e cno:hasClaim [ cno:about ?e ; cno:killed ?k ] ; cno:date ?d }", ONE),
        ("SELECT * { ?e ^cno:about/cno:killed ?k }", ONE),
        ("SELECT * { ?e cno:killed|cno:injured ?k }", BOTH),
        ("SELECT * { ?e (cno:hasClaim/(cno:killed|cno:injured)) ?k }", BOTH),
        ("SELECT * { FILTER (?x > 1 && EXISTS { ?c cno:killed ?k }) ?a ?b ?d }", ONE),
        ("SELECT * { FILTER NOT EXISTS { ?c cno:killed ?k } ?a ?b ?d }", ONE),
        ("SELECT * { GRAPH ?g { ?c cno:killed ?k } }", ONE),
        ("SELECT * { { SELECT ?k { ?c cno:killed ?k } ORDER BY ?a ?k ?k LIMIT 3 } }", ONE),
        ("SELECT * { VALUES (?a ?k) { (1 2) (cno:killed 4) } ?c cno:killed ?k }", ONE),
        ("SELECT * { BIND (STR(?k) AS ?s) ?c cno:killed ?k }", ONE),
        ("SELECT * { FILTER regex(?s, '?k') ?c cno:killed ?k }", ONE),
        ("SELECT * { ?c cno:killed ?j BIND (?j AS ?k) }", ONE),
        ("SELECT (MAX(DISTINCT ?j) AS ?k) { ?c cno:killed ?j }", ONE),
        ("SELECT * { ?c ?p ?k }", {Path(variable="p")}),
        ("CONSTRUCT { ?c cno:date ?k } WHERE { ?c cno:killed ?k }", ONE),
        ("SELECT * { ?c cno:killed* ?k . ?c !cno:killed ?j }", ONE),
        ("SELECT * { ?k cno:killed ?c }", set()),
        ("SELECT * { ?c cno:killed ?j BIND (?j + 1 AS ?k) }", set()),
        ("SELECT (1 + MAX(?j) AS ?k) { ?c cno:killed ?j }", set()),
        ("SELECT (SUM(?j) AS ?k) { ?c cno:killed ?j }", set()),
        ("SELECT * { ?c cno:killed ?j BIND (?j * 2 AS ?i) BIND (?i AS ?k) }", set()),
        ("SELECT * { (1 ?k) cno:killed ?c }", set()),
        ("SELECT * { ?c ^cno:killed ?k }", {Path()}),
        ("SELECT * { ?c !cno:killed ?k }", {Path()}),
    ],
)
def test_a_variable_has_the_properties_that_it_is_a_value_of(text, expected):
    assert sources(text).of("k") == expected


def test_a_template_is_no_source():
    found = sources("CONSTRUCT { ?c cno:injured ?k ; cno:date ?d } { ?c cno:killed ?k }")
    assert found.template == [(Path(frozenset([INJURED])), "k"), (Path(frozenset([PREFIXES["cno"] + "date"])), "d")]
    assert found.of("k") == ONE


def test_any_text_has_some_sources():
    words = [token.text for query in saved_queries(QUERIES)[:9] for token in tokens(query.text)]
    words += ["^", "!", "(", "[", "{", "}", "]", ")", "VALUES", "AS", "PREFIX", "SELECT", "FILTER", "'", "<<"]
    chance = random.Random(3)
    for _ in range(300):
        sources(" ".join(chance.choices(words, k=60)))
    sources("SELECT * { ?a " + "^" * 50_000 + "cno:killed ?k }")
