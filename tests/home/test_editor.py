"""The whole road of an item through the editor's own views, and what is refused beside it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, WorkflowState

from home.models import ArticlePage, SectionPage
from portal.models import Refusal
from portal.provisioning import end_membership
from tests.editor import (
    People,
    act,
    add_url,
    article_form,
    current_task,
    draft,
    edit_url,
    publish,
    sign_in,
    write_and_send,
)
from tests.outbox import posted

pytestmark = pytest.mark.usefixtures("indexes")


def test_an_item_goes_from_its_writer_to_the_public(
    people: People, news: SectionPage, client: Client
) -> None:
    writer, head, board = (sign_in(user) for user in (people.writer, people.head, people.board))
    assert writer.get(add_url(news)).status_code == 200
    page = write_and_send(writer, news)
    assert page.unit == people.unit
    assert page.owner == people.writer
    assert not page.live
    assert current_task(page).task.name == "Trưởng đơn vị duyệt"
    assert [message.to for message in posted()] == [["h@example.org"]]
    assert edit_url(page) in posted()[0].body
    assert client.get("/tin-tuc/tin-mau/").status_code == 404

    assert head.get(edit_url(page)).status_code == 200
    act(head, page, "approve")
    assert current_task(page).task.name == "Ban Biên tập duyệt"
    assert posted()[1].to == ["b@example.org"]

    act(board, page, "approve")
    page.refresh_from_db()
    assert page.live
    assert posted()[2].to == ["w@example.org"]
    response = client.get("/tin-tuc/tin-mau/")
    assert response.status_code == 200
    assert "Tin mẫu về chuyển đổi số" in response.content.decode()


def test_an_item_returned_comes_back_with_its_reason_and_goes_again(
    people: People, news: SectionPage
) -> None:
    writer, head = sign_in(people.writer), sign_in(people.head)
    page = write_and_send(writer, news)
    posted().clear()
    act(head, page, "reject", "Thiếu nguồn số liệu")
    assert Page.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"
    assert [message.to for message in posted()] == [["w@example.org"]]
    assert "Thiếu nguồn số liệu" in posted()[0].body
    assert "Thiếu nguồn số liệu" in writer.get(reverse("wagtailadmin_home")).content.decode()
    assert "Thiếu nguồn số liệu" in writer.get(edit_url(page)).content.decode()

    sent = writer.post(edit_url(page), article_form(title="Tin đã sửa", **{"action-submit": "1"}))
    assert sent.status_code == 302
    assert current_task(page).task.name == "Trưởng đơn vị duyệt"


@pytest.mark.parametrize("action", ["reject", "refuse"])
def test_returning_and_refusing_need_a_reason(
    people: People, news: SectionPage, action: str
) -> None:
    page = write_and_send(sign_in(people.writer), news)
    head = sign_in(people.head)
    task = current_task(page)
    act(head, page, action, "  ")
    assert current_task(page) == task
    # The page's form hands over what the browser says, unchecked by Wagtail.
    response = head.post(
        edit_url(page),
        article_form(
            **{
                "action-workflow-action": "1",
                "workflow-action-name": action,
                "workflow-action-extra-data": '{"comment": ""}',
            }
        ),
    )
    assert response.status_code == 400
    assert current_task(page) == task


def test_a_refused_item_is_kept_locked_and_told(people: People, news: SectionPage) -> None:
    writer, head, board = sign_in(people.writer), sign_in(people.head), sign_in(people.board)
    page = write_and_send(writer, news)
    posted().clear()
    act(head, page, "refuse", "Không thuộc phạm vi của cổng")
    page.refresh_from_db()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert Refusal.objects.get(page=page).reason == "Không thuộc phạm vi của cổng"
    assert PageLogEntry.objects.filter(page=page, action="portal.refuse").exists()
    assert [message.to for message in posted()] == [["w@example.org"]]
    first_page = writer.get(reverse("wagtailadmin_home")).content.decode()
    assert "Bị từ chối" in first_page
    assert "Không thuộc phạm vi của cổng" in first_page

    # It can be read, not changed, sent or deleted.
    assert writer.get(edit_url(page)).status_code == 200
    writer.post(edit_url(page), article_form(title="Đổi tên", **{"action-submit": "1"}))
    page.refresh_from_db()
    assert page.title == "Tin mẫu về chuyển đổi số"
    assert page.current_workflow_state is None
    unlock = reverse("wagtailadmin_pages:unlock", args=[page.pk])
    delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
    for refused in (unlock, delete):
        writer.post(refused)
        page.refresh_from_db()
        assert page.locked

    # The board alone can take it up again.
    board.post(unlock)
    page.refresh_from_db()
    assert not page.locked


def test_the_head_of_another_unit_can_do_nothing(people: People, news: SectionPage) -> None:
    page = write_and_send(sign_in(people.writer), news)
    other = sign_in(people.other_head)
    task = current_task(page)
    assert other.get(edit_url(page)).status_code == 404
    for action in ("approve", "reject", "refuse"):
        act(other, page, action, "Lý do")
    assert current_task(page) == task


def test_a_task_is_not_answered_through_another_page(people: People, news: SectionPage) -> None:
    """Wagtail asks for the right on the page in the address and takes the state by its number."""
    page = write_and_send(sign_in(people.writer), news)
    other = sign_in(people.other_head)
    own = write_and_send(sign_in(people.outsider), news, slug="tin-khac")
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[own.pk, "approve", current_task(page).pk]
    )
    other.post(url, {"comment": ""})
    assert current_task(page).task.name == "Trưởng đơn vị duyệt"
    act(other, own, "approve")
    assert current_task(own).task.name == "Ban Biên tập duyệt"


def test_the_writer_and_the_head_cannot_do_the_boards_step(
    people: People, news: SectionPage
) -> None:
    page = write_and_send(sign_in(people.writer), news)
    act(sign_in(people.head), page, "approve")
    for user in (people.writer, people.colleague, people.head):
        act(sign_in(user), page, "approve")
    page.refresh_from_db()
    assert not page.live
    act(sign_in(people.admin), page, "approve")
    page.refresh_from_db()
    assert page.live


def test_an_item_on_its_way_is_locked_to_its_writer(people: People, news: SectionPage) -> None:
    page = write_and_send(sign_in(people.writer), news)
    for user in (people.writer, people.colleague):
        client = sign_in(user)
        assert client.get(edit_url(page)).status_code == 200
        client.post(edit_url(page), article_form(title="Đổi tên"))
        page.refresh_from_db()
        assert page.title == "Tin mẫu về chuyển đổi số"
    sign_in(people.head).post(edit_url(page), article_form(title="Trưởng phòng sửa"))
    page.refresh_from_db()
    assert page.title == "Trưởng phòng sửa"


def test_the_board_publishes_directly_and_nobody_else_does(
    people: People, news: SectionPage
) -> None:
    for number, user in enumerate((people.writer, people.head)):
        data = article_form(slug=f"tin-{number}", **{"action-publish": "1"})
        sign_in(user).post(add_url(news), data)
        assert not ArticlePage.objects.latest("pk").live
    data = article_form(slug="tin-ban-bien-tap", **{"action-publish": "1"})
    sign_in(people.board).post(add_url(news), data)
    assert ArticlePage.objects.latest("pk").live


def test_the_unit_is_the_writers_whatever_the_browser_sends(
    people: People, news: SectionPage
) -> None:
    client = sign_in(people.writer)
    client.post(add_url(news), article_form(unit=people.other_unit.pk))
    page = ArticlePage.objects.latest("pk")
    assert page.unit == people.unit
    client.post(edit_url(page), article_form(unit=people.other_unit.pk))
    page.refresh_from_db()
    assert page.unit == people.unit
    assert page.author_name == "Người Viết Mẫu"


def test_a_member_of_two_units_chooses_and_only_between_them(
    people: People, news: SectionPage, make_user: Any, make_unit: Any
) -> None:
    both = make_user("both", (people.unit, "contributor"), (people.other_unit, "contributor"))
    third = make_unit("Phòng Mẫu C")
    client = sign_in(both)
    client.post(add_url(news), article_form(unit=people.other_unit.pk))
    page = ArticlePage.objects.latest("pk")
    assert page.unit == people.other_unit
    response = client.post(add_url(news), article_form(slug="khac", unit=third.pk))
    assert "unit" in response.context["form"].errors
    assert ArticlePage.objects.count() == 1
    # Sent, it stays with the unit whose head has it.
    client.post(edit_url(page), article_form(unit=page.unit_id, **{"action-submit": "1"}))
    sign_in(people.other_head).post(edit_url(page), article_form(unit=people.unit.pk))
    page.refresh_from_db()
    assert page.unit == people.other_unit


def test_members_go_on_with_each_others_drafts_and_outsiders_do_not(
    people: People, news: SectionPage
) -> None:
    page = draft(news, people.writer, people.unit)
    colleague, outsider = sign_in(people.colleague), sign_in(people.outsider)
    assert colleague.post(edit_url(page), article_form(title="Viết tiếp")).status_code == 302
    assert outsider.get(edit_url(page)).status_code == 404
    outsider.post(edit_url(page), article_form(title="Phá"))
    page.refresh_from_db()
    assert page.title == "Viết tiếp"


def test_a_former_member_loses_what_they_wrote(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    membership = people.writer.memberships.get()
    people.writer.memberships.create(
        unit=people.other_unit, role="contributor", start=membership.start
    )
    end_membership(membership, last_day=membership.start)
    assert sign_in(people.writer).get(edit_url(page)).status_code == 404


def test_a_published_item_is_the_boards_to_change(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    publish(page)
    for user in (people.writer, people.head):
        client = sign_in(user)
        client.post(edit_url(page), article_form(title="Sửa tin đã đăng"))
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        page.refresh_from_db()
        assert page.live
        assert not page.has_unpublished_changes
    response = sign_in(people.board).post(edit_url(page), article_form(title="Ban Biên tập sửa"))
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.draft_title == "Ban Biên tập sửa"


def test_contributors_begin_items_and_nothing_else(people: People, news: SectionPage) -> None:
    client = sign_in(people.writer)
    section = reverse("wagtailadmin_pages:add", args=["home", "sectionpage", news.pk])
    client.post(section, {"title": "Chuyên mục lạ", "slug": "la", "summary": ""})
    assert not SectionPage.objects.filter(slug="la").exists()
    add_below = reverse("wagtailadmin_pages:add_subpage", args=[news.pk])
    assert client.get(add_below).url == reverse("portal_editor_write")
    assert add_url(news) in client.get(reverse("portal_editor_write")).content.decode()
    assert sign_in(people.board).get(section).status_code == 200
    home = news.get_parent()
    standard = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    assert client.get(standard).status_code in (302, 403)


def test_a_draft_of_ones_own_can_be_thrown_away_and_no_other(
    people: People, news: SectionPage
) -> None:
    own, others = draft(news, people.writer, people.unit), draft(news, people.head, people.unit)
    client = sign_in(people.writer)
    for page in (own, others):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert list(ArticlePage.objects.values_list("pk", flat=True)) == [others.pk]


def test_an_item_is_previewed_before_it_is_saved(people: People, news: SectionPage) -> None:
    client = sign_in(people.writer)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["home", "articlepage", news.pk])
    assert client.post(url, article_form()).json()["is_valid"]
    response = client.get(url)
    assert response.status_code == 200
    assert "Tin mẫu về chuyển đổi số" in response.content.decode()


def test_the_phone_and_the_desk_are_among_the_previews(news: SectionPage) -> None:
    sizes = {size["name"] for size in ArticlePage().preview_sizes}
    assert {"mobile", "desktop"} <= sizes


def test_menus_hold_what_is_of_use(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    writer = sign_in(people.writer).get(edit_url(page)).content.decode()
    assert writer.index("action-submit") < writer.index("Lưu nháp")
    assert "action-publish" not in writer
    first_page = sign_in(people.writer).get(reverse("wagtailadmin_home")).content.decode()
    assert '"reports"' not in first_page
    assert '"help"' not in first_page
    assert reverse("portal_editor_delegations") not in first_page
    head_page = sign_in(people.head).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("portal_editor_delegations") in head_page
    assert '"reports"' in sign_in(people.board).get(reverse("wagtailadmin_home")).content.decode()


def test_two_items_of_one_title_get_two_addresses(people: People, news: SectionPage) -> None:
    client = sign_in(people.writer)
    pages = [write_and_send(client, news, slug=slug) for slug in ("", "")]
    assert [page.slug for page in pages] == [
        "tin-mau-ve-chuyen-doi-so",
        "tin-mau-ve-chuyen-doi-so-2",
    ]
