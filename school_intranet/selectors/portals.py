"""Which portals there are, for whom."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from portal.models import Membership, User
from portal.permissions import has_role
from school_intranet.models import SchoolPortalPage
from school_intranet.readers import SCHOOL_ROLES


def portals_of(user: User) -> list[SchoolPortalPage]:
    """The portals that the person may enter today, by the school's name. One statement."""
    held = Membership.objects.active_on(timezone.localdate()).filter(
        user=user, role__in=SCHOOL_ROLES
    )
    own = Q(school__in=held.values("unit")) | Q(school__in=held.values("unit__parent"))
    return list(
        SchoolPortalPage.objects.live()
        .filter(own)
        .select_related("school")
        .order_by("school__sort_key")
    )


def has_portal(user: User | AnonymousUser) -> bool:
    """No statement for who works at no school, once the memberships are known."""
    return isinstance(user, User) and has_role(user, *SCHOOL_ROLES) and bool(portals_of(user))
