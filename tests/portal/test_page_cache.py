"""Public pages come from memory, a change ends them at once, and nobody gets another's page."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from home.models import ArticlePage, DocumentIndexPage, HomePage, SectionPage, StandardPage
from portal import revision
from portal.jobs import publish_scheduled
from portal.models import SiteSettings, Unit
from portal.page_cache import PageCacheMiddleware, keep_until, public_page

Make = Callable[..., ArticlePage]
Commit = Callable[..., AbstractContextManager]


@pytest.fixture(autouse=True)
def _cache_on(settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 300
    yield
    caches["pages"].clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable[[], AbstractContextManager]:
    """`with committed():` what is done within is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def text(client: Client, path: str, **extra: str) -> str:
    response = client.get(path, **extra)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def is_hit(client: Client, path: str, asserter) -> bool:
    with asserter(0):
        return client.get(path).status_code == 200


# --- what is kept ----------------------------------------------------------------------------


def test_a_kept_page_costs_no_statement(
    client: Client,
    site: HomePage,
    make_article: Make,
    django_assert_num_queries,
) -> None:
    make_article("Tin mẫu")
    site.add_child(instance=DocumentIndexPage(title="Văn bản", slug="van-ban"))
    site.add_child(instance=StandardPage(title="Giới thiệu", slug="gioi-thieu"))
    revision._write()
    for path in ("/", "/tin-tuc/", "/tin-tuc/tin-mau/", "/van-ban/", "/gioi-thieu/"):
        first = client.get(path)
        with django_assert_num_queries(0):
            second = client.get(path)
        assert second.status_code == 200, path
        assert second.content == first.content, path


def test_feeds_and_the_sitemap_are_kept_too(
    client: Client, make_article: Make, django_assert_num_queries
) -> None:
    make_article("Tin mẫu")
    for path in ("/rss/", "/sitemap.xml"):
        first = client.get(path)
        with django_assert_num_queries(0):
            again = client.get(path)
        assert again.content == first.content
        assert again["Content-Type"] == first["Content-Type"]


def test_a_hit_has_the_headers_of_the_page_itself(client: Client, site: HomePage) -> None:
    first, second = client.get("/"), client.get("/")
    assert dict(first.items()) == dict(second.items())
    assert "default-src 'self'" in second["Content-Security-Policy"]
    assert second["X-Content-Type-Options"] == "nosniff"
    assert second["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in second.get("Vary", "")
    assert second["Content-Length"] == str(len(second.content))


def test_an_unchanged_page_is_not_sent_again(client: Client, site: HomePage) -> None:
    etag = client.get("/")["ETag"]
    again = client.get("/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag
    assert client.get("/", headers={"If-None-Match": f"W/{etag}"}).status_code == 304
    assert client.get("/", headers={"If-None-Match": '"khac"'}).status_code == 200


def test_head_is_answered_without_a_body(client: Client, site: HomePage) -> None:
    whole = client.get("/")
    head = client.head("/")
    assert head.content == b""
    assert head["Content-Length"] == str(len(whole.content))


def test_what_others_hang_on_an_address_makes_no_second_copy(
    client: Client, site: HomePage, django_assert_num_queries
) -> None:
    client.get("/")
    assert is_hit(client, "/?utm_source=zalo&fbclid=abc", django_assert_num_queries)


def test_a_browser_of_another_language_gets_the_same_page(
    client: Client, site: HomePage, django_assert_num_queries
) -> None:
    first = text(client, "/", HTTP_ACCEPT_LANGUAGE="vi")
    with django_assert_num_queries(0):
        assert text(client, "/", HTTP_ACCEPT_LANGUAGE="en-GB,en") == first


def test_lists_are_kept_page_by_page_and_other_parameters_not_at_all(
    client: Client,
    news: SectionPage,
    make_article: Make,
    django_assert_num_queries,
    django_assert_max_num_queries,
) -> None:
    for n in range(25):
        make_article(f"Tin mẫu {n:02}", published_at=timezone.now() - timedelta(days=n))
    first = client.get("/tin-tuc/")
    older = first.context["older_url"]
    assert "Tin mẫu 24" in text(client, older)
    assert is_hit(client, older, django_assert_num_queries)
    assert "Tin mẫu 24" not in text(client, "/tin-tuc/")
    held = len(caches["pages"]._cache)
    for n in range(3):
        client.get(f"/tin-tuc/?la={n}")
        client.get(f"/tin-tuc/?truoc={'9' * 61}{n}")
        client.get(f"/tin-tuc/?truoc=1-1&truoc=2-{n}")
    assert len(caches["pages"]._cache) == held


# --- who is never given a kept page ----------------------------------------------------------


def test_a_session_never_gets_a_kept_page_and_leaves_none(
    client: Client, site: HomePage, make_user, django_assert_num_queries
) -> None:
    member = Client()
    member.force_login(make_user("an"))
    kept = client.get("/")
    own = member.get("/", headers={"If-None-Match": kept["ETag"]})
    assert own.status_code == 200
    assert "private" in own["Cache-Control"]
    assert not own.has_header("X-Accel-Expires")
    revision._write()
    member.get("/")
    assert client.get("/")["Cache-Control"].startswith("public")


def test_another_host_has_pages_of_its_own_and_a_strange_one_none(
    client: Client, site: HomePage
) -> None:
    client.get("/")
    held = len(caches["pages"]._cache)
    client.get("/", headers={"Host": "localhost"})
    assert len(caches["pages"]._cache) == held + 1
    assert client.get("/", headers={"Host": "ke-xau.example"}).status_code == 400


@pytest.mark.parametrize("host", ["testserver:8443", "testserver:81", "TestServer", "testserver."])
def test_a_host_written_otherwise_makes_no_copy(
    client: Client, site: HomePage, host: str, django_assert_num_queries
) -> None:
    client.get("/")
    held = len(caches["pages"]._cache)
    other = client.get("/", headers={"Host": host})
    assert other.status_code == 200
    assert "private" in other["Cache-Control"]
    assert not other.has_header("X-Accel-Expires")
    assert len(caches["pages"]._cache) == held
    assert is_hit(client, "/", django_assert_num_queries)


def test_the_port_of_the_portal_itself_is_kept(client: Client, site: HomePage, settings) -> None:
    settings.SITE_URL = "http://testserver:8000"
    client.get("/", headers={"Host": "testserver:8000"})
    assert len(caches["pages"]._cache) == 1
    client.get("/", headers={"Host": "testserver:8001"})
    assert len(caches["pages"]._cache) == 1


def test_plain_http_is_still_sent_to_https(client: Client, site: HomePage, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    secure = Client()
    assert secure.get("/", secure=True).status_code == 200
    assert secure.get("/").status_code == 301


@pytest.mark.parametrize(
    "path", ["/dang-nhap/", "/quan-tri/", "/healthz", "/khong-co/", "/tim-kiem/?q=tin"]
)
def test_no_other_address_is_kept(client: Client, site: HomePage, path: str) -> None:
    client.get(path)
    assert not caches["pages"]._cache


def ask(view: Callable[[HttpRequest], HttpResponse], **headers: str) -> HttpResponse:
    return PageCacheMiddleware(public_page(view))(RequestFactory().get("/trang/", headers=headers))


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


def with_form(request: HttpRequest) -> HttpResponse:
    """As Django's own middleware does once a template has asked for a form token."""
    response = HttpResponse(get_token(request))
    response.set_cookie("csrftoken", request.META["CSRF_COOKIE"])
    return response


REFUSED = {
    "cookie": with_cookie,
    "form": with_form,
    "private": lambda request: HttpResponse("x", headers={"Cache-Control": "private"}),
    "no-store": lambda request: HttpResponse("x", headers={"Cache-Control": "no-store"}),
    "error": lambda request: HttpResponse("x", status=404),
}


@pytest.mark.parametrize("name", REFUSED)
def test_such_an_answer_is_not_kept(name: str) -> None:
    response = ask(REFUSED[name])
    assert not caches["pages"]._cache
    assert not response.has_header("ETag")


def test_a_plain_answer_is_kept_unless_its_view_does_not_say_so() -> None:
    assert ask(lambda request: HttpResponse("x")).has_header("ETag")
    assert len(caches["pages"]._cache) == 1
    caches["pages"].clear()
    PageCacheMiddleware(lambda request: HttpResponse("x"))(RequestFactory().get("/trang/"))
    assert not caches["pages"]._cache


def test_a_preview_is_neither_kept_nor_taken_from_memory(
    client: Client, make_article: Make
) -> None:
    article = make_article("Tin mẫu")
    assert "Tin mẫu" in text(client, "/tin-tuc/tin-mau/")
    article.title = "Bản nháp"
    preview = article.make_preview_request()
    assert "Bản nháp" in preview.content.decode()
    assert "Bản nháp" not in text(client, "/tin-tuc/tin-mau/")


def test_a_page_is_not_kept_beyond_the_moment_it_changes_by_itself(
    client: Client, site: HomePage
) -> None:
    now = timezone.now()

    def page(request: HttpRequest) -> HttpResponse:
        keep_until(request, now + timedelta(hours=1))
        keep_until(request, now + timedelta(seconds=40))
        return HttpResponse("x")

    def over(request: HttpRequest) -> HttpResponse:
        keep_until(request, now - timedelta(seconds=1))
        return HttpResponse("x")

    until = int(ask(page)["X-Accel-Expires"].removeprefix("@"))
    assert now.timestamp() + 38 <= until <= now.timestamp() + 41
    assert not ask(over, host="localhost").has_header("ETag")

    site.urgent_text, site.urgent_until = "Thông báo mẫu", now + timedelta(seconds=30)
    site.save()
    until = int(client.get("/")["X-Accel-Expires"].removeprefix("@"))
    assert until <= now.timestamp() + 31


# --- what ends the pages that are kept ---------------------------------------------------------


def test_publishing_shows_at_once_and_a_draft_changes_nothing(
    client: Client,
    site: HomePage,
    make_article: Make,
    committed: Commit,
    django_assert_num_queries,
) -> None:
    paths = ("/", "/tin-tuc/", "/tin-tuc/tin-mau/")
    with committed():
        article = make_article("Tin mẫu")
    assert all("Tin mẫu" in text(client, path) for path in paths)

    article.title = "Tin đã sửa"
    with committed():
        draft = article.save_revision()
    for path in paths:
        assert is_hit(client, path, django_assert_num_queries)

    with committed():
        draft.publish()
    assert all("Tin đã sửa" in text(client, path) for path in paths)

    with committed():
        Page.objects.get(pk=article.pk).specific.unpublish()
    assert "Tin đã sửa" not in text(client, "/")
    assert "Tin đã sửa" not in text(client, "/tin-tuc/")
    assert client.get("/tin-tuc/tin-mau/").status_code == 404


def test_a_scheduled_item_shows_once_the_clock_has_published_it(
    client: Client, make_article: Make, committed: Commit
) -> None:
    article = make_article("Tin hẹn giờ", live=False)
    article.go_live_at = timezone.now() + timedelta(hours=1)
    article.save_revision().publish()
    assert "Tin hẹn giờ" not in text(client, "/tin-tuc/")
    article.go_live_at = timezone.now() - timedelta(minutes=1)
    latest = article.save_revision()
    latest.approved_go_live_at = article.go_live_at
    latest.save()
    with committed():
        publish_scheduled()
    assert "Tin hẹn giờ" in text(client, "/tin-tuc/")


def test_move_and_new_slug_and_deletion_show_at_once(
    client: Client, site: HomePage, make_article: Make, committed: Commit
) -> None:
    with committed():
        article = make_article("Tin mẫu")
        other = site.add_child(
            instance=SectionPage(title="Sự kiện", slug="su-kien", show_in_menus=True)
        )
        other.save_revision().publish()
    assert "Tin mẫu" in text(client, "/tin-tuc/")
    assert "Tin mẫu" not in text(client, "/su-kien/")
    with committed():
        article.move(other, pos="last-child")
    assert "Tin mẫu" not in text(client, "/tin-tuc/")
    assert "Tin mẫu" in text(client, "/su-kien/")
    assert text(client, "/su-kien/tin-mau/")

    article = ArticlePage.objects.get(pk=article.pk)
    article.slug = "tin-khac"
    with committed():
        article.save_revision().publish()
    assert "/su-kien/tin-khac/" in text(client, "/su-kien/")
    assert client.get("/su-kien/tin-mau/").status_code != 200

    with committed():
        ArticlePage.objects.get(pk=article.pk).delete()
    assert "Tin mẫu" not in text(client, "/su-kien/")
    assert client.get("/su-kien/tin-khac/").status_code == 404


def test_the_menu_changes_at_once(client: Client, news: SectionPage, committed: Commit) -> None:
    assert 'href="/tin-tuc/"' in text(client, "/")
    news.show_in_menus = False
    with committed():
        news.save_revision().publish()
    assert 'href="/tin-tuc/"' not in text(client, "/")


def test_a_restriction_takes_a_kept_page_away_at_once(
    client: Client, news: SectionPage, make_article: Make, committed: Commit
) -> None:
    make_article("Tin mẫu")
    assert "Tin mẫu" in text(client, "/tin-tuc/tin-mau/")
    with committed():
        restriction = PageViewRestriction.objects.create(page=news, restriction_type="login")
    assert client.get("/tin-tuc/tin-mau/").status_code == 302
    assert client.get("/tin-tuc/").status_code == 302
    with committed():
        restriction.delete()
    assert "Tin mẫu" in text(client, "/tin-tuc/tin-mau/")


def test_other_changes_begin_a_new_revision(
    site: HomePage, district: Unit, committed: Commit
) -> None:
    def begins_one(change: Callable[[], object]) -> bool:
        before = revision.current()
        with committed():
            change()
        return revision.current() != before

    contact = SiteSettings.for_site(Site.objects.get())
    redirect = Redirect(old_path="/cu", redirect_link="/")
    assert begins_one(contact.save)
    assert begins_one(redirect.save)
    assert begins_one(redirect.delete)
    assert begins_one(district.save)
    assert begins_one(Site.objects.get().save)
    draft = ArticlePage(title="Nháp", live=False)
    section = site.add_child(instance=SectionPage(title="Mục", slug="muc"))
    assert not begins_one(lambda: section.add_child(instance=draft))
    assert not begins_one(lambda: ArticlePage.objects.get(pk=draft.pk).delete())


def test_nothing_changes_for_readers_before_the_commit(
    site: HomePage, django_capture_on_commit_callbacks
) -> None:
    before = revision.current()
    with django_capture_on_commit_callbacks() as waiting:
        revision.bump()
    assert revision.current() == before
    assert len(waiting) == 1


# --- the revision's link -----------------------------------------------------------------------


def test_the_link_resolves_to_a_folder_and_old_ones_go(settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert revision.current() == ""
    revision._write()
    first = revision.current()
    assert (tmp_path / revision.LINK).resolve().is_dir()
    # As old as the clock of the test says, which the file system does not know.
    os.utime(tmp_path / first, (time.time(), time.time()))
    revision._write()
    assert revision.current() != first
    # Just replaced: a server may still be resolving it.
    assert (tmp_path / first).is_dir()
    os.utime(tmp_path / first, (0, 0))
    revision._write()
    assert not (tmp_path / first).exists()
    assert (tmp_path / revision.current()).is_dir()
    (tmp_path / revision.LINK).unlink()
    assert revision.current() == ""


def test_a_release_begins_a_new_revision(
    db: None, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    before = revision.current()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("migrate", "portal", verbosity=0)
    assert revision.current() != before
