import pytest

from kg.extract.happenings import Facts, merged
from kg.extract.triggers import triggers

BASE = "Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ././punct/1"


def again(determiner: str) -> str:
    """Return a second sentence, "… attack surprised nobody .", for a tree that has five words before it."""
    words = determiner.split()
    at = 5 + len(words)
    tags = {"second": "JJ/amod/{}/B-ORDINAL"}
    before = " ".join(f"{w}/{tags.get(w, 'DT/det/{}').format(at)}" for w in words)
    return f"{BASE} {before} attack/NN/nsubj/{at + 1} surprised/VBD/ROOT/{at + 1} nobody/NN/dobj/{at + 1} ././punct/{at + 1}"


@pytest.fixture
def groups(tree, words, rules, phrases):
    """Return the groups of trigger words; `facts` are "actor target day place" for each, "-" where nothing is known."""

    def told(text: str, *facts: str) -> list[list[str]]:
        found = list(triggers(phrases(tree(text)), words, words.index("Fence"), rules))
        known = [fact(f) for f in facts] or [fact("- - - -")] * len(found)
        return [[found[n].token.text for n in group] for group in merged(found, known, words)]

    return told


def fact(text: str) -> Facts:
    actor, target, day, place = (None if word == "-" else word for word in text.split())
    return Facts(frozenset([actor] if actor else []), frozenset([target] if target else []), day, place)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        pytest.param(again("The"), (), [["attacked", "attack"]], id="the attack takes up what was told"),
        pytest.param(again("An"), (), [["attacked"], ["attack"]], id="an attack is another one"),
        pytest.param(again("The second"), (), [["attacked"], ["attack"]], id="so is the second attack"),
        pytest.param(again("The"), ("- - - goma", "- - - kyiv"), [["attacked"], ["attack"]], id="two places, two attacks"),
        pytest.param(again("The"), ("- - monday -", "- - friday -"), [["attacked"], ["attack"]], id="two days, two attacks"),
        pytest.param(again("An"), ("a b - -", "a b - -"), [["attacked", "attack"]], id="the same deed of the same sides"),
        pytest.param("Warplanes/NNS/nsubj/1 carried/VBD/ROOT/1 out/RP/prt/1 strikes/NNS/dobj/1 targeting/VBG/acl/3 the/DT/det/6 army/NN/dobj/4 ././punct/1",
                     (), [["carried", "targeting"]], id="a participle on a word of the deed"),
        pytest.param("Rebels/NNS/nsubj/1 attacked/VBD/ROOT/1 a/DT/det/3 base/NN/dobj/1 ,/,/punct/1 killing/VBG/advcl/1 two/CD/nummod/7 soldiers/NNS/dobj/5 ././punct/1",
                     (), [["attacked", "killing"]], id="an effect and its deed"),
    ],
)  # fmt: skip
def test_words_of_one_happening_are_one_event(groups, text, facts, expected):
    assert groups(text, *facts) == expected


def test_what_is_known_of_a_happening_holds_for_all_its_words(groups):
    third = "The/DT/det/11 attack/NN/nsubj/12 shocked/VBD/ROOT/12 all/DT/dobj/12 ././punct/12"
    facts = ("- - monday -", "- - - -", "- - friday -")
    assert groups(f"{again('The')} {third}", *facts) == [["attacked", "attack"], ["attack"]]
