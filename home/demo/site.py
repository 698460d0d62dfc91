"""The demo's site: front page, sections, documents, standing pages, and the articles in them."""

import json
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from PIL import Image, ImageDraw
from wagtail.models import Page, Site

from home.demo import blocks
from home.demo.samples import SAMPLES, Sample
from home.models import (
    ArticlePage,
    DocumentFile,
    DocumentIndexPage,
    HomePage,
    LeadersPage,
    OfficialDocumentPage,
    SectionPage,
    StandardPage,
    StructurePage,
)
from portal.file_store import store_document, store_image
from portal.kinds import UnitKind
from portal.models import PortalDocument, PortalImage, SiteSettings, Unit
from portal.text import fold

HERE = Path(__file__).parent
AS_OF = date(2018, 5, 30)
FOUNDING = "Nghị định 132/2003/NĐ-CP ngày 06/11/2003"
OPENING = "Bài mở đầu chuyên trang 15 năm của quận (trích)"
SECTIONS = {
    "chi-dao-dieu-hanh": "Chỉ đạo điều hành",
    "do-thi": "Đô thị",
    "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    "giao-duc": "Giáo dục",
    "kinh-te": "Kinh tế",
}


def publish(parent: Page, page: Any) -> Any:
    """Add `page` and publish it as the editor does: a revision, then its publishing."""
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def build_front() -> HomePage:
    """The site with its front page, in place of what Wagtail's first migration leaves."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()
    root = Page.objects.get(depth=1)
    home: HomePage = publish(
        root,
        HomePage(
            title="Cổng thông tin điện tử quận Long Biên",
            slug="trang-chu",
            summary="Tin tức, văn bản và dịch vụ của quận Long Biên, thành phố Hà Nội.",
        ),
    )
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.create(
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=settings.WAGTAIL_SITE_NAME,
        root_page=home,
        is_default_site=True,
    )
    SiteSettings.objects.create(
        site=site,
        office_name="Ủy ban nhân dân quận Long Biên",
        footer_note="Bản dùng thử: nội dung ghi “Tin mẫu”, “Văn bản mẫu” không phải tin thật.",
    )
    return home


def load_pictures() -> dict[str, PortalImage]:
    """The drawings, by file name."""
    captions = json.loads((HERE / "pictures" / "captions.json").read_text(encoding="utf-8"))
    pictures = {}
    for name, words in captions.items():
        with (HERE / "pictures" / name).open("rb") as file:
            pictures[name] = store_image(
                file=file,
                filename=name,
                title=words["title"],
                description=words["alt"][:255],
                caption=words["title"],
                credit="Dự án (tranh vẽ)",
            )
    return pictures


def build_sections(home: HomePage) -> dict[str, SectionPage]:
    news = publish(
        home,
        SectionPage(
            title="Tin tức", slug="tin-tuc", show_in_menus=True, summary="Tin hoạt động của quận."
        ),
    )
    sections = {"tin-tuc": news}
    for slug, title in SECTIONS.items():
        sections[slug] = publish(news, SectionPage(title=title, slug=slug, show_in_menus=True))
    return sections


def build_articles(sections: dict[str, SectionPage], pictures: dict[str, PortalImage]) -> None:
    for sample in SAMPLES:
        publish(sections[sample.section], article_of(sample, pictures))


def article_of(sample: Sample, pictures: dict[str, PortalImage]) -> ArticlePage:
    day = AS_OF - timedelta(days=sample.days_before)
    image = pictures.get(sample.picture)
    return ArticlePage(
        title=sample.title,
        summary=sample.summary,
        body=blocks.body_of(sample, pictures),
        image=image,
        image_caption=image.title if image else "",
        image_credit="Dự án (tranh vẽ)" if image else "",
        author_name="Người viết mẫu",
        unit=Unit.objects.get(code=sample.unit),
        published_at=timezone.make_aware(datetime.combine(day, time(9, 30))),
    )


def sample_file(number: str) -> PortalDocument:
    """A real PDF of one page that says what it is."""
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((120, 120, 1120, 1634), outline="#2F5D73", width=4)
    draw.text((200, 240), f"VAN BAN MAU {number}", fill="#1F1B16", font_size=56)
    draw.text((200, 340), "Tep dung thu, khong co gia tri.", fill="#5E564B", font_size=34)
    buffer = BytesIO()
    page.save(buffer, "PDF", resolution=150, title=f"Van ban mau {number}")
    buffer.seek(0)
    name = f"van-ban-mau-{number.split('/')[0]}.pdf"
    return store_document(file=buffer, filename=name, title=f"Văn bản mẫu {number}")


def build_documents(home: HomePage) -> None:
    """The decree that founded the district, and four samples of which one takes another's place."""
    index = publish(
        home,
        DocumentIndexPage(
            title="Văn bản",
            slug="van-ban",
            show_in_menus=True,
            summary="Văn bản chỉ đạo điều hành và văn bản liên quan đến quận.",
        ),
    )
    publish(
        index,
        document(
            title="Nghị định thành lập quận Long Biên",
            number="132/2003/NĐ-CP",
            form="nghi-dinh",
            issuer="Chính phủ",
            issued_on=date(2003, 11, 6),
            abstract="Thành lập quận Long Biên, thành phố Hà Nội, với 6.038,24 ha và 170.706 "
            "người. Cổng chưa có tệp toàn văn.",
        ),
    )
    samples = (
        ("01/2017/KH-MAU", "ke-hoach", date(2017, 3, 1), "Kế hoạch viết tin, bài (mẫu)"),
        (
            "02/2018/KH-MAU",
            "ke-hoach",
            date(2018, 2, 26),
            "Kế hoạch viết tin, bài (mẫu, thay văn bản năm trước)",
        ),
        ("03/2018/TB-MAU", "thong-bao", date(2018, 4, 12), "Thông báo lịch giao ban (mẫu)"),
        (
            "04/2018/HD-MAU",
            "huong-dan",
            date(2018, 5, 15),
            "Hướng dẫn nộp hồ sơ qua mạng (mẫu)",
        ),
    )
    earlier: OfficialDocumentPage | None = None
    for number, form, issued_on, abstract in samples:
        page = document(
            title=f"Văn bản mẫu {number}",
            number=number,
            form=form,
            issuer="Ủy ban nhân dân quận (mẫu)",
            issued_on=issued_on,
            abstract=abstract,
        )
        page.files.add(DocumentFile(document=sample_file(number), sort_order=0))
        if earlier is not None and earlier.form == form:
            page.supersedes = [earlier]
        earlier = publish(index, page)


def document(
    *, title: str, number: str, form: str, issuer: str, issued_on: date, abstract: str
) -> OfficialDocumentPage:
    return OfficialDocumentPage(
        title=title,
        summary=abstract,
        number=number,
        number_folded=fold(number),
        form=form,
        issuer_name=issuer,
        issuer_folded=fold(issuer),
        issued_on=issued_on,
        effective_on=None,
    )


def build_standing(home: HomePage, pictures: dict[str, PortalImage]) -> dict[str, Page]:
    """Giới thiệu with leaders, structure and phones; and the services that are being built."""
    about = publish(
        home,
        StandardPage(
            title="Giới thiệu",
            slug="gioi-thieu",
            show_in_menus=True,
            summary="Quận Long Biên ở bờ bắc sông Hồng, thành lập theo " + FOUNDING + ".",
            body=_about_body(pictures),
        ),
    )
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
    for key, title in (
        ("onestop", "Tra cứu hồ sơ một cửa"),
        ("report", "Gửi ảnh phản ánh"),
        ("track", "Tra cứu phản ánh"),
    ):
        pages[key] = publish(
            home,
            StandardPage(
                title=title,
                summary="Chức năng này đang được xây dựng, chưa nhận hồ sơ hay phản ánh.",
                body=[
                    blocks.paragraph(
                        "Khi chức năng mở, trang này là nơi bắt đầu. Trong lúc chờ, người dân liên "
                        "hệ bộ phận một cửa hoặc Ủy ban nhân dân phường nơi cư trú."
                    )
                ],
            ),
        )
    return pages


def _about_body(pictures: dict[str, PortalImage]) -> list[blocks.Block]:
    return [
        blocks.paragraph(
            f"Quận Long Biên được thành lập theo {FOUNDING}, có diện tích 6.038,24 ha và 170.706 "
            "người vào thời điểm thành lập."
        ),
        (
            "image",
            {
                "image": pictures["bai-giua-song-hong.jpg"],
                "caption": "Bãi giữa sông Hồng",
                "credit": "Dự án (tranh vẽ)",
            },
        ),
        ("heading", {"text": "Vài con số"}),
        (
            "figures",
            {
                "title": "Thu ngân sách và doanh nghiệp",
                "items": [
                    _figure("237", "tỷ đồng", "Thu ngân sách năm 2004", date(2004, 12, 31)),
                    _figure("6.673", "tỷ đồng", "Thu ngân sách năm 2017", date(2017, 12, 31)),
                    _figure("647", "doanh nghiệp", "Doanh nghiệp năm 2004", date(2004, 12, 31)),
                    _figure("6.265", "doanh nghiệp", "Doanh nghiệp năm 2017", date(2017, 12, 31)),
                ],
            },
        ),
    ]


def _figure(value: str, unit: str, label: str, as_of: date) -> dict[str, Any]:
    return {"value": value, "unit": unit, "label": label, "source": OPENING, "as_of": as_of}


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


def compose_front(
    home: HomePage, pages: dict[str, Page], lead: ArticlePage, pictures: dict[str, PortalImage]
) -> None:
    """What people come for, and the doors; once the pages that they lead to are there."""
    home.lead_article = lead
    home.quick_links = [
        _link("Dịch vụ công trực tuyến", "https://dichvucong.gov.vn/", "services"),
        _link("Tra cứu hồ sơ một cửa", "/tra-cuu-ho-so-mot-cua/", "onestop"),
        _link("Gửi ảnh phản ánh", "/gui-anh-phan-anh/", "camera"),
        _link("Tra cứu phản ánh", "/tra-cuu-phan-anh/", "track"),
        _link("Điện thoại các phường", "/gioi-thieu/dien-thoai-cac-phuong/", "phone"),
    ]
    home.doors = [
        _door(
            "Long Biên, bên bờ sông Hồng",
            pages["about"],
            pictures["dem-ven-song.jpg"],
            "Quận thành lập năm 2003: những con số có nguồn, và cây cầu làm nên cái tên.",
        ),
        _door(
            "Cơ quan, đơn vị của quận",
            pages["structure"],
            pictures["mot-cua.jpg"],
            "Ai làm việc gì: phòng, ban, đoàn thể và các phường, lấy từ danh mục đơn vị.",
        ),
        _door(
            "Gửi ảnh phản ánh",
            pages["report"],
            pictures["pho-sach.jpg"],
            "Sắp mở: chụp một điểm chưa đẹp, phường trả lời bằng ảnh đã khắc phục.",
        ),
    ]
    home.save_revision().publish()


def _link(label: str, url: str, icon: str) -> blocks.Block:
    return ("link", {"label": label, "url": url, "icon": icon})


def _door(heading: str, page: Page, image: PortalImage, text: str) -> blocks.Block:
    return (
        "door",
        {"heading": heading, "text": text, "page": page, "image": image, "action": "Xem trang"},
    )
