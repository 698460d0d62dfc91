"""One way in for every image: decoded in full, turned upright, made sRGB, encoded again, bare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from PIL import Image, ImageCms, ImageOps

from portal.images.containers import (
    HEIC,
    JPEG,
    Container,
    check_extension,
    container_of,
)
from portal.images.dhash import dhash
from portal.images.leftovers import leftovers
from portal.images.refusals import ImageRefused

pillow_heif.register_heif_opener()

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
"""A picture of 48 megapixels, the largest of common phones, passes; decoded it takes 200 MB."""

MAX_SIDE = 16_000
"""Of width and height, in pixels; WebP ends at 16,383."""

SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Output:
    """How an image is written: Pillow's format, the extension, media type and encoder options."""

    pillow: str
    extension: str
    content_type: str
    options: dict[str, Any]


AS_JPEG = Output("JPEG", "jpg", "image/jpeg", {"quality": 90, "optimize": True})
# A quarter of the time of the usual level for a few per cent of size.
AS_PNG = Output("PNG", "png", "image/png", {"compress_level": 3})
AS_WEBP = Output("WEBP", "webp", "image/webp", {"quality": 90, "method": 4})

OUTPUTS = {
    "JPEG": AS_JPEG,
    "PNG": AS_PNG,
    "WebP": AS_WEBP,
    # Writing AVIF takes four times as long as WebP, and originals are not what is sent to readers.
    "AVIF": AS_WEBP,
    "HEIC": AS_JPEG,
}


class PreparedFile(SimpleUploadedFile):
    """A prepared image as a form's value. `content_hash` is that of `PreparedImage`."""

    content_hash: str


@dataclass(frozen=True)
class PreparedImage:
    """An image that may be stored.

    `width` and `height` in pixels, upright; `content_hash` is the SHA-256 in hex of what was sent;
    `dhash` says what it looks like (`portal.images.dhash`).
    """

    data: bytes
    extension: str
    content_type: str
    width: int
    height: int
    content_hash: str
    dhash: str

    def as_file(self, filename: str) -> PreparedFile:
        """The image as a file of the same name with the extension of what it has become."""
        name = f"{PurePath(filename).stem}.{self.extension}"
        file = PreparedFile(name, self.data, content_type=self.content_type)
        file.content_hash = self.content_hash
        return file


def prepare_image(
    file: IO[bytes], *, filename: str, max_bytes: int = MAX_BYTES, check_name: bool = True
) -> PreparedImage:
    """Check an image from outside and encode it again without anything but the picture.

    `file` is read from its start; `filename` is the name that the sender gave. Without `check_name`
    the image is taken as what it is, whatever its name says: people do not rename photos on phones.
    Raises ImageRefused with every code of `portal.images.refusals`.
    """
    data = read_bounded(file, max_bytes=max_bytes)
    container = container_of(data)
    if check_name:
        check_extension(container, filename)
    output = OUTPUTS[container.name]
    with open_image(data, container) as image, refusing_damage():
        picture = _as_srgb(ImageOps.exif_transpose(image), image.info.get("icc_profile"))
    encoded = _encode(picture, output)
    _check_bare(encoded, output, picture.size)
    return PreparedImage(
        data=encoded,
        extension=output.extension,
        content_type=output.content_type,
        width=picture.width,
        height=picture.height,
        content_hash=hashlib.sha256(data).hexdigest(),
        dhash=dhash(picture),
    )


def read_bounded(file: IO[bytes], *, max_bytes: int) -> bytes:
    """All bytes of a file. Raises ImageRefused `too_large` without reading more than allowed."""
    file.seek(0)
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        size = getattr(file, "size", None) or len(data)
        raise ImageRefused("too_large", size=filesizeformat(size), limit=filesizeformat(max_bytes))
    return data


def open_image(data: bytes, container: Container) -> Image.Image:
    """Pillow's image with its header read and no pixel decoded.

    Raises ImageRefused: `damaged`, `too_many_pixels`, `too_long`, `animated`.
    """
    with refusing_damage():
        image = Image.open(BytesIO(data), formats=container.pillow)
    if image.width * image.height > MAX_PIXELS:
        image.close()
        raise ImageRefused("too_many_pixels", limit=MAX_PIXELS // 1_000_000)
    if max(image.size) > MAX_SIDE:
        image.close()
        raise ImageRefused("too_long")
    # The further pictures in a phone's JPEG or HEIC are maps and bursts, not an animation.
    if container not in (JPEG, HEIC):
        with refusing_damage():
            frames = getattr(image, "n_frames", 1)
        if frames > 1:
            image.close()
            raise ImageRefused("animated")
    return image


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turns whatever a decoder stumbles over into ImageRefused.

    Decoders of hostile files raise nearly anything (OSError, SyntaxError, struct.error, ...).
    """
    try:
        yield
    except ImageRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefused("too_many_pixels", limit=MAX_PIXELS // 1_000_000) from error
    except Exception as error:
        raise ImageRefused("damaged") from error


def _as_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The pixels in L, LA, RGB or RGBA, with the colours that the profile meant."""
    image = _in_eight_bits(image)
    if profile:
        mode = "RGBA" if image.mode in ("RGBA", "LA") else "RGB"
        source = image.convert("RGBA") if image.mode == "LA" else image
        try:
            converted = ImageCms.profileToProfile(
                source,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                SRGB,
                outputMode=mode,
            )
        except (ImageCms.PyCMSError, OSError):
            # A broken profile, or one of another colour space: the plain colours are near enough.
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The image in a mode that all output formats know, or in CMYK."""
    if image.mode.startswith("I"):
        # 16 bits of grey: Pillow's own conversion would clip instead of scaling.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        image.load()
        return image
    return image.convert("RGB")


def flattened(image: Image.Image) -> Image.Image:
    """The image without transparency, on white, in L or RGB: what a JPEG can hold."""
    if image.mode in ("L", "RGB"):
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def _encode(picture: Image.Image, output: Output) -> bytes:
    bare = flattened(picture) if output is AS_JPEG else picture.copy()
    # Encoders take profiles and comments from here when they are not told otherwise.
    bare.info = {}
    buffer = BytesIO()
    with refusing_damage():
        bare.save(buffer, output.pillow, **output.options)
    return buffer.getvalue()


def _check_bare(data: bytes, output: Output, size: tuple[int, int]) -> None:
    with refusing_damage():
        left = leftovers(data, output.pillow)
        with Image.open(BytesIO(data), formats=[output.pillow]) as image:
            same_size = image.size == size
    if left or not same_size:
        raise ImageRefused("metadata_left")
