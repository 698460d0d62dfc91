"""Other units' drafts do not exist for a contributor, whichever way they are looked for."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import ArticlePage, SectionPage
from portal.page_permissions import can_see
from tests.editor import People, draft, publish, sign_in

pytestmark = pytest.mark.usefixtures("indexes")

SECRET = "Tin chưa công bố"


@pytest.fixture
def secret(people: People, news: SectionPage) -> ArticlePage:
    """A draft of a unit."""
    return draft(news, people.writer, people.unit, title=SECRET, slug="tin-chua-cong-bo")


def explorer(page: Page) -> str:
    return reverse("wagtailadmin_explore", args=[page.get_parent().pk])


LISTS: dict[str, Callable[[Page], str]] = {
    "explorer": explorer,
    "explorer-search": lambda page: explorer(page) + "?q=chua+cong+bo",
    "explorer-search-all": lambda page: explorer(page) + "?q=chua+cong+bo&search_all=1",
    "search": lambda page: reverse("wagtailadmin_pages:search_results") + "?q=chua+cong+bo",
    "chooser": lambda page: reverse("wagtailadmin_choose_page_child", args=[page.get_parent().pk]),
    "chooser-search": lambda page: reverse("wagtailadmin_choose_page_search") + "?q=chua+cong+bo",
    "api": lambda page: (
        reverse("wagtailadmin_api:pages:listing") + f"?child_of={page.get_parent().pk}"
    ),
    "api-explorer": lambda page: (
        reverse("wagtailadmin_api:pages:listing")
        + f"?child_of={page.get_parent().pk}&for_explorer=1"
    ),
    "home": lambda page: reverse("wagtailadmin_home"),
}

PAGES: dict[str, Callable[[Page], str]] = {
    name: lambda page, name=name: reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
    for name in ("edit", "view_draft", "history", "workflow_history", "usage", "delete")
} | {
    "index": lambda page: reverse("wagtailadmin_explore", args=[page.pk]),
    "choose-below": lambda page: reverse("wagtailadmin_choose_page_child", args=[page.pk]),
    "chosen": lambda page: reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={page.pk}",
    "api": lambda page: reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
    "revision": lambda page: reverse(
        "wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id]
    ),
    "compare": lambda page: reverse(
        "wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]
    ),
}

CLOSED = (
    *("wagtailadmin_reports:workflow", "wagtailadmin_reports:workflow_tasks"),
    *("wagtailadmin_reports:site_history", "wagtailadmin_reports:aging_pages"),
    *("wagtailadmin_reports:locked_pages", "wagtailadmin_reports:page_types_usage"),
    *("wagtailadmin_workflows:index", "wagtailadmin_workflows:task_index"),
    *("wagtailadmin_workflows:task_chooser", "wagtailadmin_collections:index"),
)


def shows(client: Client, url: str) -> bool:
    """Whether the answer holds the title, as HTML or within JSON."""
    response = client.get(url)
    assert response.status_code == 200, url
    return SECRET in response.content.decode() or json.dumps(SECRET)[1:-1] in (
        response.content.decode()
    )


@pytest.mark.parametrize("name", LISTS)
def test_lists_hide_other_units_drafts(people: People, secret: ArticlePage, name: str) -> None:
    url = LISTS[name](secret)
    for user in (people.writer, people.colleague, people.head):
        assert shows(sign_in(user), url), user
    for user in (people.outsider, people.other_head):
        assert not shows(sign_in(user), url), user


@pytest.mark.parametrize("name", [name for name in LISTS if name != "home"])
def test_lists_show_what_is_public_and_everything_to_the_board(
    people: People, secret: ArticlePage, name: str
) -> None:
    assert shows(sign_in(people.board), LISTS[name](secret))
    publish(secret)
    assert shows(sign_in(people.outsider), LISTS[name](secret))


@pytest.mark.parametrize("name", PAGES)
def test_another_units_draft_is_not_found(people: People, secret: ArticlePage, name: str) -> None:
    url = PAGES[name](secret)
    assert sign_in(people.writer).get(url).status_code == 200
    assert sign_in(people.board).get(url).status_code == 200
    assert sign_in(people.outsider).get(url).status_code == 404


@pytest.mark.parametrize("name", CLOSED)
def test_what_shows_everybodys_work_is_closed(
    people: People, secret: ArticlePage, name: str
) -> None:
    response = sign_in(people.writer).get(reverse(name), follow=True)
    assert SECRET not in response.content.decode()
    assert response.redirect_chain or response.status_code == 403


def test_changes_beyond_writing_are_refused(
    people: People, secret: ArticlePage, news: SectionPage
) -> None:
    other = news.add_sibling(instance=SectionPage(title="Khác", slug="khac"))
    writer = sign_in(people.writer)
    for name in ("copy", "lock", "unlock", "convert_alias", "set_privacy"):
        writer.post(reverse(f"wagtailadmin_pages:{name}", args=[secret.pk]), {})
    writer.post(reverse("wagtailadmin_pages:move_confirm", args=[secret.pk, other.pk]))
    for action in ("move", "delete", "publish", "unpublish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        writer.post(f"{url}?id={secret.pk}", {"chooser": other.pk, "include_descendants": "on"})
    for action in ("copy", "move", "delete", "publish", "create_alias"):
        url = reverse("wagtailadmin_api:pages:action", args=[secret.pk, action])
        writer.post(url, {"destination_page_id": other.pk}, content_type="application/json")
    secret.refresh_from_db()
    assert secret.get_parent().pk == news.pk
    assert not secret.live
    assert not secret.locked
    assert ArticlePage.objects.count() == 1


def test_seeing_is_asked_for_today(people: People, secret: ArticlePage) -> None:
    assert can_see(people.writer, secret)
    assert can_see(people.board, secret)
    assert can_see(people.admin, secret)
    assert not can_see(people.outsider, secret)
    secret.unit = None
    secret.save()
    assert not can_see(people.writer, secret)
