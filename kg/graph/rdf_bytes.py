"""Read an RDF file's bytes as parsers want them: unpacked, in UTF-8, without a byte order mark. Knows no syntax.

For the sandboxed worker: what a file unpacks to is limited, and counted while it is read.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from kg.errors import InputError

_MAX_RATIO = 100  #: unpacked bytes for a packed one: text shrinks to a tenth, and only bombs to less than this
_FREE_BYTES = 64 << 20  #: that any file may unpack to
_HEAD_BYTES = 1024  # in which an XML declaration stands, and enough to tell a format
_GZIP = b"\x1f\x8b"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']")
_CODECS = re.compile(r"(?i)(us-)?ascii|utf-?(8|16(le|be)?)|iso-?8859-\d+|latin-?1|windows-125\d|cp125\d")


class RdfBytes:
    """The bytes of one file, to be read once by a parser; `inspect` sees what is read before the parser does."""

    def __init__(self, path: Path, name: str) -> None:
        """Open a file.

        Args:
            path: the file.
            name: what messages call it.

        Raises:
            InputError: it can't be read, or is in an encoding that is not known.
        """
        self._name = name
        self.inspect: Callable[[bytes, bool], None] | None = None  #: called with bytes, and with whether they end it
        self._digest = hashlib.sha256()
        self._read_bytes = 0
        try:
            raw = path.open("rb")
            self._is_packed = raw.read(2) == _GZIP
            raw.seek(0)
            packed_bytes = path.stat().st_size
        except OSError as error:
            raise self._unreadable(error) from error
        if name.lower().endswith(".gz") and not self._is_packed:
            raise InputError(f"{name}: not a whole gzip file (it does not begin as one); get it again")
        self._max_bytes = max(_FREE_BYTES, _MAX_RATIO * packed_bytes) if self._is_packed else None
        self._stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if self._is_packed else raw
        self.beginning = self._take(_HEAD_BYTES)  #: of the file, as it is
        self._decoder = self._encoding_decoder()
        self._pending = self.beginning
        self._is_ended = False
        self.beginning = self._as_utf8(self.beginning, final=False)
        self._pending = self.beginning

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes that were read, unpacked: sixteen hexadecimal digits."""
        return self._digest.hexdigest()[:16]

    def read(self, size: int = -1) -> bytes:
        """Return bytes in UTF-8; none at the end.

        Raises:
            InputError: the file can't be read, or unpacks to more than a file of its size should.
        """
        if self._pending:
            chunk, self._pending = self._pending, b""
        else:
            chunk = b""
            while not chunk and not self._is_ended:
                taken = self._take(size if size > 0 else io.DEFAULT_BUFFER_SIZE)
                self._is_ended = not taken
                chunk = self._as_utf8(taken, final=not taken)
        if 0 < size < len(chunk):
            chunk, self._pending = chunk[:size], chunk[size:] + self._pending
        if self.inspect is not None:
            self.inspect(chunk, not chunk)
        return chunk

    def unread(self, chunk: bytes) -> None:
        """Let bytes that were read be the next ones again."""
        self._pending = chunk + self._pending

    def _take(self, size: int) -> bytes:
        try:
            taken = self._stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{self._name}: not a whole gzip file ({error}); get it again") from error
        except OSError as error:
            raise self._unreadable(error) from error
        self._read_bytes += len(taken)
        self._digest.update(taken)
        if self._max_bytes is not None and self._read_bytes > self._max_bytes:
            raise InputError(
                f"{self._name}: it unpacks to more than {self._max_bytes >> 20:,} MB, over {_MAX_RATIO} times its "
                "size; if you trust it, unpack it first"
            )
        return taken

    def _unreadable(self, error: OSError) -> InputError:
        reason = error.strerror or error
        return InputError(f"{self._name}: cannot be read ({reason}); check the name and who may read it")

    def _encoding_decoder(self) -> codecs.IncrementalDecoder | None:
        """Return what decodes the file; None where its bytes are taken for UTF-8 as they are."""
        mark = next((encoding for mark, encoding in _MARKS.items() if self.beginning.startswith(mark)), None)
        declared = _DECLARATION.match(self.beginning)
        encoding = mark or (declared[1].decode("ascii", "replace") if declared else "utf-8")
        if not _CODECS.fullmatch(encoding.removesuffix("-sig")):
            raise InputError(f"{self._name}: the encoding {encoding} is not read; convert it to UTF-8")
        if not mark and encoding.lower() in ("utf-8", "utf8", "us-ascii", "ascii"):
            return None
        return codecs.getincrementaldecoder(encoding)()

    def _as_utf8(self, chunk: bytes, *, final: bool) -> bytes:
        if self._decoder is None:
            return chunk
        try:
            text = self._decoder.decode(chunk, final=final)
        except UnicodeDecodeError as error:
            raise InputError(
                f"{self._name}: not in the encoding that it begins with ({error.reason}); mend it"
            ) from error
        if chunk is self.beginning:
            text = re.sub(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*([\"'])[^\"']*\2", r"\1", text)
        return text.encode("utf-8", "surrogatepass")
