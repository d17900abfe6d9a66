"""Detect near-duplicates by MinHash signatures and locality-sensitive hashing. Knows words; knows no grammar."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasketch import MinHash

NEAR_DUPLICATE_THRESHOLD = 0.6  #: estimated Jaccard similarity of shingles from which two texts are versions of one
SHINGLE_WORDS = 5  #: of one shingle
HASHES = 128  #: numbers of a signature; the estimate has a standard deviation of 0.04
BANDS = 32  #: texts that agree in one band are compared: 99 of 100 pairs at 0.6, 4 of 100 at 0.2

_WORD = re.compile(r"\w+")


def minhash_signature(text: str) -> bytes:
    """Return a text's MinHash signature (Broder 1997): 512 bytes, the same on every machine."""
    words = _WORD.findall(text.casefold())
    shingles = {" ".join(words[n : n + SHINGLE_WORDS]) for n in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    minhash = _empty_minhash().copy()
    minhash.update_batch(sorted(shingle.encode() for shingle in shingles))
    return bytes(minhash.hashvalues.astype("<u4").tobytes())


def lsh_bands(signature: bytes) -> list[int]:
    """Return the hashes of a signature's bands; near-duplicates share one, nearly always."""
    size = len(signature) // BANDS
    return [_band_hash(n, signature[n * size : (n + 1) * size]) for n in range(BANDS)]


def estimated_jaccard(one: bytes, other: bytes) -> float:
    """Return the Jaccard similarity of two texts' shingles, estimated from their signatures."""
    same = sum(one[n : n + 4] == other[n : n + 4] for n in range(0, len(one), 4))
    return same * 4 / len(one)


@cache
def _empty_minhash() -> MinHash:
    from datasketch import MinHash  # half a second to import

    return MinHash(HASHES, seed=1)


def _band_hash(band: int, part: bytes) -> int:
    import hashlib

    digest = hashlib.blake2b(part, digest_size=8, key=bytes([band])).digest()
    return int.from_bytes(digest, "little", signed=True)
