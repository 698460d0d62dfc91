"""What a process is asked for: each job gives what is to be told as JSON, and the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from portal.decoder.blurring import Box
from portal.decoder.cascade import encoded_cascade
from portal.decoder.colours import in_eight_bits, in_srgb
from portal.decoder.containers import container_of
from portal.decoder.dhash import dhash
from portal.decoder.encoding import SLACK, encoded, output_for, smaller
from portal.decoder.exif import capture_of, orientation_of, upright
from portal.decoder.opening import opened, refusing_damage

Answer = tuple[dict[str, Any], list[bytes]]


def prepare(data: bytes) -> Answer:
    """A picture from outside: encoded again with nothing but the picture, and what it said.

    Tells `output` (a key of `OUTPUTS`), `width`, `height`, `dhash` and `capture`.
    """
    container = container_of(data).name
    image = opened(data)
    told: dict[str, Any] = {"capture": capture_of(image)}
    orientation, profile = orientation_of(image), image.info.get("icc_profile")
    with refusing_damage():
        picture = in_eight_bits(image)
        del image
        output = output_for(container, picture.mode)
        if picture.width * picture.height > SLACK * output.pixels:
            picture = smaller(picture, output.pixels)
        picture = upright(in_srgb(picture, profile), orientation)
    made = encoded(picture, output, most=len(data))
    told |= {"output": made.output.extension, "dhash": dhash(made.picture)}
    return told | {"width": made.picture.width, "height": made.picture.height}, [made.data]


def cascade(data: bytes, *, wanted: Sequence[Sequence[Any]], boxes: Sequence[Box] = ()) -> Answer:
    """The smaller pictures of an original. Tells `made`: format and width of each file."""
    pairs = [(str(name), int(width)) for name, width in wanted]
    with refusing_damage():
        made = list(encoded_cascade(BytesIO(data), pairs, boxes=boxes))
    return {"made": [(name, width) for name, width, _file in made]}, [file for *_, file in made]


JOBS: dict[str, Callable[..., Answer]] = {"prepare": prepare, "cascade": cascade}
