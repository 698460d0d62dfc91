"""What images are taken in, what becomes of them, and the sentences for those that are not."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portal.images import Capture, ImageRefused, prepare_image, read_capture
from portal.images.leftovers import leftovers
from portal.images.prepare import MAX_PIXELS
from tests.factories.images import drawing, exif_block, image_bytes, telling_image

FORMATS = [
    ("JPEG", "anh.jpg", "JPEG"),
    ("JPEG", "ANH.JPEG", "JPEG"),
    ("PNG", "anh.png", "PNG"),
    ("WEBP", "anh.webp", "WEBP"),
    ("AVIF", "anh.avif", "WEBP"),
    ("HEIF", "IMG_0001.HEIC", "JPEG"),
]


def refused(data: bytes, filename: str, **options: int) -> str:
    with pytest.raises(ImageRefused) as caught:
        prepare_image(BytesIO(data), filename=filename, **options)
    sentence = str(caught.value)
    assert "%(" not in sentence
    assert sentence.endswith(".")
    return caught.value.code


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(("written", "filename", "becomes"), FORMATS)
def test_each_format_comes_in_without_its_metadata(
    written: str, filename: str, becomes: str
) -> None:
    sent = telling_image(written)
    assert b"SecretPhone" in sent
    prepared = prepare_image(BytesIO(sent), filename=filename)
    image = opened(prepared.data)
    assert image.format == becomes
    assert image.size == (prepared.width, prepared.height) == (640, 480)
    assert leftovers(prepared.data, becomes) == []
    for secret in (b"SecretPhone", b"bi-mat", b"GPS", b"xmpmeta"):
        assert secret not in prepared.data
    assert len(prepared.content_hash) == 64


@pytest.mark.parametrize("written", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_found_where_it_is_left(written: str) -> None:
    assert leftovers(telling_image(written), written)


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, (10, 10)), (6, (470, 10)), (3, (630, 470))]
)
def test_a_photo_is_turned_upright(orientation: int, corner: tuple[int, int]) -> None:
    sent = image_bytes("JPEG", exif=exif_block(orientation=orientation))
    image = opened(prepare_image(BytesIO(sent), filename="a.jpg").data)
    assert image.size == ((480, 640) if orientation == 6 else (640, 480))
    red, green, blue = image.getpixel(corner)
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize("written", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_other_formats_are_turned_upright_too(written: str) -> None:
    sent = image_bytes(written, exif=exif_block(orientation=6).tobytes())
    name = "a.heic" if written == "HEIF" else f"a.{written.lower()}"
    image = opened(prepare_image(BytesIO(sent), filename=name).data)
    assert image.size == (480, 640)
    assert image.getpixel((470, 10))[0] > 200
    assert image.getpixel((470, 10))[2] < 60


def swapped_profile() -> bytes:
    """An RGB profile in which red means what is blue in sRGB, and the other way round."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")


@pytest.mark.parametrize(("mode", "alpha"), [("RGB", ()), ("RGBA", (4,))])
def test_colours_become_srgb(mode: str, alpha: tuple[int, ...]) -> None:
    sent = image_bytes("PNG", mode=mode, icc_profile=swapped_profile())
    image = opened(prepare_image(BytesIO(sent), filename="a.png").data)
    red, green, blue, *rest = image.getpixel((10, 10))
    assert (red < 10, green < 10, blue > 245) == (True, True, True)
    assert len(rest) == len(alpha)
    assert "icc_profile" not in image.info


def test_a_profile_of_another_colour_space_does_no_harm() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for bad in (profile, b"no profile"):
        sent = image_bytes("PNG", icc_profile=bad)
        image = opened(prepare_image(BytesIO(sent), filename="a.png").data)
        assert image.getpixel((10, 10)) == (255, 0, 0)
        assert "icc_profile" not in image.info


@pytest.mark.parametrize(
    ("written", "mode", "name", "comes_out"),
    [
        ("PNG", "RGBA", "a.png", "RGBA"),
        ("PNG", "LA", "a.png", "LA"),
        ("PNG", "P", "a.png", "RGB"),
        ("PNG", "1", "a.png", "L"),
        ("WEBP", "RGBA", "a.webp", "RGBA"),
        ("AVIF", "RGBA", "a.avif", "RGBA"),
        ("HEIF", "RGBA", "a.heic", "RGB"),
        ("JPEG", "L", "a.jpg", "L"),
        ("JPEG", "CMYK", "a.jpg", "RGB"),
    ],
)
def test_modes(written: str, mode: str, name: str, comes_out: str) -> None:
    sent = image_bytes(written, mode=mode)
    assert opened(prepare_image(BytesIO(sent), filename=name).data).mode == comes_out


def test_sixteen_bits_are_scaled_and_not_cut_off() -> None:
    buffer = BytesIO()
    Image.new("I;16", (40, 30), 32768).save(buffer, "PNG")
    image = opened(prepare_image(buffer, filename="a.png").data)
    assert image.mode == "L"
    assert image.getpixel((5, 5)) == 128


def test_a_phones_jpeg_with_a_second_picture_comes_in_as_one() -> None:
    buffer = BytesIO()
    drawing().save(buffer, "MPO", save_all=True, append_images=[drawing((320, 240))])
    assert Image.open(buffer).format == "MPO"
    prepared = prepare_image(buffer, filename="IMG.JPG")
    image = opened(prepared.data)
    assert (image.format, image.size) == ("JPEG", (640, 480))
    assert leftovers(prepared.data, "JPEG") == []


# --- refusals ---------------------------------------------------------------------------------


def test_an_empty_file_is_refused() -> None:
    assert refused(b"", "a.jpg") == "empty"


def test_a_heavy_file_is_refused_and_the_limit_is_said() -> None:
    assert refused(image_bytes(), "a.jpg", max_bytes=1000) == "too_large"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "svg"),
        (b"<?xml version='1.0'?><svg/>", "a.png", "svg"),
        (b"\xef\xbb\xbf\n <SVG/>", "a.jpg", "svg"),
        (b"\x1f\x8b\x08abc", "a.svgz", "svg"),
        (b"%PDF-1.7", "a.jpg", "unknown_format"),
        (b"khong phai anh", "a.jpg", "unknown_format"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "a.heic", "unknown_format"),
        (b"\0\0\0\x18ftyphevc\0\0\0\0msf1hevc", "a.heic", "animated"),
        (b"\0\0\0\x18ftypavis\0\0\0\0avismsf1", "a.avif", "animated"),
    ],
)
def test_what_is_no_photo_is_refused(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


@pytest.mark.parametrize("written", ["GIF", "BMP", "TIFF"])
def test_other_formats_are_refused_whatever_their_name(written: str) -> None:
    code = refused(image_bytes(written), "a.jpg")
    assert code == ("gif" if written == "GIF" else "unknown_format")


@pytest.mark.parametrize("written", ["PNG", "WEBP", "AVIF"])
def test_moving_pictures_are_refused(written: str) -> None:
    buffer = BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, written, save_all=True, append_images=frames[1:], duration=100)
    assert refused(buffer.getvalue(), f"a.{written.lower()}") == "animated"


@pytest.mark.parametrize(
    ("written", "name"), [("JPEG", "a.png"), ("PNG", "a.jpg"), ("HEIF", "a.jpg"), ("JPEG", "anh")]
)
def test_a_wrong_extension_is_refused(written: str, name: str) -> None:
    assert refused(image_bytes(written), name) == "wrong_extension"


@pytest.mark.parametrize(("written", "name", "_becomes"), FORMATS)
def test_a_file_that_was_cut_off_is_refused(written: str, name: str, _becomes: str) -> None:
    whole = image_bytes(written)
    assert refused(whole[: len(whole) // 2], name) == "damaged"
    assert refused(whole[:40], name) in {"damaged", "unknown_format"}


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes whose header claims a size and whose data are almost nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(7072, 7071), (10_000, 10_000), (60_000, 60_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MAX_PIXELS
    assert refused(png_claiming(*size), "a.png") == "too_many_pixels"


def test_a_picture_that_is_too_long_is_refused() -> None:
    assert refused(png_claiming(16_001, 10), "a.png") == "too_long"


def test_a_bomb_in_a_text_chunk_is_refused() -> None:
    bomb = zlib.compress(b"a" * (80 * 1024 * 1024), 9)
    body = b"Comment\0\0" + bomb
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + body))
    plain = image_bytes("PNG", size=(16, 16))
    assert refused(plain[:33] + chunk + plain[33:], "a.png") == "damaged"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]),
    at=st.integers(0, 4000),
    junk=st.binary(min_size=1, max_size=40),
)
def test_a_spoilt_file_is_refused_or_comes_out_bare(start: str, at: int, junk: bytes) -> None:
    name = {"JPEG": "a.jpg", "HEIF": "a.heic"}.get(start, f"a.{start.lower()}")
    whole = bytearray(image_bytes(start, size=(48, 32), exif=exif_block()))
    at %= len(whole)
    whole[at : at + len(junk)] = junk
    try:
        prepared = prepare_image(BytesIO(bytes(whole)), filename=name)
    except ImageRefused:
        return
    assert leftovers(prepared.data, opened(prepared.data).format or "") == []


# --- place and time ---------------------------------------------------------------------------

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("written", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_place_and_time_are_read_first(written: str) -> None:
    assert read_capture(BytesIO(image_bytes(written, exif=exif_block()))) == Capture(
        taken_at=datetime(2018, 5, 30, 8, 15, tzinfo=HANOI), latitude=21.0375, longitude=105.8925
    )


def test_an_offset_in_the_photo_wins() -> None:
    sent = image_bytes(exif=exif_block(offset="+09:00"))
    capture = read_capture(BytesIO(sent))
    assert capture is not None
    assert capture.taken_at == datetime(2018, 5, 30, 6, 15, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91.0, 105.0), (21.0, 181.0), (0.0, 0.0), (None, None)]
)
def test_a_place_that_cannot_be_is_left_out(
    latitude: float | None, longitude: float | None
) -> None:
    sent = image_bytes(exif=exif_block(latitude=latitude, longitude=longitude))
    capture = read_capture(BytesIO(sent))
    assert capture is not None
    assert (capture.latitude, capture.longitude) == (None, None)
    assert capture.taken_at is not None


def test_south_and_west_are_negative() -> None:
    capture = read_capture(BytesIO(image_bytes(exif=exif_block(latitude=-33.5, longitude=-70.5))))
    assert capture is not None
    assert (capture.latitude, capture.longitude) == (-33.5, -70.5)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "1980:01:01 00:00:00", "hom qua", None])
def test_a_time_that_cannot_be_is_left_out(taken: str | None) -> None:
    capture = read_capture(BytesIO(image_bytes(exif=exif_block(taken=taken))))
    assert capture is not None
    assert capture.taken_at is None


def test_a_time_to_come_is_left_out() -> None:
    later = (timezone.now() + timedelta(days=3)).strftime("%Y:%m:%d %H:%M:%S")
    sent = image_bytes(exif=exif_block(taken=later, latitude=None, longitude=None))
    assert read_capture(BytesIO(sent)) is None


@pytest.mark.parametrize("data", [b"", b"khong phai anh", image_bytes("PNG")])
def test_nothing_is_read_from_what_says_nothing(data: bytes) -> None:
    assert read_capture(BytesIO(data)) is None
