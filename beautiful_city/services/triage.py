"""The district receives: asks, refuses, joins, assigns, publishes what is beautiful."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks
from beautiful_city.models import Case, CasePhoto, Category, DeadlinePolicy, Follower
from beautiful_city.services.core import Note, Refused, make_move
from beautiful_city.services.publicity import check_words, position, public_title
from beautiful_city.services.timing import first_clock
from beautiful_city.states import PhotoRole, RejectionReason, Severity, State
from portal.kinds import UnitKind
from portal.models import Photo, Unit, User
from portal.working_time import LOCAL_TIME

INFO_WORKING_DAYS = 5
NO_MASTER = frozenset({State.REJECTED, State.DUPLICATE, State.ARCHIVED, State.DRAFT})


def ask_info(*, case: Case, by: User, version: int, question: str) -> Case:
    """Ask the sender; silent for five working days, the case is refused by the system."""
    now = timezone.now()
    return make_move(
        case,
        "ask_info",
        by=by,
        version=version,
        note=Note(text=question),
        now=now,
        district_due_at=clocks.after_working_days(now, INFO_WORKING_DAYS),
    )


def look_on_site(*, case: Case, by: User, version: int, text: str) -> Case:
    now = timezone.now()
    due = clocks.after_hours(now, clocks.WORKING_DAY_HOURS)
    return make_move(
        case,
        "look_on_site",
        by=by,
        version=version,
        note=Note(text=text),
        now=now,
        district_due_at=due,
    )


def reject(*, case: Case, by: User, version: int, reason: str, text: str) -> Case:
    """Refuse with a reason code and words, which reach the sender."""
    if reason not in RejectionReason.values:
        raise Refused(_("Hãy chọn một lý do trong danh sách."), field="reason")
    return make_move(
        case,
        "reject",
        by=by,
        version=version,
        note=Note(text=text, data={"reason": reason}),
        rejection=reason,
        district_due_at=None,
        **_ended(case),
    )


@transaction.atomic
def mark_duplicate(*, case: Case, by: User, version: int, master: Case, text: str) -> Case:
    """Join the case to an earlier one; those who follow it go along."""
    master = _root(master)
    if master.pk == case.pk:
        raise Refused(_("Không thể gộp một phản ánh vào chính nó."), field="master")
    if master.state in NO_MASTER:
        raise Refused(
            _("Phản ánh này đã bị từ chối hoặc lưu trữ, không gộp vào được."), field="master"
        )
    if master.kind != case.kind:
        raise Refused(_("Chỉ gộp hai phản ánh cùng loại."), field="master")
    case = make_move(
        case,
        "mark_duplicate",
        by=by,
        version=version,
        note=Note(text=text, data={"master": master.code}),
        master=master,
        district_due_at=None,
        **_ended(case),
    )
    # What had been joined to this one hangs on the same master: no chains.
    Case.objects.filter(master=case).update(master=master)
    known = set(Follower.objects.filter(case=master).values_list("email", flat=True))
    Follower.objects.filter(case=case, email__in=known).delete()
    Follower.objects.filter(case=case).update(case=master)
    return case


@transaction.atomic
def assign(
    *,
    case: Case,
    by: User,
    version: int,
    unit: Unit,
    severity: str,
    checked_photos: Collection[int],
    public_text: str = "",
    title: str = "",
    ward: Unit | None = None,
    near_home: bool = False,
    category: Category | None = None,
    needed: Collection[int] = (),
    views_needed: int = 1,
    note: str = "",
    now: datetime | None = None,
) -> Case:
    """Give the case to a unit. Policy and deadline are frozen here, and what the privacy check
    let pass becomes public: `checked_photos` are keys of CasePhoto.

    `category` corrects the sender's choice. `needed` are keys of the photos before whose views the
    unit must show put right; without it they are the first `views_needed`.

    Raises Refused, PermissionDenied, Stale.
    """
    now = now or timezone.now()
    today = now.astimezone(LOCAL_TIME).date()
    if not unit.is_valid_on(today):
        raise Refused(_("Đơn vị này không còn hoạt động. Hãy chọn đơn vị khác."), field="unit")
    if severity not in Severity.values:
        raise Refused(_("Hãy chọn mức độ."), field="severity")
    check_words(case, title=title, public_text=public_text)
    befores = CasePhoto.objects.filter(
        case=case, role=PhotoRole.BEFORE, photo__state=Photo.State.READY
    )
    passed = befores.filter(pk__in=checked_photos)
    if not passed.exists():
        raise Refused(
            _("Hãy xem ảnh và đánh dấu ít nhất một ảnh được hiện công khai."), field="photos"
        )
    known = list(befores.values_list("pk", flat=True))
    if not needed and not 1 <= views_needed <= len(known):
        raise Refused(_("Số góc ảnh phải có không được nhiều hơn số ảnh đã gửi."), field="needed")
    marked = [pk for pk in known if pk in needed] or known[:views_needed]
    case.category = _corrected(case, category)
    ward = ward or case.ward or (unit if unit.kind == UnitKind.WARD else None)
    policy = DeadlinePolicy.objects.in_force(category=case.category, severity=severity, day=today)
    case.severity = severity
    passed.update(checked=True)
    befores.filter(pk__in=marked).update(needed=True)
    return make_move(
        case,
        "assign",
        by=by,
        version=version,
        now=now,
        note=Note(text=note, data={"unit": unit.name, "severity": severity}),
        unit=unit,
        category=case.category,
        ward=ward,
        severity=severity,
        views_needed=len(marked),
        public_text=public_text.strip(),
        title=public_title(case, title, ward=ward, near_home=near_home),
        triaged_at=now,
        assigned_at=now,
        public_at=now,
        district_due_at=None,
        policy=policy,
        **position(case, near_home=near_home),
        **first_clock(case, unit, policy, now),
    )


def _corrected(case: Case, category: Category | None) -> Category:
    if category is None or category.pk == case.category_id:
        return case.category
    if category.kind != case.kind or not category.is_active:
        raise Refused(_("Hãy chọn một lĩnh vực đang dùng, cùng loại."), field="category")
    return category


@transaction.atomic
def publish_good(
    *,
    case: Case,
    by: User,
    version: int,
    checked_photos: Collection[int],
    public_text: str = "",
    title: str = "",
    ward: Unit | None = None,
    near_home: bool = False,
    category: Category | None = None,
) -> Case:
    """Show a beautiful spot to everybody; `category` corrects the sender's choice."""
    ready = CasePhoto.objects.filter(case=case, photo__state=Photo.State.READY)
    passed = ready.filter(pk__in=checked_photos)
    if not passed.exists():
        raise Refused(
            _("Hãy xem ảnh và đánh dấu ít nhất một ảnh được hiện công khai."), field="photos"
        )
    check_words(case, title=title, public_text=public_text)
    passed.update(checked=True)
    case.category = _corrected(case, category)
    ward = ward or case.ward
    now = timezone.now()
    return make_move(
        case,
        "publish",
        by=by,
        version=version,
        now=now,
        public_at=now,
        triaged_at=now,
        public_text=public_text.strip(),
        title=public_title(case, title, ward=ward, near_home=near_home),
        ward=ward,
        category=case.category,
        district_due_at=None,
        **position(case, near_home=near_home),
    )


def archive_good(*, case: Case, by: User, version: int, text: str) -> Case:
    return make_move(
        case,
        "archive",
        by=by,
        version=version,
        note=Note(text=text),
        district_due_at=None,
        closed_at=timezone.now(),
    )


def _ended(case: Case) -> dict[str, Any]:
    now = timezone.now()
    stopped = clocks.stopped(case, now) if case.clock_since else {}
    return {"closed_at": now, **stopped}


def _root(master: Case) -> Case:
    """The case that others are joined to, as it stands now."""
    now = Case.objects.select_related("master").get(pk=master.pk)
    return now.master or now
