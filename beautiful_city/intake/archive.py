"""A ZIP from outside, read with nothing of it trusted: neither sizes, nor names, nor counts.

Nothing is unpacked to a disk, so a path in a name leads nowhere; a name is only shown.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from portal.archives import Archive, ArchiveFault
from portal.images.prepare import MAX_BYTES
from portal.text import nfc

MAX_ARCHIVE = 400 * 1024 * 1024
MAX_ENTRIES = 50
MAX_LISTED = 1_000
"""Entries with folders and what macOS adds beside each photo; the list is read whole."""
UTF8_NAME = 0x800

SENTENCES = {
    "too_large": _("Tệp ZIP nặng quá %(limit)s MB. Hãy chia thành nhiều tệp."),
    "broken": _("Không mở được tệp ZIP: tệp hỏng hoặc chưa tải lên hết. Hãy nén lại rồi gửi."),
    "too_many": _("Tệp ZIP có quá %(limit)s tệp. Hãy chia thành nhiều tệp ZIP."),
    "empty": _("Tệp ZIP không có ảnh nào."),
    "locked": _("Tệp trong ZIP có mật khẩu. Hãy nén lại không đặt mật khẩu."),
    "packing": _(
        "Tệp ZIP nén theo kiểu không đọc được. Hãy nén lại bằng chức năng nén có sẵn của máy, hoặc "
        "chọn kiểu nén “Deflate”."
    ),
    "still_opening": _(
        "Mỗi lần chỉ mở một tệp ZIP: tệp trước còn ảnh chưa mở. Bấm “Mở tiếp”, rồi gửi lại tệp này."
    ),
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
    if file.seek(0, io.SEEK_END) > MAX_ARCHIVE:
        raise ArchiveRefused("too_large", limit=MAX_ARCHIVE // 1024 // 1024)
    try:
        with Archive(file, most=MAX_LISTED) as archive:
            found = [info for info in archive.entries if _is_meant(info)]
    except ArchiveFault as fault:
        raise _refusal(fault) from fault
    if not found:
        raise ArchiveRefused("empty")
    if len(found) > MAX_ENTRIES:
        raise ArchiveRefused("too_many", limit=MAX_ENTRIES)
    return found


def read_entry(file: IO[bytes], info: zipfile.ZipInfo) -> io.BytesIO:
    """One file of it, never more bytes than a photo may have. Raises ArchiveRefused."""
    try:
        with Archive(file, most=MAX_LISTED, most_bytes=MAX_BYTES) as archive:
            return io.BytesIO(archive.read(info))
    except ArchiveFault as fault:
        raise _refusal(fault) from fault


def _refusal(fault: ArchiveFault) -> ArchiveRefused:
    if fault.code == "too_large":
        return ArchiveRefused("entry_too_large", limit=MAX_BYTES // 1024 // 1024)
    return ArchiveRefused(fault.code, limit=MAX_ENTRIES)


def shown_name(info: zipfile.ZipInfo) -> str:
    """The last part of the name; a path is nobody's business."""
    return nfc(PurePosixPath(_spelt(info).replace("\\", "/")).name)[:120]


def _spelt(info: zipfile.ZipInfo) -> str:
    """The name as its writer saw it. Where no flag says UTF-8, Python reads it as an American DOS
    would; programs of today write UTF-8 all the same, Vietnamese Windows its own code page."""
    if info.flag_bits & UTF8_NAME or info.filename.isascii():
        return info.filename
    written = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_meant(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return bool(parts) and not (info.is_dir() or "__MACOSX" in parts or parts[-1].startswith("."))
