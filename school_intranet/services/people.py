"""The people of a school: added, given slips, and let go.

Only new accounts are made here: a person of another school is not found by name, so that nobody
learns who works where. PermissionDenied for who may not; `Refused` for what breaks a rule.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import give_role, issue_slip
from portal.models import Membership, Unit, User
from portal.provisioning import end_membership, end_sessions
from portal.roles import Role
from portal.telephone import telephone
from portal.text import fold, nfc, slugify_vi
from school_intranet.models import CalendarToken
from school_intranet.permissions import manages, roles_given_by, runs_portal
from school_intranet.readers import Reader
from school_intranet.selectors.people import (
    Person,
    groups_of,
    memberships_in,
    people_of,
    person_of,
)
from school_intranet.services.core import Refused, log_access, require

WRONG_NUMBER = gettext_lazy("Số điện thoại chưa đúng.")
LONGEST_NAME = 120
SLIPS_AT_ONCE = 20
"""A password takes long to hash, on purpose."""


@dataclass(frozen=True)
class NewPerson:
    """Who is to be added. A head of a group needs the `group`."""

    full_name: str
    role: Role
    group: Unit | None = None
    phone: str = ""


@dataclass(frozen=True)
class Slip:
    """What is printed once; the password is stored nowhere else."""

    user: User
    password: str


# --- New people ----------------------------------------------------------------------------------


def problems_with(reader: Reader, people: Sequence[NewPerson]) -> list[list[str]]:
    """What is wrong with each of these, in sentences; an empty list where nothing is. One
    statement for the people that there are, one for the groups."""
    taken = {_same(person.user.full_name, person.user.phone) for person in people_of(reader)}
    groups = {group.pk for group in groups_of(reader)}
    found = []
    for new in people:
        found.append(_problems(reader, new, taken, groups))
        taken.add(_same(new.full_name, new.phone))
    return found


def _problems(
    reader: Reader, new: NewPerson, taken: set[tuple[str, str]], groups: set[int]
) -> list[str]:
    found = []
    if len(new.full_name.split()) < 2 or len(new.full_name) > LONGEST_NAME:
        found.append(_("Ghi đủ họ và tên, tối đa %d ký tự.") % LONGEST_NAME)
    if new.role not in roles_given_by(reader):
        found.append(_("Bạn không cấp được vai trò này."))
    if new.role == Role.SUBJECT_HEAD and new.group is None:
        found.append(_("Tổ trưởng cần ghi tổ chuyên môn."))
    if new.group is not None and new.group.pk not in groups:
        found.append(_("Không có tổ chuyên môn này trong trường."))
    if new.phone and not telephone(new.phone):
        found.append(str(WRONG_NUMBER))
    if _same(new.full_name, new.phone) in taken:
        found.append(
            _("Đã có người cùng họ tên và số điện thoại; ghi số điện thoại khác để phân biệt.")
        )
    return found


def _same(full_name: str, phone: str) -> tuple[str, str]:
    return fold(full_name), telephone(phone)


@transaction.atomic
def add_people(*, reader: Reader, people: Sequence[NewPerson]) -> list[User]:
    """New accounts, none of which opens before its slip is printed; all or none.

    Sent twice, the second finds everybody there and is refused.
    """
    require(runs_portal(reader))
    hold_school(reader)
    people = [replace(new, full_name=" ".join(nfc(new.full_name).split())) for new in people]
    for problems in problems_with(reader, people):
        if problems:
            raise Refused(" ".join(problems))
    return [_add(reader, new) for new in people]


def new_account(*, full_name: str, phone: str = "") -> User:
    """An account that does not open before its slip is given. `Refused` for a name or a number
    that does not hold."""
    full_name = " ".join(nfc(full_name).split())
    if not full_name or len(full_name) > LONGEST_NAME:
        raise Refused(_("Ghi họ và tên, tối đa %d ký tự.") % LONGEST_NAME, field="full_name")
    number = telephone(phone)
    if phone.strip() and not number:
        raise Refused(WRONG_NUMBER, field="phone")
    user = User(
        username=_free_username(full_name),
        full_name=full_name,
        phone=number,
        must_change_password=True,
    )
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user


def _add(reader: Reader, new: NewPerson) -> User:
    user = new_account(full_name=new.full_name, phone=new.phone)
    today = timezone.localdate()
    at_school = Role.TEACHER if new.role == Role.SUBJECT_HEAD else new.role
    give_role(user=user, unit=reader.school, role=at_school, start=today)
    if new.group is not None:
        in_group = new.role if new.role == Role.SUBJECT_HEAD else role_in_group({new.role})
        give_role(user=user, unit=new.group, role=in_group, start=today)
    log_access(school=reader.school, user=reader.user, action="add_person", item=user)
    return user


def role_in_group(roles: set[Role]) -> Role:
    """What a member of a tổ is there who does not head it: nhân viên stay nhân viên."""
    return Role.STAFF if roles <= {Role.STAFF} else Role.TEACHER


def _free_username(full_name: str) -> str:
    """Given name, initials, four figures that are always drawn: a name that stood elsewhere
    already would tell that somebody works there. "Nguyễn Văn An" → "annv.4821"."""
    *before, given = slugify_vi(full_name).split("-") or [""]
    stem = f"{given}{''.join(word[0] for word in before if word)}"[:40] or "gv"
    while True:
        username = f"{stem}.{secrets.randbelow(9000) + 1000}"
        if not User.objects.filter(username__iexact=username).exists():
            return username


# --- Slips ---------------------------------------------------------------------------------------


@transaction.atomic
def first_slips(*, reader: Reader, keys: Iterable[int]) -> list[Slip]:
    """Slips for people who have never signed in; sent twice, the second slips count.

    `Refused` for somebody who has signed in or of whom the school does not decide.
    """
    require(runs_portal(reader))
    wanted = set(keys)
    people = [person for person in people_of(reader) if person.user.pk in wanted]
    require(bool(wanted) and len(people) == len(wanted) and len(people) <= SLIPS_AT_ONCE)
    for person in people:
        if person.user.last_login is not None:
            raise Refused(_("%s đã đăng nhập; cấp lại phiếu ở trang của người đó.") % person.user)
        _check_slip(reader, person)
    return [_slip(reader, person.user, "first_slip") for person in people]


@transaction.atomic
def new_slip(*, reader: Reader, user: User) -> Slip:
    """A new one-time slip for who has lost the password; open sessions end."""
    require(runs_portal(reader))
    _check_slip(reader, present_person(reader, user))
    return _slip(reader, user, "new_slip")


def may_have_slip(reader: Reader, person: Person) -> bool:
    """Not the principal, not oneself, nobody who holds something outside this school now or later:
    the password opens that too."""
    if not manages(reader, person.user.pk, person.roles) or person.user.is_superuser:
        return False
    own = memberships_in(reader.school).values("pk")
    outside = Membership.objects.filter(_not_ended(), user=person.user).exclude(pk__in=own)
    return not outside.exists()


def _check_slip(reader: Reader, person: Person) -> None:
    if not may_have_slip(reader, person):
        # One sentence for all reasons: which it is may be no matter of this school.
        raise Refused(
            _("Trường không cấp được phiếu cho tài khoản này. Đề nghị liên hệ quản trị hệ thống.")
        )


def _slip(reader: Reader, user: User, action: str) -> Slip:
    password = issue_slip(user)
    log_access(school=reader.school, user=reader.user, action=action, item=user)
    return Slip(user, password)


# --- Leaving -------------------------------------------------------------------------------------


@transaction.atomic
def end_work(*, reader: Reader, user: User) -> None:
    """Let a person leave the school as of now: memberships, sessions, calendar addresses. What the
    person holds elsewhere stays."""
    require(runs_portal(reader))
    person = present_person(reader, user)
    if not manages(reader, user.pk, person.roles):
        raise Refused(_("Bạn không kết thúc được công tác của người này."))
    yesterday = timezone.localdate() - timedelta(days=1)
    try:
        for membership in memberships_in(reader.school).filter(_not_ended(), user=user):
            end_membership(membership, last_day=yesterday)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    end_sessions(user)
    CalendarToken.objects.visible_to(reader).filter(user=user, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    log_access(school=reader.school, user=reader.user, action="end_work", item=user)


def _not_ended() -> Q:
    return Q(end=None) | Q(end__gte=timezone.localdate())


def hold_school(reader: Reader) -> None:
    """Of two who add at once the second waits, and sees what the first has added."""
    rows = Unit.objects.select_for_update(no_key=True).filter(pk=reader.school.pk)
    list(rows.values_list("pk"))


def present_person(reader: Reader, user: User) -> Person:
    person = person_of(reader, user.pk)
    require(person is not None)
    assert person is not None  # noqa: S101 - `require` has asked
    return person


def check_group(reader: Reader, group: Unit) -> None:
    if not groups_of(reader).filter(pk=group.pk).exists():
        raise Refused(_("Không có tổ chuyên môn này trong trường."), field="group")
