"""The whole graph to a file."""

import re


def test_the_graph_is_written(typed, tmp_path):
    assert re.match(r"wrote .*a\.nq: \d+ statements", typed(f"\\export {tmp_path}/a.nq")[1][0])
