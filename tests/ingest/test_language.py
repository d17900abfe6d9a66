import pytest

from kg.ingest.language import is_english, is_english_tag


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Two shells fell on the edge of Marun on Monday, the mayor said.", id="a sentence"),
        pytest.param("Rebels seize Pelka airbase", id="a headline"),
        pytest.param(
            "Near Marun, three airstrikes struck two vehicles. Near Pelka, one strike destroyed a depot.",
            id="a list",
        ),
        pytest.param("Gunmen kill Abelardo de la Cruz outside La Paz, Los Andes police say.", id="names in Spanish"),
        pytest.param("12 34", id="figures"),
        pytest.param("", id="nothing"),
    ],
)
def test_english_passes(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Las tropas entraron en la ciudad el lunes, según el alcalde, pero no hubo heridos.",
            id="Spanish",
        ),
        pytest.param(
            "Les soldats sont entrés dans la ville lundi, selon le maire, mais il y a des blessés.",
            id="French",
        ),
        pytest.param(
            "Die Soldaten sind am Montag in die Stadt eingerückt, sagte der Bürgermeister und warnte.",
            id="German",
        ),
        pytest.param(
            "I soldati sono entrati nella città lunedì, ha detto il sindaco, e non ci sono feriti.",
            id="Italian",
        ),
        pytest.param(
            "As tropas entraram na cidade e não há feridos, disse o prefeito, mas uma ponte foi atingida.",
            id="Portuguese",
        ),
        pytest.param(
            "De soldaten trokken maandag de stad binnen, zei de burgemeester, maar er zijn geen doden.",
            id="Dutch",
        ),
        pytest.param(
            "Askerler pazartesi günü şehre girdi ve bir köprü vuruldu, ancak daha çok kişi için tehlike var.",
            id="Turkish",
        ),
        pytest.param("Солдаты вошли в город в понедельник, сказал мэр.", id="Russian"),
        pytest.param("دخل الجنود المدينة يوم الاثنين", id="Arabic"),
        pytest.param("士兵们星期一进入了这座城市", id="Chinese"),
        pytest.param("Bodoko lami sira " * 20, id="a language it has never seen"),
    ],
)
def test_other_languages_do_not(text):
    assert not is_english(text)


@pytest.mark.parametrize(
    ("tag", "english"),
    [("en", True), ("EN-gb", True), ("eng", True), ("English", True), ("de", False), ("no", False), ("enx", False)],
)
def test_tags(tag, english):
    assert is_english_tag(tag) is english
