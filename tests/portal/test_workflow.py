"""The steps by themselves: who is asked, when a step passes by itself, delegation, reminders."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Task, TaskState, Workflow, WorkflowPage

from home.models import SectionPage
from portal import editorial
from portal.approval import approvers_of
from portal.editor.selectors import item_state, late_approvals, waiting_for
from portal.models import (
    ApprovalDelegation,
    CorrectionRequest,
    RequestKind,
    RequestStatus,
    UnitApprovalState,
    UnitApprovalTask,
    User,
)
from portal.permissions import forget_memberships
from portal.provisioning import end_membership
from portal.workflow_setup import ensure_workflow
from portal.working_time import LOCAL_TIME
from tests.editor import People, act, current_task, draft, edit_url, publish, sign_in
from tests.outbox import posted

pytestmark = pytest.mark.usefixtures("indexes")


def send(page: Page, user: User) -> None:
    page.specific.get_workflow().start(page.specific, user)


def today() -> date:
    return timezone.localdate()


def test_the_workflow_is_made_once_and_mended(people: People, news: SectionPage) -> None:
    workflow = ensure_workflow()
    workflow.active = False
    workflow.save()
    workflow.workflow_tasks.update(sort_order=7)
    WorkflowPage.objects.all().delete()
    assert ensure_workflow() == workflow
    assert (Workflow.objects.count(), Task.objects.count()) == (2, 3)  # Wagtail brings one of each
    assert [type(task.specific).__name__ for task in workflow.tasks] == [
        "UnitApprovalTask",
        "BoardApprovalTask",
    ]
    assert news.get_workflow() == workflow


def test_without_a_head_the_step_passes_and_says_so(people: People, news: SectionPage) -> None:
    end_membership(people.head.memberships.get(), last_day=today() - timedelta(days=1))
    page = draft(news, people.writer, people.unit)
    send(page, people.writer)
    assert current_task(page).task.name == "Ban Biên tập duyệt"
    passed = TaskState.objects.get(status=TaskState.STATUS_APPROVED)
    assert passed.comment == "Đơn vị hiện chưa có trưởng đơn vị."
    entry = PageLogEntry.objects.get(page=page, action="portal.pass_step")
    assert entry.message == f"Bước duyệt của đơn vị tự qua: {passed.comment}"
    assert [message.to for message in posted()] == [["b@example.org"]]


def test_an_inactive_account_is_no_head(people: People, news: SectionPage) -> None:
    User.objects.filter(pk=people.head.pk).update(is_active=False)
    page = draft(news, people.writer, people.unit)
    send(page, people.writer)
    assert current_task(page).task.name == "Ban Biên tập duyệt"


def test_what_the_head_sends_goes_to_the_board(people: People, news: SectionPage) -> None:
    page = draft(news, people.head, people.unit)
    send(page, people.head)
    assert current_task(page).task.name == "Ban Biên tập duyệt"
    entry = PageLogEntry.objects.get(page=page, action="portal.pass_step")
    assert entry.data["reason"] == "Người gửi có quyền duyệt của đơn vị."


def test_a_head_elsewhere_is_asked_here(people: People, news: SectionPage) -> None:
    page = draft(news, people.other_head, people.unit)
    send(page, people.other_head)
    assert current_task(page).task.name == "Trưởng đơn vị duyệt"


def test_each_sees_what_waits_for_them(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    send(page, people.writer)
    assert [row.page.pk for row in waiting_for(people.head)] == [page.pk]
    for user in (people.writer, people.other_head, people.board, people.outsider):
        assert waiting_for(user) == []
    act(sign_in(people.head), page, "approve")
    assert waiting_for(people.head) == []
    assert [row.page.pk for row in waiting_for(people.board)] == [page.pk]
    assert [row.page.pk for row in waiting_for(people.admin)] == [page.pk]


def delegate(people: People, *, days: int = 3, **changes: Any) -> ApprovalDelegation:
    facts = {
        "head": people.head,
        "unit": people.unit,
        "deputy": people.colleague,
        "start": today(),
        "end": today() + timedelta(days=days),
    }
    return editorial.delegate(**(facts | changes))


def test_a_deputy_approves_while_the_delegation_runs(people: People, news: SectionPage) -> None:
    delegation = delegate(people)
    page = draft(news, people.writer, people.unit)
    send(page, people.writer)
    assert [row.page.pk for row in waiting_for(people.colleague)] == [page.pk]
    act(sign_in(people.colleague), page, "approve")
    assert current_task(page).task.name == "Ban Biên tập duyệt"
    assert people.colleague in approvers_of(people.unit.pk, delegation.end)
    assert people.colleague not in approvers_of(people.unit.pk, delegation.end + timedelta(days=1))


@pytest.mark.parametrize("ends", ["withdrawn", "head", "deputy"])
def test_a_delegation_ends_with_what_it_stands_on(
    people: People, news: SectionPage, ends: str
) -> None:
    delegation = delegate(people)
    yesterday = today() - timedelta(days=1)
    if ends == "withdrawn":
        editorial.withdraw_delegation(delegation=delegation, user=people.head)
    elif ends == "head":
        end_membership(people.head.memberships.get(), last_day=yesterday)
    else:
        end_membership(people.colleague.memberships.get(), last_day=yesterday)
    forget_memberships(people.colleague)
    assert people.colleague not in approvers_of(people.unit.pk, today())
    page = draft(news, people.writer, people.unit)
    send(page, people.writer)
    assert waiting_for(people.colleague) == []


def test_who_may_delegate_to_whom(people: People) -> None:
    with pytest.raises(PermissionDenied):
        delegate(people, head=people.writer)
    with pytest.raises(PermissionDenied):
        delegate(people, unit=people.other_unit)
    for wrong in (
        {"deputy": people.outsider},
        {"deputy": people.head},
        {"end": today() - timedelta(days=1), "start": today() - timedelta(days=2)},
        {"days": -1},
    ):
        with pytest.raises(ValidationError):
            delegate(people, **wrong)
    with pytest.raises(PermissionDenied):
        editorial.withdraw_delegation(delegation=delegate(people), user=people.other_head)


def test_delegating_in_the_editor(people: People) -> None:
    url = reverse("portal_editor_delegations")
    head = sign_in(people.head)
    end = today() + timedelta(days=2)
    sent = {
        "deputy": people.colleague.pk,
        "start": f"{today():%d/%m/%Y}",
        "end": f"{end:%d/%m/%Y}",
    }
    assert head.post(url, sent).status_code == 302
    delegation = ApprovalDelegation.objects.get()
    assert (delegation.unit, delegation.deputy, delegation.end) == (
        people.unit,
        people.colleague,
        end,
    )
    assert people.colleague.full_name in head.get(url).content.decode()
    assert head.post(url, {**sent, "deputy": people.outsider.pk}).status_code == 422
    assert head.post(url, {**sent, "end": "không phải ngày"}).status_code == 422
    withdraw = reverse("portal_editor_withdraw", args=[delegation.pk])
    assert sign_in(people.other_head).post(withdraw).status_code == 404
    for user in (people.writer, people.board):
        assert sign_in(user).get(url).status_code in (302, 403)
        sign_in(user).post(url, sent)
    assert ApprovalDelegation.objects.count() == 1
    head.post(withdraw)
    delegation.refresh_from_db()
    assert delegation.withdrawn_at is not None


MONDAY = datetime(2018, 5, 28, 15, 0, tzinfo=LOCAL_TIME)


def sent_at(page: Page, moment: datetime) -> None:
    UnitApprovalState.objects.filter(workflow_state__object_id=str(page.pk)).update(
        started_at=moment
    )


def test_the_board_is_told_once_after_four_working_hours(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    send(page, people.writer)
    sent_at(page, MONDAY)
    posted().clear()
    tuesday = MONDAY + timedelta(days=1)
    assert editorial.remind_unanswered_approvals(now=tuesday.replace(hour=9, minute=59)) == "0"
    assert editorial.remind_unanswered_approvals(now=tuesday.replace(hour=10)) == "1"
    assert editorial.remind_unanswered_approvals(now=tuesday.replace(hour=16)) == "0"
    assert [message.to for message in posted()] == [["b@example.org"]]
    assert "15:00 28/05/2018" in posted()[0].body
    assert [row.page.pk for row in late_approvals()] == [page.pk]
    act(sign_in(people.head), page, "approve")
    assert late_approvals() == []


def test_an_answer_in_time_needs_no_reminder(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    send(page, people.writer)
    sent_at(page, MONDAY)
    act(sign_in(people.head), page, "approve")
    posted().clear()
    later = MONDAY + timedelta(days=3)
    assert editorial.remind_unanswered_approvals(now=later) == "0"
    assert posted() == []


def test_an_urgent_item_shows_its_four_hours_and_comes_first(
    people: People, news: SectionPage
) -> None:
    plain = draft(news, people.writer, people.unit, title="Tin thường")
    urgent = draft(news, people.writer, people.unit, title="Tin khẩn", is_urgent=True)
    for page in (plain, urgent):
        send(page, people.writer)
        sent_at(page, MONDAY)
    assert [row.title for row in waiting_for(people.head)] == ["Tin khẩn", "Tin thường"]
    state = item_state(urgent)
    assert state.due == datetime(2018, 5, 29, 10, 0, tzinfo=LOCAL_TIME)
    assert state.is_late
    assert item_state(plain).due is None
    for user in (people.head, people.writer):
        client = sign_in(user)
        assert "10:00 29/05/2018" in client.get(reverse("wagtailadmin_home")).content.decode()
        assert "10:00 29/05/2018" in client.get(edit_url(urgent)).content.decode()


def change_url(page: Page, kind: RequestKind) -> str:
    return reverse("portal_editor_change", args=[page.pk, kind.value])


def test_a_unit_asks_for_a_correction_and_the_board_answers(
    people: People, news: SectionPage
) -> None:
    page = draft(news, people.writer, people.unit)
    publish(page)
    writer, board = sign_in(people.writer), sign_in(people.board)
    url = change_url(page, RequestKind.CORRECT)
    assert writer.get(url).status_code == 200
    assert writer.post(url, {"reason": ""}).status_code == 422
    assert writer.post(url, {"reason": "Sai ngày họp"}).status_code == 302
    assert writer.post(url, {"reason": "Lần nữa"}).status_code == 422
    change = CorrectionRequest.objects.get()
    assert [message.to for message in posted()] == [["b@example.org"]]
    assert "Sai ngày họp" in board.get(reverse("wagtailadmin_home")).content.decode()

    answer = reverse("portal_editor_answer", args=[change.pk])
    assert writer.post(answer, {"decision": "done"}).status_code in (302, 403)
    assert board.post(answer, {"decision": "declined", "answer": ""}).status_code == 422
    board.post(answer, {"decision": "done", "answer": "Đã sửa"})
    change.refresh_from_db()
    assert change.status == RequestStatus.DONE
    assert change.answered_by == people.board
    assert posted()[-1].to == ["w@example.org"]
    page.refresh_from_db()
    assert page.live
    assert board.post(answer, {"decision": "done"}).status_code == 404
    actions = PageLogEntry.objects.filter(page=page).values_list("action", flat=True)
    assert {"portal.ask_correction", "portal.change_done"} <= set(actions)


def test_a_take_down_is_carried_out_by_the_board(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    publish(page)
    sign_in(people.writer).post(change_url(page, RequestKind.TAKE_DOWN), {"reason": "Đăng nhầm"})
    page.refresh_from_db()
    assert page.live
    change = CorrectionRequest.objects.get()
    sign_in(people.board).post(
        reverse("portal_editor_answer", args=[change.pk]), {"decision": "done", "answer": ""}
    )
    page.refresh_from_db()
    assert not page.live
    assert item_state(page).label == "Đã gỡ"
    assert item_state(page).reason == "Đăng nhầm"
    # It is its unit's draft again, but stays in the history.
    writer = sign_in(people.writer)
    assert writer.get(edit_url(page)).status_code == 200
    writer.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert Page.objects.filter(pk=page.pk).exists()


def test_the_board_takes_down_at_once_and_with_a_reason(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    publish(page)
    board = sign_in(people.board)
    board.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page.refresh_from_db()
    assert page.live
    board.post(change_url(page, RequestKind.TAKE_DOWN), {"reason": "Sai sự thật"})
    page.refresh_from_db()
    assert not page.live
    entry = PageLogEntry.objects.get(page=page, action="portal.take_down")
    assert (entry.user, entry.message) == (people.board, "Gỡ bài: Sai sự thật")


def test_other_units_cannot_ask_and_drafts_are_not_found(people: People, news: SectionPage) -> None:
    page = draft(news, people.writer, people.unit)
    outsider = sign_in(people.outsider)
    url = change_url(page, RequestKind.CORRECT)
    assert outsider.get(url).status_code == 404
    assert sign_in(people.writer).get(url).status_code in (302, 403)
    publish(page)
    outsider.post(url, {"reason": "Không phải của tôi"})
    assert not CorrectionRequest.objects.exists()
    wrong = reverse("portal_editor_change", args=[page.pk, "viec-la"])
    assert sign_in(people.writer).get(wrong).status_code == 404


def test_a_task_says_what_it_is() -> None:
    assert "Trưởng đơn vị" in UnitApprovalTask.get_description()
