"""The registry under the editor: for the district alone; what holds for reports stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from beautiful_city.models import ApiKey, Category, DeadlinePolicy, DutyNumber, DutyRoster
from portal import revision, uploads
from portal.models import Unit, User
from portal.roles import Role
from tests.beautiful_city.conftest import MakeCase
from tests.beautiful_city.test_district_cases import signed_in

ADMIN = "/quan-tri/dep-chua-dep/"
PLACES = ("linh-vuc", "thoi-han", "so-dien-thoai-truc", "lich-truc", "khoa-open311")
HOURS = {
    "triage_hours": "8",
    "acknowledge_hours": "8",
    "finish_hours": "16",
    "extension_hours": "0",
    "rework_least_hours": "8",
}


@pytest.fixture
def writer(make_user: Callable[..., User], urban: Unit) -> User:
    return make_user("cong-tac-vien", (urban, Role.CONTRIBUTOR))


@pytest.mark.parametrize("place", PLACES)
def test_the_registry_is_the_districts(
    city: Any, clerk: User, writer: User, officer: User, place: str
) -> None:
    assert signed_in(clerk).get(f"{ADMIN}{place}/").status_code == 200
    assert signed_in(clerk).get(f"{ADMIN}{place}/new/").status_code == 200
    for user in (writer, officer):
        assert signed_in(user).get(f"{ADMIN}{place}/").status_code == 302
        assert signed_in(user).get(f"{ADMIN}{place}/new/").status_code == 302


def test_a_policy_begins_today_or_later(city: Any, clerk: User) -> None:
    client = signed_in(clerk)
    today = timezone.localdate()
    sent = {"severity": "normal", "valid_from": today - timedelta(days=1), **HOURS}
    page = client.post(f"{ADMIN}thoi-han/new/", sent).content.decode()
    assert "phải từ hôm nay" in page
    before = DeadlinePolicy.objects.count()
    client.post(f"{ADMIN}thoi-han/new/", {**sent, "valid_from": today + timedelta(days=1)})
    assert DeadlinePolicy.objects.count() == before + 1


def test_a_policy_in_force_is_not_changed(make_case: MakeCase, clerk: User) -> None:
    case = make_case("assigned")
    client = signed_in(clerk)
    policy = case.policy
    assert policy is not None
    today = timezone.localdate()
    sent = {"severity": policy.severity, "valid_from": today, **HOURS}
    edit = f"{ADMIN}thoi-han/edit/{policy.pk}/"
    assert "không sửa được" in client.post(edit, sent).content.decode()
    # Of today, but it holds for a report already.
    DeadlinePolicy.objects.filter(pk=policy.pk).update(valid_from=today)
    assert "không sửa được" in client.post(edit, sent).content.decode()
    later = DeadlinePolicy.objects.create(
        severity="normal", **{**HOURS, "valid_from": today + timedelta(days=5)}
    )
    client.post(
        f"{ADMIN}thoi-han/edit/{later.pk}/",
        {**sent, "valid_from": later.valid_from, "basis": "Mới"},
    )
    later.refresh_from_db()
    assert later.basis == "Mới"
    assert client.post(f"{ADMIN}thoi-han/delete/{later.pk}/").status_code == 302
    assert DeadlinePolicy.objects.filter(pk=later.pk).exists()


def test_a_category_keeps_its_code_and_changes_begin_a_revision(
    city: Any, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    category = Category.objects.get(code="rac-thai")
    client = signed_in(clerk)
    before = revision.current()
    sent = {"kind": "good", "code": "khac-han", "name": "Rác thải", "order": 3}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{ADMIN}linh-vuc/edit/{category.pk}/", sent)
    category.refresh_from_db()
    assert (category.kind, category.code, category.is_active) == ("bad", "rac-thai", False)
    assert revision.current() != before
    client.post(f"{ADMIN}linh-vuc/delete/{category.pk}/")
    assert Category.objects.filter(pk=category.pk).exists()


def test_duty_numbers_and_rosters(city: Any, clerk: User, ward: Unit) -> None:
    client = signed_in(clerk)
    client.post(f"{ADMIN}so-dien-thoai-truc/new/", {"label": "Mẫu", "phone": "000", "order": 9})
    assert DutyNumber.objects.filter(phone="000").exists()
    sent = {"unit": ward.pk, "start": "2030-01-05", "end": "2030-01-01"}
    assert "phải từ ngày bắt đầu" in client.post(f"{ADMIN}lich-truc/new/", sent).content.decode()
    client.post(f"{ADMIN}lich-truc/new/", {**sent, "end": "2030-01-09"})
    assert DutyRoster.objects.get().unit == ward


def test_a_key_is_shown_once_and_stored_as_its_digest(city: Any, clerk: User) -> None:
    client = signed_in(clerk)
    page = client.post(f"{ADMIN}khoa-open311/new/", {"name": "Hệ thống mẫu", "is_active": "on"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    key = ApiKey.objects.get()
    assert key.digest == uploads.digest(secret)
    for address in (f"{ADMIN}khoa-open311/", f"{ADMIN}khoa-open311/edit/{key.pk}/"):
        assert secret not in client.get(address).content.decode()
