"""A long body in parts: what is told stands in one column, what is shown has the width.

Neighbours that belong together make one part, and each part that has a name can be jumped to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue

from campaigns.anchors import Anchors

STORY = frozenset(
    {"heading", "paragraph", "image", "gallery", "table", "file", "video", "quote", "figures"}
)
GROUPED = {"photo_pair": _("Ảnh xưa và nay"), "unit_years": _("Các đơn vị qua các năm")}


@dataclass(frozen=True)
class Part:
    """`kind` is `story` or the type of its blocks; `title` is "" where the blocks have none."""

    kind: str
    title: str
    anchor: str
    blocks: list[StreamValue.StreamChild] = field(default_factory=list)


def parts_of(body: Iterable[StreamValue.StreamChild]) -> list[Part]:
    parts: list[Part] = []
    anchors = Anchors()
    for block in body:
        name = block.block_type
        kind = "story" if name in STORY else name
        same = parts and parts[-1].kind == kind and (name in GROUPED or kind == "story")
        if not same or name == "heading":
            title = _title(block)
            parts.append(Part(kind, title, anchors.give(title, prefix="phan") if title else ""))
        parts[-1].blocks.append(block)
    return parts


def _title(block: StreamValue.StreamChild) -> str:
    if block.block_type in GROUPED:
        return str(GROUPED[block.block_type])
    if block.block_type == "heading":
        return block.value["text"] or ""
    return "" if block.block_type in STORY else block.value.get("title") or ""
