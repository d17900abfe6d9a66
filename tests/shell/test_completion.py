"""What Tab offers first, and what it does not offer."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store
from support.small_graph import write_file

from kg.query.display_names import visible
from kg.query.prepared_queries import today
from kg.query.session import Session
from kg.shell.completion import GraphCompleter
from kg.shell.screen import Screen
from kg.shell.session import ShellSession
from kg.vocab import PREFIXES


@pytest.fixture
def offered(shell):
    def complete(text):
        before, _, after = text.partition("|")
        document = Document(before + after, len(before))
        return list(GraphCompleter(shell).get_completions(document, CompleteEvent(completion_requested=True)))

    return complete


def names(completions):
    return [completion.text for completion in completions]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("SEL|", "SELECT", id="form"),
        pytest.param("SELECT * { OPT|", "OPTIONAL", id="pattern"),
        pytest.param("SELECT * { FILTER(STRST|", "STRSTARTS", id="function"),
        pytest.param("SELECT * { ?s a Ev|", "cno:Event", id="class by its name"),
        pytest.param("SELECT * { ?s a cno:Cl|", "cno:Claim", id="class with its prefix"),
        pytest.param("SELECT * { ?s cno:claimant army of|", "actor:lurania-army", id="thing by its label"),
        pytest.param("SELECT * { ?s cno:claimant nf reb|", "actor:northern-front", id="thing by another label"),
        pytest.param("SELECT * { ?s cno:killed ?n ; cno:pol|", "cno:polarity", id="property"),
        pytest.param("SELECT ?event { ?ev| }", "?event", id="variable"),
        pytest.param("SELECT * { actor:nor|", "actor:northern-front", id="subject by its name"),
        pytest.param("SELECT * { north|", "actor:northern-front", id="subject by its label"),
        pytest.param("SELECT * { ?s cno:killed |", "4", id="number"),
        pytest.param("SELECT * { ?s dcterms:publisher |", '"Kessel Gazette"', id="text"),
        pytest.param('SELECT * { ?s dcterms:publisher "kes|', '"Kessel Gazette"', id="text in its quotes"),
        pytest.param("SELECT * { ?s dcterms:publisher gaz|", '"Kessel Gazette"', id="text by a word of it"),
        pytest.param(
            "SELECT * { ?s dcterms:title |", '"Shells fall on the port of Kessel"@en', id="text of a language"
        ),
        pytest.param("SELECT * { ?e cno:earliest |", '"2031-03-04"^^xsd:date', id="day of the graph"),
        pytest.param("SELECT * { ?e cno:earliest 2031-0|", '"2031-03-04"^^xsd:date', id="day by its start"),
        pytest.param(
            "SELECT * { ?e cno:earliest ?d FILTER (?d < 2019-04|", '"2019-04-01"^^xsd:date', id="first day of a month"
        ),
        pytest.param(
            'SELECT * { ?e cno:earliest ?d FILTER (?d < "2019|', '"2019-01-01"^^xsd:date', id="first day of a year"
        ),
        pytest.param("SELECT * { ?e cno:earliest ?d FILTER (?d > |", '"2031-03-04"^^xsd:date', id="day in a filter"),
        pytest.param("SELECT * { ?e cno:place ?p FILTER (?p = kes|", "place:kessel", id="thing in a filter"),
        pytest.param("SELECT * { ?e cno:place ?p FILTER (?p != kes|", "place:kessel", id="thing that is not meant"),
        pytest.param("SELECT * { ?e cno:place ?p FILTER (?p IN (place:x, ke|", "place:kessel", id="thing of a list"),
        pytest.param("SELECT * { VALUES ?p { kes| } ?e cno:place ?p }", "place:kessel", id="one of the values"),
        pytest.param("SELECT * { ?e cno:place ?p VALUES ?p { place:x |", "place:kessel", id="another of the values"),
        pytest.param("SELECT * { ?c cno:claimant/cno:co|", "cno:country", id="property in a path"),
        pytest.param("SELECT * { ?e cno:place ?p FI|", "FILTER", id="pattern after a triple"),
        pytest.param("SELECT * { ?s ?p ?o } OR|", "ORDER BY", id="ending"),
        pytest.param("DESCRIBE kes|", "place:kessel", id="thing to describe"),
        pytest.param("SELECT (COUNT(*) AS ?n) FROM gaz|", "graph:gazetteer", id="graph to ask"),
        pytest.param("SELECT * { GRAPH graph:gaz|", "graph:gazetteer", id="graph of a pattern"),
        pytest.param(r"\sch|", "schema", id="command"),
        pytest.param(r"\q disp|", "disputed-events", id="saved query"),
        pytest.param(r"\mode js|", "json", id="format"),
        pytest.param(r"\d nor|", "actor:northern-front", id="node"),
        pytest.param(r"\d facility:|", "facility:port-kessel", id="node by prefix"),
    ],
)
def test_what_fits_best_is_offered_first(offered, text, first):
    assert names(offered(text))[0] == first


def test_only_the_properties_of_the_subjects_class_are_offered(offered):
    found = names(offered("SELECT * { ?c a cno:Claim ; |"))
    assert "cno:claimant" in found
    assert "cno:actor" not in found
    other = names(offered("SELECT * { ?e a cno:Event . ?c a cno:Claim . ?e |"))
    assert "cno:actor" in other
    assert "cno:claimant" not in other


#: what is typed before a term of the graph, and the query that has to find something with it
TRIPLES = [
    ("?c cno:polarity |", ""),
    ("?e cno:action |", ""),
    ("?e a cno:Event ; cno:kind |", ""),
    ("?x a |", ""),
    ("?c cno:polarity ?p ; a |", ""),
    ("?c cno:polarity ?p ; |", " ?o"),
    ("?c a cno:Claim ; ^|", " ?s"),
    ("?c a cno:ArmedForce ; |", " ?o"),
    ("?e cno:actor ?a . ?a |", " ?o"),
    ("?c cno:about/|", " ?o"),
    ("?c cno:about/cno:place |", ""),
    ("?c ^cno:hasClaim |", ""),
    ("?c ^cno:hasClaim/|", " ?o"),
    ("?c cno:about [ |", " ?o ]"),
    ("actor:northern-front |", " ?o"),
    ("actor:northern-front ^|", " ?s"),
    ("place:kessel cno:within |", ""),
    ("?p cno:within+ |", ""),
    ("?c cno:polarity ?p FILTER (?p = |", ")"),
    ("?c cno:speechAct ?p FILTER (?p IN (|", "))"),
    ("?e cno:actor ?a FILTER (?e = |", ")"),
    ("VALUES ?p { |", " } ?c cno:certainty ?p"),
    ("?x dcterms:publisher |", ""),
]


@pytest.mark.parametrize(("text", "rest"), TRIPLES)
def test_every_term_that_is_offered_gives_rows(offered, session, text, rest):
    behind = rest if "VALUES" in text or "FILTER" in text else ""
    terms = [one.text for one in offered("ASK { " + text + behind)]
    terms = [term for term in terms if term == "a" or ":" in term or term.startswith('"') or term.isdigit()]
    assert terms
    for term in terms:
        assert session.ask("ASK { " + text.replace("|", term) + rest + " }").value, term


@pytest.mark.parametrize(
    ("text", "there"),
    [
        pytest.param("SELECT * { { ?x a cno:Claim } UNION { ?x |", "cno:action", id="another branch"),
        pytest.param("SELECT * { { ?x a cno:Claim } UNION { ?x a cno:Event } ?x |", "cno:action", id="behind both"),
        pytest.param("SELECT * { OPTIONAL { ?x a cno:Claim } ?x |", "cno:action", id="not for every row"),
        pytest.param("SELECT * { FILTER NOT EXISTS { ?x a cno:Claim } ?x |", "cno:action", id="excluded"),
        pytest.param(
            "SELECT * { { ?x a cno:Claim . ?x | } UNION { ?y ?p ?o } }", "cno:claimant", id="inside one branch"
        ),
        pytest.param("SELECT * { ?x | . ?x a cno:Claim }", "cno:claimant", id="class behind the cursor"),
        pytest.param("SELECT * { ?x a cno:Nothing ; |", "cno:claimant", id="class that the graph lacks"),
    ],
)
def test_a_class_that_need_not_hold_takes_nothing_away(offered, text, there):
    assert there in names(offered(text))


def test_values_are_those_of_the_subjects_class(tmp_path):
    file = tmp_path / "a.ttl"
    more = " ".join(
        f"ex:x{n} ex:some ex:m{n % 200} ; ex:many ex:m{n} . ex:m{n} a ex:Thing ; rdfs:label 'm {n}' ."
        for n in range(1001)
    )
    file.write_text(f"""@prefix ex: <http://a/> . @prefix rdfs: <{PREFIXES["rdfs"]}> . ex:rex a ex:Dog ; ex:colour "brown" ; ex:of ex:ann .
        ex:tom a ex:Cat ; ex:colour "green" ; ex:of ex:bob . ex:ann a ex:Person . ex:bob a ex:Person . {more}""")
    with Session(file) as session, (tmp_path / "out").open("w") as out:
        assert session.index
        session.prefixes["ex"] = "http://a/"
        completer = GraphCompleter(ShellSession(session, Screen(out, out, tty=False, color=False)))

        def terms(text):
            found = completer.get_completions(Document(text), CompleteEvent())
            return [one.text for one in found if one.text[0] in '"e']

        assert terms("SELECT * { ?x a ex:Cat ; ex:colour ") == ['"green"']
        assert terms("SELECT * { ?x a ex:Dog ; ex:of ") == ["ex:ann"]
        assert set(terms("SELECT * { ?x ex:colour ")) == {'"green"', '"brown"'}
        assert set(terms("SELECT * { ?x ex:some m 19")) == {"ex:m19", *(f"ex:m{n}" for n in range(190, 200))}
        assert set(terms("SELECT * { ?x ex:some ex:m19")) == {"ex:m19", *(f"ex:m{n}" for n in range(190, 200))}
        crowded = terms("SELECT * { ?x ex:many ")  # too many to be counted: members of its range, and no others
        assert crowded
        assert all(term.startswith("ex:m") for term in crowded)


def test_a_property_tells_its_count_and_range(offered):
    found = {one.text: one.display_meta_text for one in offered("SELECT * { ?c cno:pla|")}
    assert found["cno:place"] == "1 → cno:Settlement"


def test_things_of_the_propertys_range_are_offered_before_anything_is_typed(offered):
    assert "place:kessel" in names(offered("SELECT * { ?e cno:place |"))


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("|", {"SELECT", "\\", "\\q disputed-events"}, {"LIMIT", "OPTIONAL", "GROUP BY"}),
        ("SELECT |", {"DISTINCT", "WHERE"}, {"LIMIT", "OPTIONAL"}),
        ("SELECT ?x { ?x ?p ?o } |", {"LIMIT", "GROUP BY", "?x"}, {"SELECT", "OPTIONAL", "WHERE"}),
        ("SELECT ?x { ?x a cno:Event |", {"OPTIONAL", "FILTER"}, {"cno:Claim", "?x", "LIMIT"}),
        ("SELECT ?x { ?x a |", {"cno:Claim"}, {"OPTIONAL"}),
        ("dis|", {"\\q disputed-events"}, set()),
    ],
)
def test_words_are_offered_where_they_may_stand(offered, text, there, not_there):
    found = set(names(offered(text)))
    assert there <= found
    assert not found & not_there


def test_days_near_today_are_offered_for_dates_that_are_compared(offered):
    compared = "SELECT * { ?e cno:earliest ?d FILTER (?d > "
    assert f'"{today()}"^^xsd:date' in names(offered(compared + "|"))
    assert names(offered(compared + "tod|"))[0] == f'"{today()}"^^xsd:date'
    assert f'"{today()}"^^xsd:date' not in names(offered("SELECT * { ?e cno:earliest |"))
    assert not any("xsd:date" in name for name in names(offered("SELECT * { ?s cno:killed ?n FILTER (?n > |")))


def test_literals_have_their_counts(offered):
    found = {one.text: one.display_meta_text for one in offered("SELECT * { ?s dcterms:publisher |")}
    assert found['"Kessel Gazette"'] == "1"


def test_only_things_that_the_property_leads_to_are_offered(offered):
    found = names(offered("SELECT * { ?e cno:place kessel|"))
    assert found[0] == "place:kessel"
    assert "facility:port-kessel" not in found
    assert names(offered("SELECT * { ?e cno:target port|"))[0] == "facility:port-kessel"


def test_what_leads_to_a_thing_tells_its_properties(offered):
    found = names(offered("SELECT * { ?c cno:about ?e . ?e |"))
    assert "cno:earliest" in found
    assert "cno:killed" not in found
    assert "cno:killed" not in names(offered("SELECT * { ?c cno:about [ |"))
    backward = names(offered("SELECT * { ?e ^cno:about ?c . ?c |"))
    assert "cno:claimant" in backward
    assert "cno:earliest" not in backward


def test_an_iri_is_gone_on_with(offered):
    shell_text = "SELECT * { ?e ?p <https://w3id.org/conflict-news/data/facility/port|"
    first = offered(shell_text)[0]
    assert (first.text, first.start_position) == ("facility:port-kessel", -len(shell_text) + 1 + shell_text.index("<"))


def test_nothing_that_steers_a_terminal_is_offered(tmp_path):
    values = ["a\x1b[31mb", "a\u202eb", "tab\tand\nline", 'quo"te', "x" * 10_000, "漢字"]
    store = Store()
    for number, value in enumerate(values):
        store.add(Quad(NamedNode(f"http://a/{number}"), NamedNode("http://a/p"), Literal(value)))
        store.add(
            Quad(
                NamedNode(f"http://a/{number}"), NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal(value)
            )
        )
    store.dump(str(tmp_path / "a.nt"), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    with Session(tmp_path / "a.nt") as session, (tmp_path / "out").open("w") as out:
        assert session.index
        completer = GraphCompleter(ShellSession(session, Screen(out, out, tty=False, color=False)))
        for text in ("SELECT * { ?s <http://a/p> ", "SELECT * { ?s <http://a/q> a", "\\d a", "SELECT * { ?s ?p xx"):
            for one in completer.get_completions(Document(text), CompleteEvent()):
                shown = one.text + one.display_text + one.display_meta_text
                assert visible(shown) == shown
                if one.text.startswith('"'):
                    assert session.ask(f"ASK {{ ?s <http://a/p> {one.text} }}").value
                assert len(one.display_meta_text) < 500


def test_names_that_are_still_read_are_waited_for_visibly(tmp_path):
    with Session(write_file(tmp_path)) as session, (tmp_path / "out").open("w") as out:
        completer = GraphCompleter(ShellSession(session, Screen(out, out, tty=False, color=False)))
        for text in ("SELECT * { ?c cno:cla", "\\d nor", "SELECT * { zzz"):
            found = list(completer.get_completions(Document(text), CompleteEvent()))
            assert "loading…" in [one.display_text for one in found]
            assert len(found) > 1  # a single entry would be taken at once
        assert session.build_index(10)
        found = list(completer.get_completions(Document("SELECT * { ?c cno:claimant nor"), CompleteEvent()))
        assert names(found)[0] == "actor:northern-front"


def test_a_completion_replaces_the_words_of_the_label(offered):
    assert offered("SELECT * { ?s cno:claimant army of|")[0].start_position == -len("army of")


@pytest.mark.parametrize(
    "text", ["|", "}|", "SELECT * { [ |", "((|", '"|', "\\|", "\\q |", "\\zz x|", "SELECT * { ?s ^(|", "#|"]
)
def test_no_text_breaks_completion(offered, text):
    offered(text)
