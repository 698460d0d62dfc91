"""The tổ chuyên môn of a school and who belongs to them.

PermissionDenied for who may not; `Refused` for what breaks a rule.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import give_role
from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.provisioning import end_membership, save_unit
from portal.roles import Role
from portal.text import fold, nfc
from school_intranet.permissions import is_principal, manages, runs_portal
from school_intranet.readers import Reader
from school_intranet.selectors.people import groups_of, memberships_in
from school_intranet.services.core import Refused, log_access, require
from school_intranet.services.people import check_group, hold_school, present_person, role_in_group

LONGEST_GROUP_NAME = 120


@transaction.atomic
def add_group(*, reader: Reader, name: str) -> Unit:
    """A tổ chuyên môn of the school. A second of one name is refused."""
    require(runs_portal(reader))
    name = " ".join(nfc(name).split())
    if not name or len(name) > LONGEST_GROUP_NAME:
        raise Refused(_("Ghi tên tổ, tối đa %d ký tự.") % LONGEST_GROUP_NAME, field="name")
    hold_school(reader)
    if any(group.name_folded == fold(name) for group in groups_of(reader)):
        raise Refused(_("Trường đã có tổ tên này."), field="name")
    group = save_unit(
        Unit(
            kind=UnitKind.SUBJECT_GROUP,
            parent=reader.school,
            name=name,
            # Codes are of the whole district: this one says nothing of other schools.
            code=f"to-{reader.school.pk}-{secrets.token_hex(6)}",
        )
    )
    log_access(school=reader.school, user=reader.user, action="add_group", item=group)
    return group


@transaction.atomic
def join_group(*, reader: Reader, user: User, group: Unit, head: bool) -> None:
    """Put a person of the school into a group of the school; twice is once."""
    require(runs_portal(reader))
    person = present_person(reader, user)
    check_group(reader, group)
    if head and not is_principal(reader):
        require(manages(reader, user.pk, person.roles))
    role = Role.SUBJECT_HEAD if head else role_in_group(person.roles)
    held = memberships_in(reader.school).filter(user=user, unit=group)
    today = timezone.localdate()
    if held.active_on(today).filter(role=role).exists():
        return
    for membership in held.active_on(today):
        end_membership(membership, last_day=today - timedelta(days=1))
    give_role(user=person.user, unit=group, role=role, start=today)
    log_access(school=reader.school, user=reader.user, action="join_group", item=user)


@transaction.atomic
def leave_group(*, reader: Reader, user: User, group: Unit) -> None:
    """Take a person out of a group. `Refused` where that is all the person holds at the school."""
    require(runs_portal(reader))
    present_person(reader, user)
    check_group(reader, group)
    today = timezone.localdate()
    held = memberships_in(reader.school).active_on(today).filter(user=user)
    if not held.exclude(unit=group).exists():
        raise Refused(_("Đây là vai trò duy nhất của người này tại trường."))
    for membership in held.filter(unit=group):
        end_membership(membership, last_day=today - timedelta(days=1))
    log_access(school=reader.school, user=reader.user, action="leave_group", item=user)
