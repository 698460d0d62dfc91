"""Which portals there are, for whom."""

from django.db.models import Q
from django.utils import timezone

from portal.models import Membership, User
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
