import os
import re
import sqlite3

import pytest

from kg.errors import OntologyError
from kg.model import Kind, Place
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.gazetteer_database import FILE
from kg.resolve.known_places import load_known_places


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open(load_known_places())


@pytest.fixture
def around(gazetteer):
    def places(*keys):
        found = [gazetteer.place(key) for key in keys]
        assert None not in found, keys
        return found

    return places


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("Kyiv", "kyiv", id="a label"),
        pytest.param("KYIV", "kyiv", id="in capitals"),
        pytest.param("Kiev", "kyiv", id="an older spelling"),
        pytest.param("Odessa", "odesa", id="a spelling that a smaller town bears as its own"),
        pytest.param("Halab", "aleppo", id="another language's name"),
        pytest.param("Bogotá", "bogota", id="an accent"),
        pytest.param("Mariy El", "mari-el", id="a hyphen and a spelling"),
        pytest.param("N'Djamena", "ndjamena", id="an apostrophe"),
        pytest.param("Al-Raqqa", "raqqa", id="the Arabic article"),
        pytest.param("Saint Petersburg", "saint-petersburg", id="saint in full"),
        pytest.param("U.S.", "united-states", id="an abbreviation with dots"),
        pytest.param("the DRC", "dr-congo", id="a leading article"),
        pytest.param("Belgorod region", "belgorod-region", id="a region by its label"),
        pytest.param("Belgorod oblast", "belgorod-region", id="a region by another noun"),
        pytest.param("Kursk Oblast", "kursk-region", id="a region that is filed with its noun alone"),
        pytest.param("province of Idlib", "idlib-province", id="the noun before the name"),
        pytest.param("city of Goma", "goma", id="a city by its noun"),
        pytest.param("North Kivu", "north-kivu", id="a region with a name of its own"),
        pytest.param("Nord-Kivu", "north-kivu", id="the same in French"),
        pytest.param("Demidovka", "demidovka", id="a village that GeoNames lacks"),
        pytest.param("Strait of Hormuz", "strait-of-hormuz", id="a strait"),
        pytest.param("Kosovo", "kosovo", id="a country whose status is disputed"),
    ],
)
def test_a_name_finds_its_place_first(gazetteer, name, key):
    assert gazetteer.candidates(name)[0].key == key


def test_a_city_and_its_region_are_two_places(gazetteer):
    keys = [p.key for p in gazetteer.candidates("Kharkiv")]
    assert keys[0] == "kharkiv"
    assert "kharkiv-region" in keys


def test_a_noun_leaves_only_places_of_its_kind(gazetteer):
    assert {p.kind for p in gazetteer.candidates("Belgorod province")} == {Kind.REGION}
    assert {p.kind for p in gazetteer.candidates("Aleppo city")} == {Kind.SETTLEMENT}


@pytest.mark.parametrize("name", ["", "  ", "?!", "Nowhere in Particular", "O'; DROP TABLE place; --", "x" * 10_000])
def test_what_is_no_name_finds_nothing(gazetteer, name):
    assert gazetteer.candidates(name) == ()
    assert gazetteer.resolve_toponym(name) is None


@pytest.mark.parametrize(
    ("name", "context", "key"),
    [
        pytest.param("Demidovka", ["belgorod-region"], "demidovka", id="region named"),
        pytest.param("Demidovka", ["russia"], "demidovka", id="country named"),
        pytest.param("Demidovka", ["ukraine", "belgorod-region"], "demidovka", id="region beats the other country"),
        pytest.param("Demidovka", ["russia", "ukraine", "belgorod"], "demidovka", id="a town of the region named"),
        pytest.param("Demidovka", ["syria"], None, id="small and in other countries"),
        pytest.param("Popovka", ["sumy-region"], "popivka-sumy", id="one of many, by its region"),
        pytest.param("Popovka", ["belgorod-region", "russia"], "popovka", id="the hand-made one, by its region"),
        pytest.param("Tripoli", [], "tripoli", id="the best known"),
        pytest.param("Tripoli", ["lebanon"], "tripoli-lebanon", id="the country's own of like size"),
        pytest.param("Paris", ["united-states"], "paris", id="fame beats a small namesake in the country"),
        pytest.param("Donetsk", ["russia"], "donetsk", id="a war's city beats a small namesake"),
        pytest.param("Georgia", ["united-states"], "georgia", id="a country beats a state"),
        pytest.param("Georgia", ["atlanta"], "georgia-state", id="unless the state has a place in the text"),
        pytest.param("Georgia", ["alabama", "florida", "texas"], "georgia-state", id="or stands among its like"),
        pytest.param("Georgia", ["alabama", "florida", "texas", "tbilisi"], "georgia", id="but not beside the capital"),
        pytest.param("South Governorate", ["lebanon"], None, id="a direction that is a region elsewhere"),
        pytest.param("South Region", ["cameroon"], "south-region-cameroon", id="and where it is one"),
        pytest.param("Mara", ["kenya"], None, id="a region that few know abroad"),
        pytest.param("Surrey", ["united-kingdom"], "surrey", id="an English county before a Canadian town"),
        pytest.param("Surrey", ["canada"], "surrey-canada", id="and after it in Canada"),
        pytest.param("Victoria", ["australia"], "victoria-state", id="the Australian state"),
        pytest.param("Granada", ["nicaragua"], "granada-nicaragua", id="a smaller namesake in the country"),
        pytest.param("St. Petersburg", ["florida"], "st-petersburg", id="the one in the region named"),
        pytest.param("Mexico", ["mexico-city"], "mexico", id="a country that the context lies in"),
        pytest.param("Rafah", ["egypt"], "rafah-egypt", id="the Egyptian side"),
        pytest.param("Rafah", ["gaza-strip"], "rafah", id="the Palestinian side"),
        pytest.param("Belgorod", ["russia"], "belgorod", id="a bare name is the city's"),
        pytest.param("Belgorod", ["belgorod-region"], "belgorod-region", id="the region's where only that is named"),
        pytest.param("Belgorod", ["belgorod-region", "belgorod"], "belgorod", id="the city's where both are"),
        pytest.param("Red Sea", ["sudan"], "red-sea", id="a sea may be anywhere"),
    ],
)
def test_the_context_chooses_among_namesakes(gazetteer, around, name, context, key):
    chosen = gazetteer.resolve_toponym(name, around(*context))
    assert (chosen.key if chosen else None) == key


@pytest.mark.parametrize(
    ("name", "area", "keys"),
    [
        pytest.param("Athens", "Georgia", ("athens-united-states", "georgia-state"), id="the state that has the town"),
        pytest.param("London", "Ontario", ("london-canada", "ontario-province"), id="the town that the region has"),
        pytest.param("Tripoli", "Lebanon", ("tripoli-lebanon", "lebanon"), id="the town that the country has"),
        pytest.param("Goma", "North Kivu", ("goma", "north-kivu"), id="a town with a territory of its name"),
        pytest.param("Niger", "Nigeria", None, id="two countries on a list, though Niger is a state"),
        pytest.param("Oregon", "Washington", None, id="two states on a list, though Oregon is a town"),
        pytest.param("Goma", "Ontario", None, id="no such town there"),
        pytest.param("Goma", "Nowhere", None, id="no such region"),
    ],
)
def test_a_name_beside_that_of_an_area(gazetteer, name, area, keys):
    found = gazetteer.resolve_containment(name, area)
    assert (tuple(p.key for p in found) if found else None) == keys


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("Georgia", "georgia", id="a country's, whatever else is called so"),
        pytest.param("Bunagana", "bunagana", id="no other place's"),
        pytest.param("Tripoli", None, id="two places'"),
        pytest.param("South West", None, id="short for a region, but a direction as well"),
    ],
)
def test_a_certain_name(gazetteer, name, key):
    found = gazetteer.unambiguous(name)
    assert (found.key if found else None) == key


def test_demidovka_beside_belgorod_is_never_the_ukrainian_one_even_without_the_hand_made_places(around):
    chosen = Gazetteer.open(()).resolve_toponym("Demidovka", around("belgorod-region", "russia"))
    assert chosen is None


@pytest.mark.parametrize(("country", "key"), [("israel", "jenin"), ("france", None)])
def test_a_small_place_of_the_country_beside_is_chosen_if_no_other_is_called_so(gazetteer, around, country, key):
    found = gazetteer.resolve_toponym("Jenin", around(country))
    assert (found.key if found else None) == key


def test_a_small_place_needs_no_context_if_its_name_is_in_one_country_only(gazetteer):
    assert gazetteer.resolve_toponym("Bunagana").key == "bunagana"
    assert gazetteer.resolve_toponym("Popovka") is None


def test_a_chain_goes_from_the_place_to_its_country(gazetteer):
    chain = gazetteer.containing_places(gazetteer.place("bunagana"))
    assert [p.key for p in chain] == ["bunagana", "north-kivu", "dr-congo"]


def test_a_sea_lies_in_no_country(gazetteer):
    assert gazetteer.country_of(gazetteer.place("black-sea")) is None
    assert gazetteer.country_of(gazetteer.place("goma")).key == "dr-congo"


def test_a_compiled_place_has_coordinates_and_its_geonames_iri(gazetteer):
    goma = gazetteer.place("goma")
    assert goma.same_as == ("https://sws.geonames.org/216281/",)
    assert goma.latitude == pytest.approx(-1.674, abs=0.01)
    assert goma.longitude == pytest.approx(29.228, abs=0.01)


@pytest.mark.parametrize(
    ("key", "latitude", "longitude"),
    [
        pytest.param("france", 46, 2, id="a country"),
        pytest.param("north-kivu", -0.8, 29, id="a region"),
        pytest.param("alaska", 63, -152, id="a region beside the date line"),
        pytest.param("suffolk", 52.2, 1, id="a county"),
    ],
)
def test_a_country_and_a_region_have_the_coordinates_of_their_middle(gazetteer, key, latitude, longitude):
    place = gazetteer.place(key)
    assert (place.latitude, place.longitude) == (pytest.approx(latitude, abs=3), pytest.approx(longitude, abs=6))


def test_a_hand_made_place_extends_the_compiled_one_of_its_key():
    extra = Place("goma", Kind.SETTLEMENT, "Goma", aliases=("Town by the Volcano",), within="north-kivu")
    merged = Gazetteer.open([extra]).resolve_toponym("Town by the Volcano")
    assert merged.key == "goma"
    assert merged.same_as == ("https://sws.geonames.org/216281/",)


def test_an_unknown_key_is_no_place(gazetteer):
    assert gazetteer.place("no-such-place") is None


def test_a_minted_place_lies_in_its_region_and_comes_out_the_same_twice(gazetteer):
    region = gazetteer.place("belgorod-region")
    place = gazetteer.mint_place("Nová Ves", Kind.SETTLEMENT, region)
    assert place.key == "nova-ves-belgorod-region"
    assert place.within == "belgorod-region"
    assert place == gazetteer.mint_place("Nová Ves", Kind.SETTLEMENT, region)
    assert gazetteer.mint_place("Nová Ves", Kind.SETTLEMENT, None).key == "nova-ves"


def test_common_names_are_few_and_hold_no_words_or_first_names(gazetteer):
    names = {name for name, _ in gazetteer.common_names()}
    assert {"Ukraine", "Kyiv", "Kursk", "Sumy", "North Kivu", "Persian Gulf", "Demidovka", "Kinshasa"} <= names
    assert not names & {"Well", "March", "West", "Mobile", "Reading", "Nice", "Victoria", "Lincoln", "Split", "Tank"}
    assert len(names) < 15_000


def test_keys_are_plain_and_unique():
    compiled = Gazetteer.open(())
    with sqlite3.connect(f"file:{FILE}?mode=ro", uri=True) as db:
        keys = [row[0] for row in db.execute("SELECT key FROM place WHERE key IS NOT NULL")]
        labels = [row[0] for row in db.execute("SELECT label FROM place WHERE key IS NULL ORDER BY id LIMIT 2000")]
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in keys)
    assert len(keys) == len(set(keys))
    assert all(compiled.place(compiled.candidates(label)[0].key) is not None for label in labels)


def test_the_compiled_file_is_small():
    assert FILE.stat().st_size <= 10 * 2**20


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_gazetteer_opened_before_a_fork_works_in_the_child(gazetteer):
    gazetteer.candidates("Goma")
    child = os.fork()
    if child == 0:
        os._exit(0 if gazetteer.candidates("Beni")[0].key == "beni" else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_missing_file_says_how_to_make_it(tmp_path):
    with pytest.raises(OntologyError, match="compile it with"):
        Gazetteer.open((), tmp_path / "none.sqlite")
