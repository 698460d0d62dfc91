"""A verified pair may stand among what is beautiful, with credit to the unit that put it right."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks, effects, permissions
from beautiful_city.models import Case
from beautiful_city.services.core import NOTHING, Note, Refused, fresh, record, touch
from portal.models import User

DECIDE_WORKING_DAYS = 5


def may_nominate(case: Case) -> bool:
    return _is_shown(case) and case.nominated_at is None


def is_nominated(case: Case) -> bool:
    """Proposed, and nobody has decided yet."""
    return _is_shown(case) and case.nominated_at is not None and case.praised_at is None


def nominate(*, case: Case, by: User, version: int) -> Case:
    """Propose the pair. Like all in this module raises PermissionDenied, Refused and Stale."""
    _ask(by)
    if not may_nominate(case):
        raise Refused(_("Chỉ đề cử cặp ảnh đã xác nhận, đang công khai và chưa được đề cử."))
    now = timezone.now()
    due = clocks.after_working_days(now, DECIDE_WORKING_DAYS)
    changes: dict[str, datetime | None] = {"nominated_at": now, "district_due_at": due}
    return _set(case, by, version, "nominated", _("Đề cử vào mục Đẹp"), changes, public=False)


def accept(*, case: Case, by: User, version: int) -> Case:
    """Take the pair into the tab, with a line for everybody."""
    _ask(by)
    if not is_nominated(case):
        raise Refused(_("Cặp ảnh này không chờ xét đề cử."))
    credit = _now("Ghi nhận: %s") % case.unit if case.unit else ""
    return _set(
        case,
        by,
        version,
        "praised",
        _("Đưa vào mục Đẹp"),
        {"praised_at": timezone.now(), "district_due_at": None},
        note=Note(public=credit),
    )


def decline(*, case: Case, by: User, version: int, text: str) -> Case:
    """Say no to a nomination, or take an accepted pair out again. It may be nominated anew."""
    _ask(by)
    if not _is_shown(case) or case.nominated_at is None:
        raise Refused(_("Cặp ảnh này không được đề cử."))
    if not text.strip():
        raise Refused(_("Cần ghi lý do, để người sau biết vì sao."), field="text")
    return _set(
        case,
        by,
        version,
        "not_praised",
        _("Không đưa vào mục Đẹp"),
        {"nominated_at": None, "praised_at": None, "district_due_at": None},
        note=Note(text=text),
        public=False,
    )


def _is_shown(case: Case) -> bool:
    return case.is_fixed and case.is_public


def _ask(by: User) -> None:
    if not permissions.is_district(by):
        raise PermissionDenied


@transaction.atomic
def _set(
    case: Case,
    by: User,
    version: int,
    name: str,
    label: str | Promise,
    changes: dict[str, datetime | None],
    *,
    note: Note = NOTHING,
    public: bool = True,
) -> Case:
    touch(case, version=version, **changes)
    record(case, name, label, by=by, note=note, public=public)
    case = fresh(case.pk)
    effects.after_change(case)
    return case
