import pytest

from kg.vocab.inflection import noun_forms, verb_forms


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("shell", "shell shells shelled shelling"),
        ("raid", "raid raids raided raiding"),
        ("stop", "stop stops stopped stopping"),
        ("deny", "deny denies denied denying"),
        ("die", "die dies died dying"),
        ("agree", "agree agrees agreed agreeing"),
        ("seize", "seize seizes seized seizing"),
        ("torch", "torch torches torched torching"),
        ("rebel", "rebel rebels rebeled rebeling rebelled rebelling"),
        ("panic", "panic panics paniced panicing panicked panicking"),
    ],
)
def test_regular_verbs(lemma, forms):
    assert verb_forms(lemma, {}) == frozenset(forms.split())


def test_irregular_verbs_have_only_their_listed_forms():
    assert verb_forms("strike", {"strike": frozenset({"strikes", "struck"})}) == {"strike", "strikes", "struck"}


@pytest.mark.parametrize(
    ("lemma", "plural"),
    [("raid", "raids"), ("ambush", "ambushes"), ("army", "armies"), ("gunman", "gunmen"), ("wife", "wives")],
)
def test_nouns(lemma, plural):
    assert noun_forms(lemma, {}) == {lemma, plural} or plural in noun_forms(lemma, {})
