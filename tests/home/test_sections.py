"""Sections list what is public, newest first, and page by key."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import ArticleListing, ArticlePage, HomePage, SectionPage
from home.selectors import PAGE_SIZE, section_slice
from portal.cursor import Cursor
from tests.factories.images import PortalImageFactory

Make = Callable[..., ArticlePage]


def day(n: int) -> datetime:
    return timezone.make_aware(datetime(2018, 5, 1)) + timedelta(days=n)


def test_list_is_newest_first_and_pages_by_key(news: SectionPage, make_article: Make) -> None:
    for n in range(PAGE_SIZE * 2 + 3):
        make_article(f"Tin mẫu {n}", published_at=day(n // 2))
    first = section_slice(news)
    second = section_slice(news, before=first.older)
    third = section_slice(news, before=second.older)
    titles = [row.title for part in (first, second, third) for row in part.rows]
    assert titles == [f"Tin mẫu {n}" for n in reversed(range(PAGE_SIZE * 2 + 3))]
    assert first.newer is None
    assert third.older is None
    assert section_slice(news, after=third.newer).rows == second.rows


def test_unpublished_and_restricted_articles_leave_the_list(
    news: SectionPage, make_article: Make
) -> None:
    kept, gone = make_article("Tin còn"), make_article("Tin gỡ")
    gone.unpublish()
    assert [row.title for row in section_slice(news).rows] == [kept.title]
    PageViewRestriction.objects.create(page=kept, restriction_type="login")
    assert section_slice(news).rows == []


def test_an_address_with_a_wrong_cursor_shows_the_first_page(
    client: Client, news: SectionPage, make_article: Make
) -> None:
    make_article("Tin mẫu")
    assert Cursor.parse("khong-phai") is None
    assert Cursor.parse("9" * 40 + "-1") is None
    response = client.get("/tin-tuc/?truoc=khong-phai")
    assert response.status_code == 200
    assert "Tin mẫu" in response.content.decode()


def test_a_shared_article_shows_its_picture(
    client: Client, make_article: Make, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = PortalImageFactory()
    make_article("Tin có ảnh", image=image)
    make_article("Tin không ảnh")
    page = client.get("/tin-tuc/tin-co-anh/").content.decode()
    assert '<meta property="og:image" content="http://testserver/media/images/' in page
    assert "og:image" not in client.get("/tin-tuc/tin-khong-anh/").content.decode()


def test_a_restricted_section_can_be_deleted_and_opened_again(
    news: SectionPage, make_article: Make
) -> None:
    article = make_article("Tin mẫu")
    restriction = PageViewRestriction.objects.create(page=news, restriction_type="login")
    assert not ArticleListing.objects.exists()
    restriction.delete()
    assert ArticleListing.objects.filter(article=article).exists()
    PageViewRestriction.objects.create(page=news, restriction_type="login")
    SectionPage.objects.get(pk=news.pk).delete()
    assert not ArticleListing.objects.exists()
    connection.check_constraints()


def test_a_place_before_1970_is_found_again() -> None:
    place = Cursor(timezone.make_aware(datetime(1945, 9, 2)), 12)
    assert Cursor.parse(str(place)) == place


def test_a_pasted_control_sign_does_not_break_the_feed(client: Client, make_article: Make) -> None:
    make_article("Tin mẫu", summary="Dòng một\x0bdòng hai")
    assert "Dòng một dòng hai" in client.get("/rss/").content.decode()


def test_a_section_that_moves_takes_its_articles_along(
    site: HomePage, news: SectionPage, make_article: Make, django_assert_max_num_queries: Any
) -> None:
    inner = news.add_child(instance=SectionPage(title="Đô thị", slug="do-thi"))
    other = site.add_child(instance=SectionPage(title="Chuyên đề", slug="chuyen-de"))
    for n in range(30):
        make_article(f"Tin {n}", section=SectionPage.objects.get(pk=inner.pk))
    make_article("Nháp", section=SectionPage.objects.get(pk=inner.pk), live=False)
    assert ArticleListing.objects.filter(section=news).count() == 30
    with django_assert_max_num_queries(120):
        SectionPage.objects.get(pk=inner.pk).move(
            SectionPage.objects.get(pk=other.pk), "last-child"
        )
    assert not ArticleListing.objects.filter(section=news).exists()
    for section in (site, other, inner):
        assert ArticleListing.objects.filter(section=section.pk).count() == 30
