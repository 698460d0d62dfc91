"""A ZIP from outside, read with nothing of it trusted: neither sizes, nor names, nor counts.

Nothing is unpacked to a disk, so a path in a name leads nowhere; a name is only shown.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from portal.images.prepare import MAX_BYTES
from portal.text import nfc

MAX_ARCHIVE = 400 * 1024 * 1024
MAX_ENTRIES = 50
MAX_DIRECTORY = 256 * 1024
"""Bytes of the ZIP's own list: thousands of names; more is a bomb, since the list is read whole."""

END = b"PK\x05\x06"
END_SIZE = 22
END_64 = b"PK\x06\x07"
LONGEST_COMMENT = 65_535
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)

SENTENCES = {
    "too_large": _("Tệp ZIP nặng quá %(limit)s MB. Hãy chia thành nhiều tệp."),
    "broken": _("Không mở được tệp ZIP: tệp hỏng hoặc chưa tải lên hết. Hãy nén lại rồi gửi."),
    "too_many": _("Tệp ZIP có quá %(limit)s tệp. Hãy chia thành nhiều tệp ZIP."),
    "empty": _("Tệp ZIP không có ảnh nào."),
    "locked": _("Tệp trong ZIP có mật khẩu. Hãy nén lại không đặt mật khẩu."),
    "entry_too_large": _("Ảnh nặng quá %(limit)s MB. Hãy giảm kích thước ảnh rồi gửi lại."),
}


class ArchiveRefused(Exception):  # noqa: N818 - an answer, not a fault
    """`code` is a key of `SENTENCES`; `str()` gives the sentence."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.details


def is_archive(file: IO[bytes]) -> bool:
    """Told from the first bytes: a picture with a ZIP behind it is a picture."""
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


def entries(file: IO[bytes]) -> list[zipfile.ZipInfo]:
    """The files of an archive, without folders and what macOS adds. Raises ArchiveRefused."""
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            found = [info for info in archive.infolist() if _is_meant(info)]
    except BROKEN as error:
        raise ArchiveRefused("broken") from error
    if not found:
        raise ArchiveRefused("empty")
    if len(found) > MAX_ENTRIES:
        raise ArchiveRefused("too_many", limit=MAX_ENTRIES)
    return found


def read_entry(file: IO[bytes], info: zipfile.ZipInfo) -> io.BytesIO:
    """One file of it, never more bytes than a photo may have. Raises ArchiveRefused."""
    if info.flag_bits & 0x1:
        raise ArchiveRefused("locked")
    try:
        with zipfile.ZipFile(file) as archive, archive.open(info) as entry:
            data = entry.read(MAX_BYTES + 1)
    except BROKEN as error:
        raise ArchiveRefused("broken") from error
    if len(data) > MAX_BYTES:
        raise ArchiveRefused("entry_too_large", limit=MAX_BYTES // 1024 // 1024)
    return io.BytesIO(data)


def shown_name(info: zipfile.ZipInfo) -> str:
    """The last part of the name; a path is nobody's business."""
    return nfc(PurePosixPath(info.filename.replace("\\", "/")).name)[:120]


def _is_meant(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return bool(parts) and not (info.is_dir() or "__MACOSX" in parts or parts[-1].startswith("."))


def _check_directory(file: IO[bytes]) -> None:
    """Refuse by the size that the archive gives its list, before the list is read into memory."""
    size = file.seek(0, io.SEEK_END)
    if size > MAX_ARCHIVE:
        raise ArchiveRefused("too_large", limit=MAX_ARCHIVE // 1024 // 1024)
    file.seek(max(0, size - LONGEST_COMMENT - END_SIZE - len(END_64) * 5))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        raise ArchiveRefused("broken")
    (directory,) = struct.unpack_from("<L", tail, at + 12)
    # A list in the 64-bit form would overrule that size; no archive of photos needs one.
    if END_64 in tail[max(0, at - 20) : at] or directory > MAX_DIRECTORY:
        raise ArchiveRefused("too_many", limit=MAX_ENTRIES)
