"""One way in for every image: decoded in full, turned upright, made sRGB, encoded again, bare.

The work is done by `portal.decoder` in a process of its own, within limits.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat

from portal.decoder.encoding import OUTPUTS
from portal.decoder.refusals import ImageRefused
from portal.images import process
from portal.images.capture import Capture, capture_from
from portal.images.process import FOR_STAFF

MAX_BYTES = 20 * 1024 * 1024


class PreparedFile(SimpleUploadedFile):
    """A prepared image as a form's value. `content_hash` is that of `PreparedImage`."""

    content_hash: str


@dataclass(frozen=True)
class PreparedImage:
    """An image that may be stored.

    `width` and `height` in pixels, upright; `content_hash` is the SHA-256 in hex of what was sent;
    `dhash` says what it looks like (`portal.decoder.dhash`); `capture` is what it said of itself.
    """

    data: bytes
    extension: str
    content_type: str
    width: int
    height: int
    content_hash: str
    dhash: str
    capture: Capture | None

    def as_file(self, filename: str) -> PreparedFile:
        """The image as a file of the same name with the extension of what it has become."""
        name = f"{PurePath(filename).stem}.{self.extension}"
        file = PreparedFile(name, self.data, content_type=self.content_type)
        file.content_hash = self.content_hash
        return file


def prepare_image(
    file: IO[bytes],
    *,
    max_bytes: int = MAX_BYTES,
    patience: float = FOR_STAFF,
    in_crowd: bool = False,
) -> PreparedImage:
    """Check an image from outside and encode it again without anything but the picture.

    `file` is read from its start and taken as what it is, whatever its name says. `patience` in
    seconds, `in_crowd` as of `portal.images.process.run`. Raises ImageRefused with every code of
    `portal.decoder.refusals`, and ImagePending.
    """
    data = read_bounded(file, max_bytes=max_bytes)
    told, encoded = process.run("prepare", data, patience=patience, in_crowd=in_crowd)
    output = OUTPUTS[told["output"]]
    return PreparedImage(
        data=encoded,
        extension=output.extension,
        content_type=output.content_type,
        width=told["width"],
        height=told["height"],
        content_hash=hashlib.sha256(data).hexdigest(),
        dhash=told["dhash"],
        capture=capture_from(told["capture"]),
    )


def read_bounded(file: IO[bytes], *, max_bytes: int) -> bytes:
    """All bytes of a file. Raises ImageRefused `too_large` without reading more than allowed."""
    file.seek(0)
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        size = getattr(file, "size", None) or len(data)
        raise ImageRefused("too_large", size=filesizeformat(size), limit=filesizeformat(max_bytes))
    return data
