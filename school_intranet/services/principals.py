"""Who leads a school: named by the education office, since nobody makes a principal from within."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts import give_role, issue_slip
from portal.models import Membership, Unit, User
from portal.provisioning import end_membership
from portal.roles import Role
from portal.text import fold
from school_intranet.permissions import is_education_office
from school_intranet.services.core import log_access, require
from school_intranet.services.handover import pass_on
from school_intranet.services.people import Slip, new_account


def present_principals(school: Unit) -> list[User]:
    """One statement."""
    held = Membership.objects.active_on(timezone.localdate()).filter(
        unit=school, role=Role.PRINCIPAL
    )
    return [membership.user for membership in held.select_related("user")]


@transaction.atomic
def appoint(*, school: Unit, by: User, full_name: str, phone: str = "") -> Slip:
    """A new account that is principal from today on. Who was it before is no longer; what that
    person holds beside it stays, open tasks and unread items pass on. Named again under the same
    name before the first sign-in, the same account has a new slip. `Refused` for a name or a number
    that does not hold."""
    require(is_education_office(by))
    # Of two who name one at once the second waits, and takes the place of the first.
    list(Unit.objects.select_for_update(no_key=True).filter(pk=school.pk).values("pk"))
    today = timezone.localdate()
    before: list[User] = []
    held = Membership.objects.active_on(today).filter(unit=school, role=Role.PRINCIPAL)
    for membership in held.select_related("user"):
        if _is_new(membership.user, full_name):
            return Slip(membership.user, issue_slip(membership.user))
        end_membership(membership, last_day=today - timedelta(days=1))
        before.append(membership.user)
    user = new_account(full_name=full_name, phone=phone)
    give_role(user=user, unit=school, role=Role.PRINCIPAL, start=today)
    for giver in before:
        pass_on(school=school, giver=giver, taker=user, role=Role.PRINCIPAL, by=by)
    log_access(school=school, user=by, action="appoint_principal", item=user)
    return Slip(user, issue_slip(user))


def _is_new(user: User, full_name: str) -> bool:
    """Of that name, and never signed in: the form was sent twice, or the slip was lost."""
    return user.last_login is None and fold(user.full_name) == fold(full_name)
