"""Decide with one key a pair, at a terminal. Knows keys; knows nothing of names or graphs."""

from __future__ import annotations

import os
import shutil
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.errors import UsageError
from kg.links.candidate_pairs import Pair
from kg.links.decisions import Decision
from kg.links.review import Review
from kg.show.candidate_pairs import pair_lines
from kg.show.terminal import Screen

_KEYS = "s same (right stays) · d different · l later · x swap sides · u undo · q quit"
_LEAVING = {"q", "Q", "\x04"}  #: and Ctrl-D


def decide(review: Review, pairs: list[Pair], *, color: bool) -> int:
    """Ask about each pair until all are decided or the user leaves, and return how many decisions that made."""
    with _single_keys():
        return _Asking(review, pairs, color).run()


@contextmanager
def _single_keys() -> Iterator[None]:
    """Have the terminal give keys as they come, unseen; also those that are pressed ahead."""
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _key() -> str:
    """Return the next key; that of the end of input for a terminal that went."""
    return os.read(sys.stdin.fileno(), 1).decode(errors="replace") or "\x04"


class _Asking:
    """Where a user is on the way through the pairs."""

    def __init__(self, review: Review, pairs: list[Pair], color: bool) -> None:
        self._review = review
        self._pairs = pairs
        self._color = color
        self._at = 0
        self._made: list[tuple[int, Decision]] = []
        self._keys: dict[str, Callable[[], None]] = {
            "s": lambda: self._decide(same=True), "d": lambda: self._decide(same=False), "l": self._later,
            "x": self._swap, "u": self._undo,
        }  # fmt: skip

    def run(self) -> int:
        while self._at < len(self._pairs):
            if self._review.settled.has(self._pairs[self._at]):  # it follows from what was decided since
                self._at += 1
                continue
            self._show()
            try:
                key = self._pressed()
            except KeyboardInterrupt:
                break
            if key in _LEAVING:
                break
            self._keys[key]()
        return len(self._made)

    def _show(self) -> None:
        pair, witness = self._pairs[self._at], self._review.witness
        screen = Screen(shutil.get_terminal_size().columns, self._color)
        print(f"\n{self._at + 1} of {len(self._pairs)}")
        print(*pair_lines(pair, witness.of(pair.one), witness.of(pair.other), screen), sep="\n")

    def _pressed(self) -> str:
        """Wait for a key that means something, and say on the line what it was taken for."""
        print(f"{_KEYS}: ", end="", flush=True)
        while (key := _key()) not in _LEAVING:
            if key.lower() in self._keys:
                print(key.lower(), flush=True)
                return key.lower()
        print("q", flush=True)
        return key

    def _decide(self, *, same: bool) -> None:
        pair = self._pairs[self._at]
        decision = Decision(pair.one, pair.other, same)
        try:
            self._review.decide(decision)
        except UsageError as problem:
            print(f"error: {problem}")
            return
        self._made.append((self._at, decision))
        print(decision)
        self._at += 1

    def _later(self) -> None:
        self._at += 1

    def _swap(self) -> None:
        self._pairs[self._at] = self._pairs[self._at].swapped

    def _undo(self) -> None:
        if not self._made:
            print("nothing decided yet; earlier decisions are undone with: kg review GRAPH --undo")
            return
        self._at, decision = self._made.pop()
        self._review.undo(decision)
        print(f"undone: {decision}")
