"""Examples of the style page for what shows reports, their way and their numbers. All are "Mẫu"."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.charts import Chart, ChartRow
from portal.models import PortalImage
from portal.pictures import picture_sources

BADGES = [
    {"word": "Quá hạn 2 ngày làm việc", "tone": "red"},
    {"word": "Chờ tiếp nhận", "tone": "gold"},
    {"word": "Đang khắc phục", "tone": "steel"},
    {"word": "Đã khắc phục", "tone": "reed"},
    {"word": "Kết thúc", "tone": "plain"},
]


class ExampleFilter(forms.Form):
    ward = forms.ChoiceField(
        label=_("Phường"), choices=[("", _("Tất cả")), ("mau", _("Phường mẫu"))], required=False
    )
    category = forms.ChoiceField(
        label=_("Loại"), choices=[("", _("Tất cả")), ("mau", _("Loại mẫu"))], required=False
    )


def example_picture(image: PortalImage, alt: str) -> dict[str, Any] | None:
    """The parts of a picture as a photo of a report gives them; None before it is made."""
    sources = picture_sources(image, "wide")
    return {**asdict(sources), "alt": alt} if sources else None


def case_examples(images: list[PortalImage]) -> dict[str, Any]:
    """What `portal/style_cases.html` shows; pictures are those of the database, if any."""
    found = [example_picture(image, f"Mẫu ảnh {number}") for number, image in enumerate(images, 1)]
    pictures = [picture for picture in found if picture]
    before, after = (pictures[0], pictures[-1]) if pictures else (None, None)
    case = {"url": "#mau", "unit_name": "Phường mẫu", "at": datetime(2018, 5, 30, 8, tzinfo=UTC)}
    return {
        "before": before,
        "pair": {
            "title": "Mẫu: Điểm đã được dọn",
            "url": "#mau",
            "unit_name": "Đơn vị mẫu",
            "taken": "6 giờ 30 phút làm việc",
            "before": before,
            "after": after,
            "gallery_url": "#mau",
        },
        "after": after,
        "photos": pictures,
        "badges": BADGES,
        "typed": [("noi-dung", "Mẫu")],
        "cases": [
            {
                **case,
                "title": "Mẫu: Rác thải ven đường",
                "picture": before,
                "after": after,
                "badge": BADGES[3],
                "note": "2 ngày làm việc",
            },
            {**case, "title": "Mẫu: Nắp cống hỏng", "picture": after, "badge": BADGES[0]},
            {**case, "title": "Mẫu: Chưa có ảnh", "picture": None, "badge": BADGES[1]},
        ],
        "steps": [
            {"at": case["at"], "label": "Chờ tiếp nhận", "text": "Mẫu: có 2 ảnh.", "tone": "gold"},
            {
                "at": datetime(2018, 5, 30, 9, 15, tzinfo=UTC),
                "label": "Đã giao phường",
                "text": "",
                "unit_name": "Phòng mẫu",
            },
            {
                "at": datetime(2018, 6, 1, 3, tzinfo=UTC),
                "label": "Đang khắc phục",
                "text": "",
                "unit_name": "Phường mẫu",
                "tone": "steel",
            },
            {
                "at": datetime(2018, 6, 4, 2, tzinfo=UTC),
                "label": "Đã kiểm tra, xác nhận khắc phục",
                "text": "Mẫu: mặt đường đã dọn sạch, đặt thêm thùng rác.",
                "unit_name": "Phòng mẫu",
                "tone": "reed",
            },
        ],
        "message": "Mẫu: Rác thải ven đường, Phường mẫu. Xem: https://example.vn/mau/2018-1/",
        "points": [
            {"latitude": 21.046, "longitude": 105.872, "label": "Mẫu: Nắp cống hỏng", "url": "#mau"}
            | {"tone": "red", "state": "Quá hạn", "note": "Phường mẫu"},
            {"latitude": 21.038, "longitude": 105.897, "label": "Mẫu: Cây đổ", "url": "#mau"}
            | {"tone": "reed", "state": "Đã khắc phục", "note": "Phường mẫu"},
            {"latitude": 21.052, "longitude": 105.905, "label": "Mẫu: 34 phản ánh", "url": "#mau"}
            | {"count": 34},
        ],
        "comparison": then_now_example(),
        "era": timeline_example(images),
        "event": next_event_example(images),
        "map_places": [{"name": "Phường mẫu", "latitude": 21.049, "longitude": 105.885}],
        "case_filter": ExampleFilter(auto_id="dieu_kien_%s"),
        "filters_on": ["Phường mẫu", "Loại mẫu"],
        "chart": Chart(
            title="Mẫu: Tỷ lệ khắc phục đúng hạn",
            unit="%",
            rows=[
                ChartRow("Phường mẫu một", 86.4, "22 phản ánh", "#mau"),
                ChartRow("Phường mẫu hai", 60, "15 phản ánh", "#mau"),
                ChartRow("Phường mẫu ba", None, "Dưới 10 phản ánh, chưa đủ để so sánh", "#mau"),
            ],
            source="số liệu mẫu",
            as_of=date(2018, 5, 30),
        ),
    }


def then_now_example() -> dict[str, Any]:
    """A figure of two years, as components/then_now.html takes it."""
    then = {"year": 2004, "text": "100", "as_of": date(2004, 12, 31), "width": "3.57"}
    now = {"year": 2017, "text": "2.800", "as_of": date(2017, 12, 31), "width": "100.00"}
    words = {"label": "Mẫu chỉ tiêu", "unit": "tỷ đồng", "change": "gấp 28 lần"}
    return {**words, "then": then, "now": now, "rows": [then, now], "source": "nguồn mẫu"}


def next_event_example(images: list[PortalImage]) -> dict[str, Any]:
    """The event whose day comes next, as the front page shows it."""
    return {
        "title": "Mẫu sự kiện",
        "text": "Mẫu nội dung, một hai câu.",
        "day": date(2003, 11, 6),
        "years": 15,
        "comes": 12,
        "url": "#mau",
        "source": "nguồn mẫu",
        "image": images[0] if images else None,
        "campaign": "Mẫu chuyên trang",
        "campaign_url": "#mau",
    }


def timeline_example(images: list[PortalImage]) -> dict[str, Any]:
    """Three events, in the form in which the timeline's block gives them to its template."""
    event = {"text": "Mẫu nội dung, một hai câu.", "source": "nguồn mẫu"}
    events = [
        {
            "anchor": f"nam-{year}",
            "year": year,
            "day": day,
            "opens_year": True,
            "event": {**event, "title": f"Mẫu sự kiện năm {year}", "image": image},
        }
        for year, day, image in (
            (2003, date(2003, 11, 6), None),
            (2009, None, images[0] if images else None),
            (2018, None, None),
        )
    ]
    return {"title": "Mẫu: Dòng thời gian", "events": events, "years": events}
