"""The style page of development: each component with an example. Every example says "Mẫu"."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from portal.blocks import BodyBlock
from portal.models import PortalDocument, PortalImage
from portal.pictures import renditions_prefetch
from portal.views.design_cases import case_examples
from portal.views.design_uploads import ExampleUpload, unsettled_photos

LONG_TITLE = (
    "Mẫu: Hội nghị triển khai kế hoạch chỉnh trang đô thị, trồng cây xanh và xây dựng các tuyến "
    "phố kiểu mẫu trên địa bàn quận trong sáu tháng cuối năm"
)
SUMMARY = (
    "Mẫu tóm tắt: hai câu nói việc gì, ở đâu, khi nào. Người đọc biết ngay có cần đọc tiếp không."
)

SPRITE = settings.BASE_DIR / "static" / "img" / "icons.svg"


class ExampleForm(forms.Form):
    """Fields in the states that a form can show: with help, required, and with an error."""

    q = forms.CharField(label=_("Từ cần tìm"), help_text=_("Gõ có dấu hay không dấu đều được."))
    kind = forms.ChoiceField(
        label=_("Loại"), choices=[("", _("Tất cả")), ("tin", _("Tin, bài"))], required=False
    )
    since = forms.DateField(
        label=_("Từ ngày"),
        required=False,
        error_messages={"invalid": _("Ghi ngày dạng 30/05/2018.")},
    )


def example_card(
    image: PortalImage | None, *, title: str = "Mẫu: Tin có ảnh, tiêu đề vừa"
) -> SimpleNamespace:
    """An object with the fields of an article's card."""
    return SimpleNamespace(
        title=title,
        url="#mau",
        summary=SUMMARY,
        published_at=datetime(2018, 5, 30, 15, 45, tzinfo=UTC),
        image=image,
        unit_name="Phòng Văn hóa và Thông tin",
        section_title="Mẫu",
        section_url="#mau",
    )


def example_document() -> SimpleNamespace:
    """An object with the fields of an official document's card."""
    return SimpleNamespace(
        number="00/KH-MAU",
        form_label="Kế hoạch",
        issuer_name="Cơ quan mẫu",
        issued_on=date(2018, 5, 30),
        effective_on=date(2018, 6, 1),
        abstract="Mẫu trích yếu: về việc tổ chức một hoạt động trên địa bàn quận",
        url="#mau",
    )


def example_form() -> ExampleForm:
    form = ExampleForm({"q": "", "since": "31/02/2018"})
    form.add_error(None, _("Mẫu: lỗi chung của biểu mẫu, kèm cách sửa."))
    return form


def examples() -> dict[str, Any]:
    """What the style page shows, by component. Pictures are those of the database, if any."""
    stored = PortalImage.objects.order_by("pk").prefetch_related(renditions_prefetch())
    pictures: list[PortalImage | None] = list(stored[:4])
    pictures += [None] * (4 - len(pictures))
    cards = [example_card(picture) for picture in pictures]
    cards[1] = example_card(pictures[1], title=LONG_TITLE)
    plain = example_card(None, title="Mẫu: Tin không có ảnh")
    place = SimpleNamespace(
        name="Đơn vị mẫu",
        address="Số 0, phố Mẫu",
        phone="024 0000 0000",
        email="mau@example.vn",
        website="https://example.vn/",
    )
    person = SimpleNamespace(
        name="Họ và tên mẫu",
        post="Chức vụ mẫu",
        portrait=None,
        phone="024 0000 0000",
        email="mau@example.vn",
        source="Mẫu, ngày 30/05/2018",
    )
    figure = {"label": "Mẫu số liệu", "source": "nguồn mẫu", "as_of": date(2018, 5, 30)}
    return {
        "lead": cards[0],
        "cards": cards,
        "latest": [*cards, plain],
        "plain": plain,
        "section": {"title": "Mẫu chuyên mục", "url": "#mau", "cards": [*cards[1:], plain]},
        "door": {
            "heading": "Mẫu: Chuyên trang",
            "text": SUMMARY,
            "url": "#mau",
            "image": pictures[2],
            "action": "Xem trang",
        },
        "document": example_document(),
        "breadcrumbs": [
            {"title": "Trang chủ", "url": "#mau"},
            {"title": "Mẫu chuyên mục", "url": "#mau"},
        ],
        "quick_links": [
            {"label": "Mẫu: Dịch vụ công", "url": "#mau", "icon": "services"},
            {"label": "Mẫu: Một cửa", "url": "#mau", "icon": "onestop"},
            {"label": "Mẫu: Gửi ảnh", "url": "#mau", "icon": "camera"},
            {"label": "Mẫu: Tra cứu", "url": "#mau", "icon": "track"},
            {"label": "Mẫu: Điện thoại", "url": "#mau", "icon": "phone"},
        ],
        "urgent": {
            "text": "Mẫu thông báo khẩn, một câu.",
            "url": "#mau",
            "until": datetime(2018, 5, 30, 15, 45, tzinfo=UTC),
        },
        "form": example_form(),
        "filter": ExampleForm(auto_id="loc_%s"),
        "place": place,
        "leaders": {"heading": "Mẫu: Lãnh đạo", "people": [person]},
        "figures": {
            "title": "Mẫu số liệu",
            "items": [
                {**figure, "value": "0.000", "unit": "tỷ đồng"},
                {**figure, "value": "00", "unit": ""},
            ],
        },
        "heading": {"text": "Mẫu tiêu đề mục"},
        "paragraph": "<p>Mẫu đoạn văn, có chữ <b>đậm</b> và <a href='#mau'>liên kết</a>.</p>",
        "picture": {"image": pictures[0], "caption": "Mẫu chú thích", "credit": "nguồn mẫu"},
        "gallery": {"images": [{"image": p, "caption": "Mẫu chú thích"} for p in pictures[:3]]},
        "table": BodyBlock()
        .child_blocks["table"]
        .to_python(
            {
                "columns": [{"type": "text", "heading": "Mẫu việc"}] * 2
                + [{"type": "number", "heading": "Mẫu số"}],
                "rows": [{"values": ["Mẫu việc làm", "Đơn vị mẫu", 1000]}] * 3,
                "caption": "Mẫu bảng",
            }
        ),
        "file": {
            "title": "Mẫu tệp đính kèm",
            "document": SimpleNamespace(url="#mau", file_extension="pdf", file_size=120_000),
        },
        "film": {
            "title": "Mẫu phim, có ảnh đại diện và phụ đề",
            "file": PortalDocument.objects.filter(file__endswith=".webm").first(),
            "captions": PortalDocument.objects.filter(file__endswith=".vtt").first(),
            "poster": pictures[0],
        },
        "video": {"title": "Mẫu đường dẫn tới video", "link": "#mau"},
        "quote": {"text": "Mẫu lời trích, nguyên văn.", "attribution": "Người nói mẫu"},
        "result": {
            # Our own constant; real results are escaped where they are highlighted.
            "title_html": mark_safe("Mẫu: <mark>Giao ban</mark> Ban chỉ đạo"),
            "excerpt_html": mark_safe("… đoạn có từ <mark>giao ban</mark> được tô …"),
            "url": "#mau",
            "kind_label": "Tin, bài",
            "unit_name": "Đơn vị mẫu",
            "date": date(2018, 5, 30),
        },
        **case_examples([picture for picture in pictures if picture]),
        "upload": ExampleUpload(),
        "unsettled": unsettled_photos(),
        "colours": ["paper", "card", "ink", "muted", "red", "steel", "reed", "gold", "line"],
        "icons": re.findall(r'symbol id="([a-z-]+)"', SPRITE.read_text(encoding="utf-8")),
    }


def style_page(request: HttpRequest) -> HttpResponse:
    """`/he-thong-thiet-ke/`, routed in development only."""
    return render(request, "portal/style_page.html", {"examples": examples()})
