"""Tell texts that are versions of each other from those that are not. Knows words in a row; knows no grammar."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasketch import MinHash

ALIKE = 0.6  #: estimated share of five-word runs in common (Jaccard) from which two texts are versions of one
RUN = 5  #: words in a row
HASHES = 128  #: numbers of a signature; the estimate is off by 0.04 (one standard deviation)
BANDS = 32  #: texts that agree in one band are compared: 99 of 100 pairs at 0.6, 4 of 100 at 0.2

_WORD = re.compile(r"\w+")


def signature(text: str) -> bytes:
    """Return what a text is compared by (MinHash: Broder 1997): 512 bytes, the same on every machine."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1))}
    made = _empty().copy()
    made.update_batch(sorted(run.encode() for run in runs))
    return bytes(made.hashvalues.astype("<u4").tobytes())


def bands(signed: bytes) -> list[int]:
    """Return numbers of which texts that are alike share one, nearly always."""
    size = len(signed) // BANDS
    return [_number(n, signed[n * size : (n + 1) * size]) for n in range(BANDS)]


def alikeness(one: bytes, other: bytes) -> float:
    """Return the estimated share of runs that two signed texts have in common."""
    same = sum(one[n : n + 4] == other[n : n + 4] for n in range(0, len(one), 4))
    return same * 4 / len(one)


@cache
def _empty() -> MinHash:
    from datasketch import MinHash  # half a second to import

    return MinHash(HASHES, seed=1)


def _number(band: int, part: bytes) -> int:
    import hashlib

    digest = hashlib.blake2b(part, digest_size=8, key=bytes([band])).digest()
    return int.from_bytes(digest, "little", signed=True)
