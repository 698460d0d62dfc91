"""All the images of a page's body by one statement.

Wagtail reads the values of a body block type by block type, and asks for the images of each place
in it again: a page with eight kinds of block pays for eight statements. `read_images` looks the
keys up in what is stored and fetches them before the body is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StreamValue, StructBlock
from wagtail.images.blocks import ImageChooserBlock

from portal.models.files import PortalImage

_fetched: ContextVar[dict[int, PortalImage] | None] = ContextVar("fetched_images", default=None)


class BodyImageBlock(ImageChooserBlock):
    """Wagtail's chooser of an image, whose images `read_images` may have fetched already."""

    def bulk_to_python(self, values: Sequence[int | None]) -> list[PortalImage | None]:
        fetched = _fetched.get()
        if fetched is None:
            found: list[PortalImage | None] = super().bulk_to_python(values)
            return found
        return [fetched.get(key) if key is not None else None for key in values]


# What is stored is the same, so migrations know it under Wagtail's name.
DECONSTRUCT_ALIASES = {BodyImageBlock: "wagtail.images.blocks.ImageChooserBlock"}


def read_images(*bodies: StreamValue, also: Iterable[int | None] = ()) -> dict[int, PortalImage]:
    """Read the bodies, with their images and those of the keys in `also`. One statement.

    The images by key, without their pictures; bodies that were read before keep what they hold.
    """
    keys = {key for key in also if key is not None}
    for body in bodies:
        keys.update(image_keys(body.stream_block, list(body.raw_data)))
    fetched: dict[int, PortalImage] = PortalImage.objects.in_bulk(keys)
    before = _fetched.set(fetched)
    try:
        for body in bodies:
            # A walk over the children is what makes Wagtail read them.
            list(body)
    finally:
        _fetched.reset(before)
    return fetched


def image_keys(block: Block, raw: Any) -> Iterator[int]:
    """The keys of images in `raw`, the stored form of a value of `block`."""
    if isinstance(block, ImageChooserBlock):
        if isinstance(raw, int):
            yield raw
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from image_keys(child, (raw or {}).get(name))
    elif isinstance(block, ListBlock):
        for item in raw or []:
            value = item["value"] if isinstance(item, dict) and "value" in item else item
            yield from image_keys(block.child_block, value)
    elif isinstance(block, StreamBlock):
        for item in raw or []:
            if item["type"] in block.child_blocks:
                yield from image_keys(block.child_blocks[item["type"]], item["value"])
