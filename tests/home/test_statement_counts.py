"""Budgets of statements, the same for twenty articles and for hundreds.

Counted with the page itself in no memory, and with what all pages share (the tree of sections,
head and foot) made already; what making those costs is pinned by itself.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import (
    ArticlePage,
    DocumentIndexPage,
    HomePage,
    OfficialDocumentPage,
    SectionPage,
    StandardPage,
)
from home.volume import fill
from portal import revision, site_tree, views_count
from portal.models import PortalImage
from tests.factories.images import PortalImageFactory

FEW, MANY = 20, 400
ARTICLE, SECTION, HOME, SEARCH = 6, 10, 12, 8


@pytest.fixture
def portal(
    site: HomePage, news: SectionPage, make_unit: Callable, make_article: Callable
) -> HomePage:
    """Sections with pictures, documents, a door, and one article that has everything."""
    for name in ("Kinh tế", "Văn hóa"):
        site.add_child(instance=SectionPage(title=name, show_in_menus=True))
    index = site.add_child(instance=DocumentIndexPage(title="Văn bản", slug="van-ban"))
    for number in range(6):
        index.add_child(
            instance=OfficialDocumentPage(
                title=f"Văn bản mẫu {number}",
                number=f"{number}/KH",
                form="ke-hoach",
                issuer_name="Cơ quan mẫu",
                issued_on=date(2018, 1, 1 + number),
            )
        )
    about = site.add_child(instance=StandardPage(title="Giới thiệu", slug="gioi-thieu"))
    images = [PortalImageFactory(small=True) for _ in range(6)]
    door = {"heading": "Chuyên trang", "text": "Mẫu", "page": about, "action": "Xem"}
    site.doors = [("door", {**door, "image": images[0]})]
    site.quick_links = [("link", {"label": "Việc mẫu", "url": "/van-ban/", "icon": "document"})]
    site.save()
    full = make_article(
        "Tin đủ phần",
        unit=make_unit("Phòng mẫu"),
        image=images[1],
        body=[
            ("heading", {"text": "Mục"}),
            ("paragraph", "<p>Đoạn văn.</p>"),
            ("image", {"image": images[2], "caption": "Ảnh", "credit": ""}),
            ("image", {"image": images[3], "caption": "Ảnh", "credit": ""}),
        ],
    )
    full.tags.add("công nghệ thông tin", "giao ban")
    full.save_revision().publish()
    views_count.set_imported(full, 613)
    list(fill(articles=FEW))
    assert PortalImage.objects.count() == len(images)
    revision._write()
    return site


def statements(client: Client, path: str) -> list[str]:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as found:
        response = client.get(path)
    assert response.status_code == 200, path
    return [query["sql"] for query in found]


def counts(client: Client) -> dict[str, int]:
    """Of each page after a change, when another page has made what all share."""
    article = ArticlePage.objects.exclude(image=None).filter(title__startswith="Tin mẫu").first()
    paths = {
        "full": "/tin-tuc/tin-du-phan/",
        "article": site_tree.page_url(article.url_path),
        "section": "/tin-tuc/",
        "home": "/",
        "documents": "/van-ban/",
        "document": "/van-ban/van-ban-mau-1/",
        "standing": "/gioi-thieu/",
        "search": "/tim-kiem/?q=tin+mau",
    }
    found = {}
    for name, path in paths.items():
        revision._write()
        client.get("/gioi-thieu/")
        found[name] = len(statements(client, path))
    return found


def test_budgets_hold_and_do_not_grow(client: Client, portal: HomePage) -> None:
    few = counts(client)
    list(fill(articles=MANY, seed=2))
    revision._write()
    assert counts(client) == few
    assert few["full"] <= ARTICLE
    assert few["article"] <= ARTICLE
    assert few["section"] <= SECTION
    assert few["home"] <= HOME
    assert few["search"] <= SEARCH


def test_exact_counts(client: Client, portal: HomePage) -> None:
    """A change that costs a statement should be seen in review, also within the budget."""
    assert counts(client) == {
        "full": 6,
        "article": 5,
        "section": 4,
        "home": 10,
        "documents": 8,
        "document": 5,
        "standing": 1,
        "search": 3,
    }


def test_the_second_article_of_a_section_costs_less(client: Client, portal: HomePage) -> None:
    statements(client, "/tin-tuc/tin-du-phan/")
    assert len(statements(client, "/tin-tuc/tin-du-phan/")) == 5


def test_what_all_pages_share_is_made_once_for_a_revision(
    client: Client, portal: HomePage, django_assert_num_queries
) -> None:
    client.get("/gioi-thieu/")
    with django_assert_num_queries(0):
        site_tree.tree()
        site_tree.menu()
    page = len(statements(client, "/gioi-thieu/"))
    revision._write()
    # Sites, restrictions, the tree, and the facts of the foot.
    assert len(statements(client, "/gioi-thieu/")) == page + 4


def test_no_page_writes(client: Client, portal: HomePage) -> None:
    revision._write()
    for path in ("/", "/tin-tuc/", "/tin-tuc/tin-du-phan/", "/van-ban/", "/tim-kiem/?q=tin"):
        assert [sql for sql in statements(client, path) if not sql.startswith("SELECT")] == []
