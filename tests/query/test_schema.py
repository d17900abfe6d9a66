from kg.query.schema import schema_listing
from kg.vocab import PREFIXES


def test_the_schema_shows_classes_with_properties_and_ranges(session):
    lines = schema_listing(session.index, PREFIXES, "claimant").splitlines()
    assert lines[0].split() == ["cno:Claim", "2"]
    assert lines[1].split() == ["cno:claimant", "2", "→", "cno:ArmedForce"]
    assert schema_listing(session.index, PREFIXES, "nothing-like-it") == ""
