"""Walking through the editor's own views as a person of a unit: people, forms, actions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import ArticlePage, SectionPage
from portal.models import Unit, User
from portal.roles import Role
from portal.workflow_setup import ensure_workflow


@dataclass
class People:
    """A unit with a writer, a colleague and a head; another unit with its writer and head; a member
    of the board; an administrator."""

    unit: Unit
    other_unit: Unit
    writer: User
    colleague: User
    head: User
    outsider: User
    other_head: User
    board: User
    admin: User


@pytest.fixture
def people(
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
    district: Unit,
    news: SectionPage,
) -> People:
    ensure_workflow()
    unit, other = make_unit("Phòng Mẫu A"), make_unit("Phòng Mẫu B")
    return People(
        unit=unit,
        other_unit=other,
        writer=make_user("writer", (unit, Role.CONTRIBUTOR), email="w@example.org"),
        colleague=make_user("colleague", (unit, Role.CONTRIBUTOR)),
        head=make_user("head", (unit, Role.HEAD_OF_UNIT), email="h@example.org"),
        outsider=make_user("outsider", (other, Role.CONTRIBUTOR)),
        other_head=make_user("otherhead", (other, Role.HEAD_OF_UNIT)),
        board=make_user("board", (district, Role.EDITORIAL_BOARD), email="b@example.org"),
        admin=make_user("admin", (district, Role.ADMINISTRATOR)),
    )


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def article_form(**changes: Any) -> dict[str, Any]:
    """What the browser sends from the form of an article."""
    return nested_form_data(
        {
            "title": "Tin mẫu về chuyển đổi số",
            "slug": "tin-mau",
            "summary": "Tóm tắt của tin mẫu.",
            "body": streamfield([("paragraph", rich_text("<p>Nội dung mẫu.</p>"))]),
            "image": "",
            "image_caption": "",
            "image_credit": "",
            "unit": "",
            "author_name": "Người Viết Mẫu",
            "source_name": "",
            "source_url": "",
            "tags": "",
            "search_description": "",
            "seo_title": "",
            "comments": {
                "TOTAL_FORMS": 0,
                "INITIAL_FORMS": 0,
                "MIN_NUM_FORMS": 0,
                "MAX_NUM_FORMS": "",
            },
            **changes,
        }
    )


def add_url(section: SectionPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["home", "articlepage", section.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def draft(section: SectionPage, owner: User, unit: Unit, **fields: Any) -> ArticlePage:
    """An item as its writer saved it."""
    fields.setdefault("title", "Bản nháp mẫu")
    page: ArticlePage = section.add_child(
        instance=ArticlePage(owner=owner, unit=unit, live=False, **fields)
    )
    page.save_revision(user=owner)
    return page


def publish(page: Page) -> None:
    page.specific.save_revision().publish()
    page.refresh_from_db()


def current_task(page: Page) -> TaskState:
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    assert state is not None
    return state


def act(client: Client, page: Page, action: str, comment: str = "") -> Any:
    task = current_task(page)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    return client.post(url, {"comment": comment})


def write_and_send(client: Client, section: SectionPage, **changes: Any) -> ArticlePage:
    response = client.post(add_url(section), article_form(**{"action-submit": "1", **changes}))
    assert response.status_code == 302, response.context["errors_debug"]
    return ArticlePage.objects.latest("pk")
