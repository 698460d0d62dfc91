"""The demo's site: the front page, the pictures, the sections and the articles in them."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from wagtail.models import Page

from home.demo import blocks
from home.demo.samples import SAMPLES, Sample
from home.foundation import lay_foundation, publish
from home.models import ArticlePage, HomePage, SectionPage
from portal.file_store import store_image
from portal.images.process import IN_BACKGROUND
from portal.models import PortalImage, SiteSettings, Unit

HERE = Path(__file__).parent
AS_OF = date(2018, 5, 30)
SECTIONS = {
    "chi-dao-dieu-hanh": "Chỉ đạo điều hành",
    "do-thi": "Đô thị",
    "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    "giao-duc": "Giáo dục",
    "kinh-te": "Kinh tế",
}


def build_front() -> HomePage:
    """The site as a new installation has it, and a note in its foot of what the demo is."""
    home = lay_foundation()
    SiteSettings.objects.update(
        footer_note="Bản dùng thử: nội dung ghi “Tin mẫu”, “Văn bản mẫu” không phải tin thật."
    )
    return home


def load_pictures() -> dict[str, PortalImage]:
    """The drawings, by file name."""
    captions = json.loads((HERE / "pictures" / "captions.json").read_text(encoding="utf-8"))
    pictures = {}
    for name, words in captions.items():
        with (HERE / "pictures" / name).open("rb") as file:
            pictures[name] = store_image(
                patience=IN_BACKGROUND,
                file=file,
                filename=name,
                title=words["title"],
                description=words["alt"][:255],
                caption=words["title"],
                credit="Dự án (tranh vẽ)",
            )
    return pictures


def build_sections(home: HomePage) -> dict[str, SectionPage]:
    news = SectionPage.objects.child_of(home).get(slug="tin-tuc")
    sections = {"tin-tuc": news}
    for slug, title in SECTIONS.items():
        sections[slug] = publish(news, SectionPage(title=title, slug=slug, show_in_menus=True))
    return sections


def build_articles(sections: dict[str, SectionPage], material: blocks.Material) -> None:
    for sample in SAMPLES:
        publish(sections[sample.section], article_of(sample, material))


def article_of(sample: Sample, material: blocks.Material) -> ArticlePage:
    day = AS_OF - timedelta(days=sample.days_before)
    image = material.pictures.get(sample.picture)
    article = ArticlePage(
        title=sample.title,
        summary=sample.summary,
        body=blocks.body_of(sample, material),
        image=image,
        image_caption=image.title if image else "",
        image_credit="Dự án (tranh vẽ)" if image else "",
        author_name="Người viết mẫu",
        unit=Unit.objects.get(code=sample.unit),
        published_at=timezone.make_aware(datetime.combine(day, time(9, 30))),
    )
    article.tags.add(*sample.tags)
    return article


def compose_front(
    home: HomePage, pages: dict[str, Page], lead: ArticlePage, pictures: dict[str, PortalImage]
) -> None:
    """What people come for, and the doors; once the pages that they lead to are there."""
    home.lead_article = lead
    home.quick_links = [
        _link("Dịch vụ công trực tuyến", "https://dichvucong.gov.vn/", "services"),
        _link("Tra cứu hồ sơ một cửa", "/tra-cuu-ho-so-mot-cua/", "onestop"),
        _link("Gửi ảnh phản ánh", "/long-bien-dep-chua-dep/gui-anh/", "camera"),
        _link("Tra cứu phản ánh", "/long-bien-dep-chua-dep/tra-cuu/", "track"),
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
    ]
    home.save_revision().publish()


def _link(label: str, url: str, icon: str) -> blocks.Block:
    return ("link", {"label": label, "url": url, "icon": icon})


def _door(heading: str, page: Page, image: PortalImage, text: str) -> blocks.Block:
    return (
        "door",
        {"heading": heading, "text": text, "page": page, "image": image, "action": "Xem trang"},
    )
