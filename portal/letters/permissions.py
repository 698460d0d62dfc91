"""Who may make letters, read them and record their numbers."""

from django.contrib.auth.models import AnonymousUser

from portal.models import User
from portal.permissions import has_role, is_board
from portal.roles import Role


def can_use_letters(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.DISTRICT_OFFICER) or is_board(user)
