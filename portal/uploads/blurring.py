"""The boxes that a moderator draws on a photo; `portal.decoder.blurring` blurs them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from portal.decoder.blurring import Box
from portal.uploads.refusals import UploadRefused

MAX_BOXES = 60


def checked_boxes(boxes: Sequence[Sequence[float]]) -> list[Box]:
    """The boxes, cut off at the picture's edge. Raises UploadRefused `bad_boxes`."""
    if not isinstance(boxes, Sequence) or len(boxes) > MAX_BOXES:
        raise UploadRefused("bad_boxes")
    return [_checked(box) for box in boxes]


def _checked(box: Sequence[float]) -> Box:
    try:
        x, y, width, height = (float(part) for part in box)
    except (TypeError, ValueError) as error:
        raise UploadRefused("bad_boxes") from error
    left, top = max(0.0, x), max(0.0, y)
    right, bottom = min(1.0, x + width), min(1.0, y + height)
    if not all(map(math.isfinite, (x, y, width, height))) or right <= left or bottom <= top:
        raise UploadRefused("bad_boxes")
    return [round(part, 5) for part in (left, top, right - left, bottom - top)]
