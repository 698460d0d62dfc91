"""Making what stands in a box unrecognisable, for good."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageFilter

Box = list[float]
"""[x, y, width, height] as fractions of the picture, 0 to 1."""

CELLS = 6
"""Squares along the longer side of a box: too few for a face or the signs of a plate."""


def blurred(picture: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """A copy in which each box is a few squares of one colour, softened."""
    picture = picture.copy()
    for x, y, width, height in boxes:
        edges = (
            math.floor(x * picture.width),
            math.floor(y * picture.height),
            min(picture.width, math.ceil((x + width) * picture.width)),
            min(picture.height, math.ceil((y + height) * picture.height)),
        )
        picture.paste(_pixelated(picture.crop(edges)), edges[:2])
    return picture


def _pixelated(part: Image.Image) -> Image.Image:
    cell = max(1.0, max(part.size) / CELLS)
    cells = (max(1, round(part.width / cell)), max(1, round(part.height / cell)))
    coarse = part.resize(cells, Image.Resampling.BOX)
    squares = coarse.resize(part.size, Image.Resampling.NEAREST)
    return squares.filter(ImageFilter.GaussianBlur(cell / 3))
