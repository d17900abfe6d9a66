import re

from kg.query.saved_queries import saved_queries
from kg.query.session import Session
from kg.report.dossier import dossier
from kg.vocab import QUERIES


def test_a_dossier_has_quotes_for_every_row(demo):
    with Session(demo) as session:
        page = dossier("March 23 Movement", {}, saved_queries(QUERIES), session)
        place = dossier("place:goma", {"since": "2025"}, saved_queries(QUERIES), session)
    assert page.count("<blockquote") > 20
    assert "What is March 23 Movement said to have done" in page
    assert page.count('<details class="words" open>') == len(re.findall(r'<tbody class="r">', page))
    assert "What is reported in Goma" in place
    assert "2012-11-20" not in place
