"""Odd pictures, by what is odd about them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

from tests.factories.images import XMP, drawing, exif_block, image_bytes

SIZE = (320, 240)


def jpeg(**options: object) -> bytes:
    return image_bytes(size=SIZE, **options)  # type: ignore[arg-type]


def png(mode: str = "RGB", **options: object) -> bytes:
    return image_bytes("PNG", size=SIZE, mode=mode, **options)


def saved(image: Image.Image, written: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, written, **options)
    return out.getvalue()


def frames(written: str, **options: object) -> bytes:
    first, second = drawing(SIZE), drawing(SIZE).rotate(180)
    return saved(first, written, save_all=True, append_images=[second], **options)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(extra: bytes) -> bytes:
    """With another chunk behind the header."""
    data = png()
    return data[:33] + extra + data[33:]


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg_with(*segments: bytes) -> bytes:
    data = jpeg()
    return data[:2] + b"".join(segments) + data[2:]


def exif_segment(tiff: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + tiff)


def tiff_block(order: bytes, *entries: tuple[int, int, int, bytes]) -> bytes:
    mark = "<" if order == b"II" else ">"
    block = order + struct.pack(f"{mark}HIH", 42, 8, len(entries))
    for tag, kind, count, value in entries:
        block += struct.pack(f"{mark}HHI", tag, kind, count) + value.ljust(4, b"\0")[:4]
    return block + bytes(4)


def cmyk(*, inverted: bool) -> bytes:
    """As programs for print write it; Adobe's are written the other way round."""
    return saved(drawing(SIZE).convert("CMYK"), "JPEG") if inverted else _without_adobe()


def _without_adobe() -> bytes:
    data = saved(drawing(SIZE).convert("CMYK"), "JPEG")
    at = data.index(b"\xff\xee")
    return data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]


def with_profile(profile: bytes) -> bytes:
    return jpeg(icc_profile=profile)


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def motion_photo() -> bytes:
    """A phone's picture with a short film behind it."""
    return jpeg() + struct.pack(">I4s4sI", 24, b"ftyp", b"mp42", 0) + bytes(50_000)


def text_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Comment", "ảnh mẫu".encode("latin-1", "replace").decode("latin-1"), zip=True)
    return png(pnginfo=info)


def heif(**options: object) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(drawing(SIZE)).save(out, **options)
    return out.getvalue()


def bmp() -> bytes:
    return saved(drawing(SIZE), "BMP")


def wrong_sum() -> bytes:
    """Of a chunk that is not the picture."""
    return png_with(chunk(b"tEXt", b"Comment\0x")[:-4] + b"\0\0\0\0")


def palette(**options: object) -> bytes:
    return saved(drawing(SIZE).convert("P", palette=Image.Palette.ADAPTIVE), "PNG", **options)


def orientation(value: int) -> Callable[[], bytes]:
    return lambda: jpeg(exif=exif_block(orientation=value))


PICTURES: dict[str, Callable[[], bytes]] = {
    **{f"turned, EXIF {value}.jpg": orientation(value) for value in range(1, 9)},
    "orientation 0.jpg": lambda: jpeg_with(
        exif_segment(tiff_block(b"II", (0x0112, 3, 1, b"\0\0")))
    ),
    "orientation 77.jpg": lambda: jpeg_with(
        exif_segment(tiff_block(b"MM", (0x0112, 3, 1, b"\0M")))
    ),
    "orientation as text.jpg": lambda: jpeg_with(
        exif_segment(tiff_block(b"II", (0x0112, 2, 3, b"up\0")))
    ),
    "EXIF of nothing.jpg": lambda: jpeg_with(exif_segment(b"")),
    "EXIF of rubbish.jpg": lambda: jpeg_with(exif_segment(b"\xff" * 300)),
    "EXIF cut off.jpg": lambda: jpeg_with(exif_segment(b"II*\0\x08\0\0\0\xff\xff")),
    "EXIF that leads in a circle.jpg": lambda: jpeg_with(
        exif_segment(tiff_block(b"II", (0x8769, 4, 1, b"\x08\0\0\0")))
    ),
    "EXIF twice.jpg": lambda: jpeg_with(
        exif_segment(tiff_block(b"II", (0x0112, 3, 1, b"\x06\0"))),
        exif_segment(tiff_block(b"II", (0x0112, 3, 1, b"\x03\0"))),
    ),
    "EXIF with a place at the pole.jpg": lambda: jpeg(exif=exif_block(latitude=95)),
    "EXIF with an impossible time.jpg": lambda: jpeg(exif=exif_block(taken="0000:00:00 00:00:00")),
    "long XMP.jpg": lambda: jpeg_with(
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP + b" " * 60_000)
    ),
    "a comment of rubbish.jpg": lambda: jpeg_with(segment(0xFE, b"\xff\0" * 500)),
    "progressive.jpg": lambda: jpeg(progressive=True),
    "best quality.jpg": lambda: jpeg(quality=100, subsampling=0),
    "worst quality.jpg": lambda: jpeg(quality=1),
    "restart marks.jpg": lambda: jpeg(restart_marker_rows=1),
    "grey.jpg": lambda: jpeg(mode="L"),
    "CMYK of Adobe.jpg": lambda: cmyk(inverted=True),
    "CMYK of others.jpg": lambda: cmyk(inverted=False),
    "a broken profile.jpg": lambda: with_profile(b"\0" * 400),
    "a profile of another space.jpg": lambda: with_profile(LAB),
    "a profile twice.jpg": lambda: with_profile(SRGB * 2),
    "half a profile.jpg": lambda: with_profile(SRGB[: len(SRGB) // 2]),
    "no end.jpg": lambda: jpeg()[:-2],
    "the last hundred bytes missing.jpg": lambda: jpeg()[:-100],
    "half of it missing.jpg": lambda: jpeg()[: len(jpeg()) // 2],
    "zeros behind the end.jpg": lambda: jpeg() + bytes(4096),
    "a motion photo.jpg": motion_photo,
    "a second picture behind it.jpg": lambda: jpeg() + jpeg(),
    "MPO.jpg": lambda: frames("MPO"),
    "padding before a mark.jpg": lambda: jpeg()[:2] + b"\xff\xff\xff" + jpeg()[2:],
    "a line feed before it.jpg": lambda: b"\r\n" + jpeg(),
    "one dot.jpg": lambda: saved(drawing((1, 1)), "JPEG"),
    "one line.jpg": lambda: saved(drawing((3000, 1)), "JPEG"),
    "odd sides.jpg": lambda: saved(drawing((333, 101)), "JPEG"),
    "JPEG named PNG.png": jpeg,
    "PNG named JPEG.jpg": png,
    "WebP named JPEG.jpg": lambda: image_bytes("WEBP", size=SIZE),
    "HEIC named JPEG.jpg": heif,
    "without a name": jpeg,
    "capitals.JPG": jpeg,
    "JFIF.jfif": jpeg,
    "transparent.png": lambda: png("RGBA"),
    "grey and transparent.png": lambda: png("LA"),
    "grey of 16 bits.png": lambda: saved(Image.new("I;16", SIZE, 30_000), "PNG"),
    "one bit.png": lambda: saved(drawing(SIZE).convert("1"), "PNG"),
    "palette.png": palette,
    "palette with a hole.png": lambda: palette(transparency=0),
    "one colour that is a hole.png": lambda: png(transparency=(255, 0, 0)),
    "text and XMP.png": text_png,
    "EXIF.png": lambda: png(exif=exif_block(orientation=6)),
    "a wrong sum beside the picture.png": wrong_sum,
    "an unknown chunk.png": lambda: png_with(chunk(b"vpAg", bytes(9))),
    "a broken time.png": lambda: png_with(chunk(b"tIME", b"\0")),
    "a broken profile.png": lambda: png_with(chunk(b"iCCP", b"x\0\0rubbish")),
    "no end.png": lambda: png()[:-12],
    "half of it missing.png": lambda: png()[: len(png()) // 2],
    "rubbish behind the end.png": lambda: png() + b"x" * 500,
    "moving.png": lambda: frames("PNG"),
    "lossless.webp": lambda: image_bytes("WEBP", size=SIZE, lossless=True),
    "transparent.webp": lambda: image_bytes("WEBP", size=SIZE, mode="RGBA"),
    "EXIF.webp": lambda: image_bytes("WEBP", size=SIZE, exif=exif_block(orientation=6)),
    "moving.webp": lambda: frames("WEBP"),
    "a byte too few.webp": lambda: image_bytes("WEBP", size=SIZE)[:-1],
    "plain.avif": lambda: image_bytes("AVIF", size=SIZE),
    "transparent.avif": lambda: image_bytes("AVIF", size=SIZE, mode="RGBA"),
    "EXIF.avif": lambda: image_bytes("AVIF", size=SIZE, exif=exif_block(orientation=6)),
    "moving.avif": lambda: frames("AVIF"),
    "plain.heic": heif,
    "plain.gif": lambda: image_bytes("GIF", size=SIZE),
    "moving.gif": lambda: frames("GIF"),
    "plain.bmp": bmp,
    "BMP named JPEG.jpg": bmp,
    "plain.tif": lambda: image_bytes("TIFF", size=SIZE),
    "several pages.tif": lambda: frames("TIFF"),
    "plain.jp2": lambda: image_bytes("JPEG2000", size=SIZE),
    "plain.ico": lambda: image_bytes("ICO", size=(64, 64)),
    "a drawing.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "a page named JPEG.jpg": lambda: b"<!DOCTYPE html><title>404</title>" * 20,
    "a PDF named JPEG.jpg": lambda: b"%PDF-1.7\n" + bytes(600),
    "nothing.jpg": lambda: b"",
    "zeros.jpg": lambda: bytes(5000),
}
