"""The whole road of an item through the editor's own views, and what is refused beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import ArticlePage, SectionPage
from portal.models import Unit, User
from portal.roles import Role
from portal.workflow_setup import ensure_workflow

MakeUser = Callable[..., User]


@pytest.fixture
def people(
    make_unit: Callable[..., Unit], make_user: MakeUser, district: Unit, news: SectionPage
) -> dict[str, Any]:
    """A unit with a writer, a colleague and a head; another unit with a writer; the board."""
    ensure_workflow()
    culture, planning = make_unit("Phòng Mẫu A"), make_unit("Phòng Mẫu B")
    return {
        "unit": culture,
        "other_unit": planning,
        "writer": make_user("writer", (culture, Role.CONTRIBUTOR), email="w@example.org"),
        "colleague": make_user("colleague", (culture, Role.CONTRIBUTOR)),
        "head": make_user("head", (culture, Role.HEAD_OF_UNIT), email="h@example.org"),
        "outsider": make_user("outsider", (planning, Role.CONTRIBUTOR)),
        "other_head": make_user("otherhead", (planning, Role.HEAD_OF_UNIT)),
        "board": make_user("board", (district, Role.EDITORIAL_BOARD), email="b@example.org"),
    }


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def form(**changes: Any) -> dict[str, Any]:
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


def current_task(page: Page) -> TaskState:
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    assert state is not None
    return state


def act(client: Client, page: Page, action: str, comment: str = "") -> Any:
    task = current_task(page)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    return client.post(url, {"comment": comment})


def write_and_send(client: Client, section: SectionPage, **changes: Any) -> ArticlePage:
    response = client.post(add_url(section), form(**{"action-submit": "1", **changes}))
    assert response.status_code == 302, response.context["errors_debug"]
    return ArticlePage.objects.latest("pk")


def test_an_item_goes_from_its_writer_to_the_public(
    people: dict[str, Any], signed_in: Callable[[User], Client], news: SectionPage, client: Client
) -> None:
    writer, head, board = (signed_in(people[name]) for name in ("writer", "head", "board"))
    assert writer.get(add_url(news)).status_code == 200
    page = write_and_send(writer, news)
    assert page.unit == people["unit"]
    assert page.owner == people["writer"]
    assert not page.live
    assert current_task(page).task.name == "Trưởng đơn vị duyệt"
    assert [message.to for message in mail.outbox] == [["h@example.org"]]
    assert edit_url(page) in mail.outbox[0].body
    assert client.get("/tin-tuc/tin-mau/").status_code == 404

    assert head.get(edit_url(page)).status_code == 200
    act(head, page, "approve")
    assert current_task(page).task.name == "Ban Biên tập duyệt"
    assert mail.outbox[1].to == ["b@example.org"]

    act(board, page, "approve")
    page.refresh_from_db()
    assert page.live
    assert mail.outbox[2].to == ["w@example.org"]
    response = client.get("/tin-tuc/tin-mau/")
    assert response.status_code == 200
    assert "Tin mẫu về chuyển đổi số" in response.content.decode()
