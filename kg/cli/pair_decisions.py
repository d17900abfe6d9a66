"""Decide on candidate pairs at a terminal, with one key each. Knows keys; knows no graph."""

from __future__ import annotations

import os
import shutil
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.cli.output import print_lines, print_prompt
from kg.errors import UsageError
from kg.links.candidate_pairs import CandidatePair
from kg.links.decisions import Decision
from kg.links.review import Review
from kg.show.candidate_pairs import pair_lines
from kg.show.terminal import Screen

_KEYS = "s same (right stays) · d different · l later · x swap sides · u undo · q quit"
_QUIT_KEYS = {"q", "Q", "\x04"}  #: and Ctrl-D


def decide(review: Review, pairs: list[CandidatePair], *, color: bool) -> int:
    """Ask about each pair until all are decided or the user leaves, and return how many decisions that made."""
    with _cbreak_mode():
        return _PairDialogue(review, pairs, color).run()


@contextmanager
def _cbreak_mode() -> Iterator[None]:
    """Let the terminal pass on each key at once, without echo; also those that are pressed ahead."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _read_key() -> str:
    """Return the next key; Ctrl-D for a terminal that is closed."""
    return os.read(sys.stdin.fileno(), 1).decode(errors="replace") or "\x04"


class _PairDialogue:
    """Asks about the pairs in order, and applies what the keys say."""

    def __init__(self, review: Review, pairs: list[CandidatePair], color: bool) -> None:
        self._review = review
        self._pairs = pairs
        self._color = color
        self._position = 0
        self._decisions: list[tuple[int, Decision]] = []
        self._keys: dict[str, Callable[[], None]] = {
            "s": lambda: self._decide(same=True), "d": lambda: self._decide(same=False), "l": self._skip,
            "x": self._swap, "u": self._undo,
        }  # fmt: skip

    def run(self) -> int:
        while self._position < len(self._pairs):
            if self._review.decision_closure.is_decided(
                self._pairs[self._position]
            ):  # it follows from what was decided since
                self._position += 1
                continue
            self._show()
            try:
                key = self._next_command()
            except KeyboardInterrupt:
                break
            if key in _QUIT_KEYS:
                break
            self._keys[key]()
        return len(self._decisions)

    def _show(self) -> None:
        pair, witness = self._pairs[self._position], self._review.evidence_reader
        screen = Screen(shutil.get_terminal_size().columns, self._color)
        print_lines("", f"{self._position + 1} of {len(self._pairs)}")
        lines = pair_lines(pair, witness.evidence(pair.one), witness.evidence(pair.other), screen)
        print_lines(*lines, is_escaped=True)

    def _next_command(self) -> str:
        """Wait for a key that has a meaning, print it, and return it."""
        print_prompt(f"{_KEYS}: ")
        while (key := _read_key()) not in _QUIT_KEYS:
            if key.lower() in self._keys:
                print_prompt(f"{key.lower()}\n")
                return key.lower()
        print_prompt("q\n")
        return key

    def _decide(self, *, same: bool) -> None:
        pair = self._pairs[self._position]
        decision = Decision(pair.one, pair.other, same)
        try:
            self._review.decide(decision)
        except UsageError as problem:
            print_lines(f"error: {problem}")
            return
        self._decisions.append((self._position, decision))
        print_lines(str(decision))
        self._position += 1

    def _skip(self) -> None:
        self._position += 1

    def _swap(self) -> None:
        self._pairs[self._position] = self._pairs[self._position].swapped

    def _undo(self) -> None:
        if not self._decisions:
            print_lines("nothing decided yet; earlier decisions are undone with: kg review GRAPH --undo")
            return
        self._position, decision = self._decisions.pop()
        self._review.undo(decision)
        print_lines(f"undone: {decision}")
