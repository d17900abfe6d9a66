import pytest

from kg.reading.mentions.casualty_figures import CasualtyFigures


@pytest.fixture
def figure(tree, words):
    """Return the figure that a word of a parse counts, and its words."""

    def of_word(text, word):
        doc = tree(text)
        found = CasualtyFigures(words).figure_at(next(t for t in doc if t.text == word))
        return found.figure, doc[found.first : found.last + 1].text

    return of_word


SUBJECT = "people/NNS/nsubjpass/{0} were/VBD/auxpass/{0} killed/VBN/ROOT/{0}"


@pytest.mark.parametrize(
    ("tree_text", "meant", "bounds", "quoted"),
    [
        pytest.param("Shells/NNS/nsubj/1 killed/VBD/ROOT/1 20/CD/nummod/3 people/NNS/dobj/1", "exact", (20, 20), "20", id="a bare number"),
        pytest.param("At/IN/advmod/1 least/JJS/advmod/2 20/CD/nummod/3 " + SUBJECT.format(5), "at-least", (20, None), "At least 20", id="at least"),
        pytest.param("More/JJR/amod/2 than/IN/quantmod/2 20/CD/nummod/3 " + SUBJECT.format(5), "at-least", (20, None), "More than 20", id="more than"),
        pytest.param("20/CD/nummod/3 or/CC/cc/0 more/JJR/conj/0 " + SUBJECT.format(5), "at-least", (20, None), "20 or more", id="or more"),
        pytest.param("Up/IN/quantmod/2 to/IN/quantmod/2 20/CD/nummod/3 " + SUBJECT.format(5), "at-most", (None, 20), "Up to 20", id="up to"),
        pytest.param("As/RB/advmod/3 many/JJ/amod/3 as/IN/quantmod/3 20/CD/nummod/4 " + SUBJECT.format(6), "at-most", (None, 20), "As many as 20", id="as many as"),
        pytest.param("About/RB/advmod/1 20/CD/nummod/2 " + SUBJECT.format(4), "about", (20, 20), "About 20", id="about"),
        pytest.param("Between/IN/quantmod/1 10/CD/nummod/4 and/CC/cc/1 15/CD/conj/1 " + SUBJECT.format(6), "between", (10, 15), "10 and 15", id="between and"),
        pytest.param("10/CD/quantmod/2 to/TO/quantmod/2 15/CD/nummod/3 " + SUBJECT.format(5), "between", (10, 15), "10 to 15", id="a range"),
        pytest.param("10/CD/quantmod/2 –/HYPH/punct/2 15/CD/nummod/3 " + SUBJECT.format(5), "between", (10, 15), "10 – 15", id="a range with a dash"),
        pytest.param("Two/CD/nummod/3 or/CC/cc/0 three/CD/conj/0 " + SUBJECT.format(5), "between", (2, 3), "Two or three", id="two or three"),
        pytest.param("20/CD/nummod/1 people/NNS/nsubjpass/3 are/VBP/auxpass/3 feared/VBN/ROOT/3 dead/JJ/oprd/3", "feared", (None, 20), "20", id="feared dead"),
        pytest.param("20/CD/nummod/1 people/NNS/nsubjpass/3 are/VBP/auxpass/3 believed/VBN/ROOT/3 to/TO/aux/7 have/VB/aux/7 been/VB/auxpass/7 killed/VBN/xcomp/3",
                     "feared", (None, 20), "20", id="believed to have been killed"),
        pytest.param("Nearly/RB/advmod/1 two/CD/nummod/3/B-CARDINAL dozen/NN/quantmod/1/I-CARDINAL people/NNS/nsubjpass/5 were/VBD/auxpass/5 killed/VBN/ROOT/5",
                     "about", (24, 24), "Nearly two dozen", id="a numeral that multiplies"),
        pytest.param("20/CD/nummod/1 people/NNS/nsubjpass/3 were/VBD/auxpass/3 killed/VBN/ROOT/3 so/RB/advmod/5 far/RB/advmod/3", "at-least", (20, None), "20", id="so far"),
    ],
)  # fmt: skip
def test_the_words_beside_a_number_say_how_it_is_meant(figure, tree_text, meant, bounds, quoted):
    found, words = figure(tree_text, "dead" if " dead/" in tree_text else "killed")
    assert (found.qualifier, (found.low, found.high), words) == (meant, bounds, quoted)


KILLED = "It/PRP/nsubj/2 has/VBZ/aux/2 killed/VBN/ROOT/2 300/CD/nummod/4 people/NNS/dobj/2"


@pytest.mark.parametrize(
    ("tree_text", "scope"),
    [
        pytest.param(KILLED, "event", id="no time"),
        pytest.param(f"{KILLED} since/IN/prep/2 2011/CD/pobj/5/B-DATE", "to-date", id="since a year"),
        pytest.param(f"{KILLED} since/IN/mark/8 the/DT/det/7 war/NN/nsubj/8 began/VBD/advcl/2", "to-date", id="since something began"),
        pytest.param(f"{KILLED} so/RB/advmod/6 far/RB/advmod/2 this/DT/det/8 year/NN/npadvmod/2", "year-to-date", id="so far this year"),
        pytest.param(f"{KILLED} since/IN/prep/2 Monday/NNP/pobj/5/B-DATE", "event", id="since a weekday"),
        pytest.param(f"{KILLED} since/IN/prep/2 last/JJ/amod/7 week/NN/pobj/5", "event", id="since last week"),
        pytest.param(f"{KILLED} in/IN/prep/2 the/DT/det/8 deadliest/JJS/amod/8 raid/NN/pobj/5 since/IN/prep/2 2011/CD/pobj/9/B-DATE", "event", id="a comparison"),
        pytest.param(f"{KILLED} ,/,/punct/2 bringing/VBG/advcl/2 deaths/NNS/dobj/6 since/IN/prep/6 2011/CD/pobj/8/B-DATE up/RP/prt/6", "event", id="another verb's time"),
        pytest.param(f"{KILLED} and/CC/cc/2 wounded/VBD/conj/2 900/CD/nummod/8 others/NNS/dobj/6 since/IN/prep/6 2011/CD/pobj/9/B-DATE", "to-date", id="the time of the dead and the wounded"),
    ],
)  # fmt: skip
def test_a_total_is_told_from_the_toll_of_an_event(figure, tree_text, scope):
    found, _ = figure(tree_text, "killed")
    assert (found.number, found.scope) == (300, scope)
