"""Who sees the sheets and sets the dates. Deny first."""

from django.contrib.auth.models import AnonymousUser

from portal.models import User
from portal.permissions import has_role, is_board
from portal.roles import Role


def uses_briefings(user: User | AnonymousUser) -> bool:
    """The leaders, the editorial board and the district's officers."""
    return has_role(user, Role.LEADERSHIP, Role.DISTRICT_OFFICER) or is_board(user)
