"""Permission questions that every app asks. Deny first; a role counts only through a membership
that is in force on the day."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from portal.models import Membership, Unit, User
from portal.roles import WRITER_ROLES, Role
from portal.unit_pages import unit_id_of

_CACHE = "_active_memberships"


def active_memberships(user: User | AnonymousUser) -> list[Membership]:
    """The memberships of `user` in force today, with their units; asked once per user object."""
    if not user.is_authenticated or not user.is_active:
        return []
    today = timezone.localdate()
    cached: tuple[date, list[Membership]] | None = getattr(user, _CACHE, None)
    if cached is None or cached[0] != today:
        found = list(
            Membership.objects.active_on(today)
            .filter(user_id=user.pk)
            .select_related("unit")
            .order_by("start", "pk")
        )
        cached = (today, found)
        setattr(user, _CACHE, cached)
    return cached[1]


def read_memberships(users: Sequence[User]) -> None:
    """Read today's memberships of all of these at once, for `active_memberships` to find."""
    today = timezone.localdate()
    found: dict[int, list[Membership]] = {user.pk: [] for user in users}
    rows = Membership.objects.active_on(today).filter(user__in=list(found))
    for membership in rows.select_related("unit").order_by("start", "pk"):
        found[membership.user_id].append(membership)
    for user in users:
        setattr(user, _CACHE, (today, found[user.pk]))


def signed_in_user(request: HttpRequest) -> User:
    """The person who asks. Raises PermissionDenied for nobody: a view without `login_required`."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def forget_memberships(user: User) -> None:
    """Drop what `active_memberships` keeps on the object, after a membership changed."""
    user.__dict__.pop(_CACHE, None)


def has_role(user: User | AnonymousUser, *roles: Role, unit: Unit | None = None) -> bool:
    """Whether `user` holds one of `roles` today, in `unit` where one is given."""
    return any(
        membership.role in roles and (unit is None or membership.unit_id == unit.pk)
        for membership in active_memberships(user)
    )


def writing_units(user: User | AnonymousUser) -> list[Unit]:
    """The units for which `user` may write, each once, in the order in which they were given."""
    units = {m.unit_id: m.unit for m in active_memberships(user) if m.role in WRITER_ROLES}
    return list(units.values())


def is_board(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.EDITORIAL_BOARD, Role.ADMINISTRATOR) or is_superuser(user)


def can_see_system_status(user: User | AnonymousUser) -> bool:
    return has_role(user, Role.ADMINISTRATOR) or is_superuser(user)


def is_superuser(user: User | AnonymousUser) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def can_write_for(user: User | AnonymousUser, *, unit_id: int | None) -> bool:
    """Whether `user` may begin or go on with an item of the unit with this key."""
    if is_superuser(user):
        return True
    return unit_id is not None and any(unit.pk == unit_id for unit in writing_units(user))


def can_ask_change(user: User | AnonymousUser, page: Page) -> bool:
    """Whether `user` may ask for a correction or the taking down of this published item."""
    if not page.live or unit_id_of(page) is None:
        return False
    return is_board(user) or can_write_for(user, unit_id=unit_id_of(page))
