import pytest
import spacy

from kg.reading.parse.quotations import quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"We left," he said.', ['"We left,"'], id="one"),
        pytest.param('He said: "The "republic" left us." They agreed.', ['"The "republic" left us."'], id="a nested one"),
        pytest.param('"We left. "They came," he said.', ['"We left.', '"They came,"'], id="a missing mark"),
        pytest.param("Nobody spoke.", [], id="none"),
    ],
)  # fmt: skip
def test_quotations(parsed, text, expected):
    doc = spacy.blank("en")(text)
    assert [doc[first : last + 1].text for first, last in quotations(parsed(doc))] == expected
