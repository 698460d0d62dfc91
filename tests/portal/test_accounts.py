"""Accounts: given by slip, changed at the first sign-in, and ended with the last membership."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from home.models import HomePage
from portal.accounts import issue_slip
from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.provisioning import end_membership, provision_user, save_membership
from portal.roles import Role

pytestmark = pytest.mark.usefixtures("indexes")

MakeUnit = Callable[..., Unit]
MakeUser = Callable[..., User]


@pytest.fixture
def admin(site: HomePage, district: Unit, make_user: MakeUser) -> Client:
    client = Client()
    client.force_login(make_user("quantri", (district, Role.ADMINISTRATOR)), backend=BACKEND)
    return client


BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_an_account_is_made_with_its_first_role_and_a_slip(
    admin: Client, make_unit: MakeUnit
) -> None:
    unit = make_unit("Phòng Mẫu")
    form = {
        "username": "an.nguyen",
        "full_name": "Nguyễn Văn Mẫu",
        "email": "",
        "phone": "",
        "unit": unit.pk,
        "role": Role.CONTRIBUTOR,
    }
    response = admin.post("/quan-tri/users/new/", form)
    user = User.objects.get(username="an.nguyen")
    assert response.url == f"/quan-tri/tai-khoan/{user.pk}/phieu/"
    assert user.email is None
    assert [group.name for group in user.groups.all()] == ["Cộng tác viên"]
    assert admin.get(response.url).status_code == 200
    assert not User.objects.get(pk=user.pk).has_usable_password()
    slip = admin.post(response.url)
    assert "no-store" in slip["Cache-Control"]
    password = slip.context["password"]
    assert password in slip.content.decode()

    client = Client()
    signed_in = client.post("/dang-nhap/", {"username": "an.nguyen", "password": password})
    assert signed_in.status_code == 302
    assert client.get("/quan-tri/").url == "/doi-mat-khau/"
    new = {
        "old_password": password,
        "new_password1": "cau-vong-2018",
        "new_password2": "cau-vong-2018",
    }
    assert client.post("/doi-mat-khau/", new).status_code == 302
    assert client.get("/quan-tri/").status_code == 200


def test_a_role_that_the_unit_cannot_give_is_refused(admin: Client, make_unit: MakeUnit) -> None:
    ward = make_unit("Phường Mẫu", UnitKind.WARD)
    form = {"username": "x", "full_name": "X", "unit": ward.pk, "role": Role.EDITORIAL_BOARD}
    response = admin.post("/quan-tri/users/new/", form)
    assert response.status_code == 200
    assert "không có ở loại đơn vị" in response.content.decode()
    assert not User.objects.filter(username="x").exists()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.HEAD_OF_UNIT])
def test_only_the_administrator_makes_slips(
    client: Client, site: HomePage, make_unit: MakeUnit, make_user: MakeUser, role: Role
) -> None:
    user = make_user("nguoi", (make_unit("Phòng Mẫu"), role))
    client.force_login(user, backend=BACKEND)
    before = User.objects.get(pk=user.pk).password
    assert client.post(f"/quan-tri/tai-khoan/{user.pk}/phieu/").status_code == 404
    assert User.objects.get(pk=user.pk).password == before


def test_a_slip_ends_the_open_sessions(
    client: Client, site: HomePage, make_unit: MakeUnit, make_user: MakeUser
) -> None:
    user = make_user("nguoi", (make_unit("Phòng Mẫu"), Role.CONTRIBUTOR))
    client.force_login(user, backend=BACKEND)
    assert client.get("/quan-tri/").status_code == 200
    issue_slip(user)
    assert client.get("/quan-tri/").status_code == 302


def test_rights_follow_the_memberships(
    client: Client, site: HomePage, make_unit: MakeUnit, make_user: MakeUser
) -> None:
    unit = make_unit("Phòng Mẫu")
    user = make_user("nguoi", (unit, Role.CONTRIBUTOR), (unit, Role.HEAD_OF_UNIT))
    client.force_login(user, backend=BACKEND)
    assert {group.name for group in user.groups.all()} == {"Cộng tác viên", "Trưởng đơn vị"}
    provision_user(user)
    assert user.groups.count() == 2
    yesterday = timezone.localdate() - timedelta(days=1)
    for membership in user.memberships.all():
        end_membership(membership, last_day=yesterday)
    assert user.groups.count() == 0
    assert client.get("/quan-tri/").status_code == 302, "the session has ended"


def test_a_membership_that_ended_overnight_ends_at_the_next_request(
    client: Client, site: HomePage, make_unit: MakeUnit, make_user: MakeUser
) -> None:
    """As the clock passes the last day: the stored date is behind, no service ran since."""
    user = make_user("nguoi", (make_unit("Phòng Mẫu"), Role.CONTRIBUTOR))
    client.force_login(user, backend=BACKEND)
    today = timezone.localdate()
    user.memberships.update(end=today - timedelta(days=1))
    User.objects.filter(pk=user.pk).update(rights_valid_until=today)
    response = client.get("/quan-tri/")
    assert response.url.startswith("/dang-nhap/")
    assert user.groups.count() == 0


def test_a_future_membership_begins_by_itself(
    client: Client, site: HomePage, make_unit: MakeUnit, make_user: MakeUser
) -> None:
    today = timezone.localdate()
    user = make_user("nguoi")
    unit = make_unit("Phòng Mẫu")
    start = today + timedelta(days=5)
    save_membership(Membership(user=user, unit=unit, role=Role.CONTRIBUTOR, start=start))
    user.refresh_from_db()
    assert user.rights_valid_until == start
    assert user.groups.count() == 0
    provision_user(user, today=start)
    assert user.groups.count() == 1
    assert user.rights_valid_until is None


def test_a_membership_cannot_end_before_it_starts(make_unit: MakeUnit, make_user: MakeUser) -> None:
    membership = Membership(
        user=make_user("nguoi"),
        unit=make_unit("Phòng Mẫu"),
        role=Role.CONTRIBUTOR,
        start=date(2018, 5, 30),
        end=date(2018, 5, 29),
    )
    with pytest.raises(ValidationError):
        save_membership(membership)


def test_email_is_optional_and_unique(make_user: MakeUser) -> None:
    make_user("a", email="")
    make_user("b", email="")
    user = User(username="c", full_name="C", email="c@example.com")
    user.set_unusable_password()
    user.full_clean()
    user.save()
    with pytest.raises(ValidationError):
        User(username="d", full_name="D", email="c@example.com", password="x").full_clean()


def test_registry_screens_open_for_the_administrator_only(
    admin: Client, client: Client, make_unit: MakeUnit, make_user: MakeUser
) -> None:
    unit = make_unit("Phòng Mẫu")
    user = make_user("nguoi", (unit, Role.CONTRIBUTOR))
    client.force_login(user, backend=BACKEND)
    addresses = [
        "/quan-tri/don-vi/",
        "/quan-tri/vai-tro/",
        f"/quan-tri/vai-tro/new/?user={user.pk}",
        "/quan-tri/thay-doi-don-vi/",
        "/quan-tri/users/",
        f"/quan-tri/users/edit/{user.pk}/",
    ]
    for address in addresses:
        assert admin.get(address).status_code == 200, address
        assert client.get(address).status_code in (302, 403, 404), address


def test_own_contact_data_is_kept_without_first_and_last_name(admin: Client) -> None:
    page = admin.get("/quan-tri/account/")
    assert "first_name" not in page.content.decode()
    panels = [panel for tab in page.context["panels_by_tab"].values() for panel in tab]
    form = {
        bound.html_name: bound.initial if bound.initial is not None else ""
        for panel in panels
        for bound in panel.get_form()
    }
    admin.post("/quan-tri/account/", form | {"contact-phone": "024 0000 0000"})
    user = User.objects.get(username="quantri")
    assert user.phone == "02400000000"
    assert user.email is None


def test_names_sort_by_given_name(make_user: MakeUser) -> None:
    for name in ("Trần Văn Đức", "Lê Thị Dung", "Nguyễn Văn An"):
        make_user(name.replace(" ", "."), full_name=name)
    order = [user.full_name for user in User.objects.order_by("sort_key")]
    assert order == ["Nguyễn Văn An", "Lê Thị Dung", "Trần Văn Đức"]


def test_a_role_that_passes_to_another_leaves_nothing_with_the_first(
    admin: Client, district: Unit, make_user: MakeUser
) -> None:
    heir = make_user("nguoi.ke")
    membership = Membership.objects.get(user__username="quantri")
    membership.user = heir
    save_membership(membership)
    first = User.objects.get(username="quantri")
    assert not first.is_superuser
    assert first.groups.count() == 0
    assert admin.get("/quan-tri/").status_code == 302
    assert User.objects.get(pk=heir.pk).is_superuser


def test_a_role_taken_back_before_it_counted_leaves_nothing(
    site: HomePage, district: Unit, make_user: MakeUser
) -> None:
    user = make_user("nguoi", (district, Role.ADMINISTRATOR))
    membership = user.memberships.get()
    end_membership(membership, last_day=membership.start - timedelta(days=1))
    user.refresh_from_db()
    assert not user.is_superuser
    assert user.groups.count() == 0


def test_a_unit_that_ends_ends_the_rights_of_its_members(
    admin: Client, make_unit: MakeUnit, make_user: MakeUser
) -> None:
    unit = make_unit("Phòng Mẫu")
    user = make_user("nguoi", (unit, Role.CONTRIBUTOR))
    today = timezone.localdate()
    form = {"kind": unit.kind, "code": unit.code, "name": unit.name, "order": 0}
    response = admin.post(
        f"/quan-tri/don-vi/edit/{unit.pk}/", form | {"valid_to": f"{today:%d/%m/%Y}"}
    )
    assert response.status_code == 302
    assert user.groups.count() == 0


def test_an_endless_number_is_no_page(
    client: Client, site: HomePage, make_unit: MakeUnit, make_user: MakeUser
) -> None:
    user = make_user("nguoi", (make_unit("Phòng Mẫu"), Role.CONTRIBUTOR))
    client.force_login(user, backend=BACKEND)
    assert client.get(f"/quan-tri/pages/{'9' * 20}/edit/").status_code == 404
