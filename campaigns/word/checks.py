"""Whether a Word file may be opened at all: what it claims to be, and what it would cost.

mammoth finds its parts by references, whatever their names, and reads them with expat. So every
part that expat would begin to read is read here, by the same parser, with counted bounds; a part
that is no XML ends at its first bytes, here as there.
"""

from __future__ import annotations

import re
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from portal.archives import Archive, ArchiveFault, require_readable
from portal.bounded_xml import Bounds, XmlFault, read_xml
from portal.documents import SENTENCES, DocumentRefused, check_document, extension_of

MAX_BYTES = 50 * 1024 * 1024
MAX_PARTS = 5_000
MAX_UNPACKED = 60 * 1024 * 1024
"""Bytes that are read here: all XML, and the beginning of each other part."""
MAX_ELEMENTS = 200_000
"""A book of 500 pages; mammoth takes some 35 microseconds for each."""
DEEPEST = 120
"""mammoth goes down by calls within calls, several to an element."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Only for the sentence: none of them is a ZIP of Word's.
OTHER_KINDS = re.compile(
    rb"(\xef\xbb\xbf)?\s*(\{\\rtf|<(!doctype|html|\?xml))"
    rb"|PK.{28}mimetypeapplication/vnd\.oasis\.opendocument",
    re.IGNORECASE | re.DOTALL,
)
WITH_MACROS = ("docm", "dotm")

BROKEN = gettext_lazy(
    "Tệp Word bị hỏng hoặc chưa được tải lên hết. Hãy mở tệp trên máy, lưu lại rồi gửi lại."
)
NOT_WORD = gettext_lazy(
    "Chỉ đọc được tệp Word có đuôi .docx. Hãy mở tệp bằng Word, chọn “Lưu thành” với loại "
    "“Word Document (.docx)” rồi gửi lại."
)
OLD_OR_LOCKED = gettext_lazy(
    "Tệp này là Word bản cũ (.doc) đổi đuôi, hoặc có đặt mật khẩu. Hãy mở tệp bằng Word, bỏ mật "
    "khẩu, chọn “Lưu thành” với loại “Word Document (.docx)” rồi gửi lại."
)
OTHER_KIND = gettext_lazy(
    "Tệp này là văn bản loại khác (RTF, OpenDocument hoặc trang web) đổi đuôi thành .docx. Hãy mở "
    "tệp bằng Word, chọn “Lưu thành” với loại “Word Document (.docx)” rồi gửi lại."
)
TOO_LARGE_INSIDE = gettext_lazy(
    "Tệp Word khi mở ra lớn bất thường nên không được nhận. Hãy chép nội dung sang một tệp mới "
    "rồi gửi lại."
)

BUSY = gettext_lazy("Máy chủ đang bận nên chưa đọc được tệp Word. Hãy gửi lại sau ít phút.")
DECLARED = gettext_lazy("Tệp Word có khai báo lạ nên không được nhận. Hãy lưu lại bằng Word.")


class WordRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A file that is not read; `str()` gives the Vietnamese sentence for the person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))


def check_word(file: IO[bytes], *, filename: str) -> None:
    """Raises WordRefused. The file is left at its start."""
    extension = extension_of(filename)
    if extension in WITH_MACROS:
        raise WordRefused(SENTENCES["macro"])
    if extension != "docx":
        raise WordRefused(NOT_WORD)
    file.seek(0)
    begins = file.read(1024)
    if begins.startswith(OLE):
        raise WordRefused(OLD_OR_LOCKED)
    if OTHER_KINDS.match(begins):
        raise WordRefused(OTHER_KIND)
    try:
        check_document(file, filename=filename, max_bytes=MAX_BYTES)
        with Archive(file, most=MAX_PARTS, most_bytes=MAX_UNPACKED) as archive:
            _check_parts(archive)
    except DocumentRefused as refusal:
        raise WordRefused(str(refusal)) from refusal
    except (ArchiveFault, XmlFault) as fault:
        raise WordRefused(_FAULTS.get(fault.code, TOO_LARGE_INSIDE)) from fault
    finally:
        file.seek(0)


_FAULTS: dict[str, str | Promise] = {
    "broken": BROKEN,
    "packing": BROKEN,
    "locked": OLD_OR_LOCKED,
    "declared": DECLARED,
}


def _check_parts(archive: Archive) -> None:
    bounds = Bounds(elements=MAX_ELEMENTS, depth=DEEPEST)
    for part in archive.entries:
        require_readable(part)
    for part in archive.entries:
        name = part.filename.lower()
        try:
            read_xml(archive.chunks(part), bounds)
        except XmlFault as fault:
            if fault.code != "broken" or name.endswith((".xml", ".rels")):
                raise
        # A file with macros may have been given another name, and its macros another place.
        if name == "[content_types].xml" and b"macroenabled" in archive.read(part).lower():
            raise WordRefused(SENTENCES["macro"])
