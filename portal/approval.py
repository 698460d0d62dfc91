"""Who approves a unit's items: its head, and the deputy to whom the head has delegated it.

Every question is asked for a day. A delegation holds only while the one who gave it is still head
of the unit and the one who got it is still a member of it.
"""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import ApprovalDelegation, Membership, User
from portal.permissions import active_memberships, is_board
from portal.roles import Role


def heads_of(unit_id: int, day: date) -> QuerySet[User]:
    """The people who are head of the unit on `day`."""
    holding = Membership.objects.active_on(day).filter(unit_id=unit_id, role=Role.HEAD_OF_UNIT)
    return User.objects.filter(is_active=True, pk__in=holding.values("user"))


def delegations_in_force(day: date) -> QuerySet[ApprovalDelegation]:
    memberships = Membership.objects.active_on(day).filter(unit=OuterRef("unit"))
    return ApprovalDelegation.objects.running_on(day).filter(
        Exists(memberships.filter(user=OuterRef("head"), role=Role.HEAD_OF_UNIT)),
        Exists(memberships.filter(user=OuterRef("deputy"))),
    )


def approvers_of(unit_id: int, day: date) -> QuerySet[User]:
    """The heads of the unit on `day` and their deputies."""
    deputies = delegations_in_force(day).filter(unit_id=unit_id).values("deputy")
    return User.objects.filter(
        Q(pk__in=heads_of(unit_id, day).values("pk")) | Q(is_active=True, pk__in=deputies)
    )


def headed_units(user: User | AnonymousUser) -> set[int]:
    """The keys of the units whose head `user` is today."""
    return {m.unit_id for m in active_memberships(user) if m.role == Role.HEAD_OF_UNIT}


def approving_units(user: User | AnonymousUser) -> set[int]:
    """The keys of the units whose items `user` may approve today."""
    memberships = active_memberships(user)
    if not memberships or not isinstance(user, User):
        return set()
    delegated = delegations_in_force(timezone.localdate()).filter(deputy=user)
    return headed_units(user) | set(delegated.values_list("unit_id", flat=True))


def can_approve_for(user: User | AnonymousUser, unit_id: int | None) -> bool:
    """Whether `user` answers for the unit today, as its head or the head's deputy."""
    return unit_id is not None and unit_id in approving_units(user)


def board_members() -> QuerySet[User]:
    """The people of the editorial board today; administrators, who may do the same, are not told
    about each item."""
    board = Membership.objects.active_on(timezone.localdate()).with_role(Role.EDITORIAL_BOARD)
    return User.objects.filter(is_active=True, pk__in=board.values("user"))


def can_decide_for_board(user: User | AnonymousUser) -> bool:
    return is_board(user)


def reason_to_pass(*, unit_id: int | None, sender: User | None) -> str:
    """Why the unit's step has nobody to ask for an item that `sender` sends; empty where it has."""
    if unit_id is None:
        return _("Bài không thuộc đơn vị nào.")
    if sender is not None and can_approve_for(sender, unit_id):
        return _("Người gửi có quyền duyệt của đơn vị.")
    if not approvers_of(unit_id, timezone.localdate()).exists():
        return _("Đơn vị hiện chưa có trưởng đơn vị.")
    return ""
