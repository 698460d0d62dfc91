"""What three widths of a 12-megapixel photo cost, against one decode and the encodings alone."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from portal.decoder.cascade import ENCODERS, encoded_cascade

PHOTO = (4000, 3000)
WIDTHS = (1600, 1200, 800)
LIMIT = 1.4
ROUNDS = 5


def photo() -> bytes:
    """A 12-megapixel JPEG with as much detail as a real one (about 3 MB)."""
    width, height = PHOTO
    noise = Image.effect_noise((width // 4, height // 4), 60).resize(PHOTO)
    image = Image.merge(
        "RGB",
        [noise, Image.linear_gradient("L").resize(PHOTO), Image.radial_gradient("L").resize(PHOTO)],
    )
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def compare(image_format: str = "webp", *, rounds: int = ROUNDS) -> float:
    """Time of the cascade, of one full decode and the encodings of ready pictures. To reach: 1.4.

    Runs are interleaved, so that a busy machine slows both alike; the ratio is of medians.
    """
    data = photo()
    pairs = [(image_format, width) for width in WIDTHS]
    pillow_format, _extension, options = ENCODERS[image_format]
    with Image.open(BytesIO(data)) as image:
        ready = [image.resize((width, width * 3 // 4)) for width in WIDTHS]

    def cascade() -> None:
        list(encoded_cascade(BytesIO(data), pairs))

    def floor() -> None:
        with Image.open(BytesIO(data)) as image:
            image.load()
        for picture in ready:
            picture.save(BytesIO(), pillow_format, **options)

    ours, least = [], []
    for _ in range(rounds):
        ours.append(seconds(cascade))
        least.append(seconds(floor))
    return statistics.median(ours) / statistics.median(least)


def seconds(work: Callable[[], None]) -> float:
    """Of the processor, with the processes that it starts: pictures are decoded in such."""
    start = _spent()
    work()
    return _spent() - start


def _spent() -> float:
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)
