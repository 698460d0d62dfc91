"""Văn thư or the principal changes: tasks and unread items pass on, the record prints as a biên bản
bàn giao."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import give_role
from portal.models import Membership, Unit, User
from portal.provisioning import end_membership, end_sessions
from portal.roles import Role
from school_intranet.models import (
    Announcement,
    CalendarToken,
    Handover,
    Receipt,
    RegisterNumber,
    ReportSubmission,
    Task,
    TaskUpdate,
)
from school_intranet.permissions import PLAIN_ROLES, hands_over
from school_intranet.readers import Reader, members_in, staff_of
from school_intranet.selectors.people import memberships_in
from school_intranet.services.core import Refused, log_access, require
from school_intranet.states import WITH_SCHOOL, Register


@transaction.atomic
def hand_over_office(
    *, reader: Reader, giver: User, taker: User, stays_as: Role | None = None
) -> Handover:
    """The work of văn thư passes from one to another of the school. `stays_as` is what the giver is
    from now on who was nothing else; None, and such a giver is out. Sent twice, the second finds
    that the giver is văn thư no longer."""
    require(hands_over(reader))
    school = reader.school
    staff = {user.pk for user in staff_of(school)}
    if taker.pk not in staff:
        raise Refused(_("Không có người này trong trường."), field="taker")
    if giver.pk == taker.pk:
        raise Refused(_("Người nhận phải khác người giao."), field="taker")
    today = timezone.localdate()
    held = Membership.objects.active_on(today).filter(unit=school, role=Role.CLERK)
    given = held.filter(user=giver).first()
    if given is None:
        raise Refused(_("Người giao không còn là văn thư của trường."), field="giver")
    end_membership(given, last_day=today - timedelta(days=1))
    if stays_as is not None:
        require(stays_as in PLAIN_ROLES)
        if not memberships_in(school).active_on(today).filter(user=giver).exists():
            give_role(user=giver, unit=school, role=stays_as, start=today)
    if not held.filter(user=taker).exists():
        give_role(user=taker, unit=school, role=Role.CLERK, start=today)
    return pass_on(school=school, giver=giver, taker=taker, role=Role.CLERK, by=reader.user)


@transaction.atomic
def pass_on(*, school: Unit, giver: User, taker: User, role: Role, by: User) -> Handover:
    """What the giver still has to do and to read becomes the taker's; the giver's sessions end.
    The memberships are changed before."""
    now = timezone.now()
    tasks = list(
        Task.objects.select_for_update(no_key=True).filter(school=school, assignee=giver).open()
    )
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(assignee=taker)
    TaskUpdate.objects.bulk_create(
        TaskUpdate(
            school=school,
            task=task,
            state=task.state,
            text=_("Bàn giao từ %(giver)s cho %(taker)s.") % {"giver": giver, "taker": taker},
            by=by,
            at=now,
        )
        for task in tasks
    )
    unread = _unread(school, giver)
    _pass_receipts(unread, taker, now)
    record = Handover.objects.create(
        school=school,
        giver=giver,
        taker=taker,
        role=role,
        at=now,
        by=by,
        content=_content(school, tasks, unread),
    )
    end_sessions(giver)
    if giver.pk not in {member.user_id for member in members_in([school.pk])[school.pk]}:
        CalendarToken.objects.filter(school=school, user=giver, revoked_at=None).update(
            revoked_at=now
        )
    log_access(school=school, user=by, action="hand_over", item=record)
    return record


def _unread(school: Unit, giver: User) -> list[Receipt]:
    """What still waits for the giver, in its present version; what a group of the giver was told
    stays with that group."""
    whole = Announcement.objects.current(timezone.localdate()).filter(school=school, group=None)
    present = (
        Q(announcement__in=whole.values("pk"), announcement__version=F("version"))
        | Q(document__version=F("version"))
        | Q(delivery__version=F("version"))
    )
    rows = Receipt.objects.filter(
        present, school=school, user=giver, expected=True, acknowledged_at=None
    )
    return list(
        rows.exclude(asks=False, opened_at__isnull=False)
        .select_related("announcement", "document", "delivery__broadcast")
        .order_by("delivered_at", "pk")
    )


def _pass_receipts(unread: list[Receipt], taker: User, now: datetime) -> None:
    """Who takes it counts in place of who gave it, so that shares stay what they were; where both
    had been asked, both still count."""
    for receipt in unread:
        own, made = Receipt.objects.get_or_create(
            user=taker,
            announcement=receipt.announcement,
            document=receipt.document,
            delivery=receipt.delivery,
            version=receipt.version,
            defaults={"school": receipt.school, "asks": receipt.asks, "delivered_at": now},
        )
        if made or not own.expected:
            Receipt.objects.filter(pk=own.pk).update(expected=True, asks=receipt.asks)
            Receipt.objects.filter(pk=receipt.pk).update(expected=False)


def _content(school: Unit, tasks: list[Task], unread: list[Receipt]) -> dict[str, Any]:
    """What the biên bản says; days as ISO."""
    numbers = RegisterNumber.objects.filter(school=school).order_by("register", "-year")
    reports = ReportSubmission.objects.filter(school=school, state__in=WITH_SCHOOL)
    return {
        "tasks": [
            {"title": task.title, "due_on": task.due_on.isoformat() if task.due_on else ""}
            for task in tasks
        ],
        "unread": [_title(receipt) for receipt in unread],
        "registers": [
            {
                "register": str(Register(row.register).label),
                "year": row.year,
                "last": row.last,
            }
            for row in numbers
        ],
        "reports": [
            {"title": row.request.title, "due_on": row.request.due_on.isoformat()}
            for row in reports.select_related("request")
        ],
    }


def _title(receipt: Receipt) -> str:
    if receipt.announcement is not None:
        return receipt.announcement.title
    if receipt.document is not None:
        return receipt.document.abstract
    return receipt.delivery.broadcast.title if receipt.delivery else ""
