"""What people really send: cut short, with odd blocks, far too large, under any name."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.decoder import jobs
from portal.decoder.leftovers import leftovers
from portal.decoder.refusals import ImageRefused
from tests.factories.images import exif_block, image_bytes
from tests.portal.decoder.odd_files import flat, noise, png_chunk, png_with

# What Pillow says of odd blocks, and of sizes for which it is not the judge here.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")

NAMES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


def prepared(data: bytes) -> tuple[dict[str, Any], Image.Image]:
    """What is told of a picture, and the picture that comes out."""
    told, [file] = jobs.prepare(data)
    assert leftovers(file, NAMES[told["output"]]) == []
    image = Image.open(BytesIO(file))
    image.load()
    assert image.size == (told["width"], told["height"])
    return told, image


def refusal_of(data: bytes) -> str:
    with pytest.raises(ImageRefused) as refused:
        jobs.prepare(data)
    return refused.value.code


# --- cut short --------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", [1, 2, 3, 200])
@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_a_jpeg_that_lacks_its_last_bytes_is_taken(missing: int, options: dict) -> None:
    whole = noise((640, 480), "JPEG", **options)
    _told, image = prepared(whole[:-missing])
    assert image.size == (640, 480)


@pytest.mark.parametrize("written", ["PNG", "WEBP"])
def test_others_that_lack_their_last_bytes_are_taken(written: str) -> None:
    whole = noise((640, 480), written)
    for missing in (1, 12, 100):
        assert prepared(whole[:-missing])[1].size == (640, 480)


@pytest.mark.parametrize("written", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.8])
def test_half_a_picture_is_refused(written: str, share: float) -> None:
    whole = noise((640, 480), written)
    assert refusal_of(whole[: int(len(whole) * share)]) in {"damaged", "unknown_format"}


def test_a_progressive_jpeg_that_is_still_coarse_is_refused() -> None:
    whole = noise((640, 480), "JPEG", progressive=True)
    assert refusal_of(whole[: len(whole) // 4]) == "damaged"


# --- odd blocks -------------------------------------------------------------------------------


def jpeg_with_exif(block: bytes) -> bytes:
    body = b"Exif\0\0" + block
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    plain = image_bytes("JPEG", size=(64, 48))
    return plain[:2] + segment + plain[2:]


def tiff(*entries: tuple[int, int, int, bytes], tail: bytes = b"") -> bytes:
    """An EXIF block with these entries as (tag, type, count, four bytes of value or offset)."""
    body = b"".join(
        struct.pack(">HHI", tag, kind, count) + value for tag, kind, count, value in entries
    )
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", len(entries)) + body + b"\0\0\0\0" + tail


ORIENTATION, RESOLUTION, MADE_AT = 0x0112, 0x011A, 0x0132
TURNED = (ORIENTATION, 3, 1, b"\0\x06\0\0")
ODD = {
    "a rational of -1/0": (RESOLUTION, 10, 1, struct.pack(">I", 50)),
    "a number where words should be": (MADE_AT, 3, 1, b"\0\x07\0\0"),
    "a value outside of the block": (0x010F, 2, 4000, struct.pack(">I", 60_000)),
    "an unknown type": (0x010F, 77, 1, b"\0\0\0\0"),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_one_odd_value_refuses_no_sound_photo(odd: tuple[int, int, int, bytes]) -> None:
    block = tiff(TURNED, odd, tail=b"\0" * 12 + struct.pack(">ii", -1, 0) * 4)
    _told, image = prepared(jpeg_with_exif(block))
    assert image.size == (48, 64), "it is turned all the same"


@pytest.mark.parametrize("value", [b"\0\x09\0\0", b"\xff\xff\0\0", b"\0\0\0\0"])
def test_an_orientation_that_is_none_turns_nothing(value: bytes) -> None:
    _told, image = prepared(jpeg_with_exif(tiff((ORIENTATION, 3, 1, value))))
    assert image.size == (64, 48)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, 400), junk=st.binary(min_size=1, max_size=40), cut=st.integers(0, 60))
@example(at=0, junk=b"\0", cut=0)
def test_whatever_stands_in_an_exif_block_the_photo_is_taken(
    at: int, junk: bytes, cut: int
) -> None:
    block = bytearray(exif_block(orientation=6, offset="+07:00").tobytes()[6:])
    at %= len(block)
    block[at : at + len(junk)] = junk
    told, image = prepared(jpeg_with_exif(bytes(block[: len(block) - cut])))
    assert sorted(image.size) == [48, 64]
    assert told["capture"].keys() == {"times", "place"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    written=st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]),
    at=st.integers(0, 8000),
    junk=st.binary(max_size=40),
    cut=st.integers(0, 8000),
)
def test_a_spoilt_file_is_taken_bare_or_refused_in_a_sentence(
    written: str, at: int, junk: bytes, cut: int
) -> None:
    whole = bytearray(image_bytes(written, size=(48, 32), exif=exif_block()))
    at %= len(whole)
    whole[at : at + len(junk)] = junk
    sentence = "."
    try:
        prepared(bytes(whole[: len(whole) - cut % len(whole)]))
    except ImageRefused as refusal:
        sentence = str(refusal)
    assert sentence.endswith(".")


# --- PNG --------------------------------------------------------------------------------------

PACKED = zlib.compress(random.Random(7).randbytes(2_000_000))
CHUNKS = {
    "text that is far too large": png_chunk(b"tEXt", b"Comment\0" + b"a" * 3_000_000),
    "packed text that is far too large": png_chunk(b"zTXt", b"Comment\0\0" + PACKED),
    "packed text that is broken": png_chunk(b"zTXt", b"Comment\0\0" + b"no zlib"),
    "a wrong checksum": png_chunk(b"tEXt", b"Comment\0abc")[:-4] + b"\0\0\0\0",
    "words without their end": png_chunk(b"iTXt", b"XML"),
    "a profile that is far too large": png_chunk(b"iCCP", b"icc\0\0" + PACKED),
    "a profile that is broken": png_chunk(b"iCCP", b"icc\0\0no zlib"),
    "an EXIF block that is none": png_chunk(b"eXIf", b"abc"),
}


@pytest.mark.parametrize("chunk", CHUNKS.values(), ids=CHUNKS.keys())
def test_what_stands_beside_the_picture_refuses_no_png(chunk: bytes) -> None:
    _told, image = prepared(png_with(chunk))
    assert image.size == (160, 120)


# --- large ------------------------------------------------------------------------------------

LARGE = {
    "50 megapixels": (8192, 6144),
    "108 megapixels": (12_000, 9000),
    "a panorama": (20_000, 1000),
}


@pytest.mark.parametrize("size", LARGE.values(), ids=LARGE.keys())
def test_a_large_jpeg_is_taken_smaller(size: tuple[int, int]) -> None:
    _told, image = prepared(flat("L", size, "JPEG"))
    assert 16_000_000 < image.width * image.height <= 1.2 * 25_000_000 or size[1] == 1000
    assert abs(image.width / image.height - size[0] / size[1]) < 0.01 * size[0] / size[1]


def test_a_photo_of_twelve_megapixels_keeps_all_of_them() -> None:
    assert prepared(flat("RGB", (4000, 3000), "JPEG"))[1].size == (4000, 3000)


MAKERS: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: noise((900, 700), "JPEG", quality=30),
    "progressive JPEG": lambda: noise((900, 700), "JPEG", quality=30, progressive=True),
    "WebP": lambda: noise((1200, 900), "WEBP", quality=20),
    "AVIF": lambda: noise((1200, 900), "AVIF", quality=40, speed=10),
    "HEIC": lambda: noise((1200, 900), "HEIF", quality=30),
    "PNG": lambda: noise((900, 700), "PNG"),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
def test_nothing_is_stored_larger_than_it_came(make: Callable[[], bytes]) -> None:
    data = make()
    _told, [file] = jobs.prepare(data)
    assert len(file) <= max(len(data), 256 * 1024)
