"""Ctrl-C and Ctrl-Z at a real terminal, at every moment."""

import os
import shutil
import sys
import time

import pytest
from support.commands import ROOT
from support.pseudo_terminal import Terminal
from support.small_graph import CARTESIAN


@pytest.fixture
def prompted(graph, tmp_path):
    terminal = Terminal(["shell", graph], tmp_path)
    terminal.wait_for(r"kg>.*\[F2\] labels")
    yield terminal
    terminal.close()


def test_ctrl_c_is_heard_at_every_moment_after_enter(prompted):
    for milliseconds in (0, 0, 1, 2, 3, 5, 10, 20, 30, 50):
        prompted.press(CARTESIAN)
        prompted.wait_for(r"\?l.{0,40}}")
        prompted.press("\r")
        time.sleep(milliseconds / 1000)
        prompted.press("\x03")
        prompted.wait_for(r"kg>.*\[F2\] labels")  # a query that runs would have no prompt
        prompted.press("\x03")
        prompted.wait_for(r"kg>")
    prompted.press("ASK {}\r")
    prompted.wait_for(r"yes")


def test_ctrl_c_keeps_the_rows_that_have_arrived(prompted):
    prompted.press("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }\r")
    prompted.wait_for(r"rows {2}\(Ctrl-C stops")
    prompted.press("\x03")
    prompted.wait_for(r"[\d,]+ rows, cut by Ctrl-C · 12 columns")
    prompted.wait_for(r"cancelled after \d+\.\d s")


def test_a_search_of_the_history_is_left_with_ctrl_c(prompted):
    prompted.press("ASK { ?typed \x12zzz")
    prompted.wait_for(r"zzz")
    prompted.press("\x03")
    prompted.press("a cno:Event }\r")
    prompted.wait_for(r"yes")  # what was typed is there still


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash has the job control")
def test_ctrl_z_suspends_and_fg_goes_on_with_what_was_typed(graph, tmp_path):
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "PS1": "bash: "}
    bash = Terminal([], tmp_path, variables, command=["bash", "--norc", "--noprofile", "-i"])
    try:
        bash.wait_for(r"bash: ")
        bash.press(f"{sys.executable} -m kg shell {graph}\r")
        bash.wait_for(r"kg>.*\[F2\] labels", seconds=20)
        bash.press("ASK { ?a ")
        bash.wait_for(r"\?a")
        bash.press("\x1a")
        bash.wait_for(r"Stopped.*bash: ")
        bash.press("stty -a\r")
        bash.wait_for(r" icanon.* echo ")
        bash.press("fg\r")
        bash.wait_for(r"kg>.*\[F2\] labels")
        bash.press("a cno:Event }\r")
        bash.wait_for(r"yes")
    finally:
        bash.close()


def test_ctrl_z_types_nothing_where_nothing_controls_jobs(prompted):
    prompted.press("ASK { \x1a}\r")
    prompted.wait_for(r"yes")
    assert "^Z" not in prompted.all


def test_a_terminal_that_goes_away_ends_the_shell(prompted):
    prompted.press(CARTESIAN + "\r")
    prompted.wait_for(r"Ctrl-C stops")
    os.close(prompted.handle)
    prompted.handle = os.open(os.devnull, os.O_RDONLY)
    assert prompted.process.wait(10) != 0
