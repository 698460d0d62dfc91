"""Which photos look alike."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from portal.decoder.dhash import dhash, distance
from portal.uploads import similar
from tests.factories.images import drawing

PICTURE = drawing((1200, 900))


def recompressed(picture: Image.Image, quality: int) -> Image.Image:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


def test_the_same_picture_in_another_shape_is_near() -> None:
    look = dhash(PICTURE)
    assert len(look) == 16
    for other in (
        PICTURE.resize((400, 300)),
        recompressed(PICTURE, 30),
        ImageEnhance.Brightness(PICTURE).enhance(0.8),
        PICTURE.convert("L"),
        PICTURE.convert("RGBA"),
        PICTURE.convert("LA"),
    ):
        assert distance(look, dhash(other)) <= 6


def test_another_picture_is_far() -> None:
    other = PICTURE.transpose(Image.Transpose.ROTATE_180)
    assert distance(dhash(PICTURE), dhash(other)) > 12


def test_the_nearest_come_first_and_the_far_not_at_all() -> None:
    candidates = [(1, "000000000000ffff"), (2, "00000000000000ff"), (3, "ffffffffffffffff")]
    assert similar("000000000000007f", candidates) == [(2, 1)]
    assert similar("000000000000007f", candidates, max_distance=12) == [(2, 1), (1, 9)]


def test_a_picture_of_one_colour_looks_like_nothing() -> None:
    flat = dhash(Image.new("RGB", (300, 200), "white"))
    assert similar(flat, [(1, flat)]) == []
    assert similar("0000000000000001", [(1, flat)]) == []


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_distance_is_one(one: int, other: int) -> None:
    first, second = f"{one:016x}", f"{other:016x}"
    assert distance(first, second) == distance(second, first) <= 64
    assert (distance(first, second) == 0) == (one == other)
