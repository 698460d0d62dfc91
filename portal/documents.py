"""Documents that people send in: which kinds are taken, and whether a file is what it says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 100 * 1024 * 1024
"""Of one file. A short film of a few minutes fits."""

MAX_PARTS = 10_000
"""Entries in an office file: a real one has tens or hundreds."""

SENTENCES = {
    "empty": _("Tệp này rỗng (0 byte). Hãy lưu lại tệp rồi gửi lại."),
    "too_large": _("Tệp nặng %(size)s, vượt mức cho phép là %(limit)s. Hãy chia nhỏ hoặc nén tệp."),
    "extension": _(
        "Không nhận tệp có đuôi “%(extension)s”. Các loại nhận được: %(accepted)s. "
        "Hãy lưu tệp sang PDF rồi gửi lại."
    ),
    "content": _(
        "Tên tệp có đuôi “.%(extension)s” nhưng nội dung không phải loại tệp đó, hoặc tệp bị hỏng. "
        "Hãy mở tệp trên máy, lưu lại đúng định dạng rồi gửi lại."
    ),
    "macro": _(
        "Tệp có chứa macro nên không được nhận. Hãy lưu thành tệp không có macro "
        "(.docx, .xlsx, .pptx) hoặc PDF rồi gửi lại."
    ),
    "encoding": _(
        "Tệp văn bản không dùng bảng mã UTF-8. Hãy lưu lại với bảng mã UTF-8 rồi gửi lại."
    ),
}


class DocumentRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A document that is not taken in.

    `code` is a key of `SENTENCES`; `str()` gives the Vietnamese sentence for the person.
    """

    def __init__(self, code: str, **details: Any) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.details


@dataclass(frozen=True)
class DocumentKind:
    """A kind of file: the media type it is served with, and the question whether a file is it.

    `inline` says whether a browser may show it instead of saving it.
    """

    content_type: str
    check: Callable[[IO[bytes], str], None]
    inline: bool = False


def check_document(file: IO[bytes], *, filename: str, max_bytes: int = MAX_BYTES) -> None:
    """Whether a document may be stored. `file` needs `size` in bytes or to be seekable.

    Raises DocumentRefused with every code of `SENTENCES`. The file is left at its start.
    """
    size = file.seek(0, 2)
    file.seek(0)
    extension = extension_of(filename)
    kind = KINDS.get(extension)
    if kind is None:
        raise DocumentRefused(
            "extension",
            extension=f".{extension}" if extension else "",
            accepted=", ".join(sorted(KINDS)),
        )
    if not size:
        raise DocumentRefused("empty")
    if size > max_bytes:
        raise DocumentRefused(
            "too_large", size=filesizeformat(size), limit=filesizeformat(max_bytes)
        )
    try:
        kind.check(file, extension)
    finally:
        file.seek(0)


def extension_of(filename: str) -> str:
    """What follows the last dot, in lower case; empty where there is no dot."""
    _stem, dot, extension = filename.rpartition(".")
    return extension.lower() if dot else ""


def _refuse_content(extension: str) -> DocumentRefused:
    return DocumentRefused("content", extension=extension)


def _pdf(file: IO[bytes], extension: str) -> None:
    # Readers look for the mark within the first 1,024 bytes.
    if b"%PDF-" not in file.read(1024):
        raise _refuse_content(extension)


def _parts(file: IO[bytes], extension: str) -> list[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _refuse_content(extension) from error
    if len(names) > MAX_PARTS:
        raise _refuse_content(extension)
    return names


def _office(file: IO[bytes], extension: str) -> None:
    names = _parts(file, extension)
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    if any("vbaproject" in name.lower() or "/macrosheets/" in name.lower() for name in names):
        raise DocumentRefused("macro")
    if "[Content_Types].xml" not in names or main[extension] not in names:
        raise _refuse_content(extension)


def _open_document(file: IO[bytes], extension: str) -> None:
    names = _parts(file, extension)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise DocumentRefused("macro")
    wanted = f"application/vnd.oasis.opendocument.{ODF_NAMES[extension]}"
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if "mimetype" not in names or archive.getinfo("mimetype").file_size > len(wanted) + 2:
            raise _refuse_content(extension)
        if archive.read("mimetype").decode("ascii", "replace").strip() != wanted:
            raise _refuse_content(extension)


def _text(file: IO[bytes], extension: str) -> None:
    content = file.read()
    if b"\0" in content:
        raise _refuse_content(extension)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentRefused("encoding") from error


def _captions(file: IO[bytes], extension: str) -> None:
    _text(file, extension)
    file.seek(0)
    if not file.read(9).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise _refuse_content(extension)


def _mp4(file: IO[bytes], extension: str) -> None:
    if file.read(8)[4:8] != b"ftyp":
        raise _refuse_content(extension)


def _webm(file: IO[bytes], extension: str) -> None:
    head = file.read(64)
    if not head.startswith(b"\x1a\x45\xdf\xa3") or b"webm" not in head:
        raise _refuse_content(extension)


ODF_NAMES = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
OOXML = "application/vnd.openxmlformats-officedocument."

KINDS: dict[str, DocumentKind] = {
    "pdf": DocumentKind("application/pdf", _pdf, inline=True),
    "docx": DocumentKind(f"{OOXML}wordprocessingml.document", _office),
    "xlsx": DocumentKind(f"{OOXML}spreadsheetml.sheet", _office),
    "pptx": DocumentKind(f"{OOXML}presentationml.presentation", _office),
    "odt": DocumentKind("application/vnd.oasis.opendocument.text", _open_document),
    "ods": DocumentKind("application/vnd.oasis.opendocument.spreadsheet", _open_document),
    "odp": DocumentKind("application/vnd.oasis.opendocument.presentation", _open_document),
    "csv": DocumentKind("text/csv; charset=utf-8", _text),
    "txt": DocumentKind("text/plain; charset=utf-8", _text),
    "mp4": DocumentKind("video/mp4", _mp4, inline=True),
    "webm": DocumentKind("video/webm", _webm, inline=True),
    "vtt": DocumentKind("text/vtt; charset=utf-8", _captions, inline=True),
}
