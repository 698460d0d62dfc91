"""Schools with their portals open, as the education office opens them."""

from __future__ import annotations

from home.models import HomePage
from portal.kinds import SchoolLevel
from portal.models import User
from portal.roles import Role
from school_intranet.models import SchoolPortalIndexPage, SchoolPortalPage
from school_intranet.services.portals import ensure_door, open_portal
from tests.factories.organisation import UnitFactory, UserFactory


def make_door() -> SchoolPortalIndexPage:
    return ensure_door(HomePage.objects.get())


def make_office() -> User:
    """A person of the education office."""
    unit = UnitFactory(name="Phòng Giáo dục mẫu")
    user: User = UserFactory(username="gddt", roles=[(unit, Role.EDUCATION_OFFICE)])
    return user


def make_portal(
    name: str, level: SchoolLevel = SchoolLevel.PRIMARY, *, by: User
) -> SchoolPortalPage:
    """The open portal of a new school, where there is a door."""
    return open_portal(school=UnitFactory(name=name, school=True, school_level=level), by=by)
