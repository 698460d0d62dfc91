"""What a picture looks like, in 64 bits: which of two neighbours is brighter, on a grid of 9 × 8.

Another size, compression or brightness changes few bits; another picture about half of them.
"""

from __future__ import annotations

from PIL import Image

BITS = 64
FLAT = "0" * 16
"""The look of a picture without any step of brightness, which says nothing."""


def dhash(picture: Image.Image) -> str:
    """16 hexadecimal digits. A transparent picture is looked at on white."""
    small = picture.resize((9, 8), Image.Resampling.BOX, reducing_gap=2.0)
    if small.mode not in ("L", "RGB"):
        white = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(white, small.convert("RGBA"))
    grey = small.convert("L").tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return f"{bits:016x}"


def distance(one: str, other: str) -> int:
    """In how many of 64 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
