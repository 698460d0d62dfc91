"""A contribution is read like an article, and leads on over all themes."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from campaigns.models import AlbumPage, ContributionPage, FeaturePage, ThemePage
from campaigns.selectors.reading import reading_way
from portal import revision
from portal.models import Unit
from portal.page_serving import find_page
from portal.renditions import make_renditions
from tests.factories.images import PortalImageFactory
from tests.factories.pages import add_page

Make = Callable[..., ContributionPage]
BUDGET = 8


def restrict(page: object) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    revision._write()


def test_what_it_says(client: Client, make_contribution: Make, department: Unit) -> None:
    image = PortalImageFactory()
    make_renditions(image_id=image.pk)
    page = make_contribution(
        "Chợ mới <b>của</b> phường",
        summary="Tóm tắt mẫu.",
        image=image,
        image_caption="Chợ năm 2005",
        image_credit="Phòng mẫu",
        author_name="Người viết mẫu",
        source_name="Kho ảnh mẫu",
        body=[("paragraph", "<p>Đoạn văn mẫu.</p>")],
    )
    response = client.get("/chuyen-trang-mau/kinh-te/cho-moi-bcuab-phuong/")
    assert response.status_code == 200, page.url
    text = response.content.decode()
    for words in (
        "Chợ mới &lt;b&gt;của&lt;/b&gt; phường",
        "Tóm tắt mẫu.",
        "Ngày đăng",
        "Lượt xem",
        "Chợ năm 2005",
        "Ảnh: Phòng mẫu",
        "Người viết mẫu",
        "Nguồn tư liệu: Kho ảnh mẫu",
        "Đoạn văn mẫu.",
        '<a href="/chuyen-trang-mau/kinh-te/">Kinh tế</a>',
    ):
        assert words in text
    assert response.context["unit_url"].startswith("/chuyen-trang-mau/don-vi/")
    assert response.context["share_image_url"].startswith("http://testserver/media/")
    assert '<meta property="og:image" content="http://testserver/media/' in text
    assert '<meta property="og:type" content="article">' in text
    assert "<b>của" not in response.context["structured_data"]


def test_the_way_leads_over_the_themes_in_the_order_of_the_tree(
    client: Client, make_contribution: Make, theme: ThemePage, other_theme: ThemePage
) -> None:
    first, second = make_contribution("Bài một"), make_contribution("Bài hai")
    make_contribution("Bài nháp", live=False)
    third = make_contribution("Bài ba", parent=other_theme)
    way = reading_way(second)
    assert (way.previous.title, way.previous.theme) == ("Bài một", "")
    assert (way.next.title, way.next.theme) == ("Bài ba", "Giáo dục")
    assert reading_way(first).previous is None
    assert reading_way(third).next is None
    assert reading_way(third).previous.theme == "Kinh tế"
    text = client.get(second.url).content.decode()
    assert "Chuyên đề tiếp theo: Giáo dục" in text
    assert "Bài nháp" not in text
    assert "Bài cuối của chuyên trang" in client.get(third.url).content.decode()


def test_the_way_follows_when_the_board_reorders(
    make_contribution: Make, theme: ThemePage, other_theme: ThemePage
) -> None:
    first, second = make_contribution("Bài một"), make_contribution("Bài hai")
    third = make_contribution("Bài ba", parent=other_theme)
    ContributionPage.objects.get(pk=second.pk).move(first, pos="left")
    revision._write()
    assert reading_way(ContributionPage.objects.get(pk=first.pk)).previous.title == "Bài hai"
    ThemePage.objects.get(pk=other_theme.pk).move(ThemePage.objects.get(pk=theme.pk), pos="left")
    revision._write()
    way = reading_way(ContributionPage.objects.get(pk=second.pk))
    assert (way.previous.title, way.previous.theme) == ("Bài ba", "Giáo dục")
    assert reading_way(ContributionPage.objects.get(pk=third.pk)).next.title == "Bài hai"


def test_others_of_the_theme_stand_below(
    client: Client, make_contribution: Make, other_theme: ThemePage
) -> None:
    page = make_contribution("Bài đang đọc")
    make_contribution("Bài cùng chuyên đề")
    make_contribution("Bài chuyên đề khác", parent=other_theme)
    related = client.get(page.url).context["related"]
    assert [card.title for card in related] == ["Bài cùng chuyên đề"]


@pytest.mark.parametrize("kind", ["contribution", "album", "theme"])
def test_one_statement_finds_the_page(
    kind: str, make_contribution: Make, feature: FeaturePage, django_assert_num_queries: Callable
) -> None:
    page = {
        "contribution": lambda: make_contribution("Bài mẫu"),
        "album": lambda: add_page(feature, AlbumPage(title="Album mẫu", slug="album-mau")),
        "theme": lambda: add_page(feature, ThemePage(title="Văn hóa", slug="van-hoa")),
    }[kind]()
    path = page.url.lstrip("/")
    revision._write()
    find_page("")
    with django_assert_num_queries(1):
        found = find_page(path)
        assert found is not None
        assert found.pk == page.pk
        assert type(found) is type(page)


@pytest.mark.parametrize("level", ["feature", "theme", "page"])
def test_a_restriction_at_any_level_is_enforced(
    client: Client, make_contribution: Make, feature: FeaturePage, theme: ThemePage, level: str
) -> None:
    page = make_contribution("Bài mẫu")
    assert client.get(page.url).status_code == 200
    restrict({"feature": feature, "theme": theme, "page": page}[level])
    assert client.get(page.url).status_code == 302


def test_who_may_read_a_restricted_one_is_not_led_to_an_empty_unit(
    client: Client, make_contribution: Make, stranger: object
) -> None:
    page = make_contribution("Bài mẫu")
    restrict(page)
    client.force_login(stranger)
    response = client.get(page.url)
    assert response.status_code == 200
    assert response.context["unit_url"] == ""


def statements(client: Client, path: str) -> int:
    revision._write()
    client.get("/chuyen-trang-mau/don-vi/khong-co/")
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_statements_do_not_grow(
    client: Client, make_contribution: Make, other_theme: ThemePage, ward: Unit
) -> None:
    images = [PortalImageFactory(small=True) for _ in range(4)]
    pair = {
        "title": "Cầu mẫu",
        "before": images[2],
        "before_credit": "Mẫu",
        "after": images[3],
        "after_credit": "Mẫu",
    }
    page = make_contribution(
        "Bài đủ phần",
        image=images[0],
        body=[
            ("paragraph", "<p>Đoạn.</p>"),
            ("image", {"image": images[1], "caption": "Ảnh", "credit": "Mẫu"}),
            ("photo_pair", pair),
        ],
    )
    make_contribution("Bài khác", image=images[1])
    few = statements(client, page.url)
    for number in range(12):
        make_contribution(f"Bài {number}", unit=ward, image=images[number % 4])
        make_contribution(f"Bài {number}", parent=other_theme, image=images[number % 4])
    assert statements(client, page.url) == few == 5 <= BUDGET
