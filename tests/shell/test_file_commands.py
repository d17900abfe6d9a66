"""Queries from files and editors, results to files and commands."""

from kg.vocab import PREFIXES

WHO = "SELECT ?who ?n { ?c cno:claimant ?who OPTIONAL { ?c cno:killed ?n } } ORDER BY ?who"


COUNTS = "SELECT ?who (COUNT(?c) AS ?n) { ?c cno:claimant ?who } GROUP BY ?who ORDER BY ?who"


def test_results_are_written_again_and_to_files(typed, tmp_path):
    data, _ = typed(WHO, "", r"\g", rf"\g {tmp_path}/out.csv", rf"\g {tmp_path}/out.md")
    assert data[:4] == data[4:8]
    assert (tmp_path / "out.csv").read_text().splitlines()[1] == PREFIXES["actor"] + "lurania-army,4"
    assert "| Army of Lurania | 4 |" in (tmp_path / "out.md").read_text()


def test_a_file_is_run(typed, tmp_path):
    (tmp_path / "a.rq").write_text("ASK {}")
    assert typed(rf"\r {tmp_path}/a.rq")[0] == ["yes"]


def test_an_editor_gets_a_whole_query_and_gives_it_back(typed, shell, tmp_path, monkeypatch):
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho 'LIMIT 1' >> \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    typed(COUNTS, "", "\\e")
    assert shell.prompt_text.startswith("PREFIX cno: <")
    assert shell.prompt_text.endswith("LIMIT 1")
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert "not found; set EDITOR" in typed("\\e")[1][0]


def test_results_go_to_a_command(typed):
    data, words = typed(COUNTS, "", "\\g | wc -l", "\\g | false", "\\g |")
    assert data[-1].strip() == "3"
    assert words[-2:] == ["error: false: ended with 1", "error: \\g |: name a command, as in \\g | wc -l"]
