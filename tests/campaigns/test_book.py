"""The print book: everything in reading order, in parts, with statements that do not grow."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from campaigns.models import ContributionPage, FeaturePage, ThemePage
from campaigns.selectors import book
from portal import revision
from portal.models import Unit
from tests.campaigns.bodies import full_body, work, works
from tests.factories.images import PortalImageFactory
from tests.factories.pages import add_page

Make = Callable[..., ContributionPage]
ADDRESS = "/chuyen-trang-mau/ban-in/"


def contents(client: Client, address: str = ADDRESS) -> list[tuple[str, bool, list[str]]]:
    response = client.get(address)
    assert response.status_code == 200
    return [
        (theme.page.title, theme.opens, [item.page.title for item in theme.items])
        for theme in response.context["book"].themes
    ]


def test_all_themes_in_reading_order(
    client: Client, make_contribution: Make, theme: ThemePage, other_theme: ThemePage
) -> None:
    link = f'<a linktype="page" id="{theme.pk}">chuyên đề</a>'
    body = [("paragraph", f'<p>Đọc {link} và <a href="https://example.vn/">nguồn</a>.</p>')]
    last = make_contribution("Bài của giáo dục", parent=other_theme)
    first = make_contribution("Bài của kinh tế", body=body)
    make_contribution("Bài nháp", live=False)
    hidden = make_contribution("Bài hạn chế")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    revision._write()
    assert contents(client) == [
        ("Kinh tế", True, ["Bài của kinh tế"]),
        ("Giáo dục", True, ["Bài của giáo dục"]),
    ]
    text = client.get(ADDRESS).content.decode()
    for page in (first, last):
        assert f'href="#bai-{page.pk}"' in text
        assert f'id="bai-{page.pk}"' in text
    assert "Đọc <a>chuyên đề</a>" in text
    assert 'href="https://example.vn/"' in text
    assert "Bài hạn chế" not in text
    assert contents(client, f"{ADDRESS}?chuyen-de=giao-duc") == [
        ("Giáo dục", True, ["Bài của giáo dục"])
    ]


def test_what_a_theme_and_the_front_page_say_is_printed_and_their_lists_are_not(
    client: Client, feature: FeaturePage, theme: ThemePage
) -> None:
    feature.body = [
        ("paragraph", "<p>Lời mở đầu của chuyên trang.</p>"),
        ("contributions", {"title": "Bài mới nhất không in"}),
    ]
    feature.save_revision().publish()
    theme.body = [("paragraph", "<p>Lời của chuyên đề.</p>")]
    theme.save_revision().publish()
    text = client.get(ADDRESS).content.decode()
    assert "Lời mở đầu của chuyên trang." in text
    assert "Lời của chuyên đề." in text
    assert "Bài mới nhất không in" not in text
    assert "Lời mở đầu" not in client.get(f"{ADDRESS}?chuyen-de=kinh-te").content.decode()


def test_every_block_is_printed_and_leads_nowhere_within_the_portal(
    client: Client, feature: FeaturePage, theme: ThemePage, ward: Unit
) -> None:
    images = [PortalImageFactory(small=True) for _ in range(7)]
    feature.body = full_body(images, ward.code)
    feature.save_revision().publish()
    theme.body = [works(work("Cầu của chuyên đề"))]
    theme.save_revision().publish()
    text = client.get(ADDRESS).content.decode()
    for words in ("Sự kiện mẫu", "Cầu Mẫu", "Danh hiệu mẫu", "Lời kể mẫu.", "Cầu của chuyên đề"):
        assert words in text
    assert "/chuyen-trang-mau/cong-trinh/" not in text


def test_many_contributions_are_split_into_parts(
    client: Client,
    make_contribution: Make,
    feature: FeaturePage,
    other_theme: ThemePage,
    monkeypatch,
) -> None:
    monkeypatch.setattr(book, "PART_SIZE", 2)
    add_page(feature, ThemePage(title="Trống", slug="trong"))
    revision._write()
    for number in range(3):
        make_contribution(f"Kinh tế {number}")
    make_contribution("Giáo dục 0", parent=other_theme)
    assert contents(client) == [("Kinh tế", True, ["Kinh tế 0", "Kinh tế 1"])]
    assert contents(client, f"{ADDRESS}?tap=2") == [
        ("Kinh tế", False, ["Kinh tế 2"]),
        ("Giáo dục", True, ["Giáo dục 0"]),
        ("Trống", True, []),
    ]
    assert contents(client, f"{ADDRESS}?chuyen-de=kinh-te&tap=2") == [
        ("Kinh tế", False, ["Kinh tế 2"])
    ]
    text = client.get(f"{ADDRESS}?chuyen-de=kinh-te&tap=2").content.decode()
    assert "Tập 2 trong 2 tập" in text
    assert f'href="{ADDRESS}?chuyen-de=kinh-te"' in text


@pytest.mark.parametrize(
    "query", ["tap=2", "tap=0", "tap=-1", "tap=x", "tap=²", f"tap={10**30}", "chuyen-de=khong-co"]
)
def test_what_there_is_not_is_not_found(client: Client, theme: ThemePage, query: str) -> None:
    assert client.get(ADDRESS).status_code == 200
    assert client.get(f"{ADDRESS}?{query}").status_code == 404


def test_a_campaign_without_themes_says_so(client: Client, feature: FeaturePage) -> None:
    assert "Chưa có chuyên đề nào để in" in client.get(ADDRESS).content.decode()


def test_statements_do_not_grow(
    client: Client, make_contribution: Make, theme: ThemePage, other_theme: ThemePage
) -> None:
    images = [PortalImageFactory(small=True) for _ in range(3)]
    link = f'<p><a linktype="page" id="{theme.pk}">chuyên đề</a></p>'
    photo = {"image": images[1], "caption": "Ảnh", "credit": "Mẫu"}
    body = [
        ("paragraph", link),
        ("image", photo),
        ("gallery", {"images": [photo, {**photo, "image": images[2]}]}),
    ]

    def statements() -> int:
        revision._write()
        client.get("/chuyen-trang-mau/don-vi/khong-co/")
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(ADDRESS).status_code == 200
        return len(found)

    make_contribution("Bài", image=images[0], body=body)
    few = statements()
    for number in range(15):
        make_contribution(f"Bài {number}", image=images[0], body=body)
        make_contribution(f"Bài {number}", parent=other_theme, body=body)
    assert statements() == few == 6
