"""The bodies of the demo's pages, as StreamField takes them."""

from typing import Any

from django.utils.html import format_html

from campaigns.demo import facts
from campaigns.demo.samples import NOTE, Sample
from portal.models import PortalImage

Block = tuple[str, Any]
Pictures = dict[str, PortalImage]
CREDIT = "Dự án (tranh vẽ)"


def paragraph(text: str) -> Block:
    return ("paragraph", format_html("<p>{}</p>", text))


def picture(image: PortalImage) -> dict[str, Any]:
    return {"image": image, "caption": image.title, "credit": CREDIT}


def pair(pictures: Pictures, scene: str, title: str) -> dict[str, Any]:
    """A made-up place at two times."""
    return {
        "title": title,
        "before": pictures[f"{scene}-xua"],
        "before_year": None,
        "before_credit": CREDIT,
        "after": pictures[f"{scene}-nay"],
        "after_year": None,
        "after_credit": CREDIT,
        "text": "Địa điểm mẫu, tranh vẽ; không phải ảnh chụp.",
    }


def feature_body(pictures: Pictures, works: list[dict[str, Any]]) -> list[Block]:
    return [
        *(paragraph(text) for text in facts.ESSAY),
        ("then_now", {"title": "Xưa và nay qua số liệu", "items": facts.figures()}),
        ("photo_pair", pair(pictures, "ngo-xom", "Một con ngõ, hai thời (tranh vẽ mẫu)")),
        ("timeline", {"title": "Dòng thời gian 2003-2018", "events": facts.events()}),
        ("themes", {"title": "Sáu chuyên đề"}),
        ("contributions", {"title": "Bài mới của các đơn vị"}),
        ("works", {"title": "Bản đồ công trình (mẫu)", "works": works}),
        ("albums", {"title": "Album ảnh"}),
        ("memories", {"title": "Góc ký ức"}),
        ("contributors", {"title": "Các đơn vị đóng góp"}),
        ("progress", {"title": "Tiến độ chuyên trang"}),
    ]


def theme_body(slug: str, summary: str) -> list[Block]:
    blocks = [paragraph(summary)]
    if slug == "kinh-te":
        blocks.append(
            ("then_now", {"title": "Cơ cấu kinh tế chuyển dịch", "items": facts.economy()})
        )
    if slug == "van-hoa-xa-hoi":
        deed = {
            "name": "Một tổ trưởng dân phố (nhân vật mẫu)",
            "unit": "Phường mẫu",
            "text": "Ba mươi buổi tối đi từng nhà nhắc cài ứng dụng, giúp người già đặt lịch khám.",
            "image": None,
            "source": "Bài viết mẫu của dự án",
        }
        blocks.append(("good_deeds", {"title": "Gương người tốt - việc tốt", "deeds": [deed]}))
    if slug == "do-thi-ha-tang":
        blocks.append(
            (
                "unit_years",
                {
                    "unit": "00139",
                    "text": "<p>Phần giới thiệu mẫu: bờ sông, bến đò, những con ngõ.</p>",
                    "image": None,
                    "image_credit": "",
                    "figures": [],
                },
            )
        )
    return blocks


def contribution_body(sample: Sample, pictures: Pictures) -> list[Block]:
    first, *rest = sample.paragraphs
    blocks = [paragraph(first)]
    if sample.quote:
        blocks.append(
            ("quote", {"text": sample.quote, "attribution": "Một người dân (lời viết mẫu)"})
        )
    blocks += [paragraph(text) for text in rest]
    if sample.pair:
        blocks.append(("photo_pair", pair(pictures, sample.pair, "Cùng một góc nhìn (mẫu)")))
    if sample.gallery:
        blocks.append(("gallery", {"images": [picture(pictures[name]) for name in sample.gallery]}))
    blocks.append(paragraph(NOTE))
    return blocks
