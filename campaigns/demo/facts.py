"""What is known of the district's fifteen years, each with its source. Nothing here is made up.

Years without an event are left empty: they are what units are asked about.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

DECREE = "Nghị định 132/2003/NĐ-CP ngày 06/11/2003"
OPENING = "Bài mở đầu chuyên trang 15 năm, Cổng thông tin điện tử quận Long Biên"
OPENING_URL = "https://longbien.hanoi.gov.vn/sukien15nam"
SCHOOLS = "Tuyên truyền 15 năm thành lập quận Long Biên, cổng thông tin ngành giáo dục quận"
BRIDGES = "Bước chuyển mình của bất động sản khu Đông Hà Nội, vnbiznews.com"
BRIDGES_URL = "https://vnbiznews.com/buoc-chuyen-minh-cua-bat-dong-san-khu-dong-ha-noi-pid198996403"
CONGRESS = "Đại hội đại biểu Đảng bộ quận Long Biên lần thứ III, Tạp chí Xây dựng Đảng"
CONGRESS_URL = (
    "https://xaydungdang.org.vn/thoi-su-chinh-tri/"
    "dai-hoi-dai-bieu-dang-bo-quan-long-bien-ha-noi-lan-thu-iii-nhiem-ky-2015-2020-8528"
)
BOOK = "Lịch sử Đảng bộ quận Long Biên (2003-2013), NXB Chính trị - Hành chính, Hà Nội, 2013"
MEETING = "Tin “Giao ban Ban chỉ đạo công nghệ thông tin”, 30/05/2018"

ESSAY = (
    "Ngày 06/11/2003, quận Long Biên được thành lập bên tả ngạn sông Hồng, gồm 14 phường, "
    "170.706 người. Từ đó đến nay những cây cầu mới nối đôi bờ, ngân sách lớn lên nhiều lần, "
    "làng thành phố.",
    "Chuyên trang này ghi lại quãng đường ấy bằng những con số có nguồn, những bức ảnh xưa và "
    "nay, và bằng bài viết của các phòng, ban, đoàn thể, các phường. Chỗ nào chưa có tư liệu, "
    "chúng tôi để trống và đang đề nghị các đơn vị cung cấp.",
)


@dataclass(frozen=True)
class Event:
    year: int
    title: str
    text: str
    source: str
    source_url: str = ""
    day: date | None = None


EVENTS = (
    Event(
        2003,
        "Thành lập quận Long Biên",
        "Chính phủ ban hành nghị định điều chỉnh địa giới hành chính để thành lập quận, với "
        "6.038,24 ha, 170.706 người và 14 phường.",
        DECREE,
        day=date(2003, 11, 6),
    ),
    Event(
        2004,
        "Năm đầu tiên: thu ngân sách 237 tỷ đồng",
        "Trên địa bàn quận có 647 doanh nghiệp.",
        OPENING,
        OPENING_URL,
    ),
    Event(
        2005,
        "Công nghiệp chiếm 67% cơ cấu kinh tế",
        "Dịch vụ chiếm 29,8%, nông nghiệp 3,2%. Quận ủy đề ra chương trình số 06-CTr/QU về đẩy "
        "nhanh chuyển dịch cơ cấu kinh tế giai đoạn 2006-2010.",
        SCHOOLS,
    ),
    Event(
        2007,
        "Có cầu Thanh Trì",
        "Thêm một cây cầu nối khu vực phía đông với nội thành.",
        BRIDGES,
        BRIDGES_URL,
    ),
    Event(2010, "Có cầu Vĩnh Tuy (giai đoạn 1)", "", BRIDGES, BRIDGES_URL),
    Event(
        2013,
        "Xuất bản Lịch sử Đảng bộ quận (2003-2013)",
        "Cuốn sách ghi lại mười năm đầu, nhân kỷ niệm 10 năm ngày thành lập quận.",
        BOOK,
    ),
    Event(2014, "Có cầu Đông Trù", "", BRIDGES, BRIDGES_URL),
    Event(
        2015,
        "Đại hội đại biểu Đảng bộ quận lần thứ III",
        "Đại hội họp trong hai ngày 1 và 2/7/2015, có 293 đại biểu đại diện cho 12.319 đảng viên.",
        CONGRESS,
        CONGRESS_URL,
        day=date(2015, 7, 1),
    ),
    Event(
        2017,
        "Thu ngân sách 6.673 tỷ đồng",
        "Gấp 28 lần năm 2004. Đến năm 2017 có 817 dự án theo phân cấp được triển khai, tổng vốn "
        "6.300 tỷ đồng; 6.265 doanh nghiệp.",
        OPENING,
        OPENING_URL,
    ),
    Event(
        2018,
        "Đôn đốc viết bài cho chuyên trang 15 năm",
        "Ban chỉ đạo công nghệ thông tin quận họp giao ban, yêu cầu có văn bản đôn đốc các đơn vị "
        "viết tin bài, cung cấp tư liệu cho chuyên trang này.",
        MEETING,
        day=date(2018, 5, 30),
    ),
)

Block = tuple[str, Any]


def events() -> list[dict[str, Any]]:
    return [
        {
            "year": event.year,
            "date": event.day,
            "title": event.title,
            "text": event.text,
            "image": None,
            "image_credit": "",
            "source": event.source,
            "source_url": event.source_url,
        }
        for event in EVENTS
    ]


def _figure(
    label: str, unit: str, values: tuple[tuple[int, str, date], ...], source: str, url: str = ""
) -> dict[str, Any]:
    return {
        "label": label,
        "unit": unit,
        "values": [
            {"year": year, "value": Decimal(value), "as_of": as_of} for year, value, as_of in values
        ],
        "source": source,
        "source_url": url,
    }


def figures() -> list[dict[str, Any]]:
    """What was counted at two times or more."""
    first, last = date(2004, 12, 31), date(2017, 12, 31)
    return [
        _figure(
            "Thu ngân sách",
            "tỷ đồng",
            ((2004, "237", first), (2017, "6673", last)),
            OPENING,
            OPENING_URL,
        ),
        _figure(
            "Doanh nghiệp",
            "doanh nghiệp",
            ((2004, "647", first), (2017, "6265", last)),
            OPENING,
            OPENING_URL,
        ),
        _figure(
            "Dân số",
            "người",
            ((2003, "170706", date(2003, 11, 6)), (2018, "292000", date(2018, 9, 30))),
            f"{DECREE}; {OPENING}; {SCHOOLS}",
            OPENING_URL,
        ),
    ]


def economy() -> list[dict[str, Any]]:
    """How the economy is made up, as the source gives it."""
    at, later = date(2005, 12, 31), date(2009, 12, 31)
    source = f"{SCHOOLS} (năm 2005); số liệu đến năm 2009 theo báo cáo giai đoạn 2005-2010 (trích)"
    return [
        _figure("Tỷ trọng công nghiệp", "%", ((2005, "67", at), (2009, "42.5", later)), source),
        _figure("Tỷ trọng dịch vụ", "%", ((2005, "29.8", at), (2009, "55.6", later)), source),
        _figure("Tỷ trọng nông nghiệp", "%", ((2005, "3.2", at), (2009, "1.9", later)), source),
    ]
