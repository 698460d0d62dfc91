"""A report under complaint: what proves how it was stays until the complaint is settled."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.models import Case
from beautiful_city.services.core import Note, Refused, fresh, record, touch
from portal.models import User


def set_complaint(*, case: Case, by: User, version: int, reason: str) -> Case:
    """Keep the originals. Raises PermissionDenied, Refused and Stale, as the other one does."""
    if case.complaint_since is not None:
        raise Refused(_("Phản ánh này đã được ghi là đang có khiếu nại."))
    label = _("Ghi nhận có khiếu nại")
    return _set(case, by, version, reason, "complaint", label, timezone.now())


def lift_complaint(*, case: Case, by: User, version: int, reason: str) -> Case:
    """The complaint is settled: the originals go in their time."""
    if case.complaint_since is None:
        raise Refused(_("Phản ánh này không có khiếu nại."))
    label = _("Khiếu nại đã giải quyết")
    return _set(case, by, version, reason, "complaint_over", label, None)


@transaction.atomic
def _set(
    case: Case,
    by: User,
    version: int,
    reason: str,
    name: str,
    label: str | Promise,
    since: datetime | None,
) -> Case:
    if not permissions.is_district(by):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Cần ghi lý do, để người sau biết vì sao."), field="text")
    touch(case, version=version, complaint_since=since)
    record(case, name, label, by=by, note=Note(text=reason), public=False)
    return fresh(case.pk)
