"""A campaign is found: by the search without accents, in the feed, in the sitemap."""

import pytest
from django.test import Client

from campaigns.models import ThemePage
from portal import revision
from portal.models import Unit
from portal.search import services as search
from school_intranet.services.portals import ensure_door
from tests.campaigns.conftest import MakeContribution


@pytest.fixture
def written(make_contribution: MakeContribution) -> str:
    page = make_contribution(
        "Chợ quê thành chợ phố",
        body=[("paragraph", "<p>Gánh rau qua cầu từ ba giờ sáng.</p>")],
        author_name="Người viết mẫu",
    )
    make_contribution("Bài nháp chưa đăng", live=False)
    search.rebuild()
    revision._write()
    return str(page.url)


@pytest.mark.parametrize("words", ["cho que", "gánh rau", "phong kinh te mau", "người viết mẫu"])
def test_a_contribution_is_found_by_its_words(client: Client, written: str, words: str) -> None:
    page = client.get("/tim-kiem/", {"q": words}).content.decode()
    assert written in page
    assert "Bài nháp chưa đăng" not in page


def test_the_feed_has_what_is_public(client: Client, written: str) -> None:
    feed = client.get("/chuyen-trang-mau/rss/")
    assert feed.status_code == 200
    assert "Chợ quê thành chợ phố" in feed.content.decode()
    assert "Bài nháp" not in feed.content.decode()
    assert client.get("/khong-co/rss/").status_code == 404


def test_the_sitemap_has_pages_and_units_and_no_door_of_schools(
    client: Client, written: str, theme: ThemePage, department: Unit
) -> None:
    ensure_door(theme.get_parent().get_parent())
    revision._write()
    pages = client.get("/sitemap-trang.xml").content.decode()
    assert written in pages
    assert "/chuyen-trang-mau/kinh-te/" in pages
    assert "dieu-hanh-noi-bo" not in pages
    assert "/chuyen-trang-mau/don-vi/" in client.get("/sitemap-don-vi.xml").content.decode()
