"""Machines find what is public, and nothing else."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import ArticlePage, SectionPage

Make = Callable[..., ArticlePage]


def locations(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [e.text or "" for e in ET.fromstring(response.content).iter() if e.tag.endswith("loc")]


def test_sitemap_holds_public_pages_only(client: Client, make_article: Make) -> None:
    make_article("Tin công khai")
    make_article("Tin nháp", live=False)
    hidden = make_article("Tin hạn chế")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    part, *_others = locations(client, "/sitemap.xml")
    found = locations(client, part.removeprefix("http://testserver"))
    assert "http://testserver/tin-tuc/tin-cong-khai/" in found
    assert not [address for address in found if "nhap" in address or "han-che" in address]


def test_robots_names_the_sitemap_and_keeps_out_of_the_editor(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /quan-tri/" in text


def test_feeds_of_site_and_section(client: Client, news: SectionPage, make_article: Make) -> None:
    make_article("Tin đẹp & mới", summary="Tóm tắt mẫu")
    make_article("Tin nháp", live=False)
    for address in ("/rss/", f"/chuyen-muc/{news.pk}/rss/", f"/chuyen-muc/{news.pk}/atom/"):
        text = client.get(address).content.decode()
        assert "Tin đẹp &amp; mới" in text
        assert "Tin nháp" not in text
        assert "http://testserver/tin-tuc/tin-dep-moi/" in text


def test_a_feed_of_no_section_is_not_found(client: Client, make_article: Make) -> None:
    article = make_article("Tin mẫu")
    assert client.get(f"/chuyen-muc/{article.pk}/rss/").status_code == 404
