"""What images are taken in, what becomes of them, and the sentences for those that are not."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portal.decoder.leftovers import leftovers
from portal.images import Capture, ImageRefused, prepare_image
from portal.images.capture import camera_time
from tests.factories.images import drawing, exif_block, image_bytes, telling_image

FORMATS = [
    ("JPEG", "JPEG"),
    ("PNG", "PNG"),
    ("WEBP", "WEBP"),
    ("AVIF", "JPEG"),
    ("HEIF", "JPEG"),
]


def refused(data: bytes, **options: int) -> str:
    with pytest.raises(ImageRefused) as caught:
        prepare_image(BytesIO(data), **options)
    sentence = str(caught.value)
    assert "%(" not in sentence
    assert sentence.endswith(".")
    return caught.value.code


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(("written", "becomes"), FORMATS)
def test_each_format_comes_in_without_its_metadata(written: str, becomes: str) -> None:
    sent = telling_image(written)
    assert b"SecretPhone" in sent
    prepared = prepare_image(BytesIO(sent))
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
    image = opened(prepare_image(BytesIO(sent)).data)
    assert image.size == ((480, 640) if orientation == 6 else (640, 480))
    red, green, blue = image.getpixel(corner)
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize("written", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_other_formats_are_turned_upright_too(written: str) -> None:
    sent = image_bytes(written, exif=exif_block(orientation=6).tobytes())
    image = opened(prepare_image(BytesIO(sent)).data)
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
    image = opened(prepare_image(BytesIO(sent)).data)
    red, green, blue, *rest = image.getpixel((10, 10))
    assert (red < 10, green < 10, blue > 245) == (True, True, True)
    assert len(rest) == len(alpha)
    assert "icc_profile" not in image.info


def test_a_profile_of_another_colour_space_does_no_harm() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for bad in (profile, b"no profile"):
        sent = image_bytes("PNG", icc_profile=bad)
        image = opened(prepare_image(BytesIO(sent)).data)
        assert image.getpixel((10, 10)) == (255, 0, 0)
        assert "icc_profile" not in image.info


@pytest.mark.parametrize(
    ("written", "mode", "comes_out"),
    [
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "LA", "LA"),
        ("PNG", "P", "RGB"),
        ("PNG", "1", "L"),
        ("WEBP", "RGBA", "RGBA"),
        ("AVIF", "RGBA", "RGBA"),
        ("HEIF", "RGBA", "RGB"),
        ("JPEG", "L", "L"),
        ("JPEG", "CMYK", "RGB"),
    ],
)
def test_modes(written: str, mode: str, comes_out: str) -> None:
    sent = image_bytes(written, mode=mode)
    assert opened(prepare_image(BytesIO(sent)).data).mode == comes_out


def test_sixteen_bits_are_scaled_and_not_cut_off() -> None:
    buffer = BytesIO()
    Image.new("I;16", (40, 30), 32768).save(buffer, "PNG")
    image = opened(prepare_image(buffer).data)
    assert image.mode == "L"
    assert image.getpixel((5, 5)) == 128


def test_a_phones_jpeg_with_a_second_picture_comes_in_as_one() -> None:
    buffer = BytesIO()
    drawing().save(buffer, "MPO", save_all=True, append_images=[drawing((320, 240))])
    assert Image.open(buffer).format == "MPO"
    prepared = prepare_image(buffer)
    image = opened(prepared.data)
    assert (image.format, image.size) == ("JPEG", (640, 480))
    assert leftovers(prepared.data, "JPEG") == []


# --- refusals ---------------------------------------------------------------------------------


def test_an_empty_file_is_refused() -> None:
    assert refused(b"") == "empty"


def test_a_heavy_file_is_refused_and_the_limit_is_said() -> None:
    assert refused(image_bytes(), max_bytes=1000) == "too_large"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"<?xml version='1.0'?><svg/>", "svg"),
        (b"\xef\xbb\xbf\n <SVG/>", "svg"),
        (b"\x1f\x8b\x08abc", "svg"),
        (b"%PDF-1.7", "unknown_format"),
        (b"khong phai anh", "unknown_format"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "unknown_format"),
        (b"\0\0\0\x18ftyphevc\0\0\0\0msf1hevc", "animated"),
        (b"\0\0\0\x18ftypavis\0\0\0\0avismsf1", "animated"),
    ],
)
def test_what_is_no_photo_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


@pytest.mark.parametrize("written", ["GIF", "BMP", "TIFF"])
def test_other_formats_are_refused_whatever_their_name(written: str) -> None:
    code = refused(image_bytes(written))
    assert code == ("gif" if written == "GIF" else "unknown_format")


@pytest.mark.parametrize("written", ["PNG", "WEBP", "AVIF"])
def test_moving_pictures_are_refused(written: str) -> None:
    buffer = BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, written, save_all=True, append_images=frames[1:], duration=100)
    assert refused(buffer.getvalue()) == "animated"


@pytest.mark.parametrize(("written", "_becomes"), FORMATS)
def test_a_file_that_was_cut_off_is_refused(written: str, _becomes: str) -> None:
    whole = image_bytes(written)
    assert refused(whole[: len(whole) // 2]) == "damaged"
    assert refused(whole[:40]) in {"damaged", "unknown_format"}


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


@pytest.mark.parametrize("size", [(7000, 6000), (10_000, 10_000), (60_000, 60_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert refused(png_claiming(*size)) == "too_many_pixels"


def test_a_picture_that_is_too_long_is_refused() -> None:
    assert refused(png_claiming(16_001, 10)) == "too_long"


# --- place and time ---------------------------------------------------------------------------


def captured(data: bytes) -> Capture | None:
    return prepare_image(BytesIO(data)).capture


HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize("written", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_place_and_time_are_read_first(written: str) -> None:
    assert captured(image_bytes(written, exif=exif_block())) == Capture(
        taken_at=datetime(2018, 5, 30, 8, 15, tzinfo=HANOI), latitude=21.0375, longitude=105.8925
    )


def test_an_offset_in_the_photo_wins() -> None:
    sent = image_bytes(exif=exif_block(offset="+09:00"))
    capture = captured(sent)
    assert capture is not None
    assert capture.taken_at == datetime(2018, 5, 30, 6, 15, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91.0, 105.0), (21.0, 181.0), (0.0, 0.0), (None, None)]
)
def test_a_place_that_cannot_be_is_left_out(
    latitude: float | None, longitude: float | None
) -> None:
    sent = image_bytes(exif=exif_block(latitude=latitude, longitude=longitude))
    capture = captured(sent)
    assert capture is not None
    assert (capture.latitude, capture.longitude) == (None, None)
    assert capture.taken_at is not None


def test_south_and_west_are_negative() -> None:
    capture = captured(image_bytes(exif=exif_block(latitude=-33.5, longitude=-70.5)))
    assert capture is not None
    assert (capture.latitude, capture.longitude) == (-33.5, -70.5)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "1980:01:01 00:00:00", "hom qua", None])
def test_a_time_that_cannot_be_is_left_out(taken: str | None) -> None:
    capture = captured(image_bytes(exif=exif_block(taken=taken)))
    assert capture is not None
    assert capture.taken_at is None


def test_a_time_to_come_is_left_out() -> None:
    later = (timezone.now() + timedelta(days=3)).strftime("%Y:%m:%d %H:%M:%S")
    sent = image_bytes(exif=exif_block(taken=later, latitude=None, longitude=None))
    assert captured(sent) is None


def test_nothing_is_read_from_what_says_nothing() -> None:
    assert captured(image_bytes("PNG")) is None


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("2018:05:30 08:15:00+07:00", None),
        ("2018-05-30T01:15:00Z", None),
        ("2018:05:30 08:15", None),
        ("2018/05/30 08:15:00.25 ", None),
        ("2018:05:30 10:15:00\0", "+09:00"),
        ("2018:05:30 08:15:00", "khong ro"),
    ],
)
def test_a_time_is_read_as_cameras_write_it(written: str, offset: str | None) -> None:
    assert camera_time(written, offset) == datetime(2018, 5, 30, 8, 15, tzinfo=HANOI)


@settings(max_examples=300, deadline=None)
@given(
    written=st.one_of(st.text(max_size=40), st.from_regex(r"\d{4}[:-]\d\d:\d\d \d\d:\d\d.*")),
    offset=st.one_of(st.none(), st.text(max_size=8), st.from_regex(r"[+-]\d\d:?\d\d")),
)
def test_no_time_is_too_odd_to_be_read(written: str, offset: str | None) -> None:
    taken_at = camera_time(written, offset)
    assert taken_at is None or taken_at.tzinfo is not None
