"""A portal to measure: front page, sections, documents, pictures and any number of articles."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Page, Site

from home.models import (
    ArticlePage,
    DocumentIndexPage,
    HomePage,
    OfficialDocumentPage,
    SectionPage,
    StandardPage,
)
from home.volume import fill
from portal import revision
from portal.kinds import UnitKind
from portal.models import PortalImage, Unit
from portal.text import fold

SECTIONS = ("Tin tức", "Kinh tế", "Văn hóa", "Giáo dục", "Đô thị", "An ninh")
PICTURES = 12


def build() -> None:
    """The fixed part. About forty pages and a dozen pictures with all their widths."""
    Site.objects.all().delete()
    for page in Page.objects.get(depth=1).get_children():
        page.delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Trang chủ", slug="trang-chu"))
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
    for name in SECTIONS:
        home.add_child(instance=SectionPage(title=name, show_in_menus=True))
    about = StandardPage(title="Giới thiệu", slug="gioi-thieu", show_in_menus=True)
    about.body = [("paragraph", "<p>Trang mẫu.</p>")]
    home.add_child(instance=about)
    _documents(home)
    for number in range(PICTURES):
        _picture(number)
    district = Unit.objects.create(kind=UnitKind.DISTRICT, code="Q", name="Quận mẫu")
    for number in range(8):
        Unit.objects.create(
            kind=UnitKind.DEPARTMENT, code=f"P{number}", name=f"Phòng mẫu {number}", parent=district
        )
    home.quick_links = [
        ("link", {"label": f"Việc mẫu {number}", "url": "/gioi-thieu/", "icon": "services"})
        for number in range(5)
    ]
    home.doors = [
        (
            "door",
            {
                "heading": "Chuyên trang mẫu",
                "text": "Giới thiệu mẫu.",
                "page": about,
                "image": PortalImage.objects.first(),
                "action": "Xem trang",
            },
        )
    ]
    home.save_revision().publish()
    revision.bump()


def grow_to(articles: int) -> None:
    """Add articles until there are so many."""
    missing = articles - ArticlePage.objects.count()
    for _ in fill(articles=missing, seed=articles):
        pass


def _documents(home: HomePage) -> None:
    index = home.add_child(instance=DocumentIndexPage(title="Văn bản", slug="van-ban"))
    for number in range(30):
        index.add_child(
            instance=OfficialDocumentPage(
                title=f"Văn bản mẫu {number}",
                summary="Trích yếu mẫu.",
                number=f"{number}/KH-MAU",
                number_folded=fold(f"{number}/KH-MAU"),
                form="ke-hoach",
                issuer_name="Cơ quan mẫu",
                issuer_folded=fold("Cơ quan mẫu"),
                issued_on=date(2018, 1, 1) + timedelta(days=number),
            )
        )


def _picture(number: int) -> None:
    picture = Image.linear_gradient("L").resize((1800, 1200)).rotate(number * 15)
    buffer = BytesIO()
    Image.merge("RGB", [picture, picture.rotate(90), picture.rotate(180)]).save(buffer, "JPEG")
    file = SimpleUploadedFile(f"anh-{number}.jpg", buffer.getvalue(), "image/jpeg")
    PortalImage.objects.create(title=f"Ảnh mẫu {number}", file=file, width=1800, height=1200)
