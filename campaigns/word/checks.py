"""Whether a Word file may be opened at all: what it claims to be, and how large it would become."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.documents import SENTENCES, DocumentRefused, check_document, extension_of

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_XML = 30 * 1024 * 1024
"""Of one part in XML; the text of a book of 1,000 pages takes less than ten."""

MAX_RATIO = 200
"""Unpacked to packed, of a part above `RATIO_FROM`: text of Word shrinks to a twentieth or so."""

RATIO_FROM = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WITH_MACROS = ("docm", "dotm")
ENCRYPTED = 0x1

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
TOO_LARGE_INSIDE = gettext_lazy(
    "Tệp Word khi mở ra lớn bất thường nên không được nhận. Hãy chép nội dung sang một tệp mới "
    "rồi gửi lại."
)


class WordRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A file that is not read; `str()` gives the Vietnamese sentence for the person."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))


def check_word(file: IO[bytes], *, filename: str) -> None:
    """Raises WordRefused. No part is unpacked before the sizes that the file declares are known,
    and none further than it declares. The file is left at its start."""
    extension = extension_of(filename)
    if extension in WITH_MACROS:
        raise WordRefused(SENTENCES["macro"])
    if extension != "docx":
        raise WordRefused(NOT_WORD)
    file.seek(0)
    if file.read(len(OLE)) == OLE:
        raise WordRefused(OLD_OR_LOCKED)
    try:
        check_document(file, filename=filename, max_bytes=MAX_BYTES)
    except DocumentRefused as refusal:
        raise WordRefused(str(refusal)) from refusal
    try:
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive)
            _check_types(archive)
            _check_xml(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise WordRefused(BROKEN) from error
    except (expat.ExpatError, KeyError, ValueError, RuntimeError) as error:
        raise WordRefused(BROKEN) from error
    finally:
        file.seek(0)


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise WordRefused(OLD_OR_LOCKED)
    bomb = (
        sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(_is_xml(part) and part.file_size > MAX_XML for part in parts)
        or any(
            part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
            for part in parts
        )
    )
    if bomb:
        raise WordRefused(TOO_LARGE_INSIDE)


def _check_types(archive: zipfile.ZipFile) -> None:
    """A file with macros may have been given another name, and its macros another place."""
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        raise WordRefused(SENTENCES["macro"])


def _check_xml(archive: zipfile.ZipFile) -> None:
    """Every part reads to its end, and none declares entities: Word never writes any."""
    for part in archive.infolist():
        if _is_xml(part):
            parser = expat.ParserCreate()
            parser.StartDoctypeDeclHandler = _refuse_doctype
            with archive.open(part) as opened:
                parser.ParseFile(opened)


def _refuse_doctype(*_declared: object) -> None:
    raise WordRefused(_("Tệp Word có khai báo lạ nên không được nhận. Hãy lưu lại bằng Word."))


def _is_xml(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().endswith((".xml", ".rels"))
