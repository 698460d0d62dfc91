"""Who may do what within a portal. Deny first; a refusal is the view's 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from portal.models import User
from portal.permissions import has_role, is_superuser
from portal.roles import Role
from school_intranet.models.base import OFFICE_ROLES
from school_intranet.readers import Reader
from school_intranet.states import PortalState

if TYPE_CHECKING:
    from school_intranet.models import Announcement

HEADS = frozenset({Role.PRINCIPAL, Role.DEPUTY_PRINCIPAL})
# Whom a reminder to a school is for.
ANSWERS_FOR_SCHOOL = OFFICE_ROLES
PLAIN_ROLES = frozenset({Role.SUBJECT_HEAD, Role.TEACHER, Role.STAFF})


def may_write(reader: Reader) -> bool:
    """A portal that is graduating is read only."""
    return reader.portal.state == PortalState.OPEN


def is_principal(reader: Reader) -> bool:
    return Role.PRINCIPAL in reader.roles


def decides(reader: Reader) -> bool:
    """Writes ý kiến chỉ đạo, approves the week and reports: the principal, or a deputy."""
    return may_write(reader) and bool(reader.roles & HEADS)


def keeps_registers(reader: Reader) -> bool:
    """Văn thư: registers documents, drafts reports and the week."""
    return may_write(reader) and Role.CLERK in reader.roles


def forwards(reader: Reader) -> bool:
    """Sends an incoming document on to people and groups."""
    return decides(reader) or keeps_registers(reader)


def sees_registers(reader: Reader) -> bool:
    """The whole registers; also in a portal that is read only."""
    return bool(reader.roles & OFFICE_ROLES)


def sees_receipts(reader: Reader) -> bool:
    """Who has read what, of everything that was given out."""
    return sees_registers(reader)


def sees_reports(reader: Reader) -> bool:
    """What the school reports to the office; also in a portal that is read only."""
    return sees_registers(reader)


def drafts_week(reader: Reader) -> bool:
    """Writes the draft of the week."""
    return keeps_registers(reader) or decides(reader)


def sees_week_drafts(reader: Reader) -> bool:
    return sees_registers(reader)


def keeps_templates(reader: Reader) -> bool:
    return decides(reader) or keeps_registers(reader)


def keeps_albums(reader: Reader) -> bool:
    """Whoever works in the school makes albums; each rests on consents."""
    return may_write(reader)


def keeps_consents(reader: Reader) -> bool:
    """Names of pupils and guardians stand there."""
    return decides(reader) or keeps_registers(reader)


def withdraws_consents(reader: Reader) -> bool:
    """Also in a portal that is read only: who takes a consent back need not wait."""
    return sees_registers(reader)


def hands_over(reader: Reader) -> bool:
    """Names who is văn thư after another."""
    return runs_portal(reader)


def runs_self_check(reader: Reader) -> bool:
    return runs_portal(reader)


def sees_self_checks(reader: Reader) -> bool:
    """Also in a portal that is read only."""
    return reads_log(reader)


def takes_export(reader: Reader) -> bool:
    """The whole of the school in one file; also when the portal is read only, or moved."""
    return is_principal(reader) or Role.CLERK in reader.roles


def runs_portal(reader: Reader) -> bool:
    """Adds staff, ends memberships, hands over, runs the self-check."""
    return may_write(reader) and (is_principal(reader) or Role.CLERK in reader.roles)


def reads_log(reader: Reader) -> bool:
    """Also in a portal that is read only."""
    return is_principal(reader) or Role.CLERK in reader.roles


def roles_given_by(reader: Reader) -> frozenset[Role]:
    """The roles that the reader gives, and over whose holders the reader decides. Nobody makes a
    principal here; văn thư gives no role that decides or keeps the registers."""
    if not runs_portal(reader):
        return frozenset()
    if is_principal(reader):
        return PLAIN_ROLES | {Role.DEPUTY_PRINCIPAL, Role.CLERK}
    return PLAIN_ROLES


def manages(reader: Reader, user_id: int, roles: frozenset[Role] | set[Role]) -> bool:
    """Whether the reader may end this person's work at the school, or give a new slip. Never the
    principal's, never one's own."""
    return user_id != reader.user.pk and bool(roles) and roles <= roles_given_by(reader)


def announces(reader: Reader) -> bool:
    """Writes announcements to the whole school."""
    return decides(reader) or keeps_registers(reader)


def announces_to(reader: Reader, group_id: int | None) -> bool:
    """A head of a group writes to the group; to the school, whoever `announces`."""
    if announces(reader):
        return True
    return may_write(reader) and group_id is not None and group_id in reader.led


def changes_announcement(reader: Reader, item: Announcement) -> bool:
    """Changes it or takes it back: who wrote it, or who writes to the whole school. A head of a
    group does not rewrite what the principal said to the group."""
    if item.withdrawn_at is not None:
        return False
    own = item.author_id == reader.user.pk and announces_to(reader, item.group_id)
    return own or announces(reader)


def writes_announcements(reader: Reader) -> bool:
    """To the school, or to a group that the reader heads."""
    return announces(reader) or (may_write(reader) and bool(reader.led))


def assigns(reader: Reader) -> bool:
    return decides(reader) or keeps_registers(reader) or (may_write(reader) and bool(reader.led))


def assigns_to_all(reader: Reader) -> bool:
    """Gives tasks to everybody; a head of a group does so within the group."""
    return decides(reader) or keeps_registers(reader)


def is_education_office(user: User | AnonymousUser) -> bool:
    """Opens portals, broadcasts, sees counts. It never enters a portal."""
    return has_role(user, Role.EDUCATION_OFFICE, Role.ADMINISTRATOR) or is_superuser(user)


def sees_totals(user: User | AnonymousUser) -> bool:
    return is_education_office(user) or has_role(user, Role.LEADERSHIP)
