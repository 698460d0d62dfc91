"""The pictures of a Word document, taken out one by one."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Protocol

from django.utils.translation import gettext as _
from mammoth.docx.files import InvalidFileReferenceError

from portal.images import ImageRefused, container_of
from portal.images.prepare import MAX_BYTES

MOST = 60
# What Word writes by itself where nobody described the picture.
_NO_DESCRIPTION = re.compile(
    r"[\\/]|\.(jpe?g|png|gif|bmp|emf|wmf|tiff?|webp|heic)$|^(image|picture|hình ảnh)?\s*\d*$",
    re.IGNORECASE,
)


class Source(Protocol):
    """What is told of a picture in the document; `open` raises what is wrong with it."""

    @property
    def alt_text(self) -> str | None: ...

    @property
    def content_type(self) -> str | None: ...

    def open(self) -> IO[bytes]: ...


@dataclass(frozen=True)
class WordPicture:
    """`name` stands in the blocks for the picture, `number` counts as a reader of the document
    does; `filename` has the extension of what the bytes are; `alt` may be empty."""

    name: str
    number: int
    data: bytes
    filename: str
    alt: str

    def file(self) -> BytesIO:
        return BytesIO(self.data)


@dataclass
class Gallery:
    """Takes the pictures in the order in which they stand; what cannot be taken leaves a note."""

    pictures: list[WordPicture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: int = 0

    def take(self, source: Source) -> None:
        """The next picture of the document. Its name counts all, those that are left out too."""
        self.seen += 1
        if self.seen > MOST:
            if self.seen == MOST + 1:
                self.notes.append(_("Chỉ lấy %d ảnh đầu tiên trong tệp Word.") % MOST)
            return
        try:
            data = _bytes_of(source)
            container = container_of(data)
        except InvalidFileReferenceError:
            # A link to somewhere else: nothing is fetched, whatever the address.
            self.leave_out(
                _("Ảnh thứ %d chỉ là liên kết, không nằm trong tệp Word: hãy gửi riêng ảnh này.")
                % self.seen
            )
            return
        except ImageRefused as refusal:
            self.leave_out(refused_picture(self.seen, kind_of(source), refusal))
            return
        except (KeyError, OSError, zipfile.BadZipFile, zlib.error):
            self.leave_out(_("Ảnh thứ %d trong tệp Word bị hỏng, không lấy được.") % self.seen)
            return
        name = f"anh-{self.seen}"
        alt = " ".join((source.alt_text or "").split())
        picture = WordPicture(
            name=name,
            number=self.seen,
            data=data,
            filename=f"{name}.{container.extensions[0]}",
            alt="" if _NO_DESCRIPTION.search(alt) else alt,
        )
        self.pictures.append(picture)

    def leave_out(self, note: str) -> None:
        self.notes.append(note)


def refused_picture(number: int, kind: str, refusal: ImageRefused) -> str:
    """The note of a picture that is in the document and not in the draft."""
    named = f" ({kind})" if kind else ""
    return _("Không lấy được ảnh thứ %(number)d%(kind)s trong tệp Word. %(why)s") % {
        "number": number,
        "kind": named,
        "why": refusal,
    }


def kind_of(source: Source) -> str:
    """ "EMF" of "image/x-emf"; empty where the document does not say."""
    return (source.content_type or "").rpartition("/")[2].removeprefix("x-").upper()


def _bytes_of(source: Source) -> bytes:
    opened: IO[bytes]
    with source.open() as opened:
        data = opened.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImageRefused("too_large", size="> 20 MB", limit="20 MB")
    return data
