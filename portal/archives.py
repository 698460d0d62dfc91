"""A ZIP from outside, opened with nothing of it trusted: neither counts, nor sizes, nor packing.

zipfile reads the whole list of entries before anybody can count them, and unpacks bzip2 and LZMA
without a bound. So its list comes through `_Sparing`, which hands over no more bytes than a list of
so many entries may have – whichever record, of 32 or of 64 bits, says how long it is: nothing here
reads the records beside zipfile. Entries are taken in the two common packings alone and counted as
they come.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
BYTES_AN_ENTRY = 256
"""Of the list, on an average: 46 and the name, the times and the comment."""

TAIL = 2 * (65_535 + 22) + 4_096
"""What zipfile reads to find the list: the end of the file, twice, and the 64-bit records."""

CHUNK = 64 * 1024
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


class ArchiveFault(Exception):  # noqa: N818 - an answer, not a fault of ours
    """`code`: "broken", "too_many" entries, "too_large" unpacked, "locked" by a password, "packing"
    that is neither stored nor deflated."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Archive:
    """An open ZIP of at most `most` entries, of which at most `most_bytes` are unpacked in all.

    Everything raises ArchiveFault alone.
    """

    def __init__(self, file: IO[bytes], *, most: int, most_bytes: int = 0) -> None:
        self._left = most_bytes
        sparing = _Sparing(file, most * BYTES_AN_ENTRY + TAIL)
        try:
            self._zip = zipfile.ZipFile(sparing)  # type: ignore[arg-type]
        except BROKEN as error:
            raise ArchiveFault("broken") from error
        sparing.is_open = True
        self.entries = self._zip.infolist()
        if len(self.entries) > most:
            raise ArchiveFault("too_many")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        return [entry.filename for entry in self.entries]

    def chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """What it unpacks to, bit by bit; sizes that the archive claims do not count."""
        require_readable(entry)
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise ArchiveFault("too_large")
                    yield chunk
        except BROKEN as error:
            raise ArchiveFault("broken") from error

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        return b"".join(self.chunks(entry))


def require_readable(entry: zipfile.ZipInfo) -> None:
    """For an archive that somebody else's code will read after this one."""
    if entry.flag_bits & ENCRYPTED:
        raise ArchiveFault("locked")
    if entry.compress_type not in PACKINGS:
        raise ArchiveFault("packing")


class _Sparing:
    """The file as zipfile sees it. Until `is_open` it gives out so many bytes and no more."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self.file, self.most, self.is_open = file, most, False
        self.size = file.seek(0, 2)

    def read(self, size: int = -1) -> bytes:
        if self.is_open:
            return self.file.read(size)
        if size > self.size:
            raise zipfile.BadZipFile("it claims more than there is")
        if size > self.most:
            raise ArchiveFault("too_many")
        data = self.file.read(self.most + 1 if size < 0 else size)
        self.most -= len(data)
        if self.most < 0:
            raise ArchiveFault("too_many")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """The file is its owner's."""
