"""The smaller pictures of an original that is stored, made in a process with limits too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from portal.images import process
from portal.images.process import IN_BACKGROUND


def smaller_pictures(
    original: bytes,
    wanted: Iterable[tuple[str, int]],
    *,
    boxes: Sequence[Sequence[float]] = (),
    patience: float = IN_BACKGROUND,
) -> Iterator[tuple[str, int, bytes]]:
    """Each wanted (format, width) with the bytes of its file, the largest width first.

    `boxes` are blurred in all of them. Raises ImageRefused, and ImagePending, before the first.
    """
    told, files = process.run(
        "cascade", original, patience=patience, wanted=list(wanted), boxes=list(boxes)
    )
    at = 0
    for (name, width), length in zip(told["made"], told["lengths"], strict=True):
        yield name, width, files[at : at + length]
        at += length
