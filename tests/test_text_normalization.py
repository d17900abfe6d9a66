import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.text_normalization import MAX_RUN, clean_text, has_mixed_scripts, slug

# Text as hostile as it comes: every code point, with those that matter here drawn more often.
TRICKY = st.sampled_from(
    "ae\r\n\t -.'’“”\u200b\u200f\u202e\u00ad\u0301\u0323\u0338\u1100\u1161\u11a8\u212b\u0344\u2126\ufeff\ud800"
)
ANY = st.lists(st.one_of(TRICKY, st.characters(), TRICKY.map(lambda c: c * 40)), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("Rebels shelled Goma.\n", "Rebels shelled Goma.\n", id="plain text stays"),
        pytest.param("It’s “over”, ‘they’ said", "It's \"over\", 'they' said", id="one kind of quotation marks"),
        pytest.param("Goma – where", "Goma – where", id="dashes stay"),
        pytest.param("one\r\ntwo\rthree", "one\ntwo\nthree", id="line ends"),
        pytest.param("five\u00a0killed\u2009in\u3000Goma\there", "five killed in Goma here", id="odd spaces"),
        pytest.param("Mos\u200bcow \u202egnol\u202c", "Moscow gnol", id="zero-width and bidi characters go"),
        pytest.param("sol\u00addiers", "soldiers", id="soft hyphens go"),
        pytest.param("a\x00b\x1b[31mc", "ab[31mc", id="control characters go"),
        pytest.param("caf\u0065\u0301", "café", id="composed"),
        pytest.param("\u1100\u1161\u11a8", "각", id="Hangul composed"),
        pytest.param("e\u200b\u0301", "é", id="composed across what is removed"),
        pytest.param("\u212bngstr\u00f6m", "Ångström", id="singletons"),
        pytest.param("half \ud800 a character", "half  a character", id="lone surrogates go"),
        pytest.param("x" * 40, "x" * 40, id="runs of a letter stay"),
        pytest.param("(" * 10_000, "(" * MAX_RUN, id="runs of brackets are cut"),
        pytest.param("—" * 40 + "a" + "_" * 33, "—" * 32 + "a" + "_" * 32, id="runs of dashes are cut"),
        pytest.param("-\u200b" * 40, "-" * MAX_RUN, id="runs are counted after removing"),
        pytest.param("\ufeffHello", "Hello", id="byte order mark"),
        pytest.param("They left Goma.The army came.", "They left Goma. The army came.", id="glued sentences are parted"),
        pytest.param("They left.The army came.It shelled Goma.Nobody died.", "They left.\nThe army came.\nIt shelled Goma.\nNobody died.", id="many are lines"),
        pytest.param('He said: "We left."The army came.', 'He said: "We left." The army came.', id="a mark that closes"),
        pytest.param('They left."We won," he said.', 'They left. "We won," he said.', id="a mark that opens"),
        pytest.param("from the U.S.Navy fleet and www.example.com", "from the U.S.Navy fleet and www.example.com", id="but no names"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_cleaning(raw, text):
    assert clean_text(raw).text == text


@pytest.mark.parametrize(
    ("raw", "words", "found"),
    [
        pytest.param("the “Sumy” front", "Sumy", "Sumy", id="after a quotation mark"),
        pytest.param("one\r\ntwo", "two", "two", id="after a line end of two characters"),
        pytest.param("in Go\u200bma\u200b.", "Goma", "Go\u200bma", id="removed at the edge stays outside"),
        pytest.param("the cafe\u0301 burnt", "café", "cafe\u0301", id="composed"),
        pytest.param("-" * 99 + "Goma", "Goma", "Goma", id="after a run that was cut"),
        pytest.param("They left Sake.The army took Goma.", "Goma", "Goma", id="after glued sentences"),
        pytest.param("They left Sake.The army came.", "Sake. The", "Sake.The", id="across glued sentences"),
    ],
)
def test_a_cleaned_span_leads_back_to_the_raw_words(raw, words, found):
    clean = clean_text(raw)
    at = clean.text.index(words)
    start, end = clean.raw_span(at, at + len(words))
    assert raw[start:end] == found


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(IndexError, match="no span 0,9 in a text of 4 characters"):
        clean_text("Goma").raw_span(0, 9)


@given(ANY)
@example("\u0344" * 33)
def test_cleaning_twice_changes_nothing(raw):
    once = clean_text(raw).text
    assert clean_text(once).text == once


@given(ANY)
def test_clean_text_holds_nothing_hidden_and_no_long_run(raw):
    text = clean_text(raw).text
    assert unicodedata.is_normalized("NFC", text)
    assert not [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c != "\n"]
    assert not re.search(r"([\W\d_])\1{32}", text, re.DOTALL)


@given(ANY, st.data())
def test_every_cleaned_span_lies_in_the_raw_text_and_cleans_to_itself(raw, data):
    clean = clean_text(raw)
    assert len(clean.offsets) == len(clean.text) + 1
    assert clean.offsets[-1] == len(raw)
    assert list(clean.offsets) == sorted(clean.offsets)
    start = data.draw(st.integers(0, len(clean.text)))
    end = data.draw(st.integers(start, len(clean.text)))
    begin, after = clean.raw_span(start, end)
    assert 0 <= begin <= after <= len(raw)
    if clean.text[start:end].isascii() and "-" not in clean.text[start:end]:
        assert clean.text[start:end].strip() in clean_text(raw[begin:after]).text


@given(ANY, st.data())
def test_order_is_kept(raw, data):
    clean = clean_text(raw)
    cut = data.draw(st.integers(0, len(clean.text)))
    assert clean.raw_span(0, cut)[1] <= clean.raw_span(cut, len(clean.text))[1]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("(" * 200_000, id="one bracket"),
        pytest.param("a" + "\u0315\u0300" * 100_000, id="a pile of marks out of order"),
        pytest.param("“a\r\n" * 50_000, id="quotation marks and line ends"),
    ],
)
def test_long_hostile_text_takes_no_time_in_its_square(raw):
    assert len(clean_text(raw).text) <= len(raw)


@pytest.mark.parametrize(
    ("name", "slugged"),
    [
        ("Goma", "goma"), ("Popular Front (PF-2)", "popular-front-pf-2"), ("Łódź", "lodz"), ("Tromsø", "tromso"),
        ("Gießen", "giessen"), ("Đà Nẵng", "da-nang"), ("Diyarbakır", "diyarbakir"), ("İzmir", "izmir"),
        ("Ærø", "aero"), ("Œuvre", "oeuvre"), ("ʿAbdallah", "abdallah"), ("Sana’a", "sanaa"), ("N'Djamena", "ndjamena"),
        ("U.S.", "us"), ("St. Petersburg", "st-petersburg"), ("Əliyev", "aliyev"), ("São Tomé", "sao-tome"),
        ("Go\u200bma", "goma"), ("ＧＯＭＡ", "goma"), ("  --Goma--  ", "goma"),
    ],
)  # fmt: skip
def test_slug(name, slugged):
    assert slug(name) == slugged


def test_names_in_another_script_get_their_own_slugs():
    slugs = {slug(name) for name in ("Київ", "Москва", "Київ 2", "北京", "!?", "", "Мoscow", "Moscow")}
    assert len(slugs) == 8
    assert slug("Moscow") in slugs


@given(ANY)
def test_a_slug_is_never_empty_and_fit_for_an_iri(name):
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,78}[a-z0-9])?", slug(name))


@given(ANY)
def test_a_slug_is_its_own_slug(name):
    assert slug(slug(name)) == slug(name)


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        pytest.param("Moscow", False, id="Latin"),
        pytest.param("Москва", False, id="Cyrillic"),
        pytest.param("Moscow (Москва)", False, id="two scripts in two words"),
        pytest.param("São Tomé, Đà Nẵng, Łódź", False, id="accents"),
        pytest.param("ʿAbdallah", False, id="modifier letters"),
        pytest.param("東京タワー", False, id="Japanese"),
        pytest.param("Мoscow", True, id="Cyrillic M"),
        pytest.param("Pаris", True, id="Cyrillic a"),
        pytest.param("Αthens", True, id="Greek alpha"),
        pytest.param("Ꮇoscow", True, id="Cherokee"),
        pytest.param("Ｍoscow", True, id="full-width M"),
        pytest.param("𝐌oscow", True, id="mathematical M"),
        pytest.param("Mos\u200bcow", True, id="zero-width space"),
        pytest.param("\u202eMoscow", True, id="bidi override"),
        pytest.param("Mos\u034fcow", True, id="grapheme joiner"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_confusables_are_flagged(name, mixed):
    assert has_mixed_scripts(name) is mixed
