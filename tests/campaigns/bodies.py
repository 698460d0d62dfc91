"""Bodies of a feature page for tests: one with every block, and parts of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from portal.models import PortalImage

SOURCE = "Nguồn mẫu"


def event(year: int, title: str = "Sự kiện mẫu", **fields: Any) -> dict[str, Any]:
    return {"year": year, "title": title, "source": SOURCE, **fields}


def timeline(*events: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "timeline", {"title": "Dòng thời gian", "events": list(events)}


def figure(*values: tuple[int, str], unit: str = "tỷ đồng") -> dict[str, Any]:
    rows = [{"year": y, "value": Decimal(v), "as_of": date(y, 12, 31)} for y, v in values]
    return {"label": "Thu ngân sách mẫu", "unit": unit, "values": rows, "source": SOURCE}


def pair(before: PortalImage, after: PortalImage) -> tuple[str, dict[str, Any]]:
    credit = {"before_credit": SOURCE, "after_credit": SOURCE}
    years = {"before_year": 2003, "after_year": 2018}
    return "photo_pair", {"title": "Bến mẫu", "before": before, "after": after, **years, **credit}


def work(name: str, **fields: Any) -> dict[str, Any]:
    place = {"place": "Phố Mẫu", "latitude": 21.04, "longitude": 105.89, "source": SOURCE}
    return {"name": name, **place, **fields}


def works(*rows: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "works", {"title": "Bản đồ công trình", "works": list(rows)}


def full_body(images: list[PortalImage], unit_code: str) -> list[tuple[str, Any]]:
    """Every block that there is, but those with documents; at least seven images."""
    captioned = {"image": images[0], "caption": "Ảnh", "credit": SOURCE}
    leader = {"name": "Họ và tên mẫu", "post": "Chức vụ mẫu", "photo": images[1]}
    deed = {"name": "Tấm gương mẫu", "text": "Việc tốt.", "image": images[2], "source": SOURCE}
    award = {"year": 2013, "name": "Danh hiệu mẫu", "awarded_to": "Tập thể mẫu", "source": SOURCE}
    story = {"unit": unit_code, "text": "<p>Lời kể mẫu.</p>", "image": images[3], "figures": []}
    return [
        ("then_now", {"title": "Xưa và nay", "items": [figure((2004, "237"), (2017, "6673"))]}),
        ("heading", {"text": "Mười lăm năm"}),
        ("paragraph", "<p>Đoạn văn.</p>"),
        ("image", captioned),
        ("gallery", {"images": [captioned, {**captioned, "image": images[4]}]}),
        ("video", {"title": "Video mẫu", "link": "https://example.vn/", "poster": images[5]}),
        pair(images[5], images[6]),
        timeline(*(event(2003 + n // 3, image=images[n % 7]) for n in range(40))),
        works(work("Cầu Mẫu", image=images[0])),
        _leaders(leader),
        ("awards", {"title": "Thành tích", "awards": [award]}),
        ("good_deeds", {"title": "Gương mẫu", "deeds": [deed]}),
        ("unit_years", story),
        *((name, {"title": f"Mục {name}"}) for name in LISTS),
    ]


LISTS = ("themes", "contributions", "contributors", "albums", "memories", "progress")


def _leaders(leader: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    terms = [{"term": "Nhiệm kỳ mẫu", "leaders": [leader]}]
    return "leaders", {"title": "Lãnh đạo", "terms": terms, "source": SOURCE}
