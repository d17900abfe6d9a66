from kg.query.evidence import sources
from kg.vocab import PREFIXES

FRONT, EVENT = PREFIXES["actor"] + "northern-front", PREFIXES["event"] + "shelling-kessel"


def test_an_event_comes_from_the_words_of_its_claims(session):
    first, second = sources(EVENT, session)
    assert (first.title, first.outlet, first.date) == (
        "Shells fall on the port of Kessel",
        "Kessel Gazette",
        "2031-03-05",
    )
    assert (first.quote.words, first.quote.begin) == ("Shells killed four dockers, the army said.", 0)
    assert (second.claimant, second.title) == (FRONT, "Front denies it hit the port")


def test_a_mention_and_a_claim_have_one_source(session):
    assert len(sources(PREFIXES["claim"] + "front", session)) == 1
    assert len(sources(PREFIXES["article"] + "bbbb#char=10,37", session)) == 1
    assert sources(PREFIXES["place"] + "lurania", session) == []
