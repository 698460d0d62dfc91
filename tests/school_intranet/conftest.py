"""Two schools with portals and their people, one school without; the education office."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import HomePage
from portal import revision
from portal.kinds import SchoolLevel
from portal.models import User
from portal.roles import Role
from school_intranet.models import (
    Broadcast,
    BroadcastDelivery,
    SchoolPortalIndexPage,
    SchoolPortalPage,
)
from school_intranet.readers import Reader, enter
from school_intranet.states import Audience
from tests.factories.schools import make_door, make_office, make_portal

MakeReader = Callable[..., Reader]


@pytest.fixture
def door(site: HomePage) -> SchoolPortalIndexPage:
    page = make_door()
    revision._write()
    return page


@pytest.fixture
def office(db: None) -> User:
    """A person of the education office."""
    return make_office()


@pytest.fixture
def make_school(door: SchoolPortalIndexPage, office: User) -> Callable[..., SchoolPortalPage]:
    """A school with its portal open: `make_school("Trường Tiểu học Mẫu 1")`."""

    def make(name: str, level: SchoolLevel = SchoolLevel.PRIMARY) -> SchoolPortalPage:
        portal = make_portal(name, level, by=office)
        revision._write()
        return portal

    return make


@pytest.fixture
def portal_a(make_school: Callable[..., SchoolPortalPage]) -> SchoolPortalPage:
    return make_school("Trường Tiểu học Mẫu 1")


@pytest.fixture
def portal_b(make_school: Callable[..., SchoolPortalPage]) -> SchoolPortalPage:
    return make_school("Trường THCS Mẫu 2", SchoolLevel.LOWER_SECONDARY)


@pytest.fixture
def principal(make_user: Callable[..., User], portal_a: SchoolPortalPage) -> User:
    return make_user("hieutruong-a", (portal_a.school, Role.PRINCIPAL))


@pytest.fixture
def clerk(make_user: Callable[..., User], portal_a: SchoolPortalPage) -> User:
    return make_user("vanthu-a", (portal_a.school, Role.CLERK))


@pytest.fixture
def teacher(make_user: Callable[..., User], portal_a: SchoolPortalPage) -> User:
    return make_user("giaovien-a", (portal_a.school, Role.TEACHER))


@pytest.fixture
def teacher_b(make_user: Callable[..., User], portal_b: SchoolPortalPage) -> User:
    return make_user("giaovien-b", (portal_b.school, Role.TEACHER))


@pytest.fixture
def as_reader() -> MakeReader:
    """The person within a portal, as the door makes it: `as_reader(teacher, portal_a)`."""

    def make(user: User, portal: SchoolPortalPage) -> Reader:
        reader = enter(user, portal.slug)
        assert reader is not None
        return reader

    return make


@pytest.fixture
def make_delivery(office: User) -> Callable[[SchoolPortalPage], BroadcastDelivery]:
    """Something that the office has sent to a school: `make_delivery(portal_a)`."""

    def make(portal: SchoolPortalPage, title: str = "V/v của phòng mẫu") -> BroadcastDelivery:
        now = timezone.now()
        broadcast = Broadcast.objects.create(
            title=title,
            symbol="7/PGD-MAU",
            audience=Audience.ALL,
            due_on=timezone.localdate(now) + timedelta(days=10),
            by=office,
            created_at=now,
            sent_at=now,
        )
        return BroadcastDelivery.objects.create(
            school=portal.school, broadcast=broadcast, delivered_at=now, staff_count=0
        )

    return make


@pytest.fixture
def delivery(
    portal_a: SchoolPortalPage, make_delivery: Callable[[SchoolPortalPage], BroadcastDelivery]
) -> BroadcastDelivery:
    return make_delivery(portal_a)
