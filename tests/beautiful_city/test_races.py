"""Two people at the same case at the same moment: one is let through, the other is told.

With real threads on PostgreSQL; on SQLite the same calls come one after the other, each with the
version that was seen before.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction

from beautiful_city.models import Case, CaseEvent, CasePhoto
from beautiful_city.services import Stale, triage, unit
from beautiful_city.services.numbers import next_number
from beautiful_city.services.system import close_verified, expire_info
from beautiful_city.states import State
from portal.models import User
from tests.beautiful_city.conftest import MakeCase, MakePhoto
from tests.threads import Act, at_once


def both(*acts: Act) -> list[object]:
    """What the acts return or raise, made at once where the database has row locks."""
    return at_once(acts) if connection.vendor == "postgresql" else [tried(act) for act in acts]


def tried(act: Act) -> object:
    try:
        return act()
    except Exception as error:
        return error


def outcome(results: list[object]) -> tuple[int, int]:
    """How many were let through, and how many were told that they were too late."""
    return (
        sum(not isinstance(each, Exception) for each in results),
        sum(isinstance(each, Stale) for each in results),
    )


@pytest.mark.django_db(transaction=True)
def test_two_officers_answer_at_once(
    make_case: MakeCase, officer: User, chair: User, make_photo: MakePhoto
) -> None:
    case = make_case("in_progress")
    photos = [make_photo(), make_photo()]

    def answer(by: User, number: int) -> Callable[[], object]:
        return lambda: unit.remediate(
            case=Case.objects.get(pk=case.pk),
            by=by,
            version=case.version,
            photos=[photos[number]],
            text=f"Đã dọn, người thứ {number}",
        )

    assert outcome(both(answer(officer, 0), answer(chair, 1))) == (1, 1)
    assert CaseEvent.objects.filter(case=case, name="remediate").count() == 1
    assert CasePhoto.objects.filter(case=case, role="after").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_duplicate_at_once(
    make_case: MakeCase, officer: User, clerk: User, make_photo: MakePhoto
) -> None:
    master, case = make_case("assigned"), make_case("in_progress")
    photo = make_photo()
    results = both(
        lambda: unit.remediate(
            case=Case.objects.get(pk=case.pk),
            by=officer,
            version=case.version,
            photos=[photo],
            text="Đã dọn",
        ),
        lambda: triage.mark_duplicate(
            case=Case.objects.get(pk=case.pk),
            by=clerk,
            version=case.version,
            master=master,
            text="Trùng",
        ),
    )
    assert outcome(results) == (1, 1)
    case.refresh_from_db()
    assert case.state in (State.REMEDIATED, State.DUPLICATE)
    assert case.photos.filter(role="after").exists() is (case.state == State.REMEDIATED)


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once(db: None) -> None:
    def take() -> list[int]:
        with transaction.atomic():
            return [next_number(2018) for _ in range(5)]

    numbers = [number for part in both(take, take, take) for number in part]  # type: ignore[attr-defined]
    assert sorted(numbers) == list(range(1, 16))


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_a_case_once(make_case: MakeCase) -> None:
    case = make_case("verified")
    Case.objects.filter(pk=case.pk).update(verified_at=case.submitted_at - timedelta(days=3000))
    assert sorted(both(close_verified, close_verified)) == ["0", "1"]  # type: ignore[type-var]
    assert CaseEvent.objects.filter(case=case, name="close").count() == 1
    assert both(expire_info, expire_info) == ["0", "0"]
