"""Tasks: who gives them to whom, their steps, parts with deadlines counted back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from portal.working_time import current_calendar
from school_intranet.models import SchoolPortalPage, Task, TaskUpdate
from school_intranet.selectors.tasks import counted_back
from school_intranet.services import directing, incoming, tasks
from school_intranet.services.core import Refused
from school_intranet.states import TaskState
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.test_incoming import words

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def maths(portal_a: SchoolPortalPage, make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Tổ Toán", UnitKind.SUBJECT_GROUP, parent=portal_a.school)


@pytest.fixture
def head(maths: Unit, portal_a: SchoolPortalPage, make_user: Callable[..., User]) -> User:
    return make_user("to-truong", (portal_a.school, Role.TEACHER), (maths, Role.SUBJECT_HEAD))


@pytest.fixture
def task(principal: User, teacher: User, portal_a: SchoolPortalPage, as_reader: MakeReader) -> Task:
    reader = as_reader(principal, portal_a)
    return tasks.assign(reader=reader, title="Việc mẫu", assignee=teacher, due_on=LATER)


def move(task: Task, user: User, step: str, portal: SchoolPortalPage, **data: object) -> int:
    task.refresh_from_db()
    where = at(portal, f"viec/{task.pk}/buoc/{step}/")
    return enter_as(user).post(where, {"version": task.version, **data}).status_code


def test_the_whole_way_leaves_its_history(
    task: Task, portal_a: SchoolPortalPage, principal: User, teacher: User
) -> None:
    assert move(task, teacher, "start", portal_a) == 302
    result = SimpleUploadedFile("ket-qua.pdf", b"MZ\x90 no pdf")
    assert move(task, teacher, "hand-in", portal_a, attachments=result) == 400, "a kind refused"
    assert move(task, teacher, "hand-in", portal_a, text="Đã làm xong") == 302
    assert move(task, principal, "return", portal_a) == 400, "a reason is asked for"
    assert move(task, principal, "return", portal_a, text="Thiếu số liệu") == 302
    assert move(task, teacher, "hand-in", portal_a) == 302
    assert move(task, principal, "accept", portal_a) == 302
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert task.finished_at is not None
    page = enter_as(teacher).get(at(portal_a, f"viec/{task.pk}/")).content.decode()
    assert "Thiếu số liệu" in page
    states = list(TaskUpdate.objects.values_list("state", flat=True))
    assert states == ["open", "doing", "in_review", "returned", "in_review", "done"]


def test_a_step_is_taken_by_whom_it_is_for(
    task: Task, portal_a: SchoolPortalPage, principal: User, teacher: User, clerk: User
) -> None:
    assert move(task, principal, "hand-in", portal_a) == 404
    assert move(task, teacher, "accept", portal_a) == 404
    assert move(task, clerk, "start", portal_a) == 404, "no task of the clerk"
    assert move(task, teacher, "khong-co", portal_a) == 404
    task.refresh_from_db()
    assert task.state == TaskState.OPEN


def test_sent_twice_the_second_sees_the_task_as_it_is(
    task: Task, portal_a: SchoolPortalPage, teacher: User
) -> None:
    client, where = enter_as(teacher), at(portal_a, f"viec/{task.pk}/buoc/hand-in/")
    client.post(where, {"version": 0, "text": "lần một"})
    again = client.post(where, {"version": 0, "text": "lần hai"})
    assert again.status_code == 409
    assert "vừa được cập nhật" in again.content.decode()
    assert TaskUpdate.objects.filter(task=task).count() == 2


def test_a_head_of_a_group_gives_tasks_within_it(
    portal_a: SchoolPortalPage,
    maths: Unit,
    head: User,
    teacher: User,
    make_user: Callable[..., User],
) -> None:
    member = make_user("to-vien", (portal_a.school, Role.TEACHER), (maths, Role.TEACHER))
    client, where = enter_as(head), at(portal_a, "viec/moi/")
    data = {"title": "Soạn đề", "group": maths.pk, "due_on": f"{LATER:%d/%m/%Y}"}
    assert client.post(where, {**data, "assignee": teacher.pk}).status_code == 400
    assert client.post(where, {"title": "x", "assignee": member.pk}).status_code == 400
    assert client.post(where, {**data, "assignee": member.pk}).status_code == 302
    assert Task.objects.get().group == maths
    assert enter_as(teacher).get(where).status_code == 404, "a teacher gives no tasks"


def test_a_document_is_split_among_the_groups(
    portal_a: SchoolPortalPage,
    maths: Unit,
    head: User,
    clerk: User,
    as_reader: MakeReader,
) -> None:
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words(due_on=LATER))
    client, where = enter_as(clerk), at(portal_a, f"van-ban-den/{item.pk}/chia-viec/")
    shown = client.get(where).content.decode()
    assert f"{counted_back(LATER, 2):%d/%m/%Y}" in shown
    assert str(head) in shown
    asked = {"due_on": f"{LATER:%d/%m/%Y}", "days_before": 5, "tinh": 1}
    assert f"{counted_back(LATER, 5):%d/%m/%Y}" in client.post(where, asked).content.decode()
    assert not Task.objects.exists(), "reckoning gives nothing out"
    part = {
        f"to-{maths.pk}-takes_part": "on",
        f"to-{maths.pk}-title": "Phần của tổ Toán",
        f"to-{maths.pk}-assignee": head.pk,
        f"to-{maths.pk}-due_on": f"{counted_back(LATER, 5):%d/%m/%Y}",
    }
    assert client.post(where, {**asked, **part, "giao": 1}).status_code == 302
    task = Task.objects.get()
    assert (task.group, task.assignee, task.document) == (maths, head, item)
    none = client.post(where, {**asked, "giao": 1})
    assert none.status_code == 400
    assert "Chọn ít nhất một tổ" in none.content.decode()


def test_deadlines_are_counted_back_over_working_days(db: None) -> None:
    """Five working days before a Monday lies the Monday before, where no holiday lies between."""
    far = TODAY + timedelta(days=400)
    monday = far + timedelta(days=-far.weekday())
    back = counted_back(monday, 5)
    between = [monday - timedelta(days=n) for n in range(1, (monday - back).days + 1)]
    assert sum(current_calendar().is_working_day(day) for day in between) == 5
    assert current_calendar().is_working_day(back)
    assert counted_back(TODAY, 50) == TODAY, "never before today"
    sunday = monday - timedelta(days=1)
    assert counted_back(sunday, 0).weekday() < 5


def test_a_whole_is_done_after_its_parts(
    task: Task,
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    clerk: User,
    as_reader: MakeReader,
) -> None:
    reader = as_reader(principal, portal_a)
    part = tasks.Part("Phần một", clerk, None, LATER)
    (piece,) = tasks.split(reader=reader, source=task, parts=[part])
    move(task, teacher, "hand-in", portal_a)
    assert move(task, principal, "accept", portal_a) == 400
    move(piece, clerk, "hand-in", portal_a)
    move(piece, principal, "accept", portal_a)
    assert move(task, principal, "accept", portal_a) == 302


def test_keys_of_another_school_are_refused(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    principal: User,
    teacher: User,
    teacher_b: User,
    make_unit: Callable[..., Unit],
    task: Task,
) -> None:
    group_b = make_unit("Tổ B", UnitKind.SUBJECT_GROUP, parent=portal_b.school)
    client, where = enter_as(principal), at(portal_a, "viec/moi/")
    for data in (
        {"assignee": teacher_b.pk},
        {"assignee": teacher.pk, "group": group_b.pk},
        {"assignee": "0x1"},
    ):
        assert client.post(where, {"title": "x", **data}).status_code == 400
    assert Task.objects.count() == 1
    assert enter_as(teacher_b).get(at(portal_b, f"viec/{task.pk}/")).status_code == 404
    assert enter_as(teacher_b).get(at(portal_a, f"viec/{task.pk}/")).status_code == 404


def test_who_sees_a_task(
    task: Task, portal_a: SchoolPortalPage, clerk: User, principal: User, teacher: User
) -> None:
    for user, status in ((clerk, 404), (teacher, 200), (principal, 200)):
        assert enter_as(user).get(at(portal_a, f"viec/{task.pk}/")).status_code == status


def test_lists_filter_and_their_statements_do_not_grow(
    task: Task, portal_a: SchoolPortalPage, principal: User, teacher: User
) -> None:
    client = enter_as(principal)

    def statements() -> int:
        client.get(at(portal_a, "viec/"))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(at(portal_a, "viec/?state=het")).status_code == 200
        return len(counted)

    few = statements()
    Task.objects.bulk_create(
        Task(
            school=portal_a.school,
            title=f"Việc {number}",
            assignee=teacher,
            assigner=principal,
            due_on=date(2020, 1, 1),
            created_at=timezone.now(),
        )
        for number in range(200)
    )
    assert statements() == few <= 12
    late = client.get(at(portal_a, "viec/?late=on")).content.decode()
    assert "200 việc" in late
    assert "Việc mẫu" not in late
    mine = enter_as(teacher).get(at(portal_a, "viec/?whose=giao")).content.decode()
    assert "0 việc" in mine
    assert client.get(at(portal_a, "viec/?whose=x")).status_code == 400


def test_a_head_of_a_group_splits_within_it(
    portal_a: SchoolPortalPage,
    maths: Unit,
    head: User,
    teacher: User,
    clerk: User,
    make_unit: Callable[..., Unit],
    as_reader: MakeReader,
) -> None:
    """Other groups, and people of theirs, are not offered; what is offered can be given."""
    other = make_unit("Tổ khác", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words(due_on=LATER))
    directing.forward(item=item, reader=as_reader(clerk, portal_a), people=[head])
    client, where = enter_as(head), at(portal_a, f"van-ban-den/{item.pk}/chia-viec/")
    page = client.get(where).content.decode()
    assert f"to-{maths.pk}-title" in page
    assert f"to-{other.pk}-title" not in page
    data = {
        "due_on": f"{LATER:%d/%m/%Y}",
        "days_before": 2,
        "giao": 1,
        f"to-{maths.pk}-takes_part": "on",
        f"to-{maths.pk}-title": "Phần của tổ Toán",
        f"to-{maths.pk}-due_on": f"{LATER:%d/%m/%Y}",
    }
    refused = client.post(where, {**data, f"to-{maths.pk}-assignee": teacher.pk})
    assert refused.status_code == 400
    assert "Phần của tổ Toán" in refused.content.decode()
    assert client.post(where, {**data, f"to-{maths.pk}-assignee": head.pk}).status_code == 302
    assert Task.objects.get().group == maths


def test_a_day_long_ago_is_no_error(
    portal_a: SchoolPortalPage, clerk: User, maths: Unit, as_reader: MakeReader
) -> None:
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words())
    where = at(portal_a, f"van-ban-den/{item.pk}/chia-viec/")
    sent = {"due_on": "01/01/0001", "days_before": 60, "tinh": 1}
    assert enter_as(clerk).post(where, sent).status_code == 200
    assert not Task.objects.exists()


def test_with_the_whole_its_parts_are_cancelled(
    portal_a: SchoolPortalPage, principal: User, teacher: User, as_reader: MakeReader
) -> None:
    reader = as_reader(principal, portal_a)
    whole = tasks.assign(reader=reader, title="Việc chung", assignee=teacher)
    parts = [tasks.Part("Một phần", teacher, None, None)]
    (part,) = tasks.split(reader=reader, source=whole, parts=parts)
    tasks.take(task=whole, reader=reader, step="cancel", version=0, text="Không làm nữa")
    part.refresh_from_db()
    assert part.state == TaskState.CANCELLED
    assert part.updates.latest("pk").text == "Hủy cùng việc chung."
    with pytest.raises(PermissionDenied):
        tasks.split(reader=reader, source=whole, parts=parts)


def test_a_head_of_two_groups_gives_each_task_within_its_group(
    portal_a: SchoolPortalPage,
    as_reader: MakeReader,
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
) -> None:
    one, two = (
        make_unit(f"Tổ {name}", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
        for name in ("một", "hai")
    )
    head = make_user("to-truong", (one, Role.SUBJECT_HEAD), (two, Role.SUBJECT_HEAD))
    member = make_user("to-vien", (two, Role.TEACHER))
    reader = as_reader(head, portal_a)
    with pytest.raises(Refused):
        tasks.assign(reader=reader, title="Việc mẫu", assignee=member, group=one)
    assert tasks.assign(reader=reader, title="Việc mẫu", assignee=member, group=two).pk
