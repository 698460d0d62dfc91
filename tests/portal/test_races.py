"""Two people at the same thing at once: one wins, the other is told, and no right is lost or kept.

On PostgreSQL in threads that start together; on every database in turn, each with what it read
before the other wrote.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, TaskState, WorkflowState

from home.models import ArticlePage, SectionPage
from portal import editorial
from portal.kinds import UnitKind
from portal.models import (
    ApprovalDelegation,
    CorrectionRequest,
    Membership,
    Refusal,
    RequestKind,
    Unit,
    User,
)
from portal.provisioning import end_membership, provision_user, save_membership, save_unit
from portal.roles import Role
from tests.editor import People, current_task, draft
from tests.threads import REASON, Act, at_once

pytestmark = pytest.mark.usefixtures("indexes")

Run = Callable[..., list[object]]
REFUSED = (PermissionDenied, ValidationError)


def outcome(act: Act) -> object:
    """What it returns, or with what it was refused. Any other error is the test's."""
    try:
        return act()
    except REFUSED as error:
        return error


def in_turn(*acts: Act) -> list[object]:
    return [outcome(act) for act in acts]


def in_real_threads(*acts: Act) -> list[object]:
    results = at_once(acts)
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, REFUSED):
            raise result
    return results


IN_THREADS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason=REASON,
    ),
]


@pytest.fixture(
    params=[
        pytest.param(in_turn, marks=pytest.mark.django_db),
        pytest.param(in_real_threads, marks=IN_THREADS),
    ]
)
def run(request: pytest.FixtureRequest) -> Run:
    chosen: Run = request.param
    return chosen


def refused(results: list[object]) -> list[object]:
    return [result for result in results if isinstance(result, REFUSED)]


def today() -> date:
    return timezone.localdate()


def groups(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def membership(user: User, unit: Unit, role: Role) -> Membership:
    return Membership(user=user, unit=unit, role=role, start=date(2018, 1, 1))


# --- An item -----------------------------------------------------------------------------------


def sent(people: People, news: SectionPage, number: int) -> ArticlePage:
    page = draft(news, people.writer, people.unit, title=f"Tin mẫu {number}")
    page.get_workflow().start(page, people.writer)
    return page


def answers(page: ArticlePage, *given: tuple[User, str]) -> list[Act]:
    """Each answers with the state of the step as it was read before anyone answered."""

    def one(user: User, action: str) -> Act:
        state = current_task(page).specific
        assert state.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
        return lambda: state.task.specific.on_action(state, user, action, comment="Lý do mẫu.")

    return [one(user, action) for user, action in given]


def deputy_of(people: People) -> User:
    editorial.delegate(
        head=people.head, unit=people.unit, deputy=people.colleague, start=today(), end=today()
    )
    return people.colleague


def test_of_approving_and_refusing_at_once_one_holds(
    run: Run, people: People, news: SectionPage
) -> None:
    deputy = deputy_of(people)
    for number in range(4):
        page = sent(people, news, number)
        results = run(*answers(page, (people.head, "approve"), (deputy, "refuse")))
        assert len(refused(results)) == 1
        approved = results[0] not in refused(results)
        steps = TaskState.objects.filter(workflow_state__object_id=str(page.pk))
        state = WorkflowState.objects.get(object_id=str(page.pk))
        page.refresh_from_db()
        if approved:
            assert state.status == WorkflowState.STATUS_IN_PROGRESS
            assert [step.status for step in steps.order_by("pk")] == ["approved", "in_progress"]
        else:
            assert state.status == WorkflowState.STATUS_CANCELLED
            assert [step.status for step in steps] == ["cancelled"]
        assert page.locked is not approved
        assert Refusal.objects.filter(page_id=page.pk).exists() is not approved


def test_an_item_approved_by_two_at_once_moves_one_step(
    run: Run, people: People, news: SectionPage
) -> None:
    deputy = deputy_of(people)
    page = sent(people, news, 1)
    assert len(refused(run(*answers(page, (people.head, "approve"), (deputy, "approve"))))) == 1
    assert current_task(page).task.name == "Ban Biên tập duyệt"
    assert TaskState.objects.filter(workflow_state__object_id=str(page.pk)).count() == 2


def test_an_item_approved_by_two_of_the_board_is_published_once(
    run: Run, people: People, news: SectionPage, make_user: Callable[..., User], district: Unit
) -> None:
    second = make_user("board2", (district, Role.EDITORIAL_BOARD))
    page = sent(people, news, 1)
    in_turn(*answers(page, (people.head, "approve")))
    assert len(refused(run(*answers(page, (people.board, "approve"), (second, "approve"))))) == 1
    page.refresh_from_db()
    assert page.live
    assert PageLogEntry.objects.filter(page=page, action="wagtail.publish").count() == 1


def test_the_same_correction_asked_by_two_is_asked_once(
    run: Run, people: People, news: SectionPage
) -> None:
    page = draft(news, people.writer, people.unit)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    asked = run(
        *(
            lambda user=user: editorial.request_change(
                page=page, user=user, kind=RequestKind.CORRECT, reason="Sai ngày."
            )
            for user in (people.writer, people.head)
        )
    )
    assert [error.messages for error in refused(asked)] == [
        ["Đã có đề nghị như vậy đang chờ Ban Biên tập."]
    ]
    assert CorrectionRequest.objects.count() == 1


# --- Memberships -------------------------------------------------------------------------------


def test_memberships_given_at_once_both_give_their_rights(
    run: Run, people: People, district: Unit, make_user: Callable[..., User]
) -> None:
    for number in range(4):
        person = make_user(f"nguoi{number}")
        given = [
            membership(User.objects.get(pk=person.pk), unit, role)
            for unit, role in (
                (people.unit, Role.CONTRIBUTOR),
                (people.other_unit, Role.HEAD_OF_UNIT),
                (district, Role.ADMINISTRATOR),
            )
        ]
        assert not refused(run(*(lambda m=m: save_membership(m) for m in given)))
        person.refresh_from_db()
        assert groups(person) == {"Cộng tác viên", "Trưởng đơn vị", "Quản trị hệ thống"}
        assert person.is_superuser


def test_the_same_membership_given_twice_is_given_once(run: Run, people: People) -> None:
    given = [membership(people.outsider, people.unit, Role.CONTRIBUTOR) for _ in range(2)]
    results = refused(run(*(lambda m=m: save_membership(m) for m in given)))
    assert [error.messages for error in results] == [["Vai trò này đã được giao từ cùng ngày."]]


def test_a_membership_that_ends_while_rights_are_worked_out_is_gone(
    run: Run, people: People, make_user: Callable[..., User]
) -> None:
    yesterday = today() - timedelta(days=1)
    for number in range(4):
        both = ((people.unit, Role.CONTRIBUTOR), (people.other_unit, Role.HEAD_OF_UNIT))
        person = make_user(f"nguoi{number}", *both)
        ending = person.memberships.get(unit=people.unit)
        # As the middleware has it, which read the account at the start of a request.
        stale = User.objects.get(pk=person.pk)
        run(
            lambda m=ending: end_membership(m, last_day=yesterday),
            lambda user=stale: provision_user(user),
        )
        assert groups(person) == {"Trưởng đơn vị"}


def test_a_membership_taken_back_does_not_come_back(run: Run, people: People) -> None:
    tomorrow = today() + timedelta(days=1)
    made = save_membership(
        Membership(user=people.outsider, unit=people.unit, role=Role.HEAD_OF_UNIT, start=tomorrow)
    )
    first, second = (Membership.objects.get(pk=made.pk) for _ in range(2))
    second.end = tomorrow
    results = run(lambda: end_membership(first, last_day=today()), lambda: save_membership(second))
    # Saved before it was taken back, or refused; never stored again.
    assert not Membership.objects.filter(pk=made.pk).exists()
    assert [error.messages for error in refused(results)] in (
        [],
        [["Vai trò này vừa được người khác thu hồi."]],
    )
    with pytest.raises(ValidationError):
        end_membership(second, last_day=tomorrow)


def test_of_two_ends_the_earlier_holds(run: Run, people: People) -> None:
    before, later = today() - timedelta(days=1), today() + timedelta(days=30)
    pk = people.writer.memberships.get().pk
    first, second = (Membership.objects.get(pk=pk) for _ in range(2))
    run(
        lambda: end_membership(first, last_day=before),
        lambda: end_membership(second, last_day=later),
    )
    assert Membership.objects.get(pk=pk).end == before
    assert groups(people.writer) == set()


def test_a_unit_that_ends_takes_a_role_given_at_once_with_it(
    run: Run, people: People, make_user: Callable[..., User], make_unit: Callable[..., Unit]
) -> None:
    for number in range(4):
        person = make_user(f"nguoi{number}")
        unit = make_unit(f"Phòng Mẫu {number}", UnitKind.DEPARTMENT)
        ending = Unit.objects.get(pk=unit.pk)
        ending.valid_to = today()
        given = membership(person, unit, Role.CONTRIBUTOR)
        run(lambda unit=ending: save_unit(unit), lambda m=given: save_membership(m))
        assert groups(person) == set()


def test_roles_that_change_hands_crosswise_do_not_block(run: Run, people: People) -> None:
    one, other = people.writer.memberships.get(), people.outsider.memberships.get()
    one.user, other.user = people.outsider, people.writer
    assert not refused(run(lambda: save_membership(one), lambda: save_membership(other)))
    for user, unit in ((people.writer, people.other_unit), (people.outsider, people.unit)):
        assert [held.unit for held in user.memberships.all()] == [unit]
        assert groups(user) == {"Cộng tác viên"}


# --- Delegations -------------------------------------------------------------------------------


def test_the_same_delegation_sent_twice_is_given_once(run: Run, people: People) -> None:
    def give() -> ApprovalDelegation:
        return editorial.delegate(
            head=people.head,
            unit=people.unit,
            deputy=people.colleague,
            start=today(),
            end=today() + timedelta(days=3),
        )

    results = run(give, give)
    assert [error.messages for error in refused(results)] == [
        ["Người này đã được ủy quyền trong những ngày đó. Hãy thu hồi trước."]
    ]
    editorial.withdraw_delegation(delegation=ApprovalDelegation.objects.get(), user=people.head)
    assert isinstance(give(), ApprovalDelegation)


def test_withdrawing_twice_leaves_one_line_in_the_log(run: Run, people: People) -> None:
    deputy_of(people)
    given = ApprovalDelegation.objects.get()
    run(*[lambda: editorial.withdraw_delegation(delegation=given, user=people.head)] * 2)
    withdrawn = ModelLogEntry.objects.filter(action="portal.withdraw_delegation")
    assert withdrawn.count() == 1
