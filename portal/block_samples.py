"""What the editor's previews of blocks show. Words and pictures say that they are samples."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.templatetags.static import static

from portal.models.files import PortalImage
from portal.renditions import filter_spec

SIZE = (800, 500)
THEN, NOW = "img/sample-then.svg", "img/sample-now.svg"
SOURCE = "Nguồn mẫu"


@dataclass(frozen=True)
class _Drawing:
    """A file of ours in the place of a rendition."""

    url: str
    width: int = SIZE[0]
    height: int = SIZE[1]
    filter_spec: str = filter_spec("jpeg", SIZE[0])


def image(path: str = NOW) -> PortalImage:
    """An image that no database has, with a drawing for its picture."""
    found = PortalImage(title="Ảnh mẫu", description="Ảnh mẫu", width=SIZE[0], height=SIZE[1])
    found.prefetched_renditions = [_Drawing(static(path))]
    return found


def captioned_image() -> dict[str, Any]:
    return {"image": image(), "caption": "Chú thích mẫu dưới ảnh", "credit": SOURCE}


def gallery() -> dict[str, Any]:
    first, second = captioned_image(), captioned_image()
    return {"images": [first, {**second, "image": image(THEN)}]}


def table() -> dict[str, Any]:
    """As it is stored."""
    return {
        "columns": [
            {"type": "text", "heading": "Nội dung mẫu"},
            {"type": "number", "heading": "Số mẫu"},
        ],
        "rows": [{"values": ["Dòng mẫu một", 1000]}, {"values": ["Dòng mẫu hai", 2500]}],
        "caption": "Bảng mẫu",
    }


def file() -> dict[str, Any]:
    document = SimpleNamespace(url="#mau", title="Tệp mẫu", file_extension="pdf", file_size=482_133)
    return {"document": document, "title": "Tệp mẫu"}


VIDEO = {"title": "Video mẫu", "link": "https://example.vn/video-mau"}
QUOTE = {"text": "Lời trích mẫu, nguyên văn một hai câu.", "attribution": "Người nói mẫu"}
FIGURES = {
    "title": "Số liệu mẫu",
    "items": [
        {"value": "1.234", "unit": "tỷ đồng", "label": "Chỉ tiêu mẫu", "source": SOURCE},
        {"value": "56", "unit": "", "label": "Chỉ tiêu mẫu khác", "source": SOURCE},
    ],
}
