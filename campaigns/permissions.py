"""Who may do what in a campaign. Deny first; a refusal of existence is the view's 404."""

from django.contrib.auth.models import AnonymousUser

from campaigns.models import ContributionRequest, Delivery
from portal.models import User
from portal.permissions import active_memberships, has_role, is_board
from portal.roles import Role

Person = User | AnonymousUser

# Who delivers for a unit: those who write in the editor, and in a ward its officers and leaders.
CONTRIBUTING = frozenset(
    {
        Role.CONTRIBUTOR,
        Role.HEAD_OF_UNIT,
        Role.DISTRICT_OFFICER,
        Role.EDUCATION_OFFICE,
        Role.WARD_OFFICER,
        Role.WARD_LEADERSHIP,
    }
)
HEADS = frozenset({Role.HEAD_OF_UNIT, Role.WARD_LEADERSHIP})


def runs_campaigns(user: Person) -> bool:
    """Asks units, receives, extends, waives, moderates: the editorial board."""
    return is_board(user)


def sees_progress(user: Person) -> bool:
    return runs_campaigns(user) or has_role(user, Role.LEADERSHIP)


def contributing_unit_ids(user: Person) -> set[int]:
    """The units for which the user delivers."""
    return {m.unit_id for m in active_memberships(user) if m.role in CONTRIBUTING}


def contributes(user: Person) -> bool:
    return bool(contributing_unit_ids(user))


def delivers_for(user: Person, unit_id: int) -> bool:
    return unit_id in contributing_unit_ids(user)


def can_see_request(user: Person, request: ContributionRequest) -> bool:
    return sees_progress(user) or delivers_for(user, request.unit_id)


def can_see_delivery(user: Person, delivery: Delivery) -> bool:
    return sees_progress(user) or delivers_for(user, delivery.unit_id)
