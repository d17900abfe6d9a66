import pytest

from kg.links.string_similarity import acronym, consonant_skeleton, is_confusable


@pytest.mark.parametrize(
    ("name", "confusable"), [("Hamas", False), ("Hаmas", True), ("Москва", False), ("Ρ", True), ("Hassan Диаб", False)]
)
def test_confusable_names(name, confusable):
    assert is_confusable(name) is confusable


def test_spellings_have_one_consonant_skeleton_and_names_an_acronym():
    assert consonant_skeleton("Mohammed Qaddafi") == consonant_skeleton("Muhamad Kadafi")
    assert consonant_skeleton("Anna") != consonant_skeleton("Bo")
    assert acronym("Autonomous Region in Muslim Mindanao") == "ARMM"
    assert acronym("River Front") == ""
