"""The door asks for membership before any school is looked up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.provisioning import save_unit
from portal.roles import Role
from school_intranet.models import SchoolPortalPage
from school_intranet.readers import enter
from school_intranet.selectors.portals import portals_of
from school_intranet.services.core import Refused
from school_intranet.services.portals import open_portal
from tests.school_intranet.doors import BACKEND, at, enter_as
from tests.school_intranet.test_incoming import fields


def ask(address: str, user: User | None = None) -> tuple[HttpResponse, int]:
    """The answer, and how many statements it took after a first one that warms what is kept."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    return response, len(queries)


def test_a_member_is_let_in(portal_a: SchoolPortalPage, teacher: User) -> None:
    response, _count = ask("/dieu-hanh-noi-bo/truong-tieu-hoc-mau-1/", teacher)
    assert response.status_code == 200
    assert "Trường Tiểu học Mẫu 1" in response.content.decode()
    assert "Giaovien-A" in response.content.decode()
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "noindex" in response["X-Robots-Tag"]
    unknown, _count = ask("/dieu-hanh-noi-bo/truong-tieu-hoc-mau-1/khong-co/", teacher)
    assert unknown.status_code == 404


@pytest.mark.usefixtures("portal_a")
@pytest.mark.parametrize("who", ["anonymous", "office", "teacher_b", "outsider"])
@pytest.mark.parametrize("rest", ["", "khong-co/"])
def test_a_stranger_learns_nothing(
    who: str, rest: str, request: pytest.FixtureRequest, make_user: Callable[..., User]
) -> None:
    user = None
    if who == "outsider":
        user = make_user("nguoi-ngoai")
    elif who != "anonymous":
        user = request.getfixturevalue(who)
    real, real_count = ask(f"/dieu-hanh-noi-bo/truong-tieu-hoc-mau-1/{rest}", user)
    none, none_count = ask(f"/dieu-hanh-noi-bo/truong-tieu-hoc-mau-9/{rest}", user)
    assert (real.status_code, none.status_code) == (404, 404)
    assert len(real.content) == len(none.content)
    assert dict(real.items()) == dict(none.items())
    assert real_count == none_count


def test_an_ended_membership_ends_at_the_next_request(
    portal_a: SchoolPortalPage, teacher: User, client: Client
) -> None:
    client.force_login(teacher, backend="django.contrib.auth.backends.ModelBackend")
    address = "/dieu-hanh-noi-bo/truong-tieu-hoc-mau-1/"
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=teacher).update(end=timezone.localdate() - timedelta(days=1))
    assert client.get(address).status_code == 404


def test_a_member_of_a_group_is_a_member_of_the_school(
    portal_a: SchoolPortalPage, make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    group = make_unit("Tổ Toán", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    head = make_user("to-truong", (group, Role.SUBJECT_HEAD))
    reader = enter(head, portal_a.slug)
    assert reader is not None
    assert (reader.school, reader.groups, reader.led) == (
        portal_a.school,
        frozenset({group.pk}),
        frozenset({group.pk}),
    )


def test_a_person_of_two_schools_is_in_one_at_a_time(
    portal_a: SchoolPortalPage, portal_b: SchoolPortalPage, make_user: Callable[..., User]
) -> None:
    both = make_user("hai-truong", (portal_a.school, Role.TEACHER), (portal_b.school, Role.CLERK))
    in_a, in_b = enter(both, portal_a.slug), enter(both, portal_b.slug)
    assert in_a is not None
    assert in_b is not None
    assert (in_a.school, in_a.roles) == (portal_a.school, frozenset({Role.TEACHER}))
    assert (in_b.school, in_b.roles) == (portal_b.school, frozenset({Role.CLERK}))


def test_opening_a_portal_again_changes_nothing(portal_a: SchoolPortalPage, office: User) -> None:
    assert open_portal(school=portal_a.school, by=office).pk == portal_a.pk
    assert SchoolPortalPage.objects.count() == 1


def test_an_e_school_gets_no_portal(make_unit: Callable[..., Unit], office: User, door) -> None:
    school = make_unit("Trường Mẫu 3", UnitKind.SCHOOL, e_school_from=timezone.localdate())
    with pytest.raises(Refused, match="Trường học điện tử"):
        open_portal(school=school, by=office)


def test_what_was_said_to_one_is_not_said_to_the_next_at_the_same_computer(
    portal_a: SchoolPortalPage, portal_b: SchoolPortalPage, clerk: User, teacher_b: User
) -> None:
    client = enter_as(clerk)
    assert client.post(at(portal_a, "van-ban-den/moi/"), fields()).status_code == 302
    client.post(reverse("sign_out"))
    client.force_login(teacher_b, backend=BACKEND)
    assert "Đã vào sổ" not in client.get(at(portal_b, "hoi-dap/")).content.decode()


def test_who_belongs_to_a_group_of_a_school_that_is_no_more_has_no_portal(
    portal_a: SchoolPortalPage, make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    group = make_unit("Tổ mẫu", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    member = make_user("to-vien", (group, Role.TEACHER))
    assert portals_of(member) == [portal_a]
    portal_a.school.valid_to = timezone.localdate()
    save_unit(portal_a.school)
    assert portals_of(member) == []
