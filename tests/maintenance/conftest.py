import json

import pytest

from kg.maintenance.build import build


@pytest.fixture
def load(tmp_path):
    """Build articles, each given as fields, into one graph, and return the summary."""

    def run(*articles, **options):
        source = tmp_path / "some.jsonl"
        source.write_text("\n".join(json.dumps(one) for one in articles), encoding="utf-8")
        return build([str(source)], tmp_path / "one.kg", workers=1, **options)

    run.graph = tmp_path / "one.kg"
    return run
