"""Giới thiệu with leaders, structure and phones; and the pages of services that are being built.

Figures are those of a source, with the date that the source gives for them. What has no date or no
source is not shown as a figure.
"""

from datetime import date
from typing import Any

from wagtail.models import Page

from home.demo import blocks
from home.foundation import publish
from home.models import HomePage, LeadersPage, StandardPage, StructurePage
from portal.kinds import UnitKind
from portal.models import PortalImage

DECREE = "Nghị định 132/2003/NĐ-CP ngày 06/11/2003"
FOUNDED = date(2003, 11, 6)
OPENING = "Bài mở đầu chuyên trang 15 năm của quận (trích)"
BEING_BUILT = (
    ("onestop", "Tra cứu hồ sơ một cửa", "tra cứu hồ sơ, xin hỏi tại bộ phận một cửa đã nhận"),
)


def build_standing(home: HomePage, pictures: dict[str, PortalImage]) -> dict[str, Page]:
    """The standing pages by a short name of each."""
    about = StandardPage.objects.child_of(home).get(slug="gioi-thieu")
    about.summary = (
        "Quận Long Biên nằm bên sông Hồng, được thành lập năm 2003 từ một phần huyện Gia Lâm, "
        "thành phố Hà Nội."
    )
    about.body = _about_body(pictures)
    about.save_revision().publish()
    pages = {
        "about": about,
        "leaders": publish(
            about,
            LeadersPage(title="Lãnh đạo", slug="lanh-dao", show_in_menus=True, groups=_leaders()),
        ),
        "structure": publish(
            about,
            StructurePage(
                title="Cơ cấu tổ chức",
                slug="co-cau-to-chuc",
                show_in_menus=True,
                summary="Các cơ quan, đơn vị của quận và các phường.",
            ),
        ),
        "wards": publish(
            about,
            StructurePage(
                title="Điện thoại các phường",
                slug="dien-thoai-cac-phuong",
                show_in_menus=True,
                only_kind=UnitKind.WARD,
                summary="Số điện thoại được hiện khi phường đã cung cấp cho cổng.",
            ),
        ),
    }
    for key, title, what in BEING_BUILT:
        pages[key] = publish(home, _being_built(title, what, wards=pages["wards"]))
    return pages


def _being_built(title: str, what: str, *, wards: Page) -> StandardPage:
    return StandardPage(
        title=title,
        summary="Chức năng này đang được xây dựng, chưa nhận hồ sơ hay phản ánh.",
        body=[
            blocks.paragraph(f"Trong lúc chờ, để {what}."),
            blocks.linked("Số điện thoại của phường, khi đã có, hiện ở trang ", wards, "."),
        ],
    )


def _about_body(pictures: dict[str, PortalImage]) -> list[blocks.Block]:
    return [
        blocks.paragraph(
            f"Theo {DECREE}, quận được thành lập trên toàn bộ diện tích và dân số của các xã "
            "Thượng Thanh, Giang Biên, Ngọc Thụy, Việt Hưng, Hội Xá, Gia Thụy, Bồ Đề, Long Biên, "
            "Thạch Bàn, Cự Khối và các thị trấn Gia Lâm, Đức Giang, Sài Đồng của huyện Gia Lâm."
        ),
        blocks.paragraph(
            "Khi thành lập, quận phía đông giáp huyện Gia Lâm, phía tây giáp quận Hoàn Kiếm, phía "
            "nam giáp huyện Thanh Trì, phía bắc giáp các huyện Đông Anh và Gia Lâm."
        ),
        ("image", blocks.picture(pictures["bai-giua-song-hong.jpg"])),
        (
            "figures",
            {
                "title": "Khi thành lập",
                "items": [
                    _figure("6.038,24", "ha", "Diện tích tự nhiên", DECREE, FOUNDED),
                    _figure("170.706", "người", "Dân số", DECREE, FOUNDED),
                ],
            },
        ),
        (
            "figures",
            {
                "title": "Thu ngân sách",
                "items": [
                    _figure("237", "tỷ đồng", "Năm 2004", OPENING, date(2004, 12, 31)),
                    _figure("6.673", "tỷ đồng", "Năm 2017", OPENING, date(2017, 12, 31)),
                ],
            },
        ),
    ]


def _figure(value: str, unit: str, label: str, source: str, as_of: date) -> dict[str, Any]:
    return {"value": value, "unit": unit, "label": label, "source": source, "as_of": as_of}


def _leaders() -> list[blocks.Block]:
    """Only whom the item of 30/05/2018 names."""
    person = {
        "name": "Đỗ Mạnh Hải",
        "post": "Bí thư Quận ủy - Chủ tịch HĐND quận",
        "portrait": None,
        "phone": "",
        "email": "",
        "source": "Theo tin “Giao ban Ban chỉ đạo công nghệ thông tin”, 30/05/2018",
    }
    return [("leaders", {"heading": "Quận ủy, Hội đồng nhân dân", "people": [person]})]
