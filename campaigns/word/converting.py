"""A checked Word file as HTML, made by mammoth in a process that may cost so much and no more."""

from __future__ import annotations

import io
import json
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any

from mammoth.docx.files import InvalidFileReferenceError

from campaigns.word.checks import BROKEN, BUSY, TOO_LARGE_INSIDE, WordRefused
from portal.images import ImageRefused
from portal.limited import MachineBusy, OverLimit, ProcessFailed, run_limited

MODULE = "campaigns.docx_html"
SECONDS = 10
MEGABYTES = 700


@dataclass(frozen=True)
class SentPicture:
    """A picture as it stands in the document; `open` raises what is wrong with it."""

    alt_text: str | None
    content_type: str | None
    data: bytes
    fault: str

    def open(self) -> IO[bytes]:
        if self.fault == "linked":
            raise InvalidFileReferenceError
        if self.fault == "too_large":
            raise ImageRefused("too_large", size="> 20 MB", limit="20 MB")
        if self.fault == "broken":
            raise OSError
        return io.BytesIO(self.data)


@dataclass(frozen=True)
class Converted:
    """In `html` the n-th of `pictures` is `<img data-picture="anh-n">`; `changed` counts by the
    fields of `campaigns.docx_html.shown.Changed`."""

    html: str
    pictures: list[SentPicture]
    changed: dict[str, int]


def convert(file: IO[bytes]) -> Converted:
    """Raises WordRefused: broken, or dearer than any document that a person wrote."""
    try:
        out = run_limited(MODULE, given=file, seconds=SECONDS, megabytes=MEGABYTES)
    except OverLimit as error:
        raise WordRefused(TOO_LARGE_INSIDE) from error
    except MachineBusy as error:
        raise WordRefused(BUSY) from error
    except ProcessFailed as error:
        # Of a document that is XML but not Word's, mammoth raises nearly anything.
        raise WordRefused(BROKEN) from error
    with closing(out):
        out.seek(-8, io.SEEK_END)
        length = int.from_bytes(out.read(), "big")
        out.seek(-8 - length, io.SEEK_END)
        told = json.loads(out.read(length))
        out.seek(0)
        pictures = [_picture(out, each) for each in told["pictures"]]
        return Converted(told["html"], pictures, told["changed"])


def _picture(out: IO[bytes], told: dict[str, Any]) -> SentPicture:
    return SentPicture(told["alt"], told["type"], out.read(told["size"]), told["fault"])
