"""Which portals there are, for whom."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.permissions import active_memberships, has_role
from school_intranet.models import SchoolPortalPage
from school_intranet.readers import SCHOOL_ROLES
from school_intranet.states import Audience, PortalState


def portals_of(user: User) -> list[SchoolPortalPage]:
    """The portals that the person may enter today, by the school's name. One statement."""
    today = timezone.localdate()
    held = Membership.objects.active_on(today).filter(user=user, role__in=SCHOOL_ROLES)
    own = Q(school__in=held.values("unit")) | Q(school__in=held.values("unit__parent"))
    return list(
        SchoolPortalPage.objects.live()
        .filter(own, school__in=Unit.objects.valid_on(today))
        .select_related("school")
        .order_by("school__sort_key")
    )


def works_at_schools_alone(user: User) -> bool:
    """Whether the person has a portal and no work elsewhere. No statement for who works at no
    school, once the memberships are known."""
    roles = {membership.role for membership in active_memberships(user)}
    return bool(roles) and roles <= SCHOOL_ROLES and has_portal(user)


def has_portal(user: User | AnonymousUser) -> bool:
    """No statement for who works at no school, once the memberships are known."""
    return isinstance(user, User) and has_role(user, *SCHOOL_ROLES) and bool(portals_of(user))


def schools_for(audience: str, *, level: str = "", chosen: Iterable[Unit] = ()) -> list[Unit]:
    """The schools with an open portal that something of the office is for, by name. One
    statement."""
    schools = Unit.objects.valid_on(timezone.localdate()).filter(
        kind=UnitKind.SCHOOL,
        school_portal__live=True,
        school_portal__state=PortalState.OPEN,
    )
    if audience == Audience.LEVEL:
        schools = schools.filter(school_level=level)
    elif audience == Audience.CHOSEN:
        schools = schools.filter(pk__in=[school.pk for school in chosen])
    return list(schools.order_by("sort_key", "pk"))
