"""Machines find what is public, and nothing else."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from home.models import ArticlePage, SectionPage
from home.sitemap import PublicPages
from portal import revision

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


def test_the_index_reads_no_page(
    client: Client, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With twenty thousand pages it took a second of the processor, whoever asked."""
    make_article("Tin công khai")
    read: list[Page] = []
    monkeypatch.setattr(PublicPages, "lastmod", lambda self, page: read.append(page))
    assert locations(client, "/sitemap.xml")
    assert read == []


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


def entries(client: Client, address: str) -> list[str]:
    """What a reader knows the entries by."""
    root = ET.fromstring(client.get(address).content)
    names = {"guid", "{http://www.w3.org/2005/Atom}id"}
    parents = [each for each in root.iter() if each.tag.rpartition("}")[2] in ("item", "entry")]
    return [part.text or "" for entry in parents for part in entry if part.tag in names]


def test_an_article_that_moves_is_not_told_anew(
    client: Client, news: SectionPage, make_article: Make
) -> None:
    article = make_article("Tin mẫu")
    feeds = ("/rss/", f"/chuyen-muc/{news.pk}/rss/", f"/chuyen-muc/{news.pk}/atom/")
    before = [entries(client, address) for address in feeds]
    assert all(len(known) == 1 for known in before)
    article.slug = "dia-chi-khac"
    article.save_revision().publish()
    assert "/tin-tuc/dia-chi-khac/" in client.get("/rss/").content.decode()
    assert [entries(client, address) for address in feeds] == before
    other = make_article("Tin khác")
    assert len({*entries(client, "/rss/")}) == 2, other.title


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\x0b", "\x1f"])
def test_one_odd_sign_ends_no_feed(client: Client, make_article: Make, sign: str) -> None:
    article = make_article("Tin mẫu")
    ArticlePage.objects.filter(pk=article.pk).update(title=f"Tin{sign}mẫu", summary=sign)
    revision.bump()
    [item] = ET.fromstring(client.get("/rss/").content).iter("item")
    assert (item.findtext("title") or "").replace(" ", "") == "Tinmẫu"


def test_a_feed_of_no_section_is_not_found(client: Client, make_article: Make) -> None:
    article = make_article("Tin mẫu")
    assert client.get(f"/chuyen-muc/{article.pk}/rss/").status_code == 404
