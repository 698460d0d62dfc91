"""What the previews of a campaign's blocks show. Everything says that it is a sample."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from portal import block_samples
from portal.block_samples import NOW, SOURCE, THEN
from portal.charts import Chart, ChartRow

DAY = date(2018, 5, 30)
MOMENT = datetime(2018, 5, 30, 8, tzinfo=UTC)


def timeline() -> dict[str, Any]:
    event = {"source": SOURCE, "text": "Nội dung mẫu, một hai câu về sự kiện."}
    return {
        "title": "Dòng thời gian (mẫu)",
        "events": [
            {**event, "year": 2003, "date": date(2003, 11, 6), "title": "Sự kiện mẫu có ngày"},
            {**event, "year": 2009, "title": "Sự kiện mẫu có ảnh", "image": block_samples.image()},
            {**event, "year": 2018, "title": "Sự kiện mẫu chỉ có năm"},
        ],
    }


def _figure(label: str, unit: str, *values: tuple[int, int]) -> dict[str, Any]:
    rows = [{"year": y, "value": Decimal(v), "as_of": date(y, 12, 31)} for y, v in values]
    return {"label": label, "unit": unit, "values": rows, "source": SOURCE}


def then_now() -> dict[str, Any]:
    return {
        "title": "Xưa và nay qua số liệu (mẫu)",
        "items": [
            _figure("Chỉ tiêu mẫu", "tỷ đồng", (2004, 100), (2010, 900), (2017, 2800)),
            _figure("Chỉ tiêu mẫu khác", "người", (2003, 1000), (2018, 1700)),
        ],
    }


def photo_pair() -> dict[str, Any]:
    return {
        "title": "Nơi chụp mẫu",
        "before": block_samples.image(THEN),
        "before_year": 2003,
        "before_credit": SOURCE,
        "after": block_samples.image(NOW),
        "after_year": 2018,
        "after_credit": SOURCE,
        "text": "Lời kể mẫu về sự đổi thay.",
    }


def works() -> dict[str, Any]:
    place = {"latitude": 21.04, "longitude": 105.89, "source": SOURCE, "year": 2010}
    return {
        "title": "Bản đồ công trình (mẫu)",
        "works": [
            {**place, "name": "Công trình mẫu một", "place": "Phố Mẫu", "text": "Lời mẫu."},
            {**place, "name": "Công trình mẫu hai", "place": "Đường Mẫu"},
        ],
    }


LEADERS = {
    "title": "Lãnh đạo qua các thời kỳ (mẫu)",
    "terms": [
        {
            "term": "Nhiệm kỳ mẫu",
            "leaders": [
                {"name": "Họ và tên mẫu", "post": "Chức vụ mẫu", "served": "2003 - 2008"},
                {"name": "Họ và tên mẫu khác", "post": "Chức vụ mẫu"},
            ],
        }
    ],
    "source": SOURCE,
}
AWARDS = {
    "title": "Thành tích - khen thưởng (mẫu)",
    "awards": [
        {"year": 2013, "name": "Danh hiệu mẫu", "awarded_to": "Tập thể mẫu", "source": SOURCE},
        {"year": 2018, "name": "Danh hiệu mẫu khác", "awarded_to": "Cá nhân mẫu", "source": SOURCE},
    ],
}


def good_deeds() -> dict[str, Any]:
    deed = {"name": "Tấm gương mẫu", "unit": "Tổ dân phố mẫu", "source": SOURCE}
    return {
        "title": "Gương người tốt - việc tốt (mẫu)",
        "deeds": [{**deed, "text": "Việc tốt mẫu, vài câu.", "image": block_samples.image()}],
    }


def unit_years() -> dict[str, Any]:
    return {
        "unit": "",
        "text": "<p>Đoạn văn mẫu về một đơn vị qua các năm.</p>",
        "image": block_samples.image(),
        "image_credit": SOURCE,
        "figures": [_figure("Chỉ tiêu mẫu", "hộ", (2003, 500), (2018, 1500))],
    }


def _card(title: str) -> SimpleNamespace:
    return SimpleNamespace(
        title=title,
        url="#mau",
        summary="Tóm tắt mẫu của bài.",
        published_at=MOMENT,
        image=block_samples.image(),
        unit_name="Đơn vị mẫu",
        kind_label="Bài",
        theme_title="Chuyên đề mẫu",
    )


def _themes() -> dict[str, Any]:
    newest = SimpleNamespace(title="Bài mẫu mới nhất", url="#mau", date=MOMENT)
    theme = {"url": "#mau", "summary": "Tóm tắt mẫu.", "image": block_samples.image()}
    return {
        "themes": [
            SimpleNamespace(**theme, title="Chuyên đề mẫu", number=12, newest=newest),
            SimpleNamespace(**theme, title="Chuyên đề mẫu khác", number=0, newest=None),
        ]
    }


def _contributors() -> dict[str, Any]:
    units = [SimpleNamespace(name=f"Đơn vị mẫu {n}", number=n, url="#mau") for n in (5, 3, 1)]
    group = SimpleNamespace(label="Loại đơn vị mẫu", units=units)
    return {"contributors": [group], "units_url": "#mau"}


def _albums() -> dict[str, Any]:
    album = {"title": "Album mẫu", "url": "#mau", "number": 24, "image": block_samples.image()}
    return {"albums": [SimpleNamespace(**album)] * 2}


def _memories() -> dict[str, Any]:
    picture = {"src": block_samples.image().prefetched_renditions[0].url, "srcset": "", "webp": ""}
    memory = SimpleNamespace(
        title="Ký ức mẫu",
        words="Lời kể mẫu của người dân.",
        when_where="Nơi chụp mẫu, 1998",
        sender_name="Tên mẫu",
        alt="Ảnh mẫu",
        picture={**picture, "width": 800, "height": 500},
    )
    return {"memories": [memory] * 2, "memories_url": "#mau", "send_url": "#mau"}


def _progress() -> dict[str, Any]:
    rows = [ChartRow("Đã đề nghị", 120), ChartRow("Đã gửi", 80), ChartRow("Đã đăng", 45)]
    chart = Chart("Sản phẩm (mẫu)", "sản phẩm", rows, SOURCE, DAY, first="Các bước")
    return {"progress": chart}


LISTS: dict[str, Callable[[], dict[str, Any]]] = {
    "themes": _themes,
    "contributions": lambda: {"contributions": [_card("Bài mẫu"), _card("Bài mẫu khác")]},
    "contributors": _contributors,
    "albums": _albums,
    "memories": _memories,
    "progress": _progress,
}
