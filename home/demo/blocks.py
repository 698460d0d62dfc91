"""The blocks of a sample article's body, as StreamField takes them."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from wagtail.models import Page

from home.demo.samples import NOTE, Sample
from portal.models import PortalDocument, PortalImage

Block = tuple[str, Any]


def paragraph(text: str) -> Block:
    return ("paragraph", format_html("<p>{}</p>", text))


def linked(before: str, page: Page, after: str) -> Block:
    """A paragraph with the title of `page` as a link to it."""
    return (
        "paragraph",
        format_html(
            '<p>{}<a id="{}" linktype="page">{}</a>{}</p>', before, page.pk, page.title, after
        ),
    )


def picture(image: PortalImage) -> dict[str, Any]:
    return {"image": image, "caption": image.title, "credit": "Dự án (tranh vẽ)"}


@dataclass(frozen=True)
class Material:
    """The files that bodies are made of: pictures by file name, a document, a film with its
    captions."""

    pictures: dict[str, PortalImage]
    attachment: PortalDocument
    film: PortalDocument
    captions: PortalDocument


def body_of(sample: Sample, material: Material) -> list[Block]:
    """Paragraphs with, where the sample has them, a quote, a list, a picture, a gallery, a film, a
    table and a file."""
    pictures = material.pictures
    first, *rest = sample.paragraphs
    blocks: list[Block] = [paragraph(first)]
    if sample.quote:
        blocks.append(
            ("quote", {"text": sample.quote, "attribution": "Một người dân (lời viết mẫu)"})
        )
    blocks += [paragraph(text) for text in rest]
    if sample.steps:
        items = format_html_join("", "<li>{}</li>", ((step,) for step in sample.steps))
        blocks += [
            ("heading", {"text": "Các bước"}),
            ("paragraph", format_html("<ol>{}</ol>", items)),
        ]
    if sample.inside:
        blocks.append(("image", picture(pictures[sample.inside])))
    if sample.gallery:
        blocks.append(("heading", {"text": "Chùm ảnh"}))
        blocks.append(("gallery", {"images": [picture(pictures[n]) for n in sample.gallery]}))
    if sample.film:
        film = {
            "title": "Phim mẫu: Bình minh trên cầu Long Biên (tranh vẽ, không có tiếng)",
            "file": material.film,
            "poster": pictures[sample.picture],
            "captions": material.captions,
            "link": "",
        }
        blocks.append(("video", film))
    if sample.table:
        blocks += [("heading", {"text": "Bảng phân công (mẫu)"}), ("table", _table())]
    if sample.attachment:
        blocks.append(("file", {"document": material.attachment, "title": "Tệp đính kèm (mẫu)"}))
    blocks.append(paragraph(NOTE))
    return blocks


def _table() -> dict[str, Any]:
    """As the editor's form gives it; `StreamField.to_python` makes a table of it."""
    rows = (
        ("Việc mẫu thứ nhất", "Đơn vị A", "Hằng tuần"),
        ("Việc mẫu thứ hai", "Đơn vị B", "Hằng tháng"),
        ("Việc mẫu thứ ba", "Đơn vị A, Đơn vị C", "Hằng quý"),
    )
    return {
        "columns": [
            {"type": "text", "heading": heading}
            for heading in ("Việc", "Đơn vị chủ trì", "Thời hạn")
        ],
        "rows": [{"values": list(values)} for values in rows],
        "caption": "",
    }
