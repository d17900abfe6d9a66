"""Saved questions date each event: by the day that is told, else by that of publication, which a column says."""

import re

import pytest
from support.small_graph import TRIG

from kg.query.prepared_queries import execute, prepare
from kg.query.saved_queries import find_query, saved_queries
from kg.query.session import Session
from kg.vocab import QUERIES

# Beside the shelling of 4 March: a raid without a day, published on 20 April; one told to a year; one without any day.
OTHERS = """
graph:article-dddd {
    article:dddd a cno:Article ; rdfs:label "Raids on Kessel"@en ; dcterms:issued "2031-04-20"^^xsd:date ; dcterms:publisher "Bay News" .
    article:eeee a cno:Article ; rdfs:label "A note"@en .
    event:raid a cno:Event ; rdfs:label "raid"@en ; cno:action act:attack ; cno:actor actor:lurania-army ;
        cno:target actor:northern-front ; cno:place place:kessel .
    event:year a cno:Event ; rdfs:label "raid of a year"@en ; cno:action act:attack ; cno:place place:kessel ;
        cno:target actor:northern-front ; cno:earliest "2030-01-01"^^xsd:date ; cno:latest "2030-12-31"^^xsd:date .
    event:never a cno:Event ; rdfs:label "raid without a day"@en ; cno:action act:attack ; cno:place place:kessel .
    event:own a cno:Event ; rdfs:label "strike on the Front"@en ; cno:action act:attack ; cno:place place:kessel ;
        cno:target actor:northern-front ; cno:earliest "2031-04-01"^^xsd:date ; cno:latest "2031-04-01"^^xsd:date .
    event:blamed a cno:Event ; rdfs:label "a raid"@en ; cno:action act:attack ; cno:place place:kessel .
    claim:raid a cno:Claim ; cno:about event:raid ; cno:claimant article:dddd ; cno:reportedIn article:dddd .
    claim:raid-not a cno:Claim ; cno:about event:raid ; cno:claimant actor:lurania-army ; cno:reportedIn article:dddd ;
        cno:polarity code:denied ; cno:certainty code:certain ; cno:modality code:actual ; cno:speechAct code:denial .
    claim:year a cno:Claim ; cno:about event:year ; cno:claimant article:dddd ; cno:reportedIn article:dddd .
    claim:never a cno:Claim ; cno:about event:never ; cno:claimant article:eeee ; cno:reportedIn article:eeee .
    claim:own a cno:Claim ; cno:about event:own ; cno:claimant actor:ostria-army ; cno:reportedIn article:dddd .
    claim:blamed a cno:Claim ; cno:about event:blamed ; cno:claimant actor:northern-front ; cno:reportedIn article:dddd ;
        cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ; cno:speechAct code:allegation .
    claim:raid cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ; cno:speechAct code:statement .
    claim:year cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ; cno:speechAct code:statement .
    claim:never cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ; cno:speechAct code:statement .
    claim:own cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ; cno:speechAct code:statement .
    actor:ostria-army a cno:ArmedForce ; rdfs:label "Army of Ostria"@en ; cno:country place:ostria .
    place:ostria a cno:Country ; rdfs:label "Ostria"@en .
}
graph:inferred {
    event:raid cno:hasClaim claim:raid , claim:raid-not ; cno:kind act:attack , act:use-force ; cno:in place:kessel , place:lurania ;
        cno:participant actor:northern-front , actor:lurania-army .
    event:year cno:hasClaim claim:year ; cno:kind act:attack ; cno:in place:kessel .
    event:never cno:hasClaim claim:never ; cno:kind act:attack ; cno:in place:kessel .
    event:own cno:hasClaim claim:own ; cno:kind act:attack ; cno:in place:kessel .
    event:blamed cno:hasClaim claim:blamed ; cno:kind act:attack ; cno:in place:kessel .
    event:shelling-kessel cno:in place:kessel ; cno:participant actor:northern-front .
}
"""
LIBRARY = saved_queries(QUERIES)
DATED = [query for query in LIBRARY if "?dayIs" in query.text]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    file = tmp_path_factory.mktemp("days") / "days.trig"
    file.write_text(TRIG + OTHERS, encoding="utf-8")
    with Session(file) as opened:
        yield opened


def rows(session, query, **given):
    """Return the rows of a saved question, each as its bound cells by name, IRIs by their local names."""
    needed = {"place": "Kessel", "actor": "Army of Lurania", "country": "Lurania"}
    given = {p.name: needed[p.name] for p in query.parameters if p.required} | given
    result = execute(prepare(query, {k: [v] for k, v in given.items()}, session), session)
    return [
        {n: t.value.rsplit("/", 1)[-1] for n, t in zip(result.variables, row, strict=True) if t is not None}
        for row in result.rows
    ]


def ask(session, name, **given):
    return rows(session, find_query(name, LIBRARY), **given)


@pytest.mark.parametrize("query", DATED, ids=[q.name for q in DATED])
def test_an_event_without_a_day_has_that_of_publication_and_says_so(session, query):
    for row in rows(session, query):
        event = row.get("event", "")
        if event == "raid":
            assert (row["day"], row["dayIs"]) == ("2031-04-20", "published")
        elif event == "shelling-kessel":
            assert row["dayIs"] == "told" or query.name == "acknowledgements"
        elif event == "never":
            assert not row.keys() & {"day", "dayIs"}


@pytest.mark.parametrize("query", DATED, ids=[q.name for q in DATED])
def test_lists_of_events_are_newest_first(session, query):
    order = query.text.rpartition("ORDER BY")[2].split()
    ranked_by = {"casualties-low-high": "killed", "corroboration": "sources", "who-holds-what": "place"}
    if query.name in ranked_by:
        assert ranked_by[query.name] in order[0]
        assert "DESC(?day)" in order
    else:
        assert order[0] == "DESC(?day)"
        days = [row.get("day", "") for row in rows(session, query)]
        assert days == sorted(days, reverse=True)


def test_a_window_holds_what_was_published_in_it_and_has_no_day_of_its_own(session):
    assert {row["event"] for row in ask(session, "disputed-events", since="2031-04-10")} == {"raid"}
    assert {row["event"] for row in ask(session, "disputed-events", until="2031-04-10")} == {"shelling-kessel"}


def test_every_question_on_events_takes_the_same_window():
    untimed = {"quotes", "date-not-to-the-day", "same-event-candidates", "newly-published"}
    for query in DATED:
        names = {parameter.name for parameter in query.parameters}
        assert query.name in untimed or {"since", "until"} <= names, query.name


def test_attacks_by_month_add_up_to_all_attacks(session):
    counted = [{k: v for k, v in row.items() if k != "claims"} for row in ask(session, "attacks-by-month")]
    assert counted == [
        {"month": "2031-03-01", "attacks": "1", "byPublication": "0", "disputed": "1"},
        {"month": "2031-04-01", "attacks": "3", "byPublication": "2", "disputed": "1"},
        {"attacks": "2", "byPublication": "0", "disputed": "0"},  # of a year, and without any day
    ]


def test_denials_are_listed_whatever_was_denied_and_by_whom_it_is_affirmed(session):
    found = [(row["event"], row["accuser"], row["act"], row["denier"]) for row in ask(session, "denied-allegations")]
    assert found == [
        ("raid", "dddd", "statement", "lurania-army"),
        ("shelling-kessel", "lurania-army", "allegation", "northern-front"),
    ]


def test_what_a_force_did_itself_or_somebody_is_accused_of_has_no_unknown_perpetrator(session):
    assert [row["event"] for row in ask(session, "perpetrator-unknown")] == ["year", "never"]


def test_no_saved_question_orders_or_filters_by_the_told_day_alone():
    for query in LIBRARY:
        order = query.text.rpartition("ORDER BY")[2]
        assert not re.search(r"\?(from|when|earliest)\b", order), query.name
        assert "COALESCE(?to, " in query.text or "cno:latest ?to" not in query.text or query.number == 20, query.name
