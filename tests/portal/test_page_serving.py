"""A page found by one statement passes every hook and restriction that Wagtail knows."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.test import Client
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site

from home.models import ArticlePage, HomePage, SectionPage, StandardPage
from portal import revision
from portal.page_serving import find_page

Make = Callable[..., ArticlePage]
ADDRESS = "/tin-tuc/tin-mau/"


@pytest.fixture
def article(make_article: Make) -> ArticlePage:
    return make_article("Tin mẫu")


def restrict(page: Page, kind: str, **fields: object) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)
    revision._write()
    return restriction


def test_one_statement_finds_a_page(article: ArticlePage, django_assert_num_queries) -> None:
    find_page("")
    for path, model in (("", HomePage), ("tin-tuc/", SectionPage), (ADDRESS[1:], ArticlePage)):
        with django_assert_num_queries(1):
            page = find_page(path)
            assert type(page) is model
            assert not page.get_view_restrictions()
    assert find_page(ADDRESS[1:]).pk == article.pk


@pytest.mark.parametrize("level", ["top", "home", "section", "article"])
def test_a_restriction_at_any_level_is_enforced(
    client: Client, site: HomePage, article: ArticlePage, make_user, level: str
) -> None:
    section = article.get_parent()
    top = site.get_parent()
    page = {"top": top, "home": site, "section": section, "article": article}[level]
    assert client.get(ADDRESS).status_code == 200
    restrict(page, "login")
    response = client.get(ADDRESS)
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")
    client.force_login(make_user("an"))
    assert client.get(ADDRESS).status_code == 200


def test_groups_and_passwords_are_asked_for(
    client: Client, article: ArticlePage, make_user, settings
) -> None:
    settings.PAGE_CACHE_SECONDS = 300
    inside, outside = make_user("trong"), make_user("ngoai")
    group = Group.objects.create(name="Tổ mẫu")
    inside.groups.add(group)
    restriction = restrict(article, "groups")
    restriction.groups.add(group)
    for user, status in ((inside, 200), (outside, 302)):
        client.force_login(user)
        assert client.get(ADDRESS).status_code == status
    client.logout()

    restriction.delete()
    restrict(article, "password", password="mat-khau")
    form = client.get(ADDRESS)
    assert form.context["form"].fields.keys() == {"password", "return_url"}
    assert "no-store" in form["Cache-Control"]
    assert not form.has_header("ETag")


def test_every_hook_runs(client: Client, article: ArticlePage) -> None:
    seen: list[object] = []

    def before(page: Page, request: HttpRequest, args: list, kwargs: dict) -> None:
        seen.append(page)

    def around(following: Callable) -> Callable:
        def inner(page: Page, request: HttpRequest, *args: object) -> HttpResponse:
            response = following(page, request, *args)
            response["X-Around"] = "1"
            return response

        return inner

    def closed(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse:
        return HttpResponse("Đóng cửa", status=503)

    with (
        hooks.register_temporarily("before_serve_page", before),
        hooks.register_temporarily("on_serve_page", around),
    ):
        assert client.get(ADDRESS)["X-Around"] == "1"
    assert seen == [article]
    with hooks.register_temporarily("before_serve_page", closed):
        assert client.get(ADDRESS).status_code == 503


def test_drafts_and_unknown_addresses_are_not_there(
    client: Client, article: ArticlePage, make_article: Make
) -> None:
    make_article("Tin nháp", live=False)
    for path in ("/tin-tuc/tin-nhap/", "/tin-tuc/khong-co/", "/khong-co/", f"{ADDRESS}them/"):
        assert client.get(path).status_code == 404, path
    assert client.get(ADDRESS.removesuffix("/")).status_code == 301


def test_an_alias_is_left_to_wagtail_with_the_restrictions_of_its_source(
    client: Client, site: HomePage, article: ArticlePage
) -> None:
    other = site.add_child(instance=SectionPage(title="Sự kiện", slug="su-kien"))
    article.create_alias(parent=other)
    revision._write()
    assert find_page("su-kien/tin-mau/") is None
    assert client.get("/su-kien/tin-mau/").status_code == 200
    restrict(article, "login")
    assert client.get("/su-kien/tin-mau/").status_code == 302


def test_below_an_unpublished_section_wagtail_decides(
    client: Client, news: SectionPage, article: ArticlePage
) -> None:
    news.unpublish()
    revision._write()
    assert find_page(ADDRESS[1:]) is None
    assert client.get(ADDRESS).status_code == 200
    assert client.get("/tin-tuc/").status_code == 404


def test_a_second_site_is_left_to_wagtail(
    client: Client, site: HomePage, article: ArticlePage, settings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "khac.example"]
    other = Page.objects.get(depth=1).add_child(instance=StandardPage(title="Khác", slug="khac"))
    Site.objects.create(hostname="khac.example", root_page=other)
    revision._write()
    assert find_page("") is None
    assert client.get("/").context["page"].specific == site
    there = client.get("/", headers={"Host": "khac.example"})
    assert there.context["page"].specific == other
    assert client.get(ADDRESS, headers={"Host": "khac.example"}).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_page_is_read_and_nothing_is_sent_to_it(
    client: Client, article: ArticlePage, method: str
) -> None:
    for address in ("/", "/tin-tuc/", ADDRESS):
        response = getattr(client, method)(address)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"
        assert client.get(address).status_code == client.head(address).status_code == 200
