"""The administrator's list of holidays and make-up days. Who may open it: the access matrix."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from home.models import HomePage
from portal.models import CalendarDay, DayKind, Unit, User
from portal.roles import Role

ADDRESS = "/quan-tri/lich-lam-viec/"
DAY = {
    "date": "03/09/2018",
    "kind": DayKind.HOLIDAY,
    "name": "Nghỉ bù Quốc khánh",
    "legal_basis": "Khoản 3 Điều 115 Bộ luật Lao động 2012",
}


@pytest.fixture
def admin(site: HomePage, district: Unit, make_user: Callable[..., User]) -> Client:
    client = Client()
    client.force_login(
        make_user("quantri", (district, Role.ADMINISTRATOR)),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_a_day_is_added_and_listed(admin: Client) -> None:
    assert admin.post(f"{ADDRESS}new/", DAY).status_code == 302
    assert CalendarDay.objects.get().date == date(2018, 9, 3)
    listed = admin.get(ADDRESS).content.decode()
    for text in ("03/09/2018 · Nghỉ bù Quốc khánh", "Ngày nghỉ", "Bộ luật Lao động 2012"):
        assert text in listed


def test_a_day_stands_there_once(admin: Client) -> None:
    admin.post(f"{ADDRESS}new/", DAY)
    response = admin.post(f"{ADDRESS}new/", {**DAY, "kind": DayKind.MAKE_UP})
    assert response.status_code == 200
    assert "Ngày này đã có trong lịch làm việc." in response.content.decode()
    assert CalendarDay.objects.count() == 1


def test_a_writer_adds_no_day(
    site: HomePage, make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    client = Client()
    client.force_login(
        make_user("an", (make_unit("Phòng Mẫu"), Role.CONTRIBUTOR)),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    client.post(f"{ADDRESS}new/", DAY)
    assert not CalendarDay.objects.exists()
