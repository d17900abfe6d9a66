"""The way of articles through the reader: one or many, through the gate or past it."""

from datetime import date
from pathlib import Path

import pytest

from kg.ingest import read_inputs
from kg.model import Article
from kg.reading.pipeline import batches, load_reader

pytestmark = pytest.mark.model
SEEDS = str(Path(__file__).parents[2] / "seeds")
PEACE = Article("peace", "The bakery in Goma has opened again. Its bread is sold in Bukavu and Kampala on Mondays.")


def test_many_articles_are_read_as_each_by_itself():
    articles = [e.article for e in read_inputs([SEEDS])][:4]
    articles.insert(2, PEACE)
    articles.insert(3, Article("empty", "\n"))
    assert list(load_reader().read_all(articles)) == [load_reader().read(a) for a in articles]


def test_an_article_without_signs_of_conflict_is_left_unread():
    assert load_reader().read(PEACE).entity_mentions == ()


def test_without_the_gate_the_places_of_any_article_are_named():
    told = load_reader(everything=True).read(PEACE)
    assert [n.mention.text for n in told.entity_mentions] == ["Goma", "Bukavu", "Kampala"]
    assert told.events == ()


@pytest.mark.parametrize(
    ("lengths", "lots"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([3, 3], [[3, 3]], id="few together"),
        pytest.param([6, 4, 2], [[6, 4], [2]], id="up to the size"),
        pytest.param([30, 2, 30], [[30], [2, 30]], id="a long one ends its lot"),
    ],
)
def test_articles_are_parsed_together_up_to_a_size(lengths, lots):
    articles = [Article(str(n), "x" * length) for n, length in enumerate(lengths)]
    assert [[len(a.text) for a in lot] for lot in batches(articles, 10)] == lots


LAKE = Article(
    "lake",
    "M23 rebels shelled a camp in Mugunga on Friday, the Congolese army said. Kinshasa withdrew its soldiers from Sake.\n\n"
    'M23 spokesman Willy Ngoma denied it. "We did not fire on civilians," he told reporters. Asked to comment, Kigali declined.',
)


def test_a_denial_is_of_what_the_denier_is_said_to_have_done():
    shelling, leaving, firing = load_reader().read(LAKE).events
    assert [f.value.label for c in shelling.claims if c.polarity == "denied" for f in c.claimants] == ["Willy Ngoma"]
    assert {c.polarity for c in leaving.claims} == {"affirmed"}
    assert [f.value.key for f in firing.actors] == ["m23"]  # whom a spokesman means by "we"


STRIKES = "Near Kobani, two airstrikes struck a truck.\n\nIraq\n\nNear Ramadi, an airstrike struck a bunker."


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param(f"Syria\n\n{STRIKES}", [["kobani"], ["ramadi"]], id="a heading says in which country"),
        pytest.param(STRIKES, [[], ["ramadi"]], id="a namesake stays open, and no other place is taken for it"),
    ],
)
def test_what_is_somewhere_else_is_not_where_the_story_is(text, places):
    events = load_reader().read(Article("strikes", text)).events
    assert [[place.value.key for place in event.places] for event in events] == places


def test_the_military_states_what_it_states():
    [event] = (
        load_reader()
        .read(Article("strike", "The Israeli military states that two gunmen were killed in an airstrike in Rafah."))
        .events
    )
    assert [who.value.key for claim in event.claims for who in claim.claimants] == ["israel-defense-forces"]


@pytest.mark.parametrize(
    ("text", "actors", "targets"),
    [
        pytest.param("The army carried out the massacre of 40 villagers in Goma, survivors said.", ["army"], ["villagers"], id="a light verb's subject acts"),
        pytest.param("Villagers near Goma suffered attacks by armed herders.", ["armed herders"], ["Villagers"], id="or suffers"),
        pytest.param("A bomb killed three police officers in Goma; no group has claimed responsibility.", [], ["police officers"], id="no group is nobody"),
        pytest.param("Rebels shelled Goma. Hundreds of activists were arrested by the security services.", ["Rebels", "security services"], ["Goma", "activists"], id="a noun of two words acts"),
        pytest.param("Guyana attacked a patrol boat on the Essequibo river.", ["Guyana"], ["patrol boat"], id="a river is where"),
        pytest.param("The US Navy hit a dhow off Somalia. The raid was condemned by the UN.", ["United States Navy", "United Nations"], ["dhow"], id="the UN is no US Navy"),
        pytest.param("Soldiers tortured detainees in Goma, the United Nations said. The militia denied the torture of detainees.", ["Soldiers"], ["detainees"], id="the UN is no militia"),
    ],
)  # fmt: skip
def test_who_does_it_to_whom(text, actors, targets):
    events = load_reader().read(Article("one", text)).events
    assert list(dict.fromkeys(side.value.label for event in events for side in event.actors)) == actors
    assert list(dict.fromkeys(side.value.label for event in events for side in event.targets)) == targets


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Russia rejected Ukrainian claims that its forces had shelled Kherson.", id="claims with an adjective"),
        pytest.param("Russia denied reports by Ukraine that its forces shelled Kherson.", id="reports by somebody"),
        pytest.param("The allegation by Ukraine that Russian forces shelled Kherson was denied by Russia.", id="passive"),
    ],
)  # fmt: skip
def test_who_denies_the_claims_of_others_denies_and_they_affirm(text):
    [event] = load_reader().read(Article("one", text)).events
    told = {(who.value.key, claim.polarity.value) for claim in event.claims for who in claim.claimants}
    assert told == {("ukraine", "affirmed"), ("russia", "denied")}


def test_who_dismisses_a_video_has_not_made_it():
    told = "The army dismissed a video as propaganda. The video shows soldiers beheading prisoners in Goma."
    [event] = load_reader().read(Article("one", told)).events
    assert [claim.claimants for claim in event.claims] == [()]


def test_who_calls_sanctions_names_imposes_none():
    told = "Maduro called the sanctions an act of war. Rebels shelled Goma, the army said."
    assert [e.action for e in load_reader().read(Article("one", told)).events] == ["shelling"]


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        pytest.param("Rebels, the army says, attacked Goma.", ["army affirmed"], id="a parenthesis"),
        pytest.param("The army said rebels attacked Goma; the rebels did not comment.", ["army affirmed"], id="before a semicolon"),
        pytest.param("In a post on X, the president wrote that rebels had attacked Goma.", ["president affirmed"], id="a lost subject"),
        pytest.param("The minister said it was not the army that had shelled Goma.", ["minister denied"], id="a cleft"),
        pytest.param("Israel has neither confirmed nor denied carrying out the strike on Damascus.", ["Israel undetermined"], id="neither nor"),
        pytest.param("Reports of soldiers shooting prisoners in Khartoum have not been verified.", [" affirmed probable", " undetermined uncommitted"], id="reports of nobody's"),
        pytest.param("Footage appeared to show soldiers shooting prisoners in Khartoum.", [" affirmed probable"], id="what appears to be shown"),
        pytest.param("Houthis shot down a drone over Marib. Kyiv accuses Moscow of deporting children; Moscow denies this.", [" affirmed", "Ukraine affirmed", "Russia denied"], id="what is denied is what was charged"),
    ],
)  # fmt: skip
def test_who_says_so_and_how(text, stances):
    claims = [c for e in load_reader().read(Article("one", text)).events if e.action != "accuse" for c in e.claims]
    told = [(c.claimants[0].value.label if c.claimants else "", c) for c in claims]
    doubtful = {"certain": "", "uncommitted": " uncommitted", "probable": " probable", "possible": " possible"}
    assert [f"{who} {c.polarity.value}" + ("" if who else doubtful[c.certainty.value]) for who, c in told] == stances


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("Sudan's army retook the palace in Khartoum in March.", ["khartoum"], id="a month"),
        pytest.param(
            "An offensive by Khalifa Haftar against Tripoli stalled.", ["tripoli"], id="of whom, in which country"
        ),
    ],
)
def test_where_it_was(text, places):
    events = load_reader().read(Article("one", text, published=date(2025, 11, 24))).events
    assert [place.value.key for event in events for place in event.places] == places
