"""Documents that people send in: which kinds are taken, and whether a file is what it says."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.archives import Archive, ArchiveFault

MAX_BYTES = 100 * 1024 * 1024
"""Of one file. A short film of a few minutes fits."""

MAX_PARTS = 5_000
"""Entries in an office file: a real one has tens or hundreds."""

CHUNK = 1024 * 1024
LONGEST_MARK = 200
"""Bytes of the entry in which an OpenDocument file says what it is."""

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


def check_document(
    file: IO[bytes],
    *,
    filename: str,
    max_bytes: int = MAX_BYTES,
    kinds: Mapping[str, DocumentKind] | None = None,
) -> None:
    """Whether a document may be stored, of one of `kinds` (else of `KINDS`). `file` is seekable.

    Raises DocumentRefused with every code of `SENTENCES`. The file is left at its start.
    """
    size = file.seek(0, 2)
    file.seek(0)
    extension = extension_of(filename)
    kinds = KINDS if kinds is None else kinds
    kind = kinds.get(extension)
    if kind is None:
        raise DocumentRefused(
            "extension",
            extension=f".{extension}" if extension else "",
            accepted=", ".join(sorted(kinds)),
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


def named_by_content(file: IO[bytes], filename: str) -> str:
    """`filename`, with “.pdf” behind it where the file is a PDF and the name does not say any kind:
    scanners and old programs leave it off."""
    file.seek(0)
    is_pdf = file.read(5) == b"%PDF-"
    file.seek(0)
    return f"{filename}.pdf" if is_pdf and extension_of(filename) not in PAPERS else filename


def _refuse_content(extension: str) -> DocumentRefused:
    return DocumentRefused("content", extension=extension)


def _pdf(file: IO[bytes], extension: str) -> None:
    # Readers look for the mark within the first 1,024 bytes.
    if b"%PDF-" not in file.read(1024):
        raise _refuse_content(extension)


@contextmanager
def _opened(file: IO[bytes], extension: str) -> Iterator[Archive]:
    try:
        with Archive(file, most=MAX_PARTS, most_bytes=LONGEST_MARK) as archive:
            yield archive
    except ArchiveFault as fault:
        raise _refuse_content(extension) from fault


def _office(file: IO[bytes], extension: str) -> None:
    with _opened(file, extension) as archive:
        names = archive.names
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    if any("vbaproject" in name.lower() or "/macrosheets/" in name.lower() for name in names):
        raise DocumentRefused("macro")
    if "[Content_Types].xml" not in names or main[extension] not in names:
        raise _refuse_content(extension)


def _open_document(file: IO[bytes], extension: str) -> None:
    wanted = f"application/vnd.oasis.opendocument.{ODF_NAMES[extension]}"
    with _opened(file, extension) as archive:
        if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
            raise DocumentRefused("macro")
        mark = next((entry for entry in archive.entries if entry.filename == "mimetype"), None)
        if mark is None or archive.read(mark).decode("ascii", "replace").strip() != wanted:
            raise _refuse_content(extension)


def _text(file: IO[bytes], extension: str) -> None:
    # Bit by bit: a hundred megabytes of text would be held three times.
    decoder = getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise _refuse_content(extension)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
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


def _beginning(*marks: bytes) -> Callable[[IO[bytes], str], None]:
    def check(file: IO[bytes], extension: str) -> None:
        if not file.read(32).startswith(marks):
            raise _refuse_content(extension)

    return check


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

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# DER of any length, or text.
_SIGNED = _beginning(b"\x30\x80", b"\x30\x82", b"\x30\x83", b"-----BEGIN ")

PAPERS: dict[str, DocumentKind] = KINDS | {
    "doc": DocumentKind("application/msword", _beginning(_OLE, b"{\\rtf")),
    "xls": DocumentKind("application/vnd.ms-excel", _beginning(_OLE)),
    "ppt": DocumentKind("application/vnd.ms-powerpoint", _beginning(_OLE)),
    "rtf": DocumentKind("application/rtf", _beginning(b"{\\rtf")),
    "zip": DocumentKind("application/zip", _beginning(b"PK\x03\x04")),
    "rar": DocumentKind("application/vnd.rar", _beginning(b"Rar!\x1a\x07")),
    "7z": DocumentKind("application/x-7z-compressed", _beginning(b"7z\xbc\xaf\x27\x1c")),
    "p7s": DocumentKind("application/pkcs7-signature", _SIGNED),
    "p7m": DocumentKind("application/pkcs7-mime", _SIGNED),
}
"""What a register keeps beside `KINDS`, since offices send it: to be saved as it is. Nothing opens
it here and no browser shows it; whether it is what its name says is told from its first bytes."""
