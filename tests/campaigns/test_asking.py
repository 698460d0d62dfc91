"""Asking units, changing what was asked, and the history of it."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from campaigns.models import ContributionRequest, FeaturePage, Quota, ThemePage
from campaigns.permissions import runs_campaigns
from campaigns.services import asking
from campaigns.services.core import Refused
from campaigns.states import ChangeKind, ItemKind, RequestState
from portal.kinds import UnitKind
from portal.models import Unit, User
from tests.campaigns.conftest import MakeRequest


def wanted(unit: Unit, **fields: object) -> asking.Wanted:
    given = {
        "unit": unit,
        "kind": ItemKind.NEWS,
        "count": 2,
        "topic": "Tin mẫu",
        "due_on": timezone.localdate() + timedelta(days=5),
    }
    return asking.Wanted(**{**given, **fields})  # type: ignore[arg-type]


def test_many_units_are_asked_at_once_and_only_once(
    feature: FeaturePage, department: Unit, ward: Unit, board: User
) -> None:
    batch = uuid.uuid4()
    both = [wanted(department), wanted(ward, count=5)]
    first = asking.ask(feature=feature, wanted=both, by=board, batch=batch)
    again = asking.ask(feature=feature, wanted=both, by=board, batch=batch)
    assert [request.pk for request in again] == [request.pk for request in first]
    assert ContributionRequest.objects.count() == 2
    assert [request.changes.get().kind for request in first] == [ChangeKind.CREATED] * 2


def test_only_the_board_asks(feature: FeaturePage, department: Unit, contributor: User) -> None:
    with pytest.raises(PermissionDenied):
        asking.ask(feature=feature, wanted=[wanted(department)], by=contributor)
    assert not ContributionRequest.objects.exists()


def test_nothing_is_asked_after_the_end(
    feature: FeaturePage, department: Unit, board: User
) -> None:
    feature.closed_on = timezone.localdate()
    with pytest.raises(Refused, match="đã kết thúc"):
        asking.ask(feature=feature, wanted=[wanted(department)], by=board)


def test_a_unit_that_is_no_more_is_not_asked(
    feature: FeaturePage, make_unit: Callable[..., Unit], department: Unit, board: User
) -> None:
    ended = make_unit("Phòng Cũ", valid_to=date(2018, 1, 1))
    with pytest.raises(Refused, match="nay không còn"):
        asking.ask(feature=feature, wanted=[wanted(department), wanted(ended)], by=board)
    assert not ContributionRequest.objects.exists(), "all or none"


def test_the_number_of_statements_does_not_grow(
    feature: FeaturePage, make_unit: Callable[..., Unit], board: User, django_assert_num_queries
) -> None:
    units = [make_unit(f"Phòng {n}") for n in range(30)]
    runs_campaigns(board)  # memberships are asked once for a person
    with django_assert_num_queries(5):
        asking.ask(feature=feature, wanted=[wanted(unit) for unit in units[:3]], by=board)
    with django_assert_num_queries(5):
        asking.ask(feature=feature, wanted=[wanted(unit) for unit in units], by=board)


def test_quotas_reach_each_unit_of_the_kind_once(
    feature: FeaturePage,
    department: Unit,
    other_department: Unit,
    ward: Unit,
    make_unit: Callable[..., Unit],
    board: User,
) -> None:
    Quota.objects.create(
        feature=feature,
        unit_kind=UnitKind.DEPARTMENT,
        kind=ItemKind.ARTICLE,
        count=3,
        due_on=timezone.localdate() + timedelta(days=30),
    )
    assert len(asking.ask_quotas(feature=feature, by=board)) == 2
    assert asking.ask_quotas(feature=feature, by=board) == []
    make_unit("Phòng Mới")
    [new] = asking.ask_quotas(feature=feature, by=board)
    assert (new.unit.name, new.count) == ("Phòng Mới", 3)
    assert not ContributionRequest.objects.filter(unit=ward).exists()


def test_a_change_keeps_what_was_before(
    make_request: MakeRequest, other_theme: ThemePage, board: User
) -> None:
    request = make_request(count=5)
    asking.amend(
        request=request,
        by=board,
        count=3,
        topic=request.topic,
        theme=other_theme,
        year=None,
        note="",
        reason="Giảm theo đề nghị của đơn vị",
    )
    change = request.changes.last()
    assert change is not None
    assert change.before == {"count": 5, "theme_id": request.theme_id}
    assert change.after == {"count": 3, "theme_id": other_theme.pk}
    assert change.reason == "Giảm theo đề nghị của đơn vị"


def test_a_change_needs_a_reason(make_request: MakeRequest, board: User) -> None:
    request = make_request()
    with pytest.raises(Refused, match="lý do") as refusal:
        asking.waive(request=request, by=board, reason=" ")
    assert refusal.value.field == "reason"
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_more_time_begins_the_ladder_anew(make_request: MakeRequest, board: User) -> None:
    request = make_request(due_in=2)
    with pytest.raises(Refused, match="sau hạn cũ"):
        asking.extend(request=request, due_on=request.due_on, by=board, reason="Bận")
    later = request.due_on + timedelta(days=7)
    changed = asking.extend(request=request, due_on=later, by=board, reason="Chờ số liệu")
    assert (changed.due_on, changed.revision) == (later, 1)


def test_a_waived_request_can_be_asked_again_and_not_changed_before(
    make_request: MakeRequest, board: User
) -> None:
    request = make_request()
    asking.waive(request=request, by=board, reason="Đơn vị không có tư liệu")
    with pytest.raises(Refused, match="Đã miễn"):
        asking.extend(
            request=request, due_on=request.due_on + timedelta(days=9), by=board, reason="x"
        )
    assert asking.resume(request=request, by=board).state == RequestState.OPEN
    with pytest.raises(Refused):
        asking.resume(request=request, by=board)
